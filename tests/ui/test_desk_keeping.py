"""The desk behind the window keeps what it saw with terms, case, audit and outbox, in a person's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from borderdesk.access import AccessError, people
from borderdesk.audit import listing
from borderdesk.audit.verify import verify
from borderdesk.cases import inspections, outbox, reading
from borderdesk.cases.inspections import Decision
from borderdesk.storage.station import Station
from borderdesk.training.station import open_training_station
from models.case import CaseState
from models.errors import KnownError
from models.people import THE_DESK, Person, Role
from models.tables.keeping import KeepingRow
from models.verdict import Advice
from ui.desktop.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
STOLEN = ROOT / "resources" / "tray" / "04-stolen-passport.jpg"
CLEAN = ROOT / "resources" / "tray" / "01-clean-passport.jpg"
NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
PASSWORD = "four blue lorries at noon"


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with open_training_station(tmp_path / "training", now=NOW) as made:
        yield made


def staffed(station: Station) -> dict[Role, Person]:
    """An administrator and an officer, by their roles."""
    with station.cases(writing=True) as session:
        chief = people.add(session, THE_DESK, "oumar", "Oumar Sy", Role.ADMINISTRATOR, PASSWORD, now=NOW)
        awa = people.add(
            session, chief, "awa", "Awa Traore", Role.OFFICER, PASSWORD, now=NOW, must_change=False
        )
    return {Role.ADMINISTRATOR: chief, Role.OFFICER: awa}


def test_whoever_may_not_see_travellers_sees_none_of_them(station: Station) -> None:
    desk = Desk(station, clock=lambda: NOW)
    (found,) = desk.inspect_files([STOLEN])[0].inspections
    assert len(desk.recent()) == 1
    roles = staffed(station)
    for person in (
        THE_DESK,
        roles[Role.ADMINISTRATOR],
    ):  # the window was open when the first account was made
        desk.person = person
        assert desk.recent() == ()
        with pytest.raises(AccessError):
            desk.load(found.inspection_id)
        with pytest.raises(AccessError):
            desk.decide(found.inspection_id, Decision.ADMIT, "let me", "K. Diallo")
    desk.person = roles[Role.OFFICER]
    assert len(desk.recent()) == 1
    assert desk.load(found.inspection_id).stored.decisions == ()


def test_an_account_that_was_closed_meanwhile_decides_nothing(station: Station) -> None:
    desk = Desk(station, clock=lambda: NOW)
    (found,) = desk.inspect_files([STOLEN])[0].inspections
    roles = staffed(station)
    desk.person = roles[Role.OFFICER]
    with station.cases(writing=True) as session:
        people.close(session, roles[Role.ADMINISTRATOR], roles[Role.OFFICER].person_id, now=NOW)
    with pytest.raises(AccessError):
        desk.decide(found.inspection_id, Decision.REFUSE, "stolen", "")
    with station.cases() as session:
        assert inspections.load(session, found.inspection_id).decisions == ()


def test_a_flagged_document_is_a_case_that_the_decision_moves_on(station: Station) -> None:
    desk = Desk(station, clock=lambda: NOW)
    clean, stolen = desk.inspect_files([CLEAN, STOLEN])
    (found,) = stolen.inspections
    assert (stolen.problem, found.verdict.advice) == (None, Advice.STOP)
    desk.person = awa = staffed(station)[Role.OFFICER]
    desk.decide(found.inspection_id, Decision.REFUSE, "reported stolen", "somebody typed")
    desk.load(found.inspection_id)
    desk.load(clean.inspections[0].inspection_id)
    with station.cases() as session:
        (case,) = reading.listed(session)
        told = reversed(listing.listed(session))
        acts = [(each.act, each.person_id) for each in told if not each.act.startswith("person.")]
        (decision,) = inspections.load(session, found.inspection_id).decisions
        kept = session.scalar(sa.select(sa.func.count()).select_from(KeepingRow))
        sent = [each.kind for each in outbox.waiting(session)]
        assert verify(session).bad is None
    assert (case.inspection_id, case.state) == (found.inspection_id, CaseState.DECIDED)
    assert acts == [
        ("inspection.kept", ""),
        ("inspection.kept", ""),
        ("case.opened", ""),
        ("inspection.decided", awa.person_id),
        ("case.decided", awa.person_id),
        ("case.read", awa.person_id),
    ]
    assert decision.officer == "Awa Traore"
    assert (kept, sent) == (3, ["case.opened", "case.decided"])


def test_a_decision_that_cannot_be_written_leaves_the_unsaved_inspection_unsaved(station: Station) -> None:
    desk = Desk(station, clock=lambda: NOW)
    (found,) = desk.inspect_files([STOLEN])[0].inspections
    with station.cases() as session:
        inspections.erase(session, found.inspection_id)
    with pytest.raises(KnownError, match="no_reason"):
        desk.decide(found.inspection_id, Decision.REFUSE, "", "K. Diallo", unsaved=found)
    with station.cases() as session:
        assert inspections.recent(session, 9) == ()
        assert reading.listed(session) == ()
    desk.decide(found.inspection_id, Decision.REFUSE, "stolen", "K. Diallo", unsaved=found)
    with station.cases() as session:
        assert [case.state for case in reading.listed(session)] == [CaseState.DECIDED]
        assert verify(session).bad is None


def test_a_desk_that_closes_signs_what_it_wrote(tmp_path: Path) -> None:
    desk = Desk(open_training_station(tmp_path / "training", now=NOW), clock=lambda: NOW)
    desk.inspect_files([STOLEN])
    desk.close()
    desk.close()
    with open_training_station(tmp_path / "training", now=NOW) as station, station.cases() as session:
        found = verify(session)
    assert (found.bad, found.entries, found.vouched) == (None, 3, 3)


def test_a_desk_closes_although_the_head_cannot_be_signed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    station = open_training_station(tmp_path / "training", now=NOW)
    desk = Desk(station, clock=lambda: NOW)
    desk.inspect_files([STOLEN])
    (tmp_path / "training" / "cases.db").write_bytes(b"no database any more" * 4096)
    (tmp_path / "training" / "cases.db-wal").write_bytes(b"")
    desk.close()
    assert "audit not signed at closing: error.storage.damaged" in caplog.text
    with pytest.raises(RuntimeError, match="closed"):
        desk.recent()
