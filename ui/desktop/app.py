"""Starts the window: fonts, colours, log, station."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from types import TracebackType

import structlog
from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

import resources
from models.errors import KnownError
from ui.desktop import icons, logs, theme
from ui.desktop.clearing import Clearing
from ui.desktop.controller import Controller
from ui.desktop.desk import Clock, Desk, system_clock
from ui.desktop.health import Health
from ui.desktop.jobs import unexpected
from ui.desktop.managing import Managing
from ui.desktop.opening import Opener, training_tray
from ui.desktop.references import spare_references
from ui.desktop.second import SecondPerson
from ui.desktop.staffing import Staffing
from ui.desktop.upkeep import Upkeep
from ui.desktop.views.wording import Wording
from ui.desktop.window import Window

_ZONE_FONT = "OCRB.otf"
_SANS = ("Noto Sans", "Noto Sans Arabic", "Segoe UI", "DejaVu Sans")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class Application(QObject):
    """One window with its station, from opening to closing.

    Args:
        home: The station's folder.
        training: True for the training station.
        language: Of the window.
        clock: Tells now.
        log_file: The open log, None where there is none.
    """

    def __init__(
        self,
        home: Path,
        *,
        training: bool,
        language: str = "en",
        clock: Clock = system_clock,
        log_file: Path | None = None,
    ) -> None:
        super().__init__()
        self._wording, self._log_file = Wording(language), log_file
        self.window = Window(self._wording, zone_family())
        self.controller: Controller | None = None
        self.opener = Opener(
            self.window,
            home,
            training=training,
            clock=clock,
            wording=self._wording,
            log_file=log_file,
        )
        self.staffing: Staffing | None = None
        self.second: SecondPerson | None = None
        self._managing: Managing | None = None
        self._clearing: Clearing | None = None
        self.upkeep: Upkeep | None = None
        self.health: Health | None = None
        self._desk: Desk | None = None
        self.opener.opened.connect(self._seat)
        self.window.closing.connect(self.close)

    def start(self) -> None:
        """Show the window, then open the station."""
        self.window.show()
        QTimer.singleShot(0, self.opener.begin)

    def close(self) -> None:
        """End what runs, sign out and close the station."""
        self.opener.close()
        for part in (self._clearing, self.second, self._managing, self.health):
            if part is not None:
                part.close()
        self._clearing = self.second = self._managing = self.health = None
        if self.controller is not None:
            self.controller.close()
            self.controller = None
        if self.upkeep is not None:  # after the controller: what was being read has ended and is stored
            self.upkeep.close()
            self.upkeep = None
        if self.staffing is not None:
            self.staffing.close()
            self.staffing = None
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def show_error(self, error: KnownError) -> None:
        """Tell of an error for which there is no job."""
        band = self.window.desk.message
        band.show_message(self._wording.text(error.message), self._wording.text(error.remedy))

    def _seat(self, desk: Desk) -> None:
        """Find out who sits at the desk."""
        self._desk = desk
        staffing = Staffing(self.window, desk, wording=self._wording, log_file=self._log_file)
        staffing.came.connect(self._work)
        staffing.failed.connect(self.show_error)
        self.staffing = staffing
        staffing.begin()

    def _work(self) -> None:
        """Open the desk; it goes on under a lock until the window is closed."""
        desk, staffing, wording = self._desk, self.staffing, self._wording
        if desk is None or staffing is None:
            return
        controller = Controller(
            self.window,
            desk,
            wording=wording,
            officer=officer(),
            waiting=training_tray() if desk.training else (),
            log_file=self._log_file,
        )
        staffing.locked.connect(controller.lock)
        staffing.locked.connect(self.window.desk.second.take_back)
        staffing.unlocked.connect(controller.unlock)
        controller.swipes.came.connect(staffing.idle.touch)
        self.controller = controller
        self.second = SecondPerson(self.window.desk, desk, wording, log_file=self._log_file)
        self._clearing = Clearing(self.window, desk, self.second, wording, log_file=self._log_file)
        self._managing = Managing(self.window, desk, wording, log_file=self._log_file)
        for part in (self._managing, self._clearing):
            part.failed.connect(self.show_error)
        self.health = Health(self.window, desk, wording, log_file=self._log_file)
        self.upkeep = Upkeep(self.window, desk, controller, log_file=self._log_file)
        self.health.failed.connect(self.upkeep.note_trouble)
        staffing.unlocked.connect(self.upkeep.tell)
        self.upkeep.begin()
        self.health.begin()


def main(home: Path, *, training: bool = False, language: str = "en") -> int:
    """Open the desk and stay until it is closed.

    Args:
        home: The station's folder.
        training: True for the training station, which is made in `home` at the first time.
        language: Two-letter code.

    Returns:
        The exit status.
    """
    log_file = logs.open_log(logs.log_file())
    qt = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(qt, QApplication):
        dress(qt, language)
    application = Application(home, training=training, language=language, log_file=log_file)
    _catch_bugs(application, log_file)
    application.start()
    try:
        return qt.exec()
    finally:
        application.close()
        sys.excepthook = sys.__excepthook__
        logs.close_log()


def dress(qt: QApplication, language: str) -> None:
    """Give the program its font, colours, direction and Qt's own words in its language."""
    spare_references()
    qt.setApplicationName("borderdesk")
    qt.setApplicationDisplayName("BorderDesk")
    qt.setStyle("Fusion")
    qt.setPalette(_palette())
    font = QFont()
    font.setFamilies(list(_SANS))
    font.setPointSize(11)
    qt.setFont(font)
    qt.setStyleSheet(theme.SHEET)
    qt.setWindowIcon(QIcon(icons.pixmap("borderdesk", 64, shape="#000000", cut="#FFFFFF")))
    translator = QTranslator(qt)
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        qt.installTranslator(translator)
    rtl = language in RIGHT_TO_LEFT
    qt.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)


def zone_family() -> str:
    """The OCR-B font that the program ships."""
    number = QFontDatabase.addApplicationFont(str(resources.path("fonts", _ZONE_FONT)))
    families = QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()


def officer() -> str:
    """Who sits at the desk: the name under which the computer was unlocked."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "officer"


def _palette() -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, theme.DESK),
        (QPalette.ColorRole.Base, theme.PAPER),
        (QPalette.ColorRole.AlternateBase, theme.DESK),
        (QPalette.ColorRole.Button, theme.PAPER),
        (QPalette.ColorRole.Highlight, theme.FOCUS),
        (QPalette.ColorRole.HighlightedText, theme.PAPER),
        (QPalette.ColorRole.WindowText, theme.INK),
        (QPalette.ColorRole.Text, theme.INK),
        (QPalette.ColorRole.ButtonText, theme.INK),
        (QPalette.ColorRole.PlaceholderText, theme.QUIET),
    ):
        palette.setColor(role, QColor(colour))
    return palette


def _catch_bugs(application: Application, log_file: Path | None) -> None:
    """A bug in the window's own thread: one sentence, its trace in the log, and the window goes on."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            application.window.close()
            return
        structlog.get_logger("ui.desktop").error("window.crashed", exc_info=(kind, error, trace))
        application.show_error(error if isinstance(error, KnownError) else unexpected(log_file))

    sys.excepthook = caught
