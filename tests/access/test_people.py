"""Accounts: who makes them, what a name and a password must be, and that somebody can always help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from borderdesk.access import AccessError, MustChangeError, people, sign_in
from borderdesk.storage.station import Station
from models.people import THE_DESK, Person, Role
from models.tables.audit import AuditEntryRow

NOW = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
GOOD = "rain on a tin roof"
Find = Callable[[str], Person]
Entries = Callable[[], list[AuditEntryRow]]


def key_of(error: pytest.ExceptionInfo[AccessError]) -> str:
    return error.value.message.key


def test_the_first_person_is_an_administrator_and_needs_nobody(tmp_path: Path) -> None:
    with Station.create(tmp_path / "s", "four goats cross the Sirba", name="Torodi") as station:
        with station.cases(writing=True) as session, pytest.raises(AccessError) as refused:
            people.add(session, THE_DESK, "awa", "Awa", Role.OFFICER, GOOD, now=NOW)
        assert key_of(refused) == "error.access.first_administrator"
        with station.cases(writing=True) as session:
            assert not people.anybody(session)
            first = people.add(session, THE_DESK, "Chief", "Chief Adamou", Role.ADMINISTRATOR, GOOD, now=NOW)
            assert people.anybody(session)
        assert first.username == "chief"
        assert sign_in(station, "chief", GOOD, NOW) == first
        with station.cases(writing=True) as session, pytest.raises(AccessError):
            people.add(session, THE_DESK, "two", "Two", Role.ADMINISTRATOR, GOOD, now=NOW)


def test_whom_an_administrator_adds_must_choose_a_password(
    station: Station, person: Find, entries: Entries
) -> None:
    chief = person("chief")
    with station.cases(writing=True) as session:
        issa = people.add(session, chief, "issa", " Issa   Diallo ", Role.OFFICER, GOOD, now=NOW)
    assert issa.full_name == "Issa Diallo"
    with pytest.raises(MustChangeError):
        sign_in(station, "issa", GOOD, NOW)
    added = entries()[0]
    assert (added.act, added.person_id, added.subject_id) == ("person.added", chief.person_id, issa.person_id)


@pytest.mark.parametrize("username", ["awa", "moussa", "tidjani"])
def test_only_administrators_manage_people(station: Station, person: Find, username: str) -> None:
    by, other = person(username), person("zara").person_id
    acts: list[Callable[[object], object]] = [
        lambda session: people.add(session, by, "issa", "Issa", Role.OFFICER, GOOD, now=NOW),  # type: ignore
        lambda session: people.close(session, by, other, now=NOW),  # type: ignore
        lambda session: people.reopen(session, by, other, GOOD, now=NOW),  # type: ignore
        lambda session: people.reset_password(session, by, other, GOOD, now=NOW),  # type: ignore
        lambda session: people.change_role(session, by, other, Role.OFFICER, now=NOW),  # type: ignore
    ]
    for act in acts:
        with station.cases(writing=True) as session, pytest.raises(AccessError) as refused:
            act(session)
        assert key_of(refused) == "error.access.not_allowed"


@pytest.mark.parametrize("username", ["", "a", "two words", "x" * 41, "awa;--", "desk", "a\u200bb"])
def test_what_cannot_be_a_name_is_refused(station: Station, person: Find, username: str) -> None:
    with station.cases(writing=True) as session, pytest.raises(AccessError) as refused:
        people.add(session, person("chief"), username, "Somebody", Role.OFFICER, GOOD, now=NOW)
    assert key_of(refused) == "error.access.username"


@pytest.mark.parametrize("username", ["awa", "AWA", " Awa"])
def test_a_name_is_given_once(station: Station, person: Find, username: str) -> None:
    with station.cases(writing=True) as session, pytest.raises(AccessError) as refused:
        people.add(session, person("chief"), username, "Another Awa", Role.OFFICER, GOOD, now=NOW)
    assert key_of(refused) == "error.access.taken"


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("", "password_short"),
        ("elevenchars", "password_short"),
        ("x" * 1025, "password_long"),
        ("aaaaaaaaaaaa", "password_plain"),
        ("121212121212", "password_plain"),
        ("Christopher1", "password_name"),
        ("christopherchristopher", "password_name"),
    ],
)
def test_weak_passwords_are_refused(station: Station, person: Find, password: str, key: str) -> None:
    with station.cases(writing=True) as session, pytest.raises(AccessError) as refused:
        people.add(session, person("chief"), "christopher", "C", Role.OFFICER, password, now=NOW)
    assert key_of(refused) == f"error.access.{key}"


@pytest.mark.parametrize("password", ["twelve chars", "ሰላም ለእናንተ ይሁን ዛሬ", "x" * 1000 + "abcd"])
def test_long_ones_of_any_script_are_taken(station: Station, person: Find, password: str) -> None:
    with station.cases(writing=True) as session:
        made = people.add(
            session, person("chief"), "issa", "Issa", Role.OFFICER, password, now=NOW, must_change=False
        )
    assert sign_in(station, "issa", password, NOW) == made


def test_the_last_open_administrator_stays(station: Station, person: Find) -> None:
    chief = person("chief")
    for act in (
        lambda session: people.close(session, chief, chief.person_id, now=NOW),
        lambda session: people.change_role(session, chief, chief.person_id, Role.OFFICER, now=NOW),
    ):
        with station.cases(writing=True) as session, pytest.raises(AccessError) as refused:
            act(session)
        assert key_of(refused) == "error.access.last_administrator"
    with station.cases(writing=True) as session:
        people.change_role(session, chief, person("zara").person_id, Role.ADMINISTRATOR, now=NOW)
        people.close(session, chief, chief.person_id, now=NOW)
    zara = person("zara")
    with station.cases(writing=True) as session, pytest.raises(AccessError) as refused:
        people.close(session, zara, zara.person_id, now=NOW)
    assert key_of(refused) == "error.access.last_administrator"


def test_a_closed_account_comes_back_with_a_new_password(
    station: Station, person: Find, entries: Entries
) -> None:
    chief, awa = person("chief"), person("awa")
    with station.cases(writing=True) as session:
        people.close(session, chief, awa.person_id, now=NOW)
    with station.cases(writing=True) as session:
        for act in (people.reset_password, people.reopen):
            if act is people.reset_password:
                with pytest.raises(AccessError):
                    act(session, chief, awa.person_id, GOOD, now=NOW)
            else:
                act(session, chief, awa.person_id, GOOD, now=NOW)
    with pytest.raises(MustChangeError):
        sign_in(station, "awa", GOOD, NOW)
    assert [each.act for each in entries()[:2]] == ["person.closed", "person.reopened"]


def test_a_reset_ends_a_wait(station: Station, person: Find) -> None:
    for _ in range(3):
        with pytest.raises(AccessError):
            sign_in(station, "awa", "not the word at all", NOW)
    with station.cases(writing=True) as session:
        people.reset_password(session, person("chief"), person("awa").person_id, GOOD, now=NOW)
    with pytest.raises(MustChangeError):
        sign_in(station, "awa", GOOD, NOW)


def test_nobody_resets_their_own_password(station: Station, person: Find) -> None:
    """Or a desk left open for a minute would change hands for good."""
    chief = person("chief")
    with station.cases(writing=True) as session, pytest.raises(AccessError) as refused:
        people.reset_password(session, chief, chief.person_id, GOOD, now=NOW)
    assert key_of(refused) == "error.access.own_password"


def test_what_is_refused_leaves_nothing_behind(station: Station, person: Find, entries: Entries) -> None:
    with pytest.raises(AccessError), station.cases(writing=True) as session:
        people.add(session, person("awa"), "issa", "Issa", Role.OFFICER, GOOD, now=NOW)
    assert entries() == []
    with station.cases() as session:
        assert "issa" not in {each.person.username for each in people.listed(session)}
