"""The persons of one list as they are stored: held against what is offered, changed only where it differs."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa

from models.watchlist import PersonEntry
from watchlist import stored
from watchlist.among import among, chunks
from watchlist.index_builder import Builder

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Offered:
    """An entry on offer.

    Attributes:
        entry: As it would be stored.
        body: Its stored form.
        person_id: Who is stored under its number; None where nobody is.
        before: Their stored form.
    """

    entry: PersonEntry
    body: str
    person_id: int | None = None
    before: str = ""


@dataclass(slots=True)
class Sorted:
    """A batch of entries on offer, by what taking them in would do."""

    added: list[Offered] = field(default_factory=list)
    changed: list[Offered] = field(default_factory=list)
    unchanged: list[Offered] = field(default_factory=list)


class DuplicateError(Exception):
    """An entry number stands twice."""


class StoredPersons:
    """Those of one list.

    Args:
        connection: On the watchlist database; of a transaction that writes where anything is written.
        list_id: The list; None for one that is not stored yet.
    """

    def __init__(self, connection: sa.Connection, list_id: int | None) -> None:
        self._connection = connection
        self._list_id = list_id
        self._last = _last_number(connection)
        self._empty = not connection.exec_driver_sql(
            "SELECT EXISTS (SELECT 1 FROM persons WHERE list_id = ?)", (list_id,)
        ).scalar_one()
        self._offered = array("q")
        self._seen = array("q")

    def sort(self, entries: Sequence[PersonEntry]) -> Sorted:
        """Hold a batch against what is stored; nothing is written."""
        self._offered.extend(hash(entry.entry_id) for entry in entries)
        here = {} if self._empty else self._find([entry.entry_id for entry in entries])
        found = Sorted()
        for entry in entries:
            body = stored.body(entry)
            person_id, before = here.get(entry.entry_id, (None, ""))
            offered = Offered(entry, body, person_id, before)
            if person_id is None:
                found.added.append(offered)
                continue
            self._seen.append(person_id)
            (found.unchanged if body == before else found.changed).append(offered)
        return found

    def refuse_duplicates(self) -> None:
        """Look at all entry numbers that were offered.

        Raises:
            DuplicateError: One of them stands twice.
        """
        # Numbers of 64 bits in place of texts: a million take 8 MB, and one in 10^7 such lists has two alike.
        if len(np.unique(np.frombuffer(self._offered, np.int64))) < len(self._offered):
            raise DuplicateError

    def not_offered(self) -> list[int]:
        """Numbers of those stored before whom nothing that was offered concerns."""
        if self._empty:
            return []
        rows = self._connection.exec_driver_sql(
            "SELECT person_id FROM persons WHERE list_id = ? AND person_id <= ?", (self._list_id, self._last)
        )
        here = array("q")
        while some := rows.fetchmany(10_000):
            here.extend(person_id for (person_id,) in some)
        gone = np.setdiff1d(np.frombuffer(here, np.int64), np.frombuffer(self._seen, np.int64))
        return [int(person_id) for person_id in gone]

    def numbers(self, person_ids: Iterable[int]) -> Iterator[str]:
        """Entry numbers of persons."""
        rows = among(self._connection, "SELECT entry_id FROM persons WHERE person_id IN (*)", person_ids)
        return (entry_id for (entry_id,) in rows)

    def write(self, batch: Sorted, builder: Builder) -> None:
        """Store what is new and what differs."""
        anew = list(batch.added)
        kept, gone = [], []
        for offered in batch.changed:
            before = stored.person(offered.entry.entry_id, offered.before)
            if _found_by(before) == _found_by(offered.entry):
                kept.append((offered.entry.mandate.valid_until, offered.body, offered.person_id))
            else:
                builder.remove(before)
                gone.append((offered.person_id,))
                anew.append(offered)
        if kept:
            self._connection.exec_driver_sql(
                "UPDATE persons SET valid_until = ?, body = ? WHERE person_id = ?",
                [(_iso(until), body, person_id) for until, body, person_id in kept],
            )
        if gone:
            self._connection.exec_driver_sql("DELETE FROM persons WHERE person_id = ?", gone)
        self._insert(anew, builder)

    def remove(self, person_ids: Iterable[int], builder: Builder) -> int:
        """Take persons out; how many."""
        removed = 0
        for chunk in chunks(person_ids):
            statement = "SELECT entry_id, body FROM persons WHERE person_id IN (*)"
            for entry_id, body in among(self._connection, statement, chunk):
                builder.remove(stored.person(entry_id, body))
                removed += 1
            self._connection.exec_driver_sql(
                "DELETE FROM persons WHERE person_id = ?", [(person_id,) for person_id in chunk]
            )
        return removed

    def named(self, entry_ids: Iterable[str]) -> list[int]:
        """Numbers of the persons that are stored under entry numbers."""
        return [person_id for person_id, _ in self._find(list(entry_ids)).values()]

    def entries(self) -> Iterator[PersonEntry]:
        """All of them, by number."""
        last = 0
        while rows := self._connection.exec_driver_sql(
            "SELECT person_id, entry_id, body FROM persons WHERE list_id = ? AND person_id > ? "
            "ORDER BY person_id LIMIT ?",
            (self._list_id, last, _AT_ONCE),
        ).all():
            for person_id, entry_id, body in rows:
                yield stored.person(entry_id, body)
                last = person_id

    def _find(self, entry_ids: list[str]) -> dict[str, tuple[int, str]]:
        rows = among(
            self._connection,
            "SELECT entry_id, person_id, body FROM persons WHERE list_id = ? AND entry_id IN (*)",
            entry_ids,
            self._list_id,
        )
        return {entry_id: (person_id, body) for entry_id, person_id, body in rows}

    def _insert(self, anew: list[Offered], builder: Builder) -> None:
        if not anew:
            return
        first = _last_number(self._connection) + 1
        self._connection.exec_driver_sql(
            "INSERT INTO persons (person_id, list_id, entry_id, valid_until, body) VALUES (?, ?, ?, ?, ?)",
            [
                (number, self._list_id, each.entry.entry_id, _iso(each.entry.mandate.valid_until), each.body)
                for number, each in enumerate(anew, first)
            ],
        )
        for number, offered in enumerate(anew, first):
            builder.add(number, offered.entry)


def _found_by(entry: PersonEntry) -> tuple[Any, ...]:
    """All that keys and counts are made of."""
    return (
        entry.names,
        entry.weak_names,
        entry.dates_of_birth,
        entry.birth_years,
        entry.document_numbers,
    )


def _last_number(connection: sa.Connection) -> int:
    """The last number that was ever given to a person (SQLite keeps it for AUTOINCREMENT)."""
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'persons'").scalar()
    return int(last or 0)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
