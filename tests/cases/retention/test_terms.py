"""What is due goes whole; what is held, renewed or asked about stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from borderdesk.cases import inspections, retention
from borderdesk.storage.station import Station
from models.errors import KnownError
from models.inspection import Inspection
from models.people import THE_DESK, Person, Role
from models.tables.audit import AuditEntryRow, OutboxRow
from models.tables.cases import (
    CaseRow,
    FalseMatchRow,
)
from models.tables.keeping import KeepingRow, RequestRow

PASSPHRASE = "four goats cross the Sirba"
NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
TODAY = NOW.date()
SALIF = Person("b" * 32, "salif", "Salif Kone", Role.SUPERVISOR)
Make = Callable[..., Inspection]
Plant = Callable[..., str]
Left = Callable[[Station], dict[str, int]]
Named = Callable[[Inspection, int], Inspection]
KEPT_TABLES = {"audit_entries", "facts"}
"""What a purge leaves rows in."""


def test_what_is_due_goes_whole_and_the_audit_tells_numbers_only(
    station: Station, inspection: Make, plant: Plant, left: Left, named: Named
) -> None:
    whole = named(inspection(), 1)
    inspection_id = plant(station, whole, case=True)
    before = left(station)
    assert before["case_events"] == before["attachments"] == before["disclosures"] == 1
    assert before["picture_keys"] == 2
    purged = retention.purge(station, TODAY, SALIF, NOW)
    assert purged.erased == retention.Erased(inspections=1, pictures=1, cases=1, attachments=1, unsent=1)
    assert set(left(station)) == KEPT_TABLES | {
        "outbox"
    }  # whoever received something is told that it was erased
    with station.cases() as session:
        told = session.scalars(sa.select(OutboxRow)).one()
        assert (told.kind, told.payload) == ("inspection.erased", {"inspection": inspection_id})
        entry = session.scalars(sa.select(AuditEntryRow)).one()
        assert (entry.act, entry.person_id) == ("records.purged", SALIF.person_id)
        assert entry.details == {
            "counts": {"inspections": 1, "pictures": 1, "cases": 1, "attachments": 1, "unsent": 1},
            "inspections": [inspection_id],
        }


def test_a_purge_with_nothing_to_do_says_so_and_writes_no_audit(
    station: Station, inspection: Make, plant: Plant, left: Left
) -> None:
    plant(station, inspection(), TODAY + timedelta(days=1))
    assert retention.purge(station, TODAY, THE_DESK, NOW) == retention.Purged(retention.Erased(), True)
    retention.purge(station, TODAY, THE_DESK, NOW)
    assert "audit_entries" not in left(station)
    assert left(station)["inspections"] == 1


def test_held_renewed_and_asked_about_stay(station: Station, inspection: Make, plant: Plant) -> None:
    held, renewed, asked, plain = (plant(station, inspection(number)) for number in range(1, 5))
    with station.cases(writing=True) as session:
        retention.hold(session, "inspection", held, "court order 12", SALIF, now=NOW)
        later = TODAY + timedelta(days=90)
        retention.renew(session, "inspection", renewed, later, "trial goes on", SALIF, now=NOW)
        session.add(
            RequestRow(
                kind="access",
                about="asks what is kept",
                inspection_id=asked,
                made_at=NOW,
                due_on=TODAY,
                person_id="",
                outcome="",
                closed_by="",
            )
        )
    assert retention.purge(station, TODAY, THE_DESK, NOW).erased.inspections == 1
    with station.cases() as session:
        assert {each.inspection_id for each in inspections.recent(session, 9)} == {held, renewed, asked}
    with station.cases(writing=True) as session:
        retention.release(session, "inspection", held, "court is done", SALIF, now=NOW)
        session.execute(sa.update(RequestRow).values(closed_at=NOW, outcome="answered"))
    assert retention.purge(station, TODAY, THE_DESK, NOW).erased.inspections == 2
    with station.cases() as session:
        acts = session.scalars(sa.select(AuditEntryRow.act).order_by(AuditEntryRow.number)).all()
        assert acts[:2] == ["keeping.held", "keeping.renewed"]
        assert acts[3] == "keeping.released"
        assert [each.inspection_id for each in inspections.recent(session, 9)] == [renewed]
    assert plain


def test_an_inspection_stays_while_its_case_has_terms_of_its_own(
    station: Station, inspection: Make, plant: Plant, left: Left
) -> None:
    plant(station, inspection(), case=True)
    with station.cases(writing=True) as session:
        case_id = session.scalars(sa.select(CaseRow.case_id)).one()
        terms = {"owner": "", "purpose": "", "legal_basis": "", "held": ""}
        session.add(KeepingRow(kind="case", record_id=case_id, review_on=TODAY + timedelta(days=1), **terms))
    assert retention.purge(station, TODAY, THE_DESK, NOW).erased.inspections == 0
    assert retention.purge(station, TODAY + timedelta(days=1), THE_DESK, NOW).erased.cases == 1
    assert "keepings" not in left(station)


def test_false_matches_sent_rows_and_old_requests_go_after_their_last_day(station: Station) -> None:
    with station.cases(writing=True) as session:
        for until in (TODAY - timedelta(days=1), TODAY):
            session.add(
                FalseMatchRow(
                    document_number="L898902C3",
                    issuing_state="UTO",
                    list_name="UTO/persons",
                    entry_id="1",
                    entry_digest=b"",
                    reason="",
                    supervisor_id="",
                    made_at=NOW,
                    until=until,
                )
            )
        for sent_at in (None, NOW, NOW - timedelta(days=9)):
            session.add(
                OutboxRow(
                    kind="case.opened",
                    subject_kind="case",
                    subject_id="1",
                    made_at=NOW,
                    payload={},
                    sent_at=sent_at,
                )
            )
        for number, closed_at in ((1, NOW), (2, None)):
            session.add(
                RequestRow(
                    request_id=number,
                    kind="access",
                    about="",
                    inspection_id="",
                    made_at=NOW,
                    due_on=TODAY,
                    person_id="",
                    outcome="",
                    closed_at=closed_at,
                    closed_by="",
                )
            )
            terms = {"owner": "", "purpose": "", "legal_basis": "", "held": ""}
            session.add(KeepingRow(kind="request", record_id=str(number), review_on=TODAY, **terms))
    with station.cases() as session:
        assert {(each.kind, each.record_id) for each in retention.due(session, TODAY)} == {
            ("false_match", "1"),
            ("outbox", "3"),
            ("request", "1"),
        }
    erased = retention.purge(station, TODAY, THE_DESK, NOW).erased
    assert erased == retention.Erased(sent=1, false_matches=1, requests=1)
    with station.cases() as session:
        assert session.scalars(sa.select(FalseMatchRow.until)).all() == [TODAY]
        assert session.scalars(sa.select(OutboxRow.sequence)).all() == [1, 2]
        assert session.scalars(sa.select(RequestRow.request_id)).all() == [2]


def test_an_inspection_that_was_stored_without_terms_goes_after_a_year(
    station: Station, inspection: Make
) -> None:
    with station.cases(writing=True) as session:
        inspections.store(session, inspection())
    assert retention.purge(station, TODAY + timedelta(days=300), THE_DESK, NOW).erased.inspections == 0
    assert retention.purge(station, TODAY + timedelta(days=366), THE_DESK, NOW).erased.inspections == 1


def test_the_desk_purges_by_itself_but_not_after_a_leap_of_the_clock(
    station: Station, inspection: Make, plant: Plant, left: Left
) -> None:
    assert retention.purge_if_due(station, TODAY, NOW) is None
    plant(station, inspection(), TODAY + timedelta(days=20))
    leap = TODAY + timedelta(days=4000)
    assert retention.purge_if_due(station, leap, NOW) is None
    assert left(station)["inspections"] == 1
    for day in range(1, 20):
        assert retention.purge_if_due(station, TODAY + timedelta(days=day), NOW) is None
    purged = retention.purge_if_due(station, TODAY + timedelta(days=20), NOW)
    assert purged is not None
    assert (purged.erased.inspections, purged.clean) == (1, True)
    assert retention.purge_if_due(station, TODAY + timedelta(days=20), NOW) is None


@pytest.mark.parametrize(
    ("act", "key"),
    [
        (lambda s, i: retention.hold(s, "inspection", i, "  ", SALIF, now=NOW), "error.keeping.no_reason"),
        (lambda s, i: retention.hold(s, "inspection", "0", "x", SALIF, now=NOW), "error.keeping.unknown"),
        (lambda s, i: retention.release(s, "inspection", i, "x", SALIF, now=NOW), "error.keeping.not_held"),
        (
            lambda s, i: retention.renew(s, "inspection", i, TODAY, "x", SALIF, now=NOW),
            "error.keeping.not_later",
        ),
    ],
)
def test_terms_change_only_with_a_reason_and_for_what_is_there(
    station: Station, inspection: Make, act: Callable[[Any, str], None], key: str, plant: Plant, left: Left
) -> None:
    inspection_id = plant(station, inspection())
    with pytest.raises(KnownError) as error, station.cases(writing=True) as session:
        act(session, inspection_id)
    assert error.value.message.key == key
    assert "audit_entries" not in left(station)
