"""Taking the log out of a station: two people, a purpose, the audit first, and who received what."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from borderdesk.audit import listing
from borderdesk.cases import disclosures, inspections
from borderdesk.reports.inspection_log import Extent
from borderdesk.reports.log_export import Wanted, export
from borderdesk.reports.log_files import Form
from borderdesk.storage.station import Station
from models.errors import KnownError
from models.inspection import Inspection
from models.people import THE_DESK, Person, Role

ALL = Wanted()
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SALIF = Person("b" * 32, "salif", "Salif Kone", Role.SUPERVISOR)


@pytest.fixture
def kept(station: Station, inspection: Callable[..., Inspection]) -> Station:
    """A station with three inspections, of which the first one stored was taken last."""
    with station.cases(writing=True) as session:
        for number, hours in ((1, 2), (2, 0), (3, 1)):
            made = inspection(number, taken_at=NOW - timedelta(days=1) + timedelta(hours=hours))
            inspections.store(session, made)
            inspections.decide(session, made.inspection_id, inspections.Decision.REFER, "", "K. Diallo", NOW)
    return station


def taken_out(
    station: Station, folder: Path, wanted: Wanted = ALL, *, purpose: str = "evaluation"
) -> dict[str, Any]:
    file = folder / "log.json"
    count = export(station, file, Form.JSON, wanted, THE_DESK, None, purpose=purpose, now=NOW)
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert len(found["transactions"]) == count
    return found


def numbers(found: dict[str, Any]) -> list[int]:
    return [int(each["id"], 16) for each in found["transactions"]]


def test_inspections_stand_in_the_order_in_which_they_were_taken(kept: Station, tmp_path: Path) -> None:
    found = taken_out(kept, tmp_path)
    assert (found["station"], found["made_at"]) == ("Torodi", "2026-11-24T12:00:00Z")
    assert numbers(found) == [2, 3, 1]
    assert found["transactions"][0]["decisions"] == [{"decision": "refer", "at": "2026-11-24T12:00:00Z"}]
    assert "Diallo" not in json.dumps(found)


def test_only_what_was_taken_in_that_time(kept: Station, tmp_path: Path) -> None:
    since, until = NOW - timedelta(hours=23), NOW - timedelta(hours=22)
    assert numbers(taken_out(kept, tmp_path, Wanted(since=since))) == [3, 1]
    assert numbers(taken_out(kept, tmp_path, Wanted(until=until))) == [2, 3]
    assert numbers(taken_out(kept, tmp_path, Wanted(since=since, until=until))) == [3]
    assert numbers(taken_out(kept, tmp_path, Wanted(since=NOW))) == []


def test_the_audit_has_it_and_names_nobody(kept: Station, tmp_path: Path) -> None:
    taken_out(kept, tmp_path, Wanted(since=NOW - timedelta(days=2)))
    with kept.cases() as session:
        (found,) = listing.listed(session, act="log.exported")
        assert disclosures.of(session, "inspection", f"{1:032x}") == ()
    assert found.purpose == "evaluation"
    assert (found.details["inspections"], found.details["zone"]) == (3, False)


def test_what_is_about_people_goes_to_somebody_by_some_rule(kept: Station, tmp_path: Path) -> None:
    wanted = Wanted(extent=Extent(zone=True))
    with pytest.raises(KnownError, match="recipient"):
        taken_out(kept, tmp_path, wanted)
    wanted = Wanted(extent=Extent(zone=True), recipient="the laboratory", legal_basis="Border Act, 12")
    assert "ERIKSSON" in json.dumps(taken_out(kept, tmp_path, wanted))
    with kept.cases() as session:
        for number in (1, 2, 3):
            (one,) = disclosures.of(session, "inspection", f"{number:032x}")
            assert (one.recipient, one.legal_basis) == ("the laboratory", "Border Act, 12")


def test_without_purpose_or_second_person_nothing_leaves(kept: Station, tmp_path: Path) -> None:
    file = tmp_path / "log.xml"
    with pytest.raises(KnownError):
        export(kept, file, Form.XML, Wanted(), THE_DESK, None, purpose=" ", now=NOW)
    with pytest.raises(KnownError):
        export(kept, file, Form.XML, Wanted(), SALIF, None, purpose="evaluation", now=NOW)
    with kept.cases() as session:
        assert listing.listed(session, act="log.") == ()
    assert not file.exists()


def test_a_file_that_cannot_be_written_was_audited_all_the_same(kept: Station, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"inspection_log\.file"):
        taken_out(kept, tmp_path / "no folder")
    with kept.cases() as session:
        assert len(listing.listed(session, act="log.exported")) == 1
