"""Printed dates: any order, day or month first, digits or the names of months (Doc 9303-3, 3.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

import resources
from borderdesk.viz.lines import fold
from models.document import PartialDate

# Where a digit must stand, letters that are read in its place.
_DIGITS = str.maketrans("OQDILSBZGT", "0001158267")
_DIGIT = r"[0-9OQDILSBZGT]"
_NUMERIC = re.compile(r"(?<!\w)(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})(?!\w)")
_ISO = re.compile(r"(?<!\w)(\d{4}) (\d{1,2}) (\d{1,2})(?!\w)")
# A month may be named in two languages, with the day before each.
_NAME = r"([^\W\d_]{3,})"
# Looked for from every word on: what only looks like a date may end in the day of one.
_WORDS = re.compile(
    rf"(?<!\w)(?=({_DIGIT}{{1,2}}) ?{_NAME}(?: (?:\1 ?)?{_NAME})? ?({_DIGIT}{{4}}|{_DIGIT}{{2}})(?!\w))"
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed.

    Attributes:
        readings: (year, month, day) that it may be; more than one where day and month could be either. A year
            of two digits stands as it is.
    """

    readings: frozenset[tuple[int, int, int]]

    def is_of(self, zone: PartialDate) -> bool:
        """Whether it may be a date of the zone; parts that the zone leaves open agree."""
        return any(
            (zone.year is None or year in (zone.year, zone.year % 100))
            and zone.month in (None, month)
            and zone.day in (None, day)
            for year, month, day in self.readings
        )

    def days(self, today: date) -> frozenset[date]:
        """The days that it may be; one of two digits lies eighty years back to twenty ahead."""
        found = set()
        for year, month, day in self.readings:
            for full in (year,) if year > 99 else (1900 + year, 2000 + year):
                if year > 99 or -80 <= full - today.year <= 20:
                    found.add(date(full, month, day))
        return frozenset(found)


@lru_cache(maxsize=1)
def _months() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for row in resources.path("viz", "months.tsv").read_text(encoding="utf-8").splitlines():
        number, names = row.split("\t")
        for name in names.split():
            found.setdefault(fold(name), set()).add(int(number))
    return {name: frozenset(numbers) for name, numbers in found.items()}


def month_of(word: str) -> frozenset[int]:
    """The months that a word may name; one letter may be misread where no other name is as near.

    >>> sorted(month_of("AOUT")), sorted(month_of("NOW")), sorted(month_of("UTO"))
    ([8], [11], [])
    """
    known = _months().get(word)
    if known is not None:
        return known
    near: set[int] = set()
    for name, numbers in _months().items():
        if (
            len(name) == len(word)
            and len(word) >= 3
            and Levenshtein.distance(name, word, score_cutoff=1) == 1
        ):
            near |= numbers
    return frozenset(near) if len(near) == 1 else frozenset()


def dates_in(text: str) -> tuple[PrintedDate, ...]:
    """Every date in a line.

    >>> [sorted(found.readings) for found in dates_in("12 AUG/AOÛT 74 - 1974-08-12")]
    [[(74, 8, 12)], [(1974, 8, 12)]]
    """
    folded = fold(text)
    return tuple(PrintedDate(found) for found in _readings(folded) if found)


def _readings(folded: str) -> Iterator[frozenset[tuple[int, int, int]]]:
    for match in _WORDS.finditer(folded):
        day, year = (match[place].translate(_DIGITS) for place in (1, 4))
        months = [month_of(word) for word in match.group(2, 3) if word]
        both = frozenset.intersection(*months) or frozenset.union(*months)
        yield _possible((int(year), month, int(day)) for month in both)
    for match in _ISO.finditer(folded):
        year, month, day = (int(part) for part in match.groups())
        yield _possible([(year, month, day)])
    for match in _NUMERIC.finditer(folded):
        first, second, year = (int(part) for part in match.groups())
        yield _possible([(year, second, first), (year, first, second)])


def _possible(
    readings: Iterator[tuple[int, int, int]] | list[tuple[int, int, int]],
) -> frozenset[tuple[int, int, int]]:
    found = set()
    for year, month, day in readings:
        try:
            date(year if year > 99 else 2000, month, day)
        except ValueError:
            continue
        found.add((year, month, day))
    return frozenset(found)
