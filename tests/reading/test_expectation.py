"""What is expected of a place, and what agreeing check digits say; the oracle is a count of all texts."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderdesk.mrz import check_digit, parse
from borderdesk.reading.cells import Cells
from borderdesk.reading.expectation import UNHEARD_OF, Agreement, expected
from models.document import DocumentFormat
from models.reading import MRZ_ALPHABET

UPPER = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
LOWER = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
TODAY = date(2012, 1, 1)


def cells_of(text: str, doubts: dict[int, dict[str, float]]) -> Cells:
    """Cells read as `text` beyond doubt but for the places in `doubts`."""
    cells = np.zeros((len(text), 37))
    for place, symbol in enumerate(text):
        for likely, probability in (doubts.get(place) or {symbol: 1.0}).items():
            cells[place, MRZ_ALPHABET.index(likely)] = probability
    return np.asarray(cells / cells.sum(axis=1, keepdims=True))


def chance(cells: Cells, position: int, symbol: str) -> float:
    return float(cells[position, MRZ_ALPHABET.index(symbol)])


def test_a_place_for_letters_turns_zero_into_o_where_both_are_close() -> None:
    upper, _ = expected([cells_of(UPPER, {4: {"0": 0.9, "O": 0.1}}), cells_of(LOWER, {})], DocumentFormat.TD3)
    assert chance(upper, 4, "O") > 0.9


def test_a_code_that_exists_is_likelier_than_one_that_does_not() -> None:
    doubt = {4: {"Q": 0.6, "O": 0.4}}
    upper, _ = expected([cells_of(UPPER, doubt), cells_of(LOWER, {})], DocumentFormat.TD3)
    assert chance(upper, 4, "O") == pytest.approx(0.4 / (0.4 + 0.6 * UNHEARD_OF), rel=0.01)


def test_an_unknown_code_that_was_read_clearly_stands() -> None:
    upper, _ = expected(
        [cells_of("P<XQX" + UPPER[5:], {3: {"Q": 0.99, "O": 0.01}}), cells_of(LOWER, {})], DocumentFormat.TD3
    )
    assert chance(upper, 3, "Q") > 0.9


def test_a_month_that_exists_is_likelier_than_one_that_does_not() -> None:
    doubt = {15: {"7": 0.6, "1": 0.4}, 16: {"2": 1.0}}
    _, lower = expected([cells_of(UPPER, {}), cells_of(LOWER, doubt)], DocumentFormat.TD3)
    assert chance(lower, 15, "1") > 0.9


SYMBOLS = st.sampled_from(MRZ_ALPHABET)
DOUBTS = st.dictionaries(
    st.sampled_from([0, 1, 3, 8, 9, 13, 18, 19, 21, 28, 35, 42, 43]),
    st.tuples(SYMBOLS, st.floats(0.05, 0.6)),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, max_examples=60)
@given(DOUBTS)
def test_agreement_equals_the_count_of_all_texts(doubts: dict[int, tuple[str, float]]) -> None:
    choices = {
        place: {LOWER[place]: 1 - probability, other: probability}
        for place, (other, probability) in doubts.items()
        if other != LOWER[place]
    }
    cells = cells_of(LOWER, choices)
    digits = parse((UPPER, LOWER), today=TODAY).check_digits
    agreement = Agreement([cells_of(UPPER, {}), cells], digits)
    weights: dict[str, float] = {}
    for symbols in product(*choices.values()):
        text, weight = list(LOWER), 1.0
        for place, symbol in zip(choices, symbols, strict=True):
            text[place] = symbol
            weight *= choices[place][symbol]
        weights["".join(text)] = weight * (1.0 if _agrees("".join(text)) else UNHEARD_OF)
    total = sum(weights.values())
    for place in choices:
        counted = sum(weight for text, weight in weights.items() if text[place] == LOWER[place]) / total
        assert agreement.of((1, place), LOWER[place]) == pytest.approx(counted, abs=0.01)


def _agrees(lower: str) -> bool:
    """Doc 9303-4, 4.2.2: the five check digits of the lower line of a passport, by their own sums.

    A filler in the place of a digit counts 0 here, as it does in the sums.
    """
    parts = ((0, 9), (13, 19), (21, 27), (28, 42))
    composite = lower[0:10] + lower[13:20] + lower[21:43]
    pairs = [(lower[start:end], lower[end]) for start, end in parts] + [(composite, lower[43])]
    return all(
        (0 if printed == "<" else int(printed, 36)) % 10 == int(check_digit(text) or "0")
        for text, printed in pairs
    )
