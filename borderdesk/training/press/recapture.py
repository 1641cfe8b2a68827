"""A picture of a screen that shows a page: its grid of red, green and blue, the moire, the camera's eye.

The screen's elements (IEC 62341 and 61747 call them sub-pixels) shine in strips side by side with dark bars
between them. A camera that does not resolve them as they are sees them beat with its own grid of coloured
pixels (Bayer), which is where the coloured moire comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.mrz.page_geometry import MM_PER_INCH
from borderdesk.training.press.capture import Capture, exposed, placed
from models.image import Pixels, Quad

_Matrix: TypeAlias = npt.NDArray[np.float64]
_Float: TypeAlias = npt.NDArray[np.float32]
_FINE = 2
"""The picture is sampled so many times finer than the camera's pixels, each way."""
_TILE = 24
_VIEWER = (52, 48, 46)
"""What the screen shows round the sheet."""
_MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Recapture:
    """A screen and the camera in front of it.

    Attributes:
        dpi: Dots of the camera an inch of the page, in the middle.
        pitch: From one element of the screen to the next, in pixels of the camera.
        gap: Share of an element that is dark, across and down.
        tilt: Of the camera against the screen, in degrees.
        lean: Perspective: how much narrower the far edge is, as a share.
        focus: Gaussian, sigma in pixels of the camera.
        white: Blue, green, red of the screen's white, as the camera sees it, 0 to 1.
        veil: Light of the room on the glass, 0 to 1.
        noise: Standard deviation in grey levels.
        jpeg: Quality of the file.
    """

    dpi: float
    pitch: float
    gap: tuple[float, float]
    tilt: float
    lean: float
    focus: float
    white: tuple[float, float, float]
    veil: float
    noise: float
    jpeg: int

    @classmethod
    def any(cls, rng: np.random.Generator) -> Self:
        """One of the screens there are, from a telephone's to an old desk's, held well enough to be read."""
        return cls(
            dpi=float(rng.uniform(190, 320)),
            pitch=float(rng.uniform(1.25, 3.2)),
            gap=(float(rng.uniform(0.04, 0.14)), float(rng.uniform(0.08, 0.25))),
            tilt=float(rng.uniform(-4, 4)),
            lean=float(rng.uniform(0, 0.05)),
            focus=float(rng.uniform(0.35, 0.9)),
            white=(
                float(rng.uniform(0.9, 1.0)),
                float(rng.uniform(0.85, 0.95)),
                float(rng.uniform(0.78, 0.95)),
            ),
            veil=float(rng.uniform(0.0, 0.10)),
            noise=float(rng.uniform(0.8, 3.5)),
            jpeg=int(rng.integers(70, 96)),
        )


def recapture(
    sheet: Pixels, quads: tuple[Quad, ...], dpi: float, how: Recapture, rng: np.random.Generator
) -> tuple[Pixels, tuple[Quad, ...]]:
    """Show a sheet on a screen and take a picture of that.

    Args:
        sheet: (h, w, 3) uint8, blue green red.
        quads: Places on the sheet, in its pixels.
        dpi: Of the sheet.
        how: Screen and camera.
        rng: Chance.

    Returns:
        The picture, and the same places in it.
    """
    shown = _shown(sheet, dpi, how)
    matrix, size = _way(sheet.shape[1], sheet.shape[0], dpi, how)
    light = _light(shown, sheet.shape, matrix, size, how)
    light = np.asarray(cv2.GaussianBlur(light, (0, 0), how.focus * _FINE), np.float32)
    raw = cv2.resize(light, size, interpolation=cv2.INTER_AREA)
    picture = _developed(np.asarray(raw, np.float32), how, rng)
    file = Capture(noise=how.noise, blur=0.0, sharpen=float(rng.uniform(0.0, 0.8)), jpeg=how.jpeg)
    return exposed(picture, file, rng), tuple(placed(quad, matrix) for quad in quads)


def _shown(sheet: Pixels, dpi: float, how: Recapture) -> Pixels:
    """The sheet in the screen's own elements."""
    ratio = how.dpi / how.pitch / dpi
    size = (max(1, round(sheet.shape[1] * ratio)), max(1, round(sheet.shape[0] * ratio)))
    return np.asarray(cv2.resize(sheet, size, interpolation=cv2.INTER_AREA), np.uint8)


def _way(width: int, height: int, dpi: float, how: Recapture) -> tuple[_Matrix, tuple[int, int]]:
    """Homography from the sheet to the picture, and the size (width, height) of the picture."""
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    moved = (corners - [width / 2, height / 2]) * (how.dpi / dpi)
    moved[:, 0] *= 1 + how.lean * moved[:, 1] / (height * how.dpi / dpi)
    angle = np.radians(how.tilt)
    moved @= np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    border = _MARGIN * how.dpi / MM_PER_INCH
    moved -= moved.min(axis=0) - border
    size = np.ceil(moved.max(axis=0) + border).astype(int)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), moved.astype(np.float32))
    return np.asarray(matrix, np.float64), (int(size[0]), int(size[1]))


def _light(
    shown: Pixels, shape: tuple[int, ...], matrix: _Matrix, size: tuple[int, int], how: Recapture
) -> _Float:
    """What shines into the lens, finer than its pixels: each element's own light, through its strips."""
    height, width = shown.shape[:2]
    to_shown = np.diag([width / shape[1], height / shape[0], 1.0])
    fine = np.diag([float(_FINE), float(_FINE), 1.0])
    way = np.linalg.inv(fine @ matrix @ np.linalg.inv(to_shown))
    large = (size[0] * _FINE, size[1] * _FINE)
    y, x = np.mgrid[0 : large[1], 0 : large[0]].astype(np.float32)
    w = way[2, 0] * x + way[2, 1] * y + way[2, 2]
    u = np.asarray((way[0, 0] * x + way[0, 1] * y + way[0, 2]) / w, np.float32)
    v = np.asarray((way[1, 0] * x + way[1, 1] * y + way[1, 2]) / w, np.float32)
    # remap puts pixel centres at whole numbers; an element reaches from one whole number to the next.
    tones = cv2.remap(
        shown, u - 0.5, v - 0.5, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=_VIEWER
    )
    strips = cv2.remap(
        _strips(how.gap, how.pitch),
        (u % 1.0) * _TILE,
        (v % 1.0) * _TILE,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_WRAP,
    )
    linear = ((np.arange(256) / 255.0) ** 2.2).astype(np.float32)
    return np.asarray(cv2.multiply(np.asarray(cv2.LUT(tones, linear), np.float32), strips), np.float32)


def _strips(gap: tuple[float, float], pitch: float) -> _Float:
    """One element: strips of red, green and blue with dark bars, its mean 1 in each colour.

    Each sample is the mean of its own area, as light falls on a camera's pixel: strips narrower than the way
    from one sample to the next would else come and go in broad bars that no camera sees.
    """
    x = (np.arange(_TILE) + 0.5) / _TILE
    lit = (np.abs(x[:, None] - 0.5) < (1 - gap[1]) / 2).astype(np.float32)
    tile = np.zeros((_TILE, _TILE, 3), np.float32)
    for channel, centre in ((2, 1 / 6), (1, 3 / 6), (0, 5 / 6)):
        tile[:, :, channel] = lit * (np.abs(x[None, :] - centre) < (1 - 3 * gap[0]) / 6)
    area = max(1, round(_TILE / (pitch * _FINE)))
    round_it = np.tile(tile, (3, 3, 1))
    soft = cv2.blur(round_it, (area, area))[_TILE : 2 * _TILE, _TILE : 2 * _TILE]
    return np.asarray(soft / tile.mean(axis=(0, 1)), np.float32)


def _developed(light: _Float, how: Recapture, rng: np.random.Generator) -> _Float:
    """Through the camera's grid of coloured pixels, then developed; 0 to 255."""
    height, width = light.shape[:2]
    light = light * np.array(how.white, np.float32) * (1 - how.veil) + np.float32(how.veil * 0.6)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    centre = rng.uniform(0.35, 0.65, 2)
    far = (x / width - centre[0]) ** 2 + (y / height - centre[1]) ** 2
    light *= (1 - 0.35 * far)[:, :, None]
    raw = np.empty((height, width), np.float32)
    raw[0::2, 0::2] = light[0::2, 0::2, 0]
    raw[0::2, 1::2] = light[0::2, 1::2, 1]
    raw[1::2, 0::2] = light[1::2, 0::2, 1]
    raw[1::2, 1::2] = light[1::2, 1::2, 2]
    counted = np.clip(raw * 52_000, 0, 65_535).astype(np.uint16)
    colours = cv2.demosaicing(counted, cv2.COLOR_BayerRG2BGR)
    return np.asarray(
        255 * (colours.astype(np.float32) / 52_000).clip(0, 1) ** np.float32(1 / 2.2), np.float32
    )
