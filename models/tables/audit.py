"""Who did what, and why: an append-only chain, its signed checkpoints, and what goes home.

Triggers refuse every change of an entry and of a checkpoint. Entries name people and records by their
numbers and hold no personal data of travellers, so that the chain may outlive the records.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import UtcDateTime
from models.tables.cases import CasesBase

AUDIT_IS_FINAL = tuple(
    f"CREATE TRIGGER {table}_{word} BEFORE {act} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END"
    for table in ("audit_entries", "audit_checkpoints")
    for act, word in (("UPDATE", "are_not_changed"), ("DELETE", "are_not_deleted"))
)


class AuditEntryRow(CasesBase):
    """One act.

    Attributes:
        number: From 1, without gaps.
        at: When, never before the entry before it.
        clock: What the wall clock said; before `at` where it was set back.
        person_id: Who; empty for the program itself.
        act: What, as `case.decided`.
        subject_kind: Of what, as `inspection`; empty where it is about no record.
        subject_id: Which one.
        purpose: Why, in the person's words or by the act itself.
        second_person_id: The second pair of eyes; empty where none was needed.
        details: JSON without personal data of travellers.
        previous: Hash of the entry before; 32 zero bytes at the first.
        hash: SHA-256 over `previous` and all of the above in canonical JSON.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (sa.Index(None, "subject_kind", "subject_id"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    clock: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[str]
    act: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    purpose: Mapped[str]
    second_person_id: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    previous: Mapped[bytes]
    hash: Mapped[bytes]


class AuditCheckpointRow(CasesBase):
    """A head of the chain, signed by the station's key.

    Attributes:
        number: Of the last entry that it vouches for.
        head: Its hash.
        made_at: When.
        signature: Ed25519 over the checkpoint in canonical JSON.
    """

    __tablename__ = "audit_checkpoints"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    head: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signature: Mapped[bytes]


class FactRow(CasesBase):
    """What the station knows of itself, one value a name: its signing key, the monotonic floor, a setting.

    Attributes:
        name: As `clock.floor`.
        value: JSON.
    """

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(sa.JSON)


class OutboxRow(CasesBase):
    """What is to be sent home, written together with what it tells of.

    Attributes:
        sequence: In the order in which it happened; never used twice.
        kind: As `case.opened`.
        subject_kind: Of what record.
        subject_id: Which one.
        made_at: When.
        payload: JSON; what is sent.
        sent_at: None while it waits.
    """

    __tablename__ = "outbox"
    __table_args__ = (sa.Index(None, "sent_at"), {"sqlite_autoincrement": True})

    sequence: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@sa.event.listens_for(AuditCheckpointRow.__table__, "after_create")
def _make_audit_final(table: sa.Table, connection: sa.Connection, **_: object) -> None:
    for trigger in AUDIT_IS_FINAL:
        connection.exec_driver_sql(trigger)
