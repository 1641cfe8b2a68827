"""Ink that is too even: a character typed over another in the picture.

Ink on paper is uneven: toner lies in grains, paper shines through, and the sensor adds its own noise, in each
colour another. What a picture editor types has one tone, and what it adds to hide that is seldom the page's
own. So within the strokes of each letter, where no edge is near, it is measured how uneven the ink is, in
brightness and in colour, and each letter is held against the others of its page. Only more even than they
counts: use makes ink uneven and never even. Storing a picture as JPEG takes the grain of colour away, and
some of that of brightness; where nothing of it is left, nothing is told.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.forgery.cells import Cells, Floats, on_lines, softened
from borderdesk.forgery.evidence import Evidence
from borderdesk.forgery.print_letters import FILLER, worn, worst_letter
from borderdesk.forgery.standing import standing
from models.check import CheckResult, CheckStatus, Severity
from models.image import PageImage
from models.message import message

CODE = "zone.print.grain"
CODES = (CODE,)

_WITHIN = 0.95  # share of ink of a pixel that no edge is near
_SOFT = 0.8  # of a pixel: the finest grain is the sensor's, and JPEG takes it
_CORNERS = np.asarray([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6
"""Leaves of a picture what changes from pixel to pixel both ways: its noise above all, as strong as it is."""
_FEWEST = 10  # letters that tell what is usual
_DARKEST = 6.0
"""Grey level below which black is cut off, and its grain with it."""
_LEAST_USUAL = 0.05
_TONE, _TONE_TIMES, _TONE_FLOOR = 0.45, 5.2, 0.3
"""So much more even (a natural logarithm of grey levels), and so many standard deviations of the page. On 505
pages, letters that nobody had typed over came to 4.9; bench/results.md has what is found of others."""
_COLOUR, _COLOUR_TIMES, _COLOUR_FLOOR = 0.8, 9.0, 0.55
"""The same of colour. In pictures never stored as JPEG letters came to 6, those typed over to 12 and more."""

_PLAIN = 1.25
"""Of `ratios`: from here on somebody should look. One genuine page in 100 comes to 1 (bench/results.md),
so less than this only hints."""


def ratios(page: PageImage, cells: Cells) -> Floats | None:
    """(n,) how far each letter stands out, from 1 on it is told; None where no ink shows any grain.

    Fillers are too thin and too many, and who types over a letter seldom types a filler.
    """
    inside = cells.cover > _WITHIN
    count = np.maximum(inside.sum(axis=(1, 2)), 1)
    dark = (cells.patches * inside).sum(axis=(1, 2)) / count < _DARKEST
    letters = ~worn(cells) & (cells.symbol != FILLER) & ~dark
    if letters.sum() < _FEWEST:
        return None
    # A letter with few such pixels is measured worse than its fellows.
    trust = np.minimum(1.0, np.sqrt(count / np.median(count[letters])))
    tone = _uneven(softened(cells.residue, _SOFT), inside, count)
    if float(np.median(tone[letters])) < _TONE_FLOOR:
        return None
    colour = _colour(page, cells, inside, count)
    values = np.log(np.maximum(np.stack([tone, colour], axis=1), (_TONE_FLOOR, _COLOUR_FLOOR)))
    # Pressing and rubbing change from one end of a line to the other.
    values -= on_lines(values, cells.row, cells.column)
    found = standing(values, cells.symbol, letters, np.full(2, _LEAST_USUAL))
    told = np.minimum(
        -found.off / (_TONE, _COLOUR),
        -found.off * trust[:, None] / ((_TONE_TIMES, _COLOUR_TIMES) * found.usual),
    )
    return np.asarray(np.where(letters, np.maximum(told.max(axis=1), 0.0), 0.0))


def run(evidence: Evidence, page: PageImage, cells: Cells) -> CheckResult:
    """One result, for the letter whose ink is most even."""
    found = ratios(page, cells)
    if found is None:
        return CheckResult(
            CODE, CheckStatus.NOT_SUPPORTED, Severity.INFO, message(f"check.{CODE}.not_supported")
        )
    if 1.0 <= found.max() < _PLAIN:
        return worst_letter(evidence, cells, CODE, found, Severity.INFO, ending="hint")
    return worst_letter(evidence, cells, CODE, found, Severity.MAJOR)


def _uneven(
    values: npt.NDArray[np.float32], inside: npt.NDArray[np.bool_], count: npt.NDArray[np.int64]
) -> Floats:
    """(n,) mean distance of pixels inside from their mean."""
    middle = (values * inside).sum(axis=(1, 2)) / count
    off = np.abs(values - middle[:, None, None].astype(np.float32))
    return np.asarray((off * inside).sum(axis=(1, 2)) / count, np.float64)


def _colour(
    page: PageImage, cells: Cells, inside: npt.NDArray[np.bool_], count: npt.NDArray[np.int64]
) -> Floats:
    """(n,) noise by which colours differ from one another inside the strokes, root mean square."""
    height, width = inside.shape[1:]
    left, top = np.maximum(cells.corner.min(axis=0) - 1, 0)
    right, bottom = cells.corner.max(axis=0) + np.asarray([width + 1, height + 1])
    blue, green, red = cv2.split(page.pixels[top:bottom, left:right].astype(np.float32))
    ys = cells.corner[:, 1, None] - top + np.arange(height)
    xs = cells.corner[:, 0, None] - left + np.arange(width)
    power = sum(cv2.filter2D(green - other, -1, _CORNERS) ** 2 for other in (red, blue))
    found = np.asarray(power, np.float32)[ys[:, :, None], xs[:, None, :]]
    return np.asarray(np.sqrt((found * inside).sum(axis=(1, 2)) / count / 2), np.float64)
