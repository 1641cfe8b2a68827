"""What the station knows of itself, one JSON value a name, in the cases database."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from models.tables.audit import FactRow


def get(session: Session, name: str) -> Any:
    """The value of a fact, None where it was never set."""
    row = session.get(FactRow, name)
    return None if row is None else row.value


def put(session: Session, name: str, value: Any) -> None:
    """Set a fact.

    Args:
        session: Of `Station.cases`.
        name: As `clock.floor`.
        value: JSON, not None.
    """
    new = insert(FactRow).values(name=name, value=value)
    session.execute(
        new.on_conflict_do_update(index_elements=[FactRow.name], set_={"value": new.excluded.value})
    )
    session.expire_all()
