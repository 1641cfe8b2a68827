"""Keeping what the desk saw: inspection, terms, case, audit and outbox, all in one transaction or not at all.

This is what a desk calls. `inspections` only stores; what is stored by it alone has no terms and no entry.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from borderdesk.audit.chain import record
from borderdesk.cases import alert_budget, cases, check_counts, false_matches, inspections, keepings
from borderdesk.cases.stored import Decision, StoredInspection
from borderdesk.cases.terms import CASE, INSPECTION, Terms, in_force
from models.inspection import Inspection
from models.people import Person
from models.verdict import Advice

FLAGGED = frozenset({Advice.REFER, Advice.STOP})
_OPENED_AGAIN = "opened again at the desk"


def keep(
    session: Session, inspection: Inspection, who: Person, *, now: datetime, today: date, terms: Terms
) -> str | None:
    """Keep an inspection with its pictures; one that was flagged becomes a case and is told home.

    Of a traveller who was not flagged nothing goes home. How near they came to the lists, and which checks
    failed on the documents of which issuer, is counted without them; where their document is reported, what
    was settled for it lapses. Encodes pictures, so not to be called by a window's own thread; it does so
    before it writes, and its first statement writes.

    Args:
        session: Of `Station.cases`.
        inspection: Not kept before.
        who: Who inspected.
        now: Timezone-aware.
        today: The day at this border.
        terms: As loaded; the station's own days are looked up.

    Returns:
        The case's number, None where nothing was flagged.
    """
    inspections.store(session, inspection)
    terms = in_force(session, terms)
    advice, found = inspection.verdict.advice, inspection.screening
    term = terms.of(INSPECTION, advice)
    keepings.write(session, inspection.inspection_id, term, terms.owner, term.review_on(today))
    record(
        session,
        who,
        "inspection.kept",
        now=now,
        subject=(INSPECTION, inspection.inspection_id),
        details={"advice": advice.value, "spared": len(found.spared) if found else 0},
    )
    alert_budget.count(session, inspection, today)
    check_counts.count(session, inspection, now=now, today=today)
    false_matches.lapse(session, inspection, who, now=now, today=today)
    if advice not in FLAGGED:
        return None
    return cases.open_case(
        session,
        inspection.inspection_id,
        who,
        now=now,
        today=today,
        terms=terms,
        hits=false_matches.seen(found),
    )


def decide(
    session: Session,
    inspection_id: str,
    decision: Decision,
    reason: str,
    who: Person,
    *,
    officer: str = "",
    now: datetime,
    today: date,
    terms: Terms,
) -> str | None:
    """Write down what a person decided at the desk, and move the case on.

    Where the desk flagged nothing and the person refers or refuses all the same, a case is opened: what was
    decided against a traveller must be answered for longer than a day.

    Args:
        session: Of `Station.cases(writing=True)`.
        inspection_id: What it is about.
        decision: Admit, refer or refuse.
        reason: In the officer's words; a refusal needs one.
        who: Who decides.
        officer: Their name where nobody has signed in.
        now: Timezone-aware.
        today: The day at this border.
        terms: As loaded.

    Returns:
        The case's number, None where there is none.

    Raises:
        KnownError: A refusal without a reason, nobody who decides, no such inspection, or its case is closed.
    """
    name = who.full_name if who.person_id else officer
    inspections.decide(session, inspection_id, decision, reason, name, now)
    record(
        session,
        who,
        "inspection.decided",
        now=now,
        subject=(INSPECTION, inspection_id),
        details={"decision": decision.value},
    )
    case = cases.of_inspection(session, inspection_id)
    if case is None and decision is Decision.ADMIT:
        return None
    if case is None:
        force = in_force(session, terms)
        opened = cases.open_case(session, inspection_id, who, now=now, today=today, terms=force)
        case = cases.case_row(session, opened)
    cases.decided(session, case, who, decision, reason.strip(), now=now)
    return case.case_id


def open_again(session: Session, inspection_id: str, who: Person, *, now: datetime) -> StoredInspection:
    """Look at an inspection again; where it has a case, that is an entry of the audit.

    Args:
        session: Of `Station.cases(writing=True)`.
        inspection_id: Which one.
        who: Who looks.
        now: Timezone-aware.

    Raises:
        KnownError: It is not stored (any more).
    """
    stored = inspections.load(session, inspection_id)
    case = cases.of_inspection(session, inspection_id)
    if case is not None:
        record(session, who, "case.read", now=now, subject=(CASE, case.case_id), purpose=_OPENED_AGAIN)
    return stored
