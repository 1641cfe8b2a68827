"""The choices of a desk: kept whole, and a damaged file is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.desktop.settings import FILE, DeskSettings


def test_choices_are_read_as_they_were_kept(tmp_path: Path) -> None:
    chosen = DeskSettings(tmp_path / "scans", swipe_port="COM3", swipe_speed=19200)
    chosen.write(tmp_path)
    assert DeskSettings.read(tmp_path) == chosen


def test_choices_of_an_older_desk_are_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"watched_folder": "/scans"}), encoding="utf-8")
    assert DeskSettings.read(tmp_path) == DeskSettings(Path("/scans"))


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"swipe_port": 7, "swipe_speed": "fast"}', '{"swipe_speed": [9600]}', "\x00"]
)
def test_a_damaged_file_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert DeskSettings.read(tmp_path) == DeskSettings()
