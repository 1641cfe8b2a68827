"""Characters of a zone as covers of ink: any font, any place between two pixels, strokes as thick as wanted.

Every character of a zone comes from here, the genuine and the altered, so that nothing tells them apart but
what the alteration is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from borderdesk.mrz.page_geometry import PITCH
from resources import path

Cover: TypeAlias = npt.NDArray[np.uint8]
"""(h, w), 0 for bare paper to 255 for full ink."""

_FINE = 8  # so many steps a pixel: 0.01 mm at 300 dots per inch
_ADVANCE = 0.723  # of the em: measured on resources/fonts/OCRB.otf, the same for every character
CAP_HEIGHT = 0.706  # of the em, and
LEFT_BEARING = 0.141  # of the em, from a cell's edge to the ink of H and P: measured on OCRB.otf at 1000 px
STROKE = 0.35
"""Of OCR-B size 1, in millimetres (ISO 1073-2)."""


class Face(Enum):
    """Fonts of a zone: the three cuts of OCR-B, and what a forger has at hand."""

    OCR_B = "OCRB.otf"
    OCR_B_SQUARE = "OCRBS.otf"
    OCR_B_SLANTED = "OCRBL.otf"
    OCR_A = "press/OCRA.ttf"
    MONO = "press/DejaVuSansMono.ttf"
    SANS = "press/DejaVuSans.ttf"
    HUMANIST = "press/NotoSans.ttf"
    TYPEWRITER = "press/CourierPrime.otf"


OTHER_FONTS = (Face.OCR_A, Face.MONO, Face.SANS, Face.HUMANIST, Face.TYPEWRITER)


@dataclass(frozen=True, slots=True)
class Glyph:
    """How one character is printed.

    Attributes:
        face: Font; another one than OCR-B is set as high as OCR-B and in the middle of its place.
        across: Shifted to the right, in millimetres.
        down: Shifted down, in millimetres.
        weight: Thickness of its strokes, as a share of what the font has.
    """

    face: Face = Face.OCR_B
    across: float = 0.0
    down: float = 0.0
    weight: float = 1.0


def em_of(scale: float) -> float:
    """Size in pixels of OCR-B size 1 where a millimetre has so many pixels."""
    return PITCH * scale / _ADVANCE


def place(cover: Cover, symbol: str, glyph: Glyph, at: tuple[float, float], scale: float) -> None:
    """Lay a character's ink on a cover, in place; what is off its edge is left out.

    Args:
        cover: To lay it on.
        symbol: The character.
        glyph: How it is printed.
        at: Left edge of the character's place and base line, in pixels.
        scale: Pixels a millimetre.
    """
    x, y = at[0] + glyph.across * scale, at[1] + glyph.down * scale
    left, top = int(np.floor(x)), int(np.floor(y))
    phase = round((x - left) * _FINE) % _FINE, round((y - top) * _FINE) % _FINE
    left, top = left + round(x - left - phase[0] / _FINE), top + round(y - top - phase[1] / _FINE)
    ink, (before, above) = _inked(symbol, glyph.face, round(glyph.weight * 50) / 50, phase, round(scale, 4))
    left, top = left - before, top - above
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(cover.shape[1], left + ink.shape[1]), min(cover.shape[0], top + ink.shape[0])
    if x0 < x1 and y0 < y1:
        part = cover[y0:y1, x0:x1]
        np.maximum(part, ink[y0 - top : y1 - top, x0 - left : x1 - left], out=part)


@lru_cache(maxsize=8192)
def _inked(
    symbol: str, face: Face, weight: float, phase: tuple[int, int], scale: float
) -> tuple[Cover, tuple[int, int]]:
    """A character's cover, and how far left of and above its place's base point it begins, in pixels."""
    fine, (before, above) = _fine(symbol, face, weight, scale)
    moved = np.zeros((fine.shape[0] + _FINE, fine.shape[1] + _FINE), np.uint8)
    moved[phase[1] : phase[1] + fine.shape[0], phase[0] : phase[0] + fine.shape[1]] = fine
    small = cv2.resize(
        moved, (moved.shape[1] // _FINE, moved.shape[0] // _FINE), interpolation=cv2.INTER_AREA
    )
    return np.asarray(small, np.uint8), (before, above)


@lru_cache(maxsize=1024)
def _fine(symbol: str, face: Face, weight: float, scale: float) -> tuple[Cover, tuple[int, int]]:
    """A character `_FINE` times too large; sizes and offsets are multiples of that."""
    em = em_of(scale) * _FINE
    font = _font(face, round(em, 3))
    before, above = round(em * 0.06 / _FINE) + 1, round(em * 0.8 / _FINE) + 1
    size = (round(em * 0.86 / _FINE) * _FINE, (above + round(em * 0.2 / _FINE)) * _FINE)
    page = Image.new("L", size)
    x = before * _FINE
    if face not in (Face.OCR_B, Face.OCR_B_SQUARE, Face.OCR_B_SLANTED):
        x += round((_ADVANCE * em - font.getlength(symbol)) / 2)
    ImageDraw.Draw(page).text((x, above * _FINE), symbol, font=font, fill=255, anchor="ls")
    ink = np.asarray(page)
    if weight != 1.0:
        # Both edges of a stroke move by half of what it gains.
        ink = _thickened(ink, (weight - 1) * STROKE * scale * _FINE / 2)
    return ink, (before, above)


def _thickened(ink: Cover, by: float) -> Cover:
    """Move every edge outwards by so many pixels, or inwards where it is less than none."""
    outside = cv2.distanceTransform(255 - ink, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    inside = cv2.distanceTransform(ink, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(np.clip((by + 0.5 + inside - outside) * 255, 0, 255), np.uint8)


@lru_cache(maxsize=64)
def _font(face: Face, em: float) -> ImageFont.FreeTypeFont:
    file = str(path("fonts", *face.value.split("/")))
    if face in (Face.OCR_B, Face.OCR_B_SQUARE, Face.OCR_B_SLANTED):
        return ImageFont.truetype(file, em)
    _, top, _, bottom = ImageFont.truetype(file, 1000).getbbox("H", anchor="ls")
    return ImageFont.truetype(file, em * CAP_HEIGHT * 1000 / (bottom - top))
