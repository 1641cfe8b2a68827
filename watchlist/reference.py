"""How near travellers who are not meant come to the lists: measured before the first one has passed.

What a list of a given length and kind brings about by chance cannot be told from its length alone: names of
generals of another continent and a register of the region's own names lie many bits apart. So the lists
are asked about two kinds of strangers:

* invented travellers of the region (`resources/names/travellers.tsv`, drawn by `bench/people`);
* names of the lists themselves, each with the birth date of somebody else, and without their own entry. The
  longer the lists, the more their names are those of the people who pass; so these weigh the more, the
  longer.

The answer is one number, the *excess*: from which evidence on, in bits beside log2 of the persons listed, the
default budget of travellers would be alerted. It stands in the watchlist database until the lists have
changed much. A desk's own traffic takes its place (`borderdesk.cases.alert_quantile`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from math import log2

import sqlalchemy as sa
from sqlalchemy.orm import Session

import resources
from models.cancel import CancelToken
from models.document import MrzFields, PartialDate, Sex
from models.tables.watchlist import Person
from watchlist import index, stored
from watchlist.importers import cells
from watchlist.query import UNKNOWN_DATE
from watchlist.screening import screen

SHARE = 0.005
"""Of travellers: the default budget of alerts."""
LEAST_EXCESS, MOST_EXCESS = -20.0, 8.0
_OF_LISTS = 1_500
_LONG = 200_000
"""Persons on lists from which their own names weigh as much as those of the region."""
_SEED = 9303
_STEP = 50


def measure(
    session: Session,
    *,
    today: date,
    cancel: CancelToken | None = None,
    progress: Callable[[float], None] | None = None,
) -> float:
    """Ask the lists about strangers: half a minute for a million persons, a second for a thousand.

    Args:
        session: On the watchlist database.
        today: The day at this border.
        cancel: Asked now and then.
        progress: Told the share that is done.

    Returns:
        The excess in bits.

    Raises:
        Cancelled: The work was cancelled.
    """
    persons = index.population(session)
    strangers = [(fields, "", 1.0) for fields in travellers()]
    weight = persons / _LONG * len(strangers) / _OF_LISTS
    strangers += [(fields, entry_id, weight) for fields, entry_id in _of_lists(session, persons)]
    found: list[tuple[float, float]] = []
    for number, (fields, own, counts) in enumerate(strangers):
        if number % _STEP == 0:
            if cancel is not None:
                cancel.raise_if_cancelled()
            if progress is not None:
                progress(number / len(strangers))
        strongest = screen(session, fields, today=today, without=own).strongest
        found.append((float("-inf") if strongest is None else strongest, counts))
    bits = _reached(found, SHARE) - log2(max(persons, 1))
    return min(max(bits, LEAST_EXCESS), MOST_EXCESS)


def travellers() -> Iterator[MrzFields]:
    """The invented ones."""
    for line in resources.path("names", "travellers.tsv").read_text(encoding="utf-8").splitlines():
        name, born = line.split("\t")
        yield _traveller(name, cells.partial_date(born) if born else UNKNOWN_DATE)


def _traveller(name: str, born: PartialDate) -> MrzFields:
    return MrzFields("P", "", name, "", False, "", "", born, Sex.UNSPECIFIED, None, "")


def _of_lists(session: Session, persons: int) -> Iterator[tuple[MrzFields, str]]:
    """Names of the lists with birth dates of others, each with the entry that it must not meet."""
    if persons < 2:
        return
    chance = random.Random(_SEED)  # noqa: S311 - the same lists give the same threshold
    last = session.scalar(sa.select(sa.func.max(Person.person_id))) or 0
    drawn = sorted({chance.randint(1, last) for _ in range(2 * _OF_LISTS)})
    bodies = [
        stored.person(entry_id, body)
        for at in range(0, len(drawn), 500)
        for entry_id, body in session.execute(
            sa.select(Person.entry_id, Person.body).where(Person.person_id.in_(drawn[at : at + 500]))
        )
    ]
    chance.shuffle(bodies)
    for own, other in pairwise(bodies[: _OF_LISTS + 1]):
        born = other.dates_of_birth[0] if other.dates_of_birth else UNKNOWN_DATE
        yield _traveller(chance.choice(own.names), born), own.entry_id


def _reached(found: list[tuple[float, float]], share: float) -> float:
    """The evidence that a share of strangers reaches, by their weights."""
    left = share * sum(weight for _, weight in found)
    for bits, weight in sorted(found, reverse=True):
        left -= weight
        if left <= 0:
            return bits
    return float("-inf")
