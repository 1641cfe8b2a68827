"""What one transaction does to one list: persons, documents, pictures, quarantine and index in step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.cancel import CancelToken
from models.tables.watchlist import QuarantineRow, WatchList
from models.watchlist import BadRow, Difference, DocumentEntry, PersonEntry, Picture
from watchlist import documents, index
from watchlist.index_builder import Builder
from watchlist.pictures import Pictures
from watchlist.stored_persons import StoredPersons

Item = PersonEntry | DocumentEntry | Picture | BadRow


@dataclass(slots=True)
class Split:
    """A batch by kinds."""

    persons: list[PersonEntry] = field(default_factory=list)
    documents: list[DocumentEntry] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)

    @classmethod
    def of(cls, batch: list[Item]) -> Split:
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


class Change:
    """What one transaction does to one list."""

    def __init__(self, session: Session, here: WatchList) -> None:
        index.rebuild_if_due(session)
        self._session = session
        self._here = here
        self._connection = session.connection()
        self._persons = StoredPersons(self._connection, here.list_id)
        self._pictures = Pictures(self._connection, here.list_id)
        self._builder = Builder(self._connection)
        self._edition: documents.Edition | None = None
        self._documents = here.entries - here.persons

    def begin_edition(self) -> None:
        """All that is handed over from here on is a whole edition, not changes to the stored one."""
        self._edition = documents.Edition(self._connection, self._here.list_id)

    def forget_quarantine(self) -> None:
        """No row of an older edition waits any more."""
        self._connection.execute(sa.delete(QuarantineRow).where(QuarantineRow.list_id == self._here.list_id))
        self._here.quarantined = 0

    def take_in(self, batches: Iterator[list[Item]], progress: Callable[[int], None] | None) -> None:
        """Store what is new or differs."""
        taken = 0
        for batch in batches:
            split = Split.of(batch)
            self._pictures.add(split.pictures)
            found = self._persons.sort(split.persons)
            self._persons.write(found, self._builder)
            self._here.persons += len(found.added)
            if self._edition is not None:
                self._edition.add(split.documents)
            elif split.documents:
                self._count(documents.upsert(self._connection, self._here.list_id, split.documents))
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
        self._pictures.remove_what_was_not_offered()

    def remove(self, entry_ids: list[str]) -> None:
        """Take entries out by their numbers."""
        gone = self._persons.remove(self._persons.named(entry_ids), self._builder)
        self._here.persons -= gone
        self._documents -= documents.remove(self._connection, self._here.list_id, entry_ids)

    def finish_edition(
        self, cancel: CancelToken | None = None, progress: Callable[[int], None] | None = None
    ) -> None:
        """Take out what the edition has no more."""
        self.remove_what_was_not_offered()
        if self._edition is not None:
            self._count(self._edition.finish(cancel=cancel, progress=progress))

    def _count(self, changed: Difference) -> None:
        self._documents += changed.added - changed.removed

    def clear(self) -> None:
        """Take everything out."""
        self.remove_what_was_not_offered()
        documents.clear(self._connection, self._here.list_id)
        self._documents = 0

    def finish(self) -> None:
        """Count, and bring the index up to date."""
        self._here.entries = self._here.persons + self._documents
        self._session.flush()
        self._builder.finish(index.population(self._session))
