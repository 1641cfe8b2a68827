"""What an entry of the chain is: its hash, and how one is put after the last."""

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


def canonical(value: Mapping[str, Any]) -> bytes:
    """JSON in the one form that is hashed and signed: sorted, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "é"}).decode()
    '{"a":"é","b":1}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest(entry: AuditEntryRow) -> bytes:
    """SHA-256 over the hash before and all that an entry says, as canonical JSON."""
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
    return hashlib.sha256(entry.previous + canonical(said)).digest()


def last(session: Session) -> AuditEntryRow | None:
    """The newest entry, None in an empty chain."""
    return session.scalar(sa.select(AuditEntryRow).order_by(AuditEntryRow.number.desc()).limit(1))


def append(
    session: Session,
    who: Person,
    act: str,
    *,
    now: datetime,
    subject: tuple[str, str] = ("", ""),
    purpose: str = "",
    second: Person | None = None,
    details: Mapping[str, Any] | None = None,
) -> AuditEntryRow:
    """Put one entry after the last; see `borderdesk.audit.chain.record`, which everybody else calls."""
    before = last(session)
    now = now.astimezone(UTC)
    entry = AuditEntryRow(
        number=1 if before is None else before.number + 1,
        at=now if before is None else max(now, before.at),
        clock=now,
        person_id=who.person_id,
        act=act,
        subject_kind=subject[0],
        subject_id=subject[1],
        purpose=purpose,
        second_person_id="" if second is None else second.person_id,
        details=dict(details or {}),
        previous=START if before is None else before.hash,
    )
    entry.hash = digest(entry)
    session.add(entry)
    session.flush()
    return entry
