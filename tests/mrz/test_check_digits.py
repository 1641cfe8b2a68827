"""Check digits against the worked examples of ICAO Doc 9303-3, appendix A, and against a second method."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.mrz import check_digit
from models.reading import MRZ_ALPHABET

ZONE_TEXT = st.text(MRZ_ALPHABET, max_size=90)


@pytest.mark.parametrize(
    ("covered", "digit"),
    [
        pytest.param("520727", "3", id="example 1, a date"),
        pytest.param("AB2134<<<", "5", id="example 2, a number"),
        pytest.param("HA672242<658022549601086<<<<<<<<<<<<<<0", "8", id="example 3, TD3"),
        pytest.param("D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<", "2", id="example 4, TD1"),
        pytest.param("HA672242<658022549601086<<<<<<<", "8", id="example 5, TD2"),
        pytest.param("", "0", id="nothing"),
        pytest.param("<<<<<<", "0", id="fillers"),
    ],
)
def test_check_digit_is_that_of_the_standard(covered: str, digit: str) -> None:
    assert check_digit(covered) == digit


@given(ZONE_TEXT)
def test_check_digit_equals_a_second_method(covered: str) -> None:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    by_weight = {weight: covered[start::3] for start, weight in enumerate((7, 3, 1))}
    total = sum(
        weight * digits.index(symbol)
        for weight, symbols in by_weight.items()
        for symbol in symbols.replace("<", "0")
    )
    assert check_digit(covered) == str(total)[-1]


@given(ZONE_TEXT.filter(bool), st.data())
def test_a_changed_symbol_is_seen_unless_the_two_are_equal_modulo_ten(
    covered: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(covered) - 1))
    other = data.draw(st.sampled_from(MRZ_ALPHABET))
    values = [0 if symbol == "<" else int(symbol, 36) for symbol in (covered[place], other)]
    changed = covered[:place] + other + covered[place + 1 :]
    seen = check_digit(changed) != check_digit(covered)
    assert seen == ((values[0] - values[1]) % 10 != 0)


@pytest.mark.parametrize("symbol", ["a", " ", "Ä", "٣", "-"])
def test_other_symbols_are_refused(symbol: str) -> None:
    with pytest.raises(ValueError, match="no symbol"):
        check_digit(f"12{symbol}")
