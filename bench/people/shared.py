"""Where the public name data lie, and the little that all who read them need."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

NAMES = Path(__file__).resolve().parents[3] / "shared" / "names"
"""The folder `names` of the data that is shared beside the checkout."""
_SPECIAL = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae"}
)


def capitals(text: str) -> str:
    """A name in the letters A to Z and single spaces; hyphens part, apostrophes and marks go.

    >>> capitals("Ben-‘Alī  d'Élan")
    'BEN ALI DELAN'
    """
    plain = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    letters = "".join(symbol for symbol in plain if not unicodedata.combining(symbol)).upper()
    return " ".join(re.sub(r"[^A-Z ]", "", re.sub(r"[-,.]", " ", letters)).split())


def present() -> bool:
    """Whether the data are there."""
    return (NAMES / "arabic_latin_wikidata.tsv").is_file()
