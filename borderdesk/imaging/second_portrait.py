"""Whether two portraits on one page are prints of one picture, though one is small, pale or tinted.

The second portrait of a document is made from the same picture as the first, so the two are laid over each
other and correlated: that needs no knowledge of faces and says nothing about who is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.imaging.faces import Face
from models.image import Pixels

_Tones = npt.NDArray[np.float32]

_UNIT = 20.0
"""Pixels between the eyes of a head laid out for comparison."""
_SIZE, _EYES = (128, 140), (64.0, 60.0)
_HEAD = (28, 16, 100, 112)
"""Left, top, right and bottom of a head with its hair or cloth, laid out so."""
_SMOOTHED = 2.0
"""Of fine lines and dots, of which a second portrait often consists, only their tone is wanted."""
_SCALES = tuple(float(scale) for scale in np.geomspace(0.76, 1.34, 15))
"""Of a pale face the detector's places of eyes and mouth are off by so much."""
_REACH = 10
_FROM_EYES_TO_MOUTH = 1.05
"""Of a face that looks straight ahead, in distances between its eyes."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well a second portrait agrees with the first.

    Attributes:
        correlation: Of their tones, at the best of the sizes and shifts tried, -1 to 1.
        depth: Standard deviation of the second one's tones, in grey levels: how pale it is.
    """

    correlation: float
    depth: float


def likeness(pixels: Pixels, first: Face, second: Face) -> Likeness:
    """Compare two upright faces on a page, tone for tone.

    Args:
        pixels: (h, w) uint8 grey, the page, upright.
        first: The larger.
        second: The smaller.
    """
    large, small = _laid_out(pixels, first), _laid_out(pixels, second)
    return max((_compared(large, small, scale) for scale in _SCALES), key=lambda each: each.correlation)


def _laid_out(pixels: Pixels, face: Face) -> _Tones:
    """A head, its eyes in one place and their distance one; not turned, for pages lie upright."""
    (x, y), below = face.eyes, face.mouth[1] - face.eyes[1]
    apart = (face.right_eye[0] - face.left_eye[0] + below / _FROM_EYES_TO_MOUTH) / 2
    scale = _UNIT / max(apart, 1.0)
    matrix = np.asarray([[scale, 0.0, _EYES[0] - scale * x], [0.0, scale, _EYES[1] - scale * y]])
    reach = int(5 * apart) + 1
    left, top = max(0, int(x) - reach), max(0, int(y) - reach)
    part = pixels[top : int(y) + reach, left : int(x) + reach]
    matrix[:, 2] += scale * np.asarray([left, top])
    if scale < 1.0:
        part = np.asarray(cv2.GaussianBlur(part, (0, 0), 0.45 / scale), np.uint8)
    laid = cv2.warpAffine(part, matrix, _SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.GaussianBlur(laid.astype(np.float32), (0, 0), _SMOOTHED), np.float32)


def _compared(large: _Tones, small: _Tones, scale: float) -> Likeness:
    left, top, right, bottom = (round(side * scale) for side in _HEAD)
    head = cv2.resize(large, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)[top:bottom, left:right]
    middle = [
        place + ((near + far) / 2 - place) * scale
        for place, near, far in zip(_EYES, _HEAD[:2], _HEAD[2:], strict=True)
    ]
    across = max(0, round(middle[0] - head.shape[1] / 2) - _REACH)
    down = max(0, round(middle[1] - head.shape[0] / 2) - _REACH)
    field = small[down : down + head.shape[0] + 2 * _REACH, across : across + head.shape[1] + 2 * _REACH]
    if field.shape[0] < head.shape[0] or field.shape[1] < head.shape[1] or float(head.std()) < 1.0:
        return Likeness(-1.0, 0.0)
    answer = np.nan_to_num(cv2.matchTemplate(field, head, cv2.TM_CCOEFF_NORMED), nan=-1.0)
    _, best, _, (x, y) = cv2.minMaxLoc(answer)
    lying = field[y : y + head.shape[0], x : x + head.shape[1]]
    return Likeness(float(best), float(lying.std()))
