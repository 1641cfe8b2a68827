"""Reported documents in `watchlist.db`: made for ten million on a slow disk.

* A number of up to nine characters and its issuer are one number in base 37 (`watchlist.document_keys`), and
  the table is clustered on it (SQLite's WITHOUT ROWID): a look-up touches one tree, and every issuer's
  document of one number lies side by side.
* Whatever many documents share (kind, loss, what their owner asks for and until when) stands once, in
  `document_terms`; what few have (a holder's name, a remark) stands apart, in `document_details`.
* An entry numbered `STATE/NUMBER` and without details needs neither entry number nor list: 18 bytes.
* Other entry numbers, longer numbers and ranges of blanks have tables of their own.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import without_rowid
from models.tables.watchlist import WatchList, WatchlistBase


def _of_list() -> sa.ForeignKey:
    return sa.ForeignKey(WatchList.list_id, ondelete="CASCADE")


def _of_terms() -> sa.ForeignKey:
    return sa.ForeignKey("document_terms.terms_id", ondelete="CASCADE")


class DocumentTerms(WatchlistBase):
    """What many documents of one list share.

    Attributes:
        terms_id: Small number that stands for it.
        list_id: The list; terms go with it.
        body: JSON, keys sorted, what is as usual left out: `code`, `loss`, and the mandate without its note.
    """

    __tablename__ = "document_terms"
    __table_args__ = (sa.UniqueConstraint("list_id", "body"),)

    terms_id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(_of_list())
    body: Mapped[str]


class ShortDocument(WatchlistBase):
    """A document whose number has at most nine characters, whose entry is numbered `STATE/NUMBER`, and of
    which there is nothing else to say; several lists may report the same one, each once.

    Attributes:
        key: Number and issuer in base 37.
        terms_id: What it shares with others; of which list it is stands there.
        reported: Day of the report, counted from 1 January 1970; NULL where it is not known.
    """

    __tablename__ = "short_documents"
    __table_args__ = without_rowid()

    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    terms_id: Mapped[int] = mapped_column(_of_terms(), primary_key=True, autoincrement=False)
    reported: Mapped[int | None]


class NumberedDocument(WatchlistBase):
    """A document whose number has at most nine characters, with an entry number of its owner's own."""

    __tablename__ = "numbered_documents"
    __table_args__ = without_rowid(sa.UniqueConstraint("list_id", "entry_id"))

    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    list_id: Mapped[int] = mapped_column(_of_list(), primary_key=True, autoincrement=False)
    entry_id: Mapped[str] = mapped_column(primary_key=True)
    terms_id: Mapped[int]
    reported: Mapped[int | None]


class LongDocument(WatchlistBase):
    """A document whose number is longer, or holds what base 37 does not."""

    __tablename__ = "long_documents"
    __table_args__ = without_rowid(sa.UniqueConstraint("list_id", "entry_id"))

    number: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(_of_list(), primary_key=True, autoincrement=False)
    entry_id: Mapped[str] = mapped_column(primary_key=True)
    terms_id: Mapped[int]
    reported: Mapped[int | None]


class DocumentRange(WatchlistBase):
    """Numbers in a row of one issuer and one length.

    Attributes:
        state: Who issued them.
        length: Characters of each number.
        span: A power of 16 that so many numbers fit into; bounds how far below a number a range that holds
            it can begin, so that one is found without walking along all.
        first: The lowest number.
        last: The highest, as long.
    """

    __tablename__ = "document_ranges"
    __table_args__ = without_rowid(sa.UniqueConstraint("list_id", "entry_id"))

    state: Mapped[str] = mapped_column(primary_key=True)
    length: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    span: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[str] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(_of_list(), primary_key=True, autoincrement=False)
    entry_id: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[str]
    terms_id: Mapped[int]
    reported: Mapped[int | None]


class DocumentDetail(WatchlistBase):
    """What an entry says that few others do; body is JSON with `holder`, `note`."""

    __tablename__ = "document_details"
    __table_args__ = without_rowid()

    list_id: Mapped[int] = mapped_column(_of_list(), primary_key=True, autoincrement=False)
    entry_id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]
