"""Telling the format of a zone.

By the number and length of its lines and by its first letter (ICAO Doc 9303-5, 4.2.2 note k; 9303-6, 4.2.2
note k; 9303-4, 4.2.2; 9303-7, 4.2.2 and 7.2.2), never by the last character. V is a visa wherever it stands
first; any other letter is let through, since the shape alone already tells the format: that the letter is one
the standard gives is a check of its own, and a misread letter must not hide a document. A single-sheet
emergency document (PU) has the size and layout of a TD2 (Doc 9303-8, 4.1.5 and appendix B).
"""

from __future__ import annotations

from collections.abc import Sequence

from borderdesk.mrz.alphabets import alphabet
from borderdesk.mrz.layouts import LETTERS
from models.document import DocumentFormat

_FRENCH_CARD = "IDFRA"


def detect_format(lines: Sequence[str]) -> DocumentFormat | None:
    """The format of a zone, or None where it is none of the six.

    Args:
        lines: The lines of the zone, top first.

    >>> detect_format(["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ...                "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]).value
    'TD3'
    >>> detect_format(["P<UTOERIKSSON"]) is None
    True
    """
    widths = {len(line) for line in lines}
    if len(widths) != 1:
        return None
    shape = (len(lines), widths.pop())
    first = lines[0][:1]
    if first not in LETTERS:
        return None
    visa = first == "V"
    if shape == DocumentFormat.TD1.shape:
        return None if visa else DocumentFormat.TD1
    if shape == DocumentFormat.TD3.shape:
        return DocumentFormat.MRV_A if visa else DocumentFormat.TD3
    if shape == DocumentFormat.TD2.shape:
        if visa:
            return DocumentFormat.MRV_B
        return DocumentFormat.FRA_ID if _is_french_card(lines) else DocumentFormat.TD2
    return None


def _is_french_card(lines: Sequence[str]) -> bool:
    """Whether a card that begins as the French one does is laid out like it, rather than as a TD2.

    Both layouts are held against the lower line; the one that more characters fit wins, so that a single
    misread character changes nothing.
    """
    if lines[0][:5] != _FRENCH_CARD:
        return False
    return _fit(lines, DocumentFormat.FRA_ID) >= _fit(lines, DocumentFormat.TD2)


def _fit(lines: Sequence[str], document_format: DocumentFormat) -> int:
    return sum(
        symbol in allowed for symbol, allowed in zip(lines[1], alphabet(document_format)[1], strict=True)
    )
