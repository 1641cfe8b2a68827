"""Who sits at the desk: signing in, locking, handing over, signing out.

A station without people, such as the training station, opens at once and cannot be locked: nobody could open
it again. Everywhere else the desk is covered until somebody has shown who they are, and whoever unlocks it is
from then on the person in whose name things are done.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from borderdesk import access
from borderdesk.access import MustChangeError, WaitError, people
from borderdesk.storage.station import Station
from models.errors import KnownError
from models.people import THE_DESK, Person
from ui.desktop.desk import Desk
from ui.desktop.idle import IdleWatch
from ui.desktop.jobs import Job, JobRunner
from ui.desktop.views.people import person_line
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.new_password_panel import NewPasswordPanel
from ui.desktop.widgets.sign_in_panel import SignInPanel
from ui.desktop.window import Window

LOCKED = "locked"


class Staffing(QObject):
    """Covers the desk and uncovers it.

    Args:
        window: Is covered.
        desk: Whose `person` is set here and nowhere else.
        wording: Language of the cards.
        log_file: For the sentence of an unexpected error.
        idle: Tells that nobody is there any more.
    """

    came = Signal(object)
    """The first `Person`; THE_DESK where the station has no people."""
    locked = Signal()
    unlocked = Signal(bool)
    """Whether it is somebody else than before."""
    failed = Signal(object)
    """A `KnownError` while the desk is not covered."""

    def __init__(
        self,
        window: Window,
        desk: Desk,
        *,
        wording: Wording,
        log_file: Path | None = None,
        idle: IdleWatch | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._wording, self._log_file = window, desk, wording, log_file
        self.idle = idle if idle is not None else IdleWatch(window, desk.lock_after, self)
        self._runner = JobRunner(self, threads=1)
        self._panel: SignInPanel | None = None
        self._typed = ("", "")
        self._away = True
        self.idle.lapsed.connect(self.lock)
        window.lock_asked.connect(self.lock)

    def begin(self) -> None:
        """Ask who is there, if anybody could be."""
        self._start("people", partial(_anybody, self._desk.station), self._begin, self._give_up)

    @Slot()
    def lock(self) -> None:
        """Cover the desk until somebody has shown who they are."""
        if self._away:
            return
        if self._desk.person is THE_DESK:
            self.failed.emit(KnownError("error.window.no_people"))
        else:
            self._away = True
            self.idle.end()
            self._ask()
            self.locked.emit()
            self._start("lock", partial(self._leave, self._desk.person, LOCKED), _nothing, self._refuse)

    def close(self) -> None:
        """Sign out; for the end of the program, before the station is closed."""
        self.idle.close()
        self._runner.stop()
        person, self._desk.person = self._desk.person, THE_DESK
        if person is not THE_DESK and not self._away:
            with contextlib.suppress(KnownError):  # a full disk must not keep the window open
                self._leave(person)

    def _leave(self, person: Person, why: str = "") -> None:
        access.sign_out(self._desk.station, person, self._desk.now(), why=why)

    @Slot(object)
    def _begin(self, anybody: bool) -> None:
        if anybody:
            self._ask()
        else:
            self._away = False
            self._window.show_desk()
            self.came.emit(THE_DESK)

    def _give_up(self, error: KnownError) -> None:
        """It cannot be told whether anybody works here: nobody is let in, and the window says why."""
        self._window.show_desk()
        self.failed.emit(error)

    def _ask(self) -> None:
        """Ask for a name and a password, over whatever is there."""
        panel, person = SignInPanel(self._wording, self._window), self._desk.person
        if person is THE_DESK:
            panel.ask(self.tr("Sign in"), self._desk.name, self.tr("Sign in (Enter)"))
        else:
            told = self.tr(
                "{person} is signed in and unlocks the desk with the password. Somebody else who takes over "
                "types another name."
            )
            panel.ask(
                self.tr("Locked"),
                told.format(person=person_line(person, self._wording)),
                self.tr("Unlock (Enter)"),
                person.username,
            )
        panel.given.connect(self._try)
        self._panel = panel
        self._window.cover(panel)
        panel.take_focus()

    @Slot(str, str)
    def _try(self, name: str, password: str) -> None:
        self._typed = (name, password)
        if self._panel is not None:
            self._panel.message.close_message()
            self._panel.wait(True)
        act = partial(access.sign_in, self._desk.station, name, password, self._desk.now())
        self._start("sign in", act, self._let_in, self._refuse)

    @Slot(object)
    def _let_in(self, person: Person) -> None:
        before, self._desk.person = self._desk.person, person
        self._typed, self._panel, self._away = ("", ""), None, False
        self._window.show_desk()
        self.idle.begin()
        if before is THE_DESK:
            self.came.emit(person)
        else:
            self.unlocked.emit(before.person_id != person.person_id)

    def _refuse(self, error: KnownError) -> None:
        if isinstance(error, MustChangeError):
            self._ask_new_password()
        elif self._panel is not None:
            wait = error.wait.total_seconds() if isinstance(error, WaitError) else 0.0
            text = self._wording.text
            self._panel.refuse(text(error.message), text(error.remedy), wait)

    def _ask_new_password(self) -> None:
        panel = NewPasswordPanel(self._wording, self._window)
        panel.given.connect(partial(self._change, panel))
        panel.taken_back.connect(self._ask)
        self._panel = None
        self._window.cover(panel)
        panel.first.setFocus()

    def _change(self, panel: NewPasswordPanel, new: str) -> None:
        name, old = self._typed
        station, now = self._desk.station, self._desk.now()

        act = partial(access.change_password, station, name, old, new, now)
        self._start("change password", act, self._let_in, panel.refuse)

    def _start(
        self,
        name: str,
        act: Callable[[], Any],
        then: Callable[[Any], None],
        fail: Callable[[KnownError], Any],
    ) -> None:
        job = Job(name, lambda *_: act(), log_file=self._log_file)
        job.signals.succeeded.connect(then)
        job.signals.failed.connect(fail)
        self._runner.start(job)


def _nothing(_: object) -> None:
    """Nothing is left to do."""


def _anybody(station: Station) -> bool:
    with station.cases() as session:
        return people.anybody(session)
