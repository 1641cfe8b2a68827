"""What is known of a breach, as a text for the supervisory authority, due 72 hours after it was noticed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.privacy import requests
from borderdesk.privacy.requests import Request, RequestError
from borderdesk.privacy.terms import RequestKind
from models.message import message
from models.tables.audit import AuditEntryRow, OutboxRow
from models.tables.cases import CaseRow, FalseMatchRow, InspectionRow, PictureRow
from models.tables.people import PersonRow
from watchlist import store

_COUNTED = (
    ("inspections", InspectionRow),
    ("pictures", PictureRow),
    ("cases", CaseRow),
    ("false_matches", FalseMatchRow),
    ("people", PersonRow),
)


def breach_report(
    cases: Session, watchlist: Session, number: int, *, station: str, now: datetime
) -> tuple[str, ...]:
    """The lines of the report; what nobody can know from here is left to be filled in.

    Args:
        cases: Of `Station.cases`.
        watchlist: Of `Station.watchlist`.
        number: Of the breach, as `requests.take` gave it.
        station: The station's name.
        now: When the report is made, timezone-aware.

    Raises:
        RequestError: There is no breach of that number.
    """
    breach = requests.one(cases, number)
    if breach.kind is not RequestKind.BREACH:
        raise RequestError("error.request.unknown", number=number)
    return (
        _said("title", number=number, station=station),
        _said("made", at=_moment(now)),
        _said("noticed", at=_moment(breach.made_at)),
        _said("due", at=_moment(breach.due_at)),
        _said("about", about=breach.about),
        *_what_was_here(cases, watchlist),
        _said("protection"),
        *_acts_before(cases, breach),
        _said("to_add"),
        *([_said("outcome", outcome=breach.outcome)] if breach.outcome else []),
    )


def _what_was_here(cases: Session, watchlist: Session) -> tuple[str, ...]:
    counted = {
        name: cases.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for name, table in _COUNTED
    }
    oldest, newest = cases.execute(
        sa.select(sa.func.min(InspectionRow.taken_at), sa.func.max(InspectionRow.taken_at))
    ).one()
    waiting = cases.scalar(
        sa.select(sa.func.count()).select_from(OutboxRow).where(OutboxRow.sent_at.is_(None))
    )
    span = () if oldest is None else (_said("span", oldest=_moment(oldest), newest=_moment(newest)),)
    lists = tuple(
        _said("list", list=each.name, owner=each.owner, sequence=each.sequence, entries=each.entries)
        for each in store.lists(watchlist)
    )
    return (_said("held", **counted), *span, _said("waiting", count=waiting or 0), *lists)


def _acts_before(cases: Session, breach: Request) -> tuple[str, ...]:
    last = cases.execute(
        sa.select(AuditEntryRow.number, AuditEntryRow.at)
        .where(AuditEntryRow.at < breach.made_at)
        .order_by(AuditEntryRow.number.desc())
        .limit(1)
    ).one_or_none()
    return () if last is None else (_said("last_act", number=last.number, at=_moment(last.at)),)


def _said(key: str, **values: object) -> str:
    return message(f"breach.{key}", **values).text()


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M %Z}"
