"""A copy looks like one: grey, woven of dots, or with a screen's grid; and it lies where the original lay."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderdesk.training.press.copies import ColourCopy, GreyCopy, Tones, copy_colour, copy_grey
from borderdesk.training.press.recapture import Recapture, recapture
from borderdesk.training.press.screens import dots, lines, strewn
from models.image import Pixels

DPI = 300.0
QUAD = ((60.0, 40.0), (260.0, 40.0), (260.0, 160.0), (60.0, 160.0))


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def _sheet(tone: tuple[int, int, int] = (200, 150, 90)) -> Pixels:
    """A tinted sheet with a black bar."""
    sheet = np.full((240, 320, 3), tone, np.uint8)
    sheet[100:120, 60:260] = 24
    return sheet


def _strongest(grey: np.ndarray, dpi: float) -> float:
    """Cycles an inch of the strongest period in a picture."""
    part = grey.astype(np.float64) - grey.mean()
    window = np.outer(np.hanning(part.shape[0]), np.hanning(part.shape[1]))
    power = np.abs(np.fft.rfft2(part * window))
    y, x = np.unravel_index(power.argmax(), power.shape)
    return float(np.hypot(np.fft.fftfreq(part.shape[0])[y], np.fft.rfftfreq(part.shape[1])[x])) * dpi


@settings(max_examples=25, deadline=None)
@given(st.integers(20, 235), st.floats(4.5, 9.0), st.floats(0.0, 90.0))
def test_a_screen_keeps_the_tone(cover: int, period: float, angle: float) -> None:
    plane = np.full((192, 192), cover, np.uint8)
    for printed in (dots(plane, period, angle), lines(plane, period, angle), strewn(plane, (3, 5))):
        assert abs(float(printed.mean()) - cover) < 14


@pytest.mark.parametrize("screen", [dots, lines])
def test_blank_stays_blank_and_solid_stays_solid(screen) -> None:
    assert dots(np.zeros((96, 96), np.uint8), 6.0, 45.0).max() == 0
    assert screen(np.full((96, 96), 255, np.uint8), 6.0, 45.0).min() == 255
    assert strewn(np.zeros((96, 96), np.uint8), (0, 0)).max() == 0


def test_a_grey_copy_has_no_colour_but_its_papers(rng: np.random.Generator) -> None:
    for tones in Tones:
        how = replace(GreyCopy.any(rng), tones=tones, cast=(240, 240, 240))
        copy = copy_grey(_sheet(), DPI, how, rng).astype(int)
        assert np.ptp(copy, axis=2).max() == 0
        assert copy[105:115, 100:220].mean() < 70 < copy[10:60].mean()


def test_the_dots_of_a_reprint_stand_at_its_ruling(rng: np.random.Generator) -> None:
    how = replace(ColourCopy.any(rng, Tones.DOTS), lpi=90.0, gain=0.25)
    sheet = np.full((400, 400, 3), (230, 140, 235), np.uint8)  # magenta nearly alone
    copy = copy_colour(sheet, DPI, how, rng)
    assert _strongest(copy[:, :, 1], DPI) == pytest.approx(90.0, rel=0.06)


def test_a_reprint_keeps_the_colours_about(rng: np.random.Generator) -> None:
    for tones in (Tones.DOTS, Tones.STREWN):
        copy = copy_colour(_sheet(), DPI, ColourCopy.any(rng, tones), rng)
        blue, green, red = copy[10:90].reshape(-1, 3).mean(axis=0)
        assert blue > green > red
        assert copy.shape == (240, 320, 3)


def test_a_screen_leaves_its_grid_in_the_picture(rng: np.random.Generator) -> None:
    how = replace(Recapture.any(rng), pitch=6.0, dpi=DPI, tilt=0.0, lean=0.0, focus=0.35, noise=0.5, jpeg=95)
    picture, _ = recapture(np.full((300, 300, 3), 235, np.uint8), (QUAD,), DPI, how, rng)
    inner = picture[60:-60, 60:-60]
    assert _strongest(inner[:, :, 2], 1.0) == pytest.approx(1 / 6.0, rel=0.05)
    assert inner.astype(float).std() > 8


def test_places_go_with_the_picture_of_a_screen(rng: np.random.Generator) -> None:
    how = replace(Recapture.any(rng), tilt=2.5, lean=0.04)
    picture, (quad,) = recapture(_sheet((250, 250, 250)), (QUAD,), DPI, how, rng)
    (left, _), (right, _) = quad[0], quad[1]
    middle = quad[0][1] + 0.58 * (quad[3][1] - quad[0][1])
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (0, 0), 2.0)
    assert grey[round(middle), round((left + right) / 2)] < 110


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (240, 320)])
def test_any_size_can_be_copied(size: tuple[int, int], rng: np.random.Generator) -> None:
    sheet = np.full((*size, 3), 128, np.uint8)
    assert copy_grey(sheet, DPI, GreyCopy.any(rng), rng).shape == sheet.shape
    assert copy_colour(sheet, DPI, ColourCopy.any(rng), rng).shape == sheet.shape
    assert min(recapture(sheet, (), DPI, Recapture.any(rng), rng)[0].shape[:2]) > 1


def test_the_same_chance_makes_the_same_copy() -> None:
    made = []
    for _ in range(2):
        rng = np.random.default_rng(11)
        made.append(
            (
                copy_grey(_sheet(), DPI, GreyCopy.any(rng), rng),
                copy_colour(_sheet(), DPI, ColourCopy.any(rng), rng),
                recapture(_sheet(), (), DPI, Recapture.any(rng), rng)[0],
            )
        )
    assert all(np.array_equal(one, other) for one, other in zip(*made, strict=True))
