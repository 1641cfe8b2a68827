"""False matches: a supervisor's word that the bearer of one document is not whom one entry means.

It spares the next honest crossing the same alert, and no more than that:

* it holds for that document (number and issuer) and that entry as it was; a changed entry alerts again;
* it holds for a year at most, and needs two people;
* once the document itself is on a list (stolen, lost, revoked), every hit alerts again: what two people knew
  of its bearer they did not know of whoever has it now. It lapses for good when such an inspection is kept. A
  hit that needs a character to be another one than was read spares nothing while it lasts, and ends nothing;
* an entry about the document itself (reported stolen, lost, revoked) is never cleared here: only its owner
  can take it off the list.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.audit.chain import record
from borderdesk.audit.entries import canonical
from borderdesk.cases import keepings, outbox
from borderdesk.cases.cases import CaseError, case_row, of_inspection, step
from borderdesk.cases.terms import CASE, FALSE_MATCH, Terms
from models.case import CaseEventKind, CaseState
from models.document import MrzFields
from models.inspection import Inspection
from models.people import Person
from models.tables.cases import CaseEventRow, FalseMatchRow, InspectionRow
from models.watchlist import DocumentEntry, Hit, HitKind, PersonEntry, Screening, SparedHit

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class FalseMatch:
    """One of them.

    Attributes:
        false_match_id: In order.
        list_name: Of the list.
        entry_id: The entry in it.
        reason: In the supervisor's words.
        supervisor_id: Who said so.
        made_at: When, UTC.
        until: The last day on which it counts.
    """

    false_match_id: int
    list_name: str
    entry_id: str
    reason: str
    supervisor_id: str
    made_at: datetime
    until: date


def entry_digest(entry: PersonEntry | DocumentEntry) -> bytes:
    """SHA-256 over everything that an entry says."""
    return hashlib.sha256(canonical({"kind": type(entry).__name__, **_plain(asdict(entry))})).digest()


def seen(screening: Screening | None) -> list[dict[str, Any]]:
    """The hits of an inspection as its case keeps them, so that one of them can be cleared later."""
    return [
        {
            "list": hit.list_name,
            "entry": hit.entry.entry_id,
            "kind": hit.kind.value,
            "exact": hit.exact,
            "digest": entry_digest(hit.entry).hex(),
        }
        for hit in (screening.hits if screening else ())
    ]


def clear_hit(
    session: Session,
    case_id: str,
    who: Person,
    supervisor: Person,
    *,
    list_name: str,
    entry_id: str,
    reason: str,
    until: date,
    now: datetime,
    today: date,
    terms: Terms,
) -> int:
    """Write down that a hit of a case was a false match; both who act have looked at it.

    Args:
        session: Of `Station.cases(writing=True)`.
        case_id: The case with the hit.
        who: The officer.
        supervisor: The second pair of eyes, somebody else.
        list_name: Of the list.
        entry_id: The entry in it, as it was when the document was inspected.
        reason: In the supervisor's words.
        until: The last day on which it counts, a year from today at most.
        now: Timezone-aware.
        today: The day at this border.
        terms: On which it is kept.

    Returns:
        Its number.

    Raises:
        CaseError: The case is unknown or closed; the two are one person or nobody; there is no such hit, no
            document number, no reason; the day lies in the past or beyond a year; or the entry is about
            the document itself.
    """
    case = case_row(session, case_id)
    if not (who.person_id and supervisor.person_id):
        raise CaseError("error.case.nobody")
    if who.person_id == supervisor.person_id:
        raise CaseError("error.case.same_person", name=who.full_name)
    if not reason.strip():
        raise CaseError("error.case.no_words")
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        raise CaseError("error.case.until", until=until.isoformat())
    hit = _hit(session, case_id, list_name, entry_id)
    inspection = session.get_one(InspectionRow, case.inspection_id)
    if not inspection.document_number:
        raise CaseError("error.case.no_number")
    made = FalseMatchRow(
        document_number=inspection.document_number,
        issuing_state=inspection.issuing_state,
        list_name=list_name,
        entry_id=entry_id,
        entry_digest=bytes.fromhex(hit["digest"]),
        reason=reason.strip(),
        supervisor_id=supervisor.person_id,
        made_at=now,
        until=until,
    )
    session.add(made)
    session.flush()
    number = made.false_match_id
    told = {"false_match": number, "list": list_name, "entry": entry_id, "until": until.isoformat()}
    step(
        session, case, CaseEventKind.CLEARED, who, now=now, text=reason.strip(), second=supervisor, told=told
    )
    term = terms.of(FALSE_MATCH)
    keepings.write(session, str(number), term, terms.owner, term.review_on(until))
    outbox.put(session, "case.hit_cleared", (CASE, case_id), {"case": case_id, **told}, now=now)
    return number


@dataclass(frozen=True, slots=True)
class OpenHit:
    """A hit of a case that is still an alert and can be cleared: about a person, or perhaps about a document.

    Attributes:
        case_id: The case.
        list_name: Of the list.
        entry_id: The entry in it.
    """

    case_id: str
    list_name: str
    entry_id: str


def open_hits(session: Session, inspection_id: str) -> tuple[OpenHit, ...]:
    """What `clear_hit` may be asked for, in the order of the inspection.

    Args:
        session: Of `Station.cases`.
        inspection_id: Which one.

    Raises:
        CaseError: Nothing is left to be cleared, or the case is closed.
    """
    case = of_inspection(session, inspection_id)
    if case is None:
        raise CaseError("error.case.nothing_to_clear")
    if case.state is CaseState.CLOSED:
        raise CaseError("error.case.closed")
    seen_once: dict[tuple[str, str], bool] = {}
    for step_of_case in session.scalars(
        sa.select(CaseEventRow).where(CaseEventRow.case_id == case.case_id).order_by(CaseEventRow.event_id)
    ):
        told = step_of_case.details
        if step_of_case.kind is CaseEventKind.OPENED:
            for hit in told.get("hits", ()):
                if not _is_about_the_document(hit["kind"], hit["exact"]):
                    seen_once.setdefault((hit["list"], hit["entry"]), True)
        elif step_of_case.kind is CaseEventKind.CLEARED:
            seen_once[(told["list"], told["entry"])] = False
    found = tuple(OpenHit(case.case_id, *key) for key, is_open in seen_once.items() if is_open)
    if not found:
        raise CaseError("error.case.nothing_to_clear")
    return found


def applies(
    session: Session, document_number: str, issuing_state: str, hit: Hit, today: date
) -> FalseMatch | None:
    """The false match that speaks for a document against a hit, None where none does.

    Args:
        session: Of `Station.cases`.
        document_number: As read; an empty one is nobody's.
        issuing_state: As read.
        hit: What the watchlist says now.
        today: The day at this border.
    """
    if not document_number or hit.doubted or _is_about_the_document(hit.kind.value, hit.exact):
        return None
    row = session.scalar(
        sa.select(FalseMatchRow)
        .where(
            FalseMatchRow.document_number == document_number,
            FalseMatchRow.issuing_state == issuing_state,
            FalseMatchRow.list_name == hit.list_name,
            FalseMatchRow.entry_id == hit.entry.entry_id,
            FalseMatchRow.entry_digest == entry_digest(hit.entry),
            FalseMatchRow.until >= today,
        )
        .order_by(FalseMatchRow.until.desc(), FalseMatchRow.false_match_id.desc())
        .limit(1)
    )
    if row is None:
        return None
    return FalseMatch(
        row.false_match_id,
        row.list_name,
        row.entry_id,
        row.reason,
        row.supervisor_id,
        row.made_at,
        row.until,
    )


def spared(session: Session, screening: Screening, fields: MrzFields, today: date) -> Screening:
    """What a search found, with every hit that a false match speaks against told apart from the alerts.

    Nothing is told apart where the document itself is reported, or may be.

    Args:
        session: Of `Station.cases`.
        screening: As the watchlist answered.
        fields: Of the document.
        today: The day at this border.
    """
    if any(_reports(hit) for hit in screening.hits):
        return screening
    alerts, settled = [], list(screening.spared)
    for hit in screening.hits:
        found = applies(session, fields.document_number, fields.issuing_state, hit, today)
        if found is None:
            alerts.append(hit)
        else:
            settled.append(SparedHit(hit, found.until))
    return replace(screening, hits=tuple(alerts), spared=tuple(settled))


def lapse(session: Session, inspection: Inspection, who: Person, *, now: datetime, today: date) -> int:
    """End every false match of a document that was inspected and is reported; it is erased when next purged.

    Only for a document that was surely read, and by a hit that is exact and not doubted.

    Args:
        session: Of `Station.cases(writing=True)`.
        inspection: Being kept.
        who: Who inspected.
        now: Timezone-aware.
        today: The day at this border.

    Returns:
        How many ended.
    """
    found, document = inspection.screening, inspection.document
    if found is None or document is None or not document.certain:
        return 0
    if not any(_reports(hit) and not hit.doubted for hit in found.hits):
        return 0
    rows = session.scalars(
        sa.select(FalseMatchRow).where(
            FalseMatchRow.document_number == document.fields.document_number,
            FalseMatchRow.issuing_state == document.fields.issuing_state,
            FalseMatchRow.until >= today,
        )
    ).all()
    for row in rows:
        row.until = today - timedelta(days=1)
        number = str(row.false_match_id)
        keepings.end(session, FALSE_MATCH, number, today)
        record(session, who, "false_match.lapsed", now=now, subject=(FALSE_MATCH, number))
    session.flush()
    return len(rows)


def _hit(session: Session, case_id: str, list_name: str, entry_id: str) -> dict[str, Any]:
    """The hit as it was seen when the case was opened."""
    opened = session.scalars(
        sa.select(CaseEventRow.details).where(
            CaseEventRow.case_id == case_id, CaseEventRow.kind == CaseEventKind.OPENED
        )
    )
    hits = [
        hit
        for details in opened
        for hit in details.get("hits", ())
        if (hit["list"], hit["entry"]) == (list_name, entry_id)
    ]
    for hit in hits:
        if not _is_about_the_document(hit["kind"], hit["exact"]):
            return dict(hit)
    if hits:
        raise CaseError("error.case.document_hit", list=list_name, entry=entry_id)
    raise CaseError("error.case.no_hit", list=list_name, entry=entry_id)


def _is_about_the_document(kind: str, exact: bool) -> bool:
    return exact and kind == HitKind.DOCUMENT.value


def _reports(hit: Hit) -> bool:
    """Whether a hit says that the document itself is reported, or would if one character were another."""
    return hit.kind is HitKind.DOCUMENT and (hit.exact or hit.doubted)


def _plain(value: Any) -> Any:
    """JSON of what an entry is made of."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
