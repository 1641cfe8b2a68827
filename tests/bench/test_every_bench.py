"""Every bench can be called: a name that moved elsewhere would be found only when somebody measures."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCHES = sorted(file.stem for file in (ROOT / "bench").glob("*.py") if not file.stem.startswith("_"))


def test_there_are_benches() -> None:
    assert {"reading", "live", "station"} <= set(BENCHES)


@pytest.mark.parametrize("name", BENCHES)
def test_it_tells_how_it_is_called(name: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / f"{name}.py"), "--help"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout
