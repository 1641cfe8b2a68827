"""Letter shapes: cuts of OCR-B, and hands that vary them, so that a cut never seen is read too.

A document's printer has its own OCR-B: other stroke ends, other proportions, a rounder O. Two free cuts are
trained on, each line with small deformations of its own that stay the same for a symbol within that line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from script.recogniser.text import DIGITS

Grey = NDArray[np.uint8]
Ink = NDArray[np.float32]

_FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
TRAINED_CUTS = ("OCRB.otf", "OCRBS.otf")
HELD_OUT_CUT = "OCRBL.otf"
"""The slanted cut is never trained on: it measures how an unseen cut is read."""

CELL_WIDTH, CELL_HEIGHT, BASELINE = 1.6, 1.7, 1.35
"""Size of a symbol's cell and its baseline from the top, in heights of a capital letter."""


@dataclass(frozen=True, slots=True)
class _Face:
    """A font at one size, with the width of a step (OCR-B has one pitch) in pixels."""

    font: ImageFont.FreeTypeFont
    step: float


@lru_cache(maxsize=64)
def _face(cut: str, capital: int) -> _Face:
    path = str(_FONTS / cut)
    _, top, _, _ = ImageFont.truetype(path, 1000).getbbox("H", anchor="ls")
    font = ImageFont.truetype(path, round(capital * 1000 / -top))
    return _Face(font, font.getlength("H"))


@lru_cache(maxsize=4096)
def _shape(cut: str, symbol: str, capital: int) -> Grey:
    """One symbol, white on black, centred in its cell."""
    face = _face(cut, capital)
    size = (round(CELL_WIDTH * capital), round(CELL_HEIGHT * capital))
    cell = Image.new("L", size, 0)
    left = (size[0] - face.step) / 2
    ImageDraw.Draw(cell).text((left, BASELINE * capital), symbol, font=face.font, fill=255, anchor="ls")
    return np.asarray(cell)


@dataclass
class Hand:
    """How one line's printer forms its symbols.

    Attributes:
        cut: File name of the font.
        capital: Height of a capital letter on the canvas, pixels.
        rng: Chance.
        deviation: 0 for the font as it is, 1 for the widest deformation.
    """

    cut: str
    capital: int
    rng: np.random.Generator
    deviation: float
    _cells: dict[str, Grey] = field(default_factory=dict)
    _digit_height: float = 1.0
    _round_zero: bool = False
    _lean: float = 0.0
    _width: float = 1.0

    def __post_init__(self) -> None:
        if self.deviation and self.rng.random() < 0.4:
            self._digit_height = self.rng.uniform(0.93, 1.0)
        # Other cuts draw the zero oval and the O squarer; then only their height tells them apart.
        self._round_zero = bool(self.deviation) and self.rng.random() < 0.12
        if self.deviation and self.rng.random() < 0.4:
            self._lean = self.rng.uniform(-0.1, 0.1) * self.deviation
            self._width = self.rng.uniform(0.9, 1.08)

    def cell(self, symbol: str) -> Grey:
        """A symbol's cell, the same each time it is asked for."""
        if symbol not in self._cells:
            self._cells[symbol] = self._form(symbol)
        return self._cells[symbol]

    def _form(self, symbol: str) -> Grey:
        source, height = symbol, 1.0
        if self._round_zero and symbol in "0O":
            source, height = ("O", 93 / 86) if symbol == "0" else ("0", 86 / 93)
        if symbol in DIGITS:
            height *= self._digit_height
        shape = _shape(self.cut, source, self.capital)
        if not self.deviation:
            return shape
        uniform, much = self.rng.uniform, self.deviation
        rows, columns = shape.shape
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        middle = BASELINE * self.capital - self.capital / 2
        across, along = (x - columns / 2), (y - middle)
        wide = self._width * (1 + uniform(-0.1, 0.1) * much)
        tall = height * (1 + uniform(-0.03, 0.03) * much)
        lean = self._lean + uniform(-0.04, 0.04) * much
        bend = self._bend(rows, columns) * self.capital
        back_x = columns / 2 + across / wide + lean * along + bend[..., 0]
        # Symbols stand on the baseline, so height grows upwards.
        foot = BASELINE * self.capital
        back_y = foot + (y - foot) / tall + bend[..., 1]
        back = back_x.astype(np.float32), back_y.astype(np.float32)
        return np.asarray(cv2.remap(shape, *back, cv2.INTER_LINEAR), np.uint8)

    def _bend(self, rows: int, columns: int) -> Ink:
        """A soft displacement field in heights of a capital letter."""
        knots = self.rng.normal(0, 0.022 * self.deviation, (5, 5, 2)).astype(np.float32)
        return np.asarray(cv2.resize(knots, (columns, rows), interpolation=cv2.INTER_CUBIC), np.float32)
