"""From specimen to picture: paper, print, marks, sheet, capture."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw

from borderdesk.imaging.page_plane import Box
from borderdesk.mrz.page_geometry import PageGeometry, page_geometry
from borderdesk.training.press import marks
from borderdesk.training.press.background import paint_background
from borderdesk.training.press.capture import Capture, take, wear_down
from borderdesk.training.press.geometry import SHEET_MARGIN, Scale
from borderdesk.training.press.layout import layout_of
from borderdesk.training.press.specimen import Specimen
from borderdesk.training.press.styles import Style
from borderdesk.training.press.viz import Faces, PrintedField, print_viz
from borderdesk.training.press.wear import Wear, wear_out
from borderdesk.training.press.zone import PLAIN, ZonePrint, print_zone
from models.image import Pixels, Quad

PRESS_DPI = 300.0
"""Of a page that is taken at no more; a sharper picture is drawn as sharp as it is taken."""
TRAY_STYLE = Style()
_LIGHT_SHEET, _DARK_SHEET = (250, 250, 248), (58, 62, 68)
_LIGHT_NOTE, _DARK_NOTE = (150, 60, 60), (214, 206, 196)


@dataclass(frozen=True, slots=True)
class Finish:
    """How a page is printed, beyond what the specimen says; the default is the press's own way.

    Attributes:
        zone: How the zone is set.
        faces: Whose portraits are printed; None for somebody by chance.
        style: How it is laid out.
    """

    zone: ZonePrint = PLAIN
    faces: Faces | None = None
    style: Style = TRAY_STYLE


@dataclass(frozen=True, slots=True, eq=False)
class DrawnDocument:
    """A picture of a specimen with its truth.

    Attributes:
        pixels: (h, w, 3) uint8 BGR.
        dpi: Dots per inch of the page in the picture (in its middle, for a camera).
        lines: The lines printed in the zone, top line first; empty where the page has none.
        quads: Where each line stands, round its capitals, in pixels of the picture.
        page: The four corners of the page, in pixels of the picture.
        fields: What is printed for people, and where.
        portrait: Where the portrait is; None on a side without one.
        ghost: Where the second, pale portrait is; None where there is none.
    """

    pixels: Pixels = field(repr=False)
    dpi: float
    lines: tuple[str, ...]
    quads: tuple[Quad, ...]
    page: Quad
    fields: tuple[PrintedField, ...] = ()
    portrait: Box | None = None
    ghost: Box | None = None


def draw(
    specimen: Specimen,
    *,
    seed: int,
    capture: Capture | None = None,
    finish: Finish | None = None,
    wear: Wear | None = None,
) -> DrawnDocument:
    """Draw a specimen and take a picture of it.

    Args:
        specimen: What to draw.
        seed: Of everything that is left to chance.
        capture: How the picture is taken; a flat scan at 300 dots per inch when left out.
        finish: How the page is printed.
        wear: What use did to it, beyond what the capture asks for.

    Raises:
        MrzFormatError: A value does not fit into its field of the zone.
    """
    capture = Capture.flat_scan() if capture is None else capture
    finish = Finish() if finish is None else finish
    print_rng, capture_rng = np.random.default_rng(seed).spawn(2)
    geometry, scale = page_geometry(specimen.format), Scale(max(PRESS_DPI, capture.dpi))
    layout = layout_of(specimen, finish.style)
    page = paint_background(geometry, scale, layout.palette, has_zone=specimen.has_zone, rng=print_rng)
    fields = print_viz(page, geometry, layout, specimen, finish.style, finish.faces, scale, print_rng)
    mark = marks.mark_filter(geometry, scale, has_zone=specimen.has_zone, ghost=layout.ghost)
    page = np.asarray(cv2.multiply(page, mark, scale=1 / 255), np.uint8)
    lines = specimen.lines if specimen.has_zone else ()
    quads = print_zone(page, geometry, scale, lines, finish.zone, print_rng)
    if capture.wear:
        page = wear_down(page, capture.wear, capture_rng)
    sheet = _on_sheet(page, geometry, scale, dark=capture.desk)
    margin = scale.whole(SHEET_MARGIN)
    places = (*(_shifted(quad, margin) for quad in quads), _corners(page, margin))
    if wear is not None:
        sheet = wear_out(sheet, places[-1], scale.dpi, wear, capture_rng)
    pixels, moved = take(sheet, places, scale.dpi, capture, capture_rng)
    return DrawnDocument(
        pixels, capture.dpi, lines, moved[:-1], moved[-1], fields, layout.portrait, layout.ghost
    )


def _on_sheet(page: Pixels, geometry: PageGeometry, scale: Scale, *, dark: bool) -> Pixels:
    """Lay the page on the sheet that says what it is; blue green red from here on."""
    empty, mask = _sheet(geometry, scale, dark)
    sheet = empty.copy()
    margin = scale.whole(SHEET_MARGIN)
    height, width = page.shape[:2]
    part = sheet[margin : margin + height, margin : margin + width]
    cv2.copyTo(cv2.cvtColor(page, cv2.COLOR_RGB2BGR), mask, part)
    return sheet


@lru_cache(maxsize=12)
def _sheet(geometry: PageGeometry, scale: Scale, dark: bool) -> tuple[Pixels, Pixels]:
    """The sheet without its page, blue green red, and where the page lies in its frame."""
    margin = scale.whole(SHEET_MARGIN)
    height, width = scale.whole(geometry.height), scale.whole(geometry.width)
    sheet = Image.new("RGB", (width + 2 * margin, height + 2 * margin), _DARK_SHEET if dark else _LIGHT_SHEET)
    marks.write_notes(sheet, geometry, scale, _DARK_NOTE if dark else _LIGHT_NOTE)
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).rounded_rectangle(
        [0, 0, width - 1, height - 1], radius=scale.px(geometry.corner), fill=255
    )
    ImageDraw.Draw(sheet).rounded_rectangle(
        [margin - 1, margin - 1, margin + width, margin + height],
        radius=scale.px(geometry.corner),
        outline=(120, 122, 124) if dark else (176, 178, 180),
        width=2,
    )
    return np.asarray(cv2.cvtColor(np.asarray(sheet), cv2.COLOR_RGB2BGR), np.uint8), np.array(mask)


def _shifted(quad: Quad, by: float) -> Quad:
    a, b, c, d = ((x + by, y + by) for x, y in quad)
    return a, b, c, d


def _corners(page: Pixels, margin: float) -> Quad:
    height, width = page.shape[:2]
    right, bottom = margin + width, margin + height
    return (margin, margin), (right, margin), (right, bottom), (margin, bottom)
