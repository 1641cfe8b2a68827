"""One cell of a table to one value, and back. What a cell cannot be is said by the key of an error.

`docs/watchlist-csv.md` is the description for those who write such tables.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from models.document import PartialDate, Sex
from models.watchlist import EntryAction

SEPARATOR = "|"
LOSSES = ("stolen", "lost", "revoked", "stolen_blank")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_STATE = re.compile(r"[A-Z]{1,3}")
_CODE = re.compile(r"[A-Z]")
_NUMBER = re.compile(r"[A-Z0-9]+")
_SEXES = {"": Sex.UNSPECIFIED, "F": Sex.FEMALE, "M": Sex.MALE, "X": Sex.X}


class CellError(Exception):
    """A cell cannot be what its column asks for.

    Args:
        reason: Last part of the key of the error's sentence.
        value: What stood there.
    """

    def __init__(self, reason: str, value: str) -> None:
        super().__init__(reason, value)
        self.reason = reason
        self.value = value


def text(cell: str) -> str:
    """A cell without space around it.

    Raises:
        CellError: It holds control characters.
    """
    for char in cell:
        if unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r":
            raise CellError("control_character", f"U+{ord(char):04X}")
    return cell.strip()


def required(cell: str) -> str:
    """A text that must not be empty."""
    if not (found := text(cell)):
        raise CellError("empty_cell", cell)
    return found


def several(cell: str) -> tuple[str, ...]:
    """Texts separated by a bar, without empty ones."""
    return tuple(found for part in text(cell).split(SEPARATOR) if (found := part.strip()))


def partial_date(cell: str) -> PartialDate:
    """A date of which day, or month and day, may be left out.

    >>> partial_date("1974-08")
    PartialDate(raw='7408<<', year=1974, month=8, day=None, possible=True)
    """
    found = _DATE.fullmatch(cell)
    if found is None:
        raise CellError("no_date", cell)
    year, month, day = (None if part is None else int(part) for part in found.groups())
    try:
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise CellError("no_date", cell) from error
    raw = cell[2:4] + (found[2] or "<<") + (found[3] or "<<")
    return PartialDate(raw, year, month, day)


def full_date(cell: str) -> date | None:
    """A whole date, or None for an empty cell."""
    if not (found := text(cell)):
        return None
    parsed = partial_date(found)
    if parsed.year is None or parsed.month is None or parsed.day is None:
        raise CellError("no_full_date", cell)
    return date(parsed.year, parsed.month, parsed.day)


def state(cell: str) -> str:
    """A code of one to three letters, as a zone prints it."""
    return _fitting(_STATE, text(cell).upper().rstrip("<"), "no_state")


def document_code(cell: str) -> str:
    """The first letter of a document code, or nothing."""
    found = text(cell).upper()
    return _fitting(_CODE, found, "no_document_code") if found else ""


def number(cell: str) -> str:
    """A document number; spaces, hyphens and fillers, which a zone prints alike, are left out.

    >>> number("L898902C<"), number("ab-12 345")
    ('L898902C', 'AB12345')
    """
    return _fitting(_NUMBER, re.sub(r"[<\s-]", "", text(cell).upper()), "no_number")


def paper(cell: str) -> tuple[str, str]:
    """A document number with the state that issued it after a slash; the state may be left out."""
    digits, slash, issuer = cell.partition("/")
    return number(digits), state(issuer) if slash and issuer.strip() else ""


def sex(cell: str) -> Sex:
    """F, M, X or nothing."""
    found = text(cell).upper()
    if found not in _SEXES:
        raise CellError("no_sex", cell)
    return _SEXES[found]


def action(cell: str, default: EntryAction) -> EntryAction:
    """What the owner asks for."""
    found = text(cell).lower()
    try:
        return EntryAction(found) if found else default
    except ValueError as error:
        raise CellError("no_action", cell) from error


def loss(cell: str) -> str:
    """How a document was lost."""
    found = text(cell).lower() or LOSSES[0]
    if found not in LOSSES:
        raise CellError("no_loss", cell)
    return found


def joined(values: tuple[str, ...]) -> str:
    """Back to one cell.

    Raises:
        CellError: A value holds the separator itself.
    """
    for value in values:
        if SEPARATOR in value:
            raise CellError("separator_inside", value)
    return SEPARATOR.join(values)


def _fitting(pattern: re.Pattern[str], found: str, reason: str) -> str:
    if not pattern.fullmatch(found):
        raise CellError(reason, found)
    return found
