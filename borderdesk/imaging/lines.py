"""Geometry of a printed line: where it runs, how tall it is, how far apart its characters stand.

A line is a gently curved band: its middle follows a parabola (a page that bends, a lens that distorts),
its height and its pitch grow or shrink evenly (perspective). `rectify` lays the band flat at the scale that
the recogniser was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.imaging.blobs import Boxes, Grey
from models.image import Point, Quad

# OCR-B: a capital letter is 713 units high at an advance of 723 (measured on the font's outlines).
CAPITAL_PER_PITCH = 713 / 723
STRIP_HEIGHT = 32
"""Height of a strip in pixels: 20 for a capital letter and 6 of margin above and below."""
CAPITAL_IN_STRIP = 20.0
PITCH_IN_STRIP = CAPITAL_IN_STRIP / CAPITAL_PER_PITCH
Columns = npt.NDArray[np.float64]
FEWEST_BLOBS = 12
LEAST_REGULAR = 0.45
_FEWEST_GAPS = 16
_LEAST_GROWTH, _MOST_GROWTH = 0.12, 0.8
"""Growth of the pitch from one end of a line to the other, as a share of it; less is borne by the reader."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of print in the pixels of a grey picture.

    Attributes:
        middle: Coefficients c2, c1, c0 of y = c2 x^2 + c1 x + c0 through the middle of its capitals.
        height: Coefficients h1, h0 of the height of a capital letter at x.
        first: x of the middle of the first blob.
        last: x of the middle of the last blob.
        pitch: Distance between neighbouring characters along x, halfway between `first` and `last`.
        blobs: How many blobs it was made of.
        regularity: Share of the neighbours that stand one pitch apart, 0 to 1.
        drift: Growth of the pitch for each pixel of x.
    """

    middle: tuple[float, float, float]
    height: tuple[float, float]
    first: float
    last: float
    pitch: float
    blobs: int
    regularity: float
    drift: float = 0.0

    def y(self, x: float) -> float:
        """Middle of the line at x."""
        return float(np.polyval(self.middle, x))

    def capital(self, x: float) -> float:
        """Height of a capital letter at x; never below 2 pixels."""
        return max(2.0, float(np.polyval(self.height, x)))

    def pitch_at(self, x: float) -> float:
        """Distance between neighbouring characters at x; never below a quarter of the usual one."""
        return max(0.25 * self.pitch, self.pitch + self.drift * (x - (self.first + self.last) / 2))

    def along(self, start: float, pitches: Columns) -> Columns:
        """x at so many characters from `start`; the solution of dx/dn = pitch(x)."""
        grown = np.expm1(self.drift * pitches) / self.drift if self.drift else pitches
        return np.asarray(start + self.pitch_at(start) * grown)

    def characters(self, start: float, end: float) -> float:
        """How many characters fit between two x; the inverse of `along`."""
        ratio = (end - start) / self.pitch_at(start)
        return float(np.log1p(max(-0.9, self.drift * ratio)) / self.drift) if self.drift else ratio

    @property
    def slope(self) -> float:
        """Steepness at the line's middle."""
        return 2 * self.middle[0] * (self.first + self.last) / 2 + self.middle[1]

    def shifted(self, by: float) -> TextLine:
        """The same line, `by` pixels further down."""
        return replace(self, middle=(self.middle[0], self.middle[1], self.middle[2] + by))

    def scaled(self, by: float) -> TextLine:
        """The same line in a picture `by` times as large."""
        c2, c1, c0 = self.middle
        return replace(
            self,
            middle=(c2 / by, c1, c0 * by),
            height=(self.height[0], self.height[1] * by),
            first=self.first * by,
            last=self.last * by,
            pitch=self.pitch * by,
        )

    def upside_down(self, width: float, height: float) -> TextLine:
        """The same line in its picture of that size turned by half a turn."""
        (c2, c1, c0), (h1, h0) = self.middle, self.height
        return replace(
            self,
            middle=(-c2, 2 * c2 * width + c1, height - c2 * width * width - c1 * width - c0),
            height=(-h1, h1 * width + h0),
            first=width - self.last,
            last=width - self.first,
            drift=-self.drift,
        )

    def quad(self, start: float, end: float) -> Quad:
        """Corners of the band of capitals between two x, in the order of the text."""

        def edge(x: float, side: float) -> Point:
            return (x, self.y(x) + side * self.capital(x) / 2)

        return (edge(start, -1), edge(end, -1), edge(end, 1), edge(start, 1))


@dataclass(frozen=True, slots=True)
class Strip:
    """A line laid flat.

    Attributes:
        pixels: (`STRIP_HEIGHT`, w) uint8 grey.
        line: The line it was taken from.
        start: x in the line's picture of the strip's left edge.
        scale: How much larger it is than the recogniser wants it.
    """

    pixels: Grey
    line: TextLine
    start: float
    scale: float

    def x(self, column: float) -> float:
        """x in the line's picture of a column of the strip."""
        pitches = column / (PITCH_IN_STRIP * self.scale)
        return float(self.line.along(self.start, np.asarray(pitches)))


def fit_line(boxes: Boxes) -> TextLine | None:
    """The line through a chain of blobs, or None where they are too few or too irregular.

    Args:
        boxes: (n, 4) float32, from left to right.
    """
    if len(boxes) < FEWEST_BLOBS:
        return None
    x = (boxes[:, 0] + boxes[:, 2] / 2).astype(np.float64)
    y = (boxes[:, 1] + boxes[:, 3] / 2).astype(np.float64)
    size = boxes[:, 3].astype(np.float64)
    gaps = np.diff(x)
    pitch = float(np.median(gaps))
    if pitch <= 2:
        return None
    if float(np.mean((gaps > 0.55 * pitch) & (gaps < 1.6 * pitch))) < LEAST_REGULAR:
        return None
    # Mean of the gaps near one pitch: touching and broken characters make halves and doubles.
    near = gaps[(gaps > 0.7 * pitch) & (gaps < 1.3 * pitch)]
    pitch = float(np.mean(near)) if len(near) else pitch
    centres = (x[1:] + x[:-1]) / 2 - (x[0] + x[-1]) / 2
    drift, pitch = _drift(centres, gaps, pitch)
    regularity = float(np.mean(np.abs(gaps - pitch - drift * centres) < 0.25 * pitch))
    if regularity < LEAST_REGULAR:
        return None
    tall = size >= 0.75 * np.percentile(size, 85)
    middle = _robust_fit(x[tall], y[tall], 2) if tall.sum() >= 8 else _robust_fit(x, y, 1)
    height = _heights(x, y, size, tall, pitch)
    return TextLine(middle, height, float(x[0]), float(x[-1]), pitch, len(boxes), regularity, drift)


def _drift(
    centres: npt.NDArray[np.float64], gaps: npt.NDArray[np.float64], pitch: float
) -> tuple[float, float]:
    """Growth of the pitch along a line and the pitch at its middle, where the gaps plainly show growth.

    Args:
        centres: (n,) x of each gap's middle, from the middle of the line.
        gaps: (n,) distance between neighbouring blobs.
        pitch: The usual one.
    """
    near = (gaps > 0.55 * pitch) & (gaps < 1.6 * pitch)
    if near.sum() < _FEWEST_GAPS:
        return 0.0, pitch
    _, drift, middle = _robust_fit(centres[near], gaps[near], 1)
    growth = drift * np.ptp(centres) / pitch
    steady = np.abs(gaps[near] - pitch)
    growing = np.abs(gaps[near] - middle - drift * centres[near])
    plain = np.median(growing) < 0.7 * np.median(steady)
    if not (plain and _LEAST_GROWTH < abs(growth) < _MOST_GROWTH):
        return 0.0, pitch
    return float(drift), float(middle)


def _heights(
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    size: npt.NDArray[np.float64],
    tall: npt.NDArray[np.bool_],
    pitch: float,
) -> tuple[float, float]:
    """Height of a capital as a line in x; a row of fillers only is taken at OCR-B's proportion."""
    if tall.sum() >= 10 and np.ptp(x[tall]) > 10 * pitch:
        _, slope, level = _robust_fit(x[tall], size[tall], 1)
        if abs(slope) * np.ptp(x) < 0.5 * np.median(size[tall]):
            return (slope, level)
    return (0.0, float(np.median(size[tall])) if tall.any() else pitch * CAPITAL_PER_PITCH)


def _robust_fit(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], degree: int
) -> tuple[float, float, float]:
    """Least squares with the outliers left out twice; always three coefficients."""
    keep = np.ones(len(x), dtype=bool)
    origin = float(x.mean())
    coefficients = np.zeros(degree + 1)
    for _ in range(3):
        used = degree if keep.sum() > 3 * degree else 1
        coefficients = np.polyfit(x[keep] - origin, y[keep], used)
        residual = np.abs(np.polyval(coefficients, x - origin) - y)
        limit = max(1.0, 2.5 * float(np.median(residual[keep])))
        if (residual <= limit).sum() < 4:
            break
        keep = residual <= limit
    c2, c1, c0 = (0.0, *coefficients) if len(coefficients) == 2 else tuple(coefficients)
    return (float(c2), float(c1 - 2 * c2 * origin), float(c0 - c1 * origin + c2 * origin * origin))


def rectify(grey: Grey, line: TextLine, start: float, end: float, *, scale: float = 1.0) -> Strip:
    """Lay a line flat at the recogniser's scale: 20 pixels a capital, OCR-B's pitch.

    Args:
        grey: (h, w) uint8, the picture that `line` is measured in.
        line: The line.
        start: x of the left edge of the strip.
        end: x of its right edge; pixels beyond the picture repeat its border.
        scale: Makes the strip larger, for readers that want more than 32 rows.
    """
    columns_a_character = PITCH_IN_STRIP * scale
    strip_height = round(STRIP_HEIGHT * scale)
    capital_in_strip = CAPITAL_IN_STRIP * scale
    columns = max(8, round(line.characters(start, end) * columns_a_character))
    # Shrinking by more than two would skip pixels: sample finer, then average.
    finer = max(1, round(line.capital((start + end) / 2) / capital_in_strip / 1.2))
    column = (np.arange(columns * finer) + 0.5) / finer
    x = line.along(start, column / columns_a_character).astype(np.float32)
    middle = np.polyval(line.middle, x)
    capital = np.maximum(2.0, np.polyval(line.height, x))
    rows = (np.arange(strip_height * finer, dtype=np.float32) + 0.5) / finer - strip_height / 2
    slope = np.clip(2 * line.middle[0] * x + line.middle[1], -1, 1)
    # Rows run square to the line, or tilted letters would lean.
    across = rows[:, None] * (capital / capital_in_strip)[None, :]
    norm = np.sqrt(1 + slope**2)
    map_x = (x[None, :] - across * (slope / norm)[None, :]).astype(np.float32)
    map_y = (middle[None, :] + across / norm[None, :]).astype(np.float32)
    flat = cv2.remap(grey, map_x - 0.5, map_y - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if finer > 1:
        flat = cv2.resize(flat, (columns, strip_height), interpolation=cv2.INTER_AREA)
    return Strip(np.asarray(flat, dtype=np.uint8), line, start, scale)


def stacked(upper: TextLine, lower: TextLine) -> bool:
    """Whether one line may follow the other in a zone: parallel, of one pitch, at a zone's distance."""
    if abs(upper.slope - lower.slope) > 0.07:
        return False
    overlap = min(upper.last, lower.last) - max(upper.first, lower.first)
    if overlap < 0.5 * min(upper.last - upper.first, lower.last - lower.first):
        return False
    x = (max(upper.first, lower.first) + min(upper.last, lower.last)) / 2
    if not 0.87 < upper.pitch_at(x) / lower.pitch_at(x) < 1.15:
        return False
    distance = (lower.y(x) - upper.y(x)) / np.hypot(1, upper.slope)
    pitch = (upper.pitch_at(x) + lower.pitch_at(x)) / 2
    # 6.35 mm of line distance at a pitch of 2.54 mm is 2.5; foreshortened pages press it together.
    return bool(1.0 * pitch < distance < 3.6 * pitch)


def zones_of(lines: Sequence[TextLine]) -> list[tuple[TextLine, ...]]:
    """Runs of two and three lines that stand like a zone, from the top."""
    ordered = sorted(lines, key=lambda line: line.y((line.first + line.last) / 2))
    found: list[tuple[TextLine, ...]] = []
    for i, upper in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            if not stacked(upper, ordered[j]):
                continue
            found.append((upper, ordered[j]))
            found.extend(
                (upper, ordered[j], third) for third in ordered[j + 1 :] if stacked(ordered[j], third)
            )
    return found
