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

from borderdesk.imaging.quality import glare, sharpness
from borderdesk.reading.cells import Cells
from borderdesk.reading.ends import open_ends
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
        whole = not open_ends(zone.view, zone.rows)
        return cls(zone, symbols, chances, rank if whole else 0.0, whole)


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
