"""The one natural way from a picture to a verdict: read, check, ask the watchlist, decide.

Rules of this module:

* a page on which nothing can be read is a result, not an error: RESCAN, with the reasons;
* trouble with the watchlist never loses an inspection: it goes on without, IN_ORDER at best, and says why;
* a document that came as text, from a swipe reader, is checked and screened alike; but what fails there may
  be that reader's fault as well as the document's, so it is told as uncertain, never as printed wrong;
* a hit by a character in doubt asks for another scan, which settles it or not (`borderdesk.doubted_hits`);
* nothing is stored here and no clock is asked: day and moment are handed in.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from time import perf_counter, process_time
from uuid import uuid4

from borderdesk.doubted_hits import DoubtedHits
from borderdesk.forgery import dates, numbers, periods
from borderdesk.forgery.evidence import Evidence
from borderdesk.forgery.registry import run_checks
from borderdesk.imaging.frames import Frame
from borderdesk.reading import live
from borderdesk.reading.alternatives import doubts_of
from borderdesk.reading.page import PageReading, read_page
from borderdesk.swiping.zone import AGAIN
from borderdesk.verdict import Policy, decide, unreadable
from models.cancel import Cancelled, CancelToken
from models.check import CheckStatus, Severity
from models.document import MrzFields, TravelDocument
from models.errors import KnownError
from models.image import Light, PageImage
from models.inspection import Inspection, Timings
from models.message import Message, message
from models.watchlist import Screening
from watchlist.doubts import Doubts

_LOG = logging.getLogger(__name__)

Screen = Callable[[MrzFields, Doubts], Screening]
"""Asks the watchlist about what a document says, and what it may say by its reader's own doubts."""
_STAND_AS_SENT = frozenset({dates.EXPIRED, numbers.PATTERN, periods.VALIDITY})
"""Checks whose failure on a swiped text is no sign of its reader."""
Progress = Callable[[float], None]
"""Told how far the work is, from 0 to 1, between its steps."""


def random_id() -> str:
    """32 hexadecimal digits that no other inspection has."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class _Instant:
    """A moment on the wall clock and on the processor's, in milliseconds."""

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> _Instant:
        # The own share is exact; what was spent in Tesseract's processes comes in hundredths of a second.
        children = os.times()
        busy = process_time() + children.children_user + children.children_system
        return cls(perf_counter() * 1000.0, busy * 1000.0)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a traveller or an officer hands over beside the page with the zone.

    Attributes:
        pages: Further pictures of the same document (back, infrared, ultraviolet).
        live: The face of the traveller, or a second picture of them.
        companions: Other documents that the same traveller shows.
    """

    pages: tuple[PageImage, ...] = ()
    live: PageImage | None = None
    companions: tuple[TravelDocument, ...] = ()


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class _Read:
    """A page as read, with what it took."""

    page: PageImage
    beside: Beside
    reading: PageReading
    wall: float
    cpu: float


class Inspector:
    """Inspects pages by one policy against one watchlist.

    Args:
        policy: From findings to advice.
        screen: Asks the watchlist; None where it is not to be asked.
        new_id: Makes the number of an inspection.
        second_opinion: Hear one more reader where a picture leaves doubt; films do without.
        training: On a training station, whose tables know the invented issuers as genuine.
    """

    def __init__(
        self,
        policy: Policy,
        screen: Screen | None = None,
        *,
        new_id: Callable[[], str] = random_id,
        second_opinion: bool = False,
        training: bool = False,
    ) -> None:
        self._policy = policy
        self._screen = screen
        self._new_id = new_id
        self._second_opinion = second_opinion
        self._training = training
        self._doubted = DoubtedHits()

    def use(self, policy: Policy) -> None:
        """Inspect by another policy from now on."""
        self._policy = policy

    def inspect(
        self,
        pages: Sequence[PageImage],
        *,
        today: date,
        now: datetime,
        cancel: CancelToken | None = None,
        progress: Progress | None = None,
        beside: Beside = NOTHING_BESIDE,
    ) -> tuple[Inspection, ...]:
        """Inspect every document on some pages.

        Args:
            pages: Each is searched for a zone.
            today: The day on which the documents are looked at.
            now: The moment of the inspection, timezone-aware; the age of lists is counted to it.
            cancel: Asked between steps.
            progress: Told between steps.
            beside: What goes with them. Where a page holds no zone, the visible pictures among its pages are
                searched too: a card's zone is on its back.

        Returns:
            One inspection for each document found, in the order of the pages; one without a document for
            each page on which none was.

        Raises:
            Cancelled: Stopping was asked for.
            KnownError: A reader is not installed.
        """
        report = progress or (lambda _: None)
        done: list[Inspection] = []
        report(0.0)
        for number, page in enumerate(pages):
            read = self._read(page, beside, today, cancel)
            report((number + 0.8) / len(pages))
            done += self._inspections(read, today, now.astimezone(UTC), cancel)
            report((number + 1.0) / len(pages))
        return tuple(done)

    def inspect_together(
        self,
        pages: Sequence[PageImage],
        *,
        today: date,
        now: datetime,
        cancel: CancelToken | None = None,
        progress: Progress | None = None,
    ) -> tuple[Inspection, ...]:
        """Inspect documents that one traveller shows, each held against the others.

        Args:
            pages: Each is searched for zones; all are read before any document is judged.
            today, now, cancel, progress: As for `inspect`, and so is what is returned and raised.
        """
        report = progress or (lambda _: None)
        report(0.0)
        reads = []
        for number, page in enumerate(pages):
            reads.append(self._read(page, NOTHING_BESIDE, today, cancel))
            report(0.8 * (number + 1.0) / len(pages))
        shown = tuple(document for read in reads for document in read.reading.documents)
        done: list[Inspection] = []
        for number, read in enumerate(reads):
            done += self._inspections(read, today, now.astimezone(UTC), cancel, shown=shown)
            report(0.8 + 0.2 * (number + 1.0) / len(reads))
        return tuple(done)

    def inspect_document(
        self, document: TravelDocument, *, page: PageImage | None = None, today: date, now: datetime
    ) -> Inspection:
        """Inspect a document that has been read already.

        Args:
            document: As read; without a reading where it came as text.
            page: Where it was read; None where it came as text.
            today: The day on which it is looked at.
            now: The moment of the inspection, timezone-aware; the age of lists is counted to it.
        """
        if document.reading is None:
            document = _as_sent(document, today, training=self._training)
        return self._judged(page, NOTHING_BESIDE, document, 0, today, now.astimezone(UTC))

    def inspect_film(
        self,
        frames: Iterable[Frame],
        *,
        today: date,
        now: datetime,
        cancel: CancelToken | None = None,
        show: live.Show | None = None,
        only_first: bool = False,
        beside: Beside = NOTHING_BESIDE,
    ) -> tuple[Inspection, ...]:
        """Inspect every document that a camera or a film shows, each on the frame that shows it best.

        Args:
            frames: As they come.
            today: The day on which the documents are looked at.
            now: The moment of the inspection, timezone-aware.
            cancel: Asked between frames.
            show: Told of every frame.
            only_first: Stop at the first document that is certain, as a camera must.
            beside: What goes with it; its pages are searched as `inspect` does where no frame shows a zone.

        Returns:
            One inspection for each document; one without a document where there was none.

        Raises:
            Cancelled: Stopping was asked for.
            KnownError: A reader is not installed, the camera has gone, or the film cannot be read.
        """
        done: list[Inspection] = []
        start = _Instant.now()
        for found in live.watch(frames, today=today, cancel=cancel, show=show):
            end = _Instant.now()
            wall, cpu = end.wall - start.wall, end.cpu - start.cpu
            if found.reading.documents or not beside.pages:
                read = _Read(found.page, beside, found.reading, wall, cpu)
            else:
                read = self._read(found.page, beside, today, cancel)
            done += self._inspections(read, today, now.astimezone(UTC), cancel)
            if only_first:
                break
            start = _Instant.now()
        return tuple(done)

    def _read(self, page: PageImage, beside: Beside, today: date, cancel: CancelToken | None) -> _Read:
        """Read a page; where it holds no zone, the visible ones among the others of the same document."""
        start = _Instant.now()
        opinion = self._second_opinion
        used, reading = page, read_page(page, today=today, cancel=cancel, second_opinion=opinion)
        if not reading.documents:
            for other in beside.pages:
                if other.light is not Light.VISIBLE:
                    continue
                second = read_page(other, today=today, cancel=cancel, second_opinion=opinion)
                if second.documents:
                    used, reading = other, second
                    break
        if used is not page:
            rest = (page, *(other for other in beside.pages if other is not used))
            beside = replace(beside, pages=rest)
        end = _Instant.now()
        return _Read(used, beside, reading, end.wall - start.wall, end.cpu - start.cpu)

    def _inspections(
        self,
        read: _Read,
        today: date,
        now: datetime,
        cancel: CancelToken | None,
        *,
        shown: tuple[TravelDocument, ...] = (),
    ) -> list[Inspection]:
        if not read.reading.documents:
            return [self._unread(read, now)]
        found = []
        for index, document in enumerate(read.reading.documents):
            if cancel is not None:
                cancel.raise_if_cancelled()
            others = tuple(other for other in shown if other is not document)
            beside = replace(read.beside, companions=(*read.beside.companions, *others))
            found.append(self._judged(read.page, beside, document, index, today, now, read))
        return found

    def _unread(self, read: _Read, now: datetime) -> Inspection:
        return Inspection(
            inspection_id=self._new_id(),
            taken_at=now,
            page=read.page,
            index=0,
            document=None,
            checks=(),
            screening=None,
            verdict=unreadable(read.reading.doubts, self._policy),
            timings=Timings(read.wall, 0.0, 0.0, read.wall, read.cpu),
            other_pages=read.beside.pages,
        )

    def _judged(
        self,
        page: PageImage | None,
        beside: Beside,
        document: TravelDocument,
        index: int,
        today: date,
        now: datetime,
        read: _Read | None = None,
    ) -> Inspection:
        wall, cpu = (read.wall, read.cpu) if read is not None else (0.0, 0.0)
        start = _Instant.now()
        evidence = Evidence(
            document, today, page, beside.pages, beside.live, beside.companions, training=self._training
        )
        checks = run_checks(evidence)
        checked = _Instant.now()
        screening, trouble = self._screened(document, today)
        screened = _Instant.now()
        verdict = decide(
            document,
            checks,
            screening,
            self._policy,
            now=now,
            not_screened=trouble,
            doubt_stayed=self._doubted.stayed(page, document.fields, screening, now),
        )
        end = _Instant.now()
        return Inspection(
            inspection_id=self._new_id(),
            taken_at=now,
            page=page,
            index=index,
            document=document,
            checks=checks,
            screening=screening,
            verdict=verdict,
            timings=Timings(
                read=wall,
                checks=checked.wall - start.wall,
                screening=screened.wall - checked.wall,
                total=wall + end.wall - start.wall,
                cpu=cpu + end.cpu - start.cpu,
            ),
            other_pages=beside.pages,
        )

    def _screened(self, document: TravelDocument, today: date) -> tuple[Screening | None, Message | None]:
        """What the watchlist says, or why it could not be asked."""
        if self._screen is None:
            return None, None
        try:
            return self._screen(document.fields, doubts_of(document, today=today)), None
        except Cancelled:
            raise
        except KnownError as error:
            _LOG.warning("watchlist not consulted: %s", error.message.key)
            return None, error.message
        except Exception:  # noqa: BLE001 - whatever is wrong with a list, the inspection must not be lost
            _LOG.exception("watchlist not consulted")
            return None, message("verdict.lists.failed")


def _as_sent(document: TravelDocument, today: date, *, training: bool) -> TravelDocument:
    """A document that came as text: uncertain where a check of what it says fails.

    That it has expired, or ends too late, is told by a date whose own check digit agrees, and stands; so do
    hints, which are not about letters and digits that must not be.
    """
    failed = {
        check.code
        for check in run_checks(Evidence(document, today, training=training))
        if check.status is CheckStatus.FAILED
        and check.severity is not Severity.INFO
        and check.code not in _STAND_AS_SENT
    }
    if not failed:
        return document
    unsure = replace(document, certain=False)
    answers = run_checks(Evidence(unsure, today, training=training))
    doubts = [check.detail for check in answers if check.code in failed]
    return replace(unsure, doubts=(*doubts, AGAIN))
