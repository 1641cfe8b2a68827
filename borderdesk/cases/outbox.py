"""What is to be sent home, written in the transaction of what it tells of, and kept until it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.tables.audit import OutboxRow


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One thing to be sent; the moment is UTC."""

    sequence: int
    kind: str
    subject: tuple[str, str]
    made_at: datetime
    payload: Mapping[str, Any]


def put(
    session: Session, kind: str, subject: tuple[str, str], payload: Mapping[str, Any], *, now: datetime
) -> None:
    """Put something in, to be sent when there is a link.

    Args:
        session: Of `Station.cases`.
        kind: As `case.opened`.
        subject: Kind and number of the record.
        payload: JSON; never a picture, and nothing about a traveller who was not flagged.
        now: Timezone-aware.
    """
    session.add(
        OutboxRow(
            kind=kind,
            subject_kind=subject[0],
            subject_id=subject[1],
            made_at=now,
            payload=dict(payload),
            sent_at=None,
        )
    )
    session.flush()


def waiting(session: Session, limit: int = 100) -> tuple[Outgoing, ...]:
    """What was not sent yet, in the order in which it happened."""
    rows = session.scalars(
        sa.select(OutboxRow).where(OutboxRow.sent_at.is_(None)).order_by(OutboxRow.sequence).limit(limit)
    )
    return tuple(
        Outgoing(row.sequence, row.kind, (row.subject_kind, row.subject_id), row.made_at, row.payload)
        for row in rows
    )


def count_waiting(session: Session) -> int:
    """How much was not sent yet."""
    return session.scalar(sa.select(sa.func.count()).where(OutboxRow.sent_at.is_(None))) or 0


def mark_sent(session: Session, sequences: Iterable[int], *, now: datetime) -> None:
    """Write down that something arrived; what it told is not kept here any longer than that takes.

    Args:
        session: Of `Station.cases`.
        sequences: Numbers of what was acknowledged.
        now: Timezone-aware.
    """
    session.execute(
        sa.update(OutboxRow)
        .where(OutboxRow.sequence.in_(list(sequences)), OutboxRow.sent_at.is_(None))
        .values(sent_at=now, payload={})
    )
