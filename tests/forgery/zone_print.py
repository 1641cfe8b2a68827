"""Draws a page with a zone, letter by letter, apart from the press: another renderer, so another make.

Each letter is set at 8 times the size of the picture and averaged down, so that it stands where it is meant
to within an eighth of a pixel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz import parse
from borderdesk.mrz.page_geometry import PITCH, page_geometry
from models.document import TravelDocument
from models.image import PageImage, Point, Quad
from models.reading import CharReading, MrzReading, MrzZone
from resources import path

LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TODAY = date(2012, 1, 1)
_EM, _CAPITAL, _BEARING = PITCH / 0.723, 0.706, 0.141
_MARGIN = 5.0
_FINE = 8


@dataclass(frozen=True)
class Letter:
    """How one letter is printed: moved (mm), thicker, higher (shares), softer (pixels), in what font."""

    across: float = 0.0
    down: float = 0.0
    weight: float = 1.0
    height: float = 1.0
    soft: float = 0.0
    font: str | None = None


PLAIN = Letter()


@dataclass(frozen=True)
class Print:
    """How a page is printed and taken.

    Attributes:
        letters: Those that are printed otherwise, by line and place.
        every: How all the others are.
        dpi: Of the picture.
        turn: Degrees.
        lean: Share by which its upper edge is narrower.
        blur: Pixels.
        noise: Grey levels.
        ink: Grey level.
        off: The zone stands so many millimetres right and down of its place.
        scratches: Over the zone.
        seed: Of noise and scratches.
    """

    letters: Mapping[tuple[int, int], Letter] = field(default_factory=dict)
    every: Letter = PLAIN
    dpi: float = 300.0
    turn: float = 0.0
    lean: float = 0.0
    blur: float = 0.55
    noise: float = 2.0
    ink: float = 30.0
    off: tuple[float, float] = (0.0, 0.0)
    scratches: int = 0
    seed: int = 1


def evidence(how: Print) -> Evidence:
    """The page as the checks see it; characters are found to about a tenth of a millimetre."""
    scale = how.dpi / 25.4
    rng = np.random.default_rng(how.seed)
    zone = parse(LINES, today=TODAY)
    geometry = page_geometry(zone.format)
    height, width = (round((side + 2 * _MARGIN) * scale) for side in (geometry.height, geometry.width))
    picture = np.full((height, width), 205.0, np.float32)
    low, high = (
        round(_MARGIN * scale),
        [round((_MARGIN + side) * scale) for side in (geometry.height, geometry.width)],
    )
    picture[low : high[0], low : high[1]] = 238.0
    places = {}
    for row, line in enumerate(LINES):
        for column, symbol in enumerate(line):
            x = _MARGIN + geometry.first_character + how.off[0] + PITCH * column - _BEARING * _EM + PITCH / 2
            y = _MARGIN + geometry.centre_from_top(row) + how.off[1]
            _put(
                picture,
                symbol,
                how.letters.get((row, column), how.every),
                x * scale,
                y * scale,
                scale,
                how.ink,
            )
            places[row, column] = (x * scale, y * scale)
    for _ in range(how.scratches):
        start = rng.uniform((0, height * 0.7), (width, height))
        end = start + rng.uniform(-60, 60, 2)
        ends = [tuple(int(value) for value in point) for point in (start, end)]
        cv2.line(picture, ends[0], ends[1], float(rng.choice((120, 255))), 2, cv2.LINE_AA)
    corners = np.asarray([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners.copy()
    moved[:2, 0] += np.asarray([0.5, -0.5], np.float32) * how.lean * width
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), how.turn, 1.0)
    moved = (moved @ turn[:, :2].T + turn[:, 2]).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    if how.turn or how.lean:
        picture = np.asarray(
            cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=205)
        )
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), how.blur))
    picture = picture + rng.normal(0, how.noise, picture.shape).astype(np.float32)
    grey = np.clip(picture, 0, 255).astype(np.uint8)
    page = PageImage(np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2)))
    return seen(page, {at: _found(point, matrix, rng, scale) for at, point in places.items()}, scale)


def seen(page: PageImage, places: Mapping[tuple[int, int], Point], scale: float) -> Evidence:
    """The same document read at these places of a picture."""
    zone = parse(LINES, today=TODAY)
    read = tuple(
        tuple(
            CharReading(symbol, 0.99, (), _quad(places[row, column], scale))
            for column, symbol in enumerate(line)
        )
        for row, line in enumerate(LINES)
    )
    document = TravelDocument(
        format=zone.format,
        lines=LINES,
        fields=zone.fields,
        check_digits=zone.check_digits,
        certain=True,
        corrections=(),
        reading=MrzReading(MrzZone(page, (), read[0][0].quad, 28.0), read),
    )
    return Evidence(document, TODAY, page)


def _found(point: Point, matrix: np.ndarray, rng: np.random.Generator, scale: float) -> Point:
    x, y = cv2.perspectiveTransform(np.asarray([[point]], np.float64), matrix)[0, 0]
    off = rng.normal(0, 0.08 * scale, 2)
    return (float(x + off[0]), float(y + off[1]))


def _quad(middle: Point, scale: float) -> Quad:
    x, y = middle
    across, down = 1.2 * scale, 1.25 * scale
    return ((x - across, y - down), (x + across, y - down), (x + across, y + down), (x - across, y + down))


def _put(
    picture: np.ndarray, symbol: str, letter: Letter, x: float, y: float, scale: float, ink: float
) -> None:
    """Print one letter with its middle at a place."""
    side = round(3.3 * scale)
    left, top = round(x) - side // 2, round(y) - side // 2
    fine = Image.new("L", (side * _FINE, side * _FINE))
    size = _EM * scale * _FINE
    name = letter.font or str(path("fonts", "OCRB.otf"))
    font = ImageFont.load_default(size) if name == "default" else ImageFont.truetype(name, size)
    at = (
        (x - left + letter.across * scale) * _FINE,
        (y - top + letter.down * scale + _CAPITAL * _EM * scale / 2) * _FINE,
    )
    draw = ImageDraw.Draw(fine)
    if letter.font is None:  # every letter of OCR-B has the same advance
        draw.text((at[0] - PITCH / 2 * scale * _FINE, at[1]), symbol, font=font, fill=255, anchor="ls")
    else:
        draw.text(at, symbol, font=font, fill=255, anchor="ms")
    cover = np.asarray(fine, np.float32) / 255
    if letter.weight != 1.0:
        ink_here = (cover > 0.5).astype(np.uint8)
        far = cv2.distanceTransform(ink_here, cv2.DIST_L2, 5) - cv2.distanceTransform(
            1 - ink_here, cv2.DIST_L2, 5
        )
        cover = (far + (letter.weight - 1.0) * 0.35 * scale * _FINE / 2 > 0).astype(np.float32)
    if letter.height != 1.0:
        middle = (y - top) * _FINE
        stretch = np.asarray([[1, 0, 0], [0, letter.height, middle * (1 - letter.height)]])
        cover = cv2.warpAffine(cover, stretch, (cover.shape[1], cover.shape[0]))
    share = np.asarray(cv2.resize(cover, (side, side), interpolation=cv2.INTER_AREA))
    if letter.soft:
        share = np.asarray(cv2.GaussianBlur(share, (0, 0), letter.soft))
    part = picture[top : top + side, left : left + side]
    part *= 1 - share
    part += ink * share
