"""How long each record is kept, and erasing what is due.

Rules of this module:

* a record goes on its review date (`KeepingRow.review_on`), within 24 hours, unless somebody renewed it or
  holds it (a complaint, a court), or a request about it is still open;
* an inspection goes whole: record, pictures and attachments with their keys, decisions, cases with every
  step, what of it waits to be sent or was sent, its terms, and the list of who received it. It stays while
  a case of it has terms of its own that are not over;
* false matches go after their last day, what was sent home a week after it was sent, requests a time after
  their answer, a correction not before the inspection that it corrects;
* erasing goes in small transactions, so that the desk stays quick; a purge that was cut short is taken up by
  the next;
* afterwards the files are scrubbed (`borderdesk.storage.scrubbing`). Until that was done the fact
  `purge.unscrubbed` stands, so that no crash between erasing and scrubbing leaves a trace for good;
* the audit tells how many records of which numbers went, never what they said;
* a clock that leapt far ahead erases nothing: by itself the purge runs only where the day follows on the last
  purge.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.audit.chain import record
from borderdesk.cases import erasing
from borderdesk.cases.erasing import FALSE_MATCH, INSPECTION, OUTBOX, REQUEST, Erased
from borderdesk.cases.keepings import HELD_BY_CASE
from borderdesk.storage import facts, scrubbing
from borderdesk.storage.station import Station
from models.case import CaseState
from models.errors import KnownError
from models.people import THE_DESK, Person
from models.tables.audit import AuditEntryRow, OutboxRow
from models.tables.cases import CaseRow, FalseMatchRow, InspectionRow
from models.tables.keeping import KeepingRow, RequestRow

LAST_DAY = "purge.last_day"
"""Fact: the last day on which a purge ran, ISO."""
UNSCRUBBED = "purge.unscrubbed"
"""Fact: the day since which something was erased and the files not scrubbed, ISO; False where they are."""
WITHOUT_TERMS = timedelta(days=365)
"""An inspection without terms is kept as long as schema 2 keeps what was there before it."""
CORRECTION = "correction"
SENT_IS_KEPT = timedelta(days=7)
"""So that a doubt about what arrived can be looked into."""
LARGEST_LEAP = timedelta(days=31)
"""A clock that leapt further than this since the last purge may be wrong: a person has to look first."""
_AT_ONCE = 10  # inspections a transaction: some 10 MB of pictures, 0.1 s
_SMALL_AT_ONCE = 1000
_BREATH = 0.02  # seconds between two transactions, in which others come to write


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose time is over.

    Attributes:
        kind: `inspection`, `false_match`, `outbox` or `request`.
        record_id: Which one.
    """

    kind: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge came to.

    Attributes:
        erased: How many of each kind.
        clean: Whether the files were scrubbed too; the next purge does it where not.
    """

    erased: Erased
    clean: bool


class KeepingError(KnownError):
    """The terms of a record cannot be changed like that."""


def due(session: Session, today: date) -> tuple[Due, ...]:
    """Every record whose time is over and which nothing holds.

    Args:
        session: Of `Station.cases`.
        today: The day at this border; a record goes on its review date.
    """
    return (
        *(Due(INSPECTION, each) for each in session.scalars(_due_inspections(today))),
        *(Due(FALSE_MATCH, str(each)) for each in session.scalars(_due_false_matches(today))),
        *(Due(OUTBOX, str(each)) for each in session.scalars(_due_outbox(today))),
        *(Due(REQUEST, str(each)) for each in session.scalars(_due_requests(today))),
    )


def purge(station: Station, today: date, who: Person, now: datetime, *, rewrite: bool = True) -> Purged:
    """Erase all that is due, then scrub the files. May be cut short at any time and run again.

    Args:
        station: Open.
        today: The day at this border.
        who: In whose name; `THE_DESK` where the program does it by itself.
        now: For the audit, timezone-aware.
        rewrite: False leaves writing the database anew to a later purge.

    Raises:
        StorageError: The disk is full, read-only or busy; what was erased before stays erased.
    """
    erased = Erased()
    while (part := _purge_some(station, today, who, now)) != Erased():
        erased += part
        time.sleep(_BREATH)
    with station.cases(writing=True) as session:
        facts.put(session, LAST_DAY, today.isoformat())
    return Purged(erased, finish(station, rewrite=rewrite))


def purge_if_due(station: Station, today: date, now: datetime) -> Purged | None:
    """The purge that runs by itself: at the start of the desk and every hour.

    Cheap where nothing is due. A database that takes long to be written anew is left for `purge`
    (`borderdesk purge`), which a person starts when the desk is quiet; `borderdesk.health` tells of it.

    Args:
        station: Open.
        today: The day at this border.
        now: For the audit, timezone-aware.

    Returns:
        None where there was nothing to do, or where the clock leapt so far that a person has to look first.

    Raises:
        StorageError: As `purge`.
    """
    with station.cases() as session:
        last = last_day(session)
        if last is not None and today - last > LARGEST_LEAP:
            return None
        unscrubbed = facts.get(session, UNSCRUBBED)
        ran_today = facts.get(session, LAST_DAY) == today.isoformat()
        anything = bool(due(session, today))
    small = scrubbing.is_small(station.home)
    if not anything and not (unscrubbed and small):
        if not ran_today:
            with station.cases(writing=True) as session:
                facts.put(session, LAST_DAY, today.isoformat())
        return None
    return purge(station, today, THE_DESK, now, rewrite=small)


def finish(station: Station, *, rewrite: bool = True) -> bool:
    """Scrub the files where something was erased since they last were.

    Returns:
        Whether nothing is left to scrub.

    Raises:
        StorageError: The disk is full, read-only or damaged.
    """
    with station.cases() as session:
        since = facts.get(session, UNSCRUBBED)
    if not since:
        return True
    if not (station.scrub(rewrite=rewrite) and rewrite):
        return False
    with station.cases(writing=True) as session:
        if facts.get(session, UNSCRUBBED) == since:
            facts.put(session, UNSCRUBBED, False)
    station.scrub(rewrite=False)  # that writing left a page in the WAL
    return True


def last_day(session: Session) -> date | None:
    """The last day that the station knows: of the last purge, else of the last act; None where it is new."""
    said = facts.get(session, LAST_DAY)
    if said:
        return date.fromisoformat(said)
    newest = session.scalar(sa.select(sa.func.max(AuditEntryRow.at)))
    newest = newest or session.scalar(sa.select(sa.func.max(InspectionRow.taken_at)))
    return None if newest is None else newest.date()


def erase_now(session: Session, inspection_id: str, now: datetime) -> Erased:
    """Erase one inspection whole, before its time, as a granted request asks; then call `finish`.

    Args:
        session: Of `Station.cases(writing=True)`.
        inspection_id: Which one.
        now: When, timezone-aware.

    Raises:
        KnownError: It is not stored (any more).
    """
    erased = erasing.erase_whole(session, inspection_id, now)
    _want_scrubbing(session, now.date())
    return erased


def terms(session: Session, kind: str, record_id: str) -> KeepingRow:
    """The terms of a record.

    Raises:
        KeepingError: No such record is kept.
    """
    row = session.get(KeepingRow, (kind, record_id))
    if row is None and kind == INSPECTION:
        taken_at = session.scalar(
            sa.select(InspectionRow.taken_at).where(InspectionRow.inspection_id == record_id)
        )
        if taken_at is not None:
            row = KeepingRow(
                kind=kind,
                record_id=record_id,
                owner="",
                purpose="border control",
                legal_basis="",
                review_on=(taken_at + WITHOUT_TERMS).date(),
                held="",
            )
            session.add(row)
            session.flush()
    if row is None:
        raise KeepingError("error.keeping.unknown", kind=kind, record=record_id)
    return row


def renew(
    session: Session, kind: str, record_id: str, until: date, reason: str, who: Person, *, now: datetime
) -> None:
    """Keep a record longer.

    Args:
        session: Of `Station.cases(writing=True)`.
        kind: As `inspection`.
        record_id: Which one.
        until: Its new review date, after the present one and after today.
        reason: Why; it stands in the audit and names no traveller.
        who: A supervisor.
        now: When, timezone-aware.

    Raises:
        KeepingError: No such record, no reason, or a day that is not later.
    """
    row, reason = terms(session, kind, record_id), _given(reason)
    if until <= max(row.review_on, now.date()):
        raise KeepingError("error.keeping.not_later", until=until, present=row.review_on)
    said = {"from": row.review_on.isoformat(), "until": until.isoformat()}
    row.review_on = until
    record(session, who, "keeping.renewed", now=now, subject=(kind, record_id), purpose=reason, details=said)


def hold(session: Session, kind: str, record_id: str, reason: str, who: Person, *, now: datetime) -> None:
    """Keep a record past its review date, until it is released; see `renew` for the arguments.

    Raises:
        KeepingError: No such record, or no reason.
    """
    row, reason = terms(session, kind, record_id), _given(reason)
    row.held = reason
    record(session, who, "keeping.held", now=now, subject=(kind, record_id), purpose=reason)


def release(session: Session, kind: str, record_id: str, reason: str, who: Person, *, now: datetime) -> None:
    """Let a held record go on its review date again, once its case is closed; see `renew` for the arguments.

    Raises:
        KeepingError: No such record, no reason, or nothing holds it.
    """
    row, reason = terms(session, kind, record_id), _given(reason)
    if not row.held:
        raise KeepingError("error.keeping.not_held", kind=kind, record=record_id)
    row.held = HELD_BY_CASE if _case_is_open(session, kind, record_id) else ""
    record(session, who, "keeping.released", now=now, subject=(kind, record_id), purpose=reason)


def _case_is_open(session: Session, kind: str, record_id: str) -> bool:
    is_open = sa.select(CaseRow.case_id).where(
        CaseRow.inspection_id == record_id, CaseRow.state != CaseState.CLOSED
    )
    return kind == INSPECTION and session.scalar(is_open.limit(1)) is not None


def _given(reason: str) -> str:
    if not reason.strip():
        raise KeepingError("error.keeping.no_reason")
    return reason.strip()


def _purge_some(station: Station, today: date, who: Person, now: datetime) -> Erased:
    """One transaction of a purge; nothing erased where nothing is due any more."""
    with station.cases(writing=True) as session:
        numbers = list(session.scalars(_due_inspections(today).limit(_AT_ONCE)))
        erased = Erased()
        for each in numbers:
            erased += erasing.erase_whole(session, each, now)
        if not numbers:
            erased += erasing.erase_false_matches(
                session, list(session.scalars(_due_false_matches(today).limit(_SMALL_AT_ONCE)))
            )
            erased += erasing.erase_outbox(
                session, list(session.scalars(_due_outbox(today).limit(_SMALL_AT_ONCE)))
            )
            erased += erasing.erase_requests(
                session, list(session.scalars(_due_requests(today).limit(_SMALL_AT_ONCE)))
            )
            erasing.forget_lost_terms(session)
        if erased != Erased():
            _want_scrubbing(session, today)
            counts = {each.name: getattr(erased, each.name) for each in fields(erased)}
            said = {
                "counts": {name: count for name, count in counts.items() if count},
                "inspections": numbers,
            }
            record(session, who, "records.purged", now=now, purpose="review date reached", details=said)
    return erased


def _want_scrubbing(session: Session, today: date) -> None:
    if not facts.get(session, UNSCRUBBED):
        facts.put(session, UNSCRUBBED, today.isoformat())


def _due_inspections(today: date) -> sa.Select[str]:
    terms = sa.orm.aliased(KeepingRow)
    of_case = sa.orm.aliased(KeepingRow)
    case_goes_on = (
        sa.select(CaseRow.case_id)
        .join(of_case, sa.and_(of_case.kind == "case", of_case.record_id == CaseRow.case_id))
        .where(CaseRow.inspection_id == InspectionRow.inspection_id)
        .where(sa.or_(of_case.review_on > today, of_case.held != ""))
    )
    asked_about = sa.select(RequestRow.request_id).where(
        RequestRow.inspection_id == InspectionRow.inspection_id, RequestRow.closed_at.is_(None)
    )
    without_terms_until = datetime(today.year, today.month, today.day, tzinfo=UTC) - WITHOUT_TERMS
    return (
        sa.select(InspectionRow.inspection_id)
        .outerjoin(terms, sa.and_(terms.kind == INSPECTION, terms.record_id == InspectionRow.inspection_id))
        .where(
            sa.or_(
                sa.and_(terms.review_on <= today, terms.held == ""),
                sa.and_(terms.record_id.is_(None), InspectionRow.taken_at <= without_terms_until),
            )
        )
        .where(~case_goes_on.exists(), ~asked_about.exists())
        .order_by(terms.review_on, InspectionRow.inspection_id)
    )


def _due_false_matches(today: date) -> sa.Select[int]:
    return (
        sa.select(FalseMatchRow.false_match_id)
        .where(FalseMatchRow.until < today, ~_held(FALSE_MATCH, FalseMatchRow.false_match_id).exists())
        .order_by(FalseMatchRow.false_match_id)
    )


def _due_outbox(today: date) -> sa.Select[int]:
    end = datetime(today.year, today.month, today.day, tzinfo=UTC) - SENT_IS_KEPT
    return sa.select(OutboxRow.sequence).where(OutboxRow.sent_at < end).order_by(OutboxRow.sequence)


def _due_requests(today: date) -> sa.Select[int]:
    over = sa.select(KeepingRow.record_id).where(
        KeepingRow.kind == REQUEST,
        KeepingRow.record_id == sa.cast(RequestRow.request_id, sa.String),
        KeepingRow.review_on <= today,
        KeepingRow.held == "",
    )
    return (
        sa.select(RequestRow.request_id)
        .where(RequestRow.closed_at.is_not(None), over.exists())
        .where(sa.or_(RequestRow.kind != CORRECTION, RequestRow.inspection_id == ""))
        .order_by(RequestRow.request_id)
    )


def _held(kind: str, number: sa.orm.InstrumentedAttribute[int]) -> sa.Select[str]:
    return sa.select(KeepingRow.record_id).where(
        KeepingRow.kind == kind,
        KeepingRow.record_id == sa.cast(number, sa.String),
        KeepingRow.held != "",
    )
