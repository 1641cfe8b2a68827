"""The terms of each single record: written when it is made, and what holds it past its day."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from borderdesk.cases.terms import Term
from models.tables.keeping import KeepingRow

HELD_BY_CASE = "case open"
"""Why an inspection stays while people are still settling it."""


def write(session: Session, record_id: str, term: Term, owner: str, review_on: date) -> None:
    """Keep a record on a term; a record that has terms gets these, and what holds it goes on holding it.

    Args:
        session: Of `Station.cases`.
        record_id: Which one, of the term's kind.
        term: Why and by which rule.
        owner: Who answers for it.
        review_on: The day on which it goes.
    """
    values = {
        "owner": owner,
        "purpose": term.purpose,
        "legal_basis": term.legal_basis,
        "review_on": review_on,
    }
    new = insert(KeepingRow).values(kind=term.kind, record_id=record_id, held="", **values)
    session.execute(new.on_conflict_do_update(index_elements=["kind", "record_id"], set_=values))


def end(session: Session, kind: str, record_id: str, today: date) -> None:
    """A record's time is over, whatever day was given to it; what holds it goes on holding it."""
    session.execute(
        sa.update(KeepingRow)
        .where(KeepingRow.kind == kind, KeepingRow.record_id == record_id)
        .values(review_on=today)
    )


def hold(session: Session, kind: str, record_id: str) -> None:
    """Keep a record while its case is open; another reason that holds it stays."""
    _change(session, kind, record_id, "", HELD_BY_CASE)


def let_go(session: Session, kind: str, record_id: str) -> None:
    """Its case is closed; another reason that holds it stays."""
    _change(session, kind, record_id, HELD_BY_CASE, "")


def _change(session: Session, kind: str, record_id: str, before: str, after: str) -> None:
    session.execute(
        sa.update(KeepingRow)
        .where(KeepingRow.kind == kind, KeepingRow.record_id == record_id, KeepingRow.held == before)
        .values(held=after)
    )
