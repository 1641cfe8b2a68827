"""An officer at the real window: keys only, real reading, a real training station on the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from borderdesk.cases import inspections
from borderdesk.cases.inspections import StoredInspection
from borderdesk.training.station import open_training_station, tray
from ui.desktop.app import Application, dress
from ui.desktop.controller import Controller
from ui.desktop.desk_page import DeskPage
from ui.desktop.views.inspection import InspectionView
from ui.desktop.window import Window

NOW = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)
PATIENCE_MS = 60_000
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # windows of tests belong on nobody's screen
_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Space": Qt.Key.Key_Space,
    "Tab": Qt.Key.Key_Tab,
    "Down": Qt.Key.Key_Down,
    **{f"F{number}": Qt.Key(Qt.Key.Key_F1.value + number - 1) for number in range(1, 8)},
    **{f"Ctrl+{letter}": Qt.Key[f"Key_{letter}"] for letter in "GHKLNOPQRVW"},
}


_READERS_KEYS = {
    "\x02": (Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier),
    "\x03": (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier),
    "\r": (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
}


class Officer:
    """Works at one window; sees what it shows and presses keys.

    Args:
        qtbot: Waits.
        home: The station's folder; a training station is made where there is none.
        training: False at a real post, where the desk is covered at first.
    """

    def __init__(self, qtbot: QtBot, home: Path, *, training: bool = True) -> None:
        began = time.monotonic()
        self.qtbot = qtbot
        self.application = Application(
            home, training=training, clock=lambda: NOW + timedelta(seconds=time.monotonic() - began)
        )
        self.application.start()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        there = self._idle if training else (lambda: self.window.covered)
        self.wait(lambda: self.window.isActiveWindow() and there())

    @property
    def window(self) -> Window:
        return self.application.window

    @property
    def page(self) -> DeskPage:
        return self.window.desk

    @property
    def controller(self) -> Controller:
        assert self.application.controller is not None
        return self.application.controller

    @property
    def view(self) -> InspectionView:
        assert self.page.view is not None
        return self.page.view

    @property
    def word(self) -> str:
        """The word in the band."""
        assert self.page.band.view is not None
        return self.page.band.view.word

    @property
    def reasons(self) -> str:
        assert self.page.band.view is not None
        return _plain(" ".join(self.page.band.view.reasons))

    @property
    def told(self) -> str:
        """The message, without the marks of direction; empty where there is none."""
        return _plain(self.page.message.text)

    @property
    def bottom(self) -> str:
        """What the line at the bottom says of the swipe reader."""
        return _plain(self.page.status.reader)

    @property
    def person(self) -> str:
        """What the line at the bottom says of who is signed in."""
        return _plain(self.page.status.person)

    @property
    def waiting(self) -> list[str]:
        """Names of the files that wait, in the list at the side."""
        return [entry.path.name for entry in self.page.side.waiting]

    def wait(self, there: Callable[[], object]) -> None:
        """Wait until something is there."""
        self.qtbot.waitUntil(lambda: bool(there()), timeout=PATIENCE_MS)

    def press(self, key: str) -> None:
        """Press one key, wherever the focus is, as a person does: the next one follows only after a while."""
        held = Qt.KeyboardModifier.ControlModifier if key.startswith("Ctrl+") else Qt.KeyboardModifier(0)
        target = QApplication.activeModalWidget() or self.window
        QTest.keyClick(target.windowHandle(), _KEYS[key], held)
        self.until_typed()

    def write(self, words: str) -> None:
        """Type into whatever has the focus."""
        target = QApplication.activeModalWidget() or self.window
        for letter in words:
            QTest.keyClick(target.windowHandle(), letter)
        self.until_typed()

    def swipe(self, text: str) -> None:
        """What a reader that plays a keyboard types: a key each 8 ms, however busy this machine is."""
        handle, began = self.window.windowHandle(), round(time.monotonic() * 1000)
        for number, sign in enumerate(text):
            key, held = _READERS_KEYS.get(sign, (Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, held, sign)
                event.setTimestamp(began + 8 * number)
                QApplication.sendEvent(handle, event)

    def until_typed(self) -> None:
        """Wait until no key is held back any more, which a quick reader might have typed."""
        controller = self.application.controller
        if controller is not None and QApplication.activeModalWidget() is None:
            self.wait(lambda: not controller.swipes.wedge.holding)

    def until_read(self) -> None:
        """Wait until a document lies open, its keys do something and nothing runs."""
        self.wait(lambda: self.page.armed and self._idle())

    def until_told(self) -> None:
        """Wait until there is a message and nothing runs."""
        self.wait(lambda: self.told and self._idle())

    def until_decided(self) -> None:
        self.wait(lambda: self.page.view is not None and self.page.view.decided and self._idle())

    def choose(self, file: str) -> None:
        """Choose a document that waits in the list at the side, by keys."""
        self.press("Ctrl+G")
        for _ in range(self.waiting.index(file)):
            self.press("Down")
        self.press("Space")

    def go_to(self, file: str) -> None:
        """The same, and wait until it is read."""
        self.choose(file)
        self.until_read()

    def paste(self, *paths: Path) -> None:
        """Copy files in a file manager, and paste them here."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        QGuiApplication.clipboard().setMimeData(data)
        self.press("Ctrl+V")

    def close(self) -> None:
        self.window.close()

    def _idle(self) -> bool:
        controller = self.application.controller
        return controller is not None and not controller.runner.running and not controller.reading


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training station that is only ever copied: making one takes a while by intent."""
    home = tmp_path_factory.mktemp("made") / "station"
    open_training_station(home, now=NOW).close()
    return home


@pytest.fixture
def home(made_once: Path, tmp_path: Path) -> Path:
    """A training station of this test's own."""
    return Path(shutil.copytree(made_once, tmp_path / "station"))


@pytest.fixture
def sit_down(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Path], Officer]]:
    """`sit_down(home)` opens the desk on a station; whatever is still open at the end is closed."""
    dress(qapp, "en")
    officers: list[Officer] = []

    def open_desk(home: Path) -> Officer:
        officers.append(Officer(qtbot, home))
        return officers[-1]

    yield open_desk
    for officer in officers:
        officer.close()
        officer.window.deleteLater()


@pytest.fixture
def officer(sit_down: Callable[[Path], Officer], home: Path) -> Officer:
    """At a fresh training station."""
    return sit_down(home)


@pytest.fixture
def stored() -> Callable[[Path], list[StoredInspection]]:
    """`stored(home)` opens the closed station from its disk and returns its inspections, newest first."""

    def look(home: Path) -> list[StoredInspection]:
        with open_training_station(home, now=NOW) as station, station.cases() as session:
            return [
                inspections.load(session, summary.inspection_id)
                for summary in inspections.recent(session, 100)
            ]

    return look


@pytest.fixture
def pictures() -> dict[str, Path]:
    """Drawn documents of the tray by name."""
    return {item.path.name: item.path for item in tray()}


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mount a disk in memory with given options: `mount("size=4m")`."""
    point = tmp_path / "disk"
    point.mkdir()

    def do(options: str) -> Path:
        words = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(point)]
        try:
            done = subprocess.run(words, capture_output=True, check=False)
        except FileNotFoundError:
            pytest.skip("needs the program mount")
        if done.returncode != 0:
            pytest.skip("needs the right to mount a small disk")
        return point

    yield do
    while point.is_mount():
        subprocess.run(["umount", str(point)], check=True)


@pytest.fixture
def in_dialog(officer: Officer) -> Callable[[str, str], None]:
    """`in_dialog(key, words)` opens a dialog by a key, types into it and confirms by Enter.

    What it brings up stands over the window while the key is still being worked on, so a timer types.
    """

    def answer(key: str, words: str) -> None:
        tries = iter(range(200))

        def go_on() -> None:
            dialog, line = QApplication.activeModalWidget(), QApplication.focusWidget()
            if dialog is None or not dialog.isVisible():
                return
            if next(tries, None) is None:
                officer.press("Esc")  # it came to nothing; the test will say so
            elif isinstance(line, QSpinBox) and dialog.isAncestorOf(line):
                line.selectAll()
                officer.write(words)
                officer.press("Enter")
            elif isinstance(line, QLineEdit) and dialog.isAncestorOf(line):
                if not line.text():
                    officer.write(words)
                officer.press("Enter")  # the first one may only close the list of likely names

        timer = QTimer()
        timer.timeout.connect(go_on)
        timer.start(20)
        officer.press(key)  # returns when the dialog is closed
        timer.stop()

    return answer


def _plain(text: str) -> str:
    return text.replace("\u2066", "").replace("\u2069", "")
