"""The shadow of a photograph that was stuck on a page.

Portraits are printed into the page. A photograph on top of it is a quarter of a millimetre thick, so a
scanner, which lights from one side, draws a thin dark line along one or two neighbouring edges and none along
those opposite. A frame that was printed goes all round. In visible light this sign is weak: no more than a
hint to feel the edges.
"""

from __future__ import annotations

from collections.abc import Iterator

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


def shaded(pixels: Pixels, face: Face, dpi: float) -> bool:
    """Whether a portrait has a dark line along one edge or two neighbouring ones, and none opposite.

    Args:
        pixels: (h, w, 3) uint8 BGR, the page, upright.
        face: Of the portrait.
        dpi: Of `pixels`.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.float32)
    flank = max(2, round(_FLANK * dpi / MM_PER_INCH))
    left, right, top, bottom = (_lined(band, flank) for band in _bands(grey, face))
    return (left != right or top != bottom) and not (left and right) and not (top and bottom)


def _bands(grey: _Tones, face: Face) -> Iterator[_Tones]:
    """Where the left, right, upper and lower edge may run, each laid so that the edge runs down."""
    height, width = grey.shape
    (x, y), near, far = face.centre, 0.62, 1.7
    rows = slice(max(0, int(y - 0.7 * face.size)), max(0, int(y + 0.8 * face.size)))
    columns = slice(max(0, int(x - 0.55 * face.size)), max(0, int(x + 0.55 * face.size)))

    def span(place: float, start: float, end: float, limit: int) -> slice:
        return slice(
            min(limit, max(0, int(place + start * face.size))),
            min(limit, max(0, int(place + end * face.size))),
        )

    yield grey[rows, span(x, -far, -near, width)]
    yield grey[rows, span(x, near, far, width)]
    yield grey[span(y, -far, -near, height), columns].T
    yield grey[span(y, near + 0.2, far + 0.2, height), columns].T


def _lined(band: _Tones, flank: int) -> bool:
    """Whether a thin dark line runs down a band, in one column or the next."""
    if band.shape[0] < 4 * flank or band.shape[1] < 3 * flank:
        return False
    soft = cv2.blur(band, (1, 2 * flank + 1))
    before, after = soft[:, : -2 * flank], soft[:, 2 * flank :]
    lacking = np.minimum(before, after) - soft[:, flank:-flank]
    return bool(((lacking > _DARKER).mean(axis=0) >= _UNBROKEN).any())
