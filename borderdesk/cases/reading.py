"""Looking into cases, and searching people: both are acts, and stand in the audit."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.audit.chain import record
from borderdesk.cases import inspections
from borderdesk.cases.cases import CaseError, case_row, is_confirmed
from borderdesk.cases.sealed import attachment_name, unseal
from borderdesk.cases.stored import InspectionSummary
from borderdesk.cases.terms import CASE
from borderdesk.mrz.errors import MrzFormatError
from borderdesk.mrz.transliteration import transliterations
from models.case import CaseEventKind, CaseState
from models.people import Person
from models.tables.cases import AttachmentRow, CaseEventRow, CaseRow, InspectionRow, PictureKeyRow
from models.verdict import Advice

ATTACHMENT = "attachment"
FEWEST_SIGNS = 6
_MOST_SPELLINGS = 16


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One line of a list of cases; names nobody. Moments are UTC."""

    case_id: str
    inspection_id: str
    state: CaseState
    advice: Advice
    opened_at: datetime
    assigned_to: str
    review_by: datetime | None


@dataclass(frozen=True, slots=True)
class StoredStep:
    """One step of a case, as `models.tables.cases.CaseEventRow` keeps it; the moment is UTC."""

    kind: CaseEventKind
    at: datetime
    person_id: str
    second_person_id: str
    text: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """A file of a case, without its content."""

    attachment_id: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case with everything in it.

    Attributes:
        summary: Where it stands.
        confirmed: Whether somebody else confirmed the last decision.
        steps: In the order in which they were taken.
        attachments: Files that belong to it.
        inspection: What was flagged: the JSON object of the command line, sentences in English.
    """

    summary: CaseSummary
    confirmed: bool
    steps: tuple[StoredStep, ...]
    attachments: tuple[StoredAttachment, ...]
    inspection: Mapping[str, Any]


def listed(
    session: Session, *, states: Collection[CaseState] = (), limit: int = 100
) -> tuple[CaseSummary, ...]:
    """Cases, oldest first; every one where no states are named."""
    query = _summaries().order_by(CaseRow.opened_at, CaseRow.case_id).limit(limit)
    if states:
        query = query.where(CaseRow.state.in_(states))
    return tuple(_summary(row) for row in session.execute(query))


def overdue(session: Session, now: datetime) -> tuple[CaseSummary, ...]:
    """Provisional releases that nobody else looked at within 24 hours, the oldest first."""
    query = _summaries().where(CaseRow.review_by < now).order_by(CaseRow.review_by, CaseRow.case_id)
    return tuple(_summary(row) for row in session.execute(query))


def number_of(session: Session, typed: str) -> str:
    """The whole number of a case of which only the beginning was typed.

    Args:
        session: Of `Station.cases`; the one in which the case is used.
        typed: From 6 to 32 hexadecimal digits, in any case.

    Raises:
        CaseError: It is no number, no case begins so, or more than one does.
    """
    begins = typed.strip().lower()
    if not re.fullmatch(rf"[0-9a-f]{{{FEWEST_SIGNS},32}}", begins):
        raise CaseError("error.case.number", case=typed, fewest=FEWEST_SIGNS)
    found = session.scalars(
        sa.select(CaseRow.case_id)
        .where(CaseRow.case_id.startswith(begins))
        .order_by(CaseRow.case_id)
        .limit(2)
    ).all()
    if not found:
        raise CaseError("error.case.unknown", case=begins)
    if len(found) > 1:
        raise CaseError("error.case.ambiguous", case=begins)
    return found[0]


def summary(session: Session, case_id: str) -> CaseSummary:
    """Where one case stands; names nobody, so it is no entry of the audit.

    Raises:
        CaseError: It is not stored (any more).
    """
    case_row(session, case_id)
    return _summary(session.execute(_summaries().where(CaseRow.case_id == case_id)).one())


def read(session: Session, case_id: str, who: Person, purpose: str, now: datetime) -> StoredCase:
    """Read a case; that is an entry of the audit.

    Args:
        session: Of `Station.cases(writing=True)`.
        case_id: Which one.
        who: Who reads it.
        purpose: Why.
        now: Timezone-aware.

    Raises:
        CaseError: It is not stored (any more).
    """
    case = case_row(session, case_id)
    record(session, who, "case.read", now=now, subject=(CASE, case_id), purpose=purpose.strip())
    steps = session.scalars(
        sa.select(CaseEventRow).where(CaseEventRow.case_id == case_id).order_by(CaseEventRow.event_id)
    )
    columns = (AttachmentRow.attachment_id, AttachmentRow.name, AttachmentRow.media_type)
    files = session.execute(
        sa.select(*columns).where(AttachmentRow.case_id == case_id).order_by(AttachmentRow.attachment_id)
    )
    return StoredCase(
        summary=summary(session, case_id),
        confirmed=is_confirmed(session, case_id),
        steps=tuple(
            StoredStep(each.kind, each.at, each.person_id, each.second_person_id, each.text, each.details)
            for each in steps
        ),
        attachments=tuple(StoredAttachment(*each) for each in files),
        inspection=session.get_one(InspectionRow, case.inspection_id).record,
    )


def open_attachment(session: Session, attachment_id: str, who: Person, purpose: str, now: datetime) -> bytes:
    """A file of a case, unsealed; that is an entry of the audit.

    Raises:
        CaseError: It is not stored (any more), or its key was erased.
    """
    found = session.execute(
        sa.select(AttachmentRow.data, PictureKeyRow.key)
        .join(PictureKeyRow, PictureKeyRow.sealed_id == attachment_name(attachment_id))
        .where(AttachmentRow.attachment_id == attachment_id)
    ).one_or_none()
    if found is None:
        raise CaseError("error.case.no_attachment", attachment=attachment_id)
    record(session, who, "attachment.read", now=now, subject=(ATTACHMENT, attachment_id), purpose=purpose)
    return unseal(attachment_name(attachment_id), found.data, found.key)


def search(
    session: Session, text: str, who: Person, purpose: str, now: datetime, *, limit: int = 100
) -> tuple[InspectionSummary, ...]:
    """Search inspections by the traveller's name; needs a purpose, and is an entry without the name.

    Args:
        session: Of `Station.cases(writing=True)`.
        text: Parts of the name, in any script of Doc 9303-3, section 6; each must stand in the zone's name.
        who: Who searches.
        purpose: Why.
        now: Timezone-aware.
        limit: At most so many, newest first.

    Raises:
        CaseError: No purpose, or no name.
    """
    if not purpose.strip():
        raise CaseError("error.search.no_purpose")
    parts = text.split()
    if not parts:
        raise CaseError("error.search.no_name")
    found = inspections.summaries(session, sa.and_(*(_named(part) for part in parts)), limit)
    record(session, who, "people.searched", now=now, purpose=purpose.strip(), details={"found": len(found)})
    return found


def _named(part: str) -> sa.ColumnElement[bool]:
    """Any spelling that the zone may have for one part of a name."""
    try:
        spellings = transliterations(part, most=_MOST_SPELLINGS)
    except MrzFormatError:  # a letter outside the standard's tables: as typed
        spellings = (part,)
    return sa.or_(*(InspectionRow.name.contains(each, autoescape=True) for each in spellings or (part,)))


def _summaries() -> sa.Select[str, str, CaseState, Advice, datetime, str, datetime | None]:
    return sa.select(
        CaseRow.case_id,
        CaseRow.inspection_id,
        CaseRow.state,
        InspectionRow.advice,
        CaseRow.opened_at,
        CaseRow.assigned_to,
        CaseRow.review_by,
    ).join(InspectionRow, InspectionRow.inspection_id == CaseRow.inspection_id)


def _summary(row: Any) -> CaseSummary:
    return CaseSummary(*row)
