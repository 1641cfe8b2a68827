"""A false match spares one document one alert of one entry as it was, for a year at most, by two people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from borderdesk.audit import listing
from borderdesk.cases import cases, false_matches, keeping, outbox, retention
from borderdesk.cases.cases import CaseError
from borderdesk.cases.terms import Terms
from borderdesk.screening import screen_at
from borderdesk.storage.station import Station
from models.document import MrzFields, PartialDate, Sex
from models.inspection import Inspection
from models.message import message
from models.people import THE_DESK, Person, Role
from models.tables.cases import CaseEventRow, FalseMatchRow
from models.tables.keeping import KeepingRow
from models.watchlist import (
    DocumentEntry,
    EntryAction,
    Hit,
    HitKind,
    ListState,
    Mandate,
    PersonEntry,
    Screening,
)
from watchlist import store

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
TODAY = date(2026, 11, 24)
UNTIL = date(2027, 11, 24)
AWA = Person("a" * 32, "awa", "Awa Traore", Role.OFFICER)
BINTA = Person("b" * 32, "binta", "Binta Sow", Role.SUPERVISOR)
TERMS = Terms.load()
PERSON = PersonEntry(
    "p1",
    ("Anna Maria Eriksson", "آنا"),
    dates_of_birth=(PartialDate("1974-08-12", 1974, 8, 12),),
    sex=Sex.FEMALE,
    document_numbers=(("X1", "UTO"),),
    mandate=Mandate(EntryAction.STOP, valid_until=date(2030, 1, 1)),
)
DOCUMENT = DocumentEntry("d1", "L898902C3", "UTO", "P", "stolen", date(2026, 1, 2))
LISTS = (ListState("NER/persons", "NER", 4, datetime(2026, 11, 23, 6, tzinfo=UTC), 1200),)
REASON = (message("error.station.none", path="a list"),)  # any shipped sentence with a value will do


def person_hit(**changes: Any) -> Hit:
    return Hit("NER/persons", replace(PERSON, **changes), HitKind.PERSON, 0.93, True, REASON)


def document_hit(*, exact: bool) -> Hit:
    return Hit("NER/documents", DOCUMENT, HitKind.DOCUMENT, 1.0 if exact else 0.4, exact, REASON)


def found(*hits: Hit) -> Screening:
    return Screening(LISTS, hits)


@pytest.fixture
def case_id(station: Station, inspection: Callable[..., Inspection]) -> str:
    """A case with three hits: a person, the very document, a document of another issuer."""
    other = replace(document_hit(exact=False), entry=replace(DOCUMENT, entry_id="d2"))
    whole = replace(inspection(), screening=found(person_hit(), document_hit(exact=True), other))
    with station.cases() as session:
        made = keeping.keep(session, whole, AWA, now=NOW, today=TODAY, terms=TERMS)
    assert made is not None
    return made


def clear(station: Station, case_id: str, **changes: Any) -> int:
    said = {
        "who": AWA,
        "supervisor": BINTA,
        "list_name": "NER/persons",
        "entry_id": "p1",
        "reason": "fingerprints compared with Niamey",
        "until": UNTIL,
        **changes,
    }
    with station.cases(writing=True) as session:
        return false_matches.clear_hit(
            session,
            case_id,
            said.pop("who"),
            said.pop("supervisor"),
            now=NOW,
            today=TODAY,
            terms=TERMS,
            **said,
        )


@pytest.fixture
def fields(inspection: Callable[..., Inspection]) -> MrzFields:
    document = inspection().document
    assert document is not None
    return document.fields


def spared(station: Station, hit: Hit, fields: MrzFields, today: date = TODAY) -> bool:
    with station.cases() as session:
        answer = false_matches.spared(session, found(hit), fields, today)
    assert len(answer.hits) + len(answer.spared) == 1
    return answer.hits == ()


def test_a_settled_hit_is_told_apart_from_the_alerts(
    station: Station, case_id: str, fields: MrzFields
) -> None:
    assert not spared(station, person_hit(), fields)
    clear(station, case_id)
    other = replace(person_hit(), entry=replace(PERSON, entry_id="p2"))
    with station.cases() as session:
        answer = false_matches.spared(session, found(person_hit(), other), fields, TODAY)
    assert answer.hits == (other,)
    assert [(each.hit, each.until) for each in answer.spared] == [(person_hit(), UNTIL)]
    assert answer.lists == LISTS


@pytest.mark.parametrize(
    "change",
    [
        {"names": ("Anna Maria Eriksson",)},
        {"mandate": replace(PERSON.mandate, note="armed")},
        {"mandate": replace(PERSON.mandate, action=EntryAction.REFER)},
        {"dates_of_birth": (PartialDate("1974", 1974),)},
        {"mandate": replace(PERSON.mandate, valid_until=None)},
        {"document_numbers": (("L898902C3", "UTO"),)},
        {"entry_id": "p2"},
    ],
)
def test_a_changed_entry_alerts_again(
    station: Station, case_id: str, fields: MrzFields, change: dict[str, Any]
) -> None:
    clear(station, case_id)
    assert spared(station, person_hit(), fields)
    assert not spared(station, person_hit(**change), fields)


def test_an_entry_of_that_number_on_another_list_alerts(
    station: Station, case_id: str, fields: MrzFields
) -> None:
    clear(station, case_id)
    assert not spared(station, replace(person_hit(), list_name="MLI/persons"), fields)


@pytest.mark.parametrize(
    "change", [{"document_number": "L898902C4"}, {"issuing_state": "D"}, {"document_number": ""}]
)
def test_another_document_alerts(
    station: Station, case_id: str, fields: MrzFields, change: dict[str, str]
) -> None:
    clear(station, case_id)
    assert not spared(station, person_hit(), replace(fields, **change))


def test_it_ends_on_its_day(station: Station, case_id: str, fields: MrzFields) -> None:
    clear(station, case_id)
    assert spared(station, person_hit(), fields, UNTIL)
    assert not spared(station, person_hit(), fields, UNTIL + timedelta(days=1))


def test_an_entry_about_the_document_itself_is_never_settled_here(
    station: Station, case_id: str, fields: MrzFields
) -> None:
    with pytest.raises(CaseError, match="document_hit"):
        clear(station, case_id, list_name="NER/documents", entry_id="d1")
    clear(station, case_id, list_name="NER/documents", entry_id="d2")
    like = replace(document_hit(exact=False), entry=replace(DOCUMENT, entry_id="d2"))
    assert spared(station, like, fields)
    assert not spared(station, replace(like, exact=True, score=1.0), fields)


def alerts(station: Station, fields: MrzFields, *hits: Hit) -> tuple[Hit, ...]:
    with station.cases() as session:
        answer = false_matches.spared(session, found(*hits), fields, TODAY)
    assert {each.hit for each in answer.spared} | set(answer.hits) == set(hits)
    return answer.hits


@pytest.mark.parametrize("loss", ["stolen", "lost", "revoked", "stolen_blank"])
def test_where_the_document_is_reported_every_hit_alerts_again(
    station: Station, case_id: str, fields: MrzFields, loss: str
) -> None:
    clear(station, case_id)
    clear(station, case_id, list_name="NER/documents", entry_id="d2")
    reported = replace(document_hit(exact=True), entry=replace(DOCUMENT, entry_id="d3", loss=loss))
    like = replace(document_hit(exact=False), entry=replace(DOCUMENT, entry_id="d2"))
    assert alerts(station, fields, person_hit(), like) == ()
    assert alerts(station, fields, person_hit(), like, reported) == (person_hit(), like, reported)


def test_a_doubted_document_hit_is_never_settled_and_spares_nothing_while_it_lasts(
    station: Station, case_id: str, fields: MrzFields
) -> None:
    clear(station, case_id)
    clear(station, case_id, list_name="NER/documents", entry_id="d2")
    doubted = replace(document_hit(exact=False), entry=replace(DOCUMENT, entry_id="d2"), doubted=True)
    assert alerts(station, fields, doubted) == (doubted,)
    assert alerts(station, fields, person_hit(), doubted) == (person_hit(), doubted)
    assert alerts(station, fields, person_hit()) == ()


def kept_again(
    station: Station,
    inspection: Callable[..., Inspection],
    *hits: Hit,
    certain: bool = True,
    number: str = "L898902C3",
) -> None:
    made = inspection(7)
    assert made.document is not None
    fields = replace(made.document.fields, document_number=number)
    document = replace(made.document, certain=certain, fields=fields)
    again = replace(made, document=document, screening=found(*hits))
    with station.cases() as session:
        keeping.keep(session, again, AWA, now=NOW, today=TODAY, terms=TERMS)


def test_a_report_ends_it_for_good_with_an_entry_of_the_audit_and_its_record_goes(
    station: Station, case_id: str, fields: MrzFields, inspection: Callable[..., Inspection]
) -> None:
    number = clear(station, case_id)
    kept_again(station, inspection, person_hit(), document_hit(exact=True))
    assert not spared(station, person_hit(), fields)  # though the report was taken back
    with station.cases() as session:
        (told,) = listing.listed(session, act="false_match.lapsed")
        assert (told.subject, told.person_id) == (("false_match", str(number)), AWA.person_id)
        assert session.get_one(FalseMatchRow, number).until == TODAY - timedelta(days=1)
    purged = retention.purge(station, TODAY, THE_DESK, NOW, rewrite=False)
    assert purged.erased.false_matches == 1
    with station.cases() as session:
        assert session.get(FalseMatchRow, number) is None
        assert session.get(KeepingRow, ("false_match", str(number))) is None


def test_one_that_is_held_stays_after_a_report_but_spares_nothing(
    station: Station, case_id: str, fields: MrzFields, inspection: Callable[..., Inspection]
) -> None:
    number = str(clear(station, case_id))
    with station.cases(writing=True) as session:
        retention.hold(session, "false_match", number, "complaint 4", BINTA, now=NOW)
    kept_again(station, inspection, document_hit(exact=True))
    assert retention.purge(station, TODAY, THE_DESK, NOW, rewrite=False).erased.false_matches == 0
    assert not spared(station, person_hit(), fields)


@pytest.mark.parametrize(
    ("hit", "more"),
    [
        (replace(document_hit(exact=False), doubted=True), {}),
        (replace(document_hit(exact=True), doubted=True), {}),
        (document_hit(exact=False), {}),
        (document_hit(exact=True), {"certain": False}),
        (document_hit(exact=True), {"number": "X7"}),
    ],
)
def test_what_is_or_may_be_another_document_ends_nothing(
    station: Station,
    case_id: str,
    fields: MrzFields,
    inspection: Callable[..., Inspection],
    hit: Hit,
    more: Any,
) -> None:
    clear(station, case_id)
    kept_again(station, inspection, hit, **more)
    assert spared(station, person_hit(), fields)


def test_a_station_alerts_again_as_soon_as_a_list_reports_the_document(
    station: Station, case_id: str, fields: MrzFields
) -> None:
    with station.watchlist(writing=True) as session:
        store.replace_list(session, "NER/persons", "NER", 5, NOW, [PERSON], imported_at=NOW)
    clear(station, case_id)
    assert screen_at(station, fields, today=TODAY).hits == ()
    with station.watchlist(writing=True) as session:
        store.replace_list(session, "NER/documents", "NER", 1, NOW, [DOCUMENT], imported_at=NOW)
    reported = screen_at(station, fields, today=TODAY)
    assert {hit.entry.entry_id for hit in reported.hits} == {"p1", "d1"}
    assert reported.spared == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"supervisor": AWA}, "same_person"),
        ({"supervisor": THE_DESK}, "nobody"),
        ({"who": THE_DESK}, "nobody"),
        ({"reason": " "}, "no_words"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"until": TODAY + timedelta(days=367)}, "until"),
        ({"entry_id": "p9"}, "no_hit"),
        ({"list_name": "MLI/persons"}, "no_hit"),
    ],
)
def test_what_must_not_be_settled_is_refused_and_leaves_nothing(
    station: Station, case_id: str, changes: dict[str, Any], why: str
) -> None:
    with station.cases() as session:
        before = listing.listed(session)
    with pytest.raises(CaseError, match=why):
        clear(station, case_id, **changes)
    with station.cases() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(FalseMatchRow)) == 0
        assert listing.listed(session) == before


def test_nothing_is_settled_in_a_closed_case_or_without_a_number(
    station: Station, case_id: str, inspection: Callable[..., Inspection]
) -> None:
    unread = replace(inspection(2, unread=True), screening=found(person_hit()))
    unread = replace(unread, verdict=inspection().verdict)
    with station.cases() as session:
        numberless = keeping.keep(session, unread, AWA, now=NOW, today=TODAY, terms=TERMS)
    with pytest.raises(CaseError, match="no_number"):
        clear(station, str(numberless))
    with station.cases(writing=True) as session:
        cases.decide(session, case_id, AWA, keeping.Decision.ADMIT, "settled", now=NOW)
        cases.confirm(session, case_id, BINTA, now=NOW)
        cases.close(session, case_id, BINTA, now=NOW, today=TODAY, terms=TERMS)
    with pytest.raises(CaseError, match="closed"):
        clear(station, case_id)


def test_it_is_a_step_of_the_case_with_both_people_and_told_home(station: Station, case_id: str) -> None:
    number = clear(station, case_id)
    with station.cases() as session:
        (entry,) = listing.listed(session, act="case.cleared")
        event = session.scalars(sa.select(CaseEventRow).order_by(CaseEventRow.event_id.desc())).first()
        kept = session.get_one(KeepingRow, ("false_match", str(number)))
        row = session.get_one(FalseMatchRow, number)
        told = outbox.waiting(session)[-1]
    assert event is not None
    people = (AWA.person_id, BINTA.person_id)
    assert (entry.person_id, entry.second_person_id) == people
    assert (event.person_id, event.second_person_id) == people
    assert event.text == row.reason == "fingerprints compared with Niamey"
    assert row.supervisor_id == BINTA.person_id
    assert kept.review_on == UNTIL + timedelta(days=1)
    said = {"false_match": number, "list": "NER/persons", "entry": "p1", "until": "2027-11-24"}
    assert entry.details == said
    assert (told.kind, told.payload) == ("case.hit_cleared", {"case": case_id, **said})


def test_a_station_is_asked_for_hits_and_for_what_was_settled(
    station: Station, case_id: str, fields: MrzFields
) -> None:
    with station.watchlist(writing=True) as session:
        store.replace_list(session, "NER/persons", "NER", 5, NOW, [PERSON], imported_at=NOW)
    (hit,) = screen_at(station, fields, today=TODAY).hits
    assert hit.entry == PERSON
    clear(station, case_id)
    settled = screen_at(station, fields, today=TODAY)
    assert (settled.hits, len(settled.spared)) == ((), 1)
    with station.watchlist(writing=True) as session:
        changed = replace(PERSON, mandate=replace(PERSON.mandate, note="seen at Gaya"))
        store.replace_list(session, "NER/persons", "NER", 6, NOW, [changed], imported_at=NOW)
    assert len(screen_at(station, fields, today=TODAY).hits) == 1


def test_where_it_cannot_be_told_what_was_settled_every_hit_alerts(
    station: Station, case_id: str, fields: MrzFields
) -> None:
    with station.watchlist(writing=True) as session:
        store.replace_list(session, "NER/persons", "NER", 5, NOW, [PERSON], imported_at=NOW)
    clear(station, case_id)
    with station.cases(writing=True) as session:
        session.execute(sa.text("DROP TABLE false_matches"))
    found_now = screen_at(station, fields, today=TODAY)
    assert (len(found_now.hits), found_now.spared) == (1, ())


def test_only_what_is_not_about_the_document_and_not_yet_cleared_is_offered(
    station: Station, case_id: str
) -> None:
    def offered() -> list[str]:
        with station.cases() as session:
            inspection_id = cases.case_row(session, case_id).inspection_id
            return [hit.entry_id for hit in false_matches.open_hits(session, inspection_id)]

    assert offered() == ["p1", "d2"]
    clear(station, case_id)
    assert offered() == ["d2"]
    clear(station, case_id, list_name="NER/documents", entry_id="d2")
    with pytest.raises(CaseError, match="nothing_to_clear"):
        offered()
    with station.cases() as session, pytest.raises(CaseError, match="nothing_to_clear"):
        false_matches.open_hits(session, "0" * 32)
