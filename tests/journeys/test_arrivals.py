"""How documents come to the window: dropped, pasted, opened, sent by a scanner."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from ui.desktop.settings import DeskSettings

from .conftest import Officer

# Qt's own dialogs ask the platform for more than the one without a screen can do.
DIALOG = pytest.mark.qt_log_ignore("This plugin does not support")


def urls(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(officer: Officer, data: QMimeData) -> bool:
    """Drag something over the window and let it go; whether the window took it."""
    middle = QPoint(officer.window.rect().center())
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():  # only Qt should make such events; but here is no hand to drag
        warnings.simplefilter("ignore", DeprecationWarning)
        entering = QDragEnterEvent(middle, action, data, left, none)
    QApplication.sendEvent(officer.window, entering)
    if not entering.isAccepted():
        return False
    QApplication.sendEvent(officer.window, QDropEvent(QPointF(middle), action, data, left, none))
    return True


def test_dropped_pictures_are_read_in_their_order(officer: Officer, pictures: dict[str, Path]) -> None:
    before = officer.waiting
    first, second = pictures["03-wanted-person.jpg"], pictures["08-visa.jpg"]
    rest = [name for name in before if name not in (first.name, second.name)]
    assert drop(officer, urls(first, second))
    officer.until_read()
    assert officer.word == "STOP"
    assert officer.waiting == [second.name, *rest]
    officer.press("F5")
    officer.until_read()
    assert officer.word == "CLEAR"


def test_a_dropped_folder_stands_for_its_pictures(
    officer: Officer, pictures: dict[str, Path], tmp_path: Path
) -> None:
    folder, empty = tmp_path / "shift", tmp_path / "empty"
    folder.mkdir()
    empty.mkdir()
    shutil.copy(pictures["08-visa.jpg"], folder / "b.jpg")
    (folder / "notes.txt").write_text("no picture", encoding="utf-8")
    assert drop(officer, urls(folder))
    officer.until_read()
    assert officer.word == "CLEAR"
    assert drop(officer, urls(empty))
    assert "The folder empty holds no picture" in officer.told


def test_words_are_not_taken(officer: Officer) -> None:
    data = QMimeData()
    data.setText("P<UTO")
    assert not drop(officer, data)


def test_a_copied_picture_is_pasted(officer: Officer, pictures: dict[str, Path]) -> None:
    QGuiApplication.clipboard().setImage(QImage(str(pictures["01-clean-passport.jpg"])))
    officer.press("Ctrl+V")
    officer.until_read()
    assert officer.word == "CLEAR"
    assert officer.view.page is not None
    assert officer.view.page.source == "clipboard"


def test_a_copied_file_is_pasted_with_its_name(officer: Officer, pictures: dict[str, Path]) -> None:
    officer.paste(pictures["03-wanted-person.jpg"])
    officer.until_read()
    assert officer.word == "STOP"
    assert officer.view.page is not None
    assert officer.view.page.source == "03-wanted-person.jpg"


def test_an_empty_clipboard_and_one_that_comes_too_early_are_told(
    officer: Officer, pictures: dict[str, Path]
) -> None:
    QGuiApplication.clipboard().setText("no picture")
    officer.press("Ctrl+V")
    assert "clipboard holds no picture" in officer.told
    QGuiApplication.clipboard().setImage(QImage(str(pictures["01-clean-passport.jpg"])))
    officer.press("F5")
    officer.press("Ctrl+V")
    assert "still being read" in officer.told
    officer.until_read()


@DIALOG
def test_a_picture_is_opened_by_its_name(
    officer: Officer, in_dialog: Callable[[str, str], None], pictures: dict[str, Path]
) -> None:
    in_dialog("Ctrl+O", str(pictures["03-wanted-person.jpg"]))
    officer.until_read()
    assert officer.word == "STOP"


def test_what_a_scanner_saves_is_read_by_itself_but_never_over_an_undecided_document(
    sit_down: Callable[[Path], Officer], home: Path, pictures: dict[str, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "scanner"
    folder.mkdir()
    shutil.copy(pictures["08-visa.jpg"], folder / "yesterday.jpg")
    DeskSettings(folder).write(home)
    officer = sit_down(home)
    shutil.copy(pictures["01-clean-passport.jpg"], folder / "one.jpg")
    officer.until_read()
    assert officer.word == "CLEAR"
    assert officer.view.page is not None
    assert officer.view.page.source == "one.jpg"
    first = officer.view.inspection_id

    shutil.copy(pictures["03-wanted-person.jpg"], folder / "two.jpg")
    officer.wait(lambda: "two.jpg" in officer.waiting)
    assert officer.view.inspection_id == first
    officer.press("Enter")
    officer.wait(lambda: officer.page.view is not None and officer.view.inspection_id != first)
    assert officer.word == "STOP"
    assert "yesterday.jpg" not in officer.waiting


@DIALOG
def test_the_watched_folder_is_chosen_by_its_name_and_remembered(
    officer: Officer,
    in_dialog: Callable[[str, str], None],
    sit_down: Callable[[Path], Officer],
    home: Path,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "scanner"
    folder.mkdir()
    in_dialog("Ctrl+W", str(folder))
    assert officer.controller.watched.folder == folder
    officer.close()
    again = sit_down(home)
    assert again.controller.watched.folder == folder


@pytest.mark.parametrize("key", ["F2", "F3", "F4"])
def test_no_decision_without_a_document(officer: Officer, key: str) -> None:
    officer.press(key)
    assert "no document has been read" in officer.told
    assert officer.page.panel.isHidden()
