"""A watchlist that is shut stops no desk: documents are checked, and the verdict says why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from borderdesk.storage.errors import InUseError
from borderdesk.storage.station import Station
from models.verdict import Advice
from resources import path
from ui.desktop.desk import Desk
from ui.desktop.opening import real_desk

PASSPHRASE = "four goats cross the Sirba"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Station.create(tmp_path / "station", PASSPHRASE, name="Torodi").close()
    return tmp_path / "station"


def test_documents_are_still_checked_and_the_verdict_says_why(home: Path) -> None:
    station = Station.open(home, PASSPHRASE)
    now = [NOW]
    station.shut_watchlist(timedelta(days=30), lambda: now[0])
    desk = Desk(station, clock=lambda: now[0])
    assert desk.list_states() == ()
    now[0] = NOW + timedelta(days=31)
    assert desk.list_states() == ()
    (inspection,) = desk.inspect_file(path("tray", "01-clean-passport.jpg")).inspections
    desk.close()
    assert inspection.verdict.advice is Advice.IN_ORDER
    assert any("shut" in reason.text() for reason in inspection.verdict.reasons)


def test_a_station_has_one_window(home: Path) -> None:
    desk = real_desk(home, PASSPHRASE, lambda: NOW)
    with pytest.raises(InUseError):
        real_desk(home, PASSPHRASE, lambda: NOW)
    desk.close()
    real_desk(home, PASSPHRASE, lambda: NOW).close()
