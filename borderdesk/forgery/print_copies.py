"""One character of the zone copied over another in the picture (copy and move).

Two prints of one letter are never alike to the last grain: paper, ink and sensor see to that, and they stand
differently within the pixels. A copy has its original's grain and its place within the pixels. Pairs of equal
letters are compared in that; fillers, which are many and matter little, are left out. A picture in which
letters are alike throughout was drawn and not taken, and tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from borderdesk.forgery.cells import Cells
from borderdesk.forgery.evidence import Evidence
from models.check import CheckResult, CheckStatus, Severity
from models.message import message
from models.reading import MRZ_ALPHABET

CODE = "zone.print.copy_move"
CODES = (CODE,)

_ALIKE = 0.34  # below it a pair is told
_APART = 0.08  # of a pixel: letters that stand more differently within the pixels are no copies
_PER_PIXEL = 5.0  # what a pixel of such difference weighs
_INSIDE = 2  # pixels of a cell's rim, which a copy may leave behind
_DRAWN = 0.25  # share of the pairs alike, from which a picture is taken for drawn
_FEW = 4
_FILLER = MRZ_ALPHABET.index("<")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two equal letters.

    Attributes:
        first: Number of the one in `Cells`.
        second: Of the other.
        difference: Between their pixels, against what no letter explains in both: about 1 and more for two
            prints, 0 for a perfect copy.
    """

    first: int
    second: int
    difference: float


def pairs(cells: Cells) -> list[Pair]:
    """All pairs of equal letters that might be copies of one another, by their place within the pixels."""
    within = cells.middle - cells.corner
    found = []
    for number in range(_FILLER):
        for first, second in combinations(np.flatnonzero(cells.symbol == number).tolist(), 2):
            off = within[first] - within[second]
            step = np.round(off)
            apart = float(np.abs(off - step).max())
            if apart <= _APART:
                difference = _difference(cells, first, second, (int(step[0]), int(step[1])))
                found.append(Pair(first, second, difference + _PER_PIXEL * apart))
    return sorted(found, key=lambda pair: pair.difference)


def run(evidence: Evidence, cells: Cells) -> CheckResult:
    """One result, for the pair that is most alike."""
    found = pairs(cells)
    alike = [pair for pair in found if pair.difference < _ALIKE]
    if len(alike) >= _FEW and len(alike) > _DRAWN * len(found):
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


def _difference(cells: Cells, first: int, second: int, step: tuple[int, int]) -> float:
    """How much two cells differ, laid upon one another, the second `step` pixels right and down."""
    height, width = cells.patches.shape[1:]
    right, down = step
    edge = _INSIDE + max(abs(right), abs(down))
    here = np.s_[edge : height - edge, edge : width - edge]
    there = np.s_[edge - down : height - edge - down, edge - right : width - edge - right]
    off = cells.patches[first][here] - cells.patches[second][there]
    grain = (cells.residue[first][here] ** 2).mean() + (cells.residue[second][there] ** 2).mean()
    return float(np.sqrt((off**2).mean() / max(float(grain), 1e-6)))
