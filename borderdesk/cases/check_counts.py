"""How often each check fails on the documents of each issuer, and where that looks like the issuer's doing.

Rules of this module:

* every surely read document is counted once a day, when its inspection is kept, in that transaction: a week,
  an issuer, a check. No document, no name and no inspection hangs on a count;
* where one check fails on 2% of an issuer's documents within a week, the supervisor is told: forgers are
  rare, a new printer at the issuer's is not (BSI TR-03135-2, 4.2.1, wants no more than 2% per country).
  Fewer than `TELLING` failures may be chance, or one forger's;
* the moment it is noticed stands in the audit and goes home, in the same transaction;
* what a document says truly of itself (that it has expired) is no fault of its issuer's and is not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from borderdesk.audit import listing
from borderdesk.audit.chain import record
from borderdesk.cases import outbox
from borderdesk.cases.alert_budget import monday
from borderdesk.cases.inspections import was_seen
from models.check import CheckStatus
from models.inspection import Inspection
from models.people import THE_DESK
from models.tables.cases import CheckCountRow

SHARE = 0.02
TELLING = 5
WEEKS = 6
"""So many are kept."""
NOT_COUNTED = frozenset({"document.expired"})
_ACT = "check.fails_often"
_LOOKED = frozenset({CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED})


@dataclass(frozen=True, slots=True)
class Failing:
    """A check that fails too often on the documents of one issuer.

    Attributes:
        issuer: As in the zone.
        code: Of the check.
        week: The Monday of the week.
        looked: Documents on which the check came to an end.
        failed: Those of them on which it failed.
    """

    issuer: str
    code: str
    week: date
    looked: int
    failed: int


def is_too_often(looked: int, failed: int) -> bool:
    """Whether a supervisor should know.

    >>> is_too_often(250, 5), is_too_often(251, 5), is_too_often(4, 4)
    (True, False, False)
    """
    return failed >= TELLING and failed >= SHARE * looked


def count(session: Session, inspection: Inspection, *, now: datetime, today: date) -> None:
    """Count the checks of a document whose inspection is being kept, and forget what is too old.

    Args:
        session: Of `Station.cases`; the inspection is stored in it already.
        inspection: As kept.
        now: Timezone-aware.
        today: The day at this border.
    """
    document = inspection.document
    if document is None or not document.certain or was_seen(session, inspection):
        return
    issuer, week = document.fields.issuing_state, monday(today)
    looked = {
        check.code: int(check.status is CheckStatus.FAILED)
        for check in inspection.checks
        if check.status in _LOOKED and check.code not in NOT_COUNTED
    }
    if not issuer or not looked:
        return
    new = insert(CheckCountRow)
    more = {
        "looked": CheckCountRow.looked + 1,
        "failed": CheckCountRow.failed + new.excluded.failed,
    }
    session.execute(
        new.on_conflict_do_update(index_elements=["week", "issuer", "code"], set_=more),
        [
            {"week": week, "issuer": issuer, "code": code, "looked": 1, "failed": failed}
            for code, failed in looked.items()
        ],
    )
    session.execute(
        sa.delete(CheckCountRow).where(CheckCountRow.week <= week - timedelta(weeks=WEEKS)),
        execution_options={"synchronize_session": False},
    )
    for code in (code for code, failed in looked.items() if failed):
        _tell_at_the_moment(session, issuer, code, week, now)


def failing(session: Session, today: date) -> Sequence[Failing]:
    """Checks that fail too often, this week or the one before it; each once, with the later week.

    Args:
        session: Of `Station.cases`.
        today: The day at this border.
    """
    row, week = CheckCountRow, monday(today)
    found = session.execute(
        sa.select(row.issuer, row.code, row.week, row.looked, row.failed)
        .where(row.week.in_((week, week - timedelta(weeks=1))), row.failed >= TELLING)
        .order_by(row.week.desc(), row.issuer, row.code)
    )
    once: dict[tuple[str, str], Failing] = {}
    for each in (Failing(*found_row) for found_row in found):
        if is_too_often(each.looked, each.failed):
            once.setdefault((each.issuer, each.code), each)
    return tuple(once.values())


def _tell_at_the_moment(session: Session, issuer: str, code: str, week: date, now: datetime) -> None:
    """Write down and send home that a check began to fail too often; not again in the same week."""
    subject = ("check", f"{issuer}/{code}/{week.isoformat()}")
    row = CheckCountRow
    looked, failed = session.execute(
        sa.select(row.looked, row.failed).where(row.week == week, row.issuer == issuer, row.code == code)
    ).one()
    if not is_too_often(looked, failed) or listing.listed(session, subject=subject, act=_ACT, limit=1):
        return
    said = {"issuer": issuer, "code": code, "week": week.isoformat(), "looked": looked, "failed": failed}
    record(session, THE_DESK, _ACT, now=now, subject=subject, details=said)
    outbox.put(session, _ACT, subject, said, now=now)
