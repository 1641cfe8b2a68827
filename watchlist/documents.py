"""Reported documents in the database: taken in, changed, given out, looked up.

Rules:

* a new edition is compared with what is stored, in the order of the table, and only what differs is written;
* what an edition would change can be asked without writing anything;
* an entry number that stands twice is found by the tables and by the order of the rows, whatever the length;
* all of it happens in the caller's transaction.

Most entries are numbered `STATE/NUMBER` and say what many others say; they are merged as numbers
(`document_spool`). The others are looked up by their entry numbers, some thousands at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.cancel import CancelToken
from models.errors import KnownError
from models.watchlist import Difference, DocumentEntry
from watchlist import document_keys, document_rows, document_writing
from watchlist.document_keys import Keys
from watchlist.document_rows import TermsOfList, chunks
from watchlist.document_spool import ROW, UNKNOWN_DAY, Rows, Spool

EXAMPLES = 20
"""Entry numbers that a difference names of each kind."""
_BATCH = 20_000
_PAGE = 100_000
"""Stored rows read at once."""
_KEYED = "SELECT d.key, d.terms_id, COALESCE(d.reported, :unknown) FROM short_documents d"
_OTHERS = ("numbered_documents", "long_documents", "document_ranges")


@dataclass(slots=True)
class _Counted:
    """A difference while it is counted."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    examples: tuple[list[str], list[str], list[str]] = field(default_factory=lambda: ([], [], []))

    def tell(self, kind: int, entry_ids: Iterable[str]) -> None:
        """Name some as examples: 0 added, 1 changed, 2 removed."""
        for entry_id in entry_ids:
            if len(self.examples[kind]) >= EXAMPLES:
                return
            self.examples[kind].append(entry_id)

    def difference(self) -> Difference:
        first, second, third = (tuple(each) for each in self.examples)
        return Difference(self.added, self.changed, self.removed, self.unchanged, 0, (first, second, third))


class Edition:
    """A new edition of a list's documents, handed over in pieces, then held against the stored one.

    Args:
        connection: On the watchlist database; its transaction is the caller's.
        list_id: The list; its row must be there where something is to be written.
        writing: False to only ask what would change.
    """

    def __init__(self, connection: sa.Connection, list_id: int, *, writing: bool = True) -> None:
        self._connection = connection
        self._list_id = list_id
        self._writing = writing
        self._terms = TermsOfList(connection, list_id, writing=writing)
        self._first = self._terms.nothing_stored
        self._spool = Spool()
        self._others: list[DocumentEntry] = []
        self._numbers: list[Keys] = []
        self._taken_keys: list[int] = []
        self._counted = _Counted()

    def add(self, entries: Sequence[DocumentEntry]) -> None:
        """Take some entries of the new edition; some thousands at once are best.

        Raises:
            KnownError: A range is none.
        """
        plain: list[DocumentEntry] = []
        for entry in entries:
            (plain if document_rows.canonical(entry) else self._others).append(entry)
        if plain:
            self._add_plain(plain)
        if len(self._others) >= _BATCH:
            self._flush()

    def finish(
        self, *, cancel: CancelToken | None = None, progress: Callable[[int], None] | None = None
    ) -> Difference:
        """Hold all that was handed over against what is stored, and write what differs.

        Args:
            cancel: Asked between pages.
            progress: Told how many entries were written or compared so far.

        Returns:
            What changed, or would.

        Raises:
            KnownError: An entry number stands twice, or a range is none.
            Cancelled: The work was cancelled.
        """
        self._flush()
        seen = np.sort(np.concatenate(self._numbers)) if self._numbers else np.empty(0, np.int64)
        if len(seen) and (seen[1:] == seen[:-1]).any():
            raise twice(self._connection, self._list_id)
        left = self._take_out_others(seen, cancel)
        self._merge(np.array(sorted(self._taken_keys), np.int64), left, cancel, progress)
        return self._counted.difference()

    def _add_plain(self, plain: list[DocumentEntry]) -> None:
        keys, fits = document_keys.keys(
            [entry.document_number for entry in plain], [entry.issuing_state for entry in plain]
        )
        if not fits.all():
            self._others += [entry for entry, sound in zip(plain, fits, strict=True) if not sound]
            plain = [entry for entry, sound in zip(plain, fits, strict=True) if sound]
            keys = keys[fits]
        rows = np.empty(len(plain), ROW)
        rows["key"] = keys
        rows["terms"] = np.fromiter(self._terms.numbers(plain), np.int32, len(plain))
        days = document_rows.days
        rows["reported"] = [
            UNKNOWN_DAY if entry.reported_on is None else days(entry.reported_on) for entry in plain
        ]
        self._spool.put(rows)

    def _flush(self) -> None:
        """Put the other entries in, or see what they change."""
        batch, self._others = self._others, []
        if not batch:
            return
        for entry in batch:
            if entry.last_number:
                document_writing.span(entry)
        numbers = {hash(entry.entry_id) for entry in batch}
        if len(numbers) < len(batch):
            raise twice(self._connection, self._list_id)
        self._numbers.append(np.fromiter(numbers, np.int64, len(batch)))
        known = {} if self._first and not self._writing else self._stored(batch)
        self._taken_keys += [
            key for entry in batch if (key := document_keys.key_of_entry(entry.entry_id)) is not None
        ]
        _put(self._connection, self._list_id, self._terms, batch, known, self._counted, self._writing)

    def _stored(self, batch: list[DocumentEntry]) -> dict[str, DocumentEntry]:
        return document_writing.find(self._connection, self._list_id, (entry.entry_id for entry in batch))

    def _take_out_others(self, seen: Keys, cancel: CancelToken | None) -> Keys:
        """Take out what has a number of its own and came no more; the keys of those numbered canonically."""
        keys: list[int] = []
        if self._first:
            return np.empty(0, np.int64)
        for table in _OTHERS:
            for entry_ids in _numbers_of(self._connection, table, self._list_id):
                if cancel is not None:
                    cancel.raise_if_cancelled()
                hashes = np.fromiter(map(hash, entry_ids), np.int64, len(entry_ids))
                here = np.isin(hashes, seen)
                gone = [entry_id for entry_id, stays in zip(entry_ids, here, strict=True) if not stays]
                self._counted.removed += len(gone)
                self._counted.tell(2, gone)
                keys += [key for each in gone if (key := document_keys.key_of_entry(each)) is not None]
                if self._writing:
                    document_writing.delete(self._connection, self._list_id, gone)
        return np.array(sorted(keys), np.int64)

    def _merge(
        self,
        taken: Keys,
        left: Keys,
        cancel: CancelToken | None,
        progress: Callable[[int], None] | None,
    ) -> None:
        """Walk along the new rows and the stored ones, both by key."""
        pages = iter(()) if self._first else self._pages()
        stored = next(pages, np.empty(0, ROW))
        last: int | None = None
        done = 0
        for rows in self._spool.sorted():
            if cancel is not None:
                cancel.raise_if_cancelled()
            keys = rows["key"]
            if (keys[1:] == keys[:-1]).any() or last == keys[0] or np.isin(keys, taken).any():
                raise twice(self._connection, self._list_id)
            last = int(keys[-1])
            behind = [stored]
            while len(behind[-1]) and behind[-1]["key"][-1] <= last:
                behind.append(next(pages, np.empty(0, ROW)))
            here = np.concatenate(behind)
            cut = int(np.searchsorted(here["key"], last, side="right"))
            self._compare(rows, here[:cut], taken, left)
            stored = here[cut:]
            if not len(stored):
                stored = next(pages, np.empty(0, ROW))
            done += len(rows)
            if progress is not None:
                progress(done)
        while len(stored):
            if cancel is not None:
                cancel.raise_if_cancelled()
            self._compare(np.empty(0, ROW), stored, taken, left)
            stored = next(pages, np.empty(0, ROW))

    def _pages(self) -> Iterator[Rows]:
        """The list's stored rows by key, read in pages, for what was read is written to."""
        statement = sa.text(
            f"{_KEYED} CROSS JOIN document_terms t ON t.terms_id = d.terms_id "
            "WHERE t.list_id = :list_id AND d.key > :last ORDER BY d.key LIMIT :page"
        )
        last = -1
        while True:
            values = {"list_id": self._list_id, "last": last, "page": _PAGE, "unknown": UNKNOWN_DAY}
            found = self._connection.execute(statement, values).fetchall()
            if not found:
                return
            last = found[-1][0]
            rows = np.empty(len(found), ROW)
            rows["key"], rows["terms"], rows["reported"] = np.array(found, np.int64).T
            yield rows

    def _compare(self, new: Rows, old: Rows, taken: Keys, left: Keys) -> None:
        """Hold rows of one stretch of keys against each other.

        Args:
            new: Of this edition.
            old: Stored.
            taken: Keys of entries that were put in with details: their plain rows are no longer theirs.
            left: Keys of entries that were taken out with details: here they come again without.
        """
        old = old[~np.isin(old["key"], taken)] if len(taken) else old
        place = np.searchsorted(old["key"], new["key"])
        known = np.zeros(len(new), bool)
        inside = place < len(old)
        known[inside] = old["key"][place[inside]] == new["key"][inside]
        same = known.copy()
        at = place[known]
        same[known] = (old["terms"][at] == new["terms"][known]) & (
            old["reported"][at] == new["reported"][known]
        )
        gone = old[~np.isin(old["key"], new["key"], assume_unique=True)] if len(old) else old
        added, changed = new[~known], new[known & ~same]
        again = int(np.isin(added["key"], left).sum())
        counted = self._counted
        counted.added += len(added) - again
        counted.removed += len(gone) - again
        counted.changed += len(changed) + again
        counted.unchanged += int(same.sum())
        for kind, rows in enumerate((added, changed, gone)):
            counted.tell(kind, _entry_ids(rows[:EXAMPLES]))
        if self._writing:
            document_writing.delete_short(
                self._connection, self._list_id, [*gone["key"].tolist(), *changed["key"].tolist()]
            )
            self._insert(added)
            self._insert(changed)

    def _insert(self, rows: Rows) -> None:
        if len(rows):
            days = [None if day == UNKNOWN_DAY else day for day in rows["reported"].tolist()]
            values = list(zip(rows["key"].tolist(), rows["terms"].tolist(), days, strict=True))
            self._connection.exec_driver_sql("INSERT INTO short_documents VALUES (?, ?, ?)", values)


def upsert(connection: sa.Connection, list_id: int, entries: Iterable[DocumentEntry]) -> Difference:
    """Put entries in, in place of those that have their numbers.

    Raises:
        KnownError: A range is none, or one number comes twice.
    """
    terms, counted = TermsOfList(connection, list_id), _Counted()
    seen: set[int] = set()
    for batch in chunks(entries, _BATCH):
        numbers = {hash(entry.entry_id) for entry in batch}
        if len(numbers) < len(batch) or not seen.isdisjoint(numbers):
            raise twice(connection, list_id)
        seen |= numbers
        known = document_writing.find(connection, list_id, (entry.entry_id for entry in batch))
        _put(connection, list_id, terms, batch, known, counted, writing=True)
    return counted.difference()


def remove(connection: sa.Connection, list_id: int, entry_ids: Iterable[str]) -> int:
    """Take entries out by their numbers; those that are not there are passed over.

    Returns:
        How many were there.
    """
    return sum(document_writing.delete(connection, list_id, batch) for batch in chunks(entry_ids, _BATCH))


def clear(connection: sa.Connection, list_id: int) -> None:
    """Take out every document of a list."""
    connection.exec_driver_sql(
        "DELETE FROM short_documents WHERE terms_id IN "
        "(SELECT terms_id FROM document_terms WHERE list_id = ?)",
        (list_id,),
    )
    for table in (*_OTHERS, "document_details", "document_terms"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE list_id = ?", (list_id,))  # noqa: S608


def count(connection: sa.Connection, list_id: int) -> int:
    """How many documents and ranges a list holds."""
    short = connection.exec_driver_sql(
        "SELECT COUNT(*) FROM short_documents WHERE terms_id IN "
        "(SELECT terms_id FROM document_terms WHERE list_id = ?)",
        (list_id,),
    ).scalar_one()
    others = (
        connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table} WHERE list_id = ?", (list_id,)).scalar_one()  # noqa: S608
        for table in _OTHERS
    )
    return int(short) + sum(int(each) for each in others)


def entries(session: Session, list_id: int) -> Iterator[DocumentEntry]:
    """Every document of a list as it was listed: by number, longer numbers, then ranges."""
    connection = session.connection()
    for select, read, order in (
        (document_writing.SHORT, document_writing.from_short, "t.list_id = ? ORDER BY d.key"),
        (document_writing.NUMBERED, document_writing.from_numbered, "+d.list_id = ? ORDER BY d.key"),
        (document_writing.LONG, document_writing.from_long, "+d.list_id = ? ORDER BY d.number"),
        (document_writing.RANGES, document_writing.from_ranges, "+d.list_id = ? ORDER BY d.state, d.first"),
    ):
        found = connection.exec_driver_sql(f"{select} WHERE {order}", (list_id,))
        for rows in found.partitions(_BATCH):
            for _, entry in read(rows):
                yield entry


def twice(connection: sa.Connection, list_id: int) -> KnownError:
    """What to raise where an entry number stands twice."""
    name = connection.exec_driver_sql("SELECT name FROM lists WHERE list_id = ?", (list_id,)).scalar()
    return KnownError("error.watchlist.duplicate", name=name or "")


def _put(
    connection: sa.Connection,
    list_id: int,
    terms: TermsOfList,
    batch: list[DocumentEntry],
    known: dict[str, DocumentEntry],
    counted: _Counted,
    writing: bool,
) -> None:
    """Put in what is new or says something else than before."""
    added = [entry for entry in batch if entry.entry_id not in known]
    changed = [entry for entry in batch if known.get(entry.entry_id, entry) != entry]
    counted.added += len(added)
    counted.changed += len(changed)
    counted.unchanged += len(batch) - len(added) - len(changed)
    counted.tell(0, (entry.entry_id for entry in added))
    counted.tell(1, (entry.entry_id for entry in changed))
    if not writing:
        return
    document_writing.delete(connection, list_id, [entry.entry_id for entry in changed])
    document_writing.insert(connection, list_id, terms, (*added, *changed))


def _numbers_of(connection: sa.Connection, table: str, list_id: int) -> Iterator[list[str]]:
    """Entry numbers of a table, in pages."""
    statement = (
        f"SELECT entry_id FROM {table} WHERE list_id = ? AND entry_id > ? "  # noqa: S608 - own words
        f"ORDER BY entry_id LIMIT {_BATCH}"
    )
    last = ""
    while True:
        found = [row[0] for row in connection.exec_driver_sql(statement, (list_id, last))]
        if not found:
            return
        yield found
        last = found[-1]


def _entry_ids(rows: Rows) -> list[str]:
    named = document_keys.texts(rows["key"].astype(np.int64))
    return [f"{state}/{number}" for number, state in named]
