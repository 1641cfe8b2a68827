"""The watched folder: each picture once, and only when it is wholly there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer
from pytestqt.qtbot import QtBot

from ui.desktop.watched import WatchedFolder

STABLE_MS = 300


@pytest.fixture
def watched(qtbot: QtBot, tmp_path: Path) -> WatchedFolder:
    del qtbot
    folder = tmp_path / "scanner"
    folder.mkdir()
    (folder / "yesterday.png").write_bytes(b"old")
    watched = WatchedFolder(stable_ms=STABLE_MS, poll_ms=50)
    watched.watch(folder)
    return watched


@pytest.fixture
def arrived(watched: WatchedFolder) -> list[tuple[str, int]]:
    """Name and size of what was told of, at the moment at which it was."""
    told: list[tuple[str, int]] = []
    watched.arrived.connect(lambda path: told.append((path.name, path.stat().st_size)))
    return told


def test_a_file_is_told_of_once_and_only_when_it_has_stopped_growing(
    qtbot: QtBot, watched: WatchedFolder, arrived: list[tuple[str, int]]
) -> None:
    assert watched.folder is not None
    clock = QElapsedTimer()
    clock.start()
    with (watched.folder / "scan.jpg").open("wb", buffering=0) as scanner:
        for _ in range(8):  # for 8 x 150 ms something is added: longer in all than a file must rest
            scanner.write(b"x" * 1000)
            qtbot.wait(STABLE_MS // 2)
            assert arrived == []
    qtbot.waitUntil(lambda: bool(arrived))
    assert arrived == [("scan.jpg", 8000)]
    (watched.folder / "next.jpg").write_bytes(b"y")
    qtbot.waitUntil(lambda: len(arrived) == 2)
    assert arrived == [("scan.jpg", 8000), ("next.jpg", 1)]


def test_a_scanner_that_always_uses_one_name_is_heard_each_time(
    qtbot: QtBot, watched: WatchedFolder, arrived: list[tuple[str, int]]
) -> None:
    assert watched.folder is not None
    for size in (10, 20):
        (watched.folder / "scan.jpg").write_bytes(b"x" * size)
        qtbot.waitUntil(lambda size=size: ("scan.jpg", size) in arrived)
    assert arrived == [("scan.jpg", 10), ("scan.jpg", 20)]


def test_what_is_no_picture_hidden_or_empty_is_left_alone(
    qtbot: QtBot, watched: WatchedFolder, arrived: list[tuple[str, int]]
) -> None:
    assert watched.folder is not None
    for name, content in (("notes.txt", b"x"), (".part.jpg", b"x"), ("empty.jpg", b"")):
        (watched.folder / name).write_bytes(content)
    (watched.folder / "Z.TIFF").write_bytes(b"x")
    qtbot.waitUntil(lambda: bool(arrived))
    assert arrived == [("Z.TIFF", 1)]


def test_a_folder_that_goes_and_comes_is_told_of_each_time(
    qtbot: QtBot, watched: WatchedFolder, arrived: list[tuple[str, int]], tmp_path: Path
) -> None:
    assert watched.folder is not None
    away = tmp_path / "away"
    with qtbot.waitSignal(watched.lost):
        watched.folder.rename(away)
    with qtbot.waitSignal(watched.found_again):
        away.rename(watched.folder)
    (watched.folder / "scan.jpg").write_bytes(b"x")
    qtbot.waitUntil(lambda: ("scan.jpg", 1) in arrived)
