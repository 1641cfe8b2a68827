"""A document held before the camera: films that the press draws, read in the real window by keys only."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, QTimer

from borderdesk.cases.inspections import StoredInspection
from borderdesk.training.press import Holder, Specimen
from borderdesk.training.press.film import Scene, draw_film, write_film
from models.document import DocumentFormat
from models.verdict import Advice

from .conftest import Officer

Stored = Callable[[Path], list[StoredInspection]]
PASSPORT = Specimen(
    DocumentFormat.TD3, Holder("Eriksson", "Anna Maria", "UTO", "1974-08-12", "F", "Zenith"),
    "P", "L898902C3", "2024-04-16", "2034-04-15", "PASSPORT", "ZE184226B",
)  # fmt: skip


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A passport that is brought under the lamp."""
    path = tmp_path_factory.mktemp("films") / "passport.avi"
    write_film(path, draw_film(PASSPORT, seed=1, scene=Scene(frames=20, approach=0.3)).frames)
    return path


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on which nothing is shown for a long time."""
    path = tmp_path_factory.mktemp("films") / "empty.avi"
    write_film(path, draw_film(None, seed=2, scene=Scene(frames=8)).frames * 100)
    return path


def test_a_film_is_shown_while_it_is_read_and_stops_by_itself(
    officer: Officer, home: Path, stored: Stored, film: Path
) -> None:
    shown = []
    officer.paste(film)
    officer.wait(lambda: officer.page.live.view is not None or officer.page.view is not None)
    if officer.page.live.view is not None:
        shown.append(officer.page.live.view)
        assert officer.word == "READING"
    officer.until_read()
    assert shown, "the document was there before a single frame had been shown"
    assert officer.word == "CLEAR"
    assert officer.view.zone.text.splitlines() == list(PASSPORT.right_lines)
    assert officer.view.page is not None
    assert officer.page.live.isHidden()
    assert officer.page.live.view is None
    officer.press("Enter")
    officer.until_decided()
    officer.close()
    (kept,) = stored(home)
    assert kept.advice is Advice.CLEAR
    assert kept.record["file"] == "passport.avi"
    assert kept.pictures[0].page == kept.record["page"] > 0


def test_esc_stops_the_camera_and_nothing_is_stored(
    officer: Officer, home: Path, stored: Stored, empty: Path
) -> None:
    officer.paste(empty)
    officer.wait(lambda: officer.page.live.isVisible() and officer.page.live.hint)
    assert "Hold the page" in officer.page.live.hint
    officer.press("F1")  # the help comes over the picture and is left by the same key
    officer.wait(officer.page.help.isVisible)
    officer.press("F1")
    officer.wait(officer.page.live.isVisible)
    officer.press("Esc")
    officer.wait(lambda: officer.word == "READY" and not officer.controller.reading)
    assert officer.page.live.isHidden()
    assert officer.page.document.isVisible()
    assert "empty.avi" in officer.waiting
    officer.close()
    assert stored(home) == []


def test_the_window_answers_while_a_camera_is_read(officer: Officer, empty: Path) -> None:
    gaps: list[int] = []
    clock = QElapsedTimer()
    beat = QTimer()
    beat.setInterval(5)
    beat.timeout.connect(lambda: gaps.append(clock.restart()))
    clock.start()
    beat.start()
    officer.paste(empty)
    officer.wait(lambda: officer.page.live.shown >= 10)
    beat.stop()
    officer.press("Esc")
    officer.wait(lambda: not officer.controller.reading)
    assert len(gaps) > 20  # it went on beating; how long a gap may be is measured in bench/desk


def test_a_film_without_a_document_is_an_answer(officer: Officer, tmp_path: Path) -> None:
    path = tmp_path / "desk.avi"
    write_film(path, draw_film(None, seed=3, scene=Scene(frames=6)).frames)
    officer.paste(path)
    officer.until_read()
    assert officer.word == "READ AGAIN"
    assert officer.view.zone.text == ""


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the screen in memory has no frames round its dialogs
def test_a_camera_that_is_missing_is_told_with_its_remedy(
    officer: Officer, home: Path, in_dialog: Callable[[str, str], None]
) -> None:
    in_dialog("Ctrl+K", "63")
    assert json.loads((home / "desk.json").read_text(encoding="utf-8"))["camera"] == 63
    officer.window.activateWindow()  # on a screen in memory nobody does it when a dialog has gone
    officer.wait(officer.window.isActiveWindow)
    officer.press("F7")
    officer.until_told()
    assert "no camera number 63" in officer.told
    assert "Ctrl+K" in officer.told
    assert officer.word == "READY"
    officer.press("Esc")
    assert officer.told == ""


def test_a_film_that_is_cut_short_is_told(officer: Officer, film: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.avi"
    whole = film.read_bytes()
    cut.write_bytes(whole[: len(whole) // 12])
    officer.paste(cut)
    officer.until_told()
    assert "cut.avi" in officer.told
    assert officer.waiting[0] != "cut.avi"
