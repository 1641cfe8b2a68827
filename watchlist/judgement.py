"""From a name that agrees to a hit, or to silence.

How much a name must agree depends on what else does (`_DEMANDS`): with the same birth date a likely spelling
is enough; without any birth date only a rare name that agrees nearly wholly, with nothing against it, is told
of; two common names (MOHAMED SALEH) want the whole birth date. Where birth dates contradict there is silence,
unless the list knows the year only, roughly, and the name is very telling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.document import MrzFields
from models.message import Message, message
from models.watchlist import Hit, HitKind, PersonEntry
from watchlist.evidence import Birth, BirthEvidence, birth, nationality, sex_differs
from watchlist.names.compare import MATCH, NameComparison

EXACT_NAME = 0.9
"""Likeness of the name from which it makes, with a full birth date, an exact hit."""
SAME_NAME = 0.99
"""Likeness of a name from which nothing in it differs."""
MAX_YEARS_APART = 5
"""Between a traveller's birth year and one that a list knows only roughly."""


@dataclass(frozen=True, slots=True)
class _Demand:
    """What a name must bring for a given agreement of birth dates.

    Attributes:
        likeness: Least score of the name.
        evidence: Least number of parts that agree, common ones half.
        weight: Of the hit, beside one with the same birth date.
        undisputed: Whether sex and nationality must not contradict.
    """

    likeness: float
    evidence: float
    weight: float
    undisputed: bool = False


# Measured in bench/screening.py: alerts among 20,000 travellers on no list, and listed persons found again.
_DEMANDS: Mapping[Birth, _Demand] = {
    Birth.SAME: _Demand(MATCH, 1.0, 1.0),
    Birth.SAME_WEAK: _Demand(0.84, 1.0, 0.8),
    Birth.SAME_MONTH: _Demand(0.82, 1.5, 0.88),
    Birth.SWAPPED: _Demand(0.84, 1.5, 0.85),
    Birth.ONE_DIGIT: _Demand(0.84, 1.5, 0.85),
    Birth.SAME_YEAR: _Demand(0.88, 1.5, 0.75),
    Birth.SAME_YEAR_OTHER_DAY: _Demand(0.94, 2.0, 0.6, undisputed=True),
    Birth.UNKNOWN: _Demand(0.9, 1.5, 0.6, undisputed=True),
    Birth.NEAR: _Demand(0.92, 1.5, 0.6, undisputed=True),
    Birth.DIFFERENT: _Demand(0.96, 2.0, 0.4, undisputed=True),
}


def judge(
    list_name: str, entry: PersonEntry, fields: MrzFields, name: NameComparison, listed_name: str
) -> Hit | None:
    """A hit with its reasons, or None where the officer should not be troubled.

    Args:
        list_name: List on which the person stands.
        entry: The person.
        fields: Of the document in hand.
        name: The holder's name against the one on the list that agrees best.
        listed_name: That name.
    """
    born = birth(fields, entry)
    other_sex = sex_differs(fields, entry)
    same_nation, nation = nationality(fields, entry)
    disputed = other_sex is not None or same_nation is False
    demand = _DEMANDS[born.birth]
    if name.score < demand.likeness or name.evidence < _least_evidence(demand, name):
        return None
    if (demand.undisputed and disputed) or _too_far(born):
        return None
    score = (
        name.score * demand.weight * (0.75 if other_sex else 1.0) * (0.95 if same_nation is False else 1.0)
    )
    exact = (
        born.birth is Birth.SAME and name.score >= EXACT_NAME and name.evidence >= 1.0 and other_sex is None
    )
    about_name = [*name.reasons]
    if listed_name != entry.names[0]:
        about_name.append(message("screening.name.listed_as", name=listed_name))
    reasons: list[Message | None] = [*about_name, born.reason, other_sex, nation]
    said = tuple(reason for reason in reasons if reason is not None)
    return Hit(list_name, entry, HitKind.PERSON, round(min(score, 0.99), 4), exact, said)


def _least_evidence(demand: _Demand, name: NameComparison) -> float:
    """A name that is spelled the same throughout brings more than one that might be the same."""
    whole = name.score >= SAME_NAME and not demand.undisputed
    return min(demand.evidence, 1.0) if whole else demand.evidence


def _too_far(born: BirthEvidence) -> bool:
    """Whether birth dates rule each other out: both whole, or years too far apart."""
    if born.birth is not Birth.DIFFERENT:
        return False
    return born.listed_whole or born.years_apart > MAX_YEARS_APART
