"""One cell of a table to one value, and back. What a cell cannot be is said by the key of an error.

`docs/watchlist-csv.md` is the description for those who write such tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from models.document import PartialDate, Sex
from models.watchlist import EntryAction, YearRange

SEPARATOR = "|"
MAX_TEXT = 20_000
"""Characters of one value."""
MAX_CELL = 100_000
"""Characters of all values of a cell together."""
MAX_VALUES = 1_000
"""Values of a cell: nobody has more names, and a list that says so is damaged."""
LOSSES = ("stolen", "lost", "revoked", "stolen_blank")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_STATE = re.compile(r"[A-Z]{1,3}")
_CODE = re.compile(r"[A-Z]")
_NUMBER = re.compile(r"[A-Z0-9]{1,50}")
_YEARS = re.compile(r"(~?)([0-9]{4})(?:\.\.([0-9]{4}))?")
_TOPIC = re.compile(r"[a-z][a-z0-9_.-]*")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_PARTS = re.compile(r"((?:[^|\\]|\\\\|\\\||\\)*)(\||$)")
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
        CellError: It holds control characters, or is too long.
    """
    if not cell:
        return cell
    if not cell.isprintable() and (found := _NO_TEXT.search(cell)) is not None:
        raise CellError("control_character", f"U+{ord(found[0]):04X}")
    if len(cell) > MAX_TEXT:
        raise CellError("long_cell", f"{cell[:20]}...")
    return cell.strip()


def required(cell: str) -> str:
    """A text that must not be empty."""
    if not (found := text(cell)):
        raise CellError("empty_cell", cell)
    return found


def name(cell: str) -> str:
    """A main name: a text with a letter or digit. Marks that show nothing, or dashes, find nobody.

    Marks of writing direction inside of it are kept; they are harmless, as every name is isolated where it
    is shown and loses them where it is compared.
    """
    found = required(cell)
    if not any(map(str.isalnum, found)):
        raise CellError("no_name", cell)
    return found


def several(cell: str) -> tuple[str, ...]:
    r"""Texts separated by a bar, without empty ones; a bar inside a text is written `\|`, a backslash `\\`.

    >>> several(r"A|B\|C||D\E")
    ('A', 'B|C', 'D\\E')
    """
    if len(cell) > MAX_CELL:
        raise CellError("long_cell", f"{cell[:20]}...")
    if "\\" not in cell:
        parts = cell.split(SEPARATOR) if SEPARATOR in cell else [cell]
    else:
        parts = [re.sub(r"\\([|\\])", r"\1", found[1]) for found in _PARTS.finditer(cell)]
    values = tuple(found for part in parts if (found := text(part)))
    if len(values) > MAX_VALUES:
        raise CellError("too_many", str(len(values)))
    return values


@lru_cache(maxsize=100_000)
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


@lru_cache(maxsize=10_000)
def full_date(cell: str) -> date | None:
    """A whole date, or None for an empty cell."""
    if not (found := text(cell)):
        return None
    parsed = partial_date(found)
    if parsed.year is None or parsed.month is None or parsed.day is None:
        raise CellError("no_full_date", cell)
    return date(parsed.year, parsed.month, parsed.day)


def births(cell: str) -> tuple[tuple[PartialDate, ...], tuple[YearRange, ...]]:
    """Dates of birth and ranges of years, as they stand in one cell.

    >>> births("1974-08|1960..1965|~1960")[1]
    (YearRange(first=1960, last=1965, circa=False), YearRange(first=1960, last=1960, circa=True))
    """
    dates: list[PartialDate] = []
    years: list[YearRange] = []
    for value in several(cell):
        if "~" in value or ".." in value:
            years.append(year_range(value))
        else:
            dates.append(partial_date(value))
    return tuple(dates), tuple(years)


def year_range(value: str) -> YearRange:
    """`1960..1965`, `~1960` or `~1960..1965`."""
    found = _YEARS.fullmatch(value.strip())
    if found is None:
        raise CellError("no_date", value)
    circa, first, last = bool(found[1]), int(found[2]), int(found[3] or found[2])
    if not 0 < first <= last:
        raise CellError("no_years", value)
    return YearRange(first, last, circa)


def years_text(years: YearRange) -> str:
    """A range as `year_range` reads it."""
    if years.circa and years.first == years.last:
        return f"~{years.first:04d}"
    return f"{'~' if years.circa else ''}{years.first:04d}..{years.last:04d}"


@lru_cache(maxsize=1_000)
def state(cell: str) -> str:
    """A code of one to three letters, as a zone prints it."""
    return _fitting(_STATE, text(cell).upper().rstrip("<"), "no_state")


@lru_cache(maxsize=100)
def document_code(cell: str) -> str:
    """The first letter of a document code, or nothing."""
    found = text(cell).upper()
    return _fitting(_CODE, found, "no_document_code") if found else ""


def number(cell: str) -> str:
    """A document number; spaces, hyphens and fillers, which a zone prints alike, are left out.

    >>> number("L898902C<"), number("ab-12 345")
    ('L898902C', 'AB12345')
    """
    if not (cell.isalnum() and cell.isascii()):
        cell = re.sub(r"[<\s-]", "", text(cell))
    return _fitting(_NUMBER, cell.upper(), "no_number")


def last_number(cell: str, first: str) -> str:
    """The last number of a range that begins with `first`, or nothing.

    Both are as long as each other, so that every number between them is one of the range.

    >>> last_number("AB0199", "AB0100"), last_number("", "AB0100")
    ('AB0199', '')
    """
    if not text(cell).strip("<- "):
        return ""
    found = number(cell)
    if len(found) != len(first) or found < first:
        raise CellError("no_range", cell)
    return found


def topics(cell: str) -> tuple[str, ...]:
    """Codes of FollowTheMoney, such as `crime.terror`."""
    return tuple(map(topic, several(cell)))


def topic(value: str) -> str:
    """One of them."""
    return _fitting(_TOPIC, value.lower(), "no_topic")


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


@lru_cache(maxsize=100)
def loss(cell: str) -> str:
    """How a document was lost."""
    found = text(cell).lower() or LOSSES[0]
    if found not in LOSSES:
        raise CellError("no_loss", cell)
    return found


def joined(values: Iterable[str]) -> str:
    r"""Back to one cell.

    >>> joined(("A|B", "C"))
    'A\\|B|C'
    """
    return SEPARATOR.join(value.replace("\\", "\\\\").replace(SEPARATOR, "\\|") for value in values)


def _fitting(pattern: re.Pattern[str], found: str, reason: str) -> str:
    if not pattern.fullmatch(found):
        raise CellError(reason, found)
    return found
