"""Lists in the database: taken in whole or by what changed, shown, compared, taken out.

Rules:

* what a list held before goes and what it holds now comes in the caller's one transaction: nobody ever sees
  half a list, and a bad entry leaves the old edition in force;
* an edition older than the one that is here is refused;
* only what differs from the stored edition is written;
* entries stream through in batches, so that a list of any length needs little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.cancel import CancelToken
from models.errors import KnownError
from models.message import Message
from models.tables.watchlist import PictureRow, QuarantineRow, WatchList
from models.watchlist import BadRow, Difference, DocumentEntry, ListState, PersonEntry, Picture
from watchlist import index, old_documents
from watchlist.index_builder import Builder
from watchlist.pictures import Pictures
from watchlist.stored_persons import DuplicateError, StoredPersons

Item = PersonEntry | DocumentEntry | Picture | BadRow

_T = TypeVar("_T")

BATCH = 10_000
"""Items taken in at once."""
_EXAMPLES = 20


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
    items: Iterable[Item],
    *,
    imported_at: datetime,
    licence: str = "",
    cancel: CancelToken | None = None,
    progress: Callable[[int], None] | None = None,
) -> ListState:
    """Take a list in, in place of what was here under its name; what is the same stays untouched.

    Nothing of it is seen before the caller's transaction is committed; on any error the caller must not
    commit (the station's sessions see to that).

    Args:
        session: On the watchlist database, in a transaction that writes.
        name: Of the list, such as `UTO/persons`.
        owner: State or body that answers for it.
        sequence: Of this edition; the same as the stored one takes it in again.
        as_of: When its owner made this edition; timezone-aware.
        items: Persons, documents, pictures before the entries that refer to them, rows for the quarantine.
        imported_at: Now; timezone-aware.
        licence: On what terms it may be used.
        cancel: Asked between batches.
        progress: Told how many items were taken in so far.

    Raises:
        ListError: The stored edition is newer, or an entry number stands twice.
        KnownError: From `items`.
        Cancelled: The work was cancelled.
    """
    here = _found(session, name)
    if here is None:
        here = WatchList(name=name, entries=0, persons=0, quarantined=0)
        session.add(here)
    elif sequence < here.sequence:
        raise ListError("error.watchlist.older", name=name, offered=sequence, stored=here.sequence)
    here.owner, here.sequence, here.as_of, here.imported_at = owner, sequence, as_of, imported_at
    here.licence = licence
    session.flush()
    change = _Change(session, here)
    change.forget_quarantine()
    old_documents.remove(session.connection(), here.list_id, None)
    with _told_apart(name):
        change.take_in(_batches(items, cancel), progress)
        change.remove_what_was_not_offered()
    return change.finish()


def apply_changes(
    session: Session,
    name: str,
    sequence: int,
    as_of: datetime,
    upserts: Iterable[Item],
    deletions: Iterable[str],
    *,
    imported_at: datetime,
    cancel: CancelToken | None = None,
    progress: Callable[[int], None] | None = None,
) -> ListState:
    """Bring a list to a newer edition by what changed.

    Args:
        session: On the watchlist database, in a transaction that writes.
        name: Of a list that is here.
        sequence: Of the edition that it becomes.
        as_of: When its owner made that edition; timezone-aware.
        upserts: What is new, and what takes the place of an entry of the same number.
        deletions: Numbers of entries that go, persons or documents; those that are not here are passed over.
        imported_at: Now; timezone-aware.
        cancel: Asked between batches.
        progress: Told how many items were taken in so far.

    Raises:
        ListError: There is no such list, its stored edition is newer, or an entry number stands twice.
        KnownError: From `upserts`.
        Cancelled: The work was cancelled.
    """
    here = _named(session, name)
    if sequence < here.sequence:
        raise ListError("error.watchlist.older", name=name, offered=sequence, stored=here.sequence)
    here.sequence, here.as_of, here.imported_at = sequence, as_of, imported_at
    change = _Change(session, here)
    with _told_apart(name):
        change.take_in(_batches(upserts, cancel), progress)
        for batch in _batches(deletions, cancel):
            change.remove(batch)
    return change.finish()


def compare_list(
    session: Session,
    name: str,
    items: Iterable[Item],
    *,
    cancel: CancelToken | None = None,
    progress: Callable[[int], None] | None = None,
) -> Difference:
    """What `replace_list` would change; writes nothing.

    Args:
        session: On the watchlist database.
        name: Of the list; it need not be here.
        items: As for `replace_list`.
        cancel: Asked between batches.
        progress: Told how many items were looked at so far.

    Raises:
        ListError: An entry number stands twice.
        KnownError: From `items`.
        Cancelled: The work was cancelled.
    """
    here = _found(session, name)
    persons = StoredPersons(session.connection(), None if here is None else here.list_id)
    counts, looked_at = [0, 0, 0, 0], 0
    examples: tuple[list[str], list[str], list[str]] = ([], [], [])
    with _told_apart(name):
        for batch in _batches(items, cancel):
            split = _Split.of(batch)
            found = persons.sort(split.persons)
            for place, group in enumerate((found.added, found.changed)):
                counts[place] += len(group)
                examples[place].extend(
                    each.entry.entry_id for each in group[: _EXAMPLES - len(examples[place])]
                )
            counts[2] += len(found.unchanged)
            counts[3] += len(split.bad)
            looked_at += len(batch)
            if progress is not None:
                progress(looked_at)
        persons.refuse_duplicates()
    gone = persons.not_offered()
    examples[2].extend(persons.numbers(gone[:_EXAMPLES]))
    return Difference(
        added=counts[0],
        changed=counts[1],
        removed=len(gone),
        unchanged=counts[2],
        quarantined=counts[3],
        examples=(tuple(examples[0]), tuple(examples[1]), tuple(examples[2])),
    )


def entries(session: Session, name: str) -> Iterator[Picture | PersonEntry | DocumentEntry]:
    """What a list holds, as it was listed: pictures, persons in their order, then documents by number.

    Raises:
        ListError: There is none of that name.
    """
    here = _named(session, name)
    yield from Pictures(session.connection(), here.list_id).all()
    yield from StoredPersons(session.connection(), here.list_id).entries()
    yield from old_documents.entries(session, here.list_id)


def quarantine(session: Session, name: str) -> Iterator[BadRow]:
    """Rows of a list that were not understood, in the order of its file.

    Raises:
        ListError: There is none of that name.
    """
    rows = sa.select(QuarantineRow).where(QuarantineRow.list_id == _named(session, name).list_id)
    for found in session.scalars(rows.order_by(QuarantineRow.position)):
        key, params = found.why
        why = Message(key, tuple((each, value) for each, value in params))
        yield BadRow(found.row, found.column, why, found.raw)


def picture(session: Session, digest: str) -> bytes | None:
    """A portrait by its SHA-256 in hexadecimal, whichever list it came with."""
    return session.scalar(
        sa.select(PictureRow.data).where(PictureRow.digest == bytes.fromhex(digest)).limit(1)
    )


def remove_list(session: Session, name: str) -> None:
    """Take a list out with everything in it.

    Raises:
        ListError: There is none of that name.
    """
    here = _named(session, name)
    change = _Change(session, here)
    change.remove_what_was_not_offered()
    old_documents.remove(session.connection(), here.list_id, None)
    change.finish()
    session.delete(here)
    session.flush()


@dataclass(slots=True)
class _Split:
    """A batch by kinds."""

    persons: list[PersonEntry] = field(default_factory=list)
    documents: list[DocumentEntry] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)

    @classmethod
    def of(cls, batch: list[Item]) -> _Split:
        found = cls()
        for item in batch:
            if isinstance(item, PersonEntry):
                found.persons.append(item)
            elif isinstance(item, DocumentEntry):
                found.documents.append(item)
            elif isinstance(item, Picture):
                found.pictures.append(item)
            else:
                found.bad.append(item)
        return found


class _Change:
    """What one transaction does to one list."""

    def __init__(self, session: Session, here: WatchList) -> None:
        index.rebuild_if_due(session)
        self._session = session
        self._here = here
        self._connection = session.connection()
        self._persons = StoredPersons(self._connection, here.list_id)
        self._pictures = Pictures(self._connection, here.list_id)
        self._builder = Builder(self._connection)

    def forget_quarantine(self) -> None:
        """No row of an older edition waits any more."""
        self._connection.execute(sa.delete(QuarantineRow).where(QuarantineRow.list_id == self._here.list_id))
        self._here.quarantined = 0
        self._here.entries = self._here.persons

    def take_in(self, batches: Iterator[list[Item]], progress: Callable[[int], None] | None) -> None:
        """Store what is new or differs."""
        taken = 0
        for batch in batches:
            split = _Split.of(batch)
            self._pictures.add(split.pictures)
            found = self._persons.sort(split.persons)
            self._persons.write(found, self._builder)
            self._here.persons += len(found.added)
            self._here.entries += len(found.added)
            if split.documents:
                old_documents.add(self._connection, self._here.list_id, split.documents)
                self._here.entries += len(split.documents)
            self._put_aside(split.bad)
            taken += len(batch)
            if progress is not None:
                progress(taken)
        self._persons.refuse_duplicates()

    def _put_aside(self, bad: list[BadRow]) -> None:
        rows = [
            {
                "list_id": self._here.list_id,
                "position": position,
                "row": row.row,
                "column": row.column,
                "why": [row.why.key, row.why.params],
                "raw": row.raw,
            }
            for position, row in enumerate(bad, self._here.quarantined)
        ]
        if rows:
            self._connection.execute(sa.insert(QuarantineRow), rows)
            self._here.quarantined += len(rows)

    def remove_what_was_not_offered(self) -> None:
        """Take out persons and pictures that this edition has no more."""
        gone = self._persons.remove(self._persons.not_offered(), self._builder)
        self._here.persons -= gone
        self._here.entries -= gone
        self._pictures.remove_what_was_not_offered()

    def remove(self, entry_ids: list[str]) -> None:
        """Take entries out by their numbers."""
        gone = self._persons.remove(self._persons.named(entry_ids), self._builder)
        self._here.persons -= gone
        self._here.entries -= gone + old_documents.remove(self._connection, self._here.list_id, entry_ids)

    def finish(self) -> ListState:
        """Bring the index up to date."""
        self._session.flush()
        self._builder.finish(index.population(self._session))
        return _state(self._here)


@contextmanager
def _told_apart(name: str) -> Iterator[None]:
    try:
        yield
    except (DuplicateError, IntegrityError) as error:
        raise ListError("error.watchlist.duplicate", name=name) from error


def _found(session: Session, name: str) -> WatchList | None:
    return session.scalar(sa.select(WatchList).where(WatchList.name == name))


def _named(session: Session, name: str) -> WatchList:
    here = _found(session, name)
    if here is None:
        raise ListError("error.watchlist.unknown_list", name=name)
    return here


def _state(here: WatchList) -> ListState:
    return ListState(
        here.name, here.owner, here.sequence, here.as_of, here.entries, here.licence, here.quarantined
    )


def _batches(items: Iterable[_T], cancel: CancelToken | None) -> Iterator[list[_T]]:
    left = iter(items)
    while True:
        if cancel is not None:
            cancel.raise_if_cancelled()
        batch = list(islice(left, BATCH))
        if not batch:
            return
        yield batch
