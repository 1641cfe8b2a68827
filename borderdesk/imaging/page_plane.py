"""From millimetres of a page to pixels of its picture, by the characters of the zone.

The characters stand in known places (`borderdesk.mrz.page_geometry`), so where they were read tells scale,
turn and slant of the picture. The origin is the page's top left corner as it follows from the zone; the
zone itself may stand up to a millimetre off (Doc 9303-4, 3.2.1), and so may everything told from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.mrz.page_geometry import MM_PER_INCH, PITCH, page_geometry
from models.document import DocumentFormat
from models.image import PageImage, Pixels, Point, Quad
from models.reading import MrzReading

_Matrix = npt.NDArray[np.float64]
_CELL = 1.5
"""Width of an OCR-B character of size 1, in millimetres, near enough for its centre."""
_FLAT = 0.15
"""A page that was pressed flat leaves its characters, on the mean, no further off their places, in mm."""
_SLANT = 0.04
"""Sides of a flat page differ in scale, and its corners from a right angle, by no more."""
_FEWEST = 20


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, in millimetres from its top left corner."""

    x: float
    y: float
    width: float
    height: float

    def grown(self, margin: float) -> Box:
        """The same with a margin all round."""
        return Box(self.x - margin, self.y - margin, self.width + 2 * margin, self.height + 2 * margin)

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """Clockwise from the top left."""
        right, below = self.x + self.width, self.y + self.height
        return ((self.x, self.y), (right, self.y), (right, below), (self.x, below))


@dataclass(frozen=True, slots=True, eq=False)
class PagePlane:
    """Where a page lies on its picture.

    Attributes:
        format: Of the document.
        matrix: (3, 3), from millimetres of the page to pixels of the picture; an affine map.
        scale: Pixels a millimetre, on the mean.
        residual: How far the characters stand off their places, root mean square, in millimetres.
        flat: True where the page was pressed flat: no slant and no perspective to speak of. Measures of
            print mean something only there.
    """

    format: DocumentFormat
    matrix: _Matrix
    scale: float
    residual: float
    flat: bool

    @property
    def dpi(self) -> float:
        """Dots per inch at which the page was taken, told from its pitch."""
        return self.scale * MM_PER_INCH

    @property
    def page_box(self) -> Box:
        """The whole page."""
        geometry = page_geometry(self.format)
        return Box(0.0, 0.0, geometry.width, geometry.height)

    def to_pixels(self, point: Point) -> Point:
        """A place on the page, on the picture."""
        return _mapped(self.matrix, point)

    def to_mm(self, point: Point) -> Point:
        """A place on the picture, on the page."""
        return _mapped(np.asarray(np.linalg.inv(self.matrix), dtype=np.float64), point)

    def quad(self, box: Box) -> Quad:
        """A box of the page as a region of the picture."""
        a, b, c, d = (self.to_pixels(corner) for corner in box.corners)
        return (a, b, c, d)

    def shows(self, page: PageImage, box: Box) -> bool:
        """Whether a box lies wholly on the picture."""
        return all(0.0 <= x <= page.width and 0.0 <= y <= page.height for x, y in self.quad(box))

    def view(self, pixels: Pixels, box: Box, *, dpi: float) -> Pixels:
        """A box of the page, upright, at a chosen resolution; what is off the picture repeats its edge.

        Args:
            pixels: (h, w, 3) or (h, w), the picture.
            box: On the page.
            dpi: Of what is returned.
        """
        if self.dpi > dpi * 1.5:  # warping alone would leave pixels out
            by = min(int(self.dpi / dpi), *pixels.shape[:2])
            if by == 1:
                size = _size(box, dpi / MM_PER_INCH)
                cut = cv2.resize(self.view(pixels, box, dpi=self.dpi), size, interpolation=cv2.INTER_AREA)
                return np.asarray(cut, dtype=np.uint8)
            small, onto = _shrunk(pixels, self.quad(box), by)
            matrix = np.asarray(onto @ self.matrix, dtype=np.float64)
            return replace(self, matrix=matrix, scale=self.scale / by).view(small, box, dpi=dpi)
        scale = dpi / MM_PER_INCH
        to_box = np.asarray([[1 / scale, 0, box.x], [0, 1 / scale, box.y], [0, 0, 1]])
        # Pixel centres lie half a pixel inside: without this every cut would be shifted by that much.
        half = np.asarray([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
        matrix = np.linalg.inv(half) @ self.matrix @ to_box @ half
        cut = cv2.warpPerspective(
            pixels,
            matrix,
            _size(box, scale),
            flags=cv2.WARP_INVERSE_MAP | cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(cut, dtype=np.uint8)


def _shrunk(pixels: Pixels, quad: Quad, by: int) -> tuple[Pixels, _Matrix]:
    """What lies round a region, so many times smaller, and the way of a point of the picture to it."""
    height, width = pixels.shape[:2]
    x, y = zip(*quad, strict=True)
    # A border of one pixel of the small picture stays, from which what is off the picture is repeated.
    left, top = (min(max(0, int(min(side)) - by), most - by) for side, most in ((x, width), (y, height)))
    right, below = int(max(x)) + 2 * by, int(max(y)) + 2 * by
    cut = pixels[top : max(below, top + by), left : max(right, left + by)]
    size = (cut.shape[1] // by, cut.shape[0] // by)
    whole = cut[: size[1] * by, : size[0] * by]
    small = np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return small, np.asarray([[1 / by, 0, -left / by], [0, 1 / by, -top / by], [0, 0, 1]])


def plane_of(document_format: DocumentFormat, reading: MrzReading) -> PagePlane | None:
    """Find a page by its zone.

    Returns:
        None where Doc 9303 gives the format no geometry, or too few characters stand in their places.
    """
    try:
        geometry = page_geometry(document_format)
    except ValueError:
        return None
    places, found = [], []
    for row, line in enumerate(reading.lines[: len(geometry.centre_lines)]):
        for column, char in enumerate(line):
            places.append(
                (geometry.first_character + column * PITCH + _CELL / 2, geometry.centre_from_top(row))
            )
            found.append(_centre(char.quad))
    if len(places) < _FEWEST:
        return None
    source, target = np.asarray(places, dtype=np.float64), np.asarray(found, dtype=np.float64)
    affine, kept = cv2.estimateAffine2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=_tolerance(target), maxIters=500
    )
    if affine is None or int(kept.sum()) < _FEWEST:
        return None
    inside = kept.ravel().astype(bool)
    across, down = affine[:, 0], affine[:, 1]
    width, height = float(np.hypot(*across)), float(np.hypot(*down))
    if width <= 0 or height <= 0:
        return None
    slant = max(abs(width / height - 1.0), abs(float(across @ down)) / (width * height))
    matrix = affine
    if slant <= _SLANT:
        # The lines of a zone lie close together: what little they tell of slant would be carried tenfold to
        # the other end of the page, where a scanner's page has none.
        turned, _ = cv2.estimateAffinePartial2D(source[inside], target[inside], method=cv2.LMEDS)
        matrix = affine if turned is None else turned
    scale = float(np.hypot(*matrix[:, 0]))
    off = source[inside] @ matrix[:, :2].T + matrix[:, 2] - target[inside]
    residual = float(np.sqrt((off**2).sum(axis=1).mean())) / scale
    flat = slant <= _SLANT and residual <= _FLAT
    return PagePlane(document_format, np.vstack([matrix, [0.0, 0.0, 1.0]]), scale, residual, flat)


def _size(box: Box, scale: float) -> tuple[int, int]:
    """Of a picture of a box, width first."""
    return (max(1, round(box.width * scale)), max(1, round(box.height * scale)))


def _tolerance(centres: _Matrix) -> float:
    """A third of the distance between neighbours, in pixels."""
    steps = np.hypot(*np.diff(centres, axis=0).T)
    return max(1.0, float(np.median(steps)) / 3.0)


def _centre(quad: Iterable[Point]) -> Point:
    corners = tuple(quad)
    return (sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners))


def _mapped(matrix: _Matrix, point: Point) -> Point:
    x, y, w = matrix @ (point[0], point[1], 1.0)
    return (float(x / w), float(y / w))
