"""Rows of `borderdesk screen`: any subset of a document's fields, as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from models.document import MrzFields, PartialDate, Sex
from models.errors import KnownError

FIELDS = (
    "primary_identifier", "secondary_identifier", "date_of_birth", "nationality", "sex", "document_number",
    "issuing_state", "document_code",
)  # fmt: skip
UNKNOWN_DATE = PartialDate("<<<<<<", None)
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PRINTED = re.compile(r"([0-9]{2}|<<)([0-9]{2}|<<)([0-9]{2}|<<)")
_STATE = re.compile(r"[A-Z]{1,3}")
_CODE = re.compile(r"[A-Z]{1,2}")
_SEXES = {
    "F": Sex.FEMALE, "M": Sex.MALE, "X": Sex.X, "<": Sex.UNSPECIFIED, "": Sex.UNSPECIFIED,
    "UNSPECIFIED": Sex.UNSPECIFIED,
}  # fmt: skip


class RowError(KnownError):
    """A row that cannot be understood."""


def fields_from_row(row: object, *, today: date) -> MrzFields:
    """The fields of a document out of a row; what the row leaves out is empty.

    Args:
        row: What one line of JSON holds; an object with any of `FIELDS`, texts or null.
        today: Tells the century of a date written YYMMDD: nobody is born tomorrow.

    Raises:
        RowError: It is no such object, or holds neither a name nor a document number.

    >>> row = {"primary_identifier": "ERIKSSON", "date_of_birth": "740812"}
    >>> fields_from_row(row, today=date(2026, 11, 24)).date_of_birth.iso
    '1974-08-12'
    """
    texts = _texts(row)
    number = re.sub(r"[<\s-]", "", texts["document_number"].upper())
    if number and not re.fullmatch(r"[A-Z0-9]+", number):
        raise RowError("error.watchlist.row.no_number", field="document_number", value=number[:80])
    if not number and not _name(texts["primary_identifier"]) and not _name(texts["secondary_identifier"]):
        raise RowError("error.watchlist.row.nothing")
    return MrzFields(
        document_code=_code(texts, "document_code", _CODE),
        issuing_state=_code(texts, "issuing_state", _STATE),
        primary_identifier=_name(texts["primary_identifier"]),
        secondary_identifier=_name(texts["secondary_identifier"]),
        names_truncated=False,
        document_number=number,
        nationality=_code(texts, "nationality", _STATE),
        date_of_birth=_date(texts["date_of_birth"], today),
        sex=_sex(texts["sex"]),
        date_of_expiry=None,
        optional_data="",
    )


def _texts(row: object) -> dict[str, str]:
    """Every field as text, empty where the row has none."""
    if not isinstance(row, Mapping):
        raise RowError("error.watchlist.row.not_understood", value=str(row)[:80])
    for field, value in row.items():
        if field not in FIELDS:
            known = ", ".join(FIELDS)
            raise RowError("error.watchlist.row.unknown_field", field=str(field)[:80], known=known)
        if value is not None and not isinstance(value, str):
            raise RowError("error.watchlist.row.no_text", field=field)
    return {field: (row.get(field) or "").strip() for field in FIELDS}


def _name(text: str) -> str:
    return " ".join(text.replace("<", " ").split())


def _code(texts: Mapping[str, str], field: str, pattern: re.Pattern[str]) -> str:
    found = texts[field].upper().rstrip("<")
    if found and not pattern.fullmatch(found):
        raise RowError("error.watchlist.row.no_code", field=field, value=found[:80])
    return found


def _sex(text: str) -> Sex:
    found = _SEXES.get(text.upper())
    if found is None:
        raise RowError("error.watchlist.row.no_sex", field="sex", value=text[:80])
    return found


def _date(text: str, today: date) -> PartialDate:
    """A date in either way of writing."""
    if not text.strip("<"):
        return UNKNOWN_DATE
    found = _printed(text, today) if _PRINTED.fullmatch(text) else _iso(text)
    if found is None:
        raise RowError("error.watchlist.row.no_date", field="date_of_birth", value=text[:80])
    return found


def _printed(text: str, today: date) -> PartialDate | None:
    """YYMMDD with fillers where unknown (ICAO Doc 9303-3, 4.8)."""
    short, month, day = (None if part == "<<" else int(part) for part in (text[:2], text[2:4], text[4:]))
    if short is None:
        return UNKNOWN_DATE
    year = today.year // 100 * 100 + short
    latest = (year, month or 1, day or 1) if month is not None else (year, 1, 1)
    if latest > (today.year, today.month, today.day):
        year -= 100
    return _possible(text, year, month, day)


def _iso(text: str) -> PartialDate | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    raw = text[2:4] + (found[2] or "<<") + (found[3] or "<<")
    return _possible(raw, *(None if part is None else int(part) for part in found.groups()))


def _possible(
    raw: str, year: int | None, month: int | None = None, day: int | None = None
) -> PartialDate | None:
    """The date, or None where the calendar has no such day."""
    try:
        date(year or 0, month or 1, day if month is not None and day is not None else 1)
    except ValueError:
        return None
    return PartialDate(raw, year, month, day if month is not None else None)
