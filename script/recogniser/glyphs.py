"""Letter shapes: cuts of OCR-B, and hands that vary them, so that a cut never seen is read too.

A document's printer has its own OCR-B: other stroke ends, other proportions, a rounder O. Two free cuts are
trained on, each line with small deformations of its own that stay the same for a symbol within that line. A
few lines are set in ordinary typefaces at OCR-B's pitch, and a few letters bear an accent that Doc 9303 does
not know.
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
OTHER_TYPEFACES = ("DejaVuSansMono.ttf", "NotoSans-Regular.ttf")
"""Cheap cards and forgeries are printed in whatever a desk printer has; only what is read can be doubted."""
_SYSTEM_FONTS = Path("/usr/share/fonts/truetype")

CELL_WIDTH, CELL_HEIGHT, BASELINE = 1.6, 1.7, 1.35
"""Size of a symbol's cell and its baseline from the top, in heights of a capital letter."""


def font_file(name: str) -> Path:
    """Where a typeface lies: our own beside the project, others where Debian puts them.

    Raises:
        FileNotFoundError: It is not installed.
    """
    if (_FONTS / name).is_file():
        return _FONTS / name
    for found in sorted(_SYSTEM_FONTS.rglob(name)):
        return found
    raise FileNotFoundError(f"{name} is missing; Debian has it in fonts-dejavu-core or fonts-noto-core")


@lru_cache(maxsize=64)
def _face(cut: str, capital: int) -> ImageFont.FreeTypeFont:
    path = str(font_file(cut))
    _, top, _, _ = ImageFont.truetype(path, 1000).getbbox("H", anchor="ls")
    return ImageFont.truetype(path, round(capital * 1000 / -top))


@lru_cache(maxsize=4096)
def _shape(cut: str, symbol: str, capital: int) -> Grey:
    """One symbol, white on black, centred in its cell."""
    face = _face(cut, capital)
    size = (round(CELL_WIDTH * capital), round(CELL_HEIGHT * capital))
    cell = Image.new("L", size, 0)
    ImageDraw.Draw(cell).text((size[0] / 2, BASELINE * capital), symbol, font=face, fill=255, anchor="ms")
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

    def accent(self) -> Grey:
        """A small mark to stand above a letter, white on black: a tilde, an acute or grave, two dots."""
        finer = 4
        capital = self.capital * finer
        cell = np.zeros((round(0.28 * capital), round(0.9 * capital)), np.uint8)
        rows, columns = cell.shape
        thick = max(1, round(0.09 * capital))
        wide = self.rng.uniform(0.25, 0.36) * capital
        kind = self.rng.integers(3)
        if kind == 0:
            x = np.linspace(-wide, wide, 24)
            y = rows / 2 - 0.06 * capital * np.sin(x / wide * np.pi)
            points = np.stack([x + columns / 2, y], axis=1).round().astype(np.int32)
            cv2.polylines(cell, [points], False, 255, thick)
        elif kind == 1:
            way = int(self.rng.choice([-1, 1]))
            foot = (round(columns / 2 - way * 0.1 * capital), round(0.8 * rows))
            cv2.line(cell, foot, (round(columns / 2 + way * 0.14 * capital), round(0.2 * rows)), 255, thick)
        else:
            for side in (-1, 1):
                cv2.circle(
                    cell, (round(columns / 2 + side * wide / 2), rows // 2), round(0.6 * thick), 255, -1
                )
        small = cv2.resize(cell, (columns // finer, rows // finer), interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.uint8)

    def _bend(self, rows: int, columns: int) -> Ink:
        """A soft displacement field in heights of a capital letter."""
        knots = self.rng.normal(0, 0.022 * self.deviation, (5, 5, 2)).astype(np.float32)
        return np.asarray(cv2.resize(knots, (columns, rows), interpolation=cv2.INTER_CUBIC), np.float32)
