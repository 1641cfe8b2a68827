"""What a forger does to the picture of a zone: overtype in a picture editor, or copy and move characters."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.mrz.page_geometry import MM_PER_INCH, PITCH, page_geometry
from borderdesk.training.press.drawing import DrawnDocument
from borderdesk.training.press.geometry import Scale
from borderdesk.training.press.glyphs import Face, Glyph, place
from borderdesk.training.press.plan import Digital, Plan
from borderdesk.training.press.zone import Place, cell_origin
from models.image import Pixels

_Matrix = npt.NDArray[np.float64]
_HALF = 1.8
"""Half the height of what is cut round a character, in millimetres."""


def alter(drawn: DrawnDocument, plan: Plan, rng: np.random.Generator) -> Pixels:
    """The picture with every changed character of the plan altered.

    Raises:
        ValueError: The plan alters no picture.
    """
    if plan.digital is None:
        raise ValueError("this plan alters no picture")
    pixels = drawn.pixels.copy()
    matrix = _matrix(drawn, plan)
    if plan.digital is Digital.COPY_MOVE:
        for spot in plan.changed:
            _copy(drawn.pixels, pixels, matrix, plan, spot, rng)
        return pixels
    soft = float(rng.uniform(0.25, 1.0))
    face = plan.finish.zone.face
    for spot in plan.changed:
        _overtype(pixels, matrix, plan, spot, face, soft, rng)
    return pixels


def _matrix(drawn: DrawnDocument, plan: Plan) -> _Matrix:
    """From millimetres of the page to pixels of the picture."""
    geometry = page_geometry(plan.specimen.format)
    corners = np.array(
        [[0, 0], [geometry.width, 0], [geometry.width, geometry.height], [0, geometry.height]], np.float32
    )
    matrix = cv2.getPerspectiveTransform(corners, np.array(drawn.page, np.float32))
    return np.asarray(matrix, np.float64)


def _cell(plan: Plan, spot: Place) -> tuple[float, float, float, float]:
    """What is cut round a character: left, top, right and bottom in millimetres."""
    geometry, style, unit = page_geometry(plan.specimen.format), plan.finish.zone, Scale(MM_PER_INCH)
    x, _ = cell_origin(geometry, unit, spot, style)
    y = geometry.centre_from_top(spot[0]) + style.down
    return x + 0.1, y - _HALF, x + PITCH * 0.94, y + _HALF


def _bounds(
    matrix: _Matrix, cell: tuple[float, float, float, float], pixels: Pixels
) -> tuple[int, int, int, int]:
    left, top, right, bottom = cell
    corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
    found = cv2.perspectiveTransform(corners, matrix)[0]
    (x0, y0), (x1, y1) = np.floor(found.min(axis=0)).astype(int), np.ceil(found.max(axis=0)).astype(int)
    return max(0, int(x0)), max(0, int(y0)), min(pixels.shape[1], int(x1)), min(pixels.shape[0], int(y1))


def _copy(
    source: Pixels, pixels: Pixels, matrix: _Matrix, plan: Plan, spot: Place, rng: np.random.Generator
) -> None:
    """Copy another place of the same zone, pixel for pixel."""
    shown, right = plan.shown, plan.specimen.lines
    wanted = shown[spot[0]][spot[1]]
    places = [
        (row, at)
        for row, line in enumerate(right)
        for at, symbol in enumerate(line)
        if symbol == wanted and (row, at) not in plan.changed
    ]
    chosen = places[int(rng.integers(len(places)))]
    x0, y0, x1, y1 = _bounds(matrix, _cell(plan, chosen), source)
    left, top, _, _ = _bounds(matrix, _cell(plan, spot), source)
    height, width = min(y1 - y0, pixels.shape[0] - top), min(x1 - x0, pixels.shape[1] - left)
    pixels[top : top + height, left : left + width] = source[y0 : y0 + height, x0 : x0 + width]


def _overtype(
    pixels: Pixels,
    matrix: _Matrix,
    plan: Plan,
    spot: Place,
    face: Face,
    soft: float,
    rng: np.random.Generator,
) -> None:
    """Erase a character by what surrounds it, and type another, a little sharper or softer."""
    x0, y0, x1, y1 = _bounds(matrix, _cell(plan, spot), pixels)
    cell = pixels[y0:y1, x0:x1]
    grey = cv2.cvtColor(cell, cv2.COLOR_BGR2GRAY)
    paper, ink = np.percentile(grey, 80), np.percentile(grey, 2)
    inked = (grey < paper - 0.18 * (paper - ink)).astype(np.uint8)
    inked = cv2.dilate(inked, np.ones((3, 3), np.uint8))
    tone = np.median(cell[grey <= ink + 0.1 * (paper - ink)], axis=0) + rng.uniform(-5, 5)
    clean = cv2.inpaint(np.ascontiguousarray(cell), inked, 3, cv2.INPAINT_TELEA).astype(np.float32)
    clean += rng.normal(0, float(rng.uniform(0.0, 1.0)), (*cell.shape[:2], 1))
    share = _typed(matrix, plan, spot, face, (x0, y0, x1, y1), soft)
    typed = clean * (1 - share) + tone * share
    # A patch is laid only where the old or the new character is.
    reach = np.maximum(inked, (share[:, :, 0] > 0.02).astype(np.uint8))
    soft_edge = cv2.GaussianBlur(reach.astype(np.float32), (0, 0), 0.6)[:, :, None]
    pixels[y0:y1, x0:x1] = np.clip(cell * (1 - soft_edge) + typed * soft_edge + 0.5, 0, 255)


def _typed(
    matrix: _Matrix, plan: Plan, spot: Place, face: Face, bounds: tuple[int, int, int, int], soft: float
) -> npt.NDArray[np.float32]:
    """(h, w, 1), the new character's cover within bounds of the picture."""
    geometry, style = page_geometry(plan.specimen.format), plan.finish.zone
    fine = Scale(1200.0)
    x, y = cell_origin(geometry, fine, spot, style)
    left, top = fine.px(_cell(plan, spot)[0] - 1.0), fine.px(_cell(plan, spot)[1] - 1.0)
    cover = np.zeros((fine.whole(2 * _HALF + 2), fine.whole(PITCH + 2)), np.uint8)
    place(
        cover,
        plan.shown[spot[0]][spot[1]],
        Glyph(face, weight=style.weight),
        (x - left, y - top),
        fine.px(1.0),
    )
    unit = 1 / fine.px(1.0)
    to_mm = np.array([[unit, 0, left * unit], [0, unit, top * unit], [0, 0, 1]])
    x0, y0, x1, y1 = bounds
    to_part = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1]], np.float64)
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    way = np.linalg.inv(half) @ to_part @ matrix @ to_mm @ half
    scale = float(np.hypot(way[0, 0], way[1, 0]))
    smooth = cv2.GaussianBlur(cover, (0, 0), 0.42 / scale)
    part = cv2.warpPerspective(smooth, way, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
    blurred = cv2.GaussianBlur(part.astype(np.float32) / 255, (0, 0), max(0.2, soft))
    return np.asarray(blurred[:, :, None], np.float32)
