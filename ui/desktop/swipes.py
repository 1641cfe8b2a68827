"""Swipe readers at this desk: one that types, wherever the focus is, and one on a serial port.

Both end in the same signals: a document, or a sentence of why there is none. Listening to a port has a thread
of its own and never blocks the window; a pulled cable is told in the status line only, and the port is tried
again. Which port it is, is asked for in the window and kept with the desk's other choices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from borderdesk.swiping.framing import Swiped, SwipeError
from borderdesk.swiping.port import SPEEDS, PortState, listen, ports
from borderdesk.swiping.zone import document_of
from models.cancel import CancelToken
from models.errors import KnownError
from ui.desktop.jobs import Job, JobRunner, Report
from ui.desktop.settings import DeskSettings
from ui.desktop.views.wording import Wording
from ui.desktop.wedge import Wedge
from ui.desktop.window import Window


class Swipes(QObject):
    """Hears every swipe reader.

    Args:
        window: In which a reader may type, and which asks for the port.
        home: Folder in which the choice is kept.
        now: Tells the moment; its day settles the centuries of dates.
        wording: Language of the status line.
        log_file: For the sentence of an unexpected error.
    """

    came = Signal(object)
    """A `TravelDocument` without a picture."""
    failed = Signal(object)
    """The `KnownError` of a swipe that came to nothing."""

    def __init__(
        self,
        window: Window,
        home: Path,
        now: Callable[[], datetime],
        wording: Wording,
        *,
        log_file: Path | None = None,
    ) -> None:
        super().__init__(window)
        self._page, self._home = window.desk, home
        self._now, self._wording, self._log_file = now, wording, log_file
        self.wedge = Wedge(window, self)
        self.wedge.heard.connect(self._hear)
        self._runner = JobRunner(
            self, threads=3
        )  # a port being left, one being listened to, a look for ports
        self._listening: Job | None = None
        window.reader_asked.connect(self.ask)
        self._page.reader.chosen.connect(self.choose)

    def begin(self) -> None:
        """Listen to the port that was chosen at this desk."""
        settings = DeskSettings.read(self._home)
        self.listen_to(settings.swipe_port, settings.swipe_speed)

    @Slot()
    def ask(self) -> None:
        """Ask to which port the reader is connected."""
        job = Job("ports", lambda *_: ports(), log_file=self._log_file)
        job.signals.succeeded.connect(self._ask)
        job.signals.failed.connect(self.failed)
        self._runner.start(job)

    @Slot(str, int)
    def choose(self, port: str, speed: int) -> None:
        """Listen to another port from now on, and after the next start."""
        try:
            replace(DeskSettings.read(self._home), swipe_port=port, swipe_speed=speed).write(self._home)
        except OSError:
            self.failed.emit(KnownError("error.window.settings_lost", folder=self._home))
        self.listen_to(port, speed)

    def listen_to(self, port: str, speed: int) -> None:
        """Listen to another port from now on; to none where its name is empty."""
        if self._listening is not None:
            self._listening.cancel.cancel()
            self._listening.signals.progressed.disconnect(self._hear)
            self._listening = None
        self._page.status.show_reader("")
        if port:
            job = Job("swipe reader", partial(_listen, port, speed), log_file=self._log_file)
            job.signals.progressed.connect(self._hear)
            job.signals.failed.connect(self.failed)
            self._listening = job
            self._runner.start(job)

    def close(self) -> None:
        """Listen no more."""
        self.wedge.close()
        self.listen_to("", 0)
        self._runner.stop()

    @Slot(object)
    def _ask(self, names: tuple[str, ...]) -> None:
        settings = DeskSettings.read(self._home)
        self._page.reader.ask(names, SPEEDS, settings.swipe_port, settings.swipe_speed)

    @Slot(object)
    def _hear(self, told: object) -> None:
        if isinstance(told, Swiped):
            try:
                document = document_of(told, today=self._now().date())
            except SwipeError as error:
                self.failed.emit(error)
            else:
                self.came.emit(document)
        elif isinstance(told, SwipeError):
            self.failed.emit(told)
        elif isinstance(told, PortState):
            name = self._wording.value(told.name)
            text = self.tr("Swipe reader on {port}") if told.open else self.tr("No swipe reader on {port}")
            self._page.status.show_reader(text.format(port=name))


def _listen(port: str, speed: int, cancel: CancelToken, report: Report) -> None:
    listen(port, speed, cancel=cancel, tell=report)
