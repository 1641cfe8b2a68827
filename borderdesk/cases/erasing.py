"""Erasing records whole, with everything that hangs on them. When something is due says `retention`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.cases import inspections, outbox
from models.tables.audit import OutboxRow
from models.tables.cases import (
    AttachmentRow,
    CaseRow,
    FalseMatchRow,
    InspectionRow,
    PictureRow,
)
from models.tables.keeping import DisclosureRow, KeepingRow, RequestRow

INSPECTION, CASE, FALSE_MATCH, OUTBOX, REQUEST = "inspection", "case", "false_match", "outbox", "request"


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records of each kind went.

    Attributes:
        inspections: Whole inspections.
        pictures: Their pictures.
        cases: Cases made of them.
        attachments: Files of those cases.
        unsent: What was to be sent home and never went.
        sent: What was sent home.
        false_matches: Past their last day.
        requests: Answered long enough ago.
    """

    inspections: int = 0
    pictures: int = 0
    cases: int = 0
    attachments: int = 0
    unsent: int = 0
    sent: int = 0
    false_matches: int = 0
    requests: int = 0

    def __add__(self, other: Erased) -> Erased:
        """Both together."""
        return Erased(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


def erase_whole(session: Session, inspection_id: str, now: datetime) -> Erased:
    """Erase an inspection with all that hangs on it.

    Others who received something of it are told by a row of the outbox, which names no more than its number.

    Args:
        session: Of `Station.cases(writing=True)`.
        inspection_id: Which one.
        now: When, timezone-aware.

    Raises:
        KnownError: It is not stored (any more).
    """
    case_ids = list(session.scalars(sa.select(CaseRow.case_id).where(CaseRow.inspection_id == inspection_id)))
    files = session.scalar(
        sa.select(sa.func.count()).select_from(AttachmentRow).where(AttachmentRow.case_id.in_(case_ids))
    )
    pictures = session.scalar(
        sa.select(sa.func.count()).select_from(PictureRow).where(PictureRow.inspection_id == inspection_id)
    )
    places = sa.tuple_(OutboxRow.subject_kind, OutboxRow.subject_id)
    of_it = [(INSPECTION, inspection_id), *((CASE, each) for each in case_ids)]
    sent = _deleted(session, sa.delete(OutboxRow).where(places.in_(of_it), OutboxRow.sent_at.is_not(None)))
    unsent = _deleted(session, sa.delete(OutboxRow).where(places.in_(of_it)))
    inspections.erase(session, inspection_id)
    received = sa.tuple_(DisclosureRow.kind, DisclosureRow.record_id)
    handed_on = _deleted(session, sa.delete(DisclosureRow).where(received.in_(of_it)))
    if sent or handed_on:
        told = {"inspection": inspection_id}
        outbox.put(session, "inspection.erased", (INSPECTION, inspection_id), told, now=now)
    session.execute(
        sa.update(RequestRow).where(RequestRow.inspection_id == inspection_id).values(inspection_id="")
    )
    session.flush()
    session.expire_all()
    return Erased(1, pictures or 0, len(case_ids), files or 0, unsent, sent)


def erase_false_matches(session: Session, numbers: Sequence[int]) -> Erased:
    """Erase false matches with their terms."""
    gone = _deleted(session, sa.delete(FalseMatchRow).where(FalseMatchRow.false_match_id.in_(numbers)))
    _forget_terms(session, FALSE_MATCH, numbers)
    return Erased(false_matches=gone)


def erase_outbox(session: Session, sequences: Sequence[int]) -> Erased:
    """Erase what was sent."""
    return Erased(sent=_deleted(session, sa.delete(OutboxRow).where(OutboxRow.sequence.in_(sequences))))


def erase_requests(session: Session, numbers: Sequence[int]) -> Erased:
    """Erase requests with their terms and the list of who received them."""
    gone = _deleted(session, sa.delete(RequestRow).where(RequestRow.request_id.in_(numbers)))
    _forget_terms(session, REQUEST, numbers)
    session.execute(
        sa.delete(DisclosureRow).where(
            DisclosureRow.kind == REQUEST, DisclosureRow.record_id.in_([str(each) for each in numbers])
        )
    )
    return Erased(requests=gone)


def forget_lost_terms(session: Session) -> None:
    """Delete terms of inspections that are gone, so that none is looked for again."""
    there = sa.select(InspectionRow.inspection_id).where(InspectionRow.inspection_id == KeepingRow.record_id)
    session.execute(sa.delete(KeepingRow).where(KeepingRow.kind == INSPECTION, ~there.exists()))


def _forget_terms(session: Session, kind: str, numbers: Sequence[int]) -> None:
    session.execute(
        sa.delete(KeepingRow).where(
            KeepingRow.kind == kind, KeepingRow.record_id.in_([str(each) for each in numbers])
        )
    )


def _deleted(session: Session, statement: sa.Delete) -> int:
    return cast("sa.CursorResult[Any]", session.execute(statement)).rowcount
