"""Makes a post at the real window by keys and writes a picture of each card on the way.

    post_screenshots.py FOLDER [--prefix post] [--language en]

Called by `script/screenshots`, which gives it a screen.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from borderdesk.access import Act
from borderdesk.training.station import tray
from ui.desktop.app import Application, dress
from ui.desktop.intake import from_paths
from ui.desktop.widgets.people_panel import PeoplePanel
from ui.desktop.widgets.sign_in_panel import SignInPanel
from ui.desktop.widgets.wizard_panel import RECOVERY, WizardPanel, last_group

NOW = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)
_SECONDS = 60
_STATION = "seven cranes over the dry river"
_CHIEF, _FIRST, _OWN = "grey stone by the well", "given by the chief", "nine blue lorries at noon"


class Photographer:
    """One window at a post that does not exist yet, and one folder for its pictures."""

    def __init__(self, home: Path, folder: Path, prefix: str, language: str) -> None:
        self.folder, self.prefix = folder, prefix
        began = time.monotonic()
        self.application = Application(
            home,
            training=False,
            language=language,
            clock=lambda: NOW + timedelta(seconds=time.monotonic() - began),
        )
        self.window = self.application.window
        self.window.setGeometry(self.window.screen().availableGeometry())
        self.application.start()
        self.window.activateWindow()
        self.until(lambda: self.window.isActiveWindow() and self.window.covered)

    def until(self, there: Callable[[], object]) -> None:
        """Let the window live until something is there."""
        end = time.monotonic() + _SECONDS
        while not there():
            if time.monotonic() > end:
                raise TimeoutError("the window did not come so far")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    def settle(self, seconds: float = 0.4) -> None:
        """Let everything be drawn."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)

    def write(self, *lines: str, enter: bool = True) -> None:
        """Type lines, each ended by Enter."""
        for words in lines:
            for letter in words:
                QTest.keyClick(self.window.windowHandle(), letter)
            self.until_typed()
            if enter:
                self.press(Qt.Key.Key_Return)

    def until_typed(self) -> None:
        """Wait until no key is held back any more, which a swipe reader might have typed."""
        controller = self.application.controller
        self.until(lambda: controller is None or not controller.swipes.wedge.holding)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        QTest.keyClick(self.window.windowHandle(), key, held)
        self.until_typed()

    def control(self, key: Qt.Key) -> None:
        """Press one key with Ctrl."""
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def until_asked(self, kind: type) -> None:
        """Wait for a card that takes answers."""
        self.until(lambda: isinstance(self.card, kind) and isinstance(QApplication.focusWidget(), QLineEdit))

    @property
    def card(self) -> object:
        """What stands over the desk."""
        return self.window.card

    def take(self, name: str) -> None:
        """Write a picture of the window."""
        self.settle()
        file = self.folder / f"{self.prefix}-{name}.png"
        if not self.window.grab().save(str(file), "PNG"):
            raise OSError(f"{file} cannot be written")
        sys.stdout.write(f"{file}\n")


def make(it: Photographer) -> None:
    """The questions of the first run."""
    it.take("wizard-empty")
    it.write("Kidira crossing", "short", "")
    it.take("wizard-short")
    it.write(_STATION, _STATION)
    it.write("Oumar Sy", "oumar", _CHIEF)
    it.write(_CHIEF, enter=False)
    it.take("wizard-administrator")
    it.press(Qt.Key.Key_Return)
    panel = it.card
    assert isinstance(panel, WizardPanel)
    it.until(lambda: panel.page == RECOVERY)
    it.take("wizard-recovery")
    it.write(last_group(panel.key.text()))
    it.until_asked(SignInPanel)
    it.take("sign-in")


def staff(it: Photographer) -> None:
    """The administrator signs in and adds an officer and a supervisor."""
    it.write("oumar", _CHIEF)
    it.until(lambda: not it.window.covered)
    for full_name, name, downs in (("Awa Tall", "awa", 0), ("Mariam Diallo", "mariam", 1)):
        it.control(Qt.Key.Key_P)
        it.until_asked(PeoplePanel)
        panel = it.card
        it.write(full_name, name)
        for _ in range(downs):
            it.press(Qt.Key.Key_Down)
        it.press(Qt.Key.Key_Return)
        it.write(_FIRST, _FIRST)
        it.until(lambda panel=panel: bool(panel.message.text))
        it.take("people")
        it.press(Qt.Key.Key_Escape)
        it.until(lambda: not it.window.covered)


def guess(it: Photographer) -> None:
    """Three wrong passwords at the locked desk, and the wait after them."""
    it.control(Qt.Key.Key_L)
    it.until_asked(SignInPanel)
    it.take("locked")
    panel = it.card
    for _ in range(3):
        it.write("a wrong password")
        it.until(lambda: bool(panel.message.text) and isinstance(QApplication.focusWidget(), QLineEdit))
    it.take("wait")


def work(it: Photographer) -> None:
    """The officer takes over, chooses a password, reads a document and asks for a second person."""
    it.press(Qt.Key.Key_Backtab)
    it.write("awa", _FIRST)
    it.until(lambda: it.window.covered and not isinstance(it.card, SignInPanel))
    it.take("new-password")
    it.write(_OWN, _OWN)
    it.until(lambda: not it.window.covered)
    it.window.given.emit(from_paths([tray()[0].path]))
    it.until(lambda: it.window.desk.armed)
    it.take("signed-in")
    assert it.application.second is not None
    it.application.second.ask(Act.CLEAR_HIT)
    it.take("second")
    it.window.desk.second.change_way()
    it.window.desk.second.show_number(17)
    it.take("second-radio")


def main() -> int:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description="Writes pictures of a post's first minutes.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--prefix", default="post")
    parser.add_argument("--language", default="en")
    arguments = parser.parse_args()
    qt = QApplication([])
    dress(qt, arguments.language)
    with tempfile.TemporaryDirectory(prefix="borderdesk-") as place:
        it = Photographer(Path(place) / "post", arguments.folder, arguments.prefix, arguments.language)
        for act in (make, staff, guess, work):
            act(it)
        it.window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
