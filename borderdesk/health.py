"""How the desk is: disk, lists, clock, camera, what waits, what is overdue. Each in words, with what to do.

Looks only; writes nothing. The window and `borderdesk health` show the same findings.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.cases import alert_budget, check_counts, retention
from borderdesk.policy import Policy
from borderdesk.privacy import requests
from borderdesk.storage import facts
from borderdesk.storage.errors import WatchlistShutError
from borderdesk.storage.station import Station
from models.case import CaseState
from models.check import CheckStatus, Severity
from models.message import Message, message
from models.tables.audit import AuditEntryRow, OutboxRow
from models.tables.cases import CaseRow
from models.tables.keeping import KeepingRow
from models.watchlist import ListState
from resources import messages
from watchlist import store

_MIB = 1024 * 1024
DISK_BAD, DISK_WARN = 256 * _MIB, 2048 * _MIB
"""Free bytes: a day of 500 travellers with pictures takes some 500 MB."""
CLOCKS_DIFFER = timedelta(minutes=2)
QUEUE_WARN, QUEUE_BAD = timedelta(hours=24), timedelta(days=7)
BACKUP_WARN = timedelta(days=7)
CRASHES_COUNT = timedelta(days=30)
UNSCRUBBED_BAD = timedelta(days=7)
GOES_SOON = timedelta(days=7)
ALERTS_TELLING = 10
"""Fewer alerts may be chance."""
ALERTS_WARN = 2.0
"""Budgets."""
BACKED_UP = "station.backed_up"
"""The act in the audit that tells of a backup."""


class State(Enum):
    """How grave a finding is."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the health page.

    Attributes:
        about: `disk`, `lists`, `clock`, `camera`, `queue`, `cases`, `requests`, `erasing`, `backup`,
            `alerts`, `policy`, `checks` or `crashes`.
        state: How grave.
        sentence: What is.
        remedy: What to do; None where nothing.
    """

    about: str
    state: State
    sentence: Message
    remedy: Message | None


def look(
    station: Station, now: datetime, policy: Policy, *, crashes: Sequence[datetime] = (), cameras: int | None
) -> tuple[Finding, ...]:
    """Look at everything.

    Args:
        station: Open.
        now: What the clock says, timezone-aware.
        policy: For the age of lists.
        crashes: When programs of this desk crashed, timezone-aware.
        cameras: How many there are (`count_cameras`); None where that cannot be told.

    Raises:
        StorageError: A database cannot be read.
    """
    try:
        with station.watchlist() as session:
            lists = tuple(_lists(store.lists(session), policy, now))
    except WatchlistShutError as shut:
        lists = (Finding("lists", State.BAD, shut.message, shut.remedy),)
    with station.cases() as session:
        return (
            _disk(station.home),
            *lists,
            _clock(session, now),
            _camera(cameras),
            _queue(session, now),
            _cases(session, now),
            _requests(session, now),
            _erasing(session, now.date()),
            _backup(session, now),
            _alerts(session, now.date()),
            _policy(policy),
            *_checks(session, policy, now.date()),
            _crashes(crashes, now),
        )


def count_cameras() -> int | None:
    """How many cameras the system knows, without opening any; None where it cannot be told."""
    if sys.platform != "linux":
        return None
    return sum(1 for _ in Path("/dev").glob("video[0-9]*"))


def _disk(home: Path) -> Finding:
    free = shutil.disk_usage(home).free
    state = State.BAD if free < DISK_BAD else State.WARN if free < DISK_WARN else State.OK
    return _found("disk", state, "disk", megabytes=free // _MIB)


def _lists(lists: Sequence[ListState], policy: Policy, now: datetime) -> Iterator[Finding]:
    if not any(each.entries for each in lists):
        yield _found("lists", State.BAD, "lists_none")
    for each in lists:
        age = now - each.as_of
        values = {"list": each.name, "as_of": each.as_of.date().isoformat(), "days": max(age.days, 0)}
        if age < -CLOCKS_DIFFER:
            yield _found("lists", State.BAD, "list_future", **values)
        else:
            old, ageing = age > policy.fresh_for, age > policy.note_after
            yield _found("lists", State.BAD if old else State.WARN if ageing else State.OK, "list", **values)


def _clock(session: Session, now: datetime) -> Finding:
    last = session.execute(
        sa.select(AuditEntryRow.at, AuditEntryRow.clock).order_by(AuditEntryRow.number.desc()).limit(1)
    ).one_or_none()
    floor = now if last is None else last.at
    values = {"now": _moment(now), "floor": _moment(floor)}
    if now < floor - CLOCKS_DIFFER:
        return _found("clock", State.BAD, "clock_back", **values)
    before = retention.last_day(session)
    if before is not None and now.date() - before > retention.LARGEST_LEAP:
        return _found("clock", State.WARN, "clock_leapt", day=before, **values)
    return _found("clock", State.OK, "clock", **values)


def _camera(cameras: int | None) -> Finding:
    if cameras is None:
        return _found("camera", State.OK, "camera_unknown")
    return _found("camera", State.OK if cameras else State.WARN, "camera", count=cameras)


def _queue(session: Session, now: datetime) -> Finding:
    count, oldest = session.execute(
        sa.select(sa.func.count(), sa.func.min(OutboxRow.made_at)).where(OutboxRow.sent_at.is_(None))
    ).one()
    age = timedelta() if oldest is None else now - oldest
    state = State.BAD if age > QUEUE_BAD else State.WARN if age > QUEUE_WARN else State.OK
    return _found("queue", state, "queue", count=count, days=age.days)


def _cases(session: Session, now: datetime) -> Finding:
    is_open = CaseRow.state != CaseState.CLOSED
    count = session.scalar(sa.select(sa.func.count()).where(is_open)) or 0
    overdue = session.scalar(sa.select(sa.func.count()).where(is_open, CaseRow.review_by < now)) or 0
    soon = sa.select(sa.func.count(sa.distinct(CaseRow.inspection_id))).where(
        is_open,
        KeepingRow.kind == "inspection",
        KeepingRow.record_id == CaseRow.inspection_id,
        KeepingRow.held == "",
        KeepingRow.review_on <= now.date() + GOES_SOON,
    )
    goes = session.scalar(soon) or 0
    state = State.BAD if overdue else State.WARN if goes else State.OK
    key = "cases_overdue" if overdue else "cases_go" if goes else "cases"
    return _found("cases", state, key, count=count, overdue=overdue, goes=goes)


def _requests(session: Session, now: datetime) -> Finding:
    count, overdue = len(requests.open_requests(session)), len(requests.overdue(session, now))
    state = State.BAD if overdue else State.OK
    return _found("requests", state, "requests", count=count, overdue=overdue)


def _erasing(session: Session, today: date) -> Finding:
    late = len(retention.due(session, today - timedelta(days=1)))
    if late:
        return _found("erasing", State.BAD, "erasing_late", count=late)
    since = facts.get(session, retention.UNSCRUBBED)
    if since:
        bad = today - date.fromisoformat(since) > UNSCRUBBED_BAD
        return _found("erasing", State.BAD if bad else State.WARN, "erasing_traces", since=since)
    return _found("erasing", State.OK, "erasing")


def _backup(session: Session, now: datetime) -> Finding:
    last = session.scalar(sa.select(sa.func.max(AuditEntryRow.at)).where(AuditEntryRow.act == BACKED_UP))
    if last is None:
        return _found("backup", State.WARN, "backup_none")
    old = now - last > BACKUP_WARN
    return _found("backup", State.WARN if old else State.OK, "backup", at=_moment(last))


def _alerts(session: Session, today: date) -> Finding:
    traffic = alert_budget.read(session, today)
    travellers, alerts = traffic.measured()
    values = {"travellers": travellers, "alerts": alerts, "budget": str(traffic.budget)}
    too_many = alerts >= ALERTS_TELLING and alerts > ALERTS_WARN * traffic.budget.share * travellers
    return _found("alerts", State.WARN if too_many else State.OK, "alerts", **values)


def _policy(policy: Policy) -> Finding:
    if policy.trouble is None:
        return _found("policy", State.OK, "policy")
    return Finding("policy", State.BAD, policy.trouble, Message("health.remedy.policy"))


def _checks(session: Session, policy: Policy, today: date) -> Iterator[Finding]:
    """Checks that fail too often on the documents of one issuer, unless they are set aside for it."""
    told = False
    for each in check_counts.failing(session, today):
        failed = {"code": each.code, "issuer": each.issuer, "status": CheckStatus.FAILED.value}
        row = policy.row("check", {**failed, "severity": Severity.MAJOR.value}, today)
        values = {
            "issuer": each.issuer,
            "code": each.code,
            "failed": each.failed,
            "looked": each.looked,
            "week": each.week.isoformat(),
            "check": _title(each.code),
        }
        if row is not None and row.until is not None:
            yield _found("checks", State.OK, "check_set_aside", **values, until=row.until)
        else:
            yield _found("checks", State.WARN, "check_fails", **values)
        told = True
    if not told:
        yield _found("checks", State.OK, "checks")


def _title(code: str) -> str:
    """The name of a check; its code where it is one of an older program."""
    return messages.sentences("en").get(f"check.{code}.title", code)


def _crashes(crashes: Sequence[datetime], now: datetime) -> Finding:
    count = sum(1 for at in crashes if now - at < CRASHES_COUNT)
    return _found("crashes", State.WARN if count else State.OK, "crashes", count=count)


def _found(about: str, state: State, key: str, **values: object) -> Finding:
    sentence = message(f"health.{key}", **values)
    remedy = None if state is State.OK else Message(f"health.remedy.{key}", sentence.params)
    return Finding(about, state, sentence, remedy)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
