"""How long an inspection takes in the running desk, from the key to the verdict that is seen.

    script/bench desk [--rounds 3]

The real window on a fresh training station; every document of the tray is read in each round, in the window's
own process, with its database. Time is counted from the press of the key until the verdict is painted, on the
screen there is, else under Xvfb, else without any. Also told: the longest time for which the window did not
answer.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.desktop.app import Application, dress

BEAT_MS = 5
PATIENCE_S = 60


@dataclass
class Measured:
    """Seconds from the key to the verdict, one a document and round, and what the window did meanwhile."""

    walls: dict[str, list[float]] = field(default_factory=dict)
    advice: dict[str, str] = field(default_factory=dict)
    longest_gap: float = 0.0


def until(there: Callable[[], object]) -> None:
    """Let the window live until something is there; looked at every millisecond."""
    if there():
        return
    loop, timer = QEventLoop(), QTimer()
    end = time.monotonic() + PATIENCE_S

    def look() -> None:
        if there() or time.monotonic() > end:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(1)
    loop.exec()
    if not there():
        raise TimeoutError("the window did not come so far")


def measure(home: Path, measured: Measured) -> None:
    """Open the desk, read the tray to its end by F5, and close it."""
    application = Application(home, training=True)
    window, page = application.window, application.window.desk
    last = 0.0

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        measured.longest_gap = max(measured.longest_gap, now - last - BEAT_MS / 1000)
        last = now

    heart = QTimer()
    heart.timeout.connect(beat)
    application.start()
    until(lambda: application.controller is not None)
    controller = application.controller
    assert controller is not None
    until(lambda: not controller.runner.running)
    window.activateWindow()
    until(window.isActiveWindow)
    for entry in page.side.waiting:
        start = last = time.perf_counter()
        heart.start(BEAT_MS)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_F5)
        until(lambda: page.view is not None)
        page.repaint()
        measured.walls.setdefault(entry.path.name, []).append(time.perf_counter() - start)
        assert page.view is not None
        measured.advice[entry.path.name] = page.view.advice.value
        until(lambda: not controller.runner.running)  # its place in the list is fetched yet
        heart.stop()
    window.close()
    window.deleteLater()


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description="Time from F5 to the verdict in the running desk.")
    parser.add_argument("--rounds", type=int, default=3, help="times that the whole tray is read (3)")
    arguments = parser.parse_args()
    if not (os.environ.get("DISPLAY") or os.environ.get("QT_QPA_PLATFORM")):
        if shutil.which("xvfb-run"):
            screen = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1366x768x24"]
            return subprocess.run([*screen, sys.executable, *sys.argv], check=False).returncode
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qt = QApplication([])
    dress(qt, "en")
    measured = Measured()
    with tempfile.TemporaryDirectory(prefix="borderdesk-") as place:
        for _ in range(arguments.rounds):
            measure(Path(place) / "station", measured)
    every = sorted(wall for walls in measured.walls.values() for wall in walls)
    first = measured.walls[next(iter(measured.walls))][0]
    documents = len(measured.walls)
    print(f"{documents} documents, {arguments.rounds} rounds, {os.cpu_count()} cores, {qt.platformName()}\n")
    print("| document | advice | median s | slowest s |\n|---|---|---|---|")
    for name, walls in measured.walls.items():
        print(f"| {name} | {measured.advice[name]} | {statistics.median(walls):.2f} | {max(walls):.2f} |")
    p95 = every[int(len(every) * 0.95)]
    print(
        f"\nFrom F5 to the verdict: median {statistics.median(every):.2f} s, p95 {p95:.2f} s, "
        f"slowest {every[-1]:.2f} s; the first one after the start {first:.2f} s."
    )
    print(f"Longest time for which the window did not answer: {measured.longest_gap * 1000:.0f} ms.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
