"""Looking at how the desk is: by a key on a card, and every hour by itself for the line at the bottom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from borderdesk import health
from borderdesk.health import Finding
from models.errors import KnownError
from ui import crashes
from ui.desktop.desk import Desk
from ui.desktop.jobs import Job, JobRunner
from ui.desktop.views.health import health_view
from ui.desktop.views.marks import Mark
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.health_panel import HealthPanel
from ui.desktop.window import Window

HOUR_MS = 3_600_000


class Health(QObject):
    """Opens the card of the desk's health and keeps the warning at the bottom true.

    Args:
        window: Is covered by the card.
        desk: Whose health it is.
        wording: Language of the card.
        log_file: Beside it lie the reports of crashes; None where nothing is logged.
    """

    failed = Signal(object)
    """A `KnownError`: the desk could not look by itself."""

    def __init__(self, window: Window, desk: Desk, wording: Wording, *, log_file: Path | None = None) -> None:
        super().__init__(window)
        self._window, self._desk, self._wording, self._log_file = window, desk, wording, log_file
        self.runner = JobRunner(self, threads=1)
        self._hourly = QTimer(self)
        self._hourly.setInterval(HOUR_MS)
        self._hourly.timeout.connect(self.look)
        window.health_asked.connect(self.open)

    def begin(self) -> None:
        """Look now and every hour."""
        self.look()
        self._hourly.start()

    @Slot()
    def look(self) -> None:
        """Look without showing more than a warning."""
        self._start(_nothing, self.failed.emit)

    @Slot()
    def open(self) -> None:
        """Show the card and look."""
        panel = HealthPanel(self._wording, self._window)
        panel.left.connect(self._window.show_desk)
        self._window.cover(panel)
        panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._start(
            partial(self._show, panel, self._desk.now()),
            lambda error: panel.refuse(error) if isValid(panel) else None,
        )

    def close(self) -> None:
        """For the end of the program."""
        self._hourly.stop()
        self.runner.stop()

    def _show(self, panel: HealthPanel, now: datetime, findings: tuple[Finding, ...]) -> None:
        if isValid(panel):  # left, or covered by the lock meanwhile
            told = self.tr("Looked at {moment}").format(moment=self._wording.moment(now))
            panel.show_findings(health_view(findings, self._wording), told)

    @Slot(object)
    def _warn(self, findings: tuple[Finding, ...]) -> None:
        bad = [each for each in health_view(findings, self._wording) if each.mark is Mark.BAD]
        text = self.tr("See {key}").format(key=self._wording.value("Ctrl+H")) if bad else ""
        self._window.desk.status.show_health(text, "\n".join(each.sentence for each in bad))

    def _start(self, then: Callable[[tuple[Finding, ...]], None], fail: Callable[[KnownError], None]) -> None:
        job = Job("health", partial(_look, self._desk, self._log_file), log_file=self._log_file)
        job.signals.succeeded.connect(self._warn)  # all before it starts: it may end at once
        job.signals.succeeded.connect(then)
        job.signals.failed.connect(fail)
        self.runner.start(job)


def _nothing(_: object) -> None:
    """Nobody looks at more than the warning."""


def _look(desk: Desk, log_file: Path | None, *_: object) -> tuple[Finding, ...]:
    reports = crashes.listed(log_file.parent / crashes.FOLDER) if log_file is not None else ()
    return health.look(
        desk.station,
        desk.now(),
        desk.policy,
        crashes=[each.at for each in reports],
        cameras=health.count_cameras(),
    )
