"""Why each record is kept, until when, and who else has it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import UtcDateTime
from models.tables.cases import CasesBase


class KeepingRow(CasesBase):
    """The terms on which one record is kept.

    Attributes:
        kind: Of the record, as `inspection`.
        record_id: Which one.
        owner: The authority that answers for it.
        purpose: What it is kept for.
        legal_basis: The rule that allows it.
        review_on: The day on which it goes, unless somebody renews it.
        held: Why it must stay past that day (a complaint, a court); empty where nothing holds it.
    """

    __tablename__ = "keepings"
    __table_args__ = (sa.Index(None, "review_on"),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    purpose: Mapped[str]
    legal_basis: Mapped[str]
    review_on: Mapped[date]
    held: Mapped[str]


class DisclosureRow(CasesBase):
    """Who received a record.

    Attributes:
        disclosure_id: In order; never used twice.
        kind: Of the record.
        record_id: Which one.
        recipient: Who received it.
        legal_basis: The rule that allows it.
        person_id: Who sent it; empty for the program itself.
        at: When.
    """

    __tablename__ = "disclosures"
    __table_args__ = (sa.Index(None, "kind", "record_id"), {"sqlite_autoincrement": True})

    disclosure_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    record_id: Mapped[str]
    recipient: Mapped[str]
    legal_basis: Mapped[str]
    person_id: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RequestRow(CasesBase):
    """What a traveller asked for, or a breach that was noticed, until it is answered.

    Attributes:
        request_id: In order; never used twice.
        kind: `access`, `correction`, `erasure`, `complaint` or `breach`.
        about: What it is about, in words.
        inspection_id: The inspection it is about; empty where it is about none or it was erased.
        made_at: When.
        due_on: When it must be answered.
        person_id: Who took it down.
        outcome: How it was answered; empty while open.
        closed_at: When.
        closed_by: Who answered it; empty while open.
    """

    __tablename__ = "requests"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody writes it

    request_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    about: Mapped[str]
    inspection_id: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]
    person_id: Mapped[str]
    outcome: Mapped[str]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str]
