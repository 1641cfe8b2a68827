"""What the desk saw is kept whole: inspection, terms, case, audit and outbox, or none of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from borderdesk.audit import listing
from borderdesk.audit.verify import verify
from borderdesk.cases import cases, inspections, keeping, outbox, reading
from borderdesk.cases.inspections import Decision
from borderdesk.cases.terms import Terms, TermsError, change, in_force
from borderdesk.storage.station import Station
from models.case import CaseEventKind, CaseState
from models.errors import KnownError
from models.inspection import Inspection
from models.people import THE_DESK, Person, Role
from models.tables.audit import AuditEntryRow, OutboxRow
from models.tables.cases import (
    AttachmentRow,
    CaseEventRow,
    CaseRow,
    DecisionRow,
    InspectionRow,
    PictureKeyRow,
    PictureRow,
)
from models.tables.keeping import KeepingRow
from models.verdict import Advice

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
TODAY = date(2026, 11, 24)
AWA = Person("a" * 32, "awa", "Awa Traore", Role.OFFICER)
TERMS = Terms.load()
Make = Callable[..., Inspection]
TABLES = (
    InspectionRow,
    PictureRow,
    PictureKeyRow,
    DecisionRow,
    CaseRow,
    CaseEventRow,
    AttachmentRow,
    KeepingRow,
    AuditEntryRow,
    OutboxRow,
)


def advised(inspection: Inspection, advice: Advice) -> Inspection:
    return replace(inspection, verdict=replace(inspection.verdict, advice=advice))


def keep(station: Station, inspection: Inspection) -> str | None:
    with station.cases() as session:
        return keeping.keep(session, inspection, AWA, now=NOW, today=TODAY, terms=TERMS)


def decide(station: Station, inspection: Inspection, decision: Decision, reason: str = "seen") -> str | None:
    with station.cases(writing=True) as session:
        return keeping.decide(
            session, inspection.inspection_id, decision, reason, AWA, now=NOW, today=TODAY, terms=TERMS
        )


def rows(station: Station) -> dict[str, int]:
    with station.cases() as session:
        return {
            table.__tablename__: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in TABLES
        }


def kept_until(station: Station) -> dict[tuple[str, str], tuple[date, str]]:
    with station.cases() as session:
        return {
            (each.kind, each.record_id): (each.review_on, each.held)
            for each in session.scalars(sa.select(KeepingRow))
        }


def acts(station: Station) -> list[str]:
    with station.cases() as session:
        assert verify(session).bad is None
        return [each.act for each in reversed(listing.listed(session))]


@pytest.mark.parametrize("advice", [Advice.CLEAR, Advice.IN_ORDER, Advice.RESCAN])
def test_an_innocent_is_kept_until_the_next_day_and_nothing_of_them_goes_home(
    station: Station, inspection: Make, advice: Advice
) -> None:
    whole = advised(inspection(), advice)
    assert keep(station, whole) is None
    assert kept_until(station) == {("inspection", whole.inspection_id): (TODAY + timedelta(days=1), "")}
    assert acts(station) == ["inspection.kept"]
    assert (rows(station)["cases"], rows(station)["outbox"]) == (0, 0)


@pytest.mark.parametrize(("advice", "days"), [(Advice.REFER, 180), (Advice.STOP, 365)])
def test_who_was_flagged_becomes_a_case_and_is_told_home_without_picture_and_name(
    station: Station, inspection: Make, advice: Advice, days: int
) -> None:
    whole = advised(inspection(), advice)
    case_id = keep(station, whole)
    assert case_id is not None
    until = (TODAY + timedelta(days=days), "case open")
    assert kept_until(station) == {("inspection", whole.inspection_id): until, ("case", case_id): until}
    assert acts(station) == ["inspection.kept", "case.opened"]
    with station.cases() as session:
        (summary,) = reading.listed(session)
        (told,) = outbox.waiting(session)
    assert (summary.case_id, summary.state, summary.advice) == (case_id, CaseState.OPEN, advice)
    assert (told.kind, told.subject, told.made_at) == ("case.opened", ("case", case_id), NOW)
    assert told.payload == {
        "case": case_id,
        "inspection": whole.inspection_id,
        "taken_at": whole.taken_at.isoformat(),
        "advice": advice.value,
        "document_number": "L898902C3",
        "issuing_state": "UTO",
        "hits": [{"list": "UTO/documents", "entry": "17", "kind": "document"}],
        "lists": [{"list": "UTO/documents", "sequence": 4}],
    }


def test_desks_that_keep_at_once_wait_for_each_other_and_make_one_chain(
    station: Station, inspection: Make
) -> None:
    def one(number: int) -> str | None:
        return keep(station, advised(inspection(number), Advice.STOP))

    with ThreadPoolExecutor(6) as pool:
        case_ids = list(pool.map(one, range(1, 25)))
    assert len(set(case_ids)) == 24
    assert sorted(acts(station)) == ["case.opened"] * 24 + ["inspection.kept"] * 24


def test_the_audit_holds_no_personal_data(station: Station, inspection: Make) -> None:
    keep(station, advised(inspection(), Advice.REFER))
    decide(station, inspection(), Decision.REFUSE, "Anna Maria Eriksson lied about L898902C3")
    with station.cases(writing=True) as session:
        assert len(reading.search(session, "Eriksson", AWA, "asked by her brother", NOW)) == 1
        columns = sa.inspect(AuditEntryRow).columns
        said = json.dumps([[str(value) for value in row] for row in session.execute(sa.select(*columns))])
    for personal in ("eriksson", "anna", "l898902", "740812", "1974", "ze184226"):
        assert personal not in said.lower()


@pytest.mark.parametrize("table", TABLES[:1] + TABLES[4:6] + TABLES[7:])
def test_where_any_part_cannot_be_written_nothing_is(
    station: Station, inspection: Make, table: type[InspectionRow]
) -> None:
    with station.cases(writing=True) as session:
        session.execute(
            sa.text(
                f"CREATE TRIGGER refused BEFORE INSERT ON {table.__tablename__} "
                "BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
        )
    with pytest.raises(sa.exc.IntegrityError, match="no room"):
        keep(station, advised(inspection(), Advice.STOP))
    assert set(rows(station).values()) == {0}


def test_a_decision_at_the_desk_moves_the_case_and_is_audited(station: Station, inspection: Make) -> None:
    whole = advised(inspection(), Advice.REFER)
    case_id = keep(station, whole)
    assert decide(station, whole, Decision.ADMIT, "his cousin, not he") == case_id
    with station.cases() as session:
        assert cases.case_row(session, str(case_id)).state is CaseState.DECIDED
        (event,) = session.scalars(sa.select(CaseEventRow).where(CaseEventRow.kind == CaseEventKind.DECIDED))
        (decision,) = inspections.load(session, whole.inspection_id).decisions
    assert (event.text, event.details, event.person_id) == (
        "his cousin, not he",
        {"decision": "admit"},
        AWA.person_id,
    )
    assert (decision.officer, decision.decision) == ("Awa Traore", Decision.ADMIT)
    assert acts(station)[2:] == ["inspection.decided", "case.decided"]


def test_who_is_admitted_without_a_finding_has_no_case(station: Station, inspection: Make) -> None:
    whole = advised(inspection(), Advice.CLEAR)
    keep(station, whole)
    assert decide(station, whole, Decision.ADMIT) is None
    assert rows(station)["cases"] == 0


@pytest.mark.parametrize("decision", [Decision.REFER, Decision.REFUSE])
def test_who_is_refused_without_a_finding_is_kept_like_one_who_was_flagged(
    station: Station, inspection: Make, decision: Decision
) -> None:
    whole = advised(inspection(), Advice.CLEAR)
    keep(station, whole)
    case_id = decide(station, whole, decision)
    assert kept_until(station)["inspection", whole.inspection_id] == (
        TODAY + timedelta(days=180),
        "case open",
    )
    with station.cases() as session:
        assert cases.case_row(session, str(case_id)).state is CaseState.DECIDED


def test_a_refused_decision_leaves_nothing(station: Station, inspection: Make) -> None:
    whole = advised(inspection(), Advice.STOP)
    keep(station, whole)
    before = rows(station)
    with pytest.raises(KnownError, match="no_reason"):
        decide(station, whole, Decision.REFUSE, " ")
    with pytest.raises(KnownError, match="no_officer"), station.cases(writing=True) as session:
        keeping.decide(
            session, whole.inspection_id, Decision.ADMIT, "", THE_DESK, now=NOW, today=TODAY, terms=TERMS
        )
    assert rows(station) == before


def test_opening_a_flagged_inspection_again_is_audited(station: Station, inspection: Make) -> None:
    flagged, innocent = advised(inspection(1), Advice.STOP), advised(inspection(2), Advice.CLEAR)
    case_id = keep(station, flagged)
    keep(station, innocent)
    with station.cases(writing=True) as session:
        for whole in (flagged, innocent):
            keeping.open_again(session, whole.inspection_id, AWA, now=NOW)
        (last, *_) = listing.listed(session, act="case.read")
        assert len(listing.listed(session, act="case.read")) == 1
    assert (last.subject, last.person_id) == (("case", case_id), AWA.person_id)


def test_erasing_takes_case_attachments_keys_and_terms_along(station: Station, inspection: Make) -> None:
    gone, stays = advised(inspection(1), Advice.STOP), advised(inspection(2), Advice.STOP)
    case_id = keep(station, gone)
    keep(station, stays)
    alone = rows(station)
    with station.cases(writing=True) as session:
        cases.attach(session, str(case_id), AWA, "visa.pdf", "application/pdf", b"%PDF", now=NOW)
        cases.note(session, str(case_id), AWA, "see visa", now=NOW)
    with station.cases() as session:
        inspections.erase(session, gone.inspection_id)
    left = rows(station)
    for table in ("inspections", "pictures", "picture_keys", "cases", "case_events", "keepings", "outbox"):
        assert left[table] * 2 == alone[table], table
    assert left["attachments"] == 0
    assert left["audit_entries"] > alone["audit_entries"]


def test_a_station_keeps_records_on_days_of_its_own(station: Station, inspection: Make) -> None:
    with station.cases(writing=True) as session:
        change(
            session, TERMS, "inspection without a finding", 3, AWA, None, purpose="ministerial order", now=NOW
        )
        assert in_force(session, TERMS).of("inspection", Advice.CLEAR).days == 3
        with pytest.raises(TermsError, match="unknown"):
            change(session, TERMS, "nothing", 3, AWA, None, purpose="", now=NOW)
        with pytest.raises(TermsError, match="days"):
            change(session, TERMS, "case", 0, AWA, None, purpose="", now=NOW)
    whole = advised(inspection(), Advice.CLEAR)
    keep(station, whole)
    assert kept_until(station)["inspection", whole.inspection_id][0] == TODAY + timedelta(days=3)
    with station.cases() as session:
        (entry,) = listing.listed(session, act="policy.")
    assert entry.details == {"term": "inspection without a finding", "before": 1, "days": 3}


def test_what_was_sent_waits_no_longer_and_its_content_goes(station: Station, inspection: Make) -> None:
    keep(station, advised(inspection(1), Advice.STOP))
    keep(station, advised(inspection(2), Advice.STOP))
    with station.cases(writing=True) as session:
        first, second = outbox.waiting(session)
        outbox.mark_sent(session, [first.sequence], now=NOW)
        assert outbox.waiting(session) == (second,)
        assert outbox.count_waiting(session) == 1
        assert [row.payload == {} for row in session.scalars(sa.select(OutboxRow))] == [True, False]


BROKEN_TERMS = {
    "no toml": "format = ",
    "another format": 'format = 2\nowner = "o"\n',
    "nothing for cases": 'format = 1\nowner = "o"\n[[term]]\nname = "n"\nkind = "inspection"\ndays = 1\n'
    'purpose = "p"\nlegal_basis = "l"\n',
    "no purpose": 'format = 1\nowner = "o"\n[[term]]\nname = "n"\nkind = "case"\ndays = 1\n'
    'legal_basis = "l"\n',
    "no days": 'format = 1\nowner = "o"\n[[term]]\nname = "n"\nkind = "case"\ndays = 0\npurpose = "p"\n',
    "unknown advice": 'format = 1\nowner = "o"\n[[term]]\nname = "n"\nkind = "inspection"\ndays = 1\n'
    'advice = "go"\npurpose = "p"\nlegal_basis = "l"\n',
}


@pytest.mark.parametrize("text", BROKEN_TERMS.values(), ids=list(BROKEN_TERMS))
def test_a_table_of_terms_is_taken_whole_or_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "keeping.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TermsError):
        Terms.load(file)
