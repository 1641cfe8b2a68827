"""How many alerts on persons were false, by list: for the supervisor, from what is kept anyway.

* Travellers are those of the audit, whose entries stay: every inspection that was kept and not to be scanned
  again. The inspections themselves go the next day where nothing was found.
* Alerts are cases that were opened with a hit on a person.
* An alert was true where the last decision is to refuse; nothing else that people do says that the bearer was
  the one meant. Every other alert is false until somebody refuses; of those, the undecided are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.cases.stored import Decision
from models.case import CaseEventKind
from models.tables.audit import AuditEntryRow
from models.tables.cases import CaseEventRow, CaseRow, DecisionRow
from models.verdict import Advice
from models.watchlist import HitKind


@dataclass(frozen=True, slots=True)
class Alerts:
    """Alerts on persons, of one list or of all.

    Attributes:
        false: Not refused.
        undecided: Of these, nobody has decided yet.
        true: Refused.
    """

    false: int
    undecided: int
    true: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of some time.

    Attributes:
        travellers: Who were inspected.
        alerts: Each traveller once, whatever number of lists alerted.
        by_list: The same by list; a traveller on two lists counts on both.
    """

    travellers: int
    alerts: Alerts
    by_list: tuple[tuple[str, Alerts], ...]

    def rate(self, count: int) -> float | None:
        """So many in a thousand travellers; None where there were none."""
        return 1000.0 * count / self.travellers if self.travellers else None


def figures(session: Session, since: datetime) -> Figures:
    """Count what was inspected and alerted since some moment.

    Args:
        session: Of `Station.cases`.
        since: Timezone-aware.
    """
    kept = sa.select(sa.func.count()).where(
        AuditEntryRow.act == "inspection.kept",
        AuditEntryRow.at >= since,
        AuditEntryRow.details["advice"].as_string() != Advice.RESCAN.value,
    )
    last = (
        sa.select(DecisionRow.decision)
        .where(DecisionRow.inspection_id == CaseRow.inspection_id)
        .order_by(DecisionRow.decision_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    opened = (
        sa.select(CaseEventRow.details, last)
        .join(CaseRow, CaseRow.case_id == CaseEventRow.case_id)
        .where(CaseRow.opened_at >= since, CaseEventRow.kind == CaseEventKind.OPENED)
    )
    everywhere: list[str | None] = []
    by_list: dict[str, list[str | None]] = {}
    for details, decision in session.execute(opened):
        names = {hit["list"] for hit in details.get("hits", ()) if hit["kind"] == HitKind.PERSON.value}
        for name in names:
            by_list.setdefault(name, []).append(decision)
        if names:
            everywhere.append(decision)
    return Figures(
        session.scalar(kept) or 0,
        _alerts(everywhere),
        tuple((name, _alerts(by_list[name])) for name in sorted(by_list)),
    )


def _alerts(decisions: Iterable[str | None]) -> Alerts:
    all_of_them = list(decisions)
    true = all_of_them.count(Decision.REFUSE.value)
    return Alerts(len(all_of_them) - true, all_of_them.count(None), true)
