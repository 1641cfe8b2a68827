"""The second, small portrait of a page: where it lies, and whether it is a print of the same picture.

It is made from the same picture as the first, though small, pale, often tinted and crossed by the pattern of
the paper. So the head of the first is slid over the page in many sizes. Every portrait resembles every other
so far (a head, dark or light hair or cloth round it, shoulders) that this finds the second one whoever it
shows. Laid upon each other by the whole of their heads, two prints of one picture agree in what is fine as
well: brows, eyes, nose, mouth; those of two persons do not. No knowledge of faces is needed for that.
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
_Box = tuple[float, float, float, float]

_HEAD: _Box = (-1.7, -2.2, 1.7, 1.45)
"""Left, top, right and bottom of a head with hair or cloth, from between its eyes, in their distance."""
_SEARCHED: _Box = (-1.8, -2.2, 1.8, 2.6)
"""Of a head with neck and shoulders, by which it is searched for."""
_FACE: _Box = (-1.05, -0.75, 1.05, 1.25)
"""Of brows, eyes, nose and mouth."""
_COARSE, _MIDDLE, _FINE = 4.5, 12.0, 24.0
"""Pixels between the eyes of the small head while searching, laying upon each other, and comparing."""
_SIZES = tuple(float(size) for size in np.geomspace(0.27, 0.62, 8))
"""Of second portraits, as a share of the first."""
_ROOM = 1.25
_NEXT = tuple(float(size) for size in np.linspace(0.80, _ROOM, 16))
_NEAR = (-0.02, 0.0, 0.02)
_PLACES = 3
"""So many places that resemble the head most are compared."""
_MARGIN = 0.4
"""Round what is compared, in distances between the eyes."""
_SMOOTHED = 1.5
"""Of fine lines and dots, of which a second portrait often consists, only their tone is wanted."""
_WIDEST = 10.0
"""Shades that are wider, in pixels of `_FINE`, are left out while heads are laid on each other."""
_FINEST, _BROADEST = 1.0, 5.0
"""What is neither finer nor broader, in pixels of `_FINE`, tells one face from another."""
_COLOURED = 16.0
"""A print that lies over the portrait differs from it in colour by more (a* and b* of CIELAB)."""
_FRAMES = (6.5, 8.5)
"""Sides of squares in which a face is looked for, in distances between the eyes."""
_FROM_EYES_TO_MOUTH = 1.05
"""Of a face that looks straight ahead, in distances between its eyes."""


@dataclass(frozen=True, slots=True)
class Second:
    """What on a page is like its portrait.

    Attributes:
        likeness: Correlation of the tones of the whole head with the portrait's, -1 to 1.
        agreement: Correlation of what is fine within the face, -1 to 1.
        depth: Standard deviation of its tones in grey levels: how pale it is.
        free: Share of the face that no other print covers.
        eyes: Where it has the middle of its eyes, in pixels of the page.
        apart: Between its eyes, in pixels of the page.
    """

    likeness: float
    agreement: float
    depth: float
    free: float
    eyes: Point
    apart: float


@dataclass(frozen=True, slots=True)
class _Place:
    """A place found while searching; `eyes` and `apart` as of `Second`."""

    likeness: float
    eyes: Point
    apart: float


def seconds(pixels: Pixels, first: Face) -> tuple[Second, ...]:
    """Find what on a page is like its portrait, the portrait itself left out.

    Args:
        pixels: (h, w, 3) uint8 BGR, the page, upright.
        first: Its portrait.

    Returns:
        A few places, the one that agrees best first; none where the page has no room for a second portrait.
    """
    apart = _apart(first)
    if apart < 4.0:
        return ()
    # All sizes of the page that are searched are smaller than this one, which is quick to shrink.
    least = min(1.0, 1.05 * _COARSE / (apart * _SIZES[0]))
    page = cv2.resize(pixels, None, fx=least, fy=least, interpolation=cv2.INTER_AREA)
    sought = _cut(pixels, first.eyes, _COARSE / apart, _SEARCHED, _COARSE)
    found = [
        place
        for small, head in zip(_inks(np.asarray(page, np.uint8)), _inks(sought), strict=True)
        for place in _searched(small, least, head, first, apart)
    ]
    chosen: list[_Place] = []
    for place in sorted(found, key=lambda each: -each.likeness):
        if len(chosen) < _PLACES and all(_far(place, other) for other in chosen):
            chosen.append(place)
    head = _cut(pixels, first.eyes, _ROOM * _FINE / apart, _grown(_HEAD), _ROOM * _FINE)
    heads = tuple(_Head.of(ink) for ink in _inks(head))
    compared = (_compared(pixels, heads, place) for place in chosen)
    return tuple(sorted(compared, key=lambda each: -each.agreement))


def _inks(pixels: Pixels | _Tones) -> tuple[_Tones, _Tones]:
    """Two ways of seeing a page in grey.

    The brightest of the three colours leaves out coloured patterns over which a neutral portrait was printed;
    plain grey keeps a portrait that is coloured itself.
    """
    blue, green, red = cv2.split(pixels)
    brightest = cv2.max(cv2.max(blue, green), red)
    return _as_tones(brightest), _as_tones(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))


def _as_tones(grey: npt.NDArray[np.integer | np.floating]) -> _Tones:
    return np.asarray(grey, np.float32)


def _far(one: _Place, other: _Place) -> bool:
    off = max(abs(one.eyes[0] - other.eyes[0]), abs(one.eyes[1] - other.eyes[1]))
    return off > 1.2 * max(one.apart, other.apart)


def looks_like_a_face(pixels: Pixels, second: Second, *, least: float) -> bool:
    """Whether the detector sees a face in a place, however pale.

    Args:
        pixels: (h, w, 3) uint8 BGR, the page.
        second: The place.
        least: As `Detector.find`.
    """
    return any(_is_seen(pixels, second, size, least) for size in _FRAMES)


def _is_seen(pixels: Pixels, second: Second, size: float, least: float) -> bool:
    """The same in a frame of so many distances between the eyes."""
    side, (x, y) = size * second.apart, second.eyes
    left, top = max(0, round(x - side / 2)), max(0, round(y - 0.45 * side))
    part = pixels[top : top + round(side), left : left + round(side)].max(axis=2)
    if min(part.shape) < 16:
        return False
    soft = cv2.GaussianBlur(part, (0, 0), max(0.5, 0.06 * second.apart)).astype(np.float32)
    dark, light = np.percentile(soft, (1, 99))
    spread = np.clip((soft - dark) / max(float(light - dark), 5.0) * 255, 0, 255).astype(np.uint8)
    near = 1.2 * second.apart
    return any(
        max(abs(left + face.eyes[0] - x), abs(top + face.eyes[1] - y)) < near and face.upright
        for face in detector().find(np.asarray(cv2.merge([spread] * 3), np.uint8), least=least)
    )


def _apart(face: Face) -> float:
    """Between its eyes; its mouth helps where an eye is a little off."""
    return (face.right_eye[0] - face.left_eye[0] + (face.mouth[1] - face.eyes[1]) / _FROM_EYES_TO_MOUTH) / 2


def _searched(page: _Tones, least: float, head: _Tones, first: Face, apart: float) -> Iterator[_Place]:
    """The best places for each size; `page` is `least` times as large as the one `first` is on."""
    for size in _SIZES:
        scale = _COARSE / (apart * size)
        way = cv2.INTER_AREA if scale < least else cv2.INTER_LINEAR
        small = cv2.resize(page, None, fx=scale / least, fy=scale / least, interpolation=way)
        answer = _slid(_as_tones(small), head)
        if answer is None:
            continue
        _without_first(answer, first, head, scale)
        for _ in range(2):
            _, best, _, (x, y) = cv2.minMaxLoc(answer)
            if best > 0.0:
                eyes = ((x - _SEARCHED[0] * _COARSE) / scale, (y - _SEARCHED[1] * _COARSE) / scale)
                yield _Place(float(best), eyes, apart * size)
            answer[max(0, y - 6) : y + 7, max(0, x - 6) : x + 7] = -1.0


def _without_first(answer: _Tones, first: Face, head: _Tones, scale: float) -> None:
    """Leave out whatever reaches into the first portrait."""
    reach = 1.1 * first.size * scale
    x, y = first.centre[0] * scale, first.centre[1] * scale
    tall, wide = head.shape
    top, left = max(0, int(y - reach - tall)), max(0, int(x - reach - wide))
    answer[top : max(0, int(y + reach)), left : max(0, int(x + reach))] = -1.0


def _grown(box: _Box, by: float = _MARGIN) -> _Box:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def _compared(pixels: Pixels, heads: tuple[_Head, ...], place: _Place) -> Second:
    """The place that was found, compared in fine steps of size and place."""
    box = tuple(side * _ROOM for side in _grown(_HEAD))
    field = _cut(pixels, place.eyes, _FINE / place.apart, box, _FINE)
    covered = _covered(field)
    best = None
    for ink, head in zip(_inks(field), heads, strict=True):
        # What differs in colour may be a stamp, or the cloth that the portrait itself shows.
        for tones in (ink, _filled(ink, covered)) if covered.any() else (ink,):
            answer = _laid(tones, head)
            if answer is not None and (best is None or answer[0] > best[0][0]):
                best = answer, tones, head
    if best is None:
        return Second(-1.0, -1.0, 0.0, 0.0, place.eyes, place.apart)
    (likeness, step, (x, y)), tones, head = best
    scale = _FINE / place.apart
    eyes_at = (x - _HEAD[0] * _FINE * step, y - _HEAD[1] * _FINE * step)
    lying = cv2.GaussianBlur(_part(tones, _HEAD, eyes_at, step), (0, 0), _SMOOTHED)
    shown = _part(covered.astype(np.float32), _FACE, eyes_at, step)
    agreement = _agreement(tones, head.tones, eyes_at, step)
    eyes = (
        place.eyes[0] + (eyes_at[0] + box[0] * _FINE) / scale,
        place.eyes[1] + (eyes_at[1] + box[1] * _FINE) / scale,
    )
    return Second(
        likeness, agreement, float(lying.std()), 1.0 - float(shown.mean()), eyes, place.apart * step
    )


def _part(tones: _Tones, box: _Box, eyes: Point, step: float) -> _Tones:
    x0, y0 = (max(0, round(eyes[axis] + box[axis] * _FINE * step)) for axis in (0, 1))
    x1, y1 = (round(eyes[axis] + box[axis + 2] * _FINE * step) for axis in (0, 1))
    return tones[y0:y1, x0:x1]


def _covered(field: _Tones) -> npt.NDArray[np.bool_]:
    """Where something of another colour lies over a portrait: a stamp, a mark, a line of text."""
    colours = cv2.cvtColor(field / np.float32(255.0), cv2.COLOR_BGR2LAB)[:, :, 1:]
    height, width = colours.shape[:2]
    middle = colours[height // 4 : -height // 4, width // 4 : -width // 4].reshape(-1, 2)
    off = np.abs(colours - np.median(middle, axis=0)).max(axis=2)
    found = (off > _COLOURED).astype(np.uint8)
    return cv2.dilate(found, np.ones((5, 5), np.uint8)) > 0


def _filled(tones: _Tones, covered: npt.NDArray[np.bool_]) -> _Tones:
    """What is covered takes the tone of what lies round it."""
    free = (~covered).astype(np.float32)
    about = cv2.GaussianBlur(tones * free, (0, 0), 6.0) / (cv2.GaussianBlur(free, (0, 0), 6.0) + 1e-3)
    return np.where(covered, about, tones)


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    """The portrait's head, with `_ROOM * _FINE` pixels between its eyes and `_MARGIN` round it.

    Attributes:
        tones: In one ink.
        sizes: Outlined and without margin, for every size of `_NEXT`, with `_MIDDLE` pixels between the eyes.
    """

    tones: _Tones
    sizes: tuple[_Tones, ...]

    @classmethod
    def of(cls, tones: _Tones) -> _Head:
        share = _MIDDLE / _FINE
        return cls(tones, tuple(_outlined(_sized(tones, step, _MIDDLE), share) for step in _NEXT))


def _laid(tones: _Tones, head: _Head) -> tuple[float, float, Point] | None:
    """Lay the head upon a field: how alike they are, at which size, and where its corner comes to lie."""
    share = _MIDDLE / _FINE
    half = _as_tones(cv2.resize(tones, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))
    half = _outlined(half, share)
    about = (-1.0, 0.0, 0, 0)
    for step, sized in zip(_NEXT, head.sizes, strict=True):
        answer = _slid(half, sized)
        if answer is not None:
            _, value, _, (x, y) = cv2.minMaxLoc(answer)
            about = max(about, (value, step, x, y))
    if about[0] <= -1.0:
        return None
    whole = _outlined(tones, 1.0)
    _, middle, x, y = about
    left, top = max(0, round(x / share) - 4), max(0, round(y / share) - 4)
    best: tuple[float, float, Point] | None = None
    for off in _NEAR:
        large = _outlined(_sized(head.tones, middle + off, _FINE), 1.0)
        answer = _slid(whole[top : top + large.shape[0] + 8, left : left + large.shape[1] + 8], large)
        if answer is not None:
            _, value, _, (x, y) = cv2.minMaxLoc(answer)
            if best is None or value > best[0]:
                best = value, middle + off, (float(left + x), float(top + y))
    return best


def _outlined(tones: _Tones, share: float) -> _Tones:
    """Tones of a head without what is broader than its parts."""
    return _smoothed(tones, _SMOOTHED * share) - _smoothed(tones, _WIDEST * share)


def _smoothed(tones: _Tones, sigma: float) -> _Tones:
    return _as_tones(cv2.GaussianBlur(tones, (0, 0), sigma))


def _sized(head: _Tones, step: float, unit: float, box: _Box = _HEAD) -> _Tones:
    """A box of the head, with `step * unit` pixels between its eyes."""
    scale = step * unit / (_ROOM * _FINE)
    resized = cv2.resize(head, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    outer = _grown(_HEAD)
    x0, y0 = round((box[0] - outer[0]) * step * unit), round((box[1] - outer[1]) * step * unit)
    width, height = round((box[2] - box[0]) * step * unit), round((box[3] - box[1]) * step * unit)
    return np.ascontiguousarray(resized[y0 : y0 + height, x0 : x0 + width], np.float32)


def _agreement(tones: _Tones, head: _Tones, eyes: Point, step: float) -> float:
    fine = _band(tones)
    scale = step / _ROOM
    resized = _band(_as_tones(cv2.resize(head, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)))
    outer = _grown(_HEAD)
    u = step * _FINE
    x0, y0 = round((_FACE[0] - outer[0]) * u), round((_FACE[1] - outer[1]) * u)
    w, h = round((_FACE[2] - _FACE[0]) * u), round((_FACE[3] - _FACE[1]) * u)
    face = np.ascontiguousarray(resized[y0 : y0 + h, x0 : x0 + w])
    x, y = round(eyes[0] + _FACE[0] * u), round(eyes[1] + _FACE[1] * u)
    part = fine[max(0, y - 1) : y + h + 1, max(0, x - 1) : x + w + 1]
    answer = _slid(part, face)
    return -1.0 if answer is None else float(answer.max())


def _band(tones: _Tones) -> _Tones:
    return _smoothed(tones, _FINEST) - _smoothed(tones, _BROADEST)


def _cut(pixels: Pixels, eyes: Point, scale: float, box: tuple[float, ...], unit: float) -> _Tones:
    """A box round a place between eyes, in units of their distance; `scale` from the page to it."""
    width, height = (round((far - near) * unit) for near, far in zip(box[:2], box[2:], strict=True))
    left, top = (-near * unit for near in box[:2])
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
    if page.shape[0] < head.shape[0] or page.shape[1] < head.shape[1] or float(head.std()) < 0.2:
        return None
    answer = cv2.matchTemplate(page, head, cv2.TM_CCOEFF_NORMED)
    return np.asarray(np.nan_to_num(answer, nan=-1.0, posinf=-1.0, neginf=-1.0), np.float32)
