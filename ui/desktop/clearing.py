"""Clearing a hit at the window: the officer says why, a supervisor stands by it, then it is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from borderdesk.access import Act, people, require
from borderdesk.access.permissions import may
from borderdesk.cases import false_matches
from borderdesk.cases.false_matches import OpenHit
from borderdesk.cases.terms import in_force
from models.errors import KnownError
from models.people import THE_DESK, Person
from ui.desktop.desk import Desk
from ui.desktop.jobs import Job, JobRunner
from ui.desktop.second import SecondPerson
from ui.desktop.views.marks import Mark
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.clearing_panel import Answer
from ui.desktop.window import Window


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be cleared once a second person stands by it."""

    desk: Desk
    hit: OpenHit
    answer: Answer


class Clearing(QObject):
    """Settles one hit of the document that is open.

    Args:
        window: Shows the panel and whose document it is.
        desk: Whose signed-in person asks.
        second: Brings the second pair of eyes.
        wording: Language of messages.
        log_file: For the sentence of an unexpected error.
    """

    failed = Signal(object)
    """A `KnownError`: nothing was cleared."""

    def __init__(
        self,
        window: Window,
        desk: Desk,
        second: SecondPerson,
        wording: Wording,
        *,
        log_file: Path | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._second = window, desk, second
        self._wording, self._log_file = wording, log_file
        self._hits: tuple[OpenHit, ...] = ()
        self._wish: _Wish | None = None
        self._runner = JobRunner(self, threads=1)
        window.clearing_asked.connect(self.open)
        window.desk.clearing.given.connect(self._ask_second)
        second.given.connect(self._clear)
        second.taken_back.connect(self._forget)

    @Slot()
    def open(self) -> None:
        """Ask which hit and why, if there is one and the person may."""
        page, person = self._window.desk, self._desk.person
        if page.asking:
            return
        try:
            if page.view is None:
                raise KnownError("error.window.not_read")
            if person is THE_DESK:
                raise KnownError("error.window.no_people")
            if not may(person.role, Act.CLEAR_HIT):
                require(person, Act.CLEAR_HIT)  # says who may
        except KnownError as error:
            self.failed.emit(error)
            return
        number = page.view.inspection_id
        self._start(partial(_open_hits, self._desk, number), partial(self._ask, number))

    def close(self) -> None:
        """For the end of the program."""
        self._runner.stop()

    def _ask(self, inspection_id: str, hits: tuple[OpenHit, ...]) -> None:
        page = self._window.desk
        if self._window.covered or page.asking:
            return
        if page.view is None or page.view.inspection_id != inspection_id:
            return  # another document came up meanwhile
        self._hits = hits
        page.message.close_message()
        page.clearing.ask([self._named(hit) for hit in hits], self._desk.now().date())

    @Slot(object)
    def _ask_second(self, answer: Answer) -> None:
        self._wish = _Wish(self._desk.as_of_now(), self._hits[answer.number], answer)
        self._second.ask(Act.CLEAR_HIT)

    @Slot(object, object)
    def _clear(self, act: Act, second: Person) -> None:
        wish, self._wish = self._wish, None
        if act is Act.CLEAR_HIT and wish is not None:
            self._start(partial(_write_down, wish, second), lambda _: self._tell(wish))

    @Slot()
    def _forget(self) -> None:
        self._wish = None

    def _tell(self, wish: _Wish) -> None:
        told = self.tr("Cleared: {hit}, to {day}.").format(
            hit=self._named(wish.hit), day=self._wording.calendar_day(wish.answer.until)
        )
        self._window.desk.message.show_message(
            told,
            self.tr("This document is not stopped by that entry again. Decide on it now."),
            mark=Mark.GOOD,
        )

    def _named(self, hit: OpenHit) -> str:
        return self._wording.value(f"{hit.list_name} {hit.entry_id}")

    def _start(self, act: Callable[[], Any], then: Callable[[Any], None]) -> None:
        job = Job("clear_hit", lambda *_: act(), log_file=self._log_file)
        job.signals.succeeded.connect(then)
        job.signals.failed.connect(self.failed)
        self._runner.start(job)


def _open_hits(desk: Desk, inspection_id: str) -> tuple[OpenHit, ...]:
    with desk.station.cases() as session:
        return false_matches.open_hits(session, inspection_id)


def _write_down(wish: _Wish, second: Person) -> None:
    desk, now = wish.desk, wish.desk.now()
    with desk.station.cases(writing=True) as session:
        people.permit(session, desk.person, Act.CLEAR_HIT, second)
        false_matches.clear_hit(
            session,
            wish.hit.case_id,
            desk.person,
            second,
            list_name=wish.hit.list_name,
            entry_id=wish.hit.entry_id,
            reason=wish.answer.reason,
            until=wish.answer.until,
            now=now,
            today=now.date(),
            terms=in_force(session, desk.terms),
        )
