"""Opening a station when the desk starts: the training one, a real one by its passphrase, or a new one."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from borderdesk.cases import own_policy
from borderdesk.storage.errors import StorageError
from borderdesk.storage.station import Station
from borderdesk.training.station import open_training_station, tray
from models.errors import KnownError
from ui.commands import settings
from ui.desktop.desk import Clock, Desk
from ui.desktop.founding import can_found, found
from ui.desktop.jobs import Job, JobRunner
from ui.desktop.views.entries import WaitingView
from ui.desktop.views.new_post import NewPost
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.wizard_panel import WizardPanel
from ui.desktop.window import Window


def training_desk(home: Path, clock: Clock) -> Desk:
    """The desk of the training station, made at the first time.

    Raises:
        KnownError: The folder is used otherwise, or the disk is full or read-only.
    """
    return Desk(open_training_station(home, now=clock()), clock=clock)


def real_desk(home: Path, passphrase: str, clock: Clock) -> Desk:
    """The desk of a station, which no other window has open.

    Raises:
        KnownError: There is none, the passphrase is wrong, or it cannot be opened.
    """
    station = Station.open(home, passphrase, alone=True)
    station.shut_watchlist(own_policy.at(station).lock_after, clock)
    return Desk(station, clock=clock)


def training_tray() -> tuple[WaitingView, ...]:
    """The drawn documents that lie ready on a training station."""
    return tuple(WaitingView(item.path, item.title, item.see) for item in tray())


class Opener(QObject):
    """Opens a station in a job and tells of its desk.

    Args:
        window: Asks for the passphrase where one is needed.
        home: The station's folder.
        training: True for the training station.
        clock: Tells now.
        wording: Language of messages.
        log_file: For the sentence of an unexpected error.
    """

    opened = Signal(object)
    """The open `Desk`; the window is still covered by what was asked last."""

    def __init__(
        self,
        window: Window,
        home: Path,
        *,
        training: bool,
        clock: Clock,
        wording: Wording,
        log_file: Path | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._home, self._training = window, home, training
        self._clock, self._wording, self._log_file = clock, wording, log_file
        self._runner = JobRunner(self, threads=1)
        self._made: Desk | None = None

    def begin(self) -> None:
        """Open the station, asking for its passphrase where nothing else gives it."""
        if self._training:
            self._window.desk.progress.begin(self.tr("Opening the training station"))
            self._open(partial(training_desk, self._home, self._clock))
        elif not Station.exists(self._home):
            self._begin_anew()
        elif self._passphrase_is_given():
            try:
                passphrase = settings.passphrase(self._home)
            except KnownError as error:
                self._fail(error)
            else:
                self._window.desk.progress.begin(self.tr("Opening the station"))
                self._open(partial(real_desk, self._home, passphrase, self._clock))
        else:
            self._window.ask_passphrase(self._wording.value(str(self._home))).given.connect(self._try)

    def _begin_anew(self) -> None:
        """The first run: ask what is needed to make a station."""
        try:
            if not can_found(self._home):
                raise StorageError("error.station.not_empty", path=self._home)
        except KnownError as error:
            self._fail(error)
            return
        panel = WizardPanel(self._wording.value(str(self._home)), self._wording, self._window)
        panel.answered.connect(partial(self._found, panel))
        self._window.cover(panel)
        panel.take_focus()

    def _found(self, panel: WizardPanel, new: NewPost) -> None:
        def act() -> tuple[Desk, str]:
            recovery_key = found(self._home, new, self._clock())
            return real_desk(self._home, new.passphrase, self._clock), recovery_key

        job = Job("make station", lambda *_: act(), log_file=self._log_file)
        job.signals.succeeded.connect(partial(self._founded, panel))
        job.signals.failed.connect(panel.refuse)
        self._runner.start(job)

    def _founded(self, panel: WizardPanel, made: tuple[Desk, str]) -> None:
        self._made, recovery_key = made
        panel.noted.connect(partial(self._succeed, self._made))
        panel.show_recovery(recovery_key)

    def close(self) -> None:
        """Wait for what runs; for the end of the program."""
        self._runner.stop()
        if self._made is not None:  # the window was closed over the recovery key
            self._made.close()

    def _passphrase_is_given(self) -> bool:
        beside = self._home / settings.TRAINING_PASSPHRASE
        return beside.is_file() or bool(os.environ.get(settings.PASSPHRASE_FILE))

    def _try(self, passphrase: str) -> None:
        if self._window.passphrase is not None:
            self._window.passphrase.wait(True)
            self._window.passphrase.message.close_message()
        self._open(partial(real_desk, self._home, passphrase, self._clock))

    def _open(self, act: Callable[[], Desk]) -> None:
        job = Job("open station", lambda *_: act(), log_file=self._log_file)
        job.signals.succeeded.connect(self._succeed)
        job.signals.failed.connect(self._fail)
        self._runner.start(job)

    def _succeed(self, desk: Desk) -> None:
        self._window.desk.progress.end()
        self._made = None
        self.opened.emit(desk)

    def _fail(self, error: KnownError) -> None:
        self._window.desk.progress.end()
        asking = self._window.passphrase
        band = asking.message if asking is not None else self._window.desk.message
        band.show_message(self._wording.text(error.message), self._wording.text(error.remedy))
        if asking is not None:
            asking.wait(False)
