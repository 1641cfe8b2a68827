"""What several frames say of one document: their cells fused, and whether they agree.

* Frames of one camera err alike. So each further frame weighs less than the one before: ten that say the
  same count like two that know nothing of each other, and what is kept back for look-alikes
  (`fusion.tempered`) is kept back after fusing. Repeating a misreading does not make it sure.
* A cell counts by how much of a character was seen in it: where the lamp gleamed, a frame says nothing.
* Frames of two documents are never mixed: a frame belongs here only where it shows clearly, in every line,
  some of what was gathered, and contradicts hardly any of it.
* A row of 36 may be one of 44 whose end lies in the gleam or outside the picture; without a composite digit
  (a visa) nothing else would tell. So it counts only where paper is seen beyond both of its ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from borderdesk.imaging.lines import PITCH_IN_STRIP, rectify
from borderdesk.imaging.quality import glare, sharpness
from borderdesk.imaging.views import View
from borderdesk.reading.cells import CellRow, Cells
from borderdesk.reading.fusion import LOOKALIKES, tempered
from borderdesk.reading.windows import FoundZone
from models.reading import MRZ_ALPHABET

_Symbols: TypeAlias = npt.NDArray[np.int64]
_Chances: TypeAlias = npt.NDArray[np.float64]

CLEAR = 0.8
"""Probability from which one frame's character may contradict or confirm another's."""
SEEN = 0.5
"""Probability from which a frame counts as having read a character."""
CONTRADICTIONS = 2.0
"""So many make another document: one other digit of a number changes its check digits, too."""
SHARED_A_LINE = 5
"""Characters that a frame must share clearly with what was gathered, in every line."""
AGREES = 0.8
"""Share of each line that a frame must have read as the whole text has it, to agree with it."""
# Ten frames weigh like two independent ones.
_EXPONENT, _AT_MOST = 0.3, 2.0
# What a cell is taken to say at least of every symbol, so that no frame can forbid one.
_LEAST = 1e-3
_SHARP = 400.0
_MAY_BE_CUT = (2, 36)
# Characters of paper that must be seen beyond either end. Grey levels: how much brighter than the paper
# beside it a gleam is, how bright paper is at most (a gleam's edge still shows characters), how dark ink is.
_BEYOND, _GLEAM, _BRIGHTEST_PAPER, _INK = 2.0, 8.0, 246.0, 45.0
_HIDDEN = 0.35
# Of the pixels of a row of print at least so many are paper.
_PAPER = 60
_FILLER = MRZ_ALPHABET.index("<")
_SIZE = len(MRZ_ALPHABET)


def _alike() -> npt.NDArray[np.bool_]:
    """(37, 37) whether readers take one for the other, or it for a filler."""
    table = np.zeros((_SIZE, _SIZE), dtype=bool)
    for group in LOOKALIKES:
        places = [MRZ_ALPHABET.index(symbol) for symbol in group]
        table[np.ix_(places, places)] = True
    return table


_ALIKE = _alike()


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One frame's reading of a zone.

    Attributes:
        zone: Where and what.
        symbols: (lines, n) the likeliest symbol of each cell.
        chances: (lines, n) its probability.
        rank: How good the frame is, by strength of the reading, sharpness and glare.
        whole: False where the rows may go on where nothing can be seen.
    """

    zone: FoundZone
    symbols: _Symbols
    chances: _Chances
    rank: float
    whole: bool = True

    @classmethod
    def of(cls, zone: FoundZone) -> Seen:
        """What a frame's zone says, and how good it is."""
        symbols = np.stack([row.cells.argmax(axis=1) for row in zone.rows])
        chances = np.stack([row.strengths for row in zone.rows])
        strips = [row.strip.pixels for row in zone.rows]
        sharp = min(1.0, min(sharpness(strip) for strip in strips) / _SHARP)
        washed = max(glare(strip) for strip in strips)
        rank = zone.strength * (0.5 + 0.5 * sharp) * (1.0 - washed)
        whole = symbols.shape != _MAY_BE_CUT or all(_ends(zone.view, row) for row in zone.rows)
        return cls(zone, symbols, chances, rank if whole else 0.0, whole)


def _ends(view: View, row: CellRow) -> bool:
    """Whether paper is seen beyond both ends of a row: no gleam, no ink, not the picture's edge."""
    line = row.strip.line
    half = 0.5 * PITCH_IN_STRIP
    reach = _BEYOND * line.pitch
    first, last = row.strip.x(float(row.centres[0]) - half), row.strip.x(float(row.centres[-1]) + half)
    if first - reach < 0 or last + reach > view.width:
        return False
    for start, end, inner in ((first - reach, first, first), (last, last + reach, last - 10 * line.pitch)):
        beyond = rectify(view.grey, line, start, end).pixels
        near = rectify(view.grey, line, inner, inner + 10 * line.pitch).pixels
        paper = float(np.percentile(near, _PAPER))
        bright = beyond.mean(axis=0) > min(_BRIGHTEST_PAPER, paper + _GLEAM)
        inked = beyond.min(axis=0) < paper - _INK
        if (bright | inked).mean() > _HIDDEN:
            return False
    return True


class Gathering:
    """Frames of one document.

    Args:
        first: The frame that begins it.
    """

    def __init__(self, first: Seen) -> None:
        shape = (*first.symbols.shape, _SIZE)
        self._logs, self._weights = np.zeros(shape), np.zeros(shape[:2])
        self._readings: list[tuple[_Symbols, _Chances]] = []
        self.count = 0
        """How many frames it holds."""
        self.best = first
        self.add(first)

    def belongs(self, seen: Seen) -> bool:
        """Whether a frame shows this document."""
        if seen.symbols.shape != self._weights.shape:
            return False
        said = self._plain()
        symbols, chances = said.argmax(axis=2), said.max(axis=2)
        clear = (chances >= CLEAR) & (seen.chances >= CLEAR)
        same = clear & (symbols == seen.symbols) & (symbols != _FILLER)
        if (same.sum(axis=1) < SHARED_A_LINE).any():
            return False
        other = clear & (symbols != seen.symbols)
        # Readers waver between look-alikes, so half of a contradiction each.
        against = np.where(_ALIKE[symbols, seen.symbols], 0.5, 1.0)[other].sum()
        return bool(against < CONTRADICTIONS)

    def add(self, seen: Seen) -> None:
        """Take a frame in."""
        for line, row in enumerate(seen.zone.rows):
            shown = row.cells.sum(axis=1)
            filled = row.cells + (np.clip(1.0 - shown, 0.0, 1.0) / _SIZE)[:, None]
            weight = shown * seen.zone.strength
            self._logs[line] += weight[:, None] * np.log((1 - _LEAST) * filled + _LEAST / _SIZE)
            self._weights[line] += weight
        self.count += 1
        if seen.whole:
            self._readings.append((seen.symbols, seen.chances))
        if seen.rank > self.best.rank:
            self.best = seen

    def fused(self) -> list[Cells]:
        """(n, 37) for each line; rows sum to 1."""
        return [tempered(cells) for cells in self._plain()]

    def agreeing(self, raw: tuple[str, ...]) -> int:
        """How many whole frames agree with a text; 0 where a character of it was not read by two of them.

        Args:
            raw: As read, one string a line.
        """
        text = np.stack([[MRZ_ALPHABET.index(symbol) for symbol in line] for line in raw])
        support = np.zeros(text.shape, dtype=np.int64)
        agreeing = 0
        for symbols, chances in self._readings:
            read = (symbols == text) & (chances >= SEEN)
            against = (symbols != text) & (chances >= CLEAR) & ~_ALIKE[symbols, text]
            if read.mean(axis=1).min() >= AGREES and not against.any():
                agreeing += 1
                support += read
        return agreeing if support.min() >= 2 else 0

    def part_of(self, other: Gathering) -> bool:
        """Whether this is the other document again, with a part of its rows out of sight."""
        (lines, width), (others, wider) = self._weights.shape, other._weights.shape
        if lines != others or width >= wider:
            return False
        mine, whole = self._plain().argmax(axis=2), other._plain().argmax(axis=2)
        return all(
            any((one == all_of_it[at : at + width]).mean() >= AGREES for at in range(wider - width + 1))
            for one, all_of_it in zip(mine, whole, strict=True)
        )

    def _plain(self) -> _Chances:
        """(lines, n, 37) fused, before anything is kept back."""
        mean = self._logs / np.maximum(self._weights, 1e-6)[:, :, None]
        power = np.clip(self._weights, 1.0, None) ** _EXPONENT
        scaled = mean * np.minimum(power, _AT_MOST)[:, :, None]
        # What no frame saw, nobody knows.
        scaled *= np.minimum(1.0, self._weights / SEEN)[:, :, None]
        chances = np.exp(scaled - scaled.max(axis=2, keepdims=True))
        return np.asarray(chances / chances.sum(axis=2, keepdims=True))
