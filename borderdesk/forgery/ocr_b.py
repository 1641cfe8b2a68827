"""What OCR-B looks like in a given picture: its outlines at the picture's own scale, turn, ink and blur.

Outlines are those of the fonts in resources/fonts at size 1 (ISO 1073-2; ICAO Doc 9303-3, 4.2). They are kept
as distances to the edge, so that ink which spreads or wanes is one number added to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from borderdesk.mrz.page_geometry import PITCH
from models.reading import MRZ_ALPHABET
from resources import path

Floats = npt.NDArray[np.float32]
STEPS = 3
"""Places within a pixel at which a letter can be laid on, each way."""
CELL = (2.54, 3.7)
"""Width and height that are looked at round the middle of a character, in millimetres."""
CAPITAL = 2.48
"""Height of a capital, in millimetres: 0.706 of the em, measured on OCRB.otf."""
_MARGIN = 0.5
_DOTS = 64  # to the millimetre, where outlines are drawn
_KEPT = 32  # to the millimetre, where they are kept
_EM = PITCH / 0.723  # its advance, measured on OCRB.otf
_STEEP = np.asarray([[-0.5, 0.0, 0.5]], np.float32) * STEPS
_CURVED = np.asarray([[0, 1, 0], [1, -4, 1], [0, 1, 0]], np.float32) * (0.5 * STEPS * STEPS)


class Slope(IntEnum):
    """What is told of a letter at each pixel: its ink, and how that changes.

    COVER is the share of the pixel that is ink, 0 to 1; the others are changes of it with one pixel to the
    right and down, one pixel by which its edges move outwards, and one square pixel of variance of its blur.
    """

    COVER = 0
    RIGHT = 1
    DOWN = 2
    SPREAD = 3
    BLUR = 4


class Cut(Enum):
    """How the strokes end: both kinds are printed on genuine documents."""

    ROUND = "OCRB.otf"
    SQUARE = "OCRBS.otf"


@lru_cache(maxsize=2)
def outlines(cut: Cut) -> Floats:
    """(37, h, w) distance to the edge in millimetres, positive inside, `_KEPT` to the millimetre.

    The middle of the array is the middle of the letter's cell across and of a capital's height.
    """
    width, height = (round((side + 2 * _MARGIN) * _DOTS / 2) * 2 for side in CELL)
    font = ImageFont.truetype(str(path("fonts", cut.value)), _EM * _DOTS)
    drawn = []
    for symbol in MRZ_ALPHABET:
        page = Image.new("L", (width, height))
        at = ((width - PITCH * _DOTS) / 2, (height + CAPITAL * _DOTS) / 2)
        ImageDraw.Draw(page).text(at, symbol, font=font, fill=255, anchor="ls")
        ink = (np.asarray(page) > 127).astype(np.uint8)
        inside = cv2.distanceTransform(ink, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        outside = cv2.distanceTransform(1 - ink, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        far = np.asarray(inside - outside, np.float32)
        size = (width * _KEPT // _DOTS, height * _KEPT // _DOTS)
        drawn.append(cv2.resize(far, size, interpolation=cv2.INTER_AREA) / _DOTS)
    return np.asarray(drawn, np.float32)


@dataclass(frozen=True, slots=True)
class Look:
    """How a page prints OCR-B.

    Attributes:
        cut: Of the letters.
        spread: By how much the ink spreads beyond the outline, in pixels.
        blur: Variance of the blur, in pixels squared.
    """

    cut: Cut
    spread: float
    blur: float


def letters(
    symbols: Sequence[int], across: npt.NDArray[np.float64], size: tuple[int, int], look: Look
) -> Floats:
    """Letters as they would lie in a picture.

    Args:
        symbols: Which, by their number in `MRZ_ALPHABET`.
        across: (2, 2), from millimetres of the page to pixels of the picture.
        size: Width and height of what is returned, in pixels of the picture.
        look: How the page prints them.

    Returns:
        (n, h, w, 5), the last axis as `Slope` says. Pixels are `STEPS` times as fine as the picture's, and
        each is the mean over a whole pixel of the picture; the letter's place is the middle of the array.
    """
    edge = _edges(symbols, across, size, look)
    told = np.empty((*edge.shape, len(Slope)), np.float32)
    cover = _softened(np.clip(edge + 0.5, 0, 1), look.blur)
    told[..., Slope.COVER] = cover
    told[..., Slope.RIGHT] = _filtered(cover, _STEEP)
    told[..., Slope.DOWN] = _filtered(cover, _STEEP.T)
    # One step outwards adds what lies on the rim.
    told[..., Slope.SPREAD] = _softened(np.clip(edge + 1.0, 0, 1) - np.clip(edge, 0, 1), look.blur) * STEPS
    # Blur is diffusion: it changes a picture as half its curvature does.
    told[..., Slope.BLUR] = _filtered(cover, _CURVED)
    return told


def covers(
    symbols: Sequence[int], across: npt.NDArray[np.float64], size: tuple[int, int], look: Look
) -> Floats:
    """The same, (n, h, w), of `Slope.COVER` alone."""
    return _softened(np.clip(_edges(symbols, across, size, look) + 0.5, 0, 1), look.blur)


def _edges(
    symbols: Sequence[int], across: npt.NDArray[np.float64], size: tuple[int, int], look: Look
) -> Floats:
    """(n, h, w) how far inside the ink each place is, in fine pixels."""
    kept = outlines(look.cut)
    width, height = size[0] * STEPS, size[1] * STEPS
    back = np.linalg.inv(across) * _KEPT / STEPS
    # Pixel middles: the middle of an array of n pixels lies at (n - 1) / 2.
    start = np.asarray([(kept.shape[2] - 1) / 2, (kept.shape[1] - 1) / 2])
    offset = start - back @ np.asarray([(width - 1) / 2, (height - 1) / 2])
    matrix = np.column_stack([back, offset])
    fine = np.float32(np.sqrt(abs(np.linalg.det(across))) * STEPS)
    far = [
        cv2.warpAffine(
            kept[symbol],
            matrix,
            (width, height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for symbol in symbols
    ]
    return np.asarray(far, np.float32) * fine + np.float32(look.spread * STEPS)


def _filtered(stack: Floats, kernel: Floats) -> Floats:
    """All of a stack at once; a letter has paper all round, so that its neighbours do not matter."""
    tall = cv2.filter2D(stack.reshape(-1, stack.shape[-1]), -1, kernel)
    return np.asarray(tall, np.float32).reshape(stack.shape)


def _softened(fine: Floats, blur: float) -> Floats:
    """The mean over a pixel of the picture, and the picture's blur."""
    tall = np.ascontiguousarray(fine, np.float32).reshape(-1, fine.shape[-1])
    soft = cv2.blur(tall, (STEPS, STEPS))
    deviation = float(np.sqrt(max(blur, 0.01))) * STEPS
    side = 2 * int(np.ceil(3 * deviation)) + 1  # what lies further out is 0.3 % of all
    blurred = cv2.GaussianBlur(soft, (side, side), deviation)
    return np.asarray(blurred, np.float32).reshape(fine.shape)
