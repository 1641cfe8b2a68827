"""Whether the desk was left in the middle of a traveller, so that the same one is shown again.

The fact `desk.open` stands while the desk is open. Where it is still there at the next start, the power
failed or the program was killed. It names the last inspection before the desk was opened, not a time: the
clock of a computer that lost its power may be years off.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.storage import facts
from models.tables.audit import FactRow
from models.tables.cases import DecisionRow, InspectionRow
from models.verdict import Advice

OPEN = "desk.open"
_place: sa.ColumnElement[int] = sa.literal_column(
    "inspections.rowid", sa.Integer
)  # grows with each inspection


def begin(session: Session, now: datetime) -> None:
    """Say that the desk is open; to be called after `unfinished`.

    After a crash the earlier beginning stays, so that a second one loses nothing.

    Args:
        session: Of `Station.cases(writing=True)`.
        now: When, timezone-aware.
    """
    if facts.get(session, OPEN) is None:
        last = session.scalar(sa.select(InspectionRow.inspection_id).order_by(_place.desc()).limit(1))
        facts.put(session, OPEN, {"after": last or "", "since": now.isoformat()})


def end(session: Session) -> None:
    """Say that the desk is closed as it should be."""
    session.execute(sa.delete(FactRow).where(FactRow.name == OPEN))
    session.expire_all()


def crashed(session: Session) -> bool:
    """Whether the desk was not closed as it should be; asked before `begin`."""
    return facts.get(session, OPEN) is not None


def unfinished(session: Session) -> str | None:
    """The traveller who was at the desk when it stopped.

    Args:
        session: Of `Station.cases`; asked before `begin`.

    Returns:
        The newest inspection that nobody decided on, of a session that did not end cleanly and after the last
        one that was decided; None where there is none. One that only asked for another scan is passed over.
    """
    opened = facts.get(session, OPEN)
    if opened is None:
        return None
    decided = sa.select(DecisionRow.inspection_id).where(
        DecisionRow.inspection_id == InspectionRow.inspection_id
    )
    # Asked anew each time: VACUUM may number rows anew, in the same order.
    before = sa.select(_place).where(InspectionRow.inspection_id == str(opened["after"]))
    first = session.scalar(before) or 0
    in_session = _place > first
    newest = sa.select(sa.func.max(_place)).select_from(InspectionRow)
    last_decided = session.scalar(newest.where(in_session, decided.exists())) or first
    return session.scalar(
        sa.select(InspectionRow.inspection_id)
        .where(_place > last_decided, InspectionRow.advice != Advice.RESCAN)
        .order_by(_place.desc())
        .limit(1)
    )
