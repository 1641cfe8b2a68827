"""The machine-readable zone (ICAO Doc 9303-3, 4.2): OCR-B size 1, each character on its own place."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import ImageDraw

from borderdesk.mrz.page_geometry import PITCH, PageGeometry
from borderdesk.training.press.geometry import Scale
from borderdesk.training.press.type import Ink, ocr_b_of_page
from models.image import Quad

ZONE_INK: Ink = (22, 22, 26)
_CAP_HEIGHT = 0.706  # of the em, and
_LEFT_BEARING = 0.141  # of the em, from a cell's edge to the ink of H and P: measured on OCRB.otf at 1000 px


def print_zone(
    page: ImageDraw.ImageDraw,
    geometry: PageGeometry,
    scale: Scale,
    lines: Sequence[str],
    origin: tuple[float, float],
) -> tuple[Quad, ...]:
    """Print the lines.

    Args:
        page: To draw on.
        geometry: Of the page.
        scale: Of the drawing.
        lines: Top line first; as many as the geometry has centre lines.
        origin: Top left corner of the page on the sheet, in pixels.

    Returns:
        One quad a line, round the capitals of the line, in pixels of the drawing.
    """
    font = ocr_b_of_page(scale.px(1.0))
    cap = _CAP_HEIGHT * font.size
    quads = []
    for number, line in enumerate(lines):
        # The clause speaks of the left edge of the first character: of its ink, not of its cell.
        x0 = origin[0] + scale.px(geometry.first_character) - _LEFT_BEARING * font.size
        base = origin[1] + scale.px(geometry.centre_from_top(number)) + cap / 2
        for place, symbol in enumerate(line):
            page.text((x0 + scale.px(PITCH) * place, base), symbol, font=font, fill=ZONE_INK, anchor="ls")
        right = x0 + scale.px(PITCH) * len(line)
        quads.append(((x0, base - cap), (right, base - cap), (right, base), (x0, base)))
    return tuple(quads)
