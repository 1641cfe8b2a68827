"""The machine-readable zone (ICAO Doc 9303-3, 4.2): OCR-B size 1, each character on its own place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.mrz.page_geometry import PITCH, PageGeometry
from borderdesk.training.press.geometry import Scale
from borderdesk.training.press.glyphs import CAP_HEIGHT, LEFT_BEARING, Face, Glyph, em_of, place
from borderdesk.training.press.type import Ink
from models.image import Pixels, Quad

Place = tuple[int, int]
"""Line and character, both from 0."""
ZONE_INK: Ink = (22, 22, 26)


@dataclass(frozen=True, slots=True)
class ZonePrint:
    """How a printer sets a zone.

    Attributes:
        face: Cut of OCR-B.
        weight: Thickness of strokes, as a share of nominal.
        ink: Colour.
        across: The whole zone shifted to the right, in millimetres (Doc 9303-4, 3.2.1 allows 1.0).
        down: The whole zone shifted down, in millimetres.
        jitter: How far single characters stand off their places, standard deviation in millimetres.
        patchy: How uneven the ink lies, as a share of full cover.
        glyphs: Characters that are printed otherwise; shifts and weights come on top of the zone's.
    """

    face: Face = Face.OCR_B
    weight: float = 1.0
    ink: Ink = ZONE_INK
    across: float = 0.0
    down: float = 0.0
    jitter: float = 0.0
    patchy: float = 0.0
    glyphs: Mapping[Place, Glyph] = field(default_factory=lambda: MappingProxyType({}))


PLAIN = ZonePrint()


def cell_origin(geometry: PageGeometry, scale: Scale, spot: Place, style: ZonePrint) -> tuple[float, float]:
    """Left edge of a character's place and its base line, in pixels of the page."""
    em = em_of(scale.px(1.0))
    line, column = spot
    # The clause speaks of the left edge of the first character: of its ink, not of its cell.
    x = scale.px(geometry.first_character + style.across + PITCH * column) - LEFT_BEARING * em
    return x, scale.px(geometry.centre_from_top(line) + style.down) + CAP_HEIGHT * em / 2


def print_zone(
    page: Pixels,
    geometry: PageGeometry,
    scale: Scale,
    lines: Sequence[str],
    style: ZonePrint,
    rng: np.random.Generator,
) -> tuple[Quad, ...]:
    """Print the lines.

    Args:
        page: (h, w, 3) uint8 red green blue, exactly the page; drawn upon.
        geometry: Of the page.
        scale: Of the drawing.
        lines: Top line first; as many as the geometry has centre lines.
        style: How they are printed.
        rng: Chance, for jitter and patchy ink.

    Returns:
        One quad a line, round the capitals of the line, in pixels of the page.
    """
    em = em_of(scale.px(1.0))
    top = scale.whole(geometry.zone_top) - scale.whole(1.5)
    cover = np.zeros((page.shape[0] - top, page.shape[1]), np.uint8)
    quads = []
    for row, line in enumerate(lines):
        off = rng.normal(0.0, style.jitter, (len(line), 2)) if style.jitter else np.zeros((len(line), 2))
        for column, symbol in enumerate(line):
            changed = style.glyphs.get((row, column), Glyph(style.face))
            glyph = Glyph(
                changed.face,
                changed.across + float(off[column, 0]),
                changed.down + float(off[column, 1]),
                changed.weight * style.weight,
            )
            x, y = cell_origin(geometry, scale, (row, column), style)
            place(cover, symbol, glyph, (x, y - top), scale.px(1.0))
        x0, base = cell_origin(geometry, scale, (row, 0), style)
        right, cap = x0 + scale.px(PITCH) * len(line), CAP_HEIGHT * em
        quads.append(((x0, base - cap), (right, base - cap), (right, base), (x0, base)))
    if lines:
        _lay(page[top:], cover, style, rng)
    return tuple(quads)


def _lay(part: Pixels, cover: npt.NDArray[np.uint8], style: ZonePrint, rng: np.random.Generator) -> None:
    """Ink on paper, in place."""
    share = cover.astype(np.float32) / 255
    if style.patchy:
        coarse = rng.uniform(0, 1, (part.shape[0] // 5 + 1, part.shape[1] // 5 + 1)).astype(np.float32)
        share *= 1 - style.patchy * cv2.resize(coarse, (part.shape[1], part.shape[0]))
    ink = np.empty_like(part)
    ink[:] = style.ink
    part[:] = cv2.blendLinear(np.ascontiguousarray(part), ink, 1 - share, share)
