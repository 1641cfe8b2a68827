"""A case: where it stands and what can happen to it."""

from __future__ import annotations

from enum import Enum


class CaseState(Enum):
    """Where a case stands."""

    OPEN = "open"
    ASSIGNED = "assigned"
    DECIDED = "decided"
    CLOSED = "closed"


class CaseEventKind(Enum):
    """What happened to a case."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    NOTED = "noted"
    ATTACHED = "attached"
    DECIDED = "decided"
    RELEASED = "released"  # provisionally, by a lone officer; to be reviewed within 24 hours
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    CLEARED = "cleared"  # a watchlist hit: not the person that the entry means
    CLOSED = "closed"
