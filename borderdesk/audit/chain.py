"""Adding to the chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from borderdesk.audit import signing
from borderdesk.audit.entries import START, append, digest, last
from models.people import THE_DESK, Person

__all__ = ["SET_BACK", "START", "digest", "record"]

SET_BACK = "clock.set_back"
NOTICED = timedelta(seconds=30)
"""Two jobs may ask the clock in one order and write in the other; a writer waits 10 s for another at most
(`storage.engine.BUSY_MILLISECONDS`). Only beyond this was the clock set back."""


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

    Where the clock was set back since the last entry, an entry that says so goes before it. Every hundred
    entries the head is signed (`signing.checkpoint_if_due`).

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

    Raises:
        ValueError: `now` has no time zone.
    """
    if now.utcoffset() is None:
        raise ValueError("now must be timezone-aware")
    before = last(session)
    if before is not None and (back := before.clock - now.astimezone(UTC)) > NOTICED:
        append(session, THE_DESK, SET_BACK, now=now, details={"seconds": round(back.total_seconds())})
    entry = append(
        session, who, act, now=now, subject=subject, purpose=purpose, second=second, details=details
    )
    number = entry.number
    signing.checkpoint_if_due(session, now)
    return number
