"""Behind the panel of the second person: proves who it is, and that they may stand by the act."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from borderdesk import access
from borderdesk.access import Act, people, radio, require
from models.errors import KnownError
from models.message import message
from models.people import Person
from ui.desktop.desk import Desk
from ui.desktop.desk_page import DeskPage
from ui.desktop.jobs import Job, JobRunner
from ui.desktop.views.wording import Wording


class SecondPerson(QObject):
    """Asks for a second pair of eyes, one act at a time.

    Args:
        page: Shows the panel.
        desk: Whose signed-in person needs somebody beside them.
        wording: Language of what is asked.
        log_file: For the sentence of an unexpected error.
    """

    given = Signal(object, object)
    """The `Act` and the `Person` who stands by it. It counts for that one act only."""
    taken_back = Signal()

    def __init__(self, page: DeskPage, desk: Desk, wording: Wording, *, log_file: Path | None = None) -> None:
        super().__init__(page)
        self._panel, self._desk, self._wording, self._log_file = page.second, desk, wording, log_file
        self._act = Act.CLEAR_HIT
        self._runner = JobRunner(self, threads=1)
        self._panel.password_typed.connect(self._prove)
        self._panel.number_asked.connect(self._ask_number)
        self._panel.code_typed.connect(self._take_code)
        self._panel.given.connect(self._give)
        self._panel.taken_back.connect(self.taken_back)

    def ask(self, act: Act) -> None:
        """Ask for somebody who may stand by an act."""
        self._act = act
        self._panel.ask(self._wording.text(message(f"access.act.{act.value}")))

    def close(self) -> None:
        """Ask nobody any more; for the end of the program."""
        self._panel.take_back()
        self._runner.stop()

    @Slot(str, str)
    def _prove(self, name: str, password: str) -> None:
        desk = self._desk
        sign_in = partial(access.sign_in, desk.station, name, password, desk.now(), as_second=True)
        self._start(partial(self._standing_by, sign_in), self._panel.accept)

    @Slot(str)
    def _ask_number(self, name: str) -> None:
        def act() -> int:
            with self._desk.station.cases() as session:
                return radio.next_number(session, people.named(session, name).person.person_id)

        self._start(act, self._panel.show_number)

    @Slot(str, int, str)
    def _take_code(self, name: str, number: int, code: str) -> None:
        desk = self._desk

        def accept() -> Person:
            with desk.station.cases() as session:
                person = people.named(session, name).person
            require(desk.person, self._act, person)  # a code must not be used up by who may not stand by it
            return radio.accept(desk.station, desk.person, person.person_id, number, code, desk.now())

        self._start(partial(self._standing_by, accept), self._panel.accept)

    def _standing_by(self, prove: Callable[[], Person]) -> Person:
        """The proven person, refused where the table does not let them stand by this act."""
        person = prove()
        require(self._desk.person, self._act, person)
        return person

    def _start(self, act: Callable[[], Any], then: Callable[[Any], None]) -> None:
        job = Job("second person", lambda *_: act(), log_file=self._log_file)
        asked = self._panel.asked

        def succeed(found: Any) -> None:
            if not self._panel.isHidden():  # taken back while it was being proven
                then(found)

        def fail(error: KnownError) -> None:
            if not self._panel.isHidden() and self._panel.asked == asked:
                self._panel.refuse(error)

        job.signals.succeeded.connect(succeed)
        job.signals.failed.connect(fail)
        self._runner.start(job)

    @Slot(object)
    def _give(self, person: Person) -> None:
        self.given.emit(self._act, person)
