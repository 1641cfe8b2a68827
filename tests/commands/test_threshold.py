"""`borderdesk watchlist threshold` shows the budget of false alerts, what follows from it, and changes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import log2
from typing import Any

import argon2
import pytest

from borderdesk.audit import listing
from borderdesk.cases import alert_budget
from borderdesk.storage.station import Station
from models.people import Role
from models.tables.cases import EvidenceCountRow
from models.tables.people import PersonRow
from models.watchlist import PersonEntry
from watchlist import store

PASSPHRASE = "seven words that nobody would guess"
NOW = datetime.now(UTC)
TODAY = NOW.date()


@pytest.fixture
def post(shell: Any) -> Any:
    """A station with 64 persons on its list, and 3,000 travellers of last week of whom 30 were alerted."""
    with Station.create(shell.folder / "station", PASSPHRASE, name="Torodi") as station:
        with station.watchlist(writing=True) as session:
            persons = [PersonEntry(str(number), (f"PERSON NUMBER{number}",)) for number in range(64)]
            store.replace_list(session, "NER/persons", "NER", 1, NOW, persons, imported_at=NOW)
        with station.cases(writing=True) as session:
            week = alert_budget.monday(TODAY) - timedelta(weeks=1)
            for bits, travellers, alerts in ((0.0, 2900, 0), (9.0, 70, 0), (16.0, 30, 30)):
                session.add(
                    EvidenceCountRow(week=week, size=6.0, bits=bits, travellers=travellers, alerts=alerts)
                )
    return shell


def run(post: Any, *arguments: object, **more: Any) -> Any:
    return post.run("watchlist", "threshold", *arguments, "--home", "station", passphrase=True, **more)


def staff(post: Any) -> dict[str, str]:
    """Two supervisors and an officer; the variables that prove them."""
    people = (("salif", Role.SUPERVISOR), ("fati", Role.SUPERVISOR), ("awa", Role.OFFICER))
    with Station.open(post.folder / "station", PASSPHRASE) as station, station.cases() as session:
        for username, role in people:
            session.add(
                PersonRow(
                    person_id=username.ljust(32, "0"),
                    username=username,
                    full_name=username,
                    role=role,
                    password_hash=argon2.PasswordHasher().hash(f"millet and rain, {username}"),
                    must_change=False,
                    made_at=NOW,
                    closed_at=None,
                    failures=0,
                    next_try_at=None,
                    radio_secret=None,
                    radio_used=0,
                    radio_last=0,
                    radio_failures=0,
                    radio_next_try_at=None,
                )
            )
    variables = {}
    for variable, username in (
        ("BORDERDESK_PASSWORD_FILE", "salif"),
        ("BORDERDESK_SECOND_PASSWORD_FILE", "fati"),
    ):
        (post.folder / username).write_text(f"millet and rain, {username}\n", encoding="utf-8")
        variables[variable] = str(post.folder / username)
    return variables


def test_it_shows_budget_threshold_traffic_and_the_measured_rate(post: Any) -> None:
    (shown,) = run(post, "--json").objects
    assert shown["budget"] == {"alerts": 5, "travellers": 1000}
    assert shown["persons"] == 64
    assert shown["reference"] == pytest.approx(log2(64), abs=0.01)  # nothing was measured
    assert shown["threshold"] > shown["reference"]  # thirty in 3,000 came nearer than chance allows
    assert shown["counted"]["travellers"] == 3000
    assert 2000 < shown["counted"]["weight"] < 3000  # of last week
    assert shown["measured"] == {"travellers": 3000, "alerts": 30, "per_1000": 10.0}
    assert [each["days"] for each in shown["false_alerts"]] == [7, 30]
    lines = run(post).out.splitlines()
    assert "5/1000" in lines[0]
    assert "30 of 3000, 10.0 in 1,000" in run(post).out


def test_a_station_without_lists_and_traffic_has_no_threshold(shell: Any) -> None:
    Station.create(shell.folder / "station", PASSPHRASE, name="Torodi").close()
    (shown,) = run(shell, "--json").objects
    assert (shown["threshold"], shown["measured"]["per_1000"], shown["persons"]) == (None, None, 0)
    assert run(shell).status == 0


def test_two_people_change_it_and_the_audit_tells_who_and_why(post: Any) -> None:
    before = run(post, "--json").objects[0]["threshold"]
    (changed,) = run(post, "--set", "5/100", "--json").objects  # a station without people
    assert changed["budget"] == {"alerts": 5, "travellers": 100}
    assert changed["threshold"] < before
    proofs = staff(post)
    words = ("--set", "3/1000", "--user", "salif", "--purpose", "two officers only")
    alone = run(post, *words, variables=proofs)
    assert (alone.status, "--second-user" in alone.err) == (1, True)
    same = run(post, *words, "--second-user", "salif", variables=proofs)
    assert same.status == 1
    done = run(post, *words, "--second-user", "fati", variables=proofs)
    assert (done.status, "3/1000" in done.out) == (0, True), done.err
    with Station.open(post.folder / "station", PASSPHRASE) as station, station.cases() as session:
        entry = listing.listed(session, act="policy.alert_budget_changed")[0]
    assert entry.details == {"before": "5/100", "budget": "3/1000"}
    assert entry.purpose == "two officers only"
    assert (entry.person_id[:5], entry.second_person_id[:4]) == ("salif", "fati")


@pytest.mark.parametrize("budget", ["1/100000", "6/100", "0.005", "5 of 1000"])
def test_what_is_no_budget_changes_nothing(post: Any, budget: str) -> None:
    refused = run(post, "--set", budget)
    assert (refused.status, refused.out) == (1, "")
    assert budget in refused.err
    assert run(post, "--json").objects[0]["budget"] == {"alerts": 5, "travellers": 1000}
