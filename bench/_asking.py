"""Asking the watchlist as the benches do: as shipped, with everything told, and for candidates only."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.document import MrzFields
from models.tables.watchlist import Person, WatchList
from models.watchlist import PersonEntry, Screening
from watchlist import index, screening, stored
from watchlist.candidates import MOST
from watchlist.candidates import candidates as find

TODAY = date(2026, 11, 24)


def shipped(session: Session, fields: MrzFields) -> Screening:
    """As the desk asks without traffic to go by."""
    return screening.screen(session, fields, today=TODAY)


def everything(session: Session, fields: MrzFields) -> Screening:
    """With everybody told who was compared, the likeliest first."""
    return screening.screen(session, fields, today=TODAY, least_bits=float("-inf"))


def scores(found: Screening) -> dict[str, float]:
    """Score of each entry that was told, by list and number."""
    best: dict[str, float] = {}
    for hit in found.hits:
        key = f"{hit.list_name}/{hit.entry.entry_id}"
        best[key] = max(best.get(key, 0.0), hit.score)
    return best


def candidates(session: Session, fields: MrzFields, *, most: int | None = MOST) -> list[int]:
    """Numbers of the persons who are compared in earnest; with None of all that the index leads to."""
    name = f"{fields.primary_identifier} {fields.secondary_identifier}".strip()
    look_up, population = partial(index.look_up, session), index.population(session)
    return list(find(name, fields.date_of_birth, look_up, population, most=most).persons)


def number_of(session: Session, list_name: str, entry_id: str) -> int | None:
    """The number of an entry about a person."""
    of_list = sa.select(WatchList.list_id).where(WatchList.name == list_name).scalar_subquery()
    return session.scalar(
        sa.select(Person.person_id).where(Person.list_id == of_list, Person.entry_id == entry_id)
    )


def entries(session: Session, numbers: Iterable[int]) -> dict[int, PersonEntry]:
    """Entries by the numbers that candidates are."""
    wanted, found = list(numbers), {}
    for start in range(0, len(wanted), 500):
        query = sa.select(Person.person_id, Person.entry_id, Person.body).where(
            Person.person_id.in_(wanted[start : start + 500])
        )
        for number, entry_id, body in session.execute(query):
            found[number] = stored.person(entry_id, body)
    return found


def milliseconds(session: Session, fields: MrzFields) -> float:
    """How long the shipped screening takes."""
    started = time.perf_counter()
    shipped(session, fields)
    return (time.perf_counter() - started) * 1000
