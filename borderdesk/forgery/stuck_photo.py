"""The shadow of a photograph that was stuck on a page.

Portraits are printed into the page. A photograph on top of it is a quarter of a millimetre thick, so a
scanner, which lights from one side, draws a thin dark line along two neighbouring edges and none along those
opposite. A frame that was printed goes all round, a printed rule goes on beyond the portrait. In visible
light this sign is weak: no more than a hint to feel the edges.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.imaging.faces import Face
from borderdesk.mrz.page_geometry import MM_PER_INCH
from models.image import Pixels

_Tones = npt.NDArray[np.float32]

_FLANK = 0.5
"""How far beside a shadow its surroundings are looked at, in millimetres."""
_DARKER = 14.0
"""Grey levels by which a shadow is darker than both sides of it."""
_UNBROKEN = 0.8
"""Share of an edge along which it is so."""
_ASKEW = tuple(float(slope) for slope in np.linspace(-0.03, 0.03, 13))
"""Slopes: nobody sticks a photograph on quite straight."""
_NEAR, _FAR = 0.6, 1.7
"""Where edges run, from the middle of the face, in sizes of the face."""
_BESIDE, _BEYOND = 0.55, (1.35, 2.2)
"""How far along an edge a shadow must reach, and where it must have ended, likewise."""


def shaded(pixels: Pixels, face: Face, dpi: float) -> bool:
    """Whether a portrait has a dark line along two neighbouring edges and none along those opposite.

    Args:
        pixels: (h, w, 3) uint8 BGR, the page, upright.
        face: Of the portrait.
        dpi: Of `pixels`.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.float32)
    flank = max(2, round(_FLANK * dpi / MM_PER_INCH))
    (x, y), size = face.centre, face.size
    turned = np.ascontiguousarray(grey.T)
    left, right = (_lined(grey, (x, y), size, flank, after=after) for after in (False, True))
    top, bottom = (_lined(turned, (y, x), size, flank, after=after) for after in (False, True))
    return left != right and top != bottom


def _lined(grey: _Tones, middle: tuple[float, float], size: float, flank: int, *, after: bool) -> bool:
    """Whether a dark line runs down beside a face, before or after it, and ends with the portrait."""
    across, down = middle
    height, width = grey.shape
    near, far = (across + (reach if after else -reach) * size for reach in (_NEAR, _FAR))
    start, end = (min(width, max(0, round(place))) for place in sorted((near, far)))
    band = grey[:, start:end]
    if band.shape[1] < 4 * flank:
        return False
    soft = cv2.blur(band, (1, 2 * flank + 1))
    lacking = np.minimum(soft[:, : -2 * flank], soft[:, 2 * flank :]) - soft[:, flank:-flank]
    dark = (lacking > _DARKER).astype(np.float32)
    off = (np.arange(height) - down) / size
    beside = np.abs(off) <= _BESIDE
    beyond = [(off * way >= _BEYOND[0]) & (off * way <= _BEYOND[1]) for way in (-1.0, 1.0)]
    for slope in _ASKEW:
        matrix = np.asarray([[1.0, slope, -slope * down], [0.0, 1.0, 0.0]])
        laid = cv2.warpAffine(dark, matrix, dark.shape[::-1], flags=cv2.INTER_NEAREST)
        lines = laid[beside].mean(axis=0) >= _UNBROKEN
        for rows in beyond:  # a rule may end with the portrait on one side, but not on both
            if rows.any():
                lines &= laid[rows].mean(axis=0) < _UNBROKEN
        if lines.any():
            return True
    return False
