"""One character of the zone copied over another in the picture (copy and move).

Two prints of one letter are never alike to the last grain: paper, ink and sensor see to that, and they stand
differently within the pixels. A copy has its original's grain and its place within the pixels. Pairs of equal
letters are compared in that; fillers, which are many and matter little, are left out. Storing a picture as
JPEG takes the finest grain away, in each place another: so both are softened a little first. A picture in
which letters are alike throughout was drawn and not taken, and tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from borderdesk.forgery.cells import Cells, softened
from borderdesk.forgery.evidence import Evidence
from borderdesk.forgery.print_letters import FILLER
from models.check import CheckResult, CheckStatus, Severity
from models.message import message

CODE = "zone.print.copy_move"
CODES = (CODE,)

_ALIKE = 0.35
"""Below it a pair is told. Of 57 copied letters, half of them stored as JPEG afterwards, all but one had 0.26
or less; no pair of 315 pages that nobody copied on had less than 0.44."""
_APART = 0.16  # of a pixel: letters that stand more differently within the pixels are no copies
_SOFT = 0.85  # of a pixel, standard deviation
_INSIDE = 0.08  # of a cell's width and height, on each side: a copy may be cut so close
_DRAWN = (
    6  # so many letters of the alphabet have pairs alike where a picture was drawn: nobody copies so much
)
_ENOUGH = 4  # pairs that tell how alike letters of this page usually are
_Floats32 = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two equal letters.

    Attributes:
        first: Number of the one in `Cells`.
        second: Of the other.
        difference: Between their pixels and their places within the pixels, against what OCR-B leaves
            unexplained in both: about 1 and more for two prints, 0 for a perfect copy.
    """

    first: int
    second: int
    difference: float


def pairs(cells: Cells) -> list[Pair]:
    """All pairs of equal letters that might be copies of one another, by their place within the pixels."""
    within = cells.middle - cells.corner
    patches, residue = softened(cells.patches, _SOFT), softened(cells.residue, _SOFT)
    found = []
    for number in range(FILLER):
        for first, second in combinations(np.flatnonzero(cells.symbol == number).tolist(), 2):
            off = within[first] - within[second]
            step = np.round(off)
            apart = float(np.abs(off - step).max())
            if apart <= _APART:
                difference = _difference(patches, residue, first, second, (int(step[0]), int(step[1])))
                found.append(Pair(first, second, difference))
    # Where OCR-B explains the letters badly, what it leaves is shared by all of a symbol and makes all alike.
    usual = 1.0
    if len(found) >= _ENOUGH:
        usual = min(1.0, float(np.percentile([pair.difference for pair in found], 75)))
    alike = [replace(pair, difference=pair.difference / max(usual, 1e-6)) for pair in found]
    return sorted(alike, key=lambda pair: pair.difference)


def run(evidence: Evidence, cells: Cells) -> CheckResult:
    """One result, for the pair that is most alike."""
    found = pairs(cells)
    alike = [pair for pair in found if pair.difference < _ALIKE]
    if len({int(cells.symbol[pair.first]) for pair in alike}) >= _DRAWN:
        return CheckResult(CODE, CheckStatus.NOT_SUPPORTED, Severity.INFO, message(f"check.{CODE}.drawn"))
    score = 1.0 if not found else found[0].difference / (found[0].difference + _ALIKE)
    if not alike:
        return CheckResult(
            CODE, CheckStatus.PASSED, Severity.MAJOR, message(f"check.{CODE}.passed"), None, score
        )
    pair = alike[0]
    places = [(int(cells.row[at]), int(cells.column[at])) for at in (pair.first, pair.second)]
    (line, place), (other_line, other_place) = places
    return CheckResult(
        CODE,
        CheckStatus.FAILED,
        Severity.MAJOR,
        message(
            f"check.{CODE}.failed",
            symbol=evidence.document.lines[line][place],
            line=line + 1,
            position=place + 1,
            other_line=other_line + 1,
            other_position=other_place + 1,
        ),
        evidence.region([(row, at, at + 1) for row, at in places]),
        score,
    )


def _difference(
    patches: _Floats32, residue: _Floats32, first: int, second: int, step: tuple[int, int]
) -> float:
    """How much two cells differ, laid upon one another, the second `step` pixels right and down."""
    height, width = patches.shape[1:]
    right, down = step
    left, top = int(width * _INSIDE) + abs(right), int(height * _INSIDE) + abs(down)
    here = np.s_[top : height - top, left : width - left]
    there = np.s_[top - down : height - top - down, left - right : width - left - right]
    off = patches[first][here] - patches[second][there]
    grain = (residue[first][here] ** 2).mean() + (residue[second][there] ** 2).mean()
    return float(np.sqrt((off**2).mean() / max(float(grain), 1e-6)))
