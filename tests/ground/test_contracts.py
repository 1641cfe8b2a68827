"""Each import contract of pyproject.toml is kept, and can fail: a copy that breaks it is refused by name."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("borderdesk", "ui", "models", "watchlist", "resources")

BREAKS = [
    ("Imports between the five packages go down only", "watchlist/store.py", "import borderdesk.mrz"),
    ("Imports between the five packages go down only", "models/message.py", "import watchlist"),
    (
        "Inside borderdesk, rooms import from lower steps only",
        "borderdesk/mrz/__init__.py",
        "import borderdesk.imaging",
    ),
    (
        "Inside borderdesk, rooms import from lower steps only",
        "borderdesk/attic.py",
        "LISTED_IN_NO_STEP = True",
    ),
    ("No circles between sibling rooms", "borderdesk/policy.py", "import borderdesk.verdict"),
    ("Only ui.desktop knows Qt", "borderdesk/verdict.py", "import PySide6.QtCore"),
    ("Only borderdesk.storage opens databases", "watchlist/store.py", "import sqlcipher3"),
    ("Outside readers have one room", "borderdesk/forgery/codes.py", "import pytesseract"),
    ("Only borderdesk.swiping.port knows the serial library", "borderdesk/swiping/zone.py", "import serial"),
    (
        "What is pure knows neither Qt, SQL nor OpenCV",
        "borderdesk/swiping/framing.py",
        "import PySide6.QtCore",
    ),
    ("What is pure knows neither Qt, SQL nor OpenCV", "borderdesk/verdict.py", "import cv2"),
    ("Only ui.desktop knows Qt", "ui/newroom.py", "import PySide6.QtCore"),
    (
        "The command line never opens the window",
        "ui/commands/screen.py",
        "def late():\n    import ui.desktop",
    ),
    ("What is pure knows neither Qt, SQL nor OpenCV", "models/image.py", "import cv2"),
    ("What is pure knows neither Qt, SQL nor OpenCV", "borderdesk/mrz/dates.py", "import sqlalchemy"),
    ("What is pure does not know how things are stored", "watchlist/names/keys.py", "import models.tables"),
]


def copy_of(root: Path, folder: Path) -> Path:
    """The packages' code and the contracts, without the pictures and the weights."""
    for package in PACKAGES:
        for file in (root / package).rglob("*.py"):
            target = folder / file.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    shutil.copy(root / "pyproject.toml", folder)
    return folder


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold a copy against its contracts."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )


def test_all_contracts_are_kept(root, tmp_path):
    answer = lint(copy_of(root, tmp_path))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 broken" in answer.stdout


@pytest.mark.parametrize(("contract", "file", "line"), BREAKS)
def test_a_break_is_found(root, tmp_path, contract, file, line):
    broken = copy_of(root, tmp_path) / file
    text = broken.read_text(encoding="utf-8") if broken.exists() else ""
    broken.write_text(f"{text}\n{line}\n", encoding="utf-8")
    answer = lint(tmp_path)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert f"{contract} BROKEN" in answer.stdout
