"""Copies of a sheet that a forger may show for the page itself: photocopied grey, or reprinted in colour.

A copy has the sheet's own size: it is printed on a sheet that is then captured like any other
(`capture.take`). What is copied was scanned first, so it is a little soft. A picture of a screen is made
in `recapture`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.mrz.page_geometry import MM_PER_INCH
from borderdesk.training.press import screens
from models.image import Pixels


class Tones(Enum):
    """How a copier prints tones."""

    EVEN = "even"
    DOTS = "dots"
    LINES = "lines"
    STREWN = "strewn"


_Transmittance = tuple[float, float, float]
# Blue, green, red that a solid of each ink lets through, about as in the process inks of ISO 2846-1.
_CYAN: _Transmittance = (0.88, 0.60, 0.06)
_MAGENTA: _Transmittance = (0.46, 0.12, 0.86)
_YELLOW: _Transmittance = (0.10, 0.92, 0.98)
_BLACK: _Transmittance = (0.11, 0.10, 0.10)
_INKS = (_CYAN, _MAGENTA, _YELLOW, _BLACK)
_OVERSIZE = 3.0
"""A screen is printed so many times finer than the sheet: five pixels a dot of 175 lpi at 300 dpi."""


@dataclass(frozen=True, slots=True)
class GreyCopy:
    """A photocopy in black toner.

    Attributes:
        tones: How tones are printed.
        lpi: Screen ruling, lines an inch; without meaning where tones are even.
        angle: Of the screen, in degrees.
        white: Grey level from which paper stays white, and
        black: to which all is solid toner: a copier's contrast.
        specks: Grains of stray toner on a square centimetre.
        texture: How unevenly toner lies, as a share.
        cast: Blue, green and red of the copying paper; equal for a scanner in grey.
    """

    tones: Tones
    lpi: float
    angle: float
    white: float
    black: float
    specks: float
    texture: float
    cast: tuple[int, int, int]

    @classmethod
    def any(cls, rng: np.random.Generator) -> Self:
        """One of the copiers there are."""
        tone = float(rng.uniform(236, 250))
        # Copying paper is bluish (brightened) or, recycled, yellowish; one scanner in three sees grey only.
        tint = 0.0 if rng.random() < 1 / 3 else float(rng.uniform(-5, 4))
        return cls(
            tones=tuple(Tones)[int(rng.integers(len(Tones)))],
            lpi=float(rng.uniform(106, 200)),
            angle=float(rng.choice((0.0, 45.0, 45.0, 63.0, 71.0))),
            white=float(rng.uniform(222, 252)),
            black=float(rng.uniform(10, 55)),
            specks=float(rng.uniform(0, 12)),
            texture=float(rng.uniform(0.02, 0.10)),
            cast=(round(tone - tint), round(tone), round(tone + tint)),
        )


@dataclass(frozen=True, slots=True)
class ColourCopy:
    """A reprint by a colour laser or inkjet printer.

    Attributes:
        tones: DOTS for a rosette (laser), STREWN for an inkjet.
        lpi: Screen ruling, lines an inch, where there is a rosette.
        angles: Of cyan, magenta, yellow and black, in degrees.
        print_dpi: Of an inkjet's dots.
        gain: How much dots spread, sigma in 1/300 inch.
        black: Share of the grey part of a colour that is printed in black ink.
    """

    tones: Tones
    lpi: float
    angles: tuple[float, float, float, float]
    print_dpi: float
    gain: float
    black: float

    @classmethod
    def any(cls, rng: np.random.Generator, tones: Tones | None = None) -> Self:
        """One of the printers there are, of one kind where `tones` is given."""
        if tones is None:
            tones = Tones.DOTS if rng.random() < 0.7 else Tones.STREWN
        turn = float(rng.uniform(-3, 3))
        return cls(
            tones=tones,
            lpi=float(rng.uniform(133, 175)),
            angles=(15.0 + turn, 75.0 + turn, 0.0 + turn, 45.0 + turn),
            print_dpi=float(rng.choice((600.0, 720.0))),
            gain=float(rng.uniform(0.25, 0.5)),
            black=float(rng.uniform(0.6, 1.0)),
        )


def copy_grey(sheet: Pixels, dpi: float, how: GreyCopy, rng: np.random.Generator) -> Pixels:
    """Photocopy a sheet.

    Args:
        sheet: (h, w, 3) uint8, blue green red.
        dpi: Of the sheet.
        how: The copier.
        rng: Chance: where toner lies.

    Returns:
        The copy, in the size of the sheet.
    """
    grey = np.asarray(cv2.cvtColor(_scanned(sheet, dpi), cv2.COLOR_BGR2GRAY), np.uint8)
    levels = (np.arange(256) - how.black) / (how.white - how.black)
    cover = np.asarray(cv2.LUT(grey, (255 * (1 - np.clip(levels, 0, 1))).astype(np.uint8)), np.uint8)
    toner = np.asarray(_toner(cover, dpi, how) / np.float32(255), np.float32)
    height, width = toner.shape
    toner *= 1 + np.float32(how.texture) * rng.standard_normal((height, width), np.float32)
    _strew_specks(toner, dpi, how.specks, rng)
    paper = np.array(how.cast, np.float32)
    print_black = np.array(_BLACK, np.float32).mean()
    picture = paper * (1 - np.clip(toner, 0, 1) * (1 - print_black))[:, :, None]
    return np.asarray(picture.round(), np.uint8)


def _toner(cover: screens.Plane, dpi: float, how: GreyCopy) -> screens.Plane:
    if how.tones is Tones.EVEN:
        return cover
    ratio = 600.0 / dpi if how.tones is Tones.STREWN else _OVERSIZE
    large = screens.enlarged(cover, ratio)
    if how.tones is Tones.STREWN:
        printed = screens.strewn(large, (0, 0))
    else:
        period = ratio * dpi / how.lpi
        screen = screens.dots if how.tones is Tones.DOTS else screens.lines
        printed = screen(large, period, how.angle)
    return screens.reduced(_spread(printed, 0.3, ratio * dpi), cover.shape)


def _strew_specks(
    toner: npt.NDArray[np.float32], dpi: float, specks: float, rng: np.random.Generator
) -> None:
    """Stray grains of toner, in place."""
    height, width = toner.shape
    count = rng.poisson(specks * height * width * (MM_PER_INCH / dpi / 10) ** 2)
    y, x = rng.integers(0, height, count), rng.integers(0, width, count)
    toner[y, x] = np.maximum(toner[y, x], rng.uniform(0.2, 0.9, count).astype(np.float32))


def copy_colour(sheet: Pixels, dpi: float, how: ColourCopy, rng: np.random.Generator) -> Pixels:
    """Reprint a sheet in four process inks.

    Args:
        sheet: (h, w, 3) uint8, blue green red.
        dpi: Of the sheet.
        how: The printer.
        rng: Chance: how the patterns of an inkjet's colours lie to each other.

    Returns:
        The reprint, in the size of the sheet.
    """
    ratio = how.print_dpi / dpi if how.tones is Tones.STREWN else _OVERSIZE
    print_dpi = ratio * dpi
    picture: Pixels | None = None
    for plane, ink, angle in zip(_separated(_scanned(sheet, dpi), how.black), _INKS, how.angles, strict=True):
        large = screens.enlarged(plane, ratio)
        if how.tones is Tones.STREWN:
            shift = (int(rng.integers(0, 96)), int(rng.integers(0, 96)))
            printed = screens.strewn(large, shift)
        else:
            printed = screens.dots(large, print_dpi / how.lpi, angle)
        printed = _spread(printed, how.gain, print_dpi)
        passed = _passed(printed, ink)
        picture = passed if picture is None else np.asarray(cv2.multiply(picture, passed, scale=1 / 255))
    if picture is None:
        raise ValueError("a reprint needs inks")
    return screens.reduced(np.asarray(picture, np.uint8), sheet.shape)


def _scanned(sheet: Pixels, dpi: float) -> Pixels:
    """As the copier's own scanner sees it."""
    return np.asarray(cv2.GaussianBlur(sheet, (0, 0), 0.6 * dpi / 300.0), np.uint8)


def _separated(sheet: Pixels, share: float) -> tuple[screens.Plane, ...]:
    """Cover of cyan, magenta, yellow and black, with grey component replacement."""
    wanted = 255 - sheet
    grey = np.asarray(wanted.min(axis=2), np.uint8)
    curve = np.clip((np.arange(256) - 70) / 185, 0, 1) * share * 255
    black = np.asarray(cv2.LUT(grey, curve.astype(np.uint8)), np.uint8)
    yellow, magenta, cyan = (np.asarray(cv2.subtract(wanted[:, :, number], black)) for number in range(3))
    return cyan.astype(np.uint8), magenta.astype(np.uint8), yellow.astype(np.uint8), black


def _spread(printed: screens.Plane, gain: float, print_dpi: float) -> screens.Plane:
    """Dots run into the paper."""
    return np.asarray(cv2.GaussianBlur(printed, (0, 0), gain * print_dpi / 300.0), np.uint8)


def _passed(cover: screens.Plane, ink: _Transmittance) -> Pixels:
    """What light an ink lets through, where it covers so much."""
    share = np.arange(256)[:, None] / 255.0
    curves = (255 * (1 - share * (1 - np.array(ink)))).round().astype(np.uint8)
    return np.asarray(cv2.LUT(cv2.merge([cover] * 3), curves[:, None, :]), np.uint8)
