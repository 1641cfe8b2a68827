"""What besides the name speaks for and against: birth dates, sex, nationality. Each with its reason in words.

Dates on lists are often half known, and 1 January often stands for a day that nobody knew; such a date agrees
with many people and is weak evidence, which is said instead of alerting.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from models.document import MrzFields, PartialDate, Sex
from models.message import Message, message
from models.watchlist import PersonEntry


class Birth(IntEnum):
    """How far two birth dates agree; the higher the better."""

    DIFFERENT = 0
    NEAR = 1
    UNKNOWN = 2
    SAME_YEAR_OTHER_DAY = 3
    SAME_YEAR = 4
    ONE_DIGIT = 5
    SWAPPED = 6
    SAME_MONTH = 7
    SAME_WEAK = 8
    SAME = 9


NEAR_YEARS = 2
"""Years by which a birth year on a list may be wrong and still be near."""


@dataclass(frozen=True, slots=True)
class BirthEvidence:
    """The claimed date of birth that agrees best.

    Attributes:
        birth: How far.
        years_apart: Between the years; 0 where one is unknown.
        listed_whole: Whether the list knows the day; 1 January is not taken for known.
        reason: In words.
    """

    birth: Birth
    years_apart: int
    listed_whole: bool
    reason: Message


def birth(fields: MrzFields, entry: PersonEntry) -> BirthEvidence:
    """Hold the traveller's date of birth against each that the list claims; the best counts."""
    own = fields.date_of_birth
    found = [
        _compared(own, listed)
        for listed in entry.dates_of_birth
        if listed.year is not None and listed.possible
    ]
    if own.year is None or not own.possible or not found:
        return BirthEvidence(Birth.UNKNOWN, 0, False, message("screening.birth.unknown"))
    return max(found, key=lambda evidence: (evidence.birth, -evidence.years_apart))


def _compared(own: PartialDate, listed: PartialDate) -> BirthEvidence:
    found = _agreement(own, listed)
    apart = abs((own.year or 0) - (listed.year or 0))
    key = f"screening.birth.{_KEYS[found]}"
    return BirthEvidence(
        found,
        apart,
        _whole(listed) and not _first_of_january(listed),
        message(key, on=own.iso, listed=listed.iso),
    )


_KEYS = {
    Birth.DIFFERENT: "different",
    Birth.NEAR: "near",
    Birth.SAME_YEAR_OTHER_DAY: "same_year_other_day",
    Birth.SAME_YEAR: "same_year",
    Birth.ONE_DIGIT: "one_digit",
    Birth.SWAPPED: "swapped",
    Birth.SAME_MONTH: "same_month",
    Birth.SAME_WEAK: "same_weak",
    Birth.SAME: "same",
}


def _agreement(own: PartialDate, listed: PartialDate) -> Birth:
    apart = abs((own.year or 0) - (listed.year or 0))
    if _whole(own) and _whole(listed):
        return _agreement_of_days(own, listed, apart)
    if apart:
        return Birth.NEAR if apart <= NEAR_YEARS else Birth.DIFFERENT
    if own.month is None or listed.month is None:
        return Birth.SAME_YEAR
    return Birth.SAME_MONTH if own.month == listed.month else Birth.SAME_YEAR_OTHER_DAY


def _agreement_of_days(own: PartialDate, listed: PartialDate, apart: int) -> Birth:
    if own.iso == listed.iso:
        return Birth.SAME_WEAK if _first_of_january(own) else Birth.SAME
    if apart == 0 and (_first_of_january(own) or _first_of_january(listed)):
        return Birth.SAME_YEAR
    if apart == 0 and (own.month, own.day) == (listed.day, listed.month):
        return Birth.SWAPPED
    if sum(a != b for a, b in zip(own.iso or "", listed.iso or "", strict=True)) == 1:
        return Birth.ONE_DIGIT
    if apart == 0:
        return Birth.SAME_YEAR_OTHER_DAY
    return Birth.NEAR if apart <= NEAR_YEARS else Birth.DIFFERENT


def _whole(born: PartialDate) -> bool:
    return born.year is not None and born.month is not None and born.day is not None


def _first_of_january(born: PartialDate) -> bool:
    return (born.month, born.day) == (1, 1)


def sex_differs(fields: MrzFields, entry: PersonEntry) -> Message | None:
    """A reason where one is listed as a man and the other printed as a woman."""
    known = (Sex.FEMALE, Sex.MALE)
    if fields.sex in known and entry.sex in known and fields.sex is not entry.sex:
        return message("screening.sex.different", sex=fields.sex.value, listed=entry.sex.value)
    return None


def nationality(fields: MrzFields, entry: PersonEntry) -> tuple[bool | None, Message | None]:
    """Whether the nationality agrees (None where one is unknown), with the reason."""
    own = one_code(fields.nationality)
    listed = [one_code(code) for code in entry.nationalities]
    if not own or not listed:
        return None, None
    if own in listed:
        return True, message("screening.nationality.same", nationality=own)
    return False, message("screening.nationality.different", nationality=own, listed=", ".join(listed))


def one_code(code: str) -> str:
    """One code where a state has two: Germany is `D` in a zone and `DEU` elsewhere (ICAO Doc 9303-3, 5).

    >>> one_code("DEU"), one_code("UTO")
    ('D', 'UTO')
    """
    return "D" if code == "DEU" else code
