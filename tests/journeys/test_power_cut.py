"""The desk is cut off in the middle of a traveller: the real program, killed, started again.

How long that took is printed (`pytest -s`); `bench/results.md` tells it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from borderdesk.cases import inspections, running
from borderdesk.cases.stored import StoredInspection
from borderdesk.storage.station import Station
from ui.commands import settings
from ui.desktop.settings import DeskSettings

from .conftest import PATIENCE_MS, Officer

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = "import sys; from ui.main import main; sys.exit(main())"
# The same program, which says on its output whom it shows as soon as it does.
TELLING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.desktop.app import Application, dress
qt = QApplication(sys.argv[:1])
dress(qt, "en")
application = Application(Path(sys.argv[1]), training=True)
application.start()
page = application.window.desk
def look():
    if page.view is not None and page.armed:
        timer.stop()
        print(page.view.inspection_id, flush=True)
timer = QTimer()
timer.timeout.connect(look)
timer.start(10)
qt.exec()
"""


class Program:
    """The desk in a process of its own, which nobody asks to stop."""

    def __init__(self, logs: Path, *words: str) -> None:
        quiet = {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(logs), "PYTHONPATH": str(CHECKOUT)}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-c", *words],
            cwd=CHECKOUT,
            env={**os.environ, **quiet},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def cut_off(self) -> None:
        """As a power cut: nothing is tidied up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def says(self) -> tuple[str, float]:
        """The next line that it prints, with the seconds since the program was started."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip(), time.monotonic() - self.began


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """`start(*words)` starts Python with words after `-c`; whatever still runs at the end is killed."""
    programs: list[Program] = []

    def begin(*words: str) -> Program:
        programs.append(Program(tmp_path / "logs", *words))
        return programs[-1]

    yield begin
    for program in programs:
        if program.process.poll() is None:
            program.cut_off()


def until(there: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_MS / 1000
    while not there():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def is_open(home: Path) -> bool:
    with Station.open(home, settings.passphrase(home)) as station, station.cases() as session:
        return running.crashed(session)


def kept(home: Path) -> list[str]:
    """Numbers of the inspections, newest first, asked beside the desk that runs."""
    with Station.open(home, settings.passphrase(home)) as station, station.cases() as session:
        return [each.inspection_id for each in inspections.recent(session, 9)]


def test_after_a_power_cut_the_same_traveller_is_shown_again_until_somebody_decides(
    start: Callable[..., Program],
    sit_down: Callable[[Path], Officer],
    home: Path,
    tmp_path: Path,
    pictures: dict[str, Path],
    stored: Callable[[Path], list[StoredInspection]],
) -> None:
    scanner = tmp_path / "scanner"
    scanner.mkdir()
    DeskSettings(scanner).write(home)
    first = start(PROGRAM, "--training", "--home", str(home))
    until(lambda: is_open(home))
    shutil.copy(pictures["01-clean-passport.jpg"], scanner / "scan.jpg")
    until(lambda: kept(home))
    first.cut_off()
    (traveller,) = kept(home)

    second = start(TELLING, str(home))
    shown, seconds = second.says()
    second.cut_off()  # once more, before anybody could decide
    assert shown == traveller
    sys.stdout.write(f"power cut: the same traveller {seconds:.1f} s after the program's start\n")

    officer = sit_down(home)
    officer.until_read()
    assert officer.view.inspection_id == traveller
    assert "The desk was cut off. This is the traveller who stood here." in officer.told
    officer.press("F2")
    if not officer.page.panel.isHidden():
        officer.write("seen again after the cut")
        officer.press("Enter")
    officer.until_decided()
    officer.close()

    (whole,) = stored(home)
    assert len(whole.decisions) == 1
    assert not is_open(home)


def test_a_desk_that_was_closed_shows_nobody(sit_down: Callable[[Path], Officer], home: Path) -> None:
    officer = sit_down(home)
    officer.press("F5")
    officer.until_read()
    officer.press("Ctrl+Q")
    again = sit_down(home)
    upkeep = again.application.upkeep
    assert upkeep is not None
    again.wait(lambda: not upkeep.runner.running)
    assert again.word == "READY"
    assert again.told == ""


def test_whoever_closes_the_traveller_of_before_goes_on_with_the_next(
    start: Callable[..., Program],
    sit_down: Callable[[Path], Officer],
    home: Path,
    tmp_path: Path,
    pictures: dict[str, Path],
) -> None:
    scanner = tmp_path / "scanner"
    scanner.mkdir()
    DeskSettings(scanner).write(home)
    first = start(PROGRAM, "--training", "--home", str(home))
    until(lambda: is_open(home))
    shutil.copy(pictures["01-clean-passport.jpg"], scanner / "scan.jpg")
    until(lambda: kept(home))
    first.cut_off()
    (traveller,) = kept(home)

    officer = sit_down(home)
    officer.until_read()
    assert officer.view.inspection_id == traveller
    officer.press("Esc")  # the message
    officer.press("Esc")  # the document: the traveller has gone on
    officer.press("F5")
    officer.until_read()
    assert officer.view.inspection_id != traveller
    assert len(kept(home)) == 2
    assert officer.told == ""
