"""The health page says what is wrong and what to do, and nothing is wrong where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from borderdesk import health
from borderdesk.audit.chain import record
from borderdesk.cases import inspections, retention
from borderdesk.health import Finding, State
from borderdesk.policy import Policy
from borderdesk.privacy import requests
from borderdesk.privacy.terms import RequestKind, RequestTerms
from borderdesk.storage import contact
from borderdesk.storage.station import Station
from models.people import THE_DESK, Person
from models.tables.audit import OutboxRow
from models.tables.cases import CaseRow, EvidenceCountRow
from models.tables.keeping import KeepingRow
from models.watchlist import DocumentEntry
from resources import messages
from watchlist import store

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
TODAY = NOW.date()


def look(station: Station, now: datetime = NOW, **given: Any) -> dict[str, Finding]:
    found = health.look(station, now, Policy.load(), **{"cameras": 1, **given})
    assert all((each.remedy is None) == (each.state is State.OK) for each in found)
    for each in found:
        said = each.sentence.text() + (each.remedy.text() if each.remedy else "")
        assert "{" not in said
        assert "ERIKSSON" not in said
    return {each.about: each for each in found}


def states(found: dict[str, Finding]) -> dict[str, State]:
    return {about: each.state for about, each in found.items()}


def take_list(station: Station, as_of: datetime) -> None:
    entry = DocumentEntry("1", "L898902C3", "UTO", "P", "stolen", date(2026, 1, 2))
    with station.watchlist(writing=True) as session:
        store.replace_list(session, "UTO/documents", "UTO", 1, as_of, [entry], imported_at=NOW)


@pytest.fixture
def well(station: Station) -> Station:
    """A station of which nothing can be said."""
    take_list(station, NOW - timedelta(hours=1))
    with station.cases(writing=True) as session:
        record(session, THE_DESK, health.BACKED_UP, now=NOW - timedelta(hours=1))
    return station


def test_a_desk_that_is_well_is_well(well: Station) -> None:
    found = states(look(well))
    disk = found.pop("disk")  # that of the machine on which this runs
    assert isinstance(disk, State)
    assert set(found.values()) == {State.OK}
    assert len(found) == 12


@pytest.mark.parametrize(
    ("free", "state"),
    [(health.DISK_BAD - 1, State.BAD), (health.DISK_WARN - 1, State.WARN), (10**12, State.OK)],
)
def test_a_full_disk(well: Station, monkeypatch: pytest.MonkeyPatch, free: int, state: State) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert look(well)["disk"].state is state


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(days=8), State.BAD),
        (timedelta(hours=30), State.WARN),
        (timedelta(hours=2), State.OK),
        (-timedelta(days=1), State.BAD),
    ],
)
def test_lists_grow_old(well: Station, age: timedelta, state: State) -> None:
    take_list(well, NOW - age)
    assert look(well)["lists"].state is state


def test_a_station_without_lists(station: Station) -> None:
    found = look(station)
    assert found["lists"].state is State.BAD
    assert found["backup"].state is State.WARN


def test_a_clock_that_was_set_back_and_one_that_leapt(well: Station) -> None:
    with well.cases(writing=True) as session:
        record(session, THE_DESK, "person.signed_in", now=NOW)
    back = look(well, NOW - timedelta(days=1))["clock"]
    assert back.state is State.BAD
    assert "2026-11-24 09:31" in back.sentence.text()
    assert look(well, NOW + timedelta(days=60))["clock"].state is State.WARN
    assert look(well, NOW + timedelta(days=20))["clock"].state is State.OK


def test_no_camera(well: Station) -> None:
    assert look(well, cameras=0)["camera"].state is State.WARN
    assert look(well, cameras=None)["camera"].state is State.OK


def test_what_waits_to_be_sent(well: Station) -> None:
    with well.cases() as session:
        row = OutboxRow(kind="x", subject_kind="", subject_id="", made_at=NOW, payload={}, sent_at=None)
        session.add(row)
    assert look(well, NOW + timedelta(hours=1))["queue"].state is State.OK
    assert look(well, NOW + timedelta(hours=25))["queue"].state is State.WARN
    assert look(well, NOW + timedelta(days=8))["queue"].state is State.BAD
    with well.cases() as session:
        session.execute(sa.update(OutboxRow).values(sent_at=NOW))
    assert look(well, NOW + timedelta(days=8))["queue"].state is State.OK


def test_cases_that_should_have_been_reviewed_or_are_about_to_go(well: Station, known: str) -> None:
    assert look(well)["cases"].state is State.OK
    with well.cases() as session:
        session.execute(sa.update(KeepingRow).values(review_on=TODAY + timedelta(days=3)))
    assert look(well)["cases"].state is State.WARN
    with well.cases() as session:
        session.execute(sa.update(CaseRow).values(review_by=NOW - timedelta(minutes=1)))
    assert look(well)["cases"].state is State.BAD
    assert known


def test_requests_that_are_overdue(
    well: Station, salif: Person, rules: dict[RequestKind, RequestTerms]
) -> None:
    with well.cases(writing=True) as session:
        requests.take(session, RequestKind.BREACH, "gone", salif, rules, now=NOW)
    assert look(well, NOW + timedelta(hours=71))["requests"].state is State.OK
    assert look(well, NOW + timedelta(hours=73))["requests"].state is State.BAD


def test_records_that_should_have_gone_and_traces_of_those_that_went(
    well: Station, known: str, inspection: Callable[..., Any]
) -> None:
    with well.cases() as session:
        session.execute(sa.update(KeepingRow).values(review_on=TODAY))
    assert look(well)["erasing"].state is State.OK  # within 24 hours
    assert look(well, NOW + timedelta(days=2))["erasing"].state is State.BAD
    assert not retention.purge(well, TODAY, THE_DESK, NOW, rewrite=False).clean
    assert look(well)["erasing"].state is State.WARN
    assert retention.purge(well, TODAY, THE_DESK, NOW).clean
    assert look(well)["erasing"].state is State.OK
    with well.cases() as session:
        inspections.store(session, replace(inspection(9), taken_at=NOW - timedelta(days=400)))
    assert look(well)["erasing"].state is State.BAD
    assert known


def test_an_old_backup_and_crashes(well: Station) -> None:
    assert look(well, NOW + timedelta(days=8))["backup"].state is State.WARN
    assert look(well, crashes=[NOW - timedelta(days=1)])["crashes"].state is State.WARN
    assert look(well, crashes=[NOW - timedelta(days=31)])["crashes"].state is State.OK


@pytest.mark.parametrize(
    ("travellers", "alerts", "state"),
    [
        (0, 0, State.OK),
        (200, 9, State.OK),  # nine may be chance
        (900, 10, State.WARN),
        (1000, 10, State.OK),
        (1000, 11, State.WARN),
    ],
)
def test_alerts_beyond_twice_the_budget(well: Station, travellers: int, alerts: int, state: State) -> None:
    week = TODAY - timedelta(days=TODAY.weekday())
    with well.cases(writing=True) as session:
        session.add(EvidenceCountRow(week=week, size=10.0, bits=4.0, travellers=travellers, alerts=alerts))
        old = week - timedelta(weeks=6)
        session.add(EvidenceCountRow(week=old, size=10.0, bits=4.0, travellers=100, alerts=100))
    finding = look(well)["alerts"]
    assert finding.state is state
    assert "5/1000" in finding.sentence.text()


def test_every_remedy_belongs_to_a_sentence() -> None:
    said = messages.sentences("en")
    remedies = [key for key in said if key.startswith("health.remedy.")]
    assert len(remedies) > 10
    assert [key for key in remedies if key.replace(".remedy", "") not in said] == []


def test_a_watchlist_that_is_shut_is_told_and_the_rest_is_looked_at(well: Station) -> None:
    with well.cases(writing=True) as session:
        contact.made(session, NOW)
    well.shut_watchlist(timedelta(days=30), lambda: NOW + timedelta(days=40))
    found = look(well, NOW + timedelta(days=40))
    assert found["lists"].state is State.BAD
    assert "shut" in found["lists"].sentence.text()
    assert found["disk"].state is State.OK
