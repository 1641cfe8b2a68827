"""The watchlist database: lists, wanted persons, reported documents.

Made for a million persons and ten million documents on a slow disk:

* what is looked up at every traveller (`name_keys`, `person_papers`, `documents`) is clustered on what it is
  looked up by (SQLite's WITHOUT ROWID), so that a look-up touches one tree only;
* a list is one small number everywhere else;
* everything of a list goes when the list goes (`ON DELETE CASCADE`), and each child has the index that
  this needs.

Every column a `PersonEntry` or `DocumentEntry` is searched or filtered by stands for itself; the whole
`PersonEntry` stands in `Person.body` as well, so that what was listed comes back exactly as it was.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.document import Sex
from models.tables.base import NAMES_OF_CONSTRAINTS, UtcDateTime, stored_enum, without_rowid
from models.watchlist import EntryAction

UNKNOWN_YEAR = 0
"""Stands in `NameKey.birth_year` where no year is known: a column of a clustered key cannot be NULL."""


class WatchlistBase(DeclarativeBase):
    """Base of every table in `watchlist.db`."""

    metadata = sa.MetaData(naming_convention=dict(NAMES_OF_CONSTRAINTS))


class WatchList(WatchlistBase):
    """One list in its newest edition.

    Attributes:
        list_id: Small number that stands for the list in every other table.
        name: Such as `UTO/persons`.
        owner: State or body that answers for it.
        sequence: Counts up with each edition.
        as_of: When its owner made this edition.
        imported_at: When this desk took it in.
        entries: How many it holds.
    """

    __tablename__ = "lists"

    list_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    owner: Mapped[str]
    sequence: Mapped[int]
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entries: Mapped[int]


class Person(WatchlistBase):
    """One wanted person.

    Attributes:
        person_id: Never used twice, so that a record of a hit cannot come to mean somebody else.
        list_id: The list it stands in.
        entry_id: The owner's own number, unique in its list.
        action: What the owner asks for.
        category: Owner's word for the reason.
        note: Owner's remark for the officer.
        valid_until: After this day the entry matches no more; None for no end.
        sex: As listed.
        body: The whole `PersonEntry` as JSON.
    """

    __tablename__ = "persons"
    __table_args__ = (sa.UniqueConstraint("list_id", "entry_id"), {"sqlite_autoincrement": True})

    person_id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(sa.ForeignKey(WatchList.list_id, ondelete="CASCADE"))
    entry_id: Mapped[str]
    action: Mapped[EntryAction] = mapped_column(stored_enum(EntryAction))
    category: Mapped[str]
    note: Mapped[str]
    valid_until: Mapped[date | None]
    sex: Mapped[Sex] = mapped_column(stored_enum(Sex))
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class PersonName(WatchlistBase):
    """One name of a person, as listed, in any script; position 0 is the main name."""

    __tablename__ = "person_names"
    __table_args__ = without_rowid()

    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey(Person.person_id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]


class NameKey(WatchlistBase):
    """A key under which a person is found; one row for each key and each claimed year of birth.

    Attributes:
        key: Made from a name by `watchlist.names`.
        birth_year: Four digits, or `UNKNOWN_YEAR`.
        person_id: Whom it leads to.
    """

    __tablename__ = "name_keys"
    __table_args__ = without_rowid()

    key: Mapped[str] = mapped_column(primary_key=True)
    birth_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey(Person.person_id, ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class PersonPaper(WatchlistBase):
    """A document known to be a wanted person's.

    Attributes:
        number: As printed in a zone, without fillers.
        state: Who issued it; empty where the list does not say.
        person_id: Whose it is.
    """

    __tablename__ = "person_papers"
    __table_args__ = without_rowid()

    number: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey(Person.person_id, ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class ReportedDocument(WatchlistBase):
    """A document that is stolen, lost, revoked or a stolen blank; several lists may report the same one.

    Attributes:
        number: As printed in the zone, without fillers.
        state: As printed in the zone, such as `UTO`, `D`.
        list_id: The list it stands in.
        entry_id: The owner's own number, unique in its list.
        code: First letter of the document code, or empty for any.
        loss: `stolen`, `lost`, `revoked` or `stolen_blank`.
        reported_on: Day of the report, if known.
        action: What the owner asks for.
        note: Owner's remark for the officer.
        valid_until: After this day the entry matches no more; None for no end.
    """

    __tablename__ = "documents"
    __table_args__ = without_rowid(sa.UniqueConstraint("list_id", "entry_id"))

    number: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(
        sa.ForeignKey(WatchList.list_id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    entry_id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    loss: Mapped[str]
    reported_on: Mapped[date | None]
    action: Mapped[EntryAction] = mapped_column(stored_enum(EntryAction))
    note: Mapped[str]
    valid_until: Mapped[date | None]
