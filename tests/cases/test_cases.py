"""A case goes the way it may go, every step is final and audited, and two pairs of eyes are two people's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from borderdesk.audit import listing
from borderdesk.audit.verify import verify
from borderdesk.cases import cases, inspections, keeping, reading
from borderdesk.cases.cases import CaseError
from borderdesk.cases.inspections import Decision
from borderdesk.cases.sealed import attachment_name, unseal
from borderdesk.cases.terms import Terms
from borderdesk.storage.station import Station
from models.case import CaseState
from models.inspection import Inspection
from models.people import THE_DESK, Person, Role
from models.tables.cases import AttachmentRow, PictureKeyRow
from models.tables.keeping import KeepingRow
from models.verdict import Advice

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
TODAY = date(2026, 11, 24)
AWA = Person("a" * 32, "awa", "Awa Traore", Role.OFFICER)
BINTA = Person("b" * 32, "binta", "Binta Sow", Role.SUPERVISOR)
TERMS = Terms.load()
Act = Callable[..., Any]


@pytest.fixture
def case_id(station: Station, inspection: Callable[..., Inspection]) -> str:
    """A case that is open."""
    whole = inspection()
    whole = replace(whole, verdict=replace(whole.verdict, advice=Advice.REFER))
    with station.cases() as session:
        made = keeping.keep(session, whole, AWA, now=NOW, today=TODAY, terms=TERMS)
    assert made is not None
    return made


@pytest.fixture
def act(station: Station, case_id: str) -> Act:
    """`act(function, *arguments, **options)` does one thing with the case, in a transaction of its own."""

    def do(function: Act, *arguments: Any, **options: Any) -> Any:
        with station.cases(writing=True) as session:
            done = function(session, case_id, *arguments, **{"now": NOW, **options})
            assert verify(session).bad is None
            return done

    return do


def close(session: Session, case_id: str, who: Person, *, now: datetime) -> None:
    cases.close(session, case_id, who, now=now, today=now.date(), terms=TERMS)


def state(station: Station, case_id: str) -> CaseState:
    with station.cases() as session:
        return cases.case_row(session, case_id).state


def test_a_case_is_opened_assigned_decided_confirmed_and_closed(
    station: Station, case_id: str, act: Act
) -> None:
    states = [state(station, case_id)]
    for step in (
        lambda: act(cases.assign, BINTA, AWA),
        lambda: act(cases.note, AWA, "calls the embassy"),
        lambda: act(cases.decide, AWA, Decision.REFUSE, "photograph replaced"),
        lambda: act(cases.confirm, BINTA),
        lambda: act(close, BINTA, now=NOW + timedelta(days=20)),
    ):
        step()
        states.append(state(station, case_id))
    assert [each.value for each in states] == ["open", "assigned", "assigned", "decided", "decided", "closed"]
    with station.cases(writing=True) as session:
        whole = reading.read(session, case_id, BINTA, "complaint 12", NOW)
        entries = listing.listed(session, subject=("case", case_id))
        (kept,) = inspections.load(session, whole.summary.inspection_id).decisions
    assert [step.kind.value for step in whole.steps] == [
        "opened",
        "assigned",
        "noted",
        "decided",
        "confirmed",
        "closed",
    ]
    assert [entry.act for entry in reversed(entries)] == [
        *(f"case.{step.kind.value}" for step in whole.steps),
        "case.read",
    ]
    assert (entries[0].purpose, entries[0].person_id) == ("complaint 12", BINTA.person_id)
    assert whole.confirmed
    assert whole.steps[2].text == "calls the embassy"
    assert not any("embassy" in f"{entry.purpose} {entry.details}" for entry in entries)
    assert (kept.decision, kept.reason, kept.officer) == (
        Decision.REFUSE,
        "photograph replaced",
        "Awa Traore",
    )


def test_from_its_closing_on_the_terms_of_a_case_run_and_nothing_holds_it_any_more(
    station: Station, case_id: str, act: Act
) -> None:
    act(cases.decide, AWA, Decision.ADMIT, "settled")
    act(cases.confirm, BINTA)
    act(close, BINTA, now=NOW + timedelta(days=20))
    with station.cases() as session:
        kept = {(each.kind, each.review_on, each.held) for each in session.scalars(sa.select(KeepingRow))}
    gone = TODAY + timedelta(days=20 + 365)
    assert kept == {("inspection", gone, ""), ("case", gone, "")}


def test_another_reason_to_hold_a_record_outlives_the_case(station: Station, case_id: str, act: Act) -> None:
    with station.cases(writing=True) as session:
        session.execute(sa.update(KeepingRow).where(KeepingRow.kind == "inspection").values(held="court"))
    act(cases.decide, AWA, Decision.ADMIT, "settled")
    act(cases.confirm, BINTA)
    act(close, BINTA)
    with station.cases() as session:
        assert {each.kind: each.held for each in session.scalars(sa.select(KeepingRow))} == {
            "inspection": "court",
            "case": "",
        }


@pytest.mark.parametrize("review", [cases.confirm, lambda *a, **k: cases.return_case(*a, "no", **k)])
def test_nobody_reviews_their_own_decision(act: Act, review: Act) -> None:
    act(cases.decide, AWA, Decision.ADMIT, "it is fine")
    with pytest.raises(CaseError, match="same_person"):
        act(review, AWA)
    with pytest.raises(CaseError, match="nobody"):
        act(review, THE_DESK)
    act(review, BINTA)


def test_a_supervisor_who_decided_anew_needs_somebody_else(act: Act) -> None:
    act(cases.decide, AWA, Decision.ADMIT, "it is fine")
    act(cases.decide, BINTA, Decision.REFUSE, "it is not")
    with pytest.raises(CaseError, match="same_person"):
        act(cases.confirm, BINTA)
    act(cases.confirm, AWA)


def test_a_returned_decision_goes_back_to_whom_it_came_from(station: Station, case_id: str, act: Act) -> None:
    act(cases.decide, AWA, Decision.ADMIT, "it is fine")
    act(cases.return_case, BINTA, "look at page 3 as well")
    with station.cases() as session:
        (summary,) = reading.listed(session, states=[CaseState.ASSIGNED])
    assert summary.assigned_to == AWA.person_id
    with pytest.raises(CaseError, match="not_decided"):
        act(cases.confirm, BINTA)
    with pytest.raises(CaseError, match="not_confirmed"):
        act(close, BINTA)
    act(cases.decide, AWA, Decision.REFUSE, "page 3 is forged")
    act(cases.confirm, BINTA)
    act(close, AWA)
    assert state(station, case_id) is CaseState.CLOSED


def test_a_decision_after_the_confirmation_needs_another(act: Act) -> None:
    act(cases.decide, AWA, Decision.ADMIT, "it is fine")
    act(cases.confirm, BINTA)
    act(cases.decide, AWA, Decision.REFUSE, "it is not")
    with pytest.raises(CaseError, match="not_confirmed"):
        act(close, AWA)


@pytest.mark.parametrize(
    "step",
    [
        lambda act: act(cases.assign, BINTA, AWA),
        lambda act: act(cases.note, AWA, "late"),
        lambda act: act(cases.attach, AWA, "a", "text/plain", b"a"),
        lambda act: act(cases.decide, AWA, Decision.ADMIT, "late"),
        lambda act: act(cases.release, AWA, "late"),
        lambda act: act(cases.confirm, BINTA),
        lambda act: act(cases.return_case, BINTA, "late"),
        lambda act: act(close, BINTA),
    ],
)
def test_nothing_happens_to_a_closed_case(station: Station, case_id: str, act: Act, step: Act) -> None:
    act(cases.decide, AWA, Decision.ADMIT, "settled")
    act(cases.confirm, BINTA)
    act(close, BINTA)
    with station.cases() as session:
        before = listing.listed(session)[0].number
    with pytest.raises(CaseError):
        step(act)
    with station.cases() as session:
        assert listing.listed(session)[0].number == before
        assert len(inspections.recent(session, 9)) == 1
    assert state(station, case_id) is CaseState.CLOSED


@pytest.mark.parametrize(
    "step",
    [
        lambda act: act(cases.note, AWA, " "),
        lambda act: act(cases.decide, AWA, Decision.ADMIT, ""),
        lambda act: act(cases.release, AWA, "\n"),
    ],
)
def test_a_step_without_words_is_refused(act: Act, step: Act) -> None:
    with pytest.raises(CaseError, match="no_words"):
        step(act)


def test_a_lone_officer_releases_for_24_hours(station: Station, case_id: str, act: Act) -> None:
    review_by = act(cases.release, AWA, "old woman, nobody else at the post")
    assert review_by == NOW + timedelta(hours=24)
    with station.cases() as session:
        assert reading.overdue(session, review_by) == ()
        (late,) = reading.overdue(session, review_by + timedelta(seconds=1))
        (decision,) = inspections.load(session, late.inspection_id).decisions
    assert (late.case_id, late.state, decision.decision) == (case_id, CaseState.DECIDED, Decision.ADMIT)
    assert act(cases.release, AWA, "again", now=NOW + timedelta(hours=5)) == review_by  # no second day
    with pytest.raises(CaseError, match="same_person"):
        act(cases.confirm, AWA)
    act(cases.confirm, BINTA, now=NOW + timedelta(hours=30))
    with station.cases() as session:
        assert reading.overdue(session, NOW + timedelta(days=9)) == ()


def test_an_attachment_is_sealed_and_looking_at_it_is_audited(
    station: Station, case_id: str, act: Act
) -> None:
    content = b"%PDF a letter"
    number = act(cases.attach, AWA, "letter.pdf", "application/pdf", content)
    with station.cases(writing=True) as session:
        row = session.get_one(AttachmentRow, number)
        assert content not in row.data
        key = session.get_one(PictureKeyRow, attachment_name(number)).key
        with pytest.raises(InvalidTag):
            unseal("attachment/other", row.data, key)
        assert reading.open_attachment(session, number, BINTA, "review", NOW) == content
        whole = reading.read(session, case_id, BINTA, "review", NOW)
        acts = [(entry.act, entry.subject) for entry in listing.listed(session, limit=2)]
        with pytest.raises(CaseError, match="no_attachment"):
            reading.open_attachment(session, "0" * 32, BINTA, "review", NOW)
    assert [(each.attachment_id, each.name) for each in whole.attachments] == [(number, "letter.pdf")]
    assert acts == [("case.read", ("case", case_id)), ("attachment.read", ("attachment", number))]
    with pytest.raises(CaseError, match="large"):
        act(cases.attach, AWA, "film.avi", "video/avi", bytes(cases.LARGEST_ATTACHMENT + 1))


@pytest.mark.parametrize("statement", ["UPDATE case_events SET text = 'x'", "DELETE FROM case_events"])
def test_no_step_is_changed_or_taken_back(station: Station, case_id: str, statement: str) -> None:
    with pytest.raises(sa.exc.IntegrityError), station.cases(writing=True) as session:
        session.execute(sa.text(statement))


def test_a_case_that_is_not_there_is_told(station: Station) -> None:
    with station.cases(writing=True) as session:
        with pytest.raises(CaseError, match="unknown"):
            reading.read(session, "0" * 32, AWA, "", NOW)
        assert listing.listed(session) == ()


def test_a_name_is_searched_for_with_a_purpose_and_stands_in_no_entry(station: Station, case_id: str) -> None:
    with station.cases(writing=True) as session:
        for text, expected in (
            ("Eriksson", 1),
            ("maria eriksson", 1),
            ("Ériksson", 1),
            ("Олег", 0),
            ("e%n", 0),
            ("Eriksson Otto", 0),
        ):
            assert len(reading.search(session, text, AWA, "missing person 7", NOW)) == expected, text
        with pytest.raises(CaseError, match="no_purpose"):
            reading.search(session, "Eriksson", AWA, " ", NOW)
        with pytest.raises(CaseError, match="no_name"):
            reading.search(session, " ", AWA, "missing person 7", NOW)
        entries = listing.listed(session, act="people.searched")
    assert len(entries) == 6
    assert {entry.purpose for entry in entries} == {"missing person 7"}
    assert entries[-1].details == {"found": 1}


def test_cases_are_listed_oldest_first_by_state(
    station: Station, case_id: str, act: Act, inspection: Callable[..., Inspection]
) -> None:
    with station.cases() as session:
        other = keeping.keep(
            session, inspection(2), AWA, now=NOW + timedelta(hours=1), today=TODAY, terms=TERMS
        )
    act(cases.assign, BINTA, AWA)
    with station.cases() as session:
        assert [each.case_id for each in reading.listed(session)] == [case_id, other]
        assert [each.case_id for each in reading.listed(session, states=[CaseState.OPEN])] == [other]
