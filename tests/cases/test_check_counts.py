"""Checks are counted by issuer and week, and the supervisor is told where one fails too often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk import health
from borderdesk.audit import listing
from borderdesk.cases import check_counts, keeping, outbox, own_policy
from borderdesk.cases.terms import Terms
from borderdesk.policy import Policy
from borderdesk.storage.station import Station
from models.check import CheckResult, CheckStatus, Severity
from models.inspection import Inspection
from models.message import message
from models.people import THE_DESK
from models.tables.cases import CheckCountRow
from models.verdict import Advice, Verdict

NOW = datetime(2026, 11, 25, 9, 31, tzinfo=UTC)
TODAY = NOW.date()
MONDAY = date(2026, 11, 23)
TERMS = Terms.load()
CODE = "mrz.check_digit.composite"
FAILED, PASSED = CheckStatus.FAILED, CheckStatus.PASSED


@pytest.fixture
def keep(inspection: Callable[..., Inspection], station: Station) -> Callable[..., None]:
    """`keep(number, status, document=, at=, code=, certain=)` keeps an inspection with one check."""

    def act(
        number: int,
        status: CheckStatus = FAILED,
        *,
        document: str = "",
        at: datetime = NOW,
        code: str = CODE,
        certain: bool = True,
    ) -> None:
        made = inspection(number, taken_at=at)
        assert made.document is not None
        fields = replace(
            made.document.fields, document_number=document or f"X{number:08}", issuing_state="NER"
        )
        check = CheckResult(code, status, Severity.MAJOR, message("check.not_done", code=code))
        made = replace(
            made,
            page=None,
            document=replace(made.document, fields=fields, certain=certain, reading=None),
            checks=(check,),
            screening=None,
            verdict=Verdict(Advice.CLEAR, (message("verdict.in_order"),), None),
        )
        with station.cases(writing=True) as session:
            keeping.keep(session, made, THE_DESK, now=at, today=at.date(), terms=TERMS)

    return act


def counts(session: Session) -> list[tuple[date, str, str, int, int]]:
    row = CheckCountRow
    query = sa.select(row.week, row.issuer, row.code, row.looked, row.failed).order_by(row.week, row.code)
    return [tuple(each) for each in session.execute(query)]


def add(session: Session, looked: int, failed: int, week: date = MONDAY, issuer: str = "NER") -> None:
    session.add(CheckCountRow(week=week, issuer=issuer, code=CODE, looked=looked, failed=failed))
    session.flush()


def told(session: Session) -> list[Any]:
    return [each.payload for each in outbox.waiting(session) if each.kind == "check.fails_often"]


def test_each_document_is_counted_once_a_day_and_only_what_came_to_an_end(
    station: Station, keep: Any
) -> None:
    keep(1, FAILED)
    keep(2, PASSED)
    keep(3, CheckStatus.UNDETERMINED)
    keep(4, FAILED, document="X00000001")  # the first document once more
    keep(5, FAILED, document="X00000001", at=NOW + timedelta(days=2))
    keep(6, CheckStatus.NOT_SUPPORTED)
    keep(7, CheckStatus.NOT_DONE)
    keep(8, FAILED, certain=False)
    keep(9, FAILED, code="document.expired")  # no fault of the issuer's
    with station.cases() as session:
        assert counts(session) == [(MONDAY, "NER", CODE, 4, 2)]


def test_counts_of_long_ago_go(station: Station, keep: Any) -> None:
    with station.cases() as session:
        add(session, 50, 1, MONDAY - timedelta(weeks=check_counts.WEEKS))
        add(session, 50, 1, MONDAY - timedelta(weeks=check_counts.WEEKS - 1))
    keep(1, PASSED)
    with station.cases() as session:
        assert [each[0] for each in counts(session)] == [MONDAY - timedelta(weeks=5), MONDAY]


def test_the_moment_is_told_home_and_in_the_audit_once_a_week(station: Station, keep: Any) -> None:
    with station.cases() as session:
        add(session, 200, 3)
    keep(1)
    with station.cases() as session:
        assert told(session) == []
    for number in (2, 3, 4):
        keep(number)
    with station.cases() as session:
        said = {"issuer": "NER", "code": CODE, "week": "2026-11-23", "looked": 202, "failed": 5}
        assert told(session) == [said]
        assert [each.details for each in listing.listed(session, act="check.fails_often")] == [said]
    keep(5, at=NOW + timedelta(days=7))
    with station.cases() as session:
        assert len(told(session)) == 1


@pytest.mark.parametrize(
    ("looked", "failed", "week", "tells"),
    [
        (250, 5, MONDAY, True),
        (251, 5, MONDAY, False),
        (5, 5, MONDAY, True),
        (4, 4, MONDAY, False),
        (10_000, 199, MONDAY, False),
        (250, 5, MONDAY - timedelta(weeks=1), True),
        (250, 5, MONDAY - timedelta(weeks=2), False),
        (250, 5, MONDAY + timedelta(weeks=1), False),  # a clock that ran ahead
    ],
)
def test_two_in_a_hundred_of_one_week_are_too_many(
    station: Station, looked: int, failed: int, week: date, tells: bool
) -> None:
    with station.cases() as session:
        add(session, looked, failed, week)
        add(session, 1000, 4, week, issuer="MLI")
        found = check_counts.failing(session, TODAY)
    assert [each.issuer for each in found] == (["NER"] if tells else [])


def test_health_tells_which_issuer_which_check_and_how_to_set_it_aside(station: Station) -> None:
    with station.cases(writing=True) as session:
        add(session, 100, 7)
        session.add(CheckCountRow(week=MONDAY, issuer="MLI", code="of.an.older.program", looked=9, failed=9))

    def finding(issuer: str) -> health.Finding:
        found = health.look(station, NOW, own_policy.at(station), cameras=1)
        (one,) = [
            each for each in found if each.about == "checks" and f" of {issuer} " in each.sentence.text()
        ]
        return one

    assert finding("MLI").state is health.State.WARN
    before = finding("NER")
    assert before.state is health.State.WARN
    assert before.remedy is not None
    assert f"policy set-aside {CODE} NER" in before.remedy.text()
    with station.cases(writing=True) as session:
        own_policy.set_aside(
            session, CODE, "NER", TODAY, THE_DESK, None, purpose="known defect", now=NOW, today=TODAY
        )
    assert finding("NER").state is health.State.OK
    assert own_policy.at(station).rows[1:] == Policy.load().rows
