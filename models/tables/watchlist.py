"""The watchlist database: lists, wanted persons, the index under which they are found, reported documents.

Made for a million persons and ten million documents on a slow disk:

* a person is one row: its body is a text that holds only what differs from the defaults (`watchlist.stored`),
  and nothing else is stored of it but what it is filtered by;
* what leads to a person (keys of names, years, days, numbers of papers) is no row either but a posting of ten
  bytes, some hundred of them to a bucket, so that one look-up reads one page (`watchlist.index`);
* a list is one small number everywhere else;
* everything of a list goes when the list goes (`ON DELETE CASCADE`), and each child has the index that
  this needs. Postings of a person who is gone lead nowhere and go when segments are merged.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.tables.base import NAMES_OF_CONSTRAINTS, UtcDateTime, without_rowid

BUCKET_BITS = 24
"""`IndexBucket.bucket_id` is the segment shifted left by so many bits, and the bucket's number in it."""


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
        persons: How many of these are persons; kept here because counting a million rows takes a while.
        licence: On what terms it may be used, in its source's words.
        quarantined: How many rows of it wait in `quarantine`.
    """

    __tablename__ = "lists"

    list_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    owner: Mapped[str]
    sequence: Mapped[int]
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entries: Mapped[int]
    persons: Mapped[int]
    licence: Mapped[str]
    quarantined: Mapped[int]


class Person(WatchlistBase):
    """One wanted person.

    Attributes:
        person_id: Never used twice, so that a posting cannot come to mean somebody else. An entry that
            changes in what it is found by gets a new one.
        list_id: The list it stands in.
        entry_id: The owner's own number, unique in its list.
        valid_until: After this day the entry matches no more; None for no end.
        body: The rest of the `PersonEntry`, as `watchlist.stored` writes it.
    """

    __tablename__ = "persons"
    __table_args__ = (sa.UniqueConstraint("list_id", "entry_id"), {"sqlite_autoincrement": True})

    person_id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(sa.ForeignKey(WatchList.list_id, ondelete="CASCADE"))
    entry_id: Mapped[str]
    valid_until: Mapped[date | None]
    body: Mapped[str]


class PictureRow(WatchlistBase):
    """A portrait that entries of a list refer to; two lists may have the same one.

    Attributes:
        digest: SHA-256 of `data`.
        list_id: The list it came with.
        data: A JPEG or PNG file.
    """

    __tablename__ = "pictures"

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(
        sa.ForeignKey(WatchList.list_id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    data: Mapped[bytes]


class QuarantineRow(WatchlistBase):
    """A row of a list's last edition that was not understood; see `models.watchlist.BadRow`.

    Attributes:
        list_id: The list it stands in.
        position: Counts from 0 in the order of the file.
        row: As a spreadsheet or an editor counts it.
        column: Column, element or property at fault.
        why: Key and values of the sentence.
        raw: The row as it stood, cut.
    """

    __tablename__ = "quarantine"
    __table_args__ = without_rowid()

    list_id: Mapped[int] = mapped_column(
        sa.ForeignKey(WatchList.list_id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row: Mapped[int]
    column: Mapped[str]
    why: Mapped[list[Any]] = mapped_column(sa.JSON)
    raw: Mapped[str]


class IndexSegment(WatchlistBase):
    """Postings that were written at once; never changed, only merged into another.

    Attributes:
        segment_id: Counts up.
        bits: A posting lies in the bucket that the first so many bits of its hash tell.
        postings: How many there are.
        persons: How many persons they lead to; more than live where some are gone.
    """

    __tablename__ = "index_segments"

    segment_id: Mapped[int] = mapped_column(primary_key=True)
    bits: Mapped[int]
    postings: Mapped[int]
    persons: Mapped[int]


class IndexBucket(WatchlistBase):
    """Postings whose hashes begin with the same bits; a bucket without any has no row.

    Attributes:
        bucket_id: `segment_id << BUCKET_BITS | number of the bucket`.
        postings: n hashes (uint32, ascending), n persons (uint32), n birth codes (uint16), little-endian.
    """

    __tablename__ = "index_buckets"

    bucket_id: Mapped[int] = mapped_column(primary_key=True)
    postings: Mapped[bytes]


class NamePart(WatchlistBase):
    """How many persons bear a part of a name.

    Attributes:
        part: As spelt, in capital Latin letters; with `~` before it a key under which parts are found.
        persons: At least 1.
    """

    __tablename__ = "name_parts"
    __table_args__ = without_rowid()

    part: Mapped[str] = mapped_column(primary_key=True)
    persons: Mapped[int]


class BirthCount(WatchlistBase):
    """How many persons were born in a year, or on its 1 January.

    Attributes:
        code: As `watchlist.index_keys.birth_code` makes it.
        persons: At least 1.
    """

    __tablename__ = "birth_counts"

    code: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    persons: Mapped[int]


class Meta(WatchlistBase):
    """What is known of the database itself, such as by which rules its keys were made."""

    __tablename__ = "meta"
    __table_args__ = without_rowid()

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
