"""Drives the real window by keys through its states and writes a picture of the screen in each.

    screenshots.py FOLDER [--prefix desk] [--language en] [--scenes ready clear ...]

Called by `script/screenshots`, which gives it a screen.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from borderdesk.training.press.film import Scene, draw_film, write_film
from borderdesk.training.recipes import recipes
from ui.desktop.app import Application, dress
from ui.desktop.desk import Desk
from ui.desktop.intake import from_paths

NOW = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)
_SECONDS = 60
_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Right": Qt.Key.Key_Right,
    **{f"F{number}": Qt.Key(Qt.Key.Key_F1.value + number - 1) for number in range(1, 8)},
}


class Photographer:
    """One window and one folder for its pictures."""

    def __init__(self, home: Path, folder: Path, prefix: str, language: str) -> None:
        self.folder, self.prefix, self.home = folder, prefix, home
        began = time.monotonic()
        self.application = Application(
            home,
            training=True,
            language=language,
            clock=lambda: NOW + timedelta(seconds=time.monotonic() - began),
        )
        self.window = self.application.window
        screen = self.window.screen().availableGeometry()
        self.window.setGeometry(screen)
        self.application.start()
        self.until(lambda: self.application.controller is not None)
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.until(lambda: not self._busy())

    @property
    def _desk(self) -> Desk:
        assert self.application.controller is not None
        return self.application.controller._desk

    def _busy(self) -> bool:
        controller = self.application.controller
        return controller is None or bool(controller.runner.running)

    def until(self, there: Callable[[], object]) -> None:
        """Let the window live until something is there."""
        end = time.monotonic() + _SECONDS
        while not there():
            if time.monotonic() > end:
                raise TimeoutError("the window did not come so far")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    def settle(self) -> None:
        """Let everything that was asked for be done and drawn."""
        self.until(lambda: not self._busy())
        page = self.window.desk
        self.until(lambda: page.view is None or page.armed)
        end = time.monotonic() + 0.2
        self.until(lambda: time.monotonic() > end)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            QTest.keyClick(self.window.windowHandle(), _KEYS[key])

    def write(self, words: str) -> None:
        """Type words."""
        for letter in words:
            QTest.keyClick(self.window.windowHandle(), letter)

    def read(self, file: str) -> None:
        """Read a document of the tray, as if it had been opened."""
        page = self.window.desk
        self.until(lambda: not self._busy())
        (entry,) = (each for each in page.side.waiting if each.path.name == file)
        page.waiting_chosen.emit(entry.path)
        self.until(lambda: page.view is not None or not page.message.isHidden())
        self.settle()

    def take(self, name: str) -> None:
        """Write a picture of the whole screen."""
        file = self.folder / f"{self.prefix}-{name}.png"
        if not self.window.screen().grabWindow(0).save(str(file), "PNG"):
            raise OSError(f"{file} cannot be written")
        sys.stdout.write(f"{file}\n")


def ready(it: Photographer) -> None:
    it.settle()


def reading(it: Photographer) -> None:
    """The slowest page of the tray, in the midst of being read."""
    page = it.window.desk
    (entry,) = (each for each in page.side.waiting if each.path.name == "05-identity-card-front.jpg")
    page.waiting_chosen.emit(entry.path)
    it.until(lambda: not page.progress.isHidden() or page.view is not None)


def clear(it: Photographer) -> None:
    it.read("01-clean-passport.jpg")


def check_digit(it: Photographer) -> None:
    it.read("02-altered-expiry.jpg")
    it.press("F6")


def stop(it: Photographer) -> None:
    it.read("03-wanted-person.jpg")


def stolen(it: Photographer) -> None:
    it.read("04-stolen-passport.jpg")
    it.press("F6", "F6")


def refer(it: Photographer) -> None:
    it.read("09-diplomatic-passport.jpg")


def rescan(it: Photographer) -> None:
    it.read("13-too-small.jpg")


def decision(it: Photographer) -> None:
    """The question for a reason, half answered."""
    it.read("11-expired-passport.jpg")
    it.press("F4")
    it.write("Expired in 2021, no other document")


def decided(it: Photographer) -> None:
    it.press("Enter")
    it.settle()
    it.until(lambda: it.window.desk.view is not None and it.window.desk.view.decided)


def bad_input(it: Photographer) -> None:
    it.press("Esc")
    text = it.home.parent / "notes.jpg"
    text.write_text("no picture", encoding="utf-8")
    it.window.given.emit(from_paths([text]))
    it.until(lambda: not it.window.desk.message.isHidden())


def swiped(it: Photographer) -> None:
    """A document that a reader typed, and the question for its port."""
    it.press("Esc", "Esc")
    it.until(lambda: it.window.desk.view is None)
    upper = "PPNERSWIPED<<ZARA<<<<<<<<<<<<<<<<<<<<<<<<<<<"
    for sign in f"{upper}\rK7265310M2NER9103122F3101012<<<<<<<<<<<<<<00\r":
        if sign == "\r":
            it.press("Enter")
        else:
            it.write(sign)
    it.until(lambda: it.window.desk.view is not None)
    it.settle()
    it.window.reader_asked.emit()
    it.until(it.window.desk.reader.isVisible)


def live(it: Photographer) -> None:
    """A passport that a hand brings under a lamp, held there by a gleam that never leaves its second line."""
    it.press("Esc", "Esc")
    scene = Scene(frames=40, glare=500.0, glare_line=1, glare_width=0.3)
    film = it.home.parent / "passport.avi"
    write_film(film, draw_film(recipes()[0].specimen, seed=3, scene=scene).frames * 3)
    it.window.given.emit(from_paths([film]))
    page = it.window.desk
    it.until(lambda: page.live.view is not None and page.live.view.zone is not None and page.live.shown > 20)


def help_page(it: Photographer) -> None:
    it.press("F1")


SCENES: dict[str, Callable[[Photographer], None]] = {
    "ready": ready,
    "reading": reading,
    "clear": clear,
    "check-digit": check_digit,
    "stop": stop,
    "stolen": stolen,
    "refer": refer,
    "rescan": rescan,
    "decision": decision,
    "decided": decided,
    "bad-input": bad_input,
    "swiped": swiped,
    "live": live,
    "help": help_page,
}


def main() -> int:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description="Writes pictures of the window in its states.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--prefix", default="desk")
    parser.add_argument("--language", default="en")
    parser.add_argument("--scenes", nargs="+", choices=list(SCENES), default=list(SCENES))
    arguments = parser.parse_args()
    os.environ.setdefault("LOGNAME", "officer")
    qt = QApplication([])
    dress(qt, arguments.language)
    with tempfile.TemporaryDirectory(prefix="borderdesk-") as place:
        it = Photographer(Path(place) / "station", arguments.folder, arguments.prefix, arguments.language)
        for name, scene in SCENES.items():
            if name not in arguments.scenes:
                continue
            scene(it)
            if name not in ("reading", "live"):
                it.settle()
            it.take(name)
            if name == "live":
                it.press("Esc")
                it.settle()
            if name == "help":
                it.press("F1")
        it.window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
