"""Counting mistakes, judging two readers on the same lines, and the figures in a card."""

from __future__ import annotations

import numpy as np
import pytest

from models.reading import MRZ_ALPHABET
from script.recogniser import card
from script.recogniser.lines import DrawnLine
from script.recogniser.scoring import (
    SETS,
    Band,
    Comparison,
    Score,
    agreement,
    compare,
    decode,
    reliability,
    score,
)


def columns(*seen):
    """Probabilities of the 38 classes where each column saw a symbol (or nothing) with a probability."""
    made = np.zeros((38, len(seen)))
    for place, (symbol, probability) in enumerate(seen):
        best = MRZ_ALPHABET.index(symbol) + 1 if symbol else 0
        made[:, place] = (1 - probability) / 37
        made[best, place] = probability
    return made


def test_repeats_are_one_symbol_and_a_gap_makes_two():
    seen = columns(("A", 0.6), ("A", 0.9), ("", 0.8), ("A", 0.7), ("<", 0.5))
    assert decode(seen) == [("A", 0.9), ("A", 0.7), ("<", 0.5)]


def test_a_mistake_is_a_symbol_changed_missing_or_added():
    blank = np.full((8, 8), 255, np.uint8)
    lines = [DrawnLine(blank, text) for text in ("UTO<", "UTO<", "UTO<", "UTO<")]
    found = score(lambda pictures: ["UTO<", "UT0<", "UTO", "UTOO<"], lines)
    assert found.mistakes.tolist() == [0, 1, 1, 1]
    assert found.error == pytest.approx(3 / 16)
    assert found.exact == 0.25


def test_only_symbols_that_stand_where_they_were_printed_are_right():
    assert agreement("UTO<", "UT0<") == [True, True, False, True]
    assert agreement("ABC", "XABC") == [False, True, True, True]


def test_probabilities_are_counted_by_band():
    blank = np.full((8, 8), 255, np.uint8)
    seen = columns(("U", 0.95), ("T", 0.95), ("0", 0.6))
    (low, high) = reliability(lambda _: seen, [DrawnLine(blank, "UTO")])
    assert (low.right, low.count, high.right, high.count) == (0.0, 1, 1.0, 2)
    assert high.said == pytest.approx(0.95)


def scores(rate, seed, count=300):
    rng = np.random.default_rng(seed)
    symbols = np.full(count, 40)
    return {"located, trained cuts": Score(rng.binomial(symbols, rate), symbols)}


@pytest.mark.parametrize(
    ("shipped", "made", "said"),
    [
        (0.05, 0.05, Comparison.AS_GOOD),
        (0.05, 0.09, Comparison.WORSE),
        (0.09, 0.05, Comparison.BETTER),
        (0.0, 0.05, Comparison.WORSE),
        (0.0, 0.0, Comparison.AS_GOOD),
    ],
)
def test_weights_are_as_good_when_chance_explains_what_they_differ_by(shipped, made, said):
    assert compare(scores(shipped, 1), scores(made, 2)) == said


def test_lines_that_no_reader_reads_do_not_hide_what_happens_to_the_others():
    hopeless = {"hard, trained cuts": next(iter(scores(0.6, 3).values()))}
    assert compare(scores(0.02, 1) | hopeless, scores(0.06, 2) | hopeless) == Comparison.WORSE


def test_the_figures_of_a_card_are_read_as_they_were_written(tmp_path):
    place, weights = tmp_path / "README.md", tmp_path / "w.onnx"
    place.write_text("Words.\n<!-- script/train writes from here -->\nold\n<!-- to here -->\nMore words.\n")
    weights.write_bytes(b"weights")
    made = card.Made(5, 30.0, 12.0, "a program", "some lines", 300)
    written = {name: next(iter(scores(0.05, n).values())) for n, name in enumerate(SETS)}
    for _ in range(2):
        card.write(place, weights, made, written, [Band(0.9, 0.93, 0.94, 100)])
    stated = card.figures(place)
    assert set(stated) == set(SETS)
    for name, (error, exact) in stated.items():
        assert error == pytest.approx(written[name].error, abs=1e-4)
        assert exact == pytest.approx(written[name].exact, abs=1e-3)
    assert card.stated_digest(place) == card.digest(weights)
    text = place.read_text()
    assert text.startswith("Words.\n")
    assert text.endswith("\nMore words.\n")
    assert "old" not in text


def test_a_card_without_a_place_for_figures_is_refused(tmp_path):
    place = tmp_path / "README.md"
    place.write_text("Words.\n")
    with pytest.raises(ValueError, match="must hold the marks"):
        card.write(place, place, card.Made(5, 30.0, 12.0, "a", "b", 300), {}, [])
    assert place.read_text() == "Words.\n"
