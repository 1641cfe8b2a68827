"""The window lives longer than the count of references to None (PySide6 6.12.0 on Python before 3.12)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# More calls than None has references once all is imported, each of which may drop one.
CALLS = 400_000
PROGRAM = f"""
import sys
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from ui.desktop.app import dress
qt = QApplication([])
dress(qt, "en")
thing = QObject()
for _ in range({CALLS}):
    thing.setObjectName("x")
    thing.blockSignals(False)
print("alive")
"""


def test_a_shift_full_of_calls_into_qt_does_not_end_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout == "alive\n", done.stderr[:500]
    assert done.returncode == 0, done.stderr[:500]
