"""Requests have their day, do what was granted, and stay until they are answered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from borderdesk.cases import inspections, retention
from borderdesk.privacy import requests, terms
from borderdesk.privacy.breach import breach_report
from borderdesk.privacy.requests import Request
from borderdesk.privacy.terms import RequestKind, RequestTerms
from borderdesk.storage.station import Station
from models.errors import KnownError
from models.people import THE_DESK, Person
from models.tables.audit import AuditEntryRow
from models.tables.cases import CaseEventRow, CaseRow, InspectionRow
from models.tables.keeping import KeepingRow, RequestRow

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
Rules = dict[RequestKind, RequestTerms]


def take(station: Station, who: Person, rules: Rules, kind: RequestKind, inspection_id: str = "") -> Request:
    with station.cases(writing=True) as session:
        return requests.take(session, kind, "Anna asks", who, rules, now=NOW, inspection_id=inspection_id)


def answer(station: Station, who: Person, rules: Rules, number: int, *, granted: bool = False) -> None:
    with station.cases(writing=True) as session:
        requests.answer(session, number, "done so", who, rules, now=NOW, granted=granted)


@pytest.mark.parametrize(
    ("kind", "due_at"),
    [
        (RequestKind.ACCESS, datetime(2026, 12, 25, tzinfo=UTC)),  # the end of the thirtieth day
        (RequestKind.COMPLAINT, datetime(2027, 1, 24, tzinfo=UTC)),
        (RequestKind.BREACH, NOW + timedelta(hours=72)),
    ],
)
def test_each_kind_has_its_day(
    station: Station, salif: Person, rules: Rules, kind: RequestKind, due_at: datetime
) -> None:
    assert take(station, salif, rules, kind).due_at == due_at
    with station.cases() as session:
        assert requests.overdue(session, due_at - timedelta(seconds=1)) == ()
        assert len(requests.overdue(session, due_at + timedelta(seconds=1))) == 1
        assert [each.kind for each in requests.open_requests(session)] == [kind]
        kept = session.get_one(KeepingRow, ("request", "1"))
        assert kept.owner
        assert kept.purpose
        assert kept.legal_basis


def test_a_complaint_holds_the_inspection_until_it_is_answered(
    station: Station, salif: Person, rules: Rules, known: str
) -> None:
    taken = take(station, salif, rules, RequestKind.COMPLAINT, known)
    day = date(2028, 1, 1)
    assert retention.purge(station, day, THE_DESK, NOW).erased.inspections == 0
    with station.cases(writing=True) as session:
        session.execute(sa.update(CaseRow).values(state="closed"))
        session.execute(sa.update(RequestRow).values(closed_at=NOW))  # the hold counts by itself
    assert retention.purge(station, day, THE_DESK, NOW).erased.inspections == 0
    with station.cases(writing=True) as session:
        session.execute(sa.update(RequestRow).values(closed_at=None))
    answer(station, salif, rules, taken.number)
    assert retention.purge(station, day, THE_DESK, NOW).erased.inspections == 1


def test_a_complaint_leaves_what_somebody_else_holds(
    station: Station, salif: Person, rules: Rules, known: str
) -> None:
    with station.cases(writing=True) as session:
        retention.hold(session, "inspection", known, "court order 12", salif, now=NOW)
    answer(station, salif, rules, take(station, salif, rules, RequestKind.COMPLAINT, known).number)
    with station.cases() as session:
        assert session.get_one(KeepingRow, ("inspection", known)).held == "court order 12"


def test_a_granted_erasure_erases_the_inspection_and_the_words_of_the_request(
    station: Station, salif: Person, rules: Rules, known: str
) -> None:
    taken = take(station, salif, rules, RequestKind.ERASURE, known)
    answer(station, salif, rules, taken.number, granted=True)
    assert retention.finish(station)
    with station.cases() as session:
        assert inspections.recent(session, 5) == ()
        row = requests.one(session, taken.number)
        assert (row.about, row.inspection_id, row.outcome) == ("", "", "done so")


def test_a_refused_erasure_erases_nothing(station: Station, salif: Person, rules: Rules, known: str) -> None:
    answer(station, salif, rules, take(station, salif, rules, RequestKind.ERASURE, known).number)
    with station.cases() as session:
        assert session.get(InspectionRow, known) is not None


def test_what_is_held_is_not_erased_by_a_request(
    station: Station, salif: Person, rules: Rules, known: str
) -> None:
    taken = take(station, salif, rules, RequestKind.ERASURE, known)
    with station.cases(writing=True) as session:
        retention.hold(session, "inspection", known, "court order 12", salif, now=NOW)
    with pytest.raises(KnownError) as error:
        answer(station, salif, rules, taken.number, granted=True)
    assert error.value.message.key == "error.request.held"
    with station.cases() as session:
        assert requests.one(session, taken.number).closed_at is None
        assert session.get(InspectionRow, known) is not None


def test_a_correction_is_a_note_in_the_case_and_changes_no_inspection(
    station: Station, salif: Person, rules: Rules, known: str
) -> None:
    with station.cases() as session:
        before = inspections.load(session, known).record
    taken = take(station, salif, rules, RequestKind.CORRECTION, known)
    answer(station, salif, rules, taken.number, granted=True)
    with station.cases() as session:
        assert inspections.load(session, known).record == before
        note = session.scalars(sa.select(CaseEventRow).order_by(CaseEventRow.event_id.desc())).first()
        assert note is not None
        assert (note.text, note.details) == ("done so", {"correction": taken.number})
        assert [each.outcome for each in requests.about_inspection(session, known)] == ["done so"]
    with station.cases(writing=True) as session:
        retention.renew(session, "inspection", known, date(2040, 1, 1), "trial", salif, now=NOW)
    assert retention.purge(station, date(2030, 1, 1), THE_DESK, NOW).erased.requests == 0  # as long as it


def test_the_audit_tells_of_requests_without_their_words(
    station: Station, salif: Person, rules: Rules, known: str
) -> None:
    answer(station, salif, rules, take(station, salif, rules, RequestKind.ACCESS, known).number)
    with station.cases() as session:
        entries = session.scalars(sa.select(AuditEntryRow).order_by(AuditEntryRow.number)).all()
        assert [each.act for each in entries] == ["request.taken", "request.answered"]
        assert not any("Anna" in f"{each.details} {each.purpose}" for each in entries)


def test_what_was_answered_is_not_answered_again(station: Station, salif: Person, rules: Rules) -> None:
    taken = take(station, salif, rules, RequestKind.ACCESS)
    answer(station, salif, rules, taken.number)
    with pytest.raises(KnownError) as error:
        answer(station, salif, rules, taken.number)
    assert error.value.message.key == "error.request.unknown"


def test_a_breach_report_says_what_was_here_and_names_nobody(
    station: Station, salif: Person, rules: Rules, known: str
) -> None:
    with station.cases(writing=True) as session:
        number = requests.take(
            session, RequestKind.BREACH, "The laptop is gone", salif, rules, now=NOW
        ).number
    with station.cases() as cases, station.watchlist() as watchlist:
        said = "\n".join(breach_report(cases, watchlist, number, station="Torodi", now=NOW))
    assert "The laptop is gone" in said
    assert "2026-11-27 09:31" in said
    assert "1 inspections with 1 pictures, 1 cases" in said
    assert "ERIKSSON" not in said
    assert known not in said


@pytest.mark.parametrize(
    "text",
    [
        "format = 2",
        "format = 1\nowner = 'x'\nlegal_basis = 'y'\n[request.access]\ndue_days = 0",
        "not toml [",
    ],
)
def test_a_table_of_requests_is_taken_whole_or_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "requests.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KnownError) as error:
        terms.load(tmp_path / "requests.toml")
    assert error.value.message.key == "error.request.terms"
