"""Finding the zones on a page: candidates come from geometry, reading decides between them.

Any table of text looks like a zone to a locator; only a zone reads as two or three rows of one length in
OCR-B. So candidates are kept plentiful and each is read, the likeliest first and no further than it reads
well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from borderdesk.imaging.lines import TextLine, rectify, zones_of
from borderdesk.imaging.views import Sharpness, View, lines_in, view_of
from borderdesk.mrz.page_geometry import PITCH, page_geometry
from borderdesk.reading.cells import CellRow, cut
from borderdesk.reading.network import Network
from borderdesk.reading.windows import SHAPES, FoundZone, best_windows
from models.cancel import CancelToken
from models.document import DocumentFormat
from models.image import PageImage, Point

PASSES = (
    (0, Sharpness(1500, 31, 12)),
    (1, Sharpness(1500, 31, 12)),
    (0, Sharpness(2600, 31, 10)),
    (1, Sharpness(2600, 31, 10)),
    (0, Sharpness(1500, 21, 5)),
    (1, Sharpness(1500, 21, 5)),
    (0, Sharpness(900, 25, 10)),
    (1, Sharpness(900, 25, 10)),
)
"""Quarter turns and how the page is looked at, cheapest first; the search ends at the first good zone."""
CLOSER = ((0, Sharpness(4400, 31, 10)), (1, Sharpness(4400, 31, 10)))
"""What is tried besides on pictures so large that a page in a corner of them has small print when scaled."""
LINES_A_VIEW = 24
ZONES_A_VIEW = 12
GOOD = 0.85
"""Mean probability of a zone's characters at which the search ends."""
WORTH_READING = 0.6
_HOPELESS = 0.4
"""Mean probability of a row below which the others of its zone are not read: upside down, or no OCR-B."""
_FAR_FROM_A_ZONE = 8.0
"""Blobs too many or too few a row; once a zone was read well, no others are tried that differ more."""
_LARGE = 3400
"""Pixels of the longer side."""
_ROOM = 1.6
"""Times its own size that a page must have to hold a second document beside the first."""
_AREAS = {
    size.shape: page_geometry(size).width * page_geometry(size).height
    for size in (DocumentFormat.TD1, DocumentFormat.TD2, DocumentFormat.TD3)
}
"""Square millimetres of a page, by the shape of its zone; visas of these shapes are no larger."""


def search(
    page: PageImage,
    network: Network,
    cancel: CancelToken | None = None,
    *,
    passes: Sequence[tuple[int, Sharpness]] = PASSES,
) -> list[FoundZone]:
    """Zones on a page, best first; empty where nothing reads like one.

    The page is looked at in one way after the other until a zone reads well. Where it is large enough to hold
    a further document, that is looked for too, lying either way.

    Args:
        page: The page.
        network: The recogniser.
        cancel: Asked between passes.
        passes: Some of `PASSES` where there is no time for all, as between frames of a camera.

    Raises:
        Cancelled: Stopping was asked for.
    """
    found: list[FoundZone] = []
    views: dict[int, View] = {}

    def look(turns: int, sharpness: Sharpness) -> None:
        if cancel:
            cancel.raise_if_cancelled()
        if turns not in views:
            views[turns] = view_of(page, turns)
        found.extend(
            _zones_in(views[turns], sharpness, network, known=any(z.strength >= GOOD for z in found))
        )
        found.sort(key=lambda zone: -zone.strength)

    large = passes is PASSES and max(page.width, page.height) > _LARGE
    for turns, sharpness in (*passes, *CLOSER) if large else passes:
        look(turns, sharpness)
        if found and found[0].strength >= GOOD:
            if passes is PASSES and _has_room(page, found):
                look(1 - turns, sharpness)
            break
    return [zone for zone in found if zone.strength >= WORTH_READING]


def centre(zone: FoundZone) -> Point:
    """The middle of a zone on its page."""
    points = []
    for row in (zone.rows[0], zone.rows[-1]):
        x = row.strip.x(float(row.centres[len(row.centres) // 2]))
        points.append(zone.view.to_page((x, row.strip.line.y(x))))
    (x1, y1), (x2, y2) = points
    return ((x1 + x2) / 2, (y1 + y2) / 2)


def apart(one: FoundZone, other: FoundZone) -> bool:
    """Whether two zones lie in different places of a page."""
    (x1, y1), (x2, y2) = centre(one), centre(other)
    reach = 2.0 * max(zone.rows[0].strip.line.pitch for zone in (one, other)) * len(one.rows)
    return bool(np.hypot(x2 - x1, y2 - y1) > reach)


def _has_room(page: PageImage, found: Sequence[FoundZone]) -> bool:
    """Whether the page is larger than the documents found on it, by as much as one more."""
    good: list[FoundZone] = []
    for zone in found:
        if zone.strength >= GOOD and all(apart(zone, other) for other in good):
            good.append(zone)
    taken = 0.0
    for zone in good:
        shape = (len(zone.rows), len(zone.rows[0].cells))
        taken += _AREAS[shape] * (zone.rows[0].strip.line.pitch / PITCH) ** 2
    return page.width * page.height > taken * (len(good) + _ROOM - 1) / len(good)


def _zones_in(view: View, sharpness: Sharpness, network: Network, *, known: bool) -> list[FoundZone]:
    """Zones in one view; where one is known already, only such as look very much like one are read."""
    lines = lines_in(view, sharpness)[:LINES_A_VIEW]
    candidates = _likely_first(zones_of(lines))[:ZONES_A_VIEW]
    reader = _LineReader(view, network)
    found: list[FoundZone] = []
    taken: set[int] = set()
    for surprise, candidate in candidates:
        if (known or taken) and surprise > _FAR_FROM_A_ZONE:
            break
        if taken.isdisjoint(id(line) for line in candidate):
            zone = reader.zone(candidate)
            if zone:
                found.append(zone)
                if zone.strength >= GOOD:
                    taken.update(id(line) for line in candidate)
    if taken or known:
        return found
    # One row may be hidden by a stain or glare: look for it where the other one says it must be.
    alone = _unpaired(lines, found)[:4]
    for line in alone:
        for distance in (-2.5, 2.5, -2.0, 2.0):
            ghost = line.shifted(distance * line.pitch)
            pair = (ghost, line) if distance < 0 else (line, ghost)
            zone = reader.zone(pair)
            if zone:
                found.append(zone)
    return found


def _unpaired(lines: Sequence[TextLine], found: Sequence[FoundZone]) -> list[TextLine]:
    used = {id(row.strip.line) for zone in found if zone.strength >= WORTH_READING for row in zone.rows}
    return [line for line in lines if id(line) not in used and line.blobs >= 20 and line.regularity > 0.7]


def _likely_first(zones: Iterable[tuple[TextLine, ...]]) -> list[tuple[float, tuple[TextLine, ...]]]:
    """Zones whose rows hold as many blobs as a shape asks for first; each with how far it is from one."""

    def surprise(zone: tuple[TextLine, ...]) -> float:
        shapes = [width for rows, width in SHAPES if rows == len(zone)]
        misfit = min(sum(min(8, abs(line.blobs - width)) for line in zone) for width in shapes)
        irregular = sum(1 - line.regularity for line in zone)
        return misfit / len(zone) + 6 * irregular / len(zone)

    return sorted(((surprise(zone), zone) for zone in zones), key=lambda each: each[0])


class _LineReader:
    """Reads lines of one view, each once upright and once upside down."""

    def __init__(self, view: View, network: Network) -> None:
        self._view = view
        self._turned: View | None = None
        self._network = network
        self._rows: dict[tuple[int, int], CellRow | None] = {}
        self._keep: list[TextLine] = []

    def zone(self, lines: tuple[TextLine, ...]) -> FoundZone | None:
        """The best zone that these lines make, whichever way up."""
        upright = self._fit(lines, 0, _HOPELESS)
        if upright and upright.strength >= GOOD:
            return upright
        # What is upside down reads worse, so a row that reads worse this way than that ends the trial.
        turned = self._fit(lines, 1, max(_HOPELESS, 0.8 * upright.strength if upright else 0.0))
        both = [zone for zone in (upright, turned) if zone]
        return max(both, key=lambda zone: zone.strength) if both else None

    def _fit(self, lines: tuple[TextLine, ...], side: int, least: float) -> FoundZone | None:
        rows = []
        for line in lines if side == 0 else reversed(lines):
            row = self._row(line, side)
            if row is None or float(row.strengths.mean()) < least:
                return None
            rows.append(row)
        return best_windows(self._side(side), rows)

    def _side(self, side: int) -> View:
        if side == 0:
            return self._view
        if self._turned is None:
            self._turned = self._view.half_turned()
        return self._turned

    def _row(self, line: TextLine, side: int) -> CellRow | None:
        key = (id(line), side)
        if key not in self._rows:
            self._keep.append(line)  # keeps the id from being used again
            view = self._side(side)
            upright = line if side == 0 else line.upside_down(view.width, view.height)
            self._rows[key] = read_row(view, upright, self._network)
        return self._rows[key]


def read_row(view: View, line: TextLine, network: Network) -> CellRow | None:
    """Read a line with as much beyond its ends as may belong to it."""
    beyond = 3 if line.blobs >= 43 else max(3, 46 - line.blobs)
    start = max(-2 * line.pitch, line.first - beyond * line.pitch_at(line.first))
    end = min(view.width + 2 * line.pitch, line.last + beyond * line.pitch_at(line.last))
    strip = rectify(view.grey, line, start, end)
    return cut(strip, network.read(strip.pixels))
