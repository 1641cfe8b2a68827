"""How printed letters stand in the machine-readable zone: ICAO Doc 9303-3, section 6, tables A to C.

`borderdesk.mrz` writes by this table, `watchlist.names` reads it backwards; it ships as
`resources/icao/transliteration.tsv`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from resources import path


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a letter, and where.

    Attributes:
        letters: A to Z; `-` is not written, `=` doubles what stands before it.
        languages: Only those write it so; empty where all may.
        place: `^` at the start of a name component only, `$` at its end only.
    """

    letters: str
    languages: frozenset[str] = frozenset()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the standard's tables.

    Attributes:
        table: `A` Latin, `B` Cyrillic, `C` Arabic; `+` where the standard leaves the choice to the issuer.
        forms: The recommended one first.
    """

    table: str
    forms: tuple[Form, ...]


@lru_cache(maxsize=1)
def letter_table() -> Mapping[str, Letter]:
    """Every letter of the tables.

    >>> letter_table()["Ö"].forms[0].letters, letter_table()["ش"].table
    ('OE', 'C')
    """
    with path("icao", "transliteration.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return MappingProxyType(
            {
                chr(int(row["code_point"], 16)): Letter(
                    row["table"], tuple(_form(form) for form in row["forms"].split())
                )
                for row in rows
            }
        )


def _form(text: str) -> Form:
    place = text[-1] if text[-1] in "^$" else ""
    written, _, languages = text.removesuffix(place).partition("@")
    return Form(written, frozenset(languages.split(",")) if languages else frozenset(), place)
