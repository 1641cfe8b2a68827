"""What keeps a drawn page from being taken for a document: SPECIMEN across it, and the sheet round it."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from borderdesk.imaging.page_plane import Box
from borderdesk.mrz.page_geometry import PageGeometry
from borderdesk.training.press.geometry import SHEET_MARGIN, Scale
from borderdesk.training.press.type import Ink, write

MARK = "SPECIMEN"
NOTE = "NOT A TRAVEL DOCUMENT - SPECIMEN DRAWN FOR TRAINING, ISSUER DOES NOT EXIST"
MARK_INK: Ink = (196, 34, 40)
_ANGLE = 24.0
_COVER = 0.62
_TILED_COVER = 0.085
_OVER_A_PORTRAIT = 0.3
"""Of the mark's cover, over a pale second portrait: at full strength nobody could see whom it shows."""


@lru_cache(maxsize=16)
def mark_filter(
    geometry: PageGeometry, scale: Scale, *, has_zone: bool, ghost: Box | None = None
) -> npt.NDArray[np.uint8]:
    """What the mark leaves of the light of each pixel of a page: ink on ink, what is dark below stays dark.

    Args:
        geometry: Of the page.
        scale: Of the drawing.
        has_zone: True where the page carries a zone: the large word then lies above it, and small pale ones
            run over the whole page and through the zone, so that no part of it comes without the word.
        ghost: The pale second portrait, over which the mark is paler too; None where there is none.

    Returns:
        (h, w, 3) red green blue, 255 where the page is free.
    """
    width, height = scale.whole(geometry.width), scale.whole(geometry.height)
    free = geometry.zone_top if has_zone else geometry.height
    large = Image.new("L", (width, height))
    cap = min(geometry.width * 0.108, free * 0.225)
    _slanted(large, (scale.px(geometry.width * 0.54), scale.px(free * 0.53)), scale.px(cap))
    small = Image.new("L", (width, height))
    row = 0
    step_x, step_y = scale.px(38.0), scale.px(15.0)
    y = scale.px(4.0)
    while y < height + step_y:
        x = scale.px(6.0) + (step_x / 2 if row % 2 else 0.0)
        while x < width + step_x:
            _slanted(small, (x, y), scale.px(2.6))
            x += step_x
        y += step_y
        row += 1
    cover = np.maximum(
        np.asarray(large, np.float32) / 255 * _COVER, np.asarray(small, np.float32) / 255 * _TILED_COVER
    )[:, :, None]
    if ghost is not None:
        left, top, right, bottom = (
            scale.whole(side) for side in (ghost.x, ghost.y, ghost.x + ghost.width, ghost.y + ghost.height)
        )
        cover[top:bottom, left:right] *= _OVER_A_PORTRAIT
    return np.asarray(np.round(255 * (1 - cover) + np.array(MARK_INK, np.float32) * cover), np.uint8)


def _slanted(onto: Image.Image, centre: tuple[float, float], cap: float) -> None:
    """Write the mark aslant, its middle at a place."""
    side = int(cap * 11)
    word = Image.new("L", (side, side))
    write(
        ImageDraw.Draw(word),
        (side / 2, side / 2 + cap / 2),
        MARK,
        cap=cap,
        ink=255,
        bold=cap * 0.05,
        tracking=cap * 0.16,
        anchor="m",
    )
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), _ANGLE, 1.0)
    turned = cv2.warpAffine(np.asarray(word), turn, (side, side), flags=cv2.INTER_AREA)
    at = (round(centre[0] - side / 2), round(centre[1] - side / 2))
    patch = Image.fromarray(turned)
    onto.paste(255, at, patch)


def write_notes(sheet: Image.Image, geometry: PageGeometry, scale: Scale, ink: Ink) -> None:
    """Write on the sheet, above and below the page, that it is no travel document."""
    draw = ImageDraw.Draw(sheet)
    middle = sheet.width / 2
    for y in (SHEET_MARGIN * 0.62, SHEET_MARGIN * 1.58 + geometry.height):
        at = (middle, scale.px(y))
        write(draw, at, NOTE, cap=scale.px(1.25), ink=ink, tracking=scale.px(0.12), anchor="m")
