"""A sheet under infrared and ultraviolet light.

* Infrared, B900 (ICAO Doc 9303-3, 4.3; BSI TR-03135-1, IR checks): the zone is printed in ink that absorbs
  it and stays black; coloured ink and the security print let it through and vanish, or nearly so. Office
  inkjet ink lets it through, too: a zone that was printed with it vanishes.
* Ultraviolet, 365 nm (Doc 9303-2, A.5.1.1; TR-03135-1, UV checks): security paper is dull, holds fibres and a
  print that glow; office paper is brightened and glows blue-white all over.

Marks and notes that say SPECIMEN never vanish wholly: no picture of the press comes without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.mrz.page_geometry import MM_PER_INCH
from borderdesk.training.press.capture import Capture
from models.image import Pixels, Quad

_Float: TypeAlias = npt.NDArray[np.float32]
_INK_MARGIN = 0.8
"""Round the lines of the zone, in millimetres, that their ink may reach."""
_FIBRES = ((40, 40, 235), (60, 225, 60), (240, 110, 60), (70, 220, 230))
_SHIFT = 4  # cv2 draws in sixteenths of a pixel


@dataclass(frozen=True, slots=True)
class Infrared:
    """How inks and paper answer to infrared.

    Attributes:
        zone: Share of its darkness that the ink of the zone keeps.
        neutral: The same of other black and grey print.
        coloured: The same of coloured print.
        paper: Grey level of white paper.
    """

    zone: float
    neutral: float
    coloured: float
    paper: float

    @classmethod
    def any(cls, rng: np.random.Generator) -> Self:
        """A genuine page: a zone that absorbs, print beside it that may or may not."""
        return cls(
            zone=float(rng.uniform(0.92, 1.0)),
            neutral=float(rng.choice((rng.uniform(0.08, 0.3), rng.uniform(0.6, 1.0)))),
            coloured=float(rng.uniform(0.08, 0.28)),
            paper=float(rng.uniform(185, 245)),
        )

    @classmethod
    def inkjet(cls, rng: np.random.Generator) -> Self:
        """A page from an office printer whose every ink lets infrared through."""
        return cls(
            zone=float(rng.uniform(0.0, 0.22)),
            neutral=float(rng.uniform(0.08, 0.25)),
            coloured=float(rng.uniform(0.05, 0.15)),
            paper=float(rng.uniform(200, 245)),
        )


@dataclass(frozen=True, slots=True)
class Ultraviolet:
    """How paper and print answer to ultraviolet.

    Attributes:
        paper: Blue, green, red of blank paper.
        fibres: That glow, on a square centimetre.
        pattern: How brightly the fluorescent print glows, in grey levels; 0 where there is none.
        colour: Blue, green, red share of that glow.
    """

    paper: tuple[float, float, float]
    fibres: float
    pattern: float
    colour: tuple[float, float, float]

    @classmethod
    def any(cls, rng: np.random.Generator) -> Self:
        """Security paper: dull, with fibres and most often a print that glows."""
        dull = float(rng.uniform(16, 70))
        glows = ((0.25, 1.0, 0.75), (0.3, 0.6, 1.0), (1.0, 0.55, 0.35), (0.2, 1.0, 0.3))
        return cls(
            paper=(dull, dull * float(rng.uniform(0.45, 0.75)), dull * float(rng.uniform(0.4, 0.7))),
            fibres=float(rng.uniform(0.3, 2.0)),
            pattern=float(rng.choice((0.0, rng.uniform(60, 190), rng.uniform(60, 190)))),
            colour=glows[int(rng.integers(len(glows)))],
        )

    @classmethod
    def bright(cls, rng: np.random.Generator) -> Self:
        """Office paper."""
        glow = float(rng.uniform(170, 250))
        return cls(
            paper=(glow, glow * float(rng.uniform(0.68, 0.85)), glow * float(rng.uniform(0.52, 0.75))),
            fibres=0.0,
            pattern=0.0,
            colour=(0.0, 0.0, 0.0),
        )


def under_infrared(sheet: Pixels, zone: tuple[Quad, ...], dpi: float, how: Infrared) -> Pixels:
    """A sheet as infrared light shows it, before it is captured.

    Args:
        sheet: (h, w, 3) uint8, blue green red, in visible light; upright.
        zone: One quad a printed line, in its pixels; empty where the page has none.
        dpi: Of the sheet.
        how: How inks and paper answer.

    Returns:
        Grey, as (h, w, 3): a camera for infrared has no colours.
    """
    luma = np.asarray(cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY), np.float32)
    chroma = (sheet.max(axis=2) - sheet.min(axis=2)).astype(np.float32)
    dark = np.clip((246 - luma) / 246, 0, 1)
    # From grey to coloured without a step: edges of black print are a little coloured.
    colour = np.clip((chroma - 12) / 30, 0, 1)
    keep = how.neutral + (how.coloured - how.neutral) * colour
    margin = _INK_MARGIN * dpi / MM_PER_INCH
    for quad in zone:
        left, top, right, bottom = _bounds(quad, margin, luma.shape)
        # Only what is black there is ink of the zone; security print runs below it.
        black = np.clip((170 - luma[top:bottom, left:right]) / 60, 0, 1)
        keep[top:bottom, left:right] += (how.zone - keep[top:bottom, left:right]) * black
    grey = np.clip(how.paper * (1 - dark * keep), 0, 255).round().astype(np.uint8)
    return np.asarray(cv2.merge([grey] * 3), np.uint8)


def under_ultraviolet(
    sheet: Pixels, page: Quad, dpi: float, how: Ultraviolet, rng: np.random.Generator
) -> Pixels:
    """A sheet as ultraviolet light shows it, before it is captured; the sheet round the page is dark.

    Args:
        sheet: (h, w, 3) uint8, blue green red, in visible light; upright.
        page: Its corners, in pixels of the sheet.
        dpi: Of the sheet.
        how: How paper and print answer.
        rng: Chance: where fibres lie and what the fluorescent print shows.
    """
    luma = np.asarray(cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY) / np.float32(255), np.float32)
    # Ink on the paper keeps it from glowing.
    glow: _Float = np.asarray(luma[:, :, None] * np.array(how.paper, np.float32), np.float32)
    left, top, right, bottom = _bounds(page, 0.0, luma.shape)
    round_it = np.full(luma.shape, 0.10, np.float32)
    round_it[top:bottom, left:right] = 1.0
    glow *= round_it[:, :, None]
    inside = glow[top:bottom, left:right]
    if how.pattern:
        shine = _pattern(inside.shape[:2], dpi, rng)[:, :, None] * np.float32(how.pattern / 255)
        inside += shine * np.array(how.colour, np.float32) * (0.3 + 0.7 * luma[top:bottom, left:right, None])
    area = inside.shape[0] * inside.shape[1] * (MM_PER_INCH / dpi / 10) ** 2
    _strew_fibres(inside, int(rng.poisson(how.fibres * area)), dpi, rng)
    return np.asarray(np.clip(glow, 0, 255), np.uint8)


def beside(capture: Capture, rng: np.random.Generator) -> Capture:
    """How a device takes its next picture of a page that lies as it lay: a little off, in other light.

    Args:
        capture: Of the visible picture.
        rng: Chance.
    """
    return Capture(
        dpi=capture.dpi * float(rng.uniform(0.97, 1.03)),
        tilt=capture.tilt + float(rng.uniform(0.05, 0.8)) * float(rng.choice((-1.0, 1.0))),
        shading=float(rng.uniform(0.0, 0.2)),
        blur=float(rng.uniform(0.5, 0.9)),
        noise=float(rng.uniform(1.0, 3.0)),
        ground=(8, 6, 6),
        border=(capture.border if capture.tilt else 0.0) + float(rng.uniform(0.0, 2.0)),
    )


def _bounds(quad: Quad, margin: float, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a quad, grown, within a picture."""
    x, y = [point[0] for point in quad], [point[1] for point in quad]
    left, right = max(0, round(min(x) - margin)), min(shape[1], round(max(x) + margin))
    return left, max(0, round(min(y) - margin)), right, min(shape[0], round(max(y) + margin))


def _pattern(shape: tuple[int, ...], dpi: float, rng: np.random.Generator) -> _Float:
    """A fluorescent print: rings of waves round one or two centres, and rays; 0 to 255."""
    mask = np.zeros(shape, np.uint8)
    height, width = shape
    angle = np.linspace(0, 2 * np.pi, 240)
    for _ in range(int(rng.integers(1, 3))):
        x, y = rng.uniform(0.2, 0.8) * width, rng.uniform(0.2, 0.6) * height
        petals, reach = int(rng.integers(5, 14)), rng.uniform(0.2, 0.45) * height
        for ring in np.linspace(0.3, 1.0, int(rng.integers(5, 11))):
            away = reach * ring * (1 + 0.12 * np.sin(petals * angle))
            curve = np.stack([x + away * np.cos(angle), y + away * np.sin(angle)], axis=1)
            _draw(mask, curve, max(1, round(rng.uniform(0.15, 0.6) * dpi / MM_PER_INCH)))
    return mask.astype(np.float32)


def _strew_fibres(page: _Float, count: int, dpi: float, rng: np.random.Generator) -> None:
    """Fibres that glow, in place: two to five millimetres long, a tenth thick, a little bent."""
    height, width = page.shape[:2]
    layers = np.zeros((len(_FIBRES), height, width), np.uint8)
    step = np.linspace(-0.5, 0.5, 12)
    for _ in range(count):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        length, angle = rng.uniform(2, 5) * dpi / MM_PER_INCH, rng.uniform(0, np.pi)
        bend = rng.uniform(-0.35, 0.35) * length
        along, off = step * length, bend * (4 * step**2 - 1)
        curve = np.stack(
            [
                x + along * np.cos(angle) - off * np.sin(angle),
                y + along * np.sin(angle) + off * np.cos(angle),
            ],
            axis=1,
        )
        _draw(layers[int(rng.integers(len(_FIBRES)))], curve, max(1, round(0.1 * dpi / MM_PER_INCH)))
    for layer, tone in zip(layers, _FIBRES, strict=True):
        cover = (layer.astype(np.float32) / 255 * 0.9)[:, :, None]
        page += cover * (np.array(tone, np.float32) - page)


def _draw(mask: npt.NDArray[np.uint8], curve: npt.NDArray[np.float64], thickness: int) -> None:
    points = np.round(curve * (1 << _SHIFT)).astype(np.int32)
    cv2.polylines(mask, [points], False, 255, thickness, cv2.LINE_AA, _SHIFT)
