"""From which evidence on a person is a hit, as far as the lists alone can say.

What was measured of the lists as they are (`watchlist.reference`) stands in the watchlist database until
they have changed much; a desk's own traffic goes before it (`borderdesk.cases.alert_budget`).
"""

from __future__ import annotations

from math import log2

from sqlalchemy.orm import Session

from models.tables.watchlist import Meta
from watchlist import index

USUAL_EXCESS = 0.0
"""Where nothing was measured: that of a million invented persons (`bench/results.md`, Screening)."""
LEAST_BITS = 3.0
"""Below it no evidence is a hit, however short the lists: it hardly speaks for anything."""
_CHANGED = 1.25
_KEY = "reference_excess"


def usual_bits(session: Session) -> float:
    """The evidence that the default budget of strangers reaches."""
    return max(log2(max(index.population(session), 1)) + excess(session), LEAST_BITS)


def excess(session: Session) -> float:
    """What was measured last, or what is usual."""
    kept = session.get(Meta, _KEY)
    return USUAL_EXCESS if kept is None else float(kept.value.split()[0])


def is_due(session: Session) -> bool:
    """Whether the lists hold much more or fewer persons than when it was measured."""
    persons = index.population(session)
    kept = session.get(Meta, _KEY)
    if kept is None:
        return persons > 0
    before = int(kept.value.split()[1])
    return not before / _CHANGED <= persons <= before * _CHANGED


def keep(session: Session, measured: float) -> None:
    """Write down what was measured of the lists as they are.

    Args:
        session: On the watchlist database, writing.
        measured: Of `measure`.
    """
    session.merge(Meta(name=_KEY, value=f"{measured:.2f} {index.population(session)}"))
