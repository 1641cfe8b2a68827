"""The watchlist's index, brought up to the rules by which this program makes keys of names."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from watchlist import index


def bring_up(transaction: Callable[[bool], AbstractContextManager[Session]]) -> None:
    """Index the watchlist anew where its keys were made by an older program's rules.

    Args:
        transaction: Begins one on the watchlist; True to write.
    """
    with transaction(False) as session:
        due = index.is_due(session)
    if due:
        with transaction(True) as session:
            index.rebuild_if_due(session)  # unless somebody else did meanwhile
