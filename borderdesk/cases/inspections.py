"""Inspections in the cases database: store, list, open again, decide, erase.

What writes does so with its first statement, never after having read: any of these functions may stand first
in a transaction of `Station.cases`, whoever else is writing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.cases import pictures
from borderdesk.cases.sealed import picture_name, seal, unseal
from borderdesk.cases.stored import (
    Decision,
    InspectionSummary,
    StoredDecision,
    StoredInspection,
    StoredPicture,
)
from models.document import MrzFields
from models.errors import KnownError
from models.inspection import Inspection
from models.record import Sentences, as_record
from models.tables.audit import OutboxRow
from models.tables.cases import (
    AttachmentRow,
    CaseRow,
    DecisionRow,
    InspectionRow,
    PictureKeyRow,
    PictureRow,
)
from models.tables.keeping import KeepingRow
from models.verdict import Advice

__all__ = [
    "Decision",
    "InspectionSummary",
    "StoredDecision",
    "StoredInspection",
    "StoredPicture",
    "decide",
    "erase",
    "load",
    "recent",
    "store",
    "summaries",
    "was_seen",
]

COUNTED_ONCE = timedelta(days=1)
"""A document counts once in that time; inspections without a finding are kept no longer."""
_NO_SYNC = {"synchronize_session": False}


def store(session: Session, inspection: Inspection) -> None:
    """Store an inspection with its pictures; one of a swiped document has none.

    Encodes the pictures first (20 ms for 8 megapixels), so not to be called by a window's own thread.

    Args:
        session: Of `Station.cases`.
        inspection: Not stored before.
    """
    pages = (inspection.page, *inspection.other_pages)
    encoded = [pictures.encode(page) for page in pages if page is not None]
    fields = inspection.document.fields if inspection.document else None
    session.add(
        InspectionRow(
            inspection_id=inspection.inspection_id,
            taken_at=inspection.taken_at,
            advice=inspection.verdict.advice,
            document_number=fields.document_number if fields else "",
            issuing_state=fields.issuing_state if fields else "",
            name=_name(fields) if fields else "",
            file=inspection.source,
            record=as_record(inspection),
            messages=Sentences.of(inspection).as_json(),
        )
    )
    session.flush()  # the pictures point to it
    for position, picture in enumerate(encoded):
        name = picture_name(inspection.inspection_id, position)
        data, key = seal(name, picture.data)
        session.add(PictureKeyRow(sealed_id=name, key=key))
        session.add(
            PictureRow(
                inspection_id=inspection.inspection_id,
                position=position,
                light=picture.light,
                dpi=picture.dpi,
                source=picture.source,
                page=picture.page,
                media_type=picture.media_type,
                data=data,
            )
        )
    session.flush()


def recent(session: Session, limit: int) -> tuple[InspectionSummary, ...]:
    """The newest inspections, newest first, without opening records or pictures.

    Args:
        session: Of `Station.cases`.
        limit: At most so many.
    """
    return summaries(session, sa.true(), limit)


def summaries(session: Session, wanted: sa.ColumnElement[bool], limit: int) -> tuple[InspectionSummary, ...]:
    """Inspections that fit a condition on `InspectionRow`, newest first; see `recent`."""
    last_decision = (
        sa.select(DecisionRow.decision)
        .where(DecisionRow.inspection_id == InspectionRow.inspection_id)
        .order_by(DecisionRow.decision_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    newest = (
        sa.select(
            InspectionRow.inspection_id,
            InspectionRow.taken_at,
            InspectionRow.advice,
            InspectionRow.document_number,
            InspectionRow.issuing_state,
            InspectionRow.name,
            InspectionRow.file,
            last_decision.label("last_decision"),
        )
        .where(wanted)
        .order_by(InspectionRow.taken_at.desc(), InspectionRow.inspection_id)
        .limit(limit)
    )
    return tuple(
        InspectionSummary(
            inspection_id=row.inspection_id,
            taken_at=row.taken_at,
            advice=row.advice,
            document_number=row.document_number,
            issuing_state=row.issuing_state,
            name=row.name,
            file=row.file,
            decision=None if row.last_decision is None else Decision(row.last_decision),
        )
        for row in session.execute(newest)
    )


def was_seen(session: Session, inspection: Inspection) -> bool:
    """Whether the same document was surely read within `COUNTED_ONCE` before: then it is counted already.

    Args:
        session: Of `Station.cases`; the inspection itself may be stored in it.
        inspection: Of a document; one without a number is never known again.
    """
    fields = inspection.document.fields if inspection.document else None
    if fields is None or not fields.document_number:
        return False
    before = sa.select(InspectionRow.inspection_id).where(
        InspectionRow.document_number == fields.document_number,
        InspectionRow.issuing_state == fields.issuing_state,
        InspectionRow.inspection_id != inspection.inspection_id,
        InspectionRow.advice != Advice.RESCAN,
        InspectionRow.taken_at > inspection.taken_at - COUNTED_ONCE,
        InspectionRow.taken_at <= inspection.taken_at,
    )
    return session.scalar(before.limit(1)) is not None


def load(session: Session, inspection_id: str) -> StoredInspection:
    """Open an inspection again.

    Raises:
        KnownError: It is not stored (any more).
    """
    row = session.get(InspectionRow, inspection_id)
    if row is None:
        raise _unknown(inspection_id)
    # A picture whose key was erased is gone, though its noise may still lie there.
    kept = session.execute(
        sa.select(PictureRow, PictureKeyRow.key)
        .join(
            PictureKeyRow, PictureKeyRow.sealed_id == sa.func.concat(inspection_id, "/", PictureRow.position)
        )
        .where(PictureRow.inspection_id == inspection_id)
        .order_by(PictureRow.position)
    )
    taken = session.scalars(
        sa.select(DecisionRow)
        .where(DecisionRow.inspection_id == inspection_id)
        .order_by(DecisionRow.decision_id)
    )
    return StoredInspection(
        inspection_id=row.inspection_id,
        taken_at=row.taken_at,
        advice=row.advice,
        record=row.record,
        sentences=Sentences.from_json(row.messages),
        pictures=tuple(
            StoredPicture(
                unseal(picture_name(inspection_id, each.position), each.data, key),
                each.media_type,
                each.light,
                each.dpi,
                each.source,
                each.page,
            )
            for each, key in kept
        ),
        decisions=tuple(
            StoredDecision(Decision(each.decision), each.reason, each.officer, each.decided_at)
            for each in taken
        ),
    )


def decide(
    session: Session, inspection_id: str, decision: Decision, reason: str, officer: str, now: datetime
) -> None:
    """Write down what a person decided. Nothing takes it back; a later decision may follow it.

    Args:
        session: Of `Station.cases`.
        inspection_id: What it is about.
        decision: Admit, refer or refuse.
        reason: In the officer's words; a refusal needs one.
        officer: Who decides.
        now: When, timezone-aware.

    Raises:
        KnownError: A refusal without a reason, nobody who decides, or no such inspection.
    """
    if decision is Decision.REFUSE and not reason.strip():
        raise KnownError("error.decision.no_reason")
    if not officer.strip():
        raise KnownError("error.decision.no_officer")
    said = {
        DecisionRow.inspection_id: InspectionRow.inspection_id,
        DecisionRow.decision: sa.literal(decision.value),
        DecisionRow.reason: sa.literal(reason.strip()),
        DecisionRow.officer: sa.literal(officer.strip()),
        DecisionRow.decided_at: sa.literal(now, DecisionRow.decided_at.type),
    }
    where = InspectionRow.inspection_id == inspection_id
    written = sa.insert(DecisionRow).from_select(list(said), sa.select(*said.values()).where(where))
    if _rows(session, written) == 0:
        raise _unknown(inspection_id)


def erase(session: Session, inspection_id: str) -> None:
    """Erase an inspection with its pictures, decisions, cases, terms and what of it still waits to go home.

    What they filled is overwritten (secure_delete).

    The keys of pictures and attachments go with it, so that copies of the file hold noise.

    Raises:
        KnownError: It is not stored (any more).
    """
    cases = sa.select(CaseRow.case_id).where(CaseRow.inspection_id == inspection_id)
    attachments = sa.select(sa.func.concat("attachment/", AttachmentRow.attachment_id)).where(
        AttachmentRow.case_id.in_(cases)
    )
    sealed = PictureKeyRow.sealed_id
    keys = sa.or_(sealed.startswith(f"{inspection_id}/", autoescape=True), sealed.in_(attachments))
    session.execute(sa.delete(PictureKeyRow).where(keys), execution_options=_NO_SYNC)
    terms = sa.or_(
        sa.and_(KeepingRow.kind == "inspection", KeepingRow.record_id == inspection_id),
        sa.and_(KeepingRow.kind == "case", KeepingRow.record_id.in_(cases)),
    )
    session.execute(sa.delete(KeepingRow).where(terms), execution_options=_NO_SYNC)
    unsent = sa.and_(OutboxRow.subject_kind == "case", OutboxRow.subject_id.in_(cases))
    session.execute(sa.delete(OutboxRow).where(unsent), execution_options=_NO_SYNC)
    if _rows(session, sa.delete(InspectionRow).where(InspectionRow.inspection_id == inspection_id)) == 0:
        raise _unknown(inspection_id)


def _rows(session: Session, statement: sa.Insert | sa.Delete) -> int:
    """How many rows a statement wrote or deleted."""
    return cast("sa.CursorResult[Any]", session.execute(statement)).rowcount


def _name(fields: MrzFields) -> str:
    return ", ".join(part for part in (fields.primary_identifier, fields.secondary_identifier) if part)


def _unknown(inspection_id: str) -> KnownError:
    return KnownError("error.inspection.unknown", inspection=inspection_id)
