"""Paper and security print: fibres, a rainbow of two tints, waves and a rosette (guilloche)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.mrz.page_geometry import PageGeometry
from borderdesk.training.press.geometry import Scale
from borderdesk.training.press.type import Ink
from models.image import Pixels

_Mask: TypeAlias = npt.NDArray[np.float32]

_PATTERNS = 6  # of lines, so that many pages share the drawing of one
_SHIFT = 4  # cv2 draws in sixteenths of a pixel


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one kind of document.

    Attributes:
        paper: Of the page.
        left: Tint of the security print on the left.
        right: Tint on the right; the two run into each other.
        dark: Of titles and the emblem.
    """

    paper: Ink
    left: Ink
    right: Ink
    dark: Ink


PASSPORT = Palette((244, 245, 240), (92, 148, 138), (168, 140, 92), (28, 70, 84))
DIPLOMATIC = Palette((245, 243, 242), (146, 92, 104), (120, 110, 150), (96, 26, 40))
REFUGEE = Palette((242, 245, 248), (92, 128, 172), (120, 156, 150), (24, 56, 104))
CARD = Palette((243, 246, 244), (100, 150, 110), (94, 140, 168), (26, 80, 60))
EMERGENCY = Palette((253, 253, 253), (206, 218, 224), (214, 216, 222), (40, 40, 44))
HANDWRITTEN = Palette((240, 234, 216), (150, 146, 110), (164, 132, 96), (60, 48, 30))
BLUE = Palette((240, 244, 248), (96, 120, 168), (120, 130, 160), (24, 40, 96))
ROSE = Palette((247, 241, 240), (170, 112, 120), (150, 120, 150), (92, 28, 44))
OCHRE = Palette((247, 244, 234), (176, 146, 88), (130, 150, 100), (84, 60, 20))
VISA = Palette((246, 244, 238), (110, 150, 96), (190, 136, 84), (70, 74, 30))


def paint_background(
    geometry: PageGeometry, scale: Scale, palette: Palette, *, has_zone: bool, rng: np.random.Generator
) -> Pixels:
    """Paper with its security print; the zone gets a lighter one, so that a reader sees the letters.

    Args:
        geometry: Of the page.
        scale: Of the drawing.
        palette: Colours.
        has_zone: True where the page carries a machine-readable zone.
        rng: Chance.

    Returns:
        (h, w, 3) red green blue, exactly the page.
    """
    ink = _security_print(geometry, scale, has_zone, int(rng.integers(_PATTERNS)))
    height, width = ink.shape
    cover = ink.astype(np.float32) / 255
    uneven = _unevenness(height, width, rng)
    tints = _rainbow(width, palette)
    planes = []
    for channel, tone in enumerate(palette.paper):
        # Lay a tint on the paper; `cover` is how much of it is hidden.
        printed = uneven + np.float32(tone)
        tint = tints[channel] - printed
        tint *= cover
        printed += tint
        planes.append(cv2.convertScaleAbs(printed))
    return np.asarray(cv2.merge(planes), np.uint8)


@lru_cache(maxsize=48)
def _security_print(geometry: PageGeometry, scale: Scale, has_zone: bool, pattern: int) -> Pixels:
    """How much of the page a pattern of lines hides, 0 to 255; to draw it anew for each takes longest."""
    rng = np.random.default_rng(pattern)
    height, width = scale.whole(geometry.height), scale.whole(geometry.width)
    ink: _Mask = _waves(height, width, scale, rng) * np.float32(0.30)
    centre = (0.68 * width, 0.40 * height)
    ink = np.maximum(ink, _rosette(height, width, centre, scale.px(geometry.height * 0.33), rng) * 0.46)
    corner = (width - scale.px(13.0), scale.px(geometry.zone_top - 12.0))
    ink = np.maximum(ink, _rosette(height, width, corner, scale.px(8.5), rng) * 0.5)
    if has_zone:
        top = scale.whole(geometry.zone_top)
        ink[top:] *= 0.38
        ink[top : top + max(1, scale.whole(0.18))] = 0.32
    return np.asarray(np.round(ink * 255), np.uint8)


def _unevenness(height: int, width: int, rng: np.random.Generator) -> _Mask:
    """Fibres and clouds of the paper, in grey levels about none."""
    half = rng.standard_normal((height // 2 + 1, width // 2 + 1), dtype=np.float32)
    clouds = rng.standard_normal((9, 12), dtype=np.float32)
    cloud = cv2.resize(clouds, half.shape[::-1], interpolation=cv2.INTER_CUBIC)
    uneven = cv2.addWeighted(half, 0.9, cloud, 1.2, 0.0)
    return np.asarray(cv2.resize(uneven, (width, height)), np.float32)


def _rainbow(width: int, palette: Palette) -> npt.NDArray[np.float32]:
    """(3, width) from the left tint to the right one."""
    share = np.linspace(0.0, 1.0, width, dtype=np.float32)
    share = (0.5 - 0.5 * np.cos(share * np.pi))[None, :]
    left, right = (np.array(tint, np.float32)[:, None] for tint in (palette.left, palette.right))
    return np.asarray(left * (1 - share) + right * share, np.float32)


def _waves(height: int, width: int, scale: Scale, rng: np.random.Generator) -> _Mask:
    """Two families of fine wavy lines that cross."""
    mask = np.zeros((height, width), np.uint8)
    x = np.linspace(-2.0, width + 2.0, 260)
    for family in range(2):
        period = scale.px(rng.uniform(38, 60))
        swing = scale.px(rng.uniform(2.5, 4.5))
        phase = rng.uniform(0, 2 * np.pi)
        drift = 1 if family == 0 else -1
        for row in np.arange(-scale.px(8), height + scale.px(8), scale.px(1.35)):
            y = row + swing * np.sin(2 * np.pi * x / period + phase + drift * row / scale.px(26))
            _polyline(mask, x, y)
    return np.asarray(mask / 255, np.float32)


def _rosette(
    height: int, width: int, centre: tuple[float, float], radius: float, rng: np.random.Generator
) -> _Mask:
    """Rings round a centre, each woven of curves whose petals are turned against each other."""
    mask = np.zeros((height, width), np.uint8)
    angle = np.linspace(0.0, 2 * np.pi, 900)
    petals = int(rng.integers(8, 13))
    curves = 14
    for ring, swing in ((0.34, 0.10), (0.62, 0.15), (0.86, 0.13)):
        for step in range(curves):
            turn = 2 * np.pi * step / curves
            curve = radius * (ring + swing * np.sin(petals * angle + turn) * np.cos(turn / 2))
            _polyline(mask, centre[0] + curve * np.cos(angle), centre[1] + curve * np.sin(angle))
    return np.asarray(mask / 255, np.float32)


def _polyline(mask: npt.NDArray[np.uint8], x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> None:
    points = np.round(np.stack([x, y], axis=1) * (1 << _SHIFT)).astype(np.int32)
    cv2.polylines(mask, [points], False, 255, 1, cv2.LINE_AA, _SHIFT)
