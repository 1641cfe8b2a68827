"""The false-alert budget: how many travellers in a thousand may be alerted by mistake, and what that asks.

Rules of this module:

* the budget is a supervisor's word, changed by two people and audited; the threshold in bits follows from it
  and from the traffic of this border, nobody sets it;
* every traveller is counted when their inspection is kept, in its transaction: a week, half bits, and how
  large the lists were. No document, no name and no inspection hangs on a count;
* who was not surely read, was counted the day before, or was spared a hit, is not counted: a commuter whose
  namesake is listed must not raise the threshold day by day;
* the last `DAYS` count, newer weeks more than older ones, and what was counted against lists of another
  size less, by half for each doubling: where lists jump, the reference speaks again until there is new
  traffic;
* true hits are counted too, for no link leads back to them. They are rare: two among 2,000 travellers raise
  the default threshold by a quarter of a bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor, log2

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from borderdesk.audit.chain import record
from borderdesk.cases import alert_quantile
from borderdesk.cases.inspections import was_seen
from borderdesk.storage import facts
from models.errors import KnownError
from models.inspection import Inspection
from models.people import Person
from models.tables.cases import EvidenceCountRow
from models.watchlist import HitKind, Screening

BUDGET = "alerts.budget"
"""Fact: alerts and travellers, where the station has a budget of its own."""
DAYS = 90
MEASURED_DAYS = 28
"""Days over which the rate of alerts is told."""
LEAST, MOST = Fraction(1, 10_000), Fraction(5, 100)
LEAST_BITS = 3.0
"""Below it no evidence is an alert, however few travellers the lists alert: it hardly speaks for anything."""
_HALF_LIFE = 6.0  # weeks
_MOST_BITS = 63.5
_LARGEST_NUMBER = 1_000_000


class BudgetError(KnownError):
    """A budget that cannot be."""


@dataclass(frozen=True, slots=True)
class Budget:
    """So many travellers in so many may be alerted by mistake.

    Attributes:
        alerts: So many.
        travellers: In so many.
    """

    alerts: int
    travellers: int

    @classmethod
    def parse(cls, text: str) -> Budget:
        """A budget as typed, `5/1000`.

        Raises:
            BudgetError: It is none, or beyond what a budget may be.
        """
        alerts, slash, travellers = (part.strip() for part in text.partition("/"))
        if not (slash and _is_number(alerts) and _is_number(travellers)):
            raise BudgetError("error.budget.form", text=text)
        found = cls(int(alerts), int(travellers))
        if not (found.travellers and LEAST <= Fraction(found.alerts, found.travellers) <= MOST):
            raise BudgetError("error.budget.range", text=text)
        return found

    @property
    def share(self) -> float:
        """Of all travellers."""
        return self.alerts / self.travellers

    def __str__(self) -> str:
        return f"{self.alerts}/{self.travellers}"


DEFAULT = Budget(5, 1000)


@dataclass(frozen=True, slots=True)
class Count:
    """One row of what was counted, as `EvidenceCountRow` has it."""

    week: date
    size: float
    bits: float
    travellers: int
    alerts: int


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a station counted, and its budget.

    Attributes:
        budget: In force.
        counts: Of the last `DAYS`.
        today: The day at this border.
    """

    budget: Budget
    counts: tuple[Count, ...]
    today: date

    def least_bits(self, persons: int, reference: float) -> float | None:
        """The evidence from which a person is an alert.

        Args:
            persons: On the lists now.
            reference: How near strangers come to these lists, by `watchlist.reference.excess`.

        Returns:
            Bits; None where there are no lists.
        """
        if persons < 1:
            return None
        counted: dict[float, float] = {}
        now = size(persons)
        for each in self.counts:
            place = each.bits - each.size
            counted[place] = counted.get(place, 0.0) + each.travellers * self._weight(each, now)
        found = alert_quantile.excess(counted, self.budget.share, reference)
        return max(log2(persons) + found, LEAST_BITS)

    def reference_bits(self, persons: int, reference: float) -> float | None:
        """The same where nobody was counted yet."""
        return Traffic(self.budget, (), self.today).least_bits(persons, reference)

    def weight(self, persons: int) -> float:
        """As how many travellers of today all that were counted speak, by week and size of the lists."""
        now = size(max(persons, 1))
        return sum(each.travellers * self._weight(each, now) for each in self.counts)

    def measured(self) -> tuple[int, int]:
        """Travellers and alerts on persons among them, of the weeks of the last `MEASURED_DAYS`."""
        since = self.today - timedelta(days=MEASURED_DAYS)
        recent = [each for each in self.counts if each.week > since]
        return sum(each.travellers for each in recent), sum(each.alerts for each in recent)

    def _weight(self, each: Count, now: float) -> float:
        weeks = (monday(self.today) - each.week).days / 7
        return float(0.5 ** (weeks / _HALF_LIFE + abs(each.size - now)))


def read(session: Session, today: date) -> Traffic:
    """The budget and what was counted.

    Args:
        session: Of `Station.cases`.
        today: The day at this border; what a clock that ran ahead counted after it does not count yet.
    """
    own = facts.get(session, BUDGET)
    row = EvidenceCountRow
    found = session.execute(
        sa.select(row.week, row.size, row.bits, row.travellers, row.alerts).where(
            row.week > today - timedelta(days=DAYS), row.week <= today
        )
    )
    return Traffic(Budget(*own) if own else DEFAULT, tuple(Count(*each) for each in found), today)


def count(session: Session, inspection: Inspection, today: date) -> None:
    """Count a traveller whose inspection is being kept, and forget what is too old to count.

    Args:
        session: Of `Station.cases`; the inspection is stored in it already.
        inspection: As kept.
        today: The day at this border.
    """
    found, document = inspection.screening, inspection.document
    if found is None or not found.population or document is None or not document.certain:
        return
    if _was_spared(found) or was_seen(session, inspection):
        return
    strongest = min(max(0.0, found.strongest or 0.0), _MOST_BITS)  # in this order nan is nothing
    step = alert_quantile.STEP
    place = {
        "week": monday(today),
        "size": size(found.population),
        "bits": floor(strongest / step) * step,
    }
    alerts = int(any(hit.kind is HitKind.PERSON for hit in found.hits))
    new = insert(EvidenceCountRow).values(**place, travellers=1, alerts=alerts)
    more = {
        "travellers": EvidenceCountRow.travellers + 1,
        "alerts": EvidenceCountRow.alerts + new.excluded.alerts,
    }
    session.execute(new.on_conflict_do_update(index_elements=list(place), set_=more))
    old = EvidenceCountRow.week <= today - timedelta(days=DAYS)
    session.execute(sa.delete(EvidenceCountRow).where(old), execution_options={"synchronize_session": False})


def change(
    session: Session, budget: Budget, who: Person, second: Person | None, *, purpose: str, now: datetime
) -> None:
    """Set the budget.

    Whether the two may is asked by the caller (`access.permissions`, changing policy).

    Args:
        session: Of `Station.cases(writing=True)`.
        budget: From now on.
        who: Who sets it.
        second: The second pair of eyes.
        purpose: Why.
        now: Timezone-aware.
    """
    before = read(session, now.date()).budget
    facts.put(session, BUDGET, [budget.alerts, budget.travellers])
    details = {"before": str(before), "budget": str(budget)}
    record(
        session, who, "policy.alert_budget_changed", now=now, purpose=purpose, second=second, details=details
    )


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def size(persons: int) -> float:
    """A number of persons as a power of two, to the nearest half.

    >>> size(1), size(1_000_000)
    (0.0, 20.0)
    """
    return round(log2(persons) * 2) / 2


def _was_spared(found: Screening) -> bool:
    return any(each.hit.kind is HitKind.PERSON for each in found.spared)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text[:8]) <= _LARGEST_NUMBER and len(text) <= 7
