"""What storing a picture leaves behind: whether all of it was stored together.

A JPEG (ITU-T T.81) cuts a picture into blocks of 8 by 8 and rounds each block's frequencies (A.3.3) to steps
(A.3.4). Once decoded, brightness still lies on these steps as long as nobody changes it. So on a picture that
was decoded from a JPEG and never stored so again:

* what was pasted, painted or moved lies off the steps of its surroundings;
* steps that are blurred by finer ones say that the file was opened, and stored a second time.

A file that was stored anew in coarser steps after it was changed lies on those everywhere: it shows neither.
Both only advise: an honest clerk also crops and turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.forgery.evidence import Evidence
from borderdesk.imaging.page_plane import PagePlane
from models.check import CheckResult, CheckStatus, Severity
from models.image import Light, PageImage, Pixels, Quad
from models.message import message

COMPRESSION = "picture.compression"
SPLICING = "picture.splicing"
CODES = (COMPRESSION, SPLICING)

_Field = npt.NDArray[np.float32]
_Mask = npt.NDArray[np.bool_]
_SIDE = 8
_FEWEST_BLOCKS = 600
_ASKED_BLOCKS = 250
"""Of the page, for where its blocks begin; those with most to see."""
_FREQUENCIES = tuple((v, u) for v in range(6) for u in range(6) if 0 < u + v <= 5)
_LARGEST_STEP = 60
_SMALLEST_STEP = 3
"""Rounding to whole grey levels hides smaller steps."""
_FEWEST = 60
"""Frequencies away from zero, of all blocks, that tell a step."""
_ON_STEP = 0.6
"""Mean cosine of the distance from the nearest step, a step being a full turn, from which values lie on
steps: 0 by chance, 1 exactly on them."""
_ROUNDED = 0.12
"""Variance that rounding leaves, in grey levels squared: a twelfth of brightness, the rest of colours."""
_FEWEST_STEPS = 6
_OFF = 0.3
"""How much further off its steps than rounding explains a block was not stored with the others."""
_FEWEST_OFF = 8
"""Blocks side by side, a letter or two at 300 dots an inch."""
_MOST_OFF = 0.3
_AGAIN = 0.97
"""How exactly values lie on their steps, 1 being as rounding explains, at the usual frequency. Pictures that
were stored once had 0.99 and more, those stored again in finer steps 0.95 and less."""
_ENOUGH = 2000
"""Blocks that tell the steps of all."""


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """Stored once, and all of it together."""
    page, plane = evidence.page, evidence.plane
    if page is None or plane is None or page.light is not Light.VISIBLE:
        yield from (_result(code, "no_page", CheckStatus.NOT_SUPPORTED) for code in CODES)
        return
    steps = _Steps.of(page, plane)
    if steps is None:
        yield from (_result(code, "no_traces", CheckStatus.NOT_SUPPORTED) for code in CODES)
    elif steps.again():
        yield _result(COMPRESSION, "failed", CheckStatus.FAILED, plane.quad(plane.page_box))
        yield _result(SPLICING, "stored_again", CheckStatus.NOT_SUPPORTED)
    else:
        yield _result(COMPRESSION, "passed", CheckStatus.PASSED)
        off = steps.off()
        if off is None:
            yield _result(SPLICING, "passed", CheckStatus.PASSED)
        else:
            yield _result(SPLICING, "failed", CheckStatus.FAILED, off)


def _result(code: str, ending: str, status: CheckStatus, region: Quad | None = None) -> CheckResult:
    return CheckResult(code, status, Severity.INFO, message(f"check.{code}.{ending}"), region)


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """How far the blocks of a page lie off the steps of the page.

    Attributes:
        distance: (rows, columns), beyond what rounding explains: 0 on the steps, near 1 by chance.
        whole: (rows, columns), where no colour of a pixel was cut off at black or white.
        exact: How exactly values lie on the steps, at the usual frequency; 1 as rounding explains.
        origin: Of the first block, in pixels of the page: x, y.
    """

    distance: _Field
    whole: _Mask
    exact: float
    origin: tuple[int, int]

    @classmethod
    def of(cls, page: PageImage, plane: PagePlane) -> _Steps | None:
        """None where the page is small, or lies on no steps."""
        corners = np.asarray(plane.quad(plane.page_box))
        left, top = np.maximum(0, np.floor(corners.min(axis=0))).astype(int)
        right, below = np.ceil(corners.max(axis=0)).astype(int)
        cut = page.pixels[top:below, left:right]
        if cut.shape[0] // _SIDE * (cut.shape[1] // _SIDE) < _FEWEST_BLOCKS:
            return None
        grey = _brightness(cut)
        y, x = _phase(grey)
        blocks = _blocks(grey[y:, x:])
        inside = _whole(cut[y:, x:])
        known = blocks[inside]
        if len(known) < _FEWEST_BLOCKS:
            return None
        steps = _told(_frequencies(known[:: max(1, len(known) // _ENOUGH)]))
        told = steps > 0
        if told.sum() < _FEWEST_STEPS:
            return None
        waves = _frequencies(blocks)[:, :, told]
        distance = _distance(waves, steps[told])
        energy = np.abs(waves).mean(axis=2)
        busy = inside & (energy >= np.median(energy[inside]))
        if (distance[busy] > _OFF).mean() > _MOST_OFF:
            return None
        kept = waves[inside & (distance <= _OFF)]
        exact = [_exact(kept[:, number], int(step)) for number, step in enumerate(steps[told])]
        return cls(distance, inside, float(np.median(exact)), (int(left) + x, int(top) + y))

    def again(self) -> bool:
        """Whether other, finer steps have blurred these."""
        return self.exact < _AGAIN

    def off(self) -> Quad | None:
        """Round the largest group of blocks off the steps of the page; None where there is none."""
        far = ((self.distance > _OFF) & self.whole).astype(np.uint8)
        count, _, stats, _ = cv2.connectedComponentsWithStats(far, connectivity=8)
        if count < 2:
            return None
        largest = stats[1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))]
        if largest[cv2.CC_STAT_AREA] < _FEWEST_OFF:
            return None
        left = float(self.origin[0] + largest[cv2.CC_STAT_LEFT] * _SIDE)
        top = float(self.origin[1] + largest[cv2.CC_STAT_TOP] * _SIDE)
        right = left + float(largest[cv2.CC_STAT_WIDTH] * _SIDE)
        below = top + float(largest[cv2.CC_STAT_HEIGHT] * _SIDE)
        return ((left, top), (right, top), (right, below), (left, below))


def _distance(blocks: _Field, steps: npt.NDArray[np.int64]) -> _Field:
    """(rows, columns), how much further off the steps blocks lie than rounding explains."""
    turns = blocks * (2 * np.pi / steps).astype(np.float32)
    return np.asarray((_expected(steps) - np.cos(turns)).mean(axis=2), np.float32)


def _expected(steps: npt.NDArray[np.int64]) -> _Field:
    """Mean cosine of the distance from the steps that rounding leaves: of a normal distribution."""
    return np.asarray(np.exp(-2 * np.pi**2 * _ROUNDED / steps.astype(np.float32) ** 2), np.float32)


def _brightness(pixels: Pixels) -> _Field:
    """What a JPEG stores as brightness, not rounded anew."""
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32), cv2.COLOR_BGR2GRAY), np.float32)


def _blocks(grey: _Field) -> _Field:
    """(rows, columns, 8, 8); what is left at the right and below is left out."""
    rows, columns = grey.shape[0] // _SIDE, grey.shape[1] // _SIDE
    cut = grey[: rows * _SIDE, : columns * _SIDE]
    return cut.reshape(rows, _SIDE, columns, _SIDE).swapaxes(1, 2)


def _frequencies(blocks: _Field) -> _Field:
    """(..., frequencies) of blocks (..., 8, 8)."""
    flat = blocks.reshape(*blocks.shape[:-2], _SIDE * _SIDE)
    return np.asarray(flat @ _WAVES, np.float32)


def _averages(picture: _Field) -> _Field:
    """(rows, columns), of each block."""
    rows, columns = picture.shape[0] // _SIDE, picture.shape[1] // _SIDE
    cut = picture[: rows * _SIDE, : columns * _SIDE]
    return np.asarray(cv2.resize(cut, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def _whole(pixels: Pixels) -> _Mask:
    uncut = cv2.inRange(pixels, (1, 1, 1), (254, 254, 254)).astype(np.float32)
    return np.asarray(np.greater(_averages(uncut), 254.99))


def _phase(grey: _Field) -> tuple[int, int]:
    """Where the first block begins, y and x: there most frequencies were rounded to nothing."""
    inner = grey[: grey.shape[0] // _SIDE * _SIDE - _SIDE, : grey.shape[1] // _SIDE * _SIDE - _SIDE]
    busy = _averages(inner * inner) - _averages(inner) ** 2
    chosen = np.argsort(busy, axis=None)[::-1][: 4 * _ASKED_BLOCKS : 4]
    rows, columns = np.unravel_index(chosen, busy.shape)
    areas = np.stack(
        [
            grey[y * _SIDE : y * _SIDE + 2 * _SIDE - 1, x * _SIDE : x * _SIDE + 2 * _SIDE - 1]
            for y, x in zip(rows, columns, strict=True)
        ]
    )
    return max(
        ((y, x) for y in range(_SIDE) for x in range(_SIDE)),
        key=lambda at: _nothing(areas[:, at[0] : at[0] + _SIDE, at[1] : at[1] + _SIDE]),
    )


def _nothing(blocks: _Field) -> float:
    waves = blocks.reshape(len(blocks), -1) @ _ALL_WAVES
    return float((np.abs(waves) < 0.6).mean())


def _exact(values: _Field, step: int) -> float:
    """How exactly values lie on a step, 1 as rounding explains; those rounded to nothing say nothing."""
    away = values[np.abs(values) > _AWAY * step]
    on = np.cos(away * np.float32(2 * np.pi / step)).mean() if len(away) else 1.0
    return float(on / _expected(np.asarray(step))) if len(away) else 1.0


def _told(waves: _Field) -> npt.NDArray[np.int64]:
    """The widest step on which each frequency lies; 0 where there is none.

    Args:
        waves: (blocks, frequencies).
    """
    bins = np.minimum(np.abs(waves) * _FINE + np.float32(0.5), len(_TURNS) - 1).astype(np.int64)
    counts = np.stack([np.bincount(of, minlength=len(_TURNS)) for of in bins.T]).astype(np.float32)
    many = counts @ _COUNTED
    on = np.where(many < _FEWEST, 0.0, counts @ _TURNS / np.maximum(many, 1.0))
    return np.asarray([_widest(of) for of in on], np.int64)


def _widest(on: _Field) -> int:
    """The step on which values lie best, of the first few that are wide enough."""
    found, best = 0, _ON_STEP
    for step, value in zip(_STEPS, on, strict=True):
        if value > best:
            found, best = step, float(value)
        elif found:
            break
    return found


def _waves(frequencies: tuple[tuple[int, int], ...]) -> _Field:
    """(64, frequencies), the cosines of T.81, A.3.3."""
    along = np.cos(np.outer(np.arange(_SIDE), np.arange(_SIDE) + 0.5) * np.pi / _SIDE) / 2
    along[0] /= np.sqrt(2)
    return np.asarray(np.stack([np.outer(along[v], along[u]).ravel() for v, u in frequencies], 1), np.float32)


_WAVES = _waves(_FREQUENCIES)
_ALL_WAVES = _waves(tuple((v, u) for v in range(_SIDE) for u in range(_SIDE)))
_AWAY = 0.4
"""Share of a step from which a value counts as not rounded to nothing. Below a half: such as lie there speak
against the step."""
_STEPS = tuple(range(_LARGEST_STEP, _SMALLEST_STEP - 1, -1))
_FINE = 8
"""Places a grey level in which values are counted."""
_VALUES = (np.arange(1024 * _FINE) / _FINE).astype(np.float32)
_COUNTED = np.stack([(_AWAY * step < _VALUES).astype(np.float32) for step in _STEPS], 1)
_TURNS = np.stack([np.cos(_VALUES * np.float32(2 * np.pi / step)) for step in _STEPS], 1) * _COUNTED
"""(places, steps), which values are away from zero; the cosine of their distance from whole steps."""
