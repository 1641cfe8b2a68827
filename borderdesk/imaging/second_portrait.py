"""The second, small portrait of a page: where it lies, and whether it is a print of the same picture.

It is made from the same picture as the first, though small, pale, often tinted and crossed by the pattern of
the paper. So the head of the first is slid over the page in many sizes. Every portrait resembles every other
so far (a head, dark or light hair or cloth round it, shoulders) that this finds the second one whoever it
shows; how well tones agree then tells whether it shows the same. No knowledge of faces is needed for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.imaging.faces import Face, detector
from models.image import Pixels, Point

_Tones = npt.NDArray[np.float32]

_HEAD = (-1.8, -2.2, 1.8, 2.6)
"""Left, top, right and bottom of a head with hair or cloth, from between its eyes, in their distance."""
_COARSE, _FINE = 4.5, 20.0
"""Pixels between the eyes of the small head while searching, and while comparing."""
_SIZES = tuple(float(size) for size in np.geomspace(0.27, 0.62, 8))
"""Of second portraits, as a share of the first."""
_NEXT = tuple(float(size) for size in np.geomspace(0.85, 1.18, 9))
_PLACES = 3
"""So many places that resemble the head most are compared."""
_SMOOTHED = 2.0
"""Of fine lines and dots, of which a second portrait often consists, only their tone is wanted."""
_FROM_EYES_TO_MOUTH = 1.05
"""Of a face that looks straight ahead, in distances between its eyes."""


@dataclass(frozen=True, slots=True)
class Second:
    """What on a page is most like its portrait.

    Attributes:
        correlation: Of its tones with the portrait's, -1 to 1.
        depth: Standard deviation of its tones in grey levels: how pale it is.
        eyes: Where it has the middle of its eyes, in pixels of the page.
        apart: Between its eyes, in pixels of the page.
    """

    correlation: float
    depth: float
    eyes: Point
    apart: float


def inks(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """Two ways of seeing a page in grey.

    The brightest of the three colours leaves out coloured patterns over which a neutral portrait was printed;
    plain grey keeps a portrait that is coloured itself.

    Args:
        pixels: (h, w, 3) uint8 BGR.
    """
    plain = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    return np.asarray(pixels.max(axis=2), np.uint8), np.asarray(plain, np.uint8)


def seconds(pixels: Pixels, first: Face) -> tuple[Second, ...]:
    """Find what on a page is most like its portrait, the portrait itself left out.

    Args:
        pixels: (h, w) uint8 grey, the page, upright.
        first: Its portrait.

    Returns:
        A few places, the likest first; none where the page has no room for a second portrait.
    """
    apart = _apart(first)
    if apart < 4.0:
        return ()
    chosen: list[Second] = []
    for found in sorted(_searched(pixels, first, apart), key=lambda each: -each.correlation):
        if len(chosen) < _PLACES and all(_far(found, other) for other in chosen):
            chosen.append(found)
    compared = (_compared(pixels, first, apart, found) for found in chosen)
    return tuple(sorted(compared, key=lambda each: -each.correlation))


def _far(one: Second, other: Second) -> bool:
    off = max(abs(one.eyes[0] - other.eyes[0]), abs(one.eyes[1] - other.eyes[1]))
    return off > 1.5 * max(one.apart, other.apart)


def looks_like_a_face(pixels: Pixels, second: Second, *, least: float) -> bool:
    """Whether the detector sees a face in a place, however pale.

    Args:
        pixels: (h, w) uint8 grey, the page.
        second: The place.
        least: As `Detector.find`.
    """
    side, (x, y) = 6.5 * second.apart, second.eyes
    left, top = max(0, round(x - side / 2)), max(0, round(y - 0.45 * side))
    part = pixels[top : top + round(side), left : left + round(side)]
    if min(part.shape) < 16:
        return False
    soft = cv2.GaussianBlur(part, (0, 0), max(0.5, 0.08 * second.apart)).astype(np.float32)
    dark, light = np.percentile(soft, (1, 99))
    spread = np.clip((soft - dark) / max(float(light - dark), 5.0) * 255, 0, 255).astype(np.uint8)
    seen = detector().find(np.asarray(cv2.merge([spread] * 3), np.uint8), least=least)
    near = 1.2 * second.apart
    return any(
        max(abs(left + face.eyes[0] - x), abs(top + face.eyes[1] - y)) < near and face.upright
        for face in seen
    )


def _apart(face: Face) -> float:
    """Between its eyes; its mouth helps where an eye is a little off."""
    return (face.right_eye[0] - face.left_eye[0] + (face.mouth[1] - face.eyes[1]) / _FROM_EYES_TO_MOUTH) / 2


def _searched(pixels: Pixels, first: Face, apart: float) -> Iterator[Second]:
    """The best place for each size."""
    head = _head(pixels, first.eyes, apart, _COARSE)
    for size in _SIZES:
        scale = _COARSE / (apart * size)
        way = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
        page = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=way), np.float32)
        answer = _slid(page, head)
        if answer is None:
            continue
        _without_first(answer, first, head, scale)
        _, best, _, (x, y) = cv2.minMaxLoc(answer)
        if best > 0.0:
            eyes = ((x - _HEAD[0] * _COARSE) / scale, (y - _HEAD[1] * _COARSE) / scale)
            yield Second(float(best), 0.0, eyes, apart * size)


def _without_first(answer: _Tones, first: Face, head: _Tones, scale: float) -> None:
    """Leave out whatever reaches into the first portrait."""
    reach = 1.1 * first.size * scale
    x, y = first.centre[0] * scale, first.centre[1] * scale
    tall, wide = head.shape
    top, left = max(0, int(y - reach - tall)), max(0, int(x - reach - wide))
    answer[top : max(0, int(y + reach)), left : max(0, int(x + reach))] = -1.0


def _compared(pixels: Pixels, first: Face, apart: float, found: Second) -> Second:
    """The place that was found, compared in fine steps of size and place."""
    scale = _FINE / found.apart
    margin = 8
    field = _cut(pixels, found.eyes, scale, tuple(side * 1.25 for side in _HEAD), margin)
    field = np.asarray(cv2.GaussianBlur(field, (0, 0), _SMOOTHED), np.float32)
    best = Second(-1.0, 0.0, found.eyes, found.apart)
    for step in _NEXT:
        head = _head(pixels, first.eyes, apart, _FINE * step)
        head = np.asarray(cv2.GaussianBlur(head, (0, 0), _SMOOTHED), np.float32)
        answer = _slid(field, head)
        if answer is None:
            continue
        _, value, _, (x, y) = cv2.minMaxLoc(answer)
        if value > best.correlation:
            lying = field[y : y + head.shape[0], x : x + head.shape[1]]
            eyes = (
                found.eyes[0] + (x - margin + (1.25 - step) * _HEAD[0] * _FINE) / scale,
                found.eyes[1] + (y - margin + (1.25 - step) * _HEAD[1] * _FINE) / scale,
            )
            best = Second(float(value), float(lying.std()), eyes, found.apart * step)
    return best


def _head(pixels: Pixels, eyes: Point, apart: float, unit: float) -> _Tones:
    """A head with `unit` pixels between its eyes."""
    return _cut(pixels, eyes, unit / apart, _HEAD, 0, unit)


def _cut(
    pixels: Pixels,
    eyes: Point,
    scale: float,
    box: tuple[float, ...],
    margin: int,
    unit: float = _FINE,
) -> _Tones:
    """A box round a place between eyes, in units of their distance, with a margin in pixels."""
    width, height = (
        round((far - near) * unit) + 2 * margin for near, far in zip(box[:2], box[2:], strict=True)
    )
    left, top = (-near * unit + margin for near in box[:2])
    reach = int(max(width, height) / scale) + 2
    x0, y0 = max(0, int(eyes[0]) - reach), max(0, int(eyes[1]) - reach)
    part = pixels[y0 : max(1, int(eyes[1]) + reach), x0 : max(1, int(eyes[0]) + reach)]
    if scale < 1.0:
        part = np.asarray(cv2.GaussianBlur(part, (0, 0), 0.45 / scale), np.uint8)
    matrix = np.asarray(
        [[scale, 0.0, left - scale * (eyes[0] - x0)], [0.0, scale, top - scale * (eyes[1] - y0)]]
    )
    cut = cv2.warpAffine(
        part, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cut, np.float32)


def _slid(page: _Tones, head: _Tones) -> _Tones | None:
    """Correlation of a head with each place of a page; None where it is larger, or without tones."""
    if page.shape[0] < head.shape[0] or page.shape[1] < head.shape[1] or float(head.std()) < 1.0:
        return None
    answer = cv2.matchTemplate(page, head, cv2.TM_CCOEFF_NORMED)
    return np.asarray(np.nan_to_num(answer, nan=-1.0, posinf=-1.0, neginf=-1.0), np.float32)
