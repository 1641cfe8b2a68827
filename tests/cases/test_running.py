"""After a crash the desk knows which traveller was at it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from borderdesk.cases import inspections, running
from borderdesk.cases.inspections import Decision
from borderdesk.storage.station import Station
from models.inspection import Inspection

CHECKOUT = Path(__file__).resolve().parents[2]
PASSPHRASE = "four goats cross the Sirba"
NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
Make = Callable[..., Inspection]
DESK = """
import runpy, sys, time
from datetime import UTC, datetime
from pathlib import Path
from borderdesk.cases import inspections, running
from borderdesk.storage.station import Station
made = runpy.run_path(sys.argv[2])
station = Station.open(Path(sys.argv[1]), sys.argv[3])
with station.cases(writing=True) as session:
    running.begin(session, datetime(2026, 11, 24, 9, 31, tzinfo=UTC))
with station.cases() as session:
    inspections.store(session, made["an_inspection"](7))
print("shown", flush=True)
time.sleep(600)
"""


def begin(station: Station, now: datetime = NOW) -> None:
    with station.cases(writing=True) as session:
        running.begin(session, now)


def end(station: Station) -> None:
    with station.cases(writing=True) as session:
        running.end(session)


def put(station: Station, whole: Inspection) -> str:
    with station.cases() as session:
        inspections.store(session, whole)
    return whole.inspection_id


def decide(station: Station, inspection_id: str) -> None:
    with station.cases() as session:
        inspections.decide(session, inspection_id, Decision.ADMIT, "", "K. Diallo", NOW)


def unfinished(station: Station) -> str | None:
    with station.cases() as session:
        return running.unfinished(session)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_the_traveller_of_a_killed_desk_is_known_within_30_seconds(home: Path, inspection: Make) -> None:
    script = str(Path(__file__).with_name("conftest.py"))
    with subprocess.Popen(
        [sys.executable, "-c", DESK, str(home), script, PASSPHRASE],
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    ) as desk:
        assert desk.stdout is not None
        assert desk.stdout.readline() == "shown\n"
        desk.kill()
        desk.wait()
    started = time.monotonic()
    with Station.open(home, PASSPHRASE) as station, station.cases() as session:
        found = running.unfinished(session)
        assert found == inspection(7).inspection_id
        assert len(inspections.load(session, found).pictures) == 1
    assert time.monotonic() - started < 30  # the promise itself, not a speed


def test_a_clean_close_leaves_nobody(station: Station, inspection: Make) -> None:
    begin(station)
    put(station, inspection(1))
    end(station)
    assert unfinished(station) is None


def test_a_decided_traveller_is_finished(station: Station, inspection: Make) -> None:
    put(station, inspection(1))
    begin(station)
    left_open = put(station, inspection(2))
    decide(station, put(station, inspection(3)))
    assert unfinished(station) is None
    assert left_open


def test_who_was_left_before_the_session_is_not_shown_again(station: Station, inspection: Make) -> None:
    put(station, inspection(1))
    begin(station)
    assert unfinished(station) is None


def test_a_second_crash_before_the_decision_loses_nobody(station: Station, inspection: Make) -> None:
    begin(station)
    first = put(station, inspection(1))
    assert unfinished(station) == first
    begin(station, NOW + timedelta(minutes=1))
    assert unfinished(station) == first


def test_a_clock_that_lost_its_power_changes_nothing(station: Station, inspection: Make) -> None:
    put(station, inspection(1))
    begin(station)
    lost = put(station, inspection(2, taken_at=datetime(2000, 1, 1, tzinfo=UTC)))
    assert unfinished(station) == lost


def test_a_mere_rescan_gives_way_to_the_document_before_it(station: Station, inspection: Make) -> None:
    begin(station)
    first = put(station, inspection(1))
    put(station, inspection(2, unread=True))
    assert unfinished(station) == first


def test_it_is_known_whether_the_desk_crashed(station: Station) -> None:
    for expected in (False, True):
        with station.cases() as session:
            assert running.crashed(session) is expected
        begin(station)
    end(station)
    with station.cases() as session:
        assert not running.crashed(session)
