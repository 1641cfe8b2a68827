"""How many persons the lists hold: the more there are, the more evidence chance brings about."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.tables.watchlist import Person


def population(session: Session) -> int:
    """Persons on all lists.

    Args:
        session: On the watchlist database.
    """
    return session.scalar(sa.select(sa.func.count()).select_from(Person)) or 0
