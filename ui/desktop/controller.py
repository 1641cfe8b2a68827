"""Between the window and the desk: turns what the officer wants into jobs, and what they find into views.

One picture is read at a time. A document that is open and not decided on is never replaced by one that the
scanner or a swipe reader sends: that one waits, so that nobody admits the wrong traveller.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot

from borderdesk.access import AccessError, Act, require
from borderdesk.cases.inspections import Decision, InspectionSummary
from borderdesk.imaging.decode import PictureError
from models.document import TravelDocument
from models.errors import KnownError
from models.inspection import Inspection
from models.people import THE_DESK
from models.verdict import Advice
from models.watchlist import ListState
from ui.desktop.choices import Choices
from ui.desktop.desk import Desk, Looked, Opened
from ui.desktop.intake import Intake
from ui.desktop.jobs import Job, JobRunner, Work
from ui.desktop.live import Frames
from ui.desktop.standing import Standing
from ui.desktop.swipes import Swipes
from ui.desktop.views.decisions import decided_line
from ui.desktop.views.entries import WaitingView, done_view
from ui.desktop.views.inspection import InspectionView, identity_of, inspection_view
from ui.desktop.views.live import LiveView
from ui.desktop.views.reopened import reopened_view
from ui.desktop.views.wording import Wording
from ui.desktop.waiting import WaitingList
from ui.desktop.watched import WatchedFolder
from ui.desktop.window import Window

_GRAVEST_FIRST = (Advice.STOP, Advice.REFER, Advice.RESCAN, Advice.IN_ORDER, Advice.CLEAR)
_CAMERA = "camera"


class Controller(QObject):
    """Runs one desk in one window.

    Args:
        window: Shows; told of everything by the calls here.
        desk: Works; called only from jobs.
        wording: Language of the window.
        officer: Who decides at a station without people; elsewhere it is who has signed in.
        waiting: What lies ready, such as the training tray.
        log_file: For the sentence of an unexpected error.
    """

    def __init__(
        self,
        window: Window,
        desk: Desk,
        *,
        wording: Wording,
        officer: str,
        waiting: Sequence[WaitingView] = (),
        log_file: Path | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._page, self._desk = window, window.desk, desk
        self._wording, self._officer, self._log_file = wording, officer, log_file
        self.runner = JobRunner(self)
        self.watched = WatchedFolder(self)
        self.swipes = Swipes(window, desk.home, desk.now, wording, log_file=log_file)
        self._waiting = WaitingList(waiting)
        self._reading: Job | None = None
        self._deciding = self._locked = False
        self._unsaved: Inspection | None = None
        self._frames = Frames(wording)
        self.standing = Standing(self._page, desk, wording)
        self._choices = Choices(window, desk.home, self.watched, self.standing)
        self._connect()
        self._show_waiting()
        self.refresh()
        self._choices.begin()
        self.swipes.begin()

    @property
    def reading(self) -> bool:
        """Whether a picture is being read."""
        return self._reading is not None

    def refresh(self) -> None:
        """Fetch the lists of the side and of the status line anew."""
        self._start("refresh", lambda *_: (self._desk.recent(), self._desk.list_states()), self._refreshed)

    @Slot(object)
    def take_in(self, found: Intake) -> None:
        """Read what was given; further files wait."""
        for folder in found.empty_folders:
            self.show_error(KnownError("error.window.folder_empty", folder=folder.name))
        if found.picture and self.reading:
            self.show_error(KnownError("error.window.busy"))
        elif found.picture:
            name = self.tr("clipboard")
            self._read(name, partial(self._desk.as_of_now().inspect_bytes, found.picture, name), None)
        elif found.files:
            self._waiting.put_first([WaitingView(path, path.name) for path in found.files])
            self._show_waiting()
            self.read_next()

    @Slot()
    def read_next(self) -> None:
        """Read what was swiped and waits, or the first picture that does."""
        if not self._may(Act.INSPECT):
            return
        first, swiped = self._waiting.first, self._waiting.take_swiped()
        if swiped is not None:
            self._read_swiped(swiped)
        elif first is None:
            self.show_error(KnownError("error.window.nothing_waiting"))
        else:
            self.read_file(first.path)

    @Slot(Path)
    def read_file(self, path: Path) -> None:
        """Read one picture now."""
        if self.reading:
            return
        entry = self._waiting.take(path)
        self._show_waiting()
        self._page.banner.show_lesson(entry.lesson)
        desk = self._desk.as_of_now()
        self._read(
            path.name,
            lambda cancel, report: desk.inspect_file(path, cancel, report, self._frames.shower(report)),
            entry,
        )

    @Slot()
    def start_camera(self) -> None:
        """Read the camera until a document is certain."""
        number, desk = self._window.camera, self._desk.as_of_now()
        self._page.banner.show_lesson("")
        self._read(
            self.tr("camera {number}").format(number=number),
            lambda cancel, report: desk.inspect_camera(number, cancel, self._frames.shower(report)),
            None,
            kind=_CAMERA,
        )

    @Slot(object, str)
    def decide(self, decision: Decision, reason: str) -> None:
        """Write down a decision on the document that is open."""
        view = self._page.view
        if view is None or self._deciding or not self._may(Act.DECIDE):
            return
        self._deciding = True
        desk = self._desk.as_of_now()
        officer = self._officer if desk.person is THE_DESK else desk.person.full_name
        act = partial(desk.decide, view.inspection_id, decision, reason, officer, unsaved=self._unsaved)
        then = partial(self._decided, view, decision, reason, officer)
        self._start("decide", lambda *_: act(), then, self._end_deciding)

    @Slot(str)
    def open_again(self, inspection_id: str) -> None:
        """Show an inspection that was made before."""
        if not self.reading:
            self._start("open", lambda *_: self._desk.load(inspection_id), self._opened)

    @Slot()
    def stop(self) -> None:
        """Ask what is being read to stop."""
        if self._reading is not None:
            self._reading.cancel.cancel()

    @Slot()
    def back(self) -> None:
        """Close the document."""
        self._unsaved = None
        self._page.banner.show_lesson("")
        self._page.show_view(None)
        self._read_arrival()

    @Slot(object)
    def show_error(self, error: KnownError) -> None:
        """Tell of something that the officer can mend."""
        text = self._wording.text
        self._page.message.show_message(text(error.message), text(error.remedy))

    @Slot()
    def lock(self) -> None:
        """Nothing reaches the desk from now on. The camera stops; any other reading ends and is stored."""
        self._locked = True
        if self._reading is not None and self._reading.name == _CAMERA:
            self.stop()

    @Slot(bool)
    def unlock(self, handed_over: bool) -> None:
        """Go on; where somebody else does, what is open and stored is closed and stays in the list."""
        self._locked = False
        self.standing.show_person()
        self.refresh()  # not everybody may see who was here
        if handed_over and self._unsaved is None and not self.reading:
            self._page.message.close_message()
            self._page.show_view(None)
        self._read_arrival()

    def close(self) -> None:
        """Stop what runs; the end. The station stays open for whoever signs out."""
        self.standing.close()
        self.swipes.close()
        self.watched.watch(None)
        self.runner.stop()

    def _connect(self) -> None:
        page, window = self._page, self._window
        window.given.connect(self.take_in)
        window.nothing_pasted.connect(lambda: self.show_error(KnownError("error.window.nothing_pasted")))
        self._choices.failed.connect(self.show_error)
        page.next_asked.connect(self.read_next)
        page.camera_asked.connect(self.start_camera)
        page.stop_asked.connect(self.stop)
        page.back_asked.connect(self.back)
        page.decided.connect(self.decide)
        page.waiting_chosen.connect(self.read_file)
        page.done_chosen.connect(self.open_again)
        page.reason_missing.connect(lambda: self.show_error(KnownError("error.window.reason_missing")))
        page.nothing_read.connect(lambda: self.show_error(KnownError("error.window.not_read")))
        self.watched.arrived.connect(self._arrive)
        self.watched.found_again.connect(lambda _: self._page.message.close_message())
        self.swipes.came.connect(self._swiped)
        self.swipes.failed.connect(self.show_error)

    def _read(self, name: str, work: Work, entry: WaitingView | None, *, kind: str = "inspect") -> None:
        """Read one picture; where it was stopped or the desk failed it, it waits again."""
        if self.reading:
            return
        if not self._may(Act.INSPECT):
            if entry is not None:
                self._wait_again(entry)
            return
        self._unsaved = None
        self._page.show_working(name)
        job = Job(kind, work, log_file=self._log_file)
        job.signals.progressed.connect(self._progressed)
        job.signals.succeeded.connect(partial(self._looked, entry))
        job.signals.failed.connect(self.show_error)
        if entry is not None:
            job.signals.cancelled.connect(partial(self._wait_again, entry))
            job.signals.failed.connect(partial(self._wait_again, entry))
        job.signals.finished.connect(self._end_reading)
        self._reading = job
        self.runner.start(job)

    @Slot(object)
    def _progressed(self, told: object) -> None:
        """A part of the work is done, or a frame is to be shown."""
        if isinstance(told, LiveView):
            self._page.show_live(told)
            self._frames.taken()
        elif isinstance(told, float):
            self._page.progress.advance(told)

    def _may(self, act: Act, *, told: bool = True) -> bool:
        """Whether the person at the desk may do something; where not, it is told."""
        try:
            require(self._desk.person, act, people=self._desk.person is not THE_DESK)
        except AccessError as error:
            if told:
                self.show_error(error)
            return False
        return True

    def _start(self, name: str, work: Work, then: Callable[[Any], Any], *ended: Callable[[], Any]) -> None:
        job = Job(name, work, log_file=self._log_file)
        job.signals.succeeded.connect(then)
        job.signals.failed.connect(self.show_error)
        for each in ended:  # before it starts: it may end at once
            job.signals.finished.connect(each)
        self.runner.start(job)

    def _looked(self, entry: WaitingView | None, looked: Looked) -> None:
        """Show what came of a picture: where it holds several documents, the gravest."""
        if looked.inspections:
            shown = min(looked.inspections, key=lambda each: _GRAVEST_FIRST.index(each.verdict.advice))
            self._unsaved = shown if looked.problem is not None else None
            self._page.show_view(inspection_view(shown, self._wording))
        if looked.problem is not None:
            if entry is not None and not looked.inspections and not isinstance(looked.problem, PictureError):
                self._wait_again(entry)
            self.show_error(looked.problem)
        elif len(looked.inspections) > 1:
            count = self._wording.value(str(len(looked.inspections)))
            self._page.message.show_message(
                self.tr("{count} documents were found; the gravest is shown.").format(count=count),
                self.tr("The others stand in the list of what was read lately."),
            )

    @Slot()
    def _end_reading(self) -> None:
        self._reading = None
        self._page.end_working()
        self.refresh()
        self._read_arrival()

    @Slot()
    def _end_deciding(self) -> None:
        self._deciding = False
        self._read_arrival()  # only now: while a decision is being written, nothing else is opened

    def _wait_again(self, entry: WaitingView, _: object = None) -> None:
        self._page.banner.show_lesson("")
        self._waiting.put_first([entry])
        self._show_waiting()

    def _decided(
        self, view: InspectionView, decision: Decision, reason: str, officer: str, when: datetime
    ) -> None:
        """Show the decision on its document, if that is still the one that is open."""
        if self._page.view is not None and self._page.view.inspection_id == view.inspection_id:
            self._unsaved = None
            line = decided_line(decision, reason, officer, when, self._wording)
            decided = replace(view, decided=True, verdict=replace(view.verdict, decided=line))
            self._page.message.close_message()
            self._page.show_view(decided)
        self.refresh()

    def _opened(self, opened: Opened) -> None:
        if self.reading:
            return
        self._unsaved = None
        self._page.banner.show_lesson("")
        self._page.show_view(reopened_view(opened.stored, opened.page, self._wording))

    def _refreshed(self, found: tuple[tuple[InspectionSummary, ...], tuple[ListState, ...]]) -> None:
        recent, lists = found
        self._page.side.show_done(tuple(done_view(summary, self._wording) for summary in recent))
        self._page.side.mark_open(self._page.view.inspection_id if self._page.view is not None else None)
        self.standing.show_lists(lists)

    @Slot(Path)
    def _arrive(self, path: Path) -> None:
        self._waiting.put_sent(path)
        self._show_waiting()
        self._read_arrival()

    @property
    def _free(self) -> bool:
        """Whether another document may be opened unasked: none is open that waits for a decision."""
        view = self._page.view
        undecided = view is not None and not view.decided and view.advice is not Advice.RESCAN
        busy = self.reading or self._deciding or self._locked or not self._may(Act.INSPECT, told=False)
        return not (busy or undecided or self._page.asking)

    @Slot(object)
    def _swiped(self, document: TravelDocument) -> None:
        """Inspect what was swiped; while another document is open and undecided it waits."""
        if self._locked:
            return
        view = self._page.view
        if not self._free and view is not None and view.identity == identity_of(document):
            self._page.message.show_message(
                self.tr("The document that was swiped is the one that is open."), self.tr("Decide on it.")
            )
            return
        count = self._waiting.put_swiped(document)
        if self._free:
            self._read_arrival()
        elif not self.reading:
            number = self._wording.value(document.fields.document_number)
            self._page.message.show_message(
                self.tr("The document {number} was swiped and waits ({count}).").format(
                    number=number, count=self._wording.value(str(count))
                ),
                self.tr("Decide on the one that is open, or close it with Esc; then it comes up by itself."),
            )

    def _read_arrival(self) -> None:
        """Read what was swiped or a scanner sent, unless a document is open on which nobody has decided."""
        if not self._free:
            return
        swiped, path = self._waiting.take_swiped(), self._waiting.first_sent
        if swiped is not None:
            self._read_swiped(swiped)
        elif path is not None:
            self.read_file(path)

    def _read_swiped(self, document: TravelDocument) -> None:
        self._page.banner.show_lesson("")
        desk = self._desk.as_of_now()
        self._read(self.tr("swiped document"), lambda *_: desk.inspect_swiped(document), None)

    def _show_waiting(self) -> None:
        self._page.side.show_waiting(self._waiting.entries)
