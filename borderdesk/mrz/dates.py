"""Dates of a zone: six characters, YYMMDD, without a century (ICAO Doc 9303-3, 4.8).

* Unknown parts are fillers: `7408<<`, `74<<<<`, `<<<<<<`. A part that is half a filler, a month 13 or a day
  00 is no date: `possible` is False.
* The standard does not say how the century is found. A birth lies on the latest such day that is not after
  `today`: nobody is born in the future. A holder of 100 years or more therefore reads as a child; two digits
  cannot tell the two apart, and the printed zone must.
* An expiry lies within the hundred years that begin 49 years before `today`, but not before 1980: no
  document with such a zone is older (the first edition of Doc 9303 is of 1980). So a document that lapsed
  decades ago stays lapsed, and cards for the elderly, valid for up to 50 years, stay valid.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from models.document import PartialDate

_UNKNOWN = "<<"
_DIGITS = frozenset("0123456789")
_FIRST_EDITION = 1980
_YEARS_BACK = 49
_LEAP_YEAR = 2000


def birth_date(raw: str, *, today: date) -> PartialDate:
    """A date of birth with its century.

    Args:
        raw: The six characters printed.
        today: The day on which the document is looked at.

    >>> birth_date("740812", today=date(2026, 11, 24)).iso
    '1974-08-12'
    >>> birth_date("1508<<", today=date(2026, 11, 24)).iso
    '2015-08'
    """
    short_year, month, day = _parts(raw)
    year = None if short_year is None else _birth_year(short_year, month, day, today)
    return _partial(raw, year, month, day)


def expiry_date(raw: str, *, today: date) -> PartialDate:
    """A date of expiry with its century.

    Args:
        raw: The six characters printed.
        today: The day on which the document is looked at.

    >>> expiry_date("120415", today=date(2026, 11, 24)).iso
    '2012-04-15'
    >>> expiry_date("750122", today=date(2026, 11, 24)).iso
    '2075-01-22'
    """
    short_year, month, day = _parts(raw)
    year = None if short_year is None else _expiry_year(short_year, today)
    return _partial(raw, year, month, day)


def short_date(day: date) -> str:
    """A day as a zone prints it.

    >>> short_date(date(1942, 7, 12))
    '420712'
    """
    return f"{day.year % 100:02d}{day.month:02d}{day.day:02d}"


def _parts(raw: str) -> tuple[int | None, int | None, int | None]:
    """Year of the century, month and day, each None where it is not two digits."""
    return _two_digits(raw[:2]), _two_digits(raw[2:4]), _two_digits(raw[4:6])


def _two_digits(part: str) -> int | None:
    return int(part) if len(part) == 2 and set(part) <= _DIGITS else None


def _birth_year(short_year: int, month: int | None, day: int | None, today: date) -> int:
    """The latest year with these two digits in which that day, or the earliest it can be, is not to come."""
    year = today.year - today.year % 100 + short_year
    latest = (today.year, today.month if month else 1, today.day if month and day else 1)
    return year - 100 if (year, month or 1, day or 1) > latest else year


def _expiry_year(short_year: int, today: date) -> int:
    first = max(_FIRST_EDITION, today.year - _YEARS_BACK)
    return first + (short_year - first) % 100


def _partial(raw: str, year: int | None, month: int | None, day: int | None) -> PartialDate:
    """The date with what of it can be used, and whether it is one."""
    parts = (raw[:2], raw[2:4], raw[4:6])
    possible = len(raw) == 6 and all(
        part == _UNKNOWN or value is not None for part, value in zip(parts, (year, month, day), strict=True)
    )
    if month is not None and not 1 <= month <= 12:
        month, possible = None, False
    if day is not None and not 1 <= day <= _longest(year, month):
        day, possible = None, False
    return PartialDate(raw, year, month, day, possible)


def _longest(year: int | None, month: int | None) -> int:
    """Days of a month; the most it can have where year or month is unknown."""
    if month is None:
        return 31
    return monthrange(year if year is not None else _LEAP_YEAR, month)[1]
