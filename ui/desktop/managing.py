"""Adding people at the window: for an administrator, over the desk, in jobs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from borderdesk.access import Act, people, require
from borderdesk.access.people import Account
from models.errors import KnownError
from models.people import THE_DESK, Person
from ui.desktop.desk import Desk
from ui.desktop.jobs import Job, JobRunner
from ui.desktop.views.people import account_line, person_line
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.people_panel import NewPerson, PeoplePanel
from ui.desktop.window import Window


class Managing(QObject):
    """Opens the card of people and works for it.

    Args:
        window: Is covered by the card.
        desk: Whose people they are.
        wording: Language of the card.
        log_file: For the sentence of an unexpected error.
    """

    failed = Signal(object)
    """A `KnownError`: who asked may not."""

    def __init__(self, window: Window, desk: Desk, wording: Wording, *, log_file: Path | None = None) -> None:
        super().__init__(window)
        self._window, self._desk, self._wording, self._log_file = window, desk, wording, log_file
        self._runner = JobRunner(self, threads=1)
        window.people_asked.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Show who there is."""
        person = self._desk.person
        try:
            if person is THE_DESK:
                raise KnownError("error.window.no_people")
            require(person, Act.MANAGE_PEOPLE)
        except KnownError as error:
            self.failed.emit(error)
            return
        panel = PeoplePanel(self._wording, self._window)
        panel.answered.connect(partial(self._add, panel))
        panel.left.connect(self._window.show_desk)
        self._window.cover(panel)
        panel.full_name.setFocus()
        self._start(panel, self._accounts, partial(self._show, panel))

    def close(self) -> None:
        """For the end of the program."""
        self._runner.stop()

    def _add(self, panel: PeoplePanel, new: NewPerson) -> None:
        desk, by = self._desk, self._desk.person

        def act() -> tuple[Person, list[Account]]:
            with desk.station.cases(writing=True) as session:
                person = people.add(
                    session, by, new.username, new.full_name, new.role, new.password, now=desk.now()
                )
                return person, people.listed(session)

        def added(found: tuple[Person, list[Account]]) -> None:
            person, accounts = found
            self._show(panel, accounts)
            panel.added(
                self.tr("{person} may sign in as {name}.").format(
                    person=person_line(person, self._wording), name=self._wording.value(person.username)
                )
            )

        self._start(panel, act, added)

    def _accounts(self) -> list[Account]:
        with self._desk.station.cases() as session:
            return people.listed(session)

    def _show(self, panel: PeoplePanel, accounts: list[Account]) -> None:
        panel.show_people(
            tuple(
                account_line(each.person, closed=each.closed_at is not None, wording=self._wording)
                for each in accounts
            )
        )

    def _start(self, panel: PeoplePanel, act: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Work for a card, which may be gone when the work is done: left, or covered by the lock."""
        job = Job("people", lambda *_: act(), log_file=self._log_file)
        job.signals.succeeded.connect(lambda found: then(found) if isValid(panel) else None)
        job.signals.failed.connect(lambda error: panel.refuse(error) if isValid(panel) else None)
        self._runner.start(job)
