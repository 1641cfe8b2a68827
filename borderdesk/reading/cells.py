"""From probabilities along a line to one cell a character.

A zone is printed at one pitch (ICAO Doc 9303-3, 4.4), so the characters that were seen clearly tell where
the others stand. That settles how many fillers a row has, which reading from left to right alone confuses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borderdesk.imaging.lines import PITCH_IN_STRIP, Strip
from borderdesk.reading.network import COLUMNS_A_STEP, Posteriors, best_symbols
from models.reading import MRZ_ALPHABET

Cells = npt.NDArray[np.float64]
"""(n, 37) probability of each symbol of `MRZ_ALPHABET` in each cell; a row sums to 1 at most."""

_FEWEST = 10
# Cells looked at beyond the first and the last character seen clearly: faint ones stand there.
_BEYOND = 3
_CLEAR = 0.5
# So many cells in a row are print; one may be a scratch.
_GOES_ON = 2


@dataclass(frozen=True, slots=True)
class CellRow:
    """A line cut into cells.

    Attributes:
        strip: The strip it was read from.
        centres: (n,) column of the strip of each cell's middle.
        cells: (n, 37) probabilities.
        left_out: How clearly print goes on before the first and after the last cell, 0 to 1.
    """

    strip: Strip
    centres: npt.NDArray[np.float64]
    cells: Cells
    left_out: tuple[float, float] = (0.0, 0.0)

    @property
    def text(self) -> str:
        """Likeliest symbols."""
        return "".join(MRZ_ALPHABET[i] for i in self.cells.argmax(axis=1))

    @property
    def strengths(self) -> npt.NDArray[np.float64]:
        """(n,) probability of the likeliest symbol of each cell."""
        return np.asarray(self.cells.max(axis=1))

    def window(self, first: int, count: int) -> CellRow:
        """Some of the cells; ones beyond either end are empty."""
        at = np.arange(first, first + count)
        inside = (at >= 0) & (at < len(self.cells))
        cells = np.zeros((count, self.cells.shape[1]))
        cells[inside] = self.cells[at[inside]]
        step = float(np.mean(np.diff(self.centres))) if len(self.centres) > 1 else PITCH_IN_STRIP
        centres = self.centres[0] + step * at.astype(np.float64)
        centres[inside] = self.centres[at[inside]]
        end = first + count
        strengths = self.strengths
        before, after = strengths[max(0, first - _GOES_ON) : max(0, first)], strengths[end : end + _GOES_ON]
        left_out = tuple(float(side.min()) if len(side) == _GOES_ON else 0.0 for side in (before, after))
        return CellRow(self.strip, centres, cells, (left_out[0], left_out[1]))


def cut(strip: Strip, posteriors: Posteriors) -> CellRow | None:
    """Cells of all print in a strip, with a few beyond the first and the last character seen clearly.

    Args:
        strip: The strip that was read.
        posteriors: What the network said of it.

    Returns:
        None where there is too little print to find a pitch.
    """
    seen = [column for column, _, probability in best_symbols(posteriors) if probability >= _CLEAR]
    if len(seen) < _FEWEST:
        return None
    columns = np.asarray(seen, dtype=np.float64)
    grid = _grid(columns)
    if grid is None:
        return None
    places, coefficients = grid
    at = np.arange(places.min() - _BEYOND, places.max() + 1 + _BEYOND, dtype=np.float64)
    centres = np.asarray(np.polyval(coefficients, at), dtype=np.float64)
    inside = (centres > 0) & (centres < strip.pixels.shape[1])
    centres = centres[inside]
    return CellRow(strip, centres, gather(posteriors, centres))


def _grid(
    columns: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
    """Whole-numbered places of the characters and column = polynomial(place), of the second degree.

    The pitch may drift along a page seen at an angle, so places are counted from neighbour to neighbour.
    """
    gaps = np.diff(columns)
    single = gaps[(gaps > 0.6 * PITCH_IN_STRIP) & (gaps < 1.5 * PITCH_IN_STRIP)]
    if len(single) < _FEWEST - 2:
        return None
    pitch = float(np.median(single))
    local = _local_pitch(gaps, pitch)
    places = np.concatenate([[0.0], np.cumsum(np.round(gaps / local))])
    keep = np.concatenate([[True], np.diff(places) > 0])
    coefficients = np.polyfit(places[keep], columns[keep], 1)
    for degree in (1, 2, 2):
        if keep.sum() < 3 * degree + 4:
            break
        coefficients = np.polyfit(places[keep], columns[keep], degree)
        keep = np.abs(np.polyval(coefficients, places) - columns) < 0.3 * pitch
    if keep.mean() < 0.7:
        return None
    # Characters that stand off the grid are noise; the others say where print begins and ends.
    return places[keep], coefficients


def _local_pitch(gaps: npt.NDArray[np.float64], pitch: float) -> npt.NDArray[np.float64]:
    """Pitch near each gap: the median of the single gaps within five to either side."""
    single = np.abs(gaps - pitch) < 0.4 * pitch
    local = np.full(len(gaps), pitch)
    for i in range(len(gaps)):
        near = slice(max(0, i - 5), i + 6)
        if single[near].sum() >= 4:
            local[i] = np.median(gaps[near][single[near]])
    return local


def gather(posteriors: Posteriors, centres: npt.NDArray[np.float64]) -> Cells:
    """Each cell's symbols: the strongest each came to within half a pitch of the cell's middle.

    Args:
        posteriors: What the network said of a strip.
        centres: (n,) column of the strip of each cell's middle; n is at least 2.
    """
    steps = (np.arange(len(posteriors)) + 0.5) * COLUMNS_A_STEP
    edges = np.concatenate(
        [
            [1.5 * centres[0] - 0.5 * centres[1]],
            (centres[1:] + centres[:-1]) / 2,
            [1.5 * centres[-1] - 0.5 * centres[-2]],
        ]
    )
    cells = np.zeros((len(centres), len(MRZ_ALPHABET)))
    for i in range(len(centres)):
        inside = posteriors[(steps >= edges[i]) & (steps < edges[i + 1]), 1:]
        if len(inside):
            cells[i] = inside.max(axis=0)
    return np.asarray(cells / np.maximum(1.0, cells.sum(axis=1, keepdims=True)))
