"""A desk that is killed while it stores keeps every inspection that it said it had stored."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from borderdesk.cases import inspections, pictures
from borderdesk.storage.station import Station
from models.image import PageImage

CHECKOUT = Path(__file__).resolve().parents[2]
PASSPHRASE = "four goats cross the Sirba"
DESK = """
import runpy, sys
from pathlib import Path
from borderdesk.cases import inspections
from borderdesk.storage.station import Station
made = runpy.run_path(sys.argv[2])
page = made["a_page"](width=900, height=700)
station = Station.open(Path(sys.argv[1]), sys.argv[3])
for number in range(int(sys.argv[4]), 1_000_000):
    whole = made["an_inspection"](number, page=page)
    with station.cases() as session:
        inspections.store(session, whole)
    print(whole.inspection_id, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_kill_9_while_storing_loses_nothing_that_was_committed(
    home: Path, page: Callable[..., PageImage]
) -> None:
    script = str(Path(__file__).with_name("conftest.py"))
    said: list[str] = []
    for round_ in range(3):
        first = str(round_ * 10_000)
        with subprocess.Popen(
            [sys.executable, "-c", DESK, str(home), script, PASSPHRASE, first],
            stdout=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
        ) as desk:
            assert desk.stdout is not None
            for _ in range(3 + round_):
                said.append(desk.stdout.readline().strip())
            desk.kill()
            said += desk.stdout.read().split("\n")[:-1]  # a last line that was cut says nothing
            desk.wait()
    shape = page(width=900, height=700).pixels.shape
    assert len(said) >= 3 + 4 + 5
    assert all(len(each) == 32 for each in said)
    with Station.open(home, PASSPHRASE) as station:
        station.check()
        with station.cases() as session:
            stored = {each.inspection_id for each in inspections.recent(session, 1_000_000)}
            assert set(said) <= stored
            assert len(stored) <= len(said) + 3  # at most one a round was committed and not yet said
            for inspection_id in stored:
                (picture,) = inspections.load(session, inspection_id).pictures
                assert pictures.decode(picture).pixels.shape == shape
