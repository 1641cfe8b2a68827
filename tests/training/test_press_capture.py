"""A device adds what it is told to: noise of colour, sharpening, what its file loses, a ground of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from borderdesk.training.press.capture import Capture, exposed, stored, take
from models.image import Pixels

STILL = Capture(noise=0.0)


def _rng() -> np.random.Generator:
    return np.random.default_rng(2)


@pytest.fixture
def sheet() -> Pixels:
    sheet = np.full((120, 160, 3), 200, np.uint8)
    sheet[40:80, 40:120] = 60
    return sheet


def test_a_still_capture_changes_nothing(sheet: Pixels) -> None:
    assert np.array_equal(take(sheet, (), 300.0, STILL, _rng())[0], sheet)


def test_noise_of_colour_is_one_of_each_colour_and_that_of_light_is_not(sheet: Pixels) -> None:
    coloured = exposed(sheet, replace(STILL, chroma=4.0), _rng()).astype(float)[:30]
    grey = exposed(sheet, replace(STILL, noise=4.0), _rng()).astype(float)[:30]
    assert coloured.std() == pytest.approx(4.0, rel=0.08)
    assert np.corrcoef(coloured[:, :, 0].ravel(), coloured[:, :, 2].ravel())[0, 1] < 0.1
    assert np.ptp(grey, axis=2).max() == 0


def test_sharpening_overshoots_at_an_edge(sheet: Pixels) -> None:
    sharp = exposed(sheet, replace(STILL, sharpen=0.6), _rng())
    assert sharp[:, 38:42].max() > 205
    assert sharp[60, 38:42].min() < 55


def test_a_file_of_low_quality_loses_more(sheet: Pixels) -> None:
    noisy = exposed(sheet, replace(STILL, chroma=3.0), _rng())
    lost = [np.abs(stored(noisy, quality).astype(int) - noisy).mean() for quality in (40, 95)]
    assert lost[0] > lost[1] > 0
    shot = exposed(sheet, replace(STILL, chroma=3.0, jpeg=40), _rng())
    assert np.array_equal(shot, stored(noisy, 40))


def test_the_ground_and_how_much_of_it_shows_are_chosen(sheet: Pixels) -> None:
    narrow, wide = (
        take(sheet, (), 300.0, replace(STILL, tilt=1.0, ground=(9, 8, 7), border=border), _rng())[0]
        for border in (1.0, 4.0)
    )
    assert wide.shape[1] - narrow.shape[1] == pytest.approx(2 * 3.0 * 300 / 25.4, abs=2)
    assert wide[4, 4] == pytest.approx((9, 8, 7), abs=1)
