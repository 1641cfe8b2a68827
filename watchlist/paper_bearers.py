"""Wanted persons to whom a document of some number is known to belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.tables.watchlist import Person, PersonPaper, WatchList
from models.watchlist import PersonEntry
from watchlist import stored


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person and one of the papers that are known to be theirs.

    Attributes:
        list_name: List in which the person stands.
        entry: The person.
        number: Of the paper.
        state: Who issued it; empty where the list does not say.
    """

    list_name: str
    entry: PersonEntry
    number: str
    state: str


def bearers(session: Session, numbers: Sequence[str], today: date) -> Iterator[Bearer]:
    """Everybody whose entry is in force and names one of these numbers."""
    in_force = sa.or_(Person.valid_until.is_(None), Person.valid_until >= today)
    query = (
        sa.select(Person.body, WatchList.name, PersonPaper.number, PersonPaper.state)
        .join(PersonPaper, PersonPaper.person_id == Person.person_id)
        .join(WatchList, WatchList.list_id == Person.list_id)
        .where(PersonPaper.number.in_(numbers), in_force)
    )
    for body, list_name, number, state in session.execute(query):
        yield Bearer(list_name, stored.person(body), number, state)
