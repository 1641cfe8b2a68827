"""Lists in the database: taken in whole, shown, taken out.

Rules:

* what a list held before goes and what it holds now comes in the caller's one transaction: nobody ever sees
  half a list, and a bad entry leaves the old edition in force;
* an edition older than the one that is here is refused;
* entries stream through in batches, so that a list of any length needs little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.cancel import CancelToken
from models.errors import KnownError
from models.tables.watchlist import (
    UNKNOWN_YEAR,
    NameKey,
    Person,
    PersonName,
    PersonPaper,
    ReportedDocument,
    WatchList,
)
from models.watchlist import DocumentEntry, ListState, PersonEntry
from watchlist import stored
from watchlist.names.keys import pair_keys, single_keys

BATCH = 20_000
"""Entries taken in at once. Their keys are sorted, for they go into a tree kept in the order of the keys."""

_AT_ONCE = 1_000
"""Entries held at once while a list is given out."""


class ListError(KnownError):
    """A list that cannot be taken in or is not there."""


def lists(session: Session) -> tuple[ListState, ...]:
    """Every list that is here, by name."""
    return tuple(_state(found) for found in session.scalars(sa.select(WatchList).order_by(WatchList.name)))


def replace_list(
    session: Session,
    name: str,
    owner: str,
    sequence: int,
    as_of: datetime,
    entries: Iterable[PersonEntry | DocumentEntry],
    *,
    imported_at: datetime,
    cancel: CancelToken | None = None,
    progress: Callable[[int], None] | None = None,
) -> ListState:
    """Take a list in, in place of what was here under its name.

    Nothing of it is seen before the caller's transaction is committed; on any error the caller must not
    commit (the station's sessions see to that).

    Args:
        session: On the watchlist database.
        name: Of the list, such as `UTO/persons`.
        owner: State or body that answers for it.
        sequence: Of this edition; the same as the stored one takes it in again.
        as_of: When its owner made this edition; timezone-aware.
        entries: Persons, documents or both.
        imported_at: Now; timezone-aware.
        cancel: Asked between batches.
        progress: Told how many entries were taken in so far.

    Raises:
        ListError: The stored edition is newer, or an entry number stands twice.
        KnownError: From `entries`.
        Cancelled: The work was cancelled.
    """
    here = session.scalar(sa.select(WatchList).where(WatchList.name == name))
    if here is not None and sequence < here.sequence:
        raise ListError("error.watchlist.older", name=name, offered=sequence, stored=here.sequence)
    if here is None:
        here = WatchList(name=name)
        session.add(here)
    else:
        _empty(session, here.list_id)
    here.owner, here.sequence, here.as_of, here.imported_at, here.entries = (
        owner,
        sequence,
        as_of,
        imported_at,
        0,
    )
    session.flush()
    taken = 0
    for batch in _batches(entries, cancel):
        try:
            _take_in(session.connection(), here.list_id, batch)
        except IntegrityError as error:
            raise ListError("error.watchlist.duplicate", name=name) from error
        taken += len(batch)
        if progress is not None:
            progress(taken)
    here.entries = taken
    session.flush()
    return _state(here)


def entries(session: Session, name: str) -> Iterator[PersonEntry | DocumentEntry]:
    """What a list holds, as it was listed: persons in their order, then documents by number.

    Raises:
        ListError: There is none of that name.
    """
    here = _named(session, name)
    persons = sa.select(Person.body).where(Person.list_id == here.list_id).order_by(Person.person_id)
    for body in session.scalars(persons.execution_options(yield_per=_AT_ONCE)):
        yield stored.person(body)
    documents = (
        sa.select(ReportedDocument)
        .where(ReportedDocument.list_id == here.list_id)
        .order_by(ReportedDocument.number, ReportedDocument.state)
    )
    for row in session.scalars(documents.execution_options(yield_per=_AT_ONCE)):
        yield stored.document(row)


def remove_list(session: Session, name: str) -> None:
    """Take a list out with everything in it.

    Raises:
        ListError: There is none of that name.
    """
    here = _named(session, name)
    _empty(session, here.list_id)
    session.delete(here)
    session.flush()


def _named(session: Session, name: str) -> WatchList:
    here = session.scalar(sa.select(WatchList).where(WatchList.name == name))
    if here is None:
        raise ListError("error.watchlist.unknown_list", name=name)
    return here


def _state(here: WatchList) -> ListState:
    return ListState(here.name, here.owner, here.sequence, here.as_of, here.entries)


def _empty(session: Session, list_id: int) -> None:
    """Take out what a list holds; names, keys and papers of its persons go with them."""
    session.execute(sa.delete(Person).where(Person.list_id == list_id), execution_options=_NO_SYNC)
    session.execute(
        sa.delete(ReportedDocument).where(ReportedDocument.list_id == list_id), execution_options=_NO_SYNC
    )


_NO_SYNC = {"synchronize_session": False}


def _batches(
    entries: Iterable[PersonEntry | DocumentEntry], cancel: CancelToken | None
) -> Iterator[list[PersonEntry | DocumentEntry]]:
    left = iter(entries)
    while True:
        if cancel is not None:
            cancel.raise_if_cancelled()
        batch = list(islice(left, BATCH))
        if not batch:
            return
        yield batch


def _take_in(connection: sa.Connection, list_id: int, batch: list[PersonEntry | DocumentEntry]) -> None:
    persons = [entry for entry in batch if isinstance(entry, PersonEntry)]
    documents = [entry for entry in batch if isinstance(entry, DocumentEntry)]
    if persons:
        _take_in_persons(connection, list_id, persons)
    if documents:
        _insert(
            connection,
            ReportedDocument,
            sorted(
                (_document_row(list_id, entry) for entry in documents),
                key=lambda row: (row["number"], row["state"]),
            ),
        )


def _take_in_persons(connection: sa.Connection, list_id: int, persons: list[PersonEntry]) -> None:
    first = _next_person_id(connection)
    numbered = list(enumerate(persons, start=first))
    _insert(connection, Person, [_person_row(list_id, number, entry) for number, entry in numbered])
    names = [
        (number, position, name) for number, entry in numbered for position, name in enumerate(entry.names)
    ]
    _insert_plain(connection, PersonName, ("person_id", "position", "name"), names)
    papers = sorted({(*paper, number) for number, entry in numbered for paper in entry.document_numbers})
    _insert_plain(connection, PersonPaper, ("number", "state", "person_id"), papers)
    keys = sorted([(*key, number) for number, entry in numbered for key in _keys(entry)])
    _insert_plain(connection, NameKey, ("key", "birth_year", "person_id"), keys)


def _keys(entry: PersonEntry) -> set[tuple[str, int]]:
    """Keys with birth years; a single part leads nowhere useful without a year."""
    years = {born.year for born in entry.dates_of_birth if born.year is not None}
    found = {
        (key, year) for name in entry.names for key in pair_keys(name) for year in years or {UNKNOWN_YEAR}
    }
    singles = {key for name in entry.names for keys in single_keys(name) for key in keys}
    return found | {(key, year) for key in singles for year in years}


def _person_row(list_id: int, number: int, entry: PersonEntry) -> dict[str, Any]:
    return {
        "person_id": number,
        "list_id": list_id,
        "entry_id": entry.entry_id,
        "action": entry.mandate.action,
        "category": entry.mandate.category,
        "note": entry.mandate.note,
        "valid_until": entry.mandate.valid_until,
        "sex": entry.sex,
        "body": stored.body(entry),
    }


def _document_row(list_id: int, entry: DocumentEntry) -> dict[str, Any]:
    return {
        "number": entry.document_number,
        "state": entry.issuing_state,
        "list_id": list_id,
        "entry_id": entry.entry_id,
        "code": entry.document_code,
        "loss": entry.loss,
        "reported_on": entry.reported_on,
        "action": entry.mandate.action,
        "note": entry.mandate.note,
        "valid_until": entry.mandate.valid_until,
    }


def _next_person_id(connection: sa.Connection) -> int:
    """The first number never given to a person yet (SQLite keeps it for AUTOINCREMENT)."""
    last = connection.scalar(
        sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": Person.__tablename__}
    )
    return int(last or 0) + 1


def _insert(connection: sa.Connection, table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table.__table__), rows)


def _insert_plain(
    connection: sa.Connection, table: type[Any], columns: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    """Rows of numbers and texts, which need no conversion: half the time of `_insert`."""
    if rows:
        named: dict[str, Any] = {column: sa.bindparam(column) for column in columns}
        statement = sa.insert(table.__table__).values(named).compile(connection)
        connection.exec_driver_sql(str(statement), rows)
