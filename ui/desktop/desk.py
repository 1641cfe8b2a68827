"""The desk's work for the window, without Qt: the station, the inspector and the clock, joined.

Every function here may take long and is called from a job, never from the window's own thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from borderdesk.access import AccessError, Act, people
from borderdesk.audit import signing
from borderdesk.cases import inspections, keeping, own_policy, pictures
from borderdesk.cases.inspections import Decision, InspectionSummary, StoredInspection
from borderdesk.cases.terms import Terms
from borderdesk.imaging import frames as filming
from borderdesk.imaging import load as loading
from borderdesk.imaging.frames import Frame
from borderdesk.inspection import Inspector
from borderdesk.reading.live import Show
from borderdesk.screening import screen_at
from borderdesk.storage.errors import WatchlistShutError
from borderdesk.storage.station import Station
from borderdesk.verdict import Policy
from models.cancel import CancelToken
from models.document import MrzFields, TravelDocument
from models.errors import KnownError
from models.image import PageImage
from models.inspection import Inspection
from models.people import THE_DESK, Person
from models.watchlist import ListState, Screening
from watchlist import store
from watchlist.doubts import Doubts

_LOG = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Report = Callable[[float], None]
"""Told how far the work is, from 0 to 1."""
RECENT = 50


def system_clock() -> datetime:
    """Now, timezone-aware, in the station's own zone: the traveller's day is the day of this border."""
    return datetime.now(UTC).astimezone()


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of one picture or file.

    Attributes:
        source: Its name as the officer knows it.
        inspections: What was found on it; empty where it could not be opened.
        problem: Why it could not be opened, or why what was found could not be stored.
    """

    source: str
    inspections: tuple[Inspection, ...] = ()
    problem: KnownError | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An inspection opened again, with its picture where there is one."""

    stored: StoredInspection
    page: PageImage | None


class Desk:
    """One station with what inspects for it.

    Args:
        station: Open; closed by `close`.
        clock: Tells now, timezone-aware.
        policy: From findings to advice; that of the station where None.
        terms: On which records are kept; the shipped ones where None.

    Attributes:
        person: In whose name everything here is done; the desk itself while nobody has signed in.
    """

    def __init__(
        self,
        station: Station,
        *,
        clock: Clock = system_clock,
        policy: Policy | None = None,
        terms: Terms | None = None,
    ) -> None:
        self.person: Person = THE_DESK
        self._closed = False
        self._station = station
        self._clock = clock
        self._terms = terms or Terms.load()
        self._policy = policy
        self._following = own_policy.Following(station)
        self._inspector = Inspector(self.policy, self._screen, training=station.training)

    @property
    def station(self) -> Station:
        """The open station."""
        return self._station

    @property
    def policy(self) -> Policy:
        """From findings to advice."""
        return self._policy or self._following.policy

    @property
    def terms(self) -> Terms:
        """On which records are kept, as loaded."""
        return self._terms

    @property
    def lock_after(self) -> timedelta:
        """So long nobody may touch the desk before it locks."""
        return self.policy.desk_lock_after

    @property
    def name(self) -> str:
        """The station's name."""
        return self._station.name

    @property
    def training(self) -> bool:
        """Whether nothing here is real."""
        return self._station.training

    @property
    def home(self) -> Path:
        """The station's folder."""
        return self._station.home

    def as_of_now(self) -> Desk:
        """The same desk with the person of this moment: what one began stays theirs after a hand-over."""
        return copy(self)

    def now(self) -> datetime:
        """The moment, timezone-aware."""
        return self._clock()

    def inspect_files(
        self, paths: Sequence[Path], cancel: CancelToken | None = None, progress: Report | None = None
    ) -> tuple[Looked, ...]:
        """Inspect files one after the other and store what was found; a bad one does not stop the others.

        Raises:
            Cancelled: Stopping was asked for; what was finished before is stored.
        """
        report = progress or _nobody
        looked = []
        for number, path in enumerate(paths):
            report(number / len(paths))
            part = partial(_part, report, number, len(paths))
            load = partial(loading.load_pages, path, cancel=cancel)
            looked.append(self._look(path.name, load, cancel, part))
        return tuple(looked)

    def inspect_bytes(
        self, data: bytes, name: str, cancel: CancelToken | None = None, progress: Report | None = None
    ) -> Looked:
        """Inspect a picture that lies in memory, as the clipboard's, and store what was found.

        Raises:
            Cancelled: Stopping was asked for; nothing was stored.
        """
        load = partial(loading.load_bytes, data, name, cancel=cancel)
        return self._look(name, load, cancel, progress or _nobody)

    def inspect_swiped(self, document: TravelDocument) -> Looked:
        """Inspect a document that a swipe reader sent, and store what was found, without a picture."""
        self._look_at_the_policy()
        now = self._clock()
        inspection = self._inspector.inspect_document(document, today=now.date(), now=now)
        return self._kept("", (inspection,))

    def inspect_file(
        self,
        path: Path,
        cancel: CancelToken | None = None,
        progress: Report | None = None,
        show: Show | None = None,
    ) -> Looked:
        """Inspect one file and store what was found; a film is read like a camera.

        Raises:
            Cancelled: Stopping was asked for; nothing was stored.
        """
        if filming.is_film(path):
            return self._watch(path.name, partial(filming.film, path), cancel, show)
        return self.inspect_files([path], cancel, progress)[0]

    def inspect_camera(
        self, number: int, cancel: CancelToken | None = None, show: Show | None = None
    ) -> Looked:
        """Read a camera until a document is certain, and store its inspection.

        Raises:
            Cancelled: Stopping was asked for; nothing was stored.
        """
        return self._watch(f"camera-{number}", partial(filming.camera, number), cancel, show)

    def decide(
        self,
        inspection_id: str,
        decision: Decision,
        reason: str,
        officer: str,
        *,
        unsaved: Inspection | None = None,
    ) -> datetime:
        """Write down what a person decided.

        Args:
            inspection_id: What it is about.
            decision: Admit, refer or refuse.
            reason: In the officer's words; a refusal needs one.
            officer: Who decides, where nobody has signed in.
            unsaved: The inspection itself where storing it failed before; it is tried again, with the
                decision, all or nothing.

        Returns:
            When it was.

        Raises:
            KnownError: A refusal without a reason, nobody who decides or may, or trouble with the disk.
        """
        now = self._clock()
        with self._station.cases(writing=True) as session:
            people.permit(session, self.person, Act.DECIDE)
            if unsaved is not None:
                self._keep(session, unsaved, now)
            keeping.decide(
                session,
                inspection_id,
                decision,
                reason,
                self.person,
                officer=officer,
                now=now,
                today=now.date(),
                terms=self._terms,
            )
        return now

    def recent(self, limit: int = RECENT) -> tuple[InspectionSummary, ...]:
        """The newest inspections, newest first; none for whoever may not read them."""
        with self._station.cases() as session:
            try:
                people.permit(session, self.person, Act.READ_CASE)
            except AccessError:
                return ()
            return inspections.recent(session, limit)

    def load(self, inspection_id: str) -> Opened:
        """Open an inspection again.

        Raises:
            KnownError: It is not stored any more, or the person may not read it.
        """
        with self._station.cases(writing=True) as session:
            people.permit(session, self.person, Act.READ_CASE)
            stored = keeping.open_again(session, inspection_id, self.person, now=self._clock())
        page = pictures.decode(stored.pictures[0]) if stored.pictures else None
        return Opened(stored, page)

    def list_states(self) -> tuple[ListState, ...]:
        """Every list of the station; none while the watchlist is shut, which each verdict then says."""
        try:
            with self._station.watchlist() as session:
                return store.lists(session)
        except WatchlistShutError:
            return ()

    def close(self) -> None:
        """Sign the head of the audit and close the station; may be called twice."""
        if self._closed:
            return
        self._closed = True
        try:
            with self._station.cases(writing=True) as session:
                signing.checkpoint_if_due(session, self._clock(), every=1)
        except (
            KnownError
        ) as error:  # a full or lost disk keeps nobody from leaving; the next checkpoint covers it
            _LOG.warning("audit not signed at closing: %s", error.message.key)
        finally:
            self._station.close()

    def _look(
        self,
        source: str,
        pages: Callable[[], tuple[PageImage, ...]],
        cancel: CancelToken | None,
        report: Report,
    ) -> Looked:
        def inspect() -> tuple[Inspection, ...]:
            now = self._clock()
            return self._inspector.inspect(
                pages(), today=now.date(), now=now, cancel=cancel, progress=partial(_part, report, 0, 1)
            )

        looked = self._stored(source, inspect, cancel)
        if looked.problem is None:
            report(1.0)
        return looked

    def _watch(
        self,
        source: str,
        opened: Callable[[], AbstractContextManager[Iterator[Frame]]],
        cancel: CancelToken | None,
        show: Show | None,
    ) -> Looked:
        def inspect() -> tuple[Inspection, ...]:
            now = self._clock()
            with opened() as frames:
                return self._inspector.inspect_film(
                    frames, today=now.date(), now=now, cancel=cancel, show=show, only_first=True
                )

        return self._stored(source, inspect, cancel)

    def _stored(
        self, source: str, inspect: Callable[[], tuple[Inspection, ...]], cancel: CancelToken | None
    ) -> Looked:
        if cancel is not None:
            cancel.raise_if_cancelled()
        self._look_at_the_policy()
        try:
            found = inspect()
        except KnownError as error:
            return Looked(source, problem=error)
        if cancel is not None:
            cancel.raise_if_cancelled()
        return self._kept(source, found)

    def _look_at_the_policy(self) -> None:
        """Go by what two people may have changed since."""
        if self._policy is None:
            self._inspector.use(self._following.look_again())

    def _kept(self, source: str, found: tuple[Inspection, ...]) -> Looked:
        """Store what was found, all or nothing; where that fails it can still be shown."""
        try:
            with self._station.cases() as session:
                for inspection in found:
                    self._keep(session, inspection, self._clock())
        except KnownError as error:
            return Looked(source, found, error)
        return Looked(source, found)

    def _keep(self, session: Session, inspection: Inspection, now: datetime) -> None:
        keeping.keep(session, inspection, self.person, now=now, today=now.date(), terms=self._terms)

    def _screen(self, fields: MrzFields, doubts: Doubts) -> Screening:
        return screen_at(self._station, fields, today=self._clock().date(), doubts=doubts)


def _nobody(_: float) -> None:
    """Nobody wants to know how far it is."""


def _part(report: Report, number: int, total: int, part: float) -> None:
    """Tell of a part of one of several equal pieces of work."""
    report((number + part) / total)
