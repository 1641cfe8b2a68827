"""Cases: what was flagged, until people have settled it.

    open -> assigned -> decided -> closed
              ^           |
              +-returned--+

* An officer decides, with a reason. Somebody else confirms the decision or returns it; never the one who took
  it. Only what was confirmed is closed.
* A lone officer may let a traveller go provisionally; somebody else must look at it within 24 hours.
* Every step is an event that is never changed, and an entry of the audit, in one transaction. What people
  wrote stands in the event, which goes with the case; the audit keeps who, when and which step.

Who may take which step is asked by the caller (`borderdesk.access.permissions`); that two pairs of eyes are
those of two people is seen to here. Every function wants a session of `Station.cases(writing=True)`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.audit.chain import record
from borderdesk.cases import inspections, keepings, outbox
from borderdesk.cases.sealed import attachment_name, seal
from borderdesk.cases.stored import Decision
from borderdesk.cases.terms import CASE, INSPECTION, Term, Terms
from models.case import CaseEventKind, CaseState
from models.errors import KnownError
from models.people import Person
from models.tables.cases import AttachmentRow, CaseEventRow, CaseRow, InspectionRow, PictureKeyRow
from models.verdict import Advice

REVIEW_WITHIN = timedelta(hours=24)
LARGEST_ATTACHMENT = 32 * 1024 * 1024
_DECIDING = (CaseEventKind.DECIDED, CaseEventKind.RELEASED)


class CaseError(KnownError):
    """A step that a case cannot take."""


def open_case(
    session: Session,
    inspection_id: str,
    who: Person,
    *,
    now: datetime,
    today: date,
    terms: Terms,
    hits: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Open a case for an inspection that is stored, keep both on the terms of a flagged one, tell home.

    Args:
        session: Of `Station.cases(writing=True)`.
        inspection_id: What was flagged.
        who: Who opens it; the desk itself where its advice does.
        now: Timezone-aware.
        today: The day at this border.
        terms: On which they are kept.
        hits: What the watchlist said, as `false_matches.seen` puts it.

    Returns:
        The case's number, 32 hexadecimal digits.

    Raises:
        KnownError: The inspection is not stored (any more).
    """
    inspection = session.get(InspectionRow, inspection_id)
    if inspection is None:
        raise KnownError("error.inspection.unknown", inspection=inspection_id)
    case = CaseRow(
        case_id=uuid.uuid4().hex,
        inspection_id=inspection_id,
        state=CaseState.OPEN,
        opened_at=now,
        opened_by=who.person_id,
        assigned_to="",
        review_by=None,
    )
    session.add(case)
    session.flush()
    step(session, case, CaseEventKind.OPENED, who, now=now, kept={"hits": [dict(hit) for hit in hits]})
    term = _term(inspection, terms)
    keepings.write(session, inspection_id, term, terms.owner, term.review_on(today))
    keepings.write(session, case.case_id, terms.of(CASE), terms.owner, term.review_on(today))
    keepings.hold(session, INSPECTION, inspection_id)
    keepings.hold(session, CASE, case.case_id)
    outbox.put(session, "case.opened", (CASE, case.case_id), _told_home(case, inspection), now=now)
    return case.case_id


def assign(session: Session, case_id: str, who: Person, to: Person, *, now: datetime) -> None:
    """Give a case to somebody.

    Raises:
        CaseError: It is unknown, or decided or closed already.
    """
    case = case_row(session, case_id)
    if case.state not in (CaseState.OPEN, CaseState.ASSIGNED):
        raise CaseError("error.case.decided")
    case.state, case.assigned_to = CaseState.ASSIGNED, to.person_id
    step(session, case, CaseEventKind.ASSIGNED, who, now=now, told={"to": to.person_id})


def note(session: Session, case_id: str, who: Person, text: str, *, now: datetime) -> None:
    """Write something down in a case.

    Raises:
        CaseError: It is unknown or closed, or there is no text.
    """
    case = case_row(session, case_id)
    step(session, case, CaseEventKind.NOTED, who, now=now, text=_words(text))


def attach(
    session: Session, case_id: str, who: Person, name: str, media_type: str, data: bytes, *, now: datetime
) -> str:
    """Put a file into a case, sealed by a key of its own.

    Args:
        session: Of `Station.cases(writing=True)`.
        case_id: Which case.
        who: Who attaches it.
        name: File name as the officer knows it.
        media_type: What it is, as `image/jpeg`.
        data: The file, at most 32 MiB.
        now: Timezone-aware.

    Returns:
        The attachment's number, 32 hexadecimal digits.

    Raises:
        CaseError: The case is unknown or closed, or the file is too large.
    """
    if len(data) > LARGEST_ATTACHMENT:
        raise CaseError("error.case.large", name=name, most=LARGEST_ATTACHMENT // 1024 // 1024)
    case, attachment_id = case_row(session, case_id), uuid.uuid4().hex
    step(session, case, CaseEventKind.ATTACHED, who, now=now, told={"attachment": attachment_id})
    sealed, key = seal(attachment_name(attachment_id), data)
    session.add(PictureKeyRow(sealed_id=attachment_name(attachment_id), key=key))
    session.add(
        AttachmentRow(
            attachment_id=attachment_id, case_id=case_id, name=name, media_type=media_type, data=sealed
        )
    )
    session.flush()
    return attachment_id


def decide(
    session: Session, case_id: str, who: Person, decision: Decision, reason: str, *, now: datetime
) -> None:
    """Decide a case; the decision stands beside the inspection as well. A later one may follow it.

    Raises:
        CaseError: The case is unknown or closed, or there is no reason.
    """
    case = case_row(session, case_id)
    words = _words(reason)
    inspections.decide(session, case.inspection_id, decision, words, who.full_name, now)
    decided(session, case, who, decision, words, now=now)


def decided(
    session: Session, case: CaseRow, who: Person, decision: Decision, reason: str, *, now: datetime
) -> None:
    """Move a case on by a decision that was written beside its inspection.

    Raises:
        CaseError: The case is closed.
    """
    said = {"decision": decision.value}
    case.state = case.state if case.state is CaseState.CLOSED else CaseState.DECIDED
    step(session, case, CaseEventKind.DECIDED, who, now=now, text=reason, told=said)
    outbox.put(session, "case.decided", (CASE, case.case_id), {"case": case.case_id, **said}, now=now)


def release(session: Session, case_id: str, who: Person, reason: str, *, now: datetime) -> datetime:
    """Let a traveller go although nobody else could look: a lone officer's word until somebody has.

    Returns:
        When somebody else must have confirmed or returned it.

    Raises:
        CaseError: The case is unknown or closed, or there is no reason.
    """
    case = case_row(session, case_id)
    words = _words(reason)
    review_by = now + REVIEW_WITHIN if case.review_by is None else min(case.review_by, now + REVIEW_WITHIN)
    inspections.decide(session, case.inspection_id, Decision.ADMIT, words, who.full_name, now)
    case.state = case.state if case.state is CaseState.CLOSED else CaseState.DECIDED
    case.review_by = review_by
    said = {"review_by": review_by.isoformat()}
    step(session, case, CaseEventKind.RELEASED, who, now=now, text=words, told=said)
    outbox.put(session, "case.released", (CASE, case.case_id), {"case": case.case_id, **said}, now=now)
    return review_by


def confirm(session: Session, case_id: str, who: Person, *, now: datetime, text: str = "") -> None:
    """Confirm the last decision, as somebody who did not take it.

    Raises:
        CaseError: The case is unknown or closed, nothing was decided, nobody has signed in, or it is the one
            who decided.
    """
    case = _to_be_reviewed(session, case_id, who)
    case.review_by = None
    step(session, case, CaseEventKind.CONFIRMED, who, now=now, text=text.strip())


def return_case(session: Session, case_id: str, who: Person, reason: str, *, now: datetime) -> None:
    """Give a decision back to the one who took it, as somebody else, with a reason.

    Raises:
        CaseError: As `confirm`, or there is no reason.
    """
    case = _to_be_reviewed(session, case_id, who)
    words = _words(reason)
    last = _last(session, case_id, _DECIDING)
    case.state, case.review_by = CaseState.ASSIGNED, None
    case.assigned_to = "" if last is None else last.person_id
    step(session, case, CaseEventKind.RETURNED, who, now=now, text=words, told={"to": case.assigned_to})


def close(session: Session, case_id: str, who: Person, *, now: datetime, today: date, terms: Terms) -> None:
    """Close a case whose decision was confirmed; from today on its terms run.

    Raises:
        CaseError: The case is unknown or closed, or its last decision was not confirmed.
    """
    case = case_row(session, case_id)
    if not is_confirmed(session, case_id):
        raise CaseError("error.case.not_confirmed")
    step(session, case, CaseEventKind.CLOSED, who, now=now)
    case.state = CaseState.CLOSED
    session.flush()
    term = terms.of(CASE)
    flagged = _term(session.get_one(InspectionRow, case.inspection_id), terms)
    keepings.write(session, case_id, term, terms.owner, term.review_on(today))
    keepings.write(session, case.inspection_id, flagged, terms.owner, term.review_on(today))
    keepings.let_go(session, CASE, case_id)
    keepings.let_go(session, INSPECTION, case.inspection_id)
    outbox.put(session, "case.closed", (CASE, case_id), {"case": case_id}, now=now)


def is_confirmed(session: Session, case_id: str) -> bool:
    """Whether the last decision of a case was confirmed."""
    last = _last(session, case_id, (*_DECIDING, CaseEventKind.CONFIRMED, CaseEventKind.RETURNED))
    return last is not None and last.kind is CaseEventKind.CONFIRMED


def case_row(session: Session, case_id: str) -> CaseRow:
    """A case, as the other functions of this room work on it.

    Raises:
        CaseError: It is not stored (any more).
    """
    case = session.get(CaseRow, case_id)
    if case is None:
        raise CaseError("error.case.unknown", case=case_id)
    return case


def of_inspection(session: Session, inspection_id: str) -> CaseRow | None:
    """The newest case of an inspection, None where it has none."""
    return session.scalar(
        sa.select(CaseRow)
        .where(CaseRow.inspection_id == inspection_id)
        .order_by(CaseRow.opened_at.desc(), CaseRow.case_id)
        .limit(1)
    )


def step(
    session: Session,
    case: CaseRow,
    kind: CaseEventKind,
    who: Person,
    *,
    now: datetime,
    text: str = "",
    second: Person | None = None,
    told: Mapping[str, Any] | None = None,
    kept: Mapping[str, Any] | None = None,
) -> None:
    """Write one step of a case and its entry in the audit.

    Args:
        session: Of `Station.cases(writing=True)`.
        case: Not closed.
        kind: What happened.
        who: Who did it.
        now: Timezone-aware.
        text: In the person's words; the audit does not get it.
        second: The second pair of eyes.
        told: JSON without personal data, for event and audit.
        kept: JSON for the event alone.

    Raises:
        CaseError: The case is closed.
    """
    if case.state is CaseState.CLOSED:
        raise CaseError("error.case.closed")
    session.add(
        CaseEventRow(
            case_id=case.case_id,
            kind=kind,
            at=now,
            person_id=who.person_id,
            second_person_id="" if second is None else second.person_id,
            text=text,
            details={**(told or {}), **(kept or {})},
        )
    )
    session.flush()
    subject = (CASE, case.case_id)
    record(session, who, f"case.{kind.value}", now=now, subject=subject, second=second, details=told)


def _to_be_reviewed(session: Session, case_id: str, who: Person) -> CaseRow:
    case = case_row(session, case_id)
    if case.state is CaseState.CLOSED:
        raise CaseError("error.case.closed")
    last = _last(session, case_id, _DECIDING)
    if case.state is not CaseState.DECIDED or last is None:
        raise CaseError("error.case.not_decided")
    if not who.person_id:
        raise CaseError("error.case.nobody")
    if who.person_id == last.person_id:
        raise CaseError("error.case.same_person", name=who.full_name)
    return case


def _last(session: Session, case_id: str, kinds: Sequence[CaseEventKind]) -> CaseEventRow | None:
    return session.scalar(
        sa.select(CaseEventRow)
        .where(CaseEventRow.case_id == case_id, CaseEventRow.kind.in_(kinds))
        .order_by(CaseEventRow.event_id.desc())
        .limit(1)
    )


def _words(text: str) -> str:
    if not text.strip():
        raise CaseError("error.case.no_words")
    return text.strip()


def _term(inspection: InspectionRow, terms: Terms) -> Term:
    """The term of an inspection that has a case, whatever the desk advised."""
    return terms.of(INSPECTION, inspection.advice if inspection.advice is Advice.STOP else Advice.REFER)


def _told_home(case: CaseRow, inspection: InspectionRow) -> dict[str, Any]:
    """What goes home of a flagged inspection: numbers and entries, no picture, no name."""
    said = inspection.record
    return {
        "case": case.case_id,
        "inspection": inspection.inspection_id,
        "taken_at": inspection.taken_at.isoformat(),
        "advice": inspection.advice.value,
        "document_number": inspection.document_number,
        "issuing_state": inspection.issuing_state,
        "hits": [{key: hit[key] for key in ("list", "entry", "kind")} for hit in said["hits"]],
        "lists": [{key: each[key] for key in ("list", "sequence")} for each in said["lists"]],
    }
