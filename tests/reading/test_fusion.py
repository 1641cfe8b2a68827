"""Hearing witnesses: agreement settles, disagreement stays doubtful."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.reading.fusion import aligned, heard, tempered
from models.reading import MRZ_ALPHABET


def one_cell(**probabilities: float) -> np.ndarray:
    cells = np.zeros((1, 37))
    for symbol, probability in probabilities.items():
        cells[0, MRZ_ALPHABET.index(symbol.removeprefix("_"))] = probability
    return cells


def probability(cells: np.ndarray, symbol: str) -> float:
    return float(cells[0, MRZ_ALPHABET.index(symbol)])


def test_a_witness_that_agrees_makes_doubt_vanish() -> None:
    before = tempered(one_cell(A=0.8, _4=0.2))
    after = heard(before, "A")
    assert probability(before, "A") < 0.85
    assert probability(after, "A") > 0.97


def test_a_witness_that_contradicts_a_sure_look_alike_leaves_doubt() -> None:
    after = heard(tempered(one_cell(O=0.999)), "0")
    assert probability(after, "O") < 0.95
    assert probability(after, "0") > 0.03


def test_two_readers_that_agree_on_an_o_do_not_make_it_certain() -> None:
    after = heard(tempered(one_cell(O=0.8, _0=0.2)), "O")
    assert probability(after, "O") < 0.97


def test_half_a_witness_weighs_less() -> None:
    before = tempered(one_cell(A=0.6, B=0.4))
    assert probability(heard(before, "A", weight=0.5), "A") < probability(heard(before, "A"), "A")


def test_a_silent_witness_changes_nothing() -> None:
    before = tempered(one_cell(A=0.8, B=0.2))
    assert heard(before, "") is before


def test_print_that_was_partly_nothing_is_doubtful() -> None:
    assert probability(tempered(one_cell(A=0.4)), "A") < 0.5


@given(st.lists(st.floats(0.0, 1.0), min_size=37, max_size=37), st.sampled_from(MRZ_ALPHABET))
def test_probabilities_always_sum_to_one(weights: list[float], said: str) -> None:
    cells = np.asarray([weights]) / max(1.0, sum(weights))
    for result in (tempered(cells), heard(tempered(cells), said)):
        assert result.sum() == pytest.approx(1.0)
        assert (result >= 0).all()


def test_alignment_bears_missing_and_added_characters() -> None:
    assert aligned("ABC", "ABC") == ["A", "B", "C"]
    assert aligned("ABC", "AC") == ["A", None, "C"]
    assert aligned("ABC", "AXBC") == ["A", "B", "C"]
    assert aligned("ABC", "ADC") == ["A", "D", "C"]
