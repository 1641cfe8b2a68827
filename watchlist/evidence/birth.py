"""Evidence of birth dates.

Dates on lists are often half known, and 1 January often stands for a day that nobody knew: such a date agrees
with many people and is weak evidence, which is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from math import log2

from models.document import PartialDate
from models.message import Message, message
from models.watchlist import PersonEntry, YearRange
from watchlist.evidence import odds
from watchlist.rarity import Rarity

CIRCA_YEARS = 2
"""By how many years a year that a list calls approximate may be wrong."""
_NEAR_YEARS = 2
_ROUGH_YEARS = 5
"""Years by which a birth year that is all a list knows may be wrong."""
_ONE_DIGIT = 1 / 600
"""Share of strangers whose date differs from a given one in one digit: about 40 of 25,000 days are such."""
_ONE_DIGIT_OF_YEAR = 1 / 5
"""The same of years: about 13 of 66."""


class Birth(Enum):
    """How two birth dates agree."""

    SAME = auto()
    SAME_WEAK = auto()
    SAME_MONTH = auto()
    SAME_YEAR = auto()
    SWAPPED = auto()
    ONE_DIGIT = auto()
    WEAK_YEAR = auto()
    IN_RANGE = auto()
    UNKNOWN = auto()
    SAME_YEAR_OTHER_DAY = auto()
    NEAR = auto()
    ROUGH = auto()
    DIFFERENT = auto()


_WRITTEN_SO = {
    Birth.SAME: -0.1,
    Birth.SAME_WEAK: -0.2,
    Birth.SAME_MONTH: -0.5,
    Birth.SAME_YEAR: -0.2,
    Birth.SWAPPED: -3.0,
    Birth.ONE_DIGIT: -3.8,
    Birth.WEAK_YEAR: -3.5,
    Birth.IN_RANGE: -0.3,
    Birth.SAME_YEAR_OTHER_DAY: -1.0,
    Birth.NEAR: -3.0,
    Birth.ROUGH: -5.0,
    Birth.DIFFERENT: -9.0,
}
"""Bits of how often one person's date is written so in two places (`bench/results.md`, Screening)."""


@dataclass(frozen=True, slots=True)
class BirthEvidence:
    """The claimed date of birth that agrees best.

    Attributes:
        birth: How.
        bits: For or against.
        own: The traveller's.
        listed: The claimed one; None where there is nothing to compare.
    """

    birth: Birth
    bits: float
    own: PartialDate
    listed: PartialDate | YearRange | None

    @property
    def reason(self) -> Message:
        """In words."""
        match self.listed:
            case None:
                return message("screening.birth.unknown")
            case YearRange(first, last):
                within = "in_range" if self.birth is Birth.IN_RANGE else "out_of_range"
                params = {"on": self.own.iso, "first": first, "last": last, "odds": odds(self.bits)}
                return message(f"screening.birth.{within}", **params)
            case listed:
                key = f"screening.birth.{self.birth.name.lower()}"
                return message(key, on=self.own.iso, listed=listed.iso, odds=odds(self.bits))


def birth(own: PartialDate, entry: PersonEntry, rarity: Rarity) -> BirthEvidence:
    """Hold a traveller's date of birth against each that the list claims; the best counts."""
    found = list(_compared(own, entry, rarity)) if own.year is not None and own.possible else []
    if not found:
        return BirthEvidence(Birth.UNKNOWN, 0.0, own, None)
    return max(found, key=lambda each: each.bits)


def _compared(own: PartialDate, entry: PersonEntry, rarity: Rarity) -> Iterator[BirthEvidence]:
    for listed in entry.dates_of_birth:
        if listed.year is not None and listed.possible:
            kind = _agreement(own, listed)
            bits = _WRITTEN_SO[kind] - log2(_strangers(kind, listed, rarity))
            yield BirthEvidence(kind, bits, own, listed)
    for years in entry.birth_years:
        yield _of_years(own, years, rarity)


def _of_years(own: PartialDate, years: YearRange, rarity: Rarity) -> BirthEvidence:
    spare = CIRCA_YEARS if years.circa else 0
    first, last = years.first - spare, years.last + spare
    year = own.year or 0
    if first <= year <= last:
        bits = _WRITTEN_SO[Birth.IN_RANGE] - log2(rarity.born_in(first, last))
        return BirthEvidence(Birth.IN_RANGE, bits, own, years)
    near = first - _NEAR_YEARS <= year <= last + _NEAR_YEARS
    kind = Birth.NEAR if near else Birth.DIFFERENT
    return BirthEvidence(kind, _WRITTEN_SO[kind], own, years)


def _strangers(kind: Birth, listed: PartialDate, rarity: Rarity) -> float:
    """Share of strangers whose dates agree in this way with the listed one."""
    year = rarity.born_in(listed.year or 0, listed.year or 0)
    match kind:
        case Birth.SAME | Birth.SWAPPED:
            return year * (1 - rarity.on_first_of_january) / 336
        case Birth.SAME_WEAK:
            return year * rarity.on_first_of_january
        case Birth.SAME_MONTH:
            return year / 12
        case Birth.SAME_YEAR | Birth.WEAK_YEAR:
            return year
        case Birth.ONE_DIGIT if _first_of_january(listed):
            return rarity.on_first_of_january * _ONE_DIGIT_OF_YEAR
        case Birth.ONE_DIGIT:
            return _ONE_DIGIT
        case _:
            return 1.0


def _agreement(own: PartialDate, listed: PartialDate) -> Birth:
    apart = abs((own.year or 0) - (listed.year or 0))
    if _whole(own) and _whole(listed):
        return _agreement_of_days(own, listed, apart)
    if apart:
        if apart <= _NEAR_YEARS:
            return Birth.NEAR
        return Birth.ROUGH if apart <= _ROUGH_YEARS and listed.month is None else Birth.DIFFERENT
    if own.month is None or listed.month is None:
        return Birth.SAME_YEAR
    if own.month == listed.month:
        return Birth.SAME_MONTH
    return Birth.WEAK_YEAR if _first_of_january(own) else Birth.SAME_YEAR_OTHER_DAY


def _agreement_of_days(own: PartialDate, listed: PartialDate, apart: int) -> Birth:
    if apart == 0 and own.month == listed.month and own.day == listed.day:
        return Birth.SAME_WEAK if _first_of_january(own) else Birth.SAME
    if apart == 0 and (_first_of_january(own) or _first_of_january(listed)):
        return Birth.WEAK_YEAR
    if apart == 0 and (own.month, own.day) == (listed.day, listed.month):
        return Birth.SWAPPED
    if _digits_apart(own, listed) == 1 and _first_of_january(own) == _first_of_january(listed):
        return Birth.ONE_DIGIT
    if apart == 0:
        return Birth.SAME_YEAR_OTHER_DAY
    return Birth.NEAR if apart <= 1 else Birth.DIFFERENT


def _digits_apart(a: PartialDate, b: PartialDate) -> int:
    return sum(one != other for one, other in zip(a.iso or "", b.iso or "", strict=True))


def _whole(born: PartialDate) -> bool:
    return born.year is not None and born.month is not None and born.day is not None


def _first_of_january(born: PartialDate) -> bool:
    return (born.month, born.day) == (1, 1)
