"""What travellers ask for, and breaches, from the day they are made until they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.audit.chain import record
from borderdesk.cases import retention
from borderdesk.cases.erasing import INSPECTION, REQUEST, Erased
from borderdesk.privacy.terms import RequestKind, RequestTerms
from models.case import CaseEventKind
from models.errors import KnownError
from models.people import Person
from models.tables.cases import CaseEventRow, CaseRow, InspectionRow
from models.tables.keeping import KeepingRow, RequestRow

_BREACH_HOURS_A_DAY = 24
_NOTE = "correction"


class RequestError(KnownError):
    """A request cannot be taken or answered like that."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it stands.

    Attributes:
        number: In the order in which they were made.
        kind: What is asked for.
        about: In words.
        inspection_id: The inspection it is about; empty where it is about none, or it was erased.
        made_at: When, UTC.
        due_at: The moment by which it must be answered, UTC: the end of its day, for a breach the hour.
        outcome: How it was answered; empty while open.
        closed_at: When, UTC; None while open.
    """

    number: int
    kind: RequestKind
    about: str
    inspection_id: str
    made_at: datetime
    due_at: datetime
    outcome: str
    closed_at: datetime | None


def take(
    session: Session,
    kind: RequestKind,
    about: str,
    who: Person,
    terms: Mapping[RequestKind, RequestTerms],
    *,
    now: datetime,
    inspection_id: str = "",
) -> Request:
    """Take down what somebody asks for, or a breach. A complaint holds the inspection it is about.

    Args:
        session: Of `Station.cases(writing=True)`.
        kind: What is asked for.
        about: In words; kept with the request, not in the audit.
        who: Who takes it down.
        terms: `borderdesk.privacy.terms.load`.
        now: When, timezone-aware.
        inspection_id: The inspection it is about, where that is known.

    Raises:
        RequestError: Nothing is said, or there is no such inspection.
    """
    if not about.strip():
        raise RequestError("error.request.no_words")
    if inspection_id and session.get(InspectionRow, inspection_id) is None:
        raise KnownError("error.inspection.unknown", inspection=inspection_id)
    term = terms[kind]
    row = RequestRow(
        kind=kind.value,
        about=about.strip(),
        inspection_id=inspection_id,
        made_at=now,
        due_on=now.date() + timedelta(days=term.due_days),
        person_id=who.person_id,
        outcome="",
        closed_at=None,
        closed_by="",
    )
    session.add(row)
    session.flush()
    session.add(
        KeepingRow(
            kind=REQUEST,
            record_id=str(row.request_id),
            owner=term.owner,
            purpose=term.purpose,
            legal_basis=term.legal_basis,
            review_on=row.due_on + timedelta(days=term.kept_days),
            held="",
        )
    )
    details = {"kind": kind.value, "due_on": row.due_on.isoformat(), "inspection": inspection_id}
    subject = (REQUEST, str(row.request_id))
    record(session, who, "request.taken", now=now, subject=subject, details=details)
    if kind is RequestKind.COMPLAINT and inspection_id:
        kept = retention.terms(session, INSPECTION, inspection_id)
        if not kept.held:
            retention.hold(session, INSPECTION, inspection_id, _complaint(row.request_id), who, now=now)
    return _request(row)


def answer(
    session: Session,
    number: int,
    outcome: str,
    who: Person,
    terms: Mapping[RequestKind, RequestTerms],
    *,
    now: datetime,
    granted: bool = False,
) -> Erased | None:
    """Answer a request.

    A granted erasure erases its inspection at once, with the words of the request; `retention.finish` then
    scrubs the files. A granted correction becomes a note in the inspection's case, where it has one; where it
    has none the request itself is the note, and stays as long as the inspection. An answered complaint lets
    go of what it held.

    Args:
        session: Of `Station.cases(writing=True)`.
        number: Of the request.
        outcome: How it is answered, in words.
        who: Who answers it.
        terms: `borderdesk.privacy.terms.load`.
        now: When, timezone-aware.
        granted: Whether what was asked for is given.

    Returns:
        What was erased; None where nothing was.

    Raises:
        RequestError: No such open request, no words, or an erasure of nothing or of what is held.
    """
    row = session.get(RequestRow, number)
    if row is None or row.closed_at is not None:
        raise RequestError("error.request.unknown", number=number)
    if not outcome.strip():
        raise RequestError("error.request.no_outcome")
    kind, inspection_id = RequestKind(row.kind), row.inspection_id
    row.outcome, row.closed_at, row.closed_by = outcome.strip(), now, who.person_id
    kept = session.get_one(KeepingRow, (REQUEST, str(number)))
    kept.review_on = now.date() + timedelta(days=terms[kind].kept_days)
    erased = None
    if granted and kind is RequestKind.ERASURE:
        erased = _erase(session, row, now)
    elif granted and kind is RequestKind.CORRECTION:
        _note_in_case(session, row, who, now)
    elif kind is RequestKind.COMPLAINT and inspection_id:
        held = retention.terms(session, INSPECTION, inspection_id)
        if held.held == _complaint(number):
            retention.release(session, INSPECTION, inspection_id, "complaint answered", who, now=now)
    details = {"kind": kind.value, "granted": granted, "inspection": inspection_id}
    subject = (REQUEST, str(number))
    record(session, who, "request.answered", now=now, subject=subject, details=details)
    return erased


def open_requests(session: Session) -> tuple[Request, ...]:
    """What waits for an answer, the most urgent first."""
    rows = session.scalars(
        sa.select(RequestRow)
        .where(RequestRow.closed_at.is_(None))
        .order_by(RequestRow.due_on, RequestRow.request_id)
    )
    return tuple(_request(row) for row in rows)


def overdue(session: Session, now: datetime) -> tuple[Request, ...]:
    """What should have been answered by now.

    Args:
        session: Of `Station.cases`.
        now: Timezone-aware.
    """
    return tuple(each for each in open_requests(session) if each.due_at < now)


def about_inspection(session: Session, inspection_id: str) -> tuple[Request, ...]:
    """All requests about one inspection, corrections among them."""
    rows = session.scalars(
        sa.select(RequestRow).where(RequestRow.inspection_id == inspection_id).order_by(RequestRow.request_id)
    )
    return tuple(_request(row) for row in rows)


def one(session: Session, number: int) -> Request:
    """One request.

    Raises:
        RequestError: There is none of that number.
    """
    row = session.get(RequestRow, number)
    if row is None:
        raise RequestError("error.request.unknown", number=number)
    return _request(row)


def _erase(session: Session, row: RequestRow, now: datetime) -> Erased:
    if not row.inspection_id:
        raise RequestError("error.request.nothing_to_erase", number=row.request_id)
    held = retention.terms(session, INSPECTION, row.inspection_id).held
    if held:
        raise RequestError("error.request.held", number=row.request_id, reason=held)
    row.about = ""
    session.flush()
    return retention.erase_now(session, row.inspection_id, now)


def _note_in_case(session: Session, row: RequestRow, who: Person, now: datetime) -> None:
    cases = session.scalars(sa.select(CaseRow.case_id).where(CaseRow.inspection_id == row.inspection_id))
    for case_id in cases if row.inspection_id else ():
        session.add(
            CaseEventRow(
                case_id=case_id,
                kind=CaseEventKind.NOTED,
                at=now,
                person_id=who.person_id,
                second_person_id="",
                text=row.outcome,
                details={_NOTE: row.request_id},
            )
        )
    session.flush()


def _complaint(number: int) -> str:
    return f"complaint {number}"


def _request(row: RequestRow) -> Request:
    kind = RequestKind(row.kind)
    if kind is RequestKind.BREACH:
        due_at = row.made_at + timedelta(hours=_BREACH_HOURS_A_DAY * (row.due_on - row.made_at.date()).days)
    else:
        due_at = _end_of(row.due_on, row.made_at)
    return Request(
        row.request_id, kind, row.about, row.inspection_id, row.made_at, due_at, row.outcome, row.closed_at
    )


def _end_of(day: date, like: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=like.tzinfo) + timedelta(days=1)
