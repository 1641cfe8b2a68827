"""Reading a camera or a film: frame after frame, until it is certain what the document says.

Of each frame it is first told cheaply whether it is worth reading: blurred ones and repetitions are left out.
What is read is gathered document by document (`gathering`). A document is certain where it would be on a
page (`decide`), Tesseract was heard on good frames of it, and at least two frames agree on the whole text.
Until then each frame ends with a hint what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from borderdesk.imaging.blobs import Grey, grey_of
from borderdesk.imaging.frames import FilmError, Frame
from borderdesk.imaging.quality import crispness, difference, glare, thumb
from borderdesk.reading.cells import Cells
from borderdesk.reading.decide import Decision, decide
from borderdesk.reading.doubts import doubts_of
from borderdesk.reading.fusion import heard
from borderdesk.reading.gathering import Gathering, Seen
from borderdesk.reading.network import shipped
from borderdesk.reading.page import TESSERACT_WEIGHT, PageReading, ask_tesseract, document_of
from borderdesk.reading.search import PASSES, search
from borderdesk.reading.windows import FoundZone
from models.cancel import CancelToken
from models.image import PageImage, Point, Quad
from models.message import Message, message
from models.reading import Witness

AGREEING = 2
"""Frames that must agree on the whole text before it is certain."""
# A frame with less than this share of the sharpness that the scene has had lately is blurred.
_BLURRED = 0.4
_FADES = 0.97
_SKIPPED_AT_MOST = 3
# Grey levels; noise of a sensor alone makes more.
_REPEATED = 0.25
_DARK = 45.0
_GLEAMS = 0.06
# Doubtful characters that Tesseract may settle; more of them mean that more frames are needed first.
_HEAR_BELOW = 8
_HEARD_AT_MOST = 4
_FRAMES_BETWEEN_HEARINGS = 2
_HEARD_RANK = 0.9
_GATHERINGS = 6
# A text that is not certain is told of, beside certain ones, only where so many frames show it.
_TOLD_FROM = 4
_HINTS = {
    "reading.small": "live.closer",
    "reading.glare": "live.glare",
    "reading.cut_off": "live.cut_off",
    "reading.cut_off_left": "live.cut_off",
    "reading.cut_off_right": "live.cut_off",
    "reading.faint": "live.dark",
    "reading.blurred": "live.still",
}


@dataclass(frozen=True, slots=True, eq=False)
class LiveState:
    """What is known after a frame.

    Attributes:
        frame: The frame.
        zone: Where the zone is in it; None where none was seen.
        hint: What to do; None where it is certain.
        part: How near to certain, 0 to 1.
    """

    frame: Frame
    zone: Quad | None
    hint: Message | None
    part: float


@dataclass(frozen=True, slots=True, eq=False)
class LiveReading:
    """One document of a film.

    Attributes:
        page: The best frame that shows it.
        reading: What was read; no document where the whole film showed none.
        frames: How many frames were looked at until then.
    """

    page: PageImage
    reading: PageReading
    frames: int


Show = Callable[[LiveState], None]
"""Told of every frame that was looked at."""


def watch(
    frames: Iterable[Frame], *, today: date, cancel: CancelToken | None = None, show: Show | None = None
) -> Iterator[LiveReading]:
    """Read frames until they end; whoever wants only the first document stops asking.

    Args:
        frames: Of a camera or a film.
        today: For the century of two-digit years.
        cancel: Asked between frames.
        show: Told of every frame.

    Yields:
        Every document as soon as it is certain; at the end those that never were, or, where there was nothing
        at all, one reading without a document.

    Raises:
        Cancelled: Stopping was asked for.
        KnownError: A reader is not installed, the camera has gone, or a film in which nothing was certain
            was cut short.
    """
    reader = LiveReader(today, cancel)
    found = 0
    try:
        for frame in frames:
            if cancel:
                cancel.raise_if_cancelled()
            state, reading = reader.look(frame)
            if show:
                show(state)
            if reading:
                found += 1
                yield reading
    except FilmError:
        if not found:
            raise
    yield from reader.rest()


class LiveReader:
    """Reads one frame after the other.

    Args:
        today: For the century of two-digit years.
        cancel: Asked within a frame.
    """

    def __init__(self, today: date, cancel: CancelToken | None = None) -> None:
        self._today, self._cancel = today, cancel
        self._documents: list[_Document] = []
        self._gate = _Gate()
        self._turned = 0
        self._blind = 0
        self._frames = 0
        self._crispest: tuple[float, PageImage] | None = None
        self._hint: Message = message("live.show")

    def look(self, frame: Frame) -> tuple[LiveState, LiveReading | None]:
        """Read a frame.

        Returns:
            What is known now, and the document that has just become certain, if one has.

        Raises:
            Cancelled: Stopping was asked for.
            TesseractError: The second reader is not installed.
        """
        self._frames += 1
        grey = grey_of(frame.page.pixels)
        crisp = crispness(grey)
        if self._crispest is None or crisp > self._crispest[0]:
            self._crispest = crisp, frame.page
        trouble = self._gate.refuses(grey, crisp)
        if trouble:
            self._hint = message("live.still") if trouble == "blurred" else self._hint
            return LiveState(frame, None, self._hint, self._part()), None
        zone = self._zone(frame.page)
        if zone is None:
            self._hint = message("live.dark" if float(grey.mean()) < _DARK else "live.show")
            return LiveState(frame, None, self._hint, self._part()), None
        document = self._joined(Seen.of(zone))
        new = not document.certain and document.settle()
        self._hint = document.hint(zone)
        outline = zone.view.quad_to_page(_outline(zone))
        state = LiveState(frame, outline, None if document.certain else self._hint, document.part)
        return state, document.answer(self._frames) if new else None

    def rest(self) -> Iterator[LiveReading]:
        """What was read but never became certain; where nothing at all was, one reading that says why."""
        certain = [each for each in self._documents if each.certain]
        doubtful = [each for each in self._documents if not each.certain]
        for each in doubtful:
            each.hear()
        doubtful = [
            each
            for each in doubtful
            if not any(each.gathering.part_of(other.gathering) for other in self._documents)
        ]
        told = [each for each in doubtful if each.gathering.count >= _TOLD_FROM and each.agreeing >= AGREEING]
        if not certain and not told and doubtful:
            told = [max(doubtful, key=lambda each: (each.gathering.count, each.gathering.best.rank))]
        for each in told:
            yield each.answer(self._frames)
        if not certain and not told and self._crispest is not None:
            why = (message("reading.no_zone"),)
            yield LiveReading(self._crispest[1], PageReading((), why), self._frames)

    def _zone(self, page: PageImage) -> FoundZone | None:
        """The zone of a frame: first where one was last, otherwise a little more of the search each frame."""
        if self._blind:
            # Fine print and faint print by turns, upright and on its side: all of the search in four frames.
            start = 2 * ((self._blind - 1) % (len(PASSES) // 2))
            passes = PASSES[start : start + 2]
        else:
            passes = tuple((self._turned, sharpness) for _, sharpness in PASSES[:1])
        zones = search(page, shipped(), self._cancel, passes=passes)
        if zones:
            self._blind, self._turned = 0, zones[0].view.turns % 2
            return zones[0]
        self._blind += 1
        return None

    def _joined(self, seen: Seen) -> _Document:
        """The document that a frame shows, with the frame taken in; the one looked at last stands last."""
        for document in reversed(self._documents):
            if document.gathering.belongs(seen):
                document.gathering.add(seen)
                self._documents.remove(document)
                self._documents.append(document)
                return document
        self._documents.append(_Document(Gathering(seen), self._today))
        doubtful = [each for each in self._documents if not each.certain]
        if len(doubtful) > _GATHERINGS:
            self._documents.remove(min(doubtful[:-1], key=lambda each: each.gathering.count))
        return self._documents[-1]

    def _part(self) -> float:
        return self._documents[-1].part if self._documents else 0.0


class _Gate:
    """Tells frames that are not worth reading: blurred, or the same as the one before."""

    def __init__(self) -> None:
        self._crisp = 0.0
        self._skipped = 0
        self._last: Grey | None = None

    def refuses(self, grey: Grey, crisp: float) -> str:
        """`blurred`, `repeated`, or empty where the frame should be read."""
        small = thumb(grey)
        repeated = self._last is not None and difference(small, self._last) < _REPEATED
        self._last = small
        if repeated:
            return "repeated"
        self._crisp = max(crisp, _FADES * self._crisp)
        if crisp < _BLURRED * self._crisp and self._skipped < _SKIPPED_AT_MOST:
            self._skipped += 1
            return "blurred"
        self._skipped = 0
        return ""


class _Document:
    """One document: what was gathered of it, what Tesseract said, and what that comes to."""

    def __init__(self, gathering: Gathering, today: date) -> None:
        self.gathering, self._today = gathering, today
        self.certain = False
        self.agreeing = 0
        self._heard: list[tuple[str, ...]] = []
        self._heard_at = -_FRAMES_BETWEEN_HEARINGS
        self._decision = self._decide()

    @property
    def part(self) -> float:
        """How near to certain, 0 to 1."""
        if self.certain:
            return 1.0
        total = sum(len(line) for line in self._decision.raw_lines)
        sure = 1.0 - len(self._decision.unsure) / total
        return 0.8 * sure + 0.15 * min(self.agreeing, AGREEING) / AGREEING

    def settle(self) -> bool:
        """Decide anew; True where it has become certain."""
        decision = self._decision = self._decide()
        if self.agreeing >= AGREEING and (decision.certain or len(decision.unsure) <= _HEAR_BELOW):
            if self._worth_hearing():
                decision = self._listen()
            self.certain = decision.certain and bool(self._heard)
        return self.certain

    def hear(self) -> None:
        """Hear Tesseract for the last time; a document that fewer than two frames show stays uncertain."""
        if not self._heard:
            self._listen()

    def hint(self, zone: FoundZone) -> Message:
        """What to do next, by what is wrong with the frame that was just read."""
        for doubt in _doubts(zone, self._decision):
            if doubt.key in _HINTS:
                return Message(_HINTS[doubt.key], tuple(each for each in doubt.params if each[0] == "line"))
        return message("live.wait")

    def answer(self, frames: int) -> LiveReading:
        """The document, read on its best frame."""
        zone = self.gathering.best.zone
        fused, decision = self._after_hearing(), self._decision
        doubts = () if self.certain else _doubts(zone, decision)
        if not self.certain and not doubts:
            doubts = (message("live.once"),)
        network = Witness("network", tuple(row.text for row in zone.rows))
        said = [Witness("tesseract", lines) for lines in self._heard]
        document = document_of(zone, fused, (network, *said), decision, doubts, certain=self.certain)
        reading = PageReading((document,)) if document else PageReading((), doubts)
        return LiveReading(zone.view.page, reading, frames)

    def _decide(self) -> Decision:
        decision = decide(self.gathering.fused(), today=self._today)
        if self._heard:
            decision = decide(self._after_hearing(), today=self._today, first=decision.raw_lines)
        self.agreeing = self.gathering.agreeing(decision.raw_lines)
        return decision

    def _listen(self) -> Decision:
        self._heard.append(ask_tesseract(self.gathering.best.zone))
        self._heard_at = self.gathering.count
        self._decision = self._decide()
        return self._decision

    def _worth_hearing(self) -> bool:
        return (
            len(self._heard) < _HEARD_AT_MOST
            and self.gathering.count - self._heard_at >= _FRAMES_BETWEEN_HEARINGS
        )

    def _after_hearing(self) -> list[Cells]:
        """The fused cells after Tesseract; its hearings share one voice, however many they are."""
        rows = self.gathering.fused()
        for said in self._heard:
            weight = TESSERACT_WEIGHT / len(self._heard)
            rows = [heard(row, text, weight=weight) for row, text in zip(rows, said, strict=True)]
        return rows


def _doubts(zone: FoundZone, decision: Decision) -> tuple[Message, ...]:
    """Why it is not certain, by one frame; a lamp is told of sooner than on a page, it can be moved."""
    doubts = doubts_of(zone.view, zone.rows, decision)
    told = [doubt.params for doubt in doubts if doubt.key == "reading.glare"]
    gleams = []
    for number, row in enumerate(zone.rows):
        why = message("reading.glare", line=number + 1)
        doubtful = any(line == number for line, _ in decision.unsure)
        if doubtful and why.params not in told and glare(row.strip.pixels) > _GLEAMS:
            gleams.append(why)
    return (*gleams, *doubts)


def _outline(zone: FoundZone) -> Quad:
    """The whole zone in its view, with some air round the print."""
    quads = []
    for row in (zone.rows[0], zone.rows[-1]):
        line = row.strip.line
        first, last = row.strip.x(float(row.centres[0])), row.strip.x(float(row.centres[-1]))
        quads.append(line.quad(first - line.pitch, last + line.pitch))
    upper, lower = quads
    return (
        _beyond(upper[3], upper[0]),
        _beyond(upper[2], upper[1]),
        _beyond(lower[1], lower[2]),
        _beyond(lower[0], lower[3]),
    )


def _beyond(start: Point, end: Point) -> Point:
    """Half as far again as from one point to the other."""
    return (1.5 * end[0] - 0.5 * start[0], 1.5 * end[1] - 0.5 * start[1])
