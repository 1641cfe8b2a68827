"""Wear stays on the page, grows with its level, and leaves a new page as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from borderdesk.training.press.wear import Level, Wear, wear_out
from models.image import Pixels, Quad

PAGE: Quad = ((40.0, 30.0), (340.0, 30.0), (340.0, 230.0), (40.0, 230.0))
NONE = Wear(0.0, 0, 0, 0.0, 0.0, 0.0)


@pytest.fixture
def sheet() -> Pixels:
    """A page with bars of ink on a lighter sheet."""
    sheet = np.full((260, 380, 3), 250, np.uint8)
    sheet[30:230, 40:340] = (232, 240, 238)
    sheet[60:200:20, 60:320] = 20
    return sheet


def _rng() -> np.random.Generator:
    return np.random.default_rng(3)


def test_no_wear_changes_nothing(sheet: Pixels) -> None:
    assert np.array_equal(wear_out(sheet, PAGE, 300.0, NONE, _rng()), sheet)


@pytest.mark.parametrize("level", list(Level))
def test_what_lies_round_the_page_is_not_worn(sheet: Pixels, level: Level) -> None:
    worn = wear_out(sheet, PAGE, 300.0, Wear.any(level, _rng()), _rng())
    for part in (np.s_[:30], np.s_[230:], np.s_[:, :40], np.s_[:, 340:]):
        assert np.array_equal(worn[part], sheet[part])


def test_a_worn_page_differs_more_than_a_used_and_a_new_one(sheet: Pixels) -> None:
    change = {}
    for level in Level:
        off = []
        for seed in range(8):
            rng = np.random.default_rng(seed)
            worn = wear_out(sheet, PAGE, 300.0, Wear.any(level, rng), rng)
            off.append(np.abs(worn.astype(int) - sheet).mean())
        change[level] = np.mean(off)
    assert change[Level.NEW] < change[Level.USED] < change[Level.WORN]


@pytest.mark.parametrize(
    "wear", [{"fade": 0.3}, {"rub": 0.9}, {"haze": 0.2}], ids=lambda wear: next(iter(wear))
)
def test_faded_ink_is_lighter(sheet: Pixels, wear: dict[str, float]) -> None:
    worn = wear_out(sheet, PAGE, 300.0, replace(NONE, **wear), _rng())
    ink = sheet < 30
    assert worn[ink].mean() > sheet[ink].mean() + 4


def test_dirt_and_folds_leave_their_traces(sheet: Pixels) -> None:
    dirt = wear_out(sheet, PAGE, 300.0, replace(NONE, spots=20), _rng()).astype(int) - sheet
    assert dirt.min() < -40
    fold = wear_out(sheet, PAGE, 300.0, replace(NONE, folds=1), _rng()).astype(int) - sheet
    assert (fold < -4).any()


@pytest.mark.parametrize("size", [(1, 1), (5, 900)])
def test_a_page_of_any_size_is_worn(size: tuple[int, int]) -> None:
    tiny = np.full((*size, 3), 200, np.uint8)
    page: Quad = ((0.0, 0.0), (size[1], 0.0), (size[1], size[0]), (0.0, size[0]))
    wear = replace(Wear.any(Level.WORN, _rng()), folds=1)
    assert wear_out(tiny, page, 300.0, wear, _rng()).shape == tiny.shape
