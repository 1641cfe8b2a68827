"""From specimen to picture: paper, print, marks, sheet, capture."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image, ImageDraw

from borderdesk.mrz.page_geometry import PageGeometry, page_geometry
from borderdesk.training.press import marks
from borderdesk.training.press.background import Canvas, paint_background
from borderdesk.training.press.capture import Capture, take, wear_down
from borderdesk.training.press.geometry import SHEET_MARGIN, Scale
from borderdesk.training.press.layout import layout_of
from borderdesk.training.press.specimen import Specimen
from borderdesk.training.press.viz import print_viz
from borderdesk.training.press.zone import print_zone
from models.image import Pixels, Quad

PRESS_DPI = 300.0
_LIGHT_SHEET, _DARK_SHEET = (250, 250, 248), (58, 62, 68)
_LIGHT_NOTE, _DARK_NOTE = (150, 60, 60), (214, 206, 196)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnDocument:
    """A picture of a specimen with its truth.

    Attributes:
        pixels: (h, w, 3) uint8 BGR.
        dpi: Dots per inch of the page in the picture (in its middle, for a camera).
        lines: The lines printed in the zone, top line first; empty where the page has none.
        quads: Where each line stands, round its capitals, in pixels of the picture.
        page: The four corners of the page, in pixels of the picture.
    """

    pixels: Pixels = field(repr=False)
    dpi: float
    lines: tuple[str, ...]
    quads: tuple[Quad, ...]
    page: Quad


def draw(specimen: Specimen, *, seed: int, capture: Capture | None = None) -> DrawnDocument:
    """Draw a specimen and take a picture of it.

    Args:
        specimen: What to draw.
        seed: Of everything that is left to chance.
        capture: How the picture is taken; a flat scan at 300 dots per inch when left out.

    Raises:
        MrzFormatError: A value does not fit into its field of the zone.
    """
    capture = Capture.flat_scan() if capture is None else capture
    print_rng, capture_rng = np.random.default_rng(seed).spawn(2)
    geometry, scale = page_geometry(specimen.format), Scale(PRESS_DPI)
    page, quads, lines = _printed_page(specimen, geometry, scale, print_rng)
    if capture.wear:
        wear_down(page, capture.wear, capture_rng)
    sheet = _on_sheet(page, geometry, scale, dark=capture.desk)
    margin = scale.whole(SHEET_MARGIN)
    places = (*(_shifted(quad, margin) for quad in quads), _corners(page, margin))
    pixels, moved = take(sheet, places, PRESS_DPI, capture, capture_rng)
    return DrawnDocument(pixels, capture.dpi, lines, moved[:-1], moved[-1])


def _printed_page(
    specimen: Specimen, geometry: PageGeometry, scale: Scale, rng: np.random.Generator
) -> tuple[Canvas, tuple[Quad, ...], tuple[str, ...]]:
    layout = layout_of(specimen)
    canvas = paint_background(geometry, scale, layout.palette, has_zone=specimen.has_zone, rng=rng)
    page = Image.fromarray(np.clip(canvas, 0, 255).astype(np.uint8))
    print_viz(page, geometry, layout, specimen.title, scale, rng)
    lines = specimen.lines if specimen.has_zone else ()
    cover = marks.mark_cover(geometry, scale, has_zone=specimen.has_zone)[:, :, None]
    # As ink on ink: what is dark below the mark stays dark.
    tint = np.array(marks.MARK_INK, np.float32) / 255
    inked = np.asarray(page, np.float32) * (1 - cover + tint * cover)
    page = Image.fromarray(np.clip(inked, 0, 255).astype(np.uint8))
    quads = print_zone(ImageDraw.Draw(page), geometry, scale, lines, (0.0, 0.0))
    return np.array(page, np.float32), quads, lines


def _on_sheet(page: Canvas, geometry: PageGeometry, scale: Scale, *, dark: bool) -> Pixels:
    """Lay the page on the sheet that says what it is; blue green red from here on."""
    margin = scale.whole(SHEET_MARGIN)
    height, width = page.shape[:2]
    sheet = Image.new("RGB", (width + 2 * margin, height + 2 * margin), _DARK_SHEET if dark else _LIGHT_SHEET)
    marks.write_notes(sheet, geometry, scale, _DARK_NOTE if dark else _LIGHT_NOTE)
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).rounded_rectangle(
        [0, 0, width - 1, height - 1], radius=scale.px(geometry.corner), fill=255
    )
    sheet.paste(Image.fromarray(np.clip(page, 0, 255).astype(np.uint8)), (margin, margin), mask)
    ImageDraw.Draw(sheet).rounded_rectangle(
        [margin - 1, margin - 1, margin + width, margin + height],
        radius=scale.px(geometry.corner),
        outline=(120, 122, 124) if dark else (176, 178, 180),
        width=2,
    )
    return np.asarray(cv2.cvtColor(np.asarray(sheet), cv2.COLOR_RGB2BGR), np.uint8)


def _shifted(quad: Quad, by: float) -> Quad:
    a, b, c, d = ((x + by, y + by) for x, y in quad)
    return a, b, c, d


def _corners(page: Canvas, margin: float) -> Quad:
    height, width = page.shape[:2]
    right, bottom = margin + width, margin + height
    return (margin, margin), (right, margin), (right, bottom), (margin, bottom)
