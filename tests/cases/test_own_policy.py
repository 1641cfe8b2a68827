"""A station's own policy: taken in by two people, kept before it is replaced, stood in for where damaged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from borderdesk.audit import listing
from borderdesk.cases import own_policy
from borderdesk.policy import Policy, shipped_file
from borderdesk.storage import facts
from borderdesk.storage.station import Station
from models.errors import KnownError
from models.people import Person, Role
from models.verdict import Advice

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
TODAY = NOW.date()
SALIF = Person("b" * 32, "salif", "Salif Kone", Role.SUPERVISOR)
FATI = Person("c" * 32, "fati", "Fati Oumarou", Role.SUPERVISOR)
SHIPPED = shipped_file().read_text(encoding="utf-8")
STRICT = SHIPPED.replace("fresh_days = 7", "fresh_days = 3")
STRICTER = SHIPPED.replace("fresh_days = 7", "fresh_days = 2")
CODE = "mrz.check_digit.composite"


def change(station: Station, text: str | None) -> None:
    with station.cases(writing=True) as session:
        own_policy.change(session, text, SALIF, FATI, purpose="lists come late", now=NOW)


def fresh_days(station: Station) -> int:
    return own_policy.at(station).fresh_for.days


def set_aside(station: Station, until: date, *, code: str = CODE, issuer: str = "NER") -> None:
    with station.cases(writing=True) as session:
        own_policy.set_aside(
            session, code, issuer, until, SALIF, FATI, purpose="known defect", now=NOW, today=TODAY
        )


def test_a_station_goes_by_the_shipped_table_until_it_has_its_own(station: Station) -> None:
    assert own_policy.at(station) == Policy.load()
    change(station, STRICT)
    assert fresh_days(station) == 3
    change(station, None)
    assert own_policy.at(station) == Policy.load()


def test_a_change_stands_in_the_audit_with_both_digests_and_both_people(station: Station) -> None:
    change(station, STRICT)
    change(station, STRICTER)
    with station.cases() as session:
        last, first = listing.listed(session, act="policy.changed")
        digest = own_policy.in_force(session).digest
    assert (last.person_id, last.second_person_id, last.purpose) == (
        SALIF.person_id,
        FATI.person_id,
        "lists come late",
    )
    assert first.details["policy"] == last.details["before"] != last.details["policy"] == digest


def test_what_was_before_comes_back_step_by_step(station: Station) -> None:
    for text in (STRICT, STRICTER):
        change(station, text)
    days = []
    for _ in range(2):
        with station.cases(writing=True) as session:
            own_policy.bring_back(session, SALIF, FATI, purpose="too strict", now=NOW)
        days.append(fresh_days(station))
    assert days == [3, 7]
    with station.cases(writing=True) as session, pytest.raises(KnownError, match="none_before"):
        own_policy.bring_back(session, SALIF, FATI, purpose="too strict", now=NOW)


@pytest.mark.parametrize("text", ["format = 1", "", "x" * (own_policy.LONGEST + 1), "\0"])
def test_what_is_no_policy_is_not_taken_in(station: Station, text: str) -> None:
    with pytest.raises(KnownError):
        change(station, text)
    assert own_policy.at(station) == Policy.load()
    with station.cases() as session:
        assert listing.listed(session, act="policy.changed") == ()


@pytest.mark.parametrize(
    "kept",
    [
        {"text": STRICT.replace("fresh_days", "fresh_years"), "digest": ""},
        {"text": STRICT, "digest": "0" * 64},
        {"text": 7},
        {"digest": "7"},
        [7],
        "policy",
    ],
)
def test_a_damaged_table_is_stood_in_for_by_the_shipped_one_and_says_so(
    station: Station, kept: object
) -> None:
    with station.cases(writing=True) as session:
        facts.put(session, own_policy.OWN, kept)
    found = own_policy.at(station)
    assert found.rows == Policy.load().rows
    assert found.trouble is not None
    assert "Tell the supervisor" in found.trouble.text()


def test_a_table_that_a_later_program_no_longer_takes_says_why(station: Station) -> None:
    change(station, STRICT)
    with station.cases(writing=True) as session:
        text = STRICT.replace("format = 1", "format = 99")
        facts.put(session, own_policy.OWN, {"text": text, "digest": own_policy.digest_of(text)})
    trouble = own_policy.at(station).trouble
    assert trouble is not None
    assert "newer version" in trouble.text()


def test_a_check_set_aside_for_an_issuer_stands_before_every_row_until_its_day(station: Station) -> None:
    set_aside(station, TODAY + timedelta(days=30))
    failed = {"code": CODE, "status": "failed", "severity": "major", "issuer": "NER"}
    policy = own_policy.at(station)
    for issuer, day, advice in (
        ("NER", TODAY, Advice.IN_ORDER),
        ("NER", TODAY + timedelta(days=30), Advice.IN_ORDER),
        ("NER", TODAY + timedelta(days=31), Advice.REFER),
        ("MLI", TODAY, Advice.REFER),
    ):
        row = policy.row("check", {**failed, "issuer": issuer}, day)
        assert row is not None
        assert row.advice is advice
    change(station, STRICT)  # another table does not bring it back
    assert own_policy.at(station).rows[0] == policy.rows[0]


def test_a_check_that_was_set_aside_counts_again_once_it_is_restored(station: Station) -> None:
    set_aside(station, TODAY)
    set_aside(station, TODAY + timedelta(days=1), issuer="MLI")
    set_aside(station, TODAY + timedelta(days=7))  # longer: one row, not two
    with station.cases(writing=True) as session:
        assert len(own_policy.in_force(session).set_aside) == 2
        own_policy.restore(session, CODE, "NER", SALIF, FATI, purpose="mended", now=NOW, today=TODAY)
        (left,) = own_policy.in_force(session).set_aside
        with pytest.raises(KnownError, match="not_set_aside"):
            own_policy.restore(session, CODE, "NER", SALIF, FATI, purpose="mended", now=NOW, today=TODAY)
    assert left.issuer == "MLI"
    with station.cases() as session:
        acts = [each.act for each in listing.listed(session, act="policy.check")]
    assert acts == ["policy.check_restored", *["policy.check_set_aside"] * 3]


@pytest.mark.parametrize(
    ("code", "issuer", "days"),
    [
        ("mrz.check_digit.*", "NER", 7),
        ("no.such.check", "NER", 7),
        (CODE, "NRE", 7),
        (CODE, "*", 7),
        (CODE, "NER", -1),
        (CODE, "NER", own_policy.MOST_DAYS + 1),
    ],
)
def test_only_one_known_check_of_one_known_issuer_is_set_aside_and_not_for_long(
    station: Station, code: str, issuer: str, days: int
) -> None:
    with pytest.raises(KnownError):
        set_aside(station, TODAY + timedelta(days=days), code=code, issuer=issuer)
    with station.cases() as session:
        assert own_policy.in_force(session).set_aside == ()


def test_a_desk_that_stays_open_goes_by_a_change_from_then_on(station: Station) -> None:
    following = own_policy.Following(station)
    first = following.look_again()
    assert following.look_again() is first  # nothing is read anew while nothing changed
    change(station, STRICT)
    assert following.look_again().fresh_for == timedelta(days=3)
    set_aside(station, TODAY)
    assert following.look_again().rows[0].until == TODAY
