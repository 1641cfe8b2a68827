"""Codes over the radio: each good once, in order, and never one's own."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from borderdesk.access import AccessError, Act, WaitError, people, radio
from borderdesk.storage.station import Station
from models.people import Person, Role
from models.tables.audit import AuditEntryRow
from models.tables.people import PersonRow

NOW = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
Find = Callable[[str], Person]
Entries = Callable[[], list[AuditEntryRow]]
Sheet = dict[int, str]


def rfc_4226(secret: bytes, counter: int) -> str:
    """RFC 4226, 5.3 and 5.4, written down anew: the oracle of these tests."""
    digest = hmac.new(secret, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[19] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**8:08d}"


def make(station: Station, who: Person, count: int = 10) -> Sheet:
    with station.cases(writing=True) as session:
        return dict(radio.make_sheet(session, who, count, NOW))


def refused_key(station: Station, who: Person, holder: Person, number: int, code: str) -> str:
    with pytest.raises(AccessError) as refused:
        radio.accept(station, who, holder.person_id, number, code, NOW)
    return refused.value.message.key.removeprefix("error.access.")


def other(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08d}"


@pytest.fixture
def moussa(person: Find) -> Person:
    return person("moussa")


@pytest.fixture
def awa(person: Find) -> Person:
    return person("awa")


@pytest.fixture
def sheet(station: Station, moussa: Person) -> Sheet:
    return make(station, moussa)


def test_the_sheet_is_that_of_the_standard(station: Station, sheet: Sheet, moussa: Person) -> None:
    assert list(sheet) == list(range(1, 11))
    with station.cases() as session:
        secret = session.get_one(PersonRow, moussa.person_id).radio_secret
    assert secret is not None
    assert len(secret) == 20
    assert sheet == {number: rfc_4226(secret, number) for number in sheet}
    # RFC 4226, appendix D, in six digits: the oracle itself.
    assert rfc_4226(b"12345678901234567890", 0)[-6:] == "755224"


def test_a_code_makes_its_owner_the_second_pair_of_eyes(
    station: Station, sheet: Sheet, awa: Person, moussa: Person, entries: Entries
) -> None:
    with station.cases() as session:
        assert radio.next_number(session, moussa.person_id) == 1
    second = radio.accept(station, awa, moussa.person_id, 1, f"{sheet[1][:4]} {sheet[1][4:]}", NOW)
    assert second == moussa
    with station.cases() as session:
        people.permit(session, awa, Act.CLEAR_HIT, second)
        assert radio.next_number(session, moussa.person_id) == 2
    accepted = entries()[-1]
    assert accepted.act == "radio.code_accepted"
    assert (accepted.person_id, accepted.second_person_id) == (awa.person_id, moussa.person_id)
    assert accepted.details == {"number": 1}


def test_a_code_is_good_once_and_skipped_numbers_are_dead(
    station: Station, sheet: Sheet, awa: Person, moussa: Person
) -> None:
    radio.accept(station, awa, moussa.person_id, 3, sheet[3], NOW)
    for number in (1, 2, 3):
        assert refused_key(station, awa, moussa, number, sheet[number]) == "radio_number"
    assert radio.accept(station, awa, moussa.person_id, 4, sheet[4], NOW) == moussa


def test_a_code_is_good_for_its_own_number_only(
    station: Station, sheet: Sheet, awa: Person, moussa: Person
) -> None:
    assert refused_key(station, awa, moussa, 1, sheet[2]) == "radio_wrong"
    assert radio.accept(station, awa, moussa.person_id, 2, sheet[2], NOW) == moussa


@pytest.mark.parametrize("number", [-1, 0, 11, 2**63])
def test_numbers_that_are_not_on_the_sheet_are_refused(
    station: Station, sheet: Sheet, awa: Person, moussa: Person, number: int
) -> None:
    assert refused_key(station, awa, moussa, number, sheet[1]) == "radio_number"


def test_wrong_codes_are_slowed_down_over_restarts_and_audited(
    station: Station,
    sheet: Sheet,
    awa: Person,
    moussa: Person,
    entries: Entries,
    reopened: Callable[[], Station],
) -> None:
    wrong = other(sheet[1])
    keys = [refused_key(station, awa, moussa, 1, wrong) for _ in range(4)]
    assert keys == ["radio_wrong", "radio_wrong", "radio_wrong_wait", "wait"]
    assert [each.act for each in entries()] == ["radio.sheet_made", *["radio.code_refused"] * 3]
    with reopened() as again:
        with pytest.raises(WaitError) as waiting:
            radio.accept(again, awa, moussa.person_id, 1, sheet[1], NOW)
        assert waiting.value.wait == timedelta(seconds=5)
        later = NOW + timedelta(seconds=5)
        assert radio.accept(again, awa, moussa.person_id, 1, sheet[1], later) == moussa


def test_wrong_codes_keep_nobody_from_signing_in(
    station: Station, sheet: Sheet, awa: Person, moussa: Person
) -> None:
    for _ in range(3):
        refused_key(station, awa, moussa, 1, other(sheet[1]))
    with station.cases() as session:
        row = session.get_one(PersonRow, moussa.person_id)
        assert (row.failures, row.next_try_at) == (0, None)


def test_a_new_sheet_makes_the_old_one_void_and_goes_on_in_number(
    station: Station, sheet: Sheet, awa: Person, moussa: Person
) -> None:
    newer = make(station, moussa, 5)
    assert list(newer) == list(range(11, 16))
    assert refused_key(station, awa, moussa, 1, sheet[1]) == "radio_number"
    assert radio.accept(station, awa, moussa.person_id, 11, newer[11], NOW) == moussa


def test_a_sheet_comes_to_its_end(station: Station, awa: Person, moussa: Person) -> None:
    codes = make(station, moussa, 1)
    radio.accept(station, awa, moussa.person_id, 1, codes[1], NOW)
    assert refused_key(station, awa, moussa, 2, codes[1]) == "radio_used_up"
    with station.cases() as session, pytest.raises(AccessError):
        radio.next_number(session, moussa.person_id)


def test_ones_own_sheet_is_no_second_pair_of_eyes(station: Station, sheet: Sheet, moussa: Person) -> None:
    assert refused_key(station, moussa, moussa, 1, sheet[1]) == "radio_own"


def test_only_those_who_may_be_a_second_have_sheets(station: Station, person: Find) -> None:
    for username in ("awa", "tidjani"):
        with station.cases(writing=True) as session, pytest.raises(AccessError):
            radio.make_sheet(session, person(username), 10, NOW)


@pytest.mark.parametrize("how", ["closed", "another role"])
def test_the_sheet_of_somebody_who_left_is_void(
    station: Station, sheet: Sheet, person: Find, awa: Person, moussa: Person, how: str
) -> None:
    chief = person("chief")
    with station.cases(writing=True) as session:
        if how == "closed":
            people.close(session, chief, moussa.person_id, now=NOW)
            people.reopen(session, chief, moussa.person_id, "rain on a tin roof", now=NOW)
        else:
            people.change_role(session, chief, moussa.person_id, Role.OFFICER, now=NOW)
    assert refused_key(station, awa, moussa, 1, sheet[1]) == "radio_no_sheet"


@pytest.mark.parametrize("code", ["", "1234567", "123456789", "1234567x", "½2345678"])
def test_what_is_no_code_costs_no_try(
    station: Station, sheet: Sheet, awa: Person, moussa: Person, code: str
) -> None:
    assert refused_key(station, awa, moussa, 1, code) == "radio_shape"
    with station.cases() as session:
        assert session.scalars(sa.select(PersonRow.radio_failures)).all() == [0] * 5


@pytest.mark.parametrize("count", [0, 201])
def test_a_sheet_has_a_sensible_length(station: Station, moussa: Person, count: int) -> None:
    with station.cases(writing=True) as session, pytest.raises(AccessError):
        radio.make_sheet(session, moussa, count, NOW)
