"""One among its fellows: a value of its own is told, what all have in common is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.forgery.cells import on_lines
from borderdesk.forgery.standing import standing

LEAST = np.asarray([0.01])


def page(seed: int, symbols: int = 8, each: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Values with a way of each symbol (0.5) and chance (0.02), and the symbols."""
    rng = np.random.default_rng(seed)
    symbol = np.repeat(np.arange(symbols), each)
    return (rng.normal(0, 0.5, symbols)[symbol] + rng.normal(0, 0.02, len(symbol)))[:, None], symbol


@pytest.mark.parametrize("seed", range(5))
def test_one_that_is_off_its_symbol_stands_out_though_symbols_differ_more(seed: int) -> None:
    values, symbol = page(seed)
    values[7] += 0.3
    found = standing(values, symbol, np.ones(len(symbol), bool), LEAST)
    ratio = np.abs(found.off / found.usual)[:, 0]
    assert ratio.argmax() == 7
    assert ratio[7] > 8
    assert np.sort(ratio)[-2] < 5
    assert found.off[7, 0] == pytest.approx(0.3, abs=0.08)


def test_what_one_symbol_does_on_this_page_is_no_fault_of_its_letters() -> None:
    values, symbol = page(1)
    values[symbol == 3] += 2.0
    found = standing(values, symbol, np.ones(len(symbol), bool), LEAST)
    assert np.abs(found.off / found.usual)[symbol == 3].max() < 5


def test_a_symbol_that_stands_once_is_judged_by_how_symbols_differ() -> None:
    values, symbol = page(2)
    values, symbol = np.vstack([values, [[0.6]]]), np.append(symbol, 99)
    found = standing(values, symbol, np.ones(len(symbol), bool), LEAST)
    assert abs(found.off[-1, 0] / found.usual[-1, 0]) < 3


def test_worn_letters_are_not_asked_about_the_others() -> None:
    values, symbol = page(3)
    values[symbol == 0] = 0.0
    values[np.flatnonzero(symbol == 0)[:3]] = 5.0
    counts = np.ones(len(symbol), bool)
    counts[np.flatnonzero(symbol == 0)[:3]] = False
    found = standing(values, symbol, counts, LEAST)
    assert np.abs(found.off[np.flatnonzero(symbol == 0)[3:], 0]).max() < 0.6
    assert found.off[np.flatnonzero(symbol == 0)[:3], 0].min() > 4


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 4)), min_size=1, max_size=30),
    st.floats(-100, 100),
)
def test_what_all_have_in_common_does_not_matter(letters: list[tuple[float, int]], shift: float) -> None:
    values = np.asarray([[value] for value, _ in letters])
    symbol = np.asarray([number for _, number in letters])
    counts = np.ones(len(symbol), bool)
    here, there = (standing(moved, symbol, counts, LEAST) for moved in (values, values + shift))
    assert np.isfinite(here.off).all()
    assert (here.usual >= LEAST).all()
    np.testing.assert_allclose(here.off, there.off, atol=1e-6)


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=9))
def test_each_is_compared_with_the_median_of_the_others(letters: list[float]) -> None:
    values = np.asarray(letters)
    # Another symbol that differs wildly from page to page, so that the symbol's own way is believed in full.
    far = np.asarray([1e6, -1e6, 2e6, -2e6, 3e6])
    symbol = np.concatenate([np.zeros(len(values), int), np.arange(1, 6)])
    found = standing(np.concatenate([values, far])[:, None], symbol, np.ones(len(symbol), bool), LEAST)
    others = [np.median(np.delete(values, at)) for at in range(len(values))]
    np.testing.assert_allclose(found.off[: len(values), 0], values - others, atol=0.05)


def test_a_line_goes_through_most_of_its_values() -> None:
    row, column = np.repeat([0, 1], 44), np.tile(np.arange(44), 2)
    values = np.stack([row * 5 + column * 0.1, column * -0.3], axis=1)
    off = values.copy()
    off[[3, 10, 50]] += (4.0, -7.0)
    np.testing.assert_allclose(on_lines(off, row, column), values, atol=0.06)


def test_a_line_of_one_value_is_that_value() -> None:
    one = np.asarray([[3.0, 4.0]])
    np.testing.assert_allclose(on_lines(one, np.zeros(1, int), np.zeros(1, int)), one, atol=1e-6)
