"""Faces on a picture: where they are, and 128 numbers that tell one from another.

Both networks were trained by others and ship with the program (`resources/faces/README.md` says whence and
under which licence); OpenCV runs them. What they see is likeness, never identity: who somebody is, a person
decides.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

import resources
from models.image import Pixels, Point

Descriptor = npt.NDArray[np.float32]
"""(128,): pictures of one person lie closer together than those of two; measured by `distance`."""
Grey = npt.NDArray[np.uint8]
_Numbers = npt.NDArray[np.float32]

SAME = 0.6
"""Descriptors further apart than this are of two persons: what the network was trained to (its author's)."""

_SIDE = 128
_ANCHORS = ((8, 2), (16, 6))
"""Grids on which the detector looks: pixels from place to place, and how often each place is asked."""
_CHIP = 150
_CHIP_EYES = ((47.7, 47.1), (102.3, 47.1))
"""Where the network of descriptors expects the eyes: as in the mean face that it was trained with."""
_CHIP_MEAN = np.asarray((122.782, 117.001, 104.298), np.float32)


@dataclass(frozen=True, slots=True)
class Face:
    """A face on a picture; every place in pixels of that picture.

    Attributes:
        score: How sure the detector is, 0 to 1.
        centre: Of the face.
        size: Side of the square round brows and chin.
        left_eye: The eye that is further left on the picture.
        right_eye: The other.
        nose: Its tip.
        mouth: Its middle.
    """

    score: float
    centre: Point
    size: float
    left_eye: Point
    right_eye: Point
    nose: Point
    mouth: Point

    @property
    def eyes(self) -> Point:
        """Between the eyes."""
        return (
            (self.left_eye[0] + self.right_eye[0]) / 2,
            (self.left_eye[1] + self.right_eye[1]) / 2,
        )

    @property
    def upright(self) -> bool:
        """Whether its parts lie as those of a face that looks out of the picture, head up.

        Print that is taken for a face seldom has them so.
        """
        apart = self.right_eye[0] - self.left_eye[0]
        if apart < 0.2 * self.size:
            return False
        level = abs(self.right_eye[1] - self.left_eye[1]) <= 0.35 * apart
        below = self.mouth[1] - self.eyes[1]
        between = self.left_eye[0] < self.nose[0] < self.right_eye[0]
        order = self.eyes[1] < self.nose[1] < self.mouth[1]
        return level and between and order and 0.55 * apart <= below <= 1.9 * apart

    def moved(self, scale: float, x: float, y: float) -> Face:
        """The same on a picture of which this one is a part, `scale` times as large, cut at (x, y)."""

        def on(point: Point) -> Point:
            return (point[0] * scale + x, point[1] * scale + y)

        return Face(
            self.score,
            on(self.centre),
            self.size * scale,
            on(self.left_eye),
            on(self.right_eye),
            on(self.nose),
            on(self.mouth),
        )


class Detector:
    """The network that finds faces; safe to share between threads."""

    def __init__(self, weights: Path) -> None:
        # OpenCV's newer engine loses one of this network's two outputs, and from bytes only that one reads.
        self._net = cv2.dnn.readNetFromTFLite(str(weights), engine=cv2.dnn.ENGINE_CLASSIC)
        self._outputs = self._net.getUnconnectedOutLayersNames()
        self._anchors = np.concatenate([_grid(step, times) for step, times in _ANCHORS])
        self._lock = threading.Lock()

    def find(self, pixels: Pixels, *, least: float) -> tuple[Face, ...]:
        """Find faces whose height is about a quarter of the picture and more.

        Args:
            pixels: (h, w, 3) uint8 BGR, upright; of any size.
            least: Faces of which the detector is less sure are left out, 0 to 1.

        Returns:
            The surest first; none lies upon another.
        """
        height, width = pixels.shape[:2]
        if min(height, width) < 8:
            return ()
        scale = _SIDE / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        square = np.zeros((_SIDE, _SIDE, 3), np.uint8)
        square[: size[1], : size[0]] = small
        blob = cv2.dnn.blobFromImage(square, 1 / 127.5, (_SIDE, _SIDE), (127.5, 127.5, 127.5), swapRB=True)
        with self._lock:
            self._net.setInput(blob)
            answers = [np.array(each, np.float32) for each in self._net.forward(self._outputs)]
        places, scores = sorted(answers, key=lambda answer: -answer.shape[-1])
        sure = np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores.ravel(), -80.0, 80.0))), np.float32)
        points = places.reshape(-1, 8, 2).astype(np.float32)
        points[:, 0] += self._anchors
        points[:, 2:] += self._anchors[:, None]
        chosen = [int(index) for index in np.argsort(-sure) if sure[index] >= least]
        return _apart(chosen, np.asarray(points / scale, np.float32), sure)


def _grid(step: int, times: int) -> _Numbers:
    """Places of one grid, row by row, each so many times."""
    cells = np.arange(step / 2, _SIDE, step, dtype=np.float32)
    across, down = np.meshgrid(cells, cells)
    return np.repeat(np.stack([across.ravel(), down.ravel()], axis=1), times, axis=0)


def _apart(chosen: list[int], points: _Numbers, sure: _Numbers) -> tuple[Face, ...]:
    """Of faces that lie upon one another the surest alone."""
    found: list[Face] = []
    for index in chosen:
        centre, box, one, other, nose, mouth = (_point(place) for place in points[index, :6])
        size = max(box)
        if any(_near(centre, size, face) for face in found):
            continue
        left, right = sorted((one, other))
        found.append(Face(float(sure[index]), centre, size, left, right, nose, mouth))
    return tuple(found)


def _near(centre: Point, size: float, face: Face) -> bool:
    off = max(abs(centre[0] - face.centre[0]), abs(centre[1] - face.centre[1]))
    return off < 0.5 * max(size, face.size)


def _point(place: _Numbers) -> Point:
    return (float(place[0]), float(place[1]))


class Describer:
    """The network that describes a face; safe to share between threads."""

    def __init__(self, weights: bytes) -> None:
        self._net = cv2.dnn.readNetFromONNX(np.frombuffer(weights, dtype=np.uint8))
        self._lock = threading.Lock()

    def describe(self, pixels: Pixels, face: Face) -> Descriptor:
        """Describe a face of a picture.

        Args:
            pixels: (h, w, 3) uint8 BGR.
            face: On it.
        """
        cut = laid(pixels, face, _CHIP_EYES, (_CHIP, _CHIP))
        return self.describe_cut(cut)

    def describe_cut(self, cut: Pixels) -> Descriptor:
        """Describe a face that is cut out already, (150, 150, 3) uint8 BGR with the eyes in their places."""
        toned = (cut[:, :, ::-1].astype(np.float32) - _CHIP_MEAN) / np.float32(256.0)
        with self._lock:
            self._net.setInput(np.ascontiguousarray(toned.transpose(2, 0, 1)[None]))
            return np.array(self._net.forward(), dtype=np.float32).ravel()


def distance(one: Descriptor, other: Descriptor) -> float:
    """How far two faces are from each other; beyond `SAME` they are of two persons."""
    return float(np.linalg.norm(one - other))


def laid(pixels: Pixels, face: Face, eyes: tuple[Point, Point], size: tuple[int, int]) -> Pixels:
    """Cut a face out so that its eyes come to lie in two given places.

    Args:
        pixels: (h, w) or (h, w, 3) uint8.
        face: On it; its eyes may not lie in one place.
        eyes: Left and right, in pixels of what is returned.
        size: Width and height of what is returned.
    """
    source = complex(*face.right_eye) - complex(*face.left_eye)
    turn = (complex(*eyes[1]) - complex(*eyes[0])) / (source or 1.0)
    shift = complex(*eyes[0]) - turn * complex(*face.left_eye)
    matrix = np.asarray([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])
    if 0.0 < abs(turn) < 1.0:  # what is made smaller would show patterns that are not there
        pixels, (left, above) = _around(pixels, face)
        matrix[:, 2] += matrix[:, :2] @ (left, above)
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.45 / abs(turn)), np.uint8)
    cut = cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, np.uint8)


def _around(pixels: Pixels, face: Face) -> tuple[Pixels, tuple[int, int]]:
    """The part of a picture in which a face lies, with as much round it, and that part's corner."""
    reach = 2.0 * face.size
    left, above = (max(0, int(place - reach)) for place in face.centre)
    right, below = (int(place + reach) + 1 for place in face.centre)
    part = pixels[above:below, left:right]
    return (part, (left, above)) if part.size else (pixels, (0, 0))


@lru_cache(maxsize=1)
def detector() -> Detector:
    """The shipped detector, loaded once."""
    return Detector(resources.path("faces", "detector.tflite"))


@lru_cache(maxsize=1)
def describer() -> Describer:
    """The shipped network of descriptors, loaded once."""
    return Describer(resources.path("faces", "descriptor.onnx").read_bytes())
