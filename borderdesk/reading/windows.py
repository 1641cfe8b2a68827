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
from borderdesk.reading.cells import CellRow, Cells
from borderdesk.reading.expectation import allowed
from models.document import DocumentFormat

SHAPES = sorted({kind.shape for kind in DocumentFormat})
_ANY_DAY = date(2026, 1, 1)
"""Only the century of a date depends on it, and no layout does."""
# Likelihood of a printed character of which nothing is seen, and of dirt that is seen as a character. What
# follows is in natural logarithms, and grows with the square of how far apart rows begin.
_NOTHING_SEEN = 0.01
_SCRATCH = 0.04
_A_PITCH_APART = 6.0
# Digits agree by chance once in ten times, and often fail where the picture is poor.
_DIGIT_AGREES, _DIGIT_FAILS = 2.0, -1.0
_NAME_BEGINS, _STATE_EXISTS = 1.5, 1.5
_OFFERS_A_ROW = 3
# Offers that read so much worse than the best are not parsed: no layout makes up for it.
_FAR_BEHIND = 16.0
_WIDEST_APART = 2.0
"""Characters by which rows of one zone begin apart at most."""


@dataclass(frozen=True, slots=True)
class FoundZone:
    """Rows of cells of one shape, one above the other.

    Attributes:
        view: The turned page they were read in.
        rows: Two or three, of equal length.
        strength: Mean probability of their characters times the share of them that Doc 9303 allows in their
            place, 0 to 1: print that is upside down can read well, but not as a zone.
        begins: For each row the probability that it begins where it was cut, and not a character before or
            after; all its characters stand or fall with it.
    """

    view: View
    rows: tuple[CellRow, ...]
    strength: float
    begins: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Offer:
    """One way to cut the rows, with the logarithm of its likelihood."""

    score: float
    windows: tuple[CellRow, ...]
    firsts: tuple[int, ...]


def best_windows(view: View, rows: Sequence[CellRow]) -> FoundZone | None:
    """The shape and the place in each row that are likeliest, by what is seen and how zones are laid out.

    A window accounts for every cell: characters inside are there and stand where Doc 9303 allows them, those
    left out are dirt. Rows begin below each other; check digits agree, states exist, names begin.
    """
    offers = [offer for kind in DocumentFormat if kind.shape[0] == len(rows) for offer in _cuts(rows, kind)]
    if not offers:
        return None
    most = max(offer.score for offer in offers)
    offers = [
        _Offer(offer.score + _layout_of([row.text for row in offer.windows]), offer.windows, offer.firsts)
        for offer in offers
        if offer.score >= most - _FAR_BEHIND
    ]
    best = max(offers, key=lambda offer: offer.score)
    strength = float(np.mean([window.strengths.mean() for window in best.windows]))
    in_place = _in_place([window.text for window in best.windows])
    return FoundZone(view, best.windows, strength * in_place, _begins(offers, best))


def _begins(offers: Sequence[_Offer], best: _Offer) -> tuple[float, ...]:
    """How likely each row of the best offer begins where it does, all offers considered."""
    chances: dict[tuple[int, ...], float] = {}
    for offer in offers:
        # The same cells cut as two formats are one way to begin.
        chance = float(np.exp(offer.score - best.score))
        chances[offer.firsts] = max(chance, chances.get(offer.firsts, 0.0))
    total = sum(chances.values())
    return tuple(
        sum(chance for firsts, chance in chances.items() if firsts[number] == first) / total
        for number, first in enumerate(best.firsts)
    )


def _cuts(rows: Sequence[CellRow], kind: DocumentFormat) -> list[_Offer]:
    """The likeliest ways to cut rows to a format."""
    found = []
    tables = allowed(kind)
    for choice in product(*(_offers(row, table) for row, table in zip(rows, tables, strict=True))):
        windows = tuple(window for window, _, _ in choice)
        edges = [_edge(window) for window in windows]
        apart = (max(edges) - min(edges)) / rows[0].strip.line.pitch
        if apart <= _WIDEST_APART:
            score = sum(gain for _, _, gain in choice) - _A_PITCH_APART * apart**2
            found.append(_Offer(score, windows, tuple(first for _, first, _ in choice)))
    return found


def _offers(row: CellRow, table: Cells) -> list[tuple[CellRow, int, float]]:
    """The best windows of a row, where each begins, and how likely each is by what is seen.

    Args:
        row: The row with what may lie beside the zone.
        table: (n, 37) how likely each symbol is in each place of the window.
    """
    width, length = len(table), len(row.cells)
    beside = np.log(np.minimum(1.0, 1.0 - row.strengths + _SCRATCH))
    offers = []
    for first in range(min(0, length - width) - 1, max(0, length - width) + 2):
        window = row.window(first, width)
        seen = window.cells.sum(axis=1)
        inside = np.log((window.cells * table).sum(axis=1) + _NOTHING_SEEN * (1.0 - seen))
        left_out = beside[: max(0, first)].sum() + beside[max(0, first + width) :].sum()
        offers.append((window, first, float(inside.sum() + left_out)))
    return sorted(offers, key=lambda offer: -offer[2])[:_OFFERS_A_ROW]


def _layout_of(texts: Sequence[str]) -> float:
    """How much likelier the layout of a text makes it: digits that agree, a name that begins, a state."""
    try:
        zone = parse(texts, today=_ANY_DAY)
    except MrzFormatError:
        return -_NAME_BEGINS
    agreeing = sum(digit.agrees for digit in zone.check_digits)
    failing = len(zone.check_digits) - agreeing
    name = layout_of(zone.format).element("name")
    begun = name is None or name.of(texts)[0] != "<"
    return (
        _DIGIT_AGREES * agreeing
        + _DIGIT_FAILS * failing
        + _NAME_BEGINS * begun
        + _STATE_EXISTS * (state(zone.fields.issuing_state) is not None)
    )


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
