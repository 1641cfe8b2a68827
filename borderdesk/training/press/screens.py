"""Print screens: how a printer breaks tones into dots that it can print.

Two kinds (ISO 12647-1 calls them so): amplitude-modulated, a grid of dots that grow, one grid a colour, each
at its own angle, so that they weave a rosette; and frequency-modulated, dots of one size strewn without a
grid, as inkjet printers do. Real imagesetters repeat a supercell whose sides are whole dots; so do these.
"""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from models.image import Pixels

Plane = npt.NDArray[np.uint8]
"""(h, w) uint8: share of the surface that an ink covers, 255 for all of it."""
_CELL = 96
_EDGE = 4.0
_LOW, _HIGH = 33, 222  # of the thresholds: with `_EDGE`, no cover prints nothing and full cover everything


def dots(cover: Plane, period: float, angle: float) -> Plane:
    """Print tones as a grid of dots.

    Args:
        cover: The tones.
        period: From dot to dot, in pixels.
        angle: Of the grid, in degrees.
    """
    return _printed(cover, _grid(*_whole_cell(period, angle)))


def lines(cover: Plane, period: float, angle: float) -> Plane:
    """Print tones as lines that grow.

    Args:
        cover: The tones.
        period: From line to line, in pixels.
        angle: Of the lines, in degrees.
    """
    return _printed(cover, _ruling(*_whole_cell(period, angle)))


def strewn(cover: Plane, offset: tuple[int, int]) -> Plane:
    """Print tones as dots of one pixel without a grid.

    Args:
        cover: The tones.
        offset: How far this colour's pattern is shifted against the others', in pixels.
    """
    return _printed(cover, np.roll(_blue_noise(), offset, (0, 1)))


def _printed(cover: Plane, thresholds: Plane) -> Plane:
    height, width = cover.shape
    side = thresholds.shape[0]
    tiled = np.tile(thresholds, (-(-height // side), -(-width // side)))[:height, :width]
    raised = np.asarray(cv2.LUT(cover, _tones()), np.uint8)
    return np.asarray(cv2.addWeighted(raised, _EDGE, tiled, -_EDGE, 128.0), np.uint8)


@lru_cache(maxsize=1)
def _tones() -> Plane:
    """From cover to the scale of the thresholds; a trace of a tone prints nothing, nearly all of it all."""
    share = np.arange(256) / 255.0
    raised = _LOW + (_HIGH - _LOW) * share
    return np.where(share < 0.025, 0, np.where(share > 0.975, 255, raised)).astype(np.uint8)


def _whole_cell(period: float, angle: float) -> tuple[int, int]:
    """Dots along and across the supercell, as near as whole numbers come to period and angle."""
    turn = math.radians(angle)
    along, across = _CELL / period * math.cos(turn), _CELL / period * math.sin(turn)
    return round(along), round(across)


def _phase(along: int, across: int) -> npt.NDArray[np.float64]:
    y, x = np.mgrid[0:_CELL, 0:_CELL]
    return np.asarray(2 * np.pi * (along * x + across * y) / _CELL)


@lru_cache(maxsize=32)
def _grid(along: int, across: int) -> Plane:
    return _ranked(np.cos(_phase(along, across)) + np.cos(_phase(-across, along)))


@lru_cache(maxsize=32)
def _ruling(along: int, across: int) -> Plane:
    return _ranked(np.cos(_phase(along, across)))


@lru_cache(maxsize=1)
def _blue_noise() -> Plane:
    """Thresholds whose neighbours differ much: noise, its slow part taken out again and again."""
    field = np.random.default_rng(1).random((_CELL, _CELL))
    for _ in range(8):
        wrapped = np.pad(field, 8, mode="wrap")
        field = field - cv2.GaussianBlur(wrapped, (0, 0), 1.5)[8:-8, 8:-8]
        field = field.ravel().argsort().argsort().reshape(field.shape) / field.size
    return _ranked(field)


def _ranked(field: npt.NDArray[np.float64]) -> Plane:
    """Thresholds in equal numbers from low to high, in the order of a field."""
    order = field.ravel().argsort(kind="stable").argsort(kind="stable")
    share = order.reshape(field.shape) / (field.size - 1)
    return np.asarray(_LOW + (_HIGH - _LOW) * share, np.float64).round().astype(np.uint8)


def enlarged(pixels: Pixels, ratio: float) -> Pixels:
    """A picture or plane so many times as large."""
    height, width = pixels.shape[:2]
    size = (round(width * ratio), round(height * ratio))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def reduced(pixels: Pixels, shape: tuple[int, ...]) -> Pixels:
    """Back to the height and width of a shape; every pixel is the mean of what it covers."""
    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
