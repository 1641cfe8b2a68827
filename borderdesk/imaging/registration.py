"""Where a page lies on a further picture of it that was taken under another light.

Inks that are dark under one light vanish under another, so brightness says nothing: edges are laid on edges.
First the page as a whole, over the sizes and small turns by which two pictures of one page reader may
differ; then tile by tile, and the page follows the tiles that agree on one place. What vanished takes its
tiles with it and moves nothing. How many tiles agreed goes with the answer; whether that is enough depends
on what is asked, so it is left to the asker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.imaging.page_plane import Box, PagePlane
from borderdesk.mrz.page_geometry import MM_PER_INCH
from models.image import PageImage, Pixels

_Field = npt.NDArray[np.float32]
_Matrix = npt.NDArray[np.float64]
_COARSE, _FINE = 40.0, 80.0  # dots per inch at which edges are laid on edges
_TURNS = (0.0, -1.5, 1.5, -3.0, 3.0)
_REACH = 15.0
"""So far, in millimetres, a page may lie from where it lay on the other picture."""
_SMALLEST = 60
_PLAIN = 0.6
"""Agreement of the whole page from which no further guess is tried; the tiles make good a small turn."""
_TILE = (15.0, 9.0)
_SEARCH = 4.0
"""So far, in millimetres, a tile is looked for from where the whole page seems to lie."""
_ALIKE = 0.55
"""Agreement of edges from which a tile counts as found again."""
_FEWEST = 4
_STRUCTURE = 0.12
"""Spread of the edges of a tile below which it shows nothing to hold on to."""


@dataclass(frozen=True, slots=True, eq=False)
class Registration:
    """A page found on a further picture.

    Attributes:
        plane: From millimetres of the page to pixels of that picture.
        agreement: Of edges with edges over the whole page, -1 to 1.
        tiles: How many tiles of the page were found again in one place.
        shown: How many tiles of that picture show anything at all.
    """

    plane: PagePlane
    agreement: float
    tiles: int
    shown: int


def register(plane: PagePlane, visible: PageImage, other: PageImage) -> Registration | None:
    """Find a page on a further picture of it.

    Args:
        plane: Where the page lies on `visible`.
        visible: The picture with the zone.
        other: Of any size, a little turned or shifted; grey or colour.

    Returns:
        The best place that was found; None where a picture is too small to look into.
    """
    if min(visible.width, visible.height, other.width, other.height) < _SMALLEST:
        return None
    seen = _Picture.of(visible.pixels, _times(plane.dpi))
    best: tuple[float, _Matrix, _Picture] | None = None
    pictures: dict[int, _Picture] = {}
    template = seen.edges(plane.matrix, plane.page_box, _COARSE)
    for guess in _guesses(plane, visible, other):
        by = _times(_scale(guess) * MM_PER_INCH)
        sought = pictures.get(by) or _Picture.of(other.pixels, by)
        pictures[by] = sought
        ground = sought.edges(guess, plane.page_box.grown(_REACH), _COARSE)
        heights = cv2.matchTemplate(ground, template, cv2.TM_CCOEFF_NORMED)
        _, highest, _, (x, y) = cv2.minMaxLoc(heights)
        step = MM_PER_INCH / _COARSE
        if best is None or highest > best[0]:
            best = float(highest), guess @ _shift(x * step - _REACH, y * step - _REACH), sought
        if highest >= _PLAIN:
            break
    if best is None:
        return None
    _, guess, sought = best
    return _by_tiles(plane, seen, sought, guess)


def as_framed(plane: PagePlane, visible: PageImage, other: PageImage) -> PagePlane | None:
    """The page where it would lie had both pictures the same frame.

    Returns:
        None where they differ in shape, so that they cannot.
    """
    across, down = other.width / visible.width, other.height / visible.height
    if abs(across / down - 1.0) > 0.03:
        return None
    return _moved(plane, np.diag([across, down, 1.0]) @ plane.matrix)


@dataclass(frozen=True, slots=True, eq=False)
class _Picture:
    """Edges of a picture, held at about the fine resolution."""

    fine: _Field
    coarse: _Field
    shrink: float

    @classmethod
    def of(cls, pixels: Pixels, by: int) -> _Picture:
        grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        fine = _shrunk(grey, by)
        return cls(_edges(fine), _edges(_shrunk(fine, 2)), 1.0 / by)

    def edges(self, matrix: _Matrix, box: Box, dpi: float) -> _Field:
        """Edges of a box, upright, at one of the two resolutions; none off the picture."""
        edges, shrink = (self.coarse, self.shrink / 2) if dpi == _COARSE else (self.fine, self.shrink)
        step = MM_PER_INCH / dpi
        half = np.asarray([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
        to_box = np.asarray([[step, 0, box.x], [0, step, box.y], [0, 0, 1]])
        whole = np.linalg.inv(half) @ np.diag([shrink, shrink, 1.0]) @ matrix @ to_box @ half
        size = (max(1, round(box.width / step)), max(1, round(box.height / step)))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(edges, whole[:2], size, flags=flags), dtype=np.float32)


def _guesses(plane: PagePlane, visible: PageImage, other: PageImage) -> Iterator[_Matrix]:
    """Maps from millimetres to the other picture: both centred, at the sizes that both may have."""
    sizes = {round(other.width / visible.width, 2), round(other.height / visible.height, 2)}
    if other.dpi is not None:
        sizes.add(round(other.dpi / plane.dpi, 2))
    for size in sorted(sizes):
        for turn in _TURNS:
            about = cv2.getRotationMatrix2D((visible.width / 2, visible.height / 2), turn, size)
            centred = _shift((other.width - visible.width) / 2, (other.height - visible.height) / 2)
            yield centred @ np.vstack([about, [0.0, 0.0, 1.0]]) @ plane.matrix


def _by_tiles(plane: PagePlane, seen: _Picture, sought: _Picture, guess: _Matrix) -> Registration:
    """Let the tiles that agree say where the page lies."""
    page, step = plane.page_box, MM_PER_INCH / _FINE
    template = seen.edges(plane.matrix, page, _FINE)
    ground = sought.edges(guess, page.grown(_SEARCH), _FINE)
    margin = _SEARCH / step
    places, found, shown = [], [], 0
    width, height = (round(side / step) for side in _TILE)
    reach = round(margin)
    for top in range(0, template.shape[0] - height + 1, height):
        for left in range(0, template.shape[1] - width + 1, width):
            tile = template[top : top + height, left : left + width]
            around = ground[top : top + height + 2 * reach, left : left + width + 2 * reach]
            shown += int(float(around.std()) >= _STRUCTURE)
            if float(tile.std()) < _STRUCTURE:
                continue
            heights = np.asarray(cv2.matchTemplate(around, tile, cv2.TM_CCOEFF_NORMED), dtype=np.float32)
            likeness, (x, y) = _peak(heights)
            if likeness >= _ALIKE:
                places.append((left + width / 2, top + height / 2))
                found.append((left + width / 2 + x - margin, top + height / 2 + y - margin))
    matrix, tiles = guess, 0
    if len(places) >= _FEWEST:
        source, target = np.asarray(places) * step, np.asarray(found) * step
        turned, kept = cv2.estimateAffinePartial2D(
            source, target, method=cv2.RANSAC, ransacReprojThreshold=0.5, maxIters=300
        )
        if turned is not None:
            tiles = int(kept.sum())
            matrix = guess @ np.vstack([turned, [0.0, 0.0, 1.0]])
    laid = sought.edges(matrix, page, _FINE)
    agreement = float(cv2.matchTemplate(laid, template, cv2.TM_CCOEFF_NORMED)[0, 0])
    return Registration(_moved(plane, matrix), agreement, tiles, shown)


def _peak(heights: _Field) -> tuple[float, tuple[float, float]]:
    """The highest place, to a fraction of a pixel."""
    _, highest, _, (x, y) = cv2.minMaxLoc(heights)
    return float(highest), (x + _fraction(heights[y, :], x), y + _fraction(heights[:, x], y))


def _fraction(row: _Field, at: int) -> float:
    """Where the parabola through a maximum and its neighbours has its top, -0.5 to 0.5."""
    if not 0 < at < len(row) - 1:
        return 0.0
    before, top, after = (float(value) for value in row[at - 1 : at + 2])
    bend = before - 2 * top + after
    return 0.0 if bend >= 0 else float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5))


def _times(dpi: float) -> int:
    """How many times smaller a picture is held: whole numbers of pixels are averaged fastest."""
    return max(1, round(dpi / _FINE))


def _shrunk(grey: Pixels, by: int) -> Pixels:
    rows, columns = (max(1, side // by) for side in grey.shape)
    whole = grey[: rows * by, : columns * by]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _edges(grey: Pixels) -> _Field:
    """Strength of edges, 0 to 1, strong ones held down so that one frame does not outweigh a page of text."""
    soft = cv2.GaussianBlur(grey, (0, 0), 0.8).astype(np.float32)
    strength = cv2.magnitude(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1))
    strong = max(float(np.percentile(strength, 97)), 20.0)
    return np.asarray(np.sqrt(np.minimum(strength / strong, 1.0)), dtype=np.float32)


def _shift(x: float, y: float) -> _Matrix:
    return np.asarray([[1, 0, x], [0, 1, y], [0, 0, 1]], dtype=np.float64)


def _moved(plane: PagePlane, matrix: _Matrix) -> PagePlane:
    return replace(plane, matrix=matrix, scale=_scale(matrix))


def _scale(matrix: _Matrix) -> float:
    return float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
