"""Signing in: who gets in, who waits, and what the audit keeps of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, extract_parameters

from borderdesk.access import (
    AccessError,
    MustChangeError,
    WaitError,
    change_password,
    passwords,
    people,
    sign_in,
    sign_out,
)
from borderdesk.storage.station import Station
from models.people import Person
from models.tables.audit import AuditEntryRow, FactRow
from models.tables.people import PersonRow

NOW = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
Entries = Callable[[], list[AuditEntryRow]]
Find = Callable[[str], Person]
Word = Callable[[str], str]


def fail(station: Station, username: str, times: int, now: datetime = NOW) -> AccessError:
    """Wrong passwords, one right after the other's wait; the last refusal."""
    refusal: AccessError | None = None
    for _ in range(times):
        with pytest.raises(AccessError) as refused:
            sign_in(station, username, "not the word at all", now)
        refusal = refused.value
    assert refusal is not None
    return refusal


def test_the_right_password_signs_in_and_is_audited(
    station: Station, person: Find, word: Word, entries: Entries
) -> None:
    awa = sign_in(station, " AWA ", word("awa"), NOW)
    assert awa == person("awa")
    sign_out(station, awa, NOW, why="locked by a key")
    said = [(each.act, each.person_id, each.subject_id, each.purpose) for each in entries()]
    assert said == [
        ("person.signed_in", awa.person_id, awa.person_id, ""),
        ("person.signed_out", awa.person_id, awa.person_id, "locked by a key"),
    ]


def test_a_password_typed_on_another_keyboard_is_the_same(station: Station, word: Word) -> None:
    typed = unicodedata.normalize("NFD", word("awa"))
    assert typed != word("awa")
    assert sign_in(station, "awa", typed, NOW).username == "awa"


@pytest.mark.parametrize("typed", ["", "\udcff", "awa\0", "x" * 100_000, "'; DROP TABLE people; --"])
def test_whatever_is_typed_is_refused_in_words(station: Station, typed: str) -> None:
    for username, password in ((typed, typed), ("awa", typed)):
        with pytest.raises(AccessError) as refused:
            sign_in(station, username, password, NOW)
        assert refused.value.message.key == "error.access.wrong"


def test_a_failed_sign_in_is_audited_though_it_is_refused(
    station: Station, person: Find, entries: Entries
) -> None:
    fail(station, "awa", 1)
    fail(station, "nobody", 1)
    known, unknown = entries()
    assert {known.act, unknown.act} == {"person.sign_in_failed"}
    assert (known.subject_id, unknown.subject_id) == (person("awa").person_id, "")
    assert {known.person_id, unknown.person_id} == {""}


def test_what_was_typed_is_kept_nowhere(station: Station, word: Word) -> None:
    """A password is easily typed where the name belongs."""
    with pytest.raises(AccessError):
        sign_in(station, "Sesame of Kandadji", "Another Secret 77", NOW)
    with station.cases() as session:
        kept = [
            str(row.__dict__)
            for table in (AuditEntryRow, FactRow, PersonRow)
            for row in session.scalars(sa.select(table))
        ]
    assert kept
    for typed in ("sesame", "kandadji", "another secret", word("awa")):
        assert typed.lower() not in " ".join(kept).lower()


def test_refusals_do_not_tell_whether_the_name_exists(station: Station) -> None:
    for _ in range(8):
        known, unknown = fail(station, "awa", 1), fail(station, "nobody", 1)
        assert type(known) is type(unknown)
        assert known.message == unknown.message
        assert known.remedy == unknown.remedy


def test_an_unknown_name_costs_the_same_work(monkeypatch: pytest.MonkeyPatch, station: Station) -> None:
    done: list[Any] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, password: str | bytes) -> bool:
        done.append(extract_parameters(kept))
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    fail(station, "awa", 1)
    fail(station, "nobody", 1)
    assert len(done) == 2
    assert done[0] == done[1]
    assert (done[0].memory_cost, done[0].time_cost, done[0].parallelism) == (64 * 1024, 3, 4)


def test_two_wrong_ones_cost_nothing_the_third_a_wait(station: Station, word: Word) -> None:
    assert not isinstance(fail(station, "awa", 2), WaitError)
    third = fail(station, "awa", 1)
    assert isinstance(third, WaitError)
    assert third.wait == timedelta(seconds=5)
    with pytest.raises(WaitError) as waiting:
        sign_in(station, "awa", word("awa"), NOW + 4 * SECOND)
    assert waiting.value.wait == SECOND
    assert sign_in(station, "awa", word("awa"), NOW + 5 * SECOND).username == "awa"


def test_waits_grow_and_a_right_password_ends_them(station: Station, word: Word) -> None:
    now, waits = NOW, []
    fail(station, "awa", 2)
    for _ in range(4):
        refusal = fail(station, "awa", 1, now)
        assert isinstance(refusal, WaitError)
        waits.append(refusal.wait.total_seconds())
        now += refusal.wait
    assert waits == [5, 10, 20, 40]
    sign_in(station, "awa", word("awa"), now)
    assert not isinstance(fail(station, "awa", 1, now), WaitError)


def test_others_do_not_wait(station: Station, word: Word) -> None:
    fail(station, "awa", 3)
    assert sign_in(station, "zara", word("zara"), NOW).username == "zara"


@pytest.mark.parametrize("username", ["awa", "nobody"])
def test_a_restart_ends_no_wait(
    station: Station, reopened: Callable[[], Station], word: Word, username: str
) -> None:
    fail(station, username, 3)
    with reopened() as again:
        for _ in range(2):  # asking does not lengthen it
            with pytest.raises(WaitError) as waiting:
                sign_in(again, username, word("awa"), NOW + 2 * SECOND)
            assert waiting.value.wait == 3 * SECOND


def test_a_clock_set_back_shortens_no_wait_and_lengthens_it_once_at_most(
    station: Station, word: Word
) -> None:
    fail(station, "awa", 3)
    back = NOW - timedelta(days=400)
    with pytest.raises(WaitError) as waiting:
        sign_in(station, "awa", word("awa"), back)
    assert waiting.value.wait == timedelta(seconds=5)
    with pytest.raises(WaitError):
        sign_in(station, "awa", word("awa"), back + 4 * SECOND)
    assert sign_in(station, "awa", word("awa"), back + 5 * SECOND).username == "awa"


def test_a_pulled_plug_gives_no_free_guess(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    def pulled(kept: str, password: str) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(passwords, "fits", pulled)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                sign_in(station, "awa", "not the word at all", NOW)
    with pytest.raises(WaitError):
        sign_in(station, "awa", "not the word at all", NOW)


def test_a_closed_account_is_refused_like_a_wrong_password(
    station: Station, person: Find, word: Word, entries: Entries
) -> None:
    with station.cases(writing=True) as session:
        people.close(session, person("chief"), person("awa").person_id, now=NOW)
    with pytest.raises(AccessError) as refused:
        sign_in(station, "awa", word("awa"), NOW)
    assert refused.value.message.key == "error.access.wrong"
    assert entries()[-1].details == {"wrong": 1, "closed": True}


def test_a_password_set_by_somebody_else_opens_nothing_but_its_change(
    station: Station, person: Find, word: Word
) -> None:
    with station.cases(writing=True) as session:
        people.reset_password(session, person("chief"), person("awa").person_id, "for the first day", now=NOW)
    with pytest.raises(AccessError):
        sign_in(station, "awa", word("awa"), NOW)
    with pytest.raises(MustChangeError):
        sign_in(station, "awa", "for the first day", NOW)
    with pytest.raises(AccessError):
        change_password(station, "awa", "for the first day", "for the first day", NOW)
    assert change_password(station, "awa", "for the first day", "mine alone from now on", NOW) == person(
        "awa"
    )
    assert sign_in(station, "awa", "mine alone from now on", NOW) == person("awa")


def test_changing_a_password_needs_the_old_one_and_is_slowed_down_too(station: Station, word: Word) -> None:
    for _ in range(3):
        with pytest.raises(AccessError):
            change_password(station, "awa", "not the word at all", "mine alone from now on", NOW)
    with pytest.raises(WaitError):
        change_password(station, "awa", word("awa"), "mine alone from now on", NOW)
    assert sign_in(station, "awa", word("awa"), NOW + 5 * SECOND).username == "awa"


def test_a_password_stretched_less_is_kept_anew_at_the_next_sign_in(station: Station, word: Word) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(word("awa"))
    with station.cases() as session:
        session.execute(sa.update(PersonRow).where(PersonRow.username == "awa").values(password_hash=weak))
    sign_in(station, "awa", word("awa"), NOW)
    with station.cases() as session:
        kept = session.scalars(sa.select(PersonRow.password_hash).where(PersonRow.username == "awa")).one()
    assert extract_parameters(kept).memory_cost == 64 * 1024
    assert sign_in(station, "awa", word("awa"), NOW).username == "awa"


def test_the_second_pair_of_eyes_is_told_apart(station: Station, word: Word, entries: Entries) -> None:
    sign_in(station, "zara", word("zara"), NOW, as_second=True)
    assert entries()[-1].act == "person.signed_in_as_second"
