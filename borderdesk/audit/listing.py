"""Looking into the chain: what was done to a record, or by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.tables.audit import AuditEntryRow


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act, as `models.tables.audit.AuditEntryRow` keeps it; moments are UTC."""

    number: int
    at: datetime
    clock: datetime
    person_id: str
    act: str
    subject: tuple[str, str]
    purpose: str
    second_person_id: str
    details: Mapping[str, Any]


def listed(
    session: Session,
    *,
    subject: tuple[str, str] | None = None,
    person_id: str | None = None,
    act: str = "",
    limit: int = 100,
) -> tuple[AuditEntry, ...]:
    """Entries of the chain, newest first.

    Args:
        session: Of `Station.cases`.
        subject: Kind and number of the record; any where None. An empty number means every record of a kind.
        person_id: Who acted or stood by as the second; empty for the program itself, any where None.
        act: Only acts that begin so, as `case.`; any where empty.
        limit: At most so many.
    """
    row = AuditEntryRow
    query = sa.select(row).order_by(row.number.desc()).limit(limit)
    if subject is not None:
        query = query.where(row.subject_kind == subject[0])
        if subject[1]:
            query = query.where(row.subject_id == subject[1])
    if person_id is not None:
        second = row.second_person_id == person_id
        query = query.where(sa.or_(row.person_id == person_id, second) if person_id else row.person_id == "")
    if act:
        query = query.where(row.act.startswith(act, autoescape=True))
    return tuple(
        AuditEntry(
            number=each.number,
            at=each.at,
            clock=each.clock,
            person_id=each.person_id,
            act=each.act,
            subject=(each.subject_kind, each.subject_id),
            purpose=each.purpose,
            second_person_id=each.second_person_id,
            details=each.details,
        )
        for each in session.scalars(query)
    )
