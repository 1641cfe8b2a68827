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
from watchlist import documents
from watchlist.changes import Change, Item, Split
from watchlist.pictures import Pictures
from watchlist.stored_persons import DuplicateError, StoredPersons

_T = TypeVar("_T")

BATCH = 4_000
"""Items taken in at once."""
_EXAMPLES = 20
_NOT_HERE = -1
"""In place of the number of a list that is not stored yet."""


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
    change = Change(session, here)
    change.begin_edition()
    change.forget_quarantine()
    with _told_apart(name):
        change.take_in(_batches(items, cancel), progress)
        change.finish_edition(cancel)
    change.finish()
    return _state(here)


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
    change = Change(session, here)
    with _told_apart(name):
        change.take_in(_batches(upserts, cancel), progress)
        for batch in _batches(deletions, cancel):
            change.remove(batch)
    change.finish()
    return _state(here)


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
    edition = documents.Edition(
        session.connection(), _NOT_HERE if here is None else here.list_id, writing=False
    )
    counts, looked_at = [0, 0, 0, 0], 0
    examples: tuple[list[str], list[str], list[str]] = ([], [], [])
    with _told_apart(name):
        for batch in _batches(items, cancel):
            split = Split.of(batch)
            edition.add(split.documents)
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
        of_documents = edition.finish(cancel=cancel)
    gone = persons.not_offered()
    examples[2].extend(persons.numbers(gone[:_EXAMPLES]))
    added, changed, removed = (
        (*own, *others)[:_EXAMPLES] for own, others in zip(examples, of_documents.examples, strict=True)
    )
    return Difference(
        added=counts[0] + of_documents.added,
        changed=counts[1] + of_documents.changed,
        removed=len(gone) + of_documents.removed,
        unchanged=counts[2] + of_documents.unchanged,
        quarantined=counts[3],
        examples=(added, changed, removed),
    )


def entries(session: Session, name: str) -> Iterator[Picture | PersonEntry | DocumentEntry]:
    """What a list holds, as it was listed: pictures, persons in their order, then documents by number.

    Raises:
        ListError: There is none of that name.
    """
    here = _named(session, name)
    yield from Pictures(session.connection(), here.list_id).all()
    yield from StoredPersons(session.connection(), here.list_id).entries()
    yield from documents.entries(session, here.list_id)


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
    change = Change(session, here)
    change.clear()
    change.finish()
    session.delete(here)
    session.flush()


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
