"""Adding to the chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.people import Person
from models.tables.audit import AuditEntryRow

START = bytes(32)
"""What stands for the hash of the entry before the first."""


def record(
    session: Session,
    who: Person,
    act: str,
    *,
    now: datetime,
    subject: tuple[str, str] = ("", ""),
    purpose: str = "",
    second: Person | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Write one entry, in the transaction of what it tells of.

    Args:
        session: Of `Station.cases(writing=True)`: it reads the last entry before it writes the next.
        who: In whose name.
        act: What, as `case.decided`.
        now: What the clock says, timezone-aware.
        subject: Kind and number of the record it is about; empty where it is about none.
        purpose: Why.
        second: The second pair of eyes where the act needed one.
        details: JSON without personal data of travellers.

    Returns:
        The entry's number.
    """
    last = session.execute(
        sa.select(AuditEntryRow.number, AuditEntryRow.hash, AuditEntryRow.at)
        .order_by(AuditEntryRow.number.desc())
        .limit(1)
    ).one_or_none()
    now = now.astimezone(UTC)
    entry = AuditEntryRow(
        number=1 if last is None else last.number + 1,
        at=now if last is None else max(now, last.at),
        clock=now,
        person_id=who.person_id,
        act=act,
        subject_kind=subject[0],
        subject_id=subject[1],
        purpose=purpose,
        second_person_id="" if second is None else second.person_id,
        details=dict(details or {}),
        previous=START if last is None else last.hash,
    )
    entry.hash = digest(entry)
    session.add(entry)
    session.flush()
    return entry.number


def digest(entry: AuditEntryRow) -> bytes:
    """SHA-256 over the hash before and all that an entry says, as canonical JSON (sorted, no spaces)."""
    said = {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "clock": entry.clock.isoformat(),
        "person": entry.person_id,
        "act": entry.act,
        "subject": [entry.subject_kind, entry.subject_id],
        "purpose": entry.purpose,
        "second": entry.second_person_id,
        "details": entry.details,
    }
    text = json.dumps(said, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(entry.previous + text.encode("utf-8")).digest()
