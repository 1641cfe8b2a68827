"""A page turned one of four ways, and the lines of print that stand upright in it.

Coordinates here are those of the turned page at full resolution; `View.to_page` brings them home.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from borderdesk.imaging.blobs import Grey, chain, character_blobs, grey_of
from borderdesk.imaging.lines import TextLine, fit_line
from models.image import PageImage, Point, Quad


@dataclass(frozen=True, slots=True)
class Sharpness:
    """How a page is looked at when searching for blobs.

    Attributes:
        longest: The longer side is scaled to this many pixels, up or down.
        block: Neighbourhood of the threshold, in pixels of the scaled page.
        offset: How much darker than its neighbourhood ink is.
    """

    longest: int
    block: int
    offset: int


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A page turned by quarter turns against the clock.

    Attributes:
        page: The page.
        turns: 0 to 3.
        grey: (h, w) uint8, the turned page at full resolution.
    """

    page: PageImage
    turns: int
    grey: Grey

    @property
    def width(self) -> int:
        """Of the turned page."""
        return int(self.grey.shape[1])

    @property
    def height(self) -> int:
        """Of the turned page."""
        return int(self.grey.shape[0])

    def to_page(self, point: Point) -> Point:
        """A point of the turned page, on the page."""
        x, y = point
        width, height = self.page.width, self.page.height
        return ((x, y), (width - y, x), (width - x, height - y), (y, height - x))[self.turns]

    def quad_to_page(self, quad: Quad) -> Quad:
        """A quad of the turned page, on the page; its corners keep the order of the text."""
        a, b, c, d = (self.to_page(corner) for corner in quad)
        return (a, b, c, d)

    def half_turned(self) -> View:
        """The same page, upside down."""
        return View(self.page, (self.turns + 2) % 4, np.ascontiguousarray(self.grey[::-1, ::-1]))


def view_of(page: PageImage, turns: int) -> View:
    """The page turned by quarter turns against the clock."""
    return View(page, turns % 4, np.ascontiguousarray(np.rot90(grey_of(page.pixels), turns)))


def lines_in(view: View, sharpness: Sharpness) -> list[TextLine]:
    """Lines of evenly spaced print, in coordinates of the view, most regular first."""
    factor = sharpness.longest / max(view.width, view.height)
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    size = (max(1, round(view.width * factor)), max(1, round(view.height * factor)))
    scaled = cv2.resize(view.grey, size, interpolation=way)
    boxes = character_blobs(
        np.asarray(scaled, dtype=np.uint8), block=sharpness.block, offset=sharpness.offset
    )
    lines = (fit_line(links) for links in chain(boxes))
    kept = [line.scaled(1 / factor) for line in lines if line]
    return sorted(kept, key=lambda line: -line.regularity * min(line.blobs, 44))


def around(lines: Sequence[TextLine], view: View, *, margin: float) -> tuple[int, int, int, int]:
    """Box left, top, right, bottom around lines with a margin in capitals, inside the view."""
    corners = [corner for line in lines for corner in line.quad(line.first, line.last)]
    reach = margin * max(line.capital(line.first) for line in lines)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (
        max(0, int(min(xs) - reach)),
        max(0, int(min(ys) - reach)),
        min(view.width, int(max(xs) + reach) + 1),
        min(view.height, int(max(ys) + reach) + 1),
    )
