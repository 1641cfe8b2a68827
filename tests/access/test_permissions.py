"""No role does what the table does not give; the table is the one that people read in docs/people.md."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.access import people
from borderdesk.access.errors import AccessError
from borderdesk.access.permissions import Act, may, require, require_purpose
from borderdesk.storage.station import Station
from models.people import THE_DESK, Person, Role

NOW = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "people.md"


def written() -> dict[str, tuple[frozenset[str], frozenset[str], bool]]:
    """The table as people read it."""
    rows = re.findall(
        r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.M
    )
    return {
        act: (frozenset(re.findall(r"\w+", who)), frozenset(re.findall(r"\w+", second)), why.strip() == "yes")
        for act, who, second, why in rows
    }


TABLE = written()
ROLES = st.sampled_from([*Role, None])
NUMBERS = st.sampled_from(["a" * 32, "b" * 32, "c" * 32])


@st.composite
def persons(draw: st.DrawFn) -> Person:
    number = draw(NUMBERS)
    return Person(number, number[:1], number[:1].upper(), draw(ROLES))


def allowed(who: Person, act: Act, second: Person | None) -> bool:
    roles, seconds, _ = TABLE[act.value]
    if who.role is None or who.role.value not in roles:
        return False
    if not seconds:
        return True
    return (
        second is not None
        and second.role is not None
        and second.role.value in seconds
        and second.person_id != who.person_id
    )


def test_the_page_has_a_row_for_every_act() -> None:
    assert set(TABLE) == {act.value for act in Act}
    words = {role.value for role in Role}
    assert all(who and who | second <= words for who, second, _ in TABLE.values())


@given(persons(), st.sampled_from(Act), st.none() | persons())
def test_nobody_does_what_the_page_does_not_give(who: Person, act: Act, second: Person | None) -> None:
    if allowed(who, act, second):
        require(who, act, second)
    else:
        with pytest.raises(AccessError):
            require(who, act, second)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", Role)
def test_what_is_offered_is_what_is_given(role: Role, act: Act) -> None:
    assert may(role, act) == (role.value in TABLE[act.value][0])


@pytest.mark.parametrize("act", ["clear_hit", "import_list", "export", "change_policy"])
def test_these_need_four_eyes(act: str) -> None:
    assert TABLE[act][1]


@pytest.mark.parametrize("act", Act)
def test_a_reason_is_asked_for_where_the_page_says_so(act: Act) -> None:
    if TABLE[act.value][2]:
        with pytest.raises(AccessError):
            require_purpose(act, "  ")
    else:
        require_purpose(act, "")
    require_purpose(act, "request 12 of the ministry")


@pytest.mark.parametrize("act", Act)
def test_the_program_acts_by_itself_only_while_there_are_no_people(act: Act) -> None:
    require(THE_DESK, act, people=False)
    with pytest.raises(AccessError):
        require(THE_DESK, act)


def test_four_eyes_refuse_the_same_person_twice(station: Station, person: Callable[[str], Person]) -> None:
    moussa = person("moussa")
    with station.cases() as session, pytest.raises(AccessError) as refused:
        people.permit(session, moussa, Act.EXPORT, moussa)
    assert refused.value.message.key == "error.access.second_same"


def test_four_eyes_refuse_a_second_person_without_the_permission(
    station: Station, person: Callable[[str], Person]
) -> None:
    with station.cases() as session, pytest.raises(AccessError) as refused:
        people.permit(session, person("moussa"), Act.CLEAR_HIT, person("chief"))
    assert refused.value.message.key == "error.access.second_not_allowed"


@pytest.mark.parametrize("closed", ["moussa", "zara"])
def test_four_eyes_refuse_a_closed_person_on_either_side(
    station: Station, person: Callable[[str], Person], closed: str
) -> None:
    moussa, zara = person("moussa"), person("zara")
    with station.cases() as session:
        people.permit(session, moussa, Act.EXPORT, zara)
    with station.cases(writing=True) as session:
        people.close(session, person("chief"), person(closed).person_id, now=NOW)
    with station.cases() as session, pytest.raises(AccessError) as refused:
        people.permit(session, moussa, Act.EXPORT, zara)
    assert refused.value.message.key == "error.access.is_closed"


def test_a_role_that_was_taken_away_no_longer_counts(
    station: Station, person: Callable[[str], Person]
) -> None:
    zara = person("zara")
    with station.cases(writing=True) as session:
        people.change_role(session, person("chief"), zara.person_id, Role.TRAINER, now=NOW)
    with station.cases() as session, pytest.raises(AccessError) as refused:
        people.permit(session, zara, Act.CONFIRM)
    assert refused.value.message.key == "error.access.role_changed"


def test_a_person_that_nobody_made_may_nothing(station: Station) -> None:
    invented = Person("f" * 32, "ghost", "Ghost", Role.ADMINISTRATOR)
    with station.cases() as session, pytest.raises(AccessError):
        people.permit(session, invented, Act.MANAGE_PEOPLE)
    with station.cases() as session, pytest.raises(AccessError):
        people.permit(session, THE_DESK, Act.MANAGE_PEOPLE)
