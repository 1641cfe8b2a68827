"""Finding the zone on a page: candidates come from geometry, reading decides between them.

Any table of text looks like a zone to a locator; only a zone reads as two or three rows of one length in
OCR-B. So candidates are kept plentiful and each is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, product

import numpy as np

from borderdesk.imaging.lines import TextLine, rectify, zones_of
from borderdesk.imaging.views import Sharpness, View, lines_in, view_of
from borderdesk.mrz import MrzFormatError, alphabet, layout_of, parse
from borderdesk.mrz.codes import state
from borderdesk.reading.cells import CellRow, cut
from borderdesk.reading.network import Network
from models.cancel import CancelToken
from models.document import DocumentFormat
from models.image import PageImage

SHAPES = sorted({kind.shape for kind in DocumentFormat})
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
LINES_A_VIEW = 24
ZONES_A_VIEW = 12
GOOD = 0.85
"""Mean probability of a zone's characters at which the search ends."""
WORTH_READING = 0.45
_WEAK = 0.05
# Ten characters in a row of 44, or a start that is off by two.
_NEAR = 0.2
_ANY_DAY = date(2026, 1, 1)
"""Only the century of a date depends on it, and no layout does."""


@dataclass(frozen=True, slots=True)
class FoundZone:
    """Rows of cells of one shape, one above the other.

    Attributes:
        view: The turned page they were read in.
        rows: Two or three, of equal length.
        strength: Mean probability of their characters times the share of them that Doc 9303 allows in their
            place, 0 to 1: print that is upside down can read well, but not as a zone.
    """

    view: View
    rows: tuple[CellRow, ...]
    strength: float


def search(page: PageImage, network: Network, cancel: CancelToken | None = None) -> list[FoundZone]:
    """Zones on a page, best first; empty where nothing reads like one.

    Args:
        page: The page.
        network: The recogniser.
        cancel: Asked between passes.

    Raises:
        Cancelled: Stopping was asked for.
    """
    found: list[FoundZone] = []
    views: dict[int, View] = {}
    for turns, sharpness in PASSES:
        if cancel:
            cancel.raise_if_cancelled()
        if turns not in views:
            views[turns] = view_of(page, turns)
        found.extend(_zones_in(views[turns], sharpness, network))
        found.sort(key=lambda zone: -zone.strength)
        if found and found[0].strength >= GOOD:
            break
    return [zone for zone in found if zone.strength >= WORTH_READING]


def _zones_in(view: View, sharpness: Sharpness, network: Network) -> list[FoundZone]:
    lines = lines_in(view, sharpness)[:LINES_A_VIEW]
    candidates = _likely_first(zones_of(lines))[:ZONES_A_VIEW]
    reader = _LineReader(view, network)
    found: list[FoundZone] = []
    taken: set[int] = set()
    for candidate in candidates:
        if taken.isdisjoint(id(line) for line in candidate):
            zone = reader.zone(candidate)
            if zone:
                found.append(zone)
                if zone.strength >= GOOD:
                    taken.update(id(line) for line in candidate)
    if taken:
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


def _likely_first(zones: Iterable[tuple[TextLine, ...]]) -> list[tuple[TextLine, ...]]:
    """Zones whose rows hold as many blobs as a shape asks for come first."""

    def surprise(zone: tuple[TextLine, ...]) -> float:
        shapes = [width for rows, width in SHAPES if rows == len(zone)]
        misfit = min(sum(min(8, abs(line.blobs - width)) for line in zone) for width in shapes)
        irregular = sum(1 - line.regularity for line in zone)
        return misfit / len(zone) + 6 * irregular / len(zone)

    return sorted(zones, key=surprise)


class _LineReader:
    """Reads lines of one view, each once upright and once upside down."""

    def __init__(self, view: View, network: Network) -> None:
        self._views = (view, view.half_turned())
        self._network = network
        self._rows: dict[tuple[int, int], CellRow | None] = {}
        self._keep: list[TextLine] = []

    def zone(self, lines: tuple[TextLine, ...]) -> FoundZone | None:
        """The best zone that these lines make, whichever way up."""
        upright = self._fit(lines, 0)
        if upright and upright.strength >= GOOD:
            return upright
        turned = self._fit(lines, 1)
        both = [zone for zone in (upright, turned) if zone]
        return max(both, key=lambda zone: zone.strength) if both else None

    def _fit(self, lines: tuple[TextLine, ...], side: int) -> FoundZone | None:
        rows = []
        for line in lines if side == 0 else reversed(lines):
            row = self._row(line, side)
            if row is None:
                return None
            rows.append(row)
        return best_windows(self._views[side], rows)

    def _row(self, line: TextLine, side: int) -> CellRow | None:
        key = (id(line), side)
        if key not in self._rows:
            self._keep.append(line)  # keeps the id from being used again
            view = self._views[side]
            upright = line if side == 0 else line.upside_down(view.width, view.height)
            self._rows[key] = read_row(view, upright, self._network)
        return self._rows[key]


def read_row(view: View, line: TextLine, network: Network) -> CellRow | None:
    """Read a line with as much beyond its ends as may belong to it."""
    beyond = (3 if line.blobs >= 43 else max(3, 46 - line.blobs)) * line.pitch
    start = max(-2 * line.pitch, line.first - beyond)
    end = min(view.width + 2 * line.pitch, line.last + beyond)
    strip = rectify(view.grey, line, start, end)
    return cut(strip, network.read(strip.pixels))


def best_windows(view: View, rows: Sequence[CellRow]) -> FoundZone | None:
    """The shape and the place in each row at which most is read, the rows beginning below each other.

    A scratch beside the zone may read as well as a worn filler at its end, so of windows that read about
    equally well the one counts whose text is laid out as a zone.
    """
    offers: list[tuple[float, tuple[CellRow, ...]]] = []
    for count, width in SHAPES:
        if count != len(rows):
            continue
        for choice in product(*(_offers(row, width) for row in rows)):
            edges = [_edge(window) for window, _ in choice]
            ragged = (max(edges) - min(edges)) / rows[0].strip.line.pitch
            if ragged <= 2.0:
                score = sum(offer for _, offer in choice) / count - 0.1 * ragged
                offers.append((score, tuple(window for window, _ in choice)))
    if not offers:
        return None
    most = max(score for score, _ in offers)
    near = [(score, windows) for score, windows in offers if score >= most - _NEAR]
    best = near[0][1]
    if len(near) > 1:
        best = max(near, key=lambda offer: offer[0] + _layout_of([row.text for row in offer[1]]))[1]
    texts = [window.text for window in best]
    strength = float(np.mean([window.strengths.mean() for window in best]))
    return FoundZone(view, best, strength * _in_place(texts))


def _layout_of(texts: Sequence[str]) -> float:
    """How much like a zone a text is laid out: characters in place, digits that agree, a name and a state."""
    try:
        zone = parse(texts, today=_ANY_DAY)
    except MrzFormatError:
        return _in_place(texts) - 1.0
    agreeing = sum(digit.agrees for digit in zone.check_digits) / len(zone.check_digits)
    name = layout_of(zone.format).element("name")
    begun = name is None or name.of(texts)[0] != "<"
    return _in_place(texts) + agreeing + 0.2 * begun + 0.2 * (state(zone.fields.issuing_state) is not None)


def _in_place(texts: Sequence[str]) -> float:
    """Share of the characters that the best fitting format of this shape allows where they stand."""
    shape = (len(texts), len(texts[0]))
    return max(
        sum(
            symbol in allowed
            for symbol, allowed in zip("".join(texts), chain.from_iterable(table), strict=True)
        )
        / (shape[0] * shape[1])
        for table in (alphabet(kind) for kind in DocumentFormat if kind.shape == shape)
    )


def _edge(row: CellRow) -> float:
    """Where a row begins, measured along its own direction, so that a tilted zone still begins straight."""
    line = row.strip.line
    x = row.strip.x(float(row.centres[0]))
    return float((x + line.y(x) * line.slope) / np.hypot(1.0, line.slope))


def _offers(row: CellRow, width: int) -> list[tuple[CellRow, float]]:
    """The three best windows of a width, each with what it gains: characters inside, less those left out."""
    length = len(row.cells)
    strengths = row.strengths
    offers = []
    for first in range(min(0, length - width) - 1, max(0, length - width) + 2):
        window = row.window(first, width)
        inside = window.strengths
        left_out = strengths.sum() - inside.sum()
        empty = float((inside < _WEAK).sum())
        offers.append((window, float(inside.sum() - left_out - empty) / width))
    return sorted(offers, key=lambda offer: -offer[1])[:3]
