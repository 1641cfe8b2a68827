"""What the desk does by itself: it shows the traveller at whom it was cut off, and erases what is due.

Nothing here takes a document away from the officer. What there is to show waits until the desk is free and
whoever sits at it may see it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from PySide6.QtCore import QObject, QTimer, Slot

from borderdesk.access import AccessError, Act, require
from borderdesk.cases import retention, running
from borderdesk.cases.retention import Purged
from models.cancel import CancelToken
from models.errors import KnownError
from models.people import THE_DESK
from ui.desktop.controller import Controller
from ui.desktop.desk import Desk
from ui.desktop.jobs import Job, JobRunner, Report, Work
from ui.desktop.window import Window

HOUR_MS = 3_600_000
_AGAIN_MS = 500


class Upkeep(QObject):
    """Frames one day at the desk and keeps the station clean meanwhile.

    Args:
        window: Shows what there is to tell.
        desk: Whose station it is.
        controller: Opens the traveller again.
        log_file: For the sentence of an unexpected error.
    """

    def __init__(
        self, window: Window, desk: Desk, controller: Controller, *, log_file: Path | None = None
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._controller, self._log_file = window, desk, controller, log_file
        self.runner = JobRunner(self, threads=1)
        self._asked = self._begun = False
        self._unfinished: str | None = None
        self._trouble: KnownError | None = None
        self._hourly = QTimer(self)
        self._hourly.setInterval(HOUR_MS)
        self._hourly.timeout.connect(self._each_hour)
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.tell)

    def begin(self) -> None:
        """Find out who stood at the desk when it was cut off, then erase what is due, now and every hour."""
        self._start("begin", self._look_back, self._note_begun)
        self.purge()
        self._hourly.start()

    @Slot()
    def purge(self) -> None:
        """Erase what is due."""
        desk, now = self._desk, self._desk.now()
        self._start("purge", lambda *_: retention.purge_if_due(desk.station, now.date(), now), self._purged)

    @Slot()
    def tell(self) -> None:
        """Show what waits to be shown, as soon as it is in nobody's way."""
        page = self._window.desk
        if self._unfinished is not None and self._may_show():
            shown, self._unfinished = self._unfinished, None
            self._controller.open_again(shown)
            page.message.show_message(
                self.tr("The desk was cut off. This is the traveller who stood here."),
                self.tr("The inspection is whole, nothing was decided. Look at it, then decide."),
            )
        elif self._trouble is not None and not page.message.text and not self._controller.reading:
            trouble, self._trouble = self._trouble, None
            self._controller.show_error(trouble)
        if self._unfinished is None and self._trouble is None:
            self._again.stop()
        elif not self._again.isActive():
            self._again.start()

    @Slot(object)
    def note_trouble(self, error: KnownError) -> None:
        """Tell of what went wrong unasked, as soon as no other message is shown."""
        self._trouble = error
        self.tell()

    def close(self) -> None:
        """The day ends as it should; where the traveller could not be shown yet, the next start does it."""
        self._hourly.stop()
        self._again.stop()
        self.runner.stop()
        if self._asked and self._unfinished is None:
            # a full or lost disk keeps nobody from leaving: the next start then shows a traveller too many
            with contextlib.suppress(KnownError), self._desk.station.cases(writing=True) as session:
                running.end(session)

    def _look_back(self, _: CancelToken, report: Report) -> None:
        with self._desk.station.cases() as session:
            unfinished = running.unfinished(session)
        report(unfinished)  # first: a disk that takes no beginning may still be read
        self._begin()

    def _begin(self) -> None:
        with self._desk.station.cases(writing=True) as session:
            running.begin(session, self._desk.now())

    @Slot()
    def _each_hour(self) -> None:
        if not self._begun:  # the disk was full at first
            self._start("begin", lambda *_: self._begin(), self._note_begun)
        self.purge()

    @Slot(object)
    def _note_begun(self, _: object) -> None:
        self._begun = True

    @Slot(object)
    def _take_up(self, unfinished: str | None) -> None:
        self._asked, self._unfinished = True, unfinished
        self.tell()

    @Slot(object)
    def _purged(self, purged: Purged | None) -> None:
        if purged is not None:
            erased = purged.erased
            count = erased.inspections + erased.false_matches + erased.unsent + erased.sent + erased.requests
            structlog.get_logger("ui.desktop.upkeep").info("records.erased", count=count)

    def _may_show(self) -> bool:
        """Whether the desk is free, and the person at it is one who sees travellers."""
        person, controller = self._desk.person, self._controller
        if self._window.covered or controller.reading or self._window.desk.view is not None:
            return False
        with contextlib.suppress(AccessError):
            require(person, Act.READ_CASE, people=person is not THE_DESK)
            return True
        return False

    def _start(self, name: str, work: Work, then: Callable[[Any], None]) -> None:
        job = Job(name, work, log_file=self._log_file)
        job.signals.progressed.connect(self._take_up)  # all before it starts: it may end at once
        job.signals.succeeded.connect(then)
        job.signals.failed.connect(self.note_trouble)
        self.runner.start(job)
