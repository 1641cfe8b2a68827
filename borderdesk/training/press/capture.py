"""How the sheet comes into the machine: flatbed scan, tilted scan, or a hand-held camera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.mrz.page_geometry import MM_PER_INCH
from models.image import Pixels, Quad

_Matrix: TypeAlias = npt.NDArray[np.float64]
BORDER = 12.0
"""Scanner lid or desk that shows round the sheet of a tilted or hand-held capture, in millimetres."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One way of taking a picture.

    Attributes:
        dpi: Dots per inch at which the page ends up in the picture (in its middle, for a camera).
        tilt: Turned by so many degrees, clockwise.
        lean: Perspective: how much narrower the far edge is, as a share, 0 to about 0.2.
        desk: True where a dark desk shows round the sheet, False for a scanner's lid.
        shading: How uneven the light is, as a share of full brightness.
        blur: Gaussian, sigma in pixels.
        noise: Of the sensor, standard deviation in grey levels.
        wear: 0 for a new page; rises with scuffs and creases, 1 is a page long in use.
    """

    dpi: float = 300.0
    tilt: float = 0.0
    lean: float = 0.0
    desk: bool = False
    shading: float = 0.0
    blur: float = 0.0
    noise: float = 0.7
    wear: float = 0.0

    @classmethod
    def flat_scan(cls, dpi: float = 300.0) -> Self:
        """A page pressed flat on a scanner."""
        return cls(dpi=dpi, blur=0.45)

    @classmethod
    def tilted_scan(cls, tilt: float = 2.0, dpi: float = 300.0) -> Self:
        """A page laid askew on a scanner; Doc 9303-3, 4.3 lets a zone be printed up to 3 degrees askew."""
        return cls(dpi=dpi, tilt=tilt, blur=0.5, noise=0.9)

    @classmethod
    def hand_held(cls, tilt: float = -3.0, lean: float = 0.10, dpi: float = 240.0) -> Self:
        """A page on a dark desk, photographed from the side in uneven light."""
        return cls(dpi=dpi, tilt=tilt, lean=lean, desk=True, shading=0.30, blur=0.7, noise=2.5)


def wear_down(page: Pixels, wear: float, rng: np.random.Generator) -> Pixels:
    """A page scuffed and stained.

    Args:
        page: (h, w, 3) uint8 red green blue.
        wear: 0 to 1.
        rng: Chance.
    """
    height, width = page.shape[:2]
    scuffs = np.zeros((height, width), np.float32)
    for _ in range(int(34 * wear)):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        reach, angle = rng.uniform(10, 120), rng.uniform(0, np.pi)
        far = round(x + reach * np.cos(angle)), round(y + reach * np.sin(angle))
        cv2.line(scuffs, (round(x), round(y)), far, float(rng.uniform(0.1, 0.4)), 1, cv2.LINE_AA)
    stain = cv2.resize(
        rng.uniform(0, 1, (6, 8)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    dark = 0.14 * wear * np.clip(stain - 0.55, 0, 1)
    worn = np.empty_like(page)
    for channel, share in enumerate((0.5, 0.8, 1.4)):
        tone = page[:, :, channel].astype(np.float32)
        tone += (255 - tone) * (scuffs * wear)
        worn[:, :, channel] = tone * (1 - share * dark)
    return worn


def take(
    sheet: Pixels, quads: tuple[Quad, ...], dpi: float, capture: Capture, rng: np.random.Generator
) -> tuple[Pixels, tuple[Quad, ...]]:
    """Take a picture of a sheet.

    Args:
        sheet: (h, w, 3) uint8 BGR.
        quads: Places on the sheet, in its pixels.
        dpi: Of the sheet.
        capture: How.
        rng: Chance.

    Returns:
        The picture, and the same places in it.
    """
    matrix, size = _way(sheet.shape[1], sheet.shape[0], dpi, capture)
    if _is_plain(capture, dpi):
        picture = sheet
    else:
        ratio = capture.dpi / dpi
        source = sheet if ratio >= 0.75 else cv2.GaussianBlur(sheet, (0, 0), 0.42 / ratio)
        ground = _ground(size, capture, rng)
        warped = np.asarray(cv2.warpPerspective(source, matrix, size, flags=cv2.INTER_CUBIC), np.uint8)
        whole = np.full(sheet.shape[:2], 255, np.uint8)
        cover = np.asarray(cv2.warpPerspective(whole, matrix, size, flags=cv2.INTER_LINEAR), np.uint8)
        picture = _laid(warped, _shadowed(ground, cover, capture), cover)
    return _exposed(picture, capture, rng), tuple(_moved(quad, matrix) for quad in quads)


def _laid(sheet: Pixels, ground: Pixels, cover: Pixels) -> Pixels:
    """The sheet on the ground; only along its edge does some of both show."""
    laid = cv2.copyTo(sheet, cover, ground.copy())
    edge = (cover > 0) & (cover < 255)
    share = (cover[edge].astype(np.float32) / 255)[:, None]
    laid[edge] = sheet[edge] * share + ground[edge] * (1 - share)
    return np.asarray(laid, np.uint8)


def _is_plain(capture: Capture, dpi: float) -> bool:
    return capture.tilt == 0 and capture.lean == 0 and capture.dpi == dpi


def _way(width: int, height: int, dpi: float, capture: Capture) -> tuple[_Matrix, tuple[int, int]]:
    """Homography from the sheet to the picture, and the size (width, height) of the picture."""
    if _is_plain(capture, dpi):
        return np.eye(3), (width, height)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    moved = (corners - [width / 2, height / 2]) * (capture.dpi / dpi)
    if capture.lean:
        share = moved[:, 1] / (height * capture.dpi / dpi)
        moved[:, 0] *= 1 + capture.lean * share
        moved[:, 1] *= 1 - capture.lean * 0.6
        moved[:, 1] += capture.lean * 0.12 * moved[:, 0]
    angle = np.radians(capture.tilt)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = moved @ turn.T
    border = (BORDER if capture.tilt or capture.lean else 0.0) * capture.dpi / MM_PER_INCH
    moved -= moved.min(axis=0) - border
    size = np.ceil(moved.max(axis=0) + border).astype(int)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), moved.astype(np.float32))
    return np.asarray(matrix, np.float64), (int(size[0]), int(size[1]))


def _ground(size: tuple[int, int], capture: Capture, rng: np.random.Generator) -> Pixels:
    """Scanner lid, or a dark desk with a grain."""
    width, height = size
    ground = np.empty((height, width, 3), np.uint8)
    ground[:] = (46, 54, 66) if capture.desk else (226, 227, 227)
    if capture.desk:
        grain = cv2.resize(rng.standard_normal((height // 3 + 1, 12), dtype=np.float32), (width, height))
        ground = np.asarray(cv2.add(ground, cv2.merge([grain * 4.0] * 3), dtype=cv2.CV_8U), np.uint8)
    return ground


def _shadowed(ground: Pixels, cover: Pixels, capture: Capture) -> Pixels:
    """The ground with the soft shadow that the sheet casts on it."""
    # A blur as wide as this is as good on a small picture.
    small = cv2.resize(cover, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    reach = capture.dpi / MM_PER_INCH * (2.2 if capture.desk else 0.5) / 8
    soft = cv2.GaussianBlur(small, (0, 0), reach).astype(np.float32) / 255
    shade = 1 - (0.45 if capture.desk else 0.14) * cv2.resize(soft, (cover.shape[1], cover.shape[0]))
    return np.asarray(cv2.multiply(ground, cv2.merge([shade] * 3), dtype=cv2.CV_8U), np.uint8)


def _exposed(picture: Pixels, capture: Capture, rng: np.random.Generator) -> Pixels:
    """Light, optics and sensor."""
    height, width = picture.shape[:2]
    if capture.shading:
        y, x = np.mgrid[0:height:8, 0:width:8].astype(np.float32)
        far = np.hypot(x / width - rng.uniform(0.25, 0.4), y / height - rng.uniform(0.2, 0.35))
        light = np.asarray(1.04 - capture.shading * np.clip(far, 0, 1), np.float32)
        light = np.asarray(cv2.resize(light, (width, height)), np.float32)
        picture = np.asarray(cv2.multiply(picture, cv2.merge([light] * 3), dtype=cv2.CV_8U), np.uint8)
    if capture.blur:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), capture.blur), np.uint8)
    if capture.noise:
        noise = rng.standard_normal((height, width), dtype=np.float32)
        noise *= np.float32(capture.noise)
        picture = np.asarray(cv2.add(picture, cv2.merge([noise] * 3), dtype=cv2.CV_8U), np.uint8)
    return picture


def _moved(quad: Quad, matrix: _Matrix) -> Quad:
    points = cv2.perspectiveTransform(np.array([quad], np.float64), matrix)[0]
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return a, b, c, d
