"""The sides of a document as the reader of print wants them: upright, evenly lit, security print faded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from borderdesk.imaging.blobs import Grey
from borderdesk.imaging.page_plane import Box, PagePlane
from borderdesk.mrz.page_geometry import MM_PER_INCH, page_geometry
from models.image import PageImage, Quad

READ_DPI = 250.0
"""Values and captions are told apart from here on (measured on drawn pages; 300 reads no better, slower)."""
AGAIN_DPI = 350.0
LEAST_DPI = 170.0
"""Below it letters of a caption are a dozen pixels and less."""
_WIDEST, _HIGHEST = 160.0, 125.0
"""A larger picture shows more than one side of a document, in millimetres."""
# Light is told on a picture of a quarter of the size, from the brightest paper within two millimetres.
_REDUCED, _REACH = 4, 2.0
_PAPER = 235.0
# From ink to paper: darker is black, paler (faded security print, stamps in colour) is white.
_FIRM, _SOFT = (40.0, 150.0), (30.0, 215.0)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of a document.

    Attributes:
        page: Its picture.
        plane: Where it lies there.
        box: What of it is to be read, in millimetres.
        zone: True where it carries the zone, so that places on it can be shown.
    """

    page: PageImage
    plane: PagePlane
    box: Box
    zone: bool

    def picture(self) -> Grey:
        """What is to be read, at `READ_DPI`."""
        return _cleaned(self, self.box, READ_DPI, _FIRM)

    def closer(self, box: Box) -> Grey:
        """A place, larger and less cleaned, for another look."""
        return _cleaned(self, box, AGAIN_DPI, _SOFT)

    def region(self, box: Box) -> Quad | None:
        """A place as a region of the page with the zone."""
        return self.plane.quad(box) if self.zone else None

    @classmethod
    def with_zone(cls, page: PageImage, plane: PagePlane) -> Self:
        """The side that carries the zone; what stands above it is read."""
        geometry = page_geometry(plane.format)
        return cls(page, plane, Box(0.0, 0.0, geometry.width, geometry.zone_top), zone=True)

    @classmethod
    def without_zone(cls, page: PageImage, plane: PagePlane) -> Self | None:
        """Another side, taken as it lies.

        Args:
            page: Its picture.
            plane: Of the side with the zone: both are taken alike where the file does not say its density.

        Returns:
            None where the picture is too coarse, or shows more than a side.
        """
        dpi = page.dpi or plane.dpi
        scale = dpi / MM_PER_INCH
        box = Box(0.0, 0.0, page.width / scale, page.height / scale)
        if dpi < LEAST_DPI or box.width > _WIDEST or box.height > _HIGHEST:
            return None
        matrix = np.diag([scale, scale, 1.0])
        return cls(page, PagePlane(plane.format, matrix, scale, 0.0, flat=True), box, zone=False)


def sides_of(page: PageImage, plane: PagePlane, others: Iterable[PageImage]) -> tuple[Side, ...]:
    """Every side that can be read.

    Args:
        page: With the zone.
        plane: Where the page lies.
        others: Further pictures in visible light.
    """
    if plane.dpi < LEAST_DPI:
        return ()
    found = (Side.without_zone(other, plane) for other in others)
    return (Side.with_zone(page, plane), *(side for side in found if side is not None))


def _cleaned(side: Side, box: Box, dpi: float, levels: tuple[float, float]) -> Grey:
    """A place in grey, its light made even."""
    view = side.plane.view(side.page.pixels, box, dpi=dpi)
    # The brightest channel: whatever is printed in one colour fades, black does not.
    grey = view.max(axis=2)
    reach = max(1, round(_REACH * dpi / MM_PER_INCH / _REDUCED))
    size = (max(1, grey.shape[1] // _REDUCED), max(1, grey.shape[0] // _REDUCED))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((reach, reach), np.uint8)), (0, 0), 1.3 * reach)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = grey.astype(np.float32) / np.maximum(paper, 1) * _PAPER
    dark, light = levels
    return np.asarray(np.clip((even - dark) * (255.0 / (light - dark)), 0, 255), dtype=np.uint8)
