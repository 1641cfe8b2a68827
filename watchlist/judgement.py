"""From evidence to a hit, or to silence.

Evidence for and against is added up in bits (`watchlist.evidence`). A list of a million persons holds by
chance somebody who agrees with twenty bits, so what is asked of a hit grows with the lists. How far above
or below that the threshold lies follows from how many false alerts a supervisor bears
(`watchlist.threshold`).

* a name alone is never exact;
* what its owner calls a weak alias leads to no hit without a date of birth that agrees;
* an entry past its review date is told as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import log2

from models.document import MrzFields
from models.message import Message, message
from models.watchlist import Hit, HitKind, PersonEntry
from watchlist.evidence.birth import Birth, BirthEvidence, birth
from watchlist.evidence.names import bits as name_bits
from watchlist.evidence.names import names
from watchlist.evidence.person import nationality, sex
from watchlist.names.compare import likeness
from watchlist.rarity import Rarity

EXACT_NAME = 0.9
"""Likeness of the name from which it makes, with a full birth date, an exact hit."""
LEAST_LIKENESS = 0.65
"""Below it two names are not one person's, whatever else agrees: an officer would not see why they were
told."""
_WEAK_ALIAS = -3.0
_BACKED = frozenset(
    {
        Birth.SAME,
        Birth.SAME_WEAK,
        Birth.SAME_MONTH,
        Birth.SAME_YEAR,
        Birth.SWAPPED,
        Birth.ONE_DIGIT,
        Birth.IN_RANGE,
    }
)
"""Agreements of birth dates that let a weak alias count."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about a traveller.

    Attributes:
        name: As read, or with one character read otherwise.
        fields: Of the document.
        doubted: Bits that reading the name otherwise costs; 0 where it is the name as read.
    """

    name: str
    fields: MrzFields
    doubted: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """An entry held against a traveller.

    Attributes:
        bits: All evidence together.
        asked: The name that agrees best.
        listed: The entry's name that agrees best.
        weak: Whether its owner calls that a weak alias.
        birth: How the birth dates agree.
    """

    bits: float
    asked: Asked
    listed: str
    weak: bool
    birth: BirthEvidence


def weigh(entry: PersonEntry, asked: tuple[Asked, ...], rarity: Rarity) -> Weighed:
    """Add the evidence up, by the names that agree best."""
    best: tuple[float, Asked, str, bool] | None = None
    for listed, weak in (
        *((name, False) for name in entry.names),
        *((name, True) for name in entry.weak_names),
    ):
        for own in asked:
            found = name_bits(own.name, listed, rarity, truncated=own.fields.names_truncated)
            found += (_WEAK_ALIAS if weak else 0.0) - own.doubted
            if best is None or found > best[0]:
                best = (found, own, listed, weak)
    assert best is not None  # noqa: S101 - an entry has a name at least, and so has the question
    fields = best[1].fields
    born = birth(fields.date_of_birth, entry, rarity)
    total = (
        best[0]
        + born.bits
        + sex(fields.sex, entry).bits
        + nationality(fields.nationality, entry, rarity).bits
    )
    return Weighed(total, *best[1:], born)


def counts(weighed: Weighed, least: float, rarity: Rarity) -> bool:
    """Whether the officer is told."""
    if weighed.bits < least or (weighed.weak and weighed.birth.birth not in _BACKED):
        return False
    truncated = weighed.asked.fields.names_truncated
    alike = likeness(weighed.asked.name, weighed.listed, truncated=truncated, families=rarity.families)
    return alike >= LEAST_LIKENESS


def hit(list_name: str, entry: PersonEntry, weighed: Weighed, rarity: Rarity, today: date) -> Hit:
    """What the officer is told, weightiest first."""
    fields = weighed.asked.fields
    name = names(weighed.asked.name, weighed.listed, rarity, truncated=fields.names_truncated)
    other_sex = sex(fields.sex, entry)
    about_name = [*name.evidence.reasons]
    if weighed.listed != entry.names[0]:
        key = "screening.name.weak_alias" if weighed.weak else "screening.name.listed_as"
        about_name.append(message(key, name=weighed.listed))
    if weighed.asked.doubted:
        about_name.append(message("screening.name.read_otherwise", name=weighed.asked.name))
    review_on = entry.mandate.review_on
    overdue = review_on is not None and review_on < today
    reasons: list[Message] = [
        *about_name,
        weighed.birth.reason,
        *other_sex.reasons,
        *nationality(fields.nationality, entry, rarity).reasons,
    ]
    if review_on is not None and overdue:
        reasons.append(message("screening.overdue", on=review_on.isoformat()))
    exact = (
        weighed.birth.birth is Birth.SAME
        and name.comparison.score >= EXACT_NAME
        and name.comparison.evidence >= 1.0
        and not other_sex.reasons
        and not weighed.weak
        and not weighed.asked.doubted
    )
    return Hit(
        list_name,
        entry,
        HitKind.PERSON,
        score(weighed.bits, rarity.population),
        exact,
        tuple(reasons),
        doubted=weighed.asked.doubted > 0,
        overdue=overdue,
    )


def score(bits: float, population: int) -> float:
    """0 to 1: how probable it is that both are one person, if one traveller in two were listed.

    One half is where somebody on the lists agrees as well by chance alone.

    >>> score(20.0, 2**20), score(10.0, 2**20) < 0.001 < 0.999 < score(30.0, 2**20)
    (0.5, True)
    """
    excess = max(min(bits - log2(max(population, 1)), 50.0), -50.0)
    return min(round(1.0 / (1.0 + float(2.0**-excess)), 6), 0.999999)
