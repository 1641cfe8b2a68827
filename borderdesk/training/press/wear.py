"""What use does to a page: scuffs, stains, dirt, folds, faded and rubbed ink, a laminate gone dull.

It happens to the sheet, before any picture is taken, so every picture of a page shows the same wear. All
lengths are millimetres on the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Self, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.mrz.page_geometry import MM_PER_INCH
from borderdesk.training.press.capture import wear_down
from models.image import Pixels, Quad

_Float: TypeAlias = npt.NDArray[np.float32]
# Blue, green, red of what comes over a page.
_DIRT = np.array((70, 88, 100), np.float32)
_HAZE = np.array((238, 238, 238), np.float32)
_SHADE = np.array((0, 0, 0), np.float32)
_BARE = np.array((245, 245, 245), np.float32)
_TIPS = 0.82
"""Of the roughness of paper, in shares of its area: what lies higher is rubbed first."""


class Level(Enum):
    """How long a page has been in use."""

    NEW = "new"
    USED = "used"
    WORN = "worn"


@dataclass(frozen=True, slots=True)
class Wear:
    """The wear of one page.

    Attributes:
        scuffs: Scratches and stains together, 0 to 1 (`capture.wear_down`).
        spots: Of dirt, on the page.
        folds: Across the page.
        fade: Share of its darkness that ink has lost where it lost most.
        rub: Share of the ink that is rubbed off in grains where most is.
        haze: Of the laminate, share of the light that it throws back.
    """

    scuffs: float
    spots: int
    folds: int
    fade: float
    rub: float
    haze: float

    @classmethod
    def any(cls, level: Level, rng: np.random.Generator) -> Self:
        """One page of a level."""
        if level is Level.NEW:
            return cls(0.0, 0, 0, 0.0, 0.0, float(rng.uniform(0, 0.02)))
        worn = level is Level.WORN
        return cls(
            scuffs=float(rng.uniform(0.6, 1.0) if worn else rng.uniform(0.1, 0.5)),
            spots=int(rng.poisson(14 if worn else 3)),
            folds=int(rng.integers(0, 3) if worn else rng.random() < 0.15),
            fade=float(rng.uniform(0.05, 0.35) if worn else rng.uniform(0.0, 0.12)),
            rub=float(rng.uniform(0.0, 0.25) if worn else rng.uniform(0.0, 0.04)),
            haze=float(rng.uniform(0.0, 0.14) if worn else rng.uniform(0.0, 0.05)),
        )


def wear_out(sheet: Pixels, page: Quad, dpi: float, wear: Wear, rng: np.random.Generator) -> Pixels:
    """A sheet whose page has been in use.

    Args:
        sheet: (h, w, 3) uint8, blue green red; upright.
        page: Corners of the page, in its pixels.
        dpi: Of the sheet.
        wear: What happened to the page.
        rng: Chance: where.

    Returns:
        Another picture of that size; what lies round the page is as it was.
    """
    height, width = sheet.shape[:2]
    left, top = max(0, round(page[0][0])), max(0, round(page[0][1]))
    right, bottom = min(width, round(page[2][0])), min(height, round(page[2][1]))
    worn = sheet.copy()
    if right - left < 2 or bottom - top < 2:
        return worn
    part = sheet[top:bottom, left:right]
    per_mm = dpi / MM_PER_INCH
    if wear.scuffs:
        part = wear_down(part[:, :, ::-1], wear.scuffs, rng)[:, :, ::-1]
    planes = [part[:, :, channel].astype(np.float32) for channel in range(3)]
    if wear.fade or wear.rub:
        _fade(planes, wear, rng)
    for _ in range(wear.folds):
        _fold(planes, per_mm, rng)
    for _ in range(wear.spots):
        _spot(planes, per_mm, rng)
    if wear.haze:
        _blend(planes, _HAZE, np.float32(wear.haze))
    for channel, plane in enumerate(planes):
        worn[top:bottom, left:right, channel] = np.clip(plane, 0, 255, out=plane)
    return worn


def _blend(planes: list[_Float], tone: npt.NDArray[np.float32], cover: _Float | np.float32) -> None:
    """Lay a tone (blue, green, red) over planes, in place; plane by plane is several times as fast."""
    for plane, wanted in zip(planes, tone, strict=True):
        plane += (wanted - plane) * cover


def _field(shape: tuple[int, ...], rng: np.random.Generator) -> _Float:
    """Slow changes over a page, 0 to 1."""
    coarse = rng.uniform(0, 1, (5, 7)).astype(np.float32)
    slow = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(slow, 0, 1), np.float32)


def _fade(planes: list[_Float], wear: Wear, rng: np.random.Generator) -> None:
    """Take ink off, in place: towards the paper's own tone, here more and there less."""
    paper = np.array([np.percentile(plane[::8, ::8], 85) for plane in planes], np.float32)
    height, width = planes[0].shape
    lost = np.asarray(np.float32(wear.fade) * _field((height, width), rng), np.float32)
    if wear.rub:
        # Grains of about two pixels: paper's own roughness, from whose tips ink goes first.
        tips = (rng.random((height // 2 + 1, width // 2 + 1), np.float32) > _TIPS).astype(np.float32)
        grains = cv2.resize(tips, (width, height), interpolation=cv2.INTER_LINEAR)
        lost += np.float32(wear.rub) * _field((height, width), rng) * grains
    _blend(planes, paper, lost)


def _fold(planes: list[_Float], per_mm: float, rng: np.random.Generator) -> None:
    """A crease across the page, in place: ink cracked off along it, a shadow beside it."""
    height, width = planes[0].shape
    crack = np.zeros((height, width), np.float32)
    if rng.random() < 0.5:
        at = rng.uniform(0.1, 0.9) * width
        ends = (at, 0.0), (at + rng.uniform(-0.05, 0.05) * width, float(height))
    else:
        at = rng.uniform(0.1, 0.95) * height
        ends = (0.0, at), (float(width), at + rng.uniform(-0.05, 0.05) * height)
    a, b = ((round(x), round(y)) for x, y in ends)
    cv2.line(crack, a, b, 1.0, max(1, round(rng.uniform(0.1, 0.3) * per_mm)), cv2.LINE_AA)
    shade = np.asarray(cv2.blur(crack, (2 * round(per_mm) + 1,) * 2), np.float32)
    crack *= rng.random((height, width), np.float32)
    _blend(planes, _SHADE, np.minimum(shade * 0.35, np.float32(0.12)))
    _blend(planes, _BARE, np.float32(0.8) * crack)


def _spot(planes: list[_Float], per_mm: float, rng: np.random.Generator) -> None:
    """A spot of dirt, in place."""
    height, width = planes[0].shape
    reach = rng.uniform(0.15, 0.9) * per_mm
    x, y = rng.uniform(0, width), rng.uniform(0, height)
    half = round(reach * 1.6) + 1
    left, top = max(0, round(x) - half), max(0, round(y) - half)
    parts = [plane[top : round(y) + half, left : round(x) + half] for plane in planes]
    v, u = np.mgrid[top : top + parts[0].shape[0], left : left + parts[0].shape[1]].astype(np.float32)
    angle = np.arctan2(v - y, u - x)
    ragged = reach * (1 + 0.25 * np.sin(3 * angle + rng.uniform(0, 6)) + 0.15 * np.sin(7 * angle))
    cover = np.clip(ragged - np.hypot(u - x, v - y), 0, 1) * rng.uniform(0.25, 0.8)
    _blend(parts, _DIRT, cover.astype(np.float32))
