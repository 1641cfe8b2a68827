"""Which cells of some rows make a zone: every shape of Doc 9303 is tried at every place that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, product

import numpy as np

from borderdesk.imaging.views import View
from borderdesk.mrz import MrzFormatError, alphabet, layout_of, parse
from borderdesk.mrz.codes import state
from borderdesk.reading.cells import CellRow
from models.document import DocumentFormat

SHAPES = sorted({kind.shape for kind in DocumentFormat})
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
