"""A desk that nobody touches: by whichever clock went further, and what wakes it does not count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.desktop.idle import IdleWatch

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Clocks:
    """The running time and the wall, as a test sets them."""

    def __init__(self) -> None:
        self.running, self.wall = 10.0, 1_000_000.0

    def pass_by(self, seconds: float) -> None:
        self.running += seconds
        self.wall += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def window(qtbot: QtBot, dressed: Callable[[str], QApplication]) -> QWidget:
    """With one line to write into."""
    dressed("en")
    window = QWidget()
    QVBoxLayout(window).addWidget(QLineEdit(window))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def watch(window: QWidget, clocks: Clocks) -> IdleWatch:
    watch = IdleWatch(
        window,
        timedelta(minutes=5),
        window,
        clocks=(lambda: clocks.running, lambda: clocks.wall),
        look_ms=10,
    )
    watch.begin()
    return watch


def line(window: QWidget) -> QLineEdit:
    found = window.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    found.setFocus()
    return found


def test_it_lapses_when_the_time_is_over_and_once(qtbot: QtBot, watch: IdleWatch, clocks: Clocks) -> None:
    told: list[bool] = []
    watch.lapsed.connect(lambda: told.append(True))
    clocks.pass_by(299)
    QTest.qWait(50)
    assert told == []
    clocks.pass_by(1)
    qtbot.waitUntil(lambda: told == [True])
    assert not watch.watching
    QTest.qWait(50)
    assert told == [True]


@pytest.mark.parametrize("touch", ["key", "mouse"])
def test_a_key_or_the_mouse_begins_the_time_anew(
    qtbot: QtBot, window: QWidget, watch: IdleWatch, clocks: Clocks, touch: str
) -> None:
    told: list[bool] = []
    watch.lapsed.connect(lambda: told.append(True))
    clocks.pass_by(200)
    if touch == "key":
        QTest.keyClick(window.windowHandle(), "a")
    else:
        QTest.mouseMove(window.windowHandle(), QPoint(5, 5))
    QTest.qWait(30)
    clocks.pass_by(200)
    QTest.qWait(50)
    assert told == []
    clocks.pass_by(100)
    qtbot.waitUntil(lambda: told == [True])


@pytest.mark.parametrize("clock", ["running", "wall"])
def test_a_sleep_and_a_clock_set_back_do_not_keep_it_open(
    qtbot: QtBot, watch: IdleWatch, clocks: Clocks, clock: str
) -> None:
    with qtbot.waitSignal(watch.lapsed):
        if clock == "wall":
            clocks.wall += 3600  # the lid was closed: the program's own time stood still
        else:
            clocks.wall -= 3600
            clocks.running += 300


def test_the_key_that_wakes_a_lapsed_desk_is_swallowed(qtbot: QtBot, window: QWidget, clocks: Clocks) -> None:
    watch = IdleWatch(window, timedelta(minutes=5), window, clocks=(lambda: clocks.wall,), look_ms=60_000)
    watch.begin()
    written = line(window)
    QTest.keyClick(window.windowHandle(), "a")
    clocks.pass_by(301)
    with qtbot.waitSignal(watch.lapsed):
        QTest.keyClick(window.windowHandle(), "b")
    assert written.text() == "a"


def test_keys_in_a_dialog_over_the_window_count(
    qtbot: QtBot, window: QWidget, watch: IdleWatch, clocks: Clocks
) -> None:
    told: list[bool] = []
    watch.lapsed.connect(lambda: told.append(True))
    dialog = QDialog(window)
    QVBoxLayout(dialog).addWidget(QLineEdit(dialog))
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    clocks.pass_by(200)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_X)
    clocks.pass_by(200)
    QTest.qWait(50)
    assert told == []
    dialog.close()
