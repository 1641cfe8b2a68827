"""For each record the list of all who received it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.people import Person
from models.tables.keeping import DisclosureRow


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One handing over.

    Attributes:
        recipient: Who received it.
        legal_basis: The rule that allows it.
        person_id: Who sent it; empty for the program itself.
        at: When, UTC.
    """

    recipient: str
    legal_basis: str
    person_id: str
    at: datetime


def record(
    session: Session, kind: str, record_id: str, recipient: str, legal_basis: str, who: Person, now: datetime
) -> None:
    """Write down that somebody received a record; to be called by whatever hands one on.

    Args:
        session: Of `Station.cases`, in the transaction of the handing over.
        kind: Of the record, as `inspection`.
        record_id: Which one.
        recipient: An authority or a role, such as `the traveller`.
        legal_basis: The rule that allows it.
        who: Who hands it on.
        now: When, timezone-aware.
    """
    session.add(
        DisclosureRow(
            kind=kind,
            record_id=record_id,
            recipient=recipient,
            legal_basis=legal_basis,
            person_id=who.person_id,
            at=now,
        )
    )
    session.flush()


def of(session: Session, kind: str, record_id: str) -> tuple[Disclosure, ...]:
    """All who received a record, in the order in which they did."""
    rows = session.scalars(
        sa.select(DisclosureRow)
        .where(DisclosureRow.kind == kind, DisclosureRow.record_id == record_id)
        .order_by(DisclosureRow.disclosure_id)
    )
    return tuple(Disclosure(row.recipient, row.legal_basis, row.person_id, row.at) for row in rows)
