"""The desk goes by the policy of its station, also where it is changed while the window is open."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from borderdesk.cases import own_policy
from borderdesk.policy import shipped_file
from borderdesk.storage import facts
from borderdesk.training.station import open_training_station
from models.people import THE_DESK
from models.verdict import Advice
from resources import path
from ui.desktop.desk import Desk

CLEAN = path("tray", "01-clean-passport.jpg")
NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
SPECIMENS_REFERRED = (
    shipped_file()
    .read_text(encoding="utf-8")
    .replace('kind = "specimen"\nadvice = "note"', 'kind = "specimen"\nadvice = "refer"')
)


def test_a_change_counts_from_the_next_document_on_and_damage_is_said(tmp_path: Path) -> None:
    with open_training_station(tmp_path / "training", now=NOW) as station:
        desk = Desk(station, clock=lambda: NOW)

        def advice() -> Advice:
            (found,) = desk.as_of_now().inspect_file(CLEAN).inspections
            return found.verdict.advice

        assert advice() is Advice.CLEAR
        with station.cases(writing=True) as session:
            own_policy.change(session, SPECIMENS_REFERRED, THE_DESK, None, purpose="in service", now=NOW)
        assert advice() is Advice.REFER
        with station.cases(writing=True) as session:
            facts.put(session, own_policy.OWN, {"text": "format = 1", "digest": ""})
            facts.put(session, own_policy.STAMP, "damaged")
        assert advice() is Advice.IN_ORDER
        assert desk.policy.trouble is not None
