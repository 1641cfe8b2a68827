"""Questions to the watchlist as rows: any subset of a document's fields, as JSON.

* What a row leaves out is empty; names that are no field are the caller's own (see `FIELDS`).
* A row that is half understood is refused whole, with the field at fault: it would be answered "no hit".
  Of a date of birth that no calendar has the year counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from models.document import MrzFields, PartialDate, Sex
from models.errors import KnownError
from watchlist.importers import cells
from watchlist.importers.cells import CellError

FIELDS = (
    "primary_identifier", "secondary_identifier", "date_of_birth", "nationality", "sex", "document_number",
    "issuing_state", "document_code",
)  # fmt: skip
MAX_VALUE = 500
"""Characters. The longest name that a zone holds has 39; a text of megabytes is no name."""
UNKNOWN_DATE = PartialDate("<<<<<<", None)
FIRST_YEAR, LAST_YEAR = 1890, 2046
"""Years of birth that anybody alive can have."""
_WHOLE = re.compile(r"([0-9]{4})-[0-9]{2}-[0-9]{2}")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_PRINTED = re.compile(r"[0-9<]{6}")
_CODE = re.compile(r"[A-Z][A-Z0-9]?")
_SHOWN = 40


class RowError(KnownError):
    """A row that cannot be understood."""


def fields_from_row(row: object, *, birth: Callable[[str], PartialDate]) -> MrzFields:
    """The fields of a document out of a row.

    Args:
        row: What one line of JSON holds; an object with any of `FIELDS`, texts or null.
        birth: Gives a date of birth printed YYMMDD its century, such as `borderdesk.mrz.dates.birth_date`.

    Raises:
        RowError: It is no object, one of its fields cannot be understood, or it holds neither a name nor a
            document number.

    >>> row = {"primary_identifier": "ERIKSSON", "date_of_birth": "1974-08"}
    >>> fields_from_row(row, birth=lambda raw: UNKNOWN_DATE).date_of_birth.iso
    '1974-08'
    """
    if not isinstance(row, Mapping):
        raise RowError("error.watchlist.row.not_understood", value=_shown(str(row)))
    texts = {field: text_of(row, field) for field in FIELDS}
    fields = MrzFields(
        document_code=_fitting(_code, texts, "document_code", "no_code"),
        issuing_state=_fitting(cells.state, texts, "issuing_state", "no_code"),
        primary_identifier=_name(texts["primary_identifier"]),
        secondary_identifier=_name(texts["secondary_identifier"]),
        names_truncated=False,
        document_number=_fitting(cells.number, texts, "document_number", "no_number"),
        nationality=_fitting(cells.state, texts, "nationality", "no_code"),
        date_of_birth=_birth(texts["date_of_birth"], birth),
        sex=_sex(texts["sex"]),
        date_of_expiry=None,
        optional_data="",
    )
    if not (fields.document_number or fields.primary_identifier or fields.secondary_identifier):
        raise RowError("error.watchlist.row.nothing")
    return fields


def text_of(row: Mapping[str, object], field: str) -> str:
    """A value of a row without space around it; empty where it is missing or null.

    Raises:
        RowError: It is no text, too long, or holds what no text holds.
    """
    value = row.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RowError("error.watchlist.row.no_text", field=field)
    if len(value) > MAX_VALUE:
        raise RowError("error.watchlist.row.too_long", field=field, most=MAX_VALUE)
    try:
        return cells.text(value)
    except CellError as error:
        raise RowError("error.watchlist.row.control_character", field=field, value=error.value) from error


def _name(text: str) -> str:
    return " ".join(text.replace("<", " ").split())


def _fitting(take: Callable[[str], str], texts: Mapping[str, str], field: str, reason: str) -> str:
    """A field by the rule of the cells of a list; empty where it holds fillers only."""
    if not texts[field].strip("< "):
        return ""
    try:
        return take(texts[field])
    except CellError as error:
        raise _bad(reason, field, texts[field]) from error


def _code(text: str) -> str:
    found = text.upper().rstrip("<")
    if not _CODE.fullmatch(found):
        raise CellError("no_document_code", text)
    return found


def _sex(text: str) -> Sex:
    if text.upper() in ("<", Sex.UNSPECIFIED.value.upper()):
        return Sex.UNSPECIFIED
    try:
        return cells.sex(text)
    except CellError as error:
        raise _bad("no_sex", "sex", text) from error


def _birth(text: str, birth: Callable[[str], PartialDate]) -> PartialDate:
    """A date of birth as printed (ICAO Doc 9303-3, 4.8) or by ISO 8601, whole or in part."""
    if not text:
        return UNKNOWN_DATE
    if _PRINTED.fullmatch(text):
        found = birth(text)
        if not found.possible:
            raise _bad("no_date", "date_of_birth", text)
        return found
    compact = _COMPACT.fullmatch(text)
    iso = "-".join(compact.groups()) if compact else text
    try:
        return cells.partial_date(iso)
    except CellError as error:
        # A day that no calendar has (1974-01-32) still names a year; the traveller must be asked for with it.
        if (whole := _WHOLE.fullmatch(iso)) and FIRST_YEAR <= int(whole[1]) <= LAST_YEAR:
            return PartialDate(f"{whole[1][2:]}<<<<", int(whole[1]))
        raise _bad("no_date", "date_of_birth", text) from error


def _bad(reason: str, field: str, value: str) -> RowError:
    return RowError(f"error.watchlist.row.{reason}", field=field, value=_shown(value))


def _shown(value: str) -> str:
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}..."
