"""Bad input and trouble with the machine: a sentence and its remedy in the window, and nothing lost."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from borderdesk.cases.inspections import Decision, StoredInspection
from borderdesk.training.station import open_training_station
from ui.desktop.app import Application, dress
from ui.desktop.settings import DeskSettings

from .conftest import NOW, PATIENCE_MS, Officer

Stored = Callable[[Path], list[StoredInspection]]
SCAN = "Scan the page again"


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header promises a size; its pixels are never there."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", b"") + part(b"IEND", b"")


@pytest.fixture
def bad_files(tmp_path: Path, pictures: dict[str, Path]) -> dict[str, Path]:
    """Files that are no good picture, by what is wrong with them."""
    folder = tmp_path / "bad"
    folder.mkdir()
    whole = pictures["01-clean-passport.jpg"].read_bytes()
    contents = {
        "notes.jpg": b"These are notes, and no picture.",
        "empty.jpg": b"",
        "cut.jpg": whole[: len(whole) // 3],
        "huge.png": png_of_size(20_000, 10_000),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {path.name: path for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("name", "sentence", "remedy"),
    [
        ("notes.jpg", "notes.jpg is not a picture", "Give a JPEG"),
        ("empty.jpg", "empty.jpg holds nothing", SCAN),
        ("cut.jpg", "cut.jpg is damaged or was cut short", "Scan or photograph the page again"),
        ("huge.png", "huge.png has more than 120 million pixels", "Scan only the page"),
        ("gone.jpg", "gone.jpg is not there", "Check the name"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_remedy(
    officer: Officer,
    bad_files: dict[str, Path],
    name: str,
    sentence: str,
    remedy: str,
    home: Path,
    stored: Stored,
) -> None:
    officer.paste(bad_files["notes.jpg"].with_name(name))
    officer.until_told()
    assert sentence in officer.told
    assert remedy in officer.told
    assert officer.word == "READY"
    assert officer.page.view is None
    officer.press("Esc")
    assert officer.told == ""
    officer.press("F5")
    officer.until_read()
    assert officer.word == "CLEAR"
    officer.close()
    assert len(stored(home)) == 1


@pytest.mark.parametrize(
    ("size", "why"),
    [((1, 1), "only 1 pixels wide or high"), ((1200, 850), "No machine-readable zone was found")],
)
def test_a_picture_without_a_zone_asks_for_another_and_says_how(
    officer: Officer, tmp_path: Path, size: tuple[int, int], why: str
) -> None:
    blank = tmp_path / "blank.png"
    Image.new("RGB", size, (200, 200, 190)).save(blank)
    officer.paste(blank)
    officer.until_read()
    assert officer.word == "READ AGAIN"
    assert why in officer.reasons
    assert SCAN in officer.reasons
    officer.press("Enter")
    assert not officer.view.decided


def test_one_bad_file_does_not_keep_the_good_ones_behind_it(
    officer: Officer, bad_files: dict[str, Path], pictures: dict[str, Path]
) -> None:
    officer.paste(bad_files["notes.jpg"], pictures["01-clean-passport.jpg"])
    officer.until_told()
    assert "notes.jpg" in officer.told
    officer.press("F5")
    officer.until_read()
    assert officer.word == "CLEAR"
    assert officer.told == ""


def test_without_tesseract_the_window_says_what_to_install_and_the_picture_waits(
    officer: Officer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path, stored: Stored
) -> None:
    doubtful = "13-too-small.jpg"  # only in doubt is a second reader heard
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        officer.choose(doubtful)
        officer.until_told()
    assert "Tesseract, is not installed" in officer.told
    assert "Install the package tesseract-ocr" in officer.told
    assert officer.waiting[0] == doubtful
    officer.press("F5")
    officer.until_read()
    assert officer.told == ""
    assert officer.word == "READ AGAIN"
    officer.close()
    assert len(stored(home)) == 1


def test_a_full_disk_loses_neither_the_inspection_nor_the_decision(
    sit_down: Callable[[Path], Officer], made_once: Path, mount: Callable[[str], Path], stored: Stored
) -> None:
    disk = mount("size=24m")
    home = Path(shutil.copytree(made_once, disk / "station"))
    officer = sit_down(home)
    filler = fill_up(disk)
    officer.press("F5")
    officer.until_read()
    assert officer.word == "CLEAR"  # the traveller is judged whatever the disk does
    assert "is full" in officer.told
    assert "Free some space" in officer.told
    officer.press("Enter")
    officer.wait(lambda: not officer.controller.runner.running)
    assert not officer.view.decided
    assert "is full" in officer.told
    filler.unlink()
    officer.press("Enter")
    officer.until_decided()
    assert officer.told == ""
    officer.close()
    (kept,) = stored(home)
    assert [each.decision for each in kept.decisions] == [Decision.ADMIT]


def test_a_station_on_a_full_disk_is_not_opened_and_says_why(
    qtbot: QtBot, qapp: QApplication, made_once: Path, mount: Callable[[str], Path]
) -> None:
    dress(qapp, "en")
    disk = mount("size=24m")
    home = Path(shutil.copytree(made_once, disk / "station"))
    filler = fill_up(disk)
    application = Application(home, training=True, clock=lambda: NOW)
    application.start()
    message = application.window.desk.message
    qtbot.waitUntil(lambda: bool(message.text), timeout=PATIENCE_MS)
    assert "is full" in message.text
    assert "Free some space" in message.text
    application.window.close()
    filler.unlink()
    open_training_station(home, now=NOW).close()


def test_a_folder_that_is_not_there_is_told_and_taken_up_when_it_comes(
    sit_down: Callable[[Path], Officer], home: Path, tmp_path: Path, pictures: dict[str, Path]
) -> None:
    folder = tmp_path / "scanner"
    DeskSettings(folder).write(home)
    officer = sit_down(home)
    assert f"{folder} cannot be reached" in officer.told
    assert "Plug the scanner's drive in" in officer.told
    folder.mkdir()
    officer.wait(lambda: not officer.told)
    shutil.copy(pictures["01-clean-passport.jpg"], folder / "scan.jpg")
    officer.until_read()
    assert officer.word == "CLEAR"


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that every user may enter, unlike those of tests."""
    place = Path(tempfile.mkdtemp(prefix="borderdesk-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def test_a_locked_folder_is_told_apart_from_a_missing_one(officer: Officer, open_place: Path) -> None:
    folder = open_place / "scanner"
    folder.mkdir()
    folder.chmod(0)
    with as_nobody():
        officer.window.folder_chosen.emit(folder)
        officer.wait(lambda: officer.told)
    assert f"{folder} may not be read" in officer.told
    assert "Ctrl+W" in officer.told
    folder.chmod(0o755)
    officer.wait(lambda: not officer.told)


def test_a_damaged_choice_of_folder_does_not_keep_the_desk_closed(
    sit_down: Callable[[Path], Officer], home: Path
) -> None:
    (home / "desk.json").write_text('{"watched_folder": 7', encoding="utf-8")
    assert sit_down(home).word == "READY"


def fill_up(disk: Path) -> Path:
    """Take every byte that is left on a disk."""
    filler = disk / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
    return filler


@contextmanager
def as_nobody() -> Iterator[None]:
    """Let this thread meet files as a user without rights, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    library = ctypes.CDLL(None)
    library.setfsuid(65534)
    try:
        yield
    finally:
        library.setfsuid(0)
