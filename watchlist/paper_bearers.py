"""Wanted persons to whom a document of some number is known to belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.tables.watchlist import Person, WatchList
from models.watchlist import PersonEntry
from watchlist import index, stored
from watchlist.index_keys import paper_hash


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
    asked = dict.fromkeys(numbers)
    postings = index.look_up(session, [paper_hash(number) for number in asked])
    persons = sorted({int(person) for each in postings for person in each.persons})
    if not persons:
        return
    query = (
        sa.select(Person.entry_id, Person.body, WatchList.name)
        .join(WatchList, WatchList.list_id == Person.list_id)
        .where(Person.person_id.in_(persons), in_force(today))
    )
    for entry_id, body, list_name in session.execute(query):
        entry = stored.person(entry_id, body)
        for number, state in entry.document_numbers:
            if number in asked:
                yield Bearer(list_name, entry, number, state)


def in_force(today: date) -> sa.ColumnElement[bool]:
    """Persons whose entry has not ended."""
    return sa.or_(Person.valid_until.is_(None), Person.valid_until >= today)
