"""Pictures of single lines of a zone, as a locator would cut them from a page."""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.reading import MRZ_ALPHABET
from script.recogniser import text, wear
from script.recogniser.glyphs import (
    BASELINE,
    CELL_HEIGHT,
    OTHER_TYPEFACES,
    TRAINED_CUTS,
    Grey,
    Hand,
    Ink,
)
from script.recogniser.wear import Wear


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A picture, uint8 (h, w), dark on light, and what it says."""

    picture: Grey
    text: str


Mix = tuple[float, float, float, float]
"""Shares of easy, fair, hard and located lines."""
SHORT: Mix = (0.5, 0.5, 0.0, 0.0)
FOR_NETWORK: Mix = (0.05, 0.25, 0.35, 0.35)
# It cannot make out the hardest, and learns less from the others where many are among them.
FOR_TESSERACT: Mix = (0.15, 0.25, 0.1, 0.5)


def training_line(
    seed: tuple[int, ...], mix: Mix = FOR_NETWORK, *, short: bool = False, odd: float = 0.07
) -> DrawnLine:
    """One line to train on; the same seed draws the same line.

    Args:
        seed: Of everything.
        mix: Of how worn it is.
        short: Whether it is a short one.
        odd: Share of lines in an ordinary typeface, and of lines with accents on letters.
    """
    rng = np.random.default_rng(seed)
    source = random.Random(repr(seed))
    said = text.short_line(source) if short else text.line(source)
    how = (wear.EASY, wear.FAIR, wear.HARD, wear.LOCATED)[rng.choice(4, p=mix)]
    # The hardest are at the edge of what can be read in a known typeface.
    cuts = OTHER_TYPEFACES if how is not wear.HARD and rng.random() < odd else TRAINED_CUTS
    return DrawnLine(_draw_visible(said, how, rng, cuts, accents=rng.random() < odd), said)


def measuring_line(seed: tuple[int, ...], how: Wear, cuts: tuple[str, ...] = TRAINED_CUTS) -> DrawnLine:
    """One whole line of a zone to measure by; the same seed draws the same line."""
    rng = np.random.default_rng(seed)
    source = random.Random(repr(seed))
    said = source.choice(text.zone(source))
    return DrawnLine(_draw_visible(said, how, rng, cuts), said)


_LEAST_TONES = 12
"""Grey levels between the darkest and the lightest twentieth; what shows less holds no text to learn from."""


def _draw_visible(
    said: str, how: Wear, rng: np.random.Generator, cuts: tuple[str, ...], *, accents: bool = False
) -> Grey:
    """Draw until there is something to be seen; glare on pale ink can leave nothing."""
    while True:
        picture = draw(said, how, rng, cuts, accents=accents)
        dark, light = np.percentile(picture, (5, 95))
        if light - dark >= _LEAST_TONES:
            return picture


def draw(
    said: str,
    how: Wear,
    rng: np.random.Generator,
    cuts: tuple[str, ...] = TRAINED_CUTS,
    *,
    accents: bool = False,
) -> Grey:
    """Draw one line.

    Args:
        said: Its text.
        how: How worn, tilted, blurred it may be.
        rng: Chance.
        cuts: Fonts to choose from.
        accents: Whether letters here and there bear one.

    Returns:
        Grey picture, uint8 (h, w).
    """
    capital = float(np.exp(rng.uniform(*np.log(how.capital))))
    canvas_capital = 24 if capital < 12 else 40 if capital < 24 else 56
    deviation = how.deviation * rng.choice([0.0, 0.6, 1.0], p=(0.25, 0.35, 0.4))
    hand = Hand(cuts[rng.integers(len(cuts))], canvas_capital, rng, deviation)
    ink, span = _canvas(said, hand, how, rng, accents=accents)
    ink = wear.press(ink, canvas_capital, how, rng)
    ink, span = _take(ink, span, canvas_capital, capital, how, rng, len(said))
    return wear.photograph(ink, capital, span, how, rng)


_BASE = BASELINE + 0.9
_HEIGHT = _BASE + 1.35
"""The canvas: baseline from the top and height, in capitals; neighbours are cut where it ends."""


def _canvas(
    said: str, hand: Hand, how: Wear, rng: np.random.Generator, *, accents: bool
) -> tuple[Ink, tuple[float, float]]:
    """The line and perhaps a neighbour, white on black, and where its text begins and ends."""
    capital = hand.capital
    step = capital * rng.uniform(*how.pitch)
    left, right = (rng.uniform(*how.ends, 2) * capital).tolist()
    width = round(left + step * len(said) + right)
    canvas = np.zeros((round(_HEIGHT * capital), width), np.uint8)
    _put(canvas, said, hand, (left, _BASE * capital), step, how.jitter, rng)
    if accents:
        for place in np.flatnonzero([symbol.isalpha() for symbol in said]):
            if rng.random() < 0.15:
                foot = (_BASE - rng.uniform(1.03, 1.12)) * capital
                _lay(canvas, hand.accent(), (left + (place + 0.5) * step, foot))
    if rng.random() < how.neighbour:
        beside = "".join(rng.choice(list(MRZ_ALPHABET + "<<<<<<<"), len(said)))
        away = capital * rng.uniform(1.5, 2.6) * rng.choice([-1, 1])
        _put(
            canvas,
            beside,
            hand,
            (left + rng.uniform(-0.2, 0.2) * capital, _BASE * capital + away),
            step,
            how.jitter,
            rng,
        )
    return np.asarray(canvas.astype(np.float32) / 255, np.float32), (left, left + step * len(said))


def _put(
    canvas: Grey,
    said: str,
    hand: Hand,
    start: tuple[float, float],
    step: float,
    jitter: float,
    rng: np.random.Generator,
) -> None:
    """Print a text whose first step begins at `start` on the baseline; what falls outside is cut."""
    wobble = rng.uniform(-jitter, jitter, (len(said), 2)) * hand.capital
    for place, symbol in enumerate(said):
        cell = hand.cell(symbol)
        foot = start[1] + (CELL_HEIGHT - BASELINE) * hand.capital + wobble[place, 1]
        _lay(canvas, cell, (start[0] + (place + 0.5) * step + wobble[place, 0], foot))


def _lay(canvas: Grey, stamp: Grey, foot: tuple[float, float]) -> None:
    """Put a small picture onto the canvas, the middle of its lower edge at `foot`."""
    x, y = round(foot[0] - stamp.shape[1] / 2), round(foot[1] - stamp.shape[0])
    top, bottom = max(0, y), min(canvas.shape[0], y + stamp.shape[0])
    near, far = max(0, x), min(canvas.shape[1], x + stamp.shape[1])
    if top < bottom and near < far:
        there = canvas[top:bottom, near:far]
        np.maximum(there, stamp[top - y : bottom - y, near - x : far - x], out=there)


def _take(
    ink: Ink,
    span: tuple[float, float],
    canvas_capital: int,
    capital: float,
    how: Wear,
    rng: np.random.Generator,
    count: int,
) -> tuple[Ink, tuple[float, float]]:
    """Cut the line from the canvas as a camera and a locator would: tilted, leaning, bowed, stretched."""
    uniform = rng.uniform
    scale = canvas_capital / capital
    stretch = uniform(*how.stretch)
    above, below = uniform(*how.margin, 2)
    slope = np.tan(np.radians(uniform(-how.tilt, how.tilt) * min(1.0, 24 / count)))
    lean = uniform(-how.shear, how.shear)
    bow = uniform(-how.bow, how.bow) * canvas_capital if rng.random() < 0.3 else 0.0
    growth = uniform(-how.shear, how.shear) * 0.8
    columns_across = ink.shape[1]
    slack = (abs(slope) * columns_across / 2 * 0.8 + abs(bow) * 0.5) / canvas_capital
    rows = max(7, round((1.04 + above + below + 2 * slack) * capital))
    columns = max(8, round(columns_across * stretch / scale))
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    along = (x + 0.5) * (columns_across / columns)
    middle = (_BASE - 0.52) * canvas_capital
    across = ((y + 0.5) / capital - (0.52 + above + slack)) * canvas_capital
    off = along / columns_across - 0.5
    source_y = middle + across * (1 + growth * off) + slope * off * columns_across + bow * np.cos(off * np.pi)
    source_x = along + lean * across
    soft_ink = cv2.GaussianBlur(ink, (0, 0), 0.45 * scale)
    taken = cv2.remap(soft_ink, _float32(source_x - 0.5), _float32(source_y - 0.5), cv2.INTER_LINEAR)
    factor = columns / columns_across
    return np.asarray(taken, np.float32), (span[0] * factor, span[1] * factor)


def _float32(values: NDArray[np.floating]) -> Ink:
    return values.astype(np.float32)
