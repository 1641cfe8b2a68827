"""Rule 1 of the design: a correction never hides a forgery. The oracle is Doc 9303's specimen text."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.mrz import parse
from borderdesk.reading.cells import Cells
from borderdesk.reading.decide import CERTAIN, CLOSE, Decision, decide
from models.reading import MRZ_ALPHABET

UPPER = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
LOWER = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
TODAY = date(2012, 1, 1)


def cells_of(text: str, doubts: dict[int, dict[str, float]] | None = None) -> Cells:
    """Cells that were read as `text` with near certainty, but for the places in `doubts`."""
    cells = np.full((len(text), 37), 1e-5)
    for place, symbol in enumerate(text):
        for likely, probability in ((doubts or {}).get(place) or {symbol: 0.9995}).items():
            cells[place, MRZ_ALPHABET.index(likely)] = probability
    return np.asarray(cells / cells.sum(axis=1, keepdims=True))


def decided(upper: str, lower: str, doubts: dict[int, dict[str, float]] | None = None) -> Decision:
    return decide([cells_of(upper), cells_of(lower, doubts)], today=TODAY)


def test_the_specimen_read_well_is_certain_and_unchanged() -> None:
    decision = decided(UPPER, LOWER)
    assert decision.certain
    assert decision.zone is not None
    assert decision.zone.lines == (UPPER, LOWER)
    assert decision.corrections == ()


def test_a_confident_read_whose_check_digit_fails_stays_as_it_is_printed() -> None:
    forged = LOWER[:13] + "8" + LOWER[14:]  # born in 84 instead of 74; the check digit is the old one
    decision = decided(UPPER, forged)
    assert decision.zone is not None
    assert decision.zone.lines[1] == forged
    assert decision.corrections == ()
    assert not all(digit.agrees for digit in decision.zone.check_digits)
    assert decision.certain, "what was read surely is certain, also where it is wrong"


def test_a_first_letter_that_is_hidden_leaves_a_document_in_doubt_not_none() -> None:
    rows = [cells_of(UPPER, {0: {"<": 0.6, "P": 0.2}}), cells_of(LOWER)]
    decision = decide(rows, today=TODAY, seen=rows)
    assert decision.zone is not None
    assert decision.zone.lines == (UPPER, LOWER)
    assert (0, 0) in decision.unsure


def test_a_check_digit_does_not_tell_symbols_of_one_value_apart() -> None:
    # U counts 30 and 0 nothing: modulo 10 the same, so that every digit agrees with either.
    endings = product("0123456789", repeat=2)
    lowers = [LOWER[:6] + "0" + LOWER[7:9] + number + LOWER[10:-1] + last for number, last in endings]
    lower = next(each for each in lowers if decided(UPPER, each).agrees)
    rows = [cells_of(UPPER), cells_of(lower, {6: {"0": 0.67, "U": 0.30}})]
    decision = decide(rows, today=TODAY, seen=rows, dissent=set())
    assert decision.agrees
    assert decision.unsure == ((1, 6),)
    rows[1] = cells_of(lower, {6: {"0": 0.67, "O": 0.30}})
    assert decide(rows, today=TODAY, seen=rows, dissent=set()).certain, "of O and 0 only one agrees"


def test_a_close_alternative_that_makes_every_digit_agree_is_taken_and_told() -> None:
    misread = LOWER[:1] + "B" + LOWER[2:]
    decision = decided(UPPER, misread, {1: {"B": 0.55, "8": 0.44}})
    assert decision.zone is not None
    assert decision.zone.lines == (UPPER, LOWER)
    assert decision.raw_lines[1] == misread
    (change,) = decision.corrections
    assert (change.line, change.position, change.read, change.used) == (1, 1, "B", "8")


def test_two_changes_that_would_both_do_are_none() -> None:
    # Born 740812 with check 2; read as 740813. Both 3 -> 2 and another digit could explain the failure.
    misread = LOWER[:18] + "3" + LOWER[19:]
    doubts = {18: {"3": 0.6, "2": 0.4}, 19: {"2": 0.6, "3": 0.4}, 43: {"0": 0.6, "1": 0.2, "3": 0.2}}
    decision = decided(UPPER, misread, doubts)
    assert decision.corrections == ()
    assert not decision.certain


def test_a_symbol_out_of_place_gives_way_to_a_close_one_in_place() -> None:
    misread = LOWER[:14] + "A" + LOWER[15:]  # a letter in the year of birth
    decision = decided(UPPER, misread, {14: {"A": 0.6, "4": 0.39}})
    assert decision.zone is not None
    assert decision.zone.lines[1] == LOWER
    assert decision.certain


def test_a_symbol_out_of_place_that_was_read_surely_stays() -> None:
    misread = LOWER[:14] + "A" + LOWER[15:]
    decision = decided(UPPER, misread)
    assert decision.zone is not None
    assert decision.zone.lines[1] == misread


def test_agreeing_check_digits_make_no_name_certain() -> None:
    doubtful = {5: {"E": 0.8, "F": 0.19}}
    decision = decide([cells_of(UPPER, doubtful), cells_of(LOWER)], today=TODAY)
    assert not decision.certain
    assert decision.unsure == ((0, 5),)


@given(st.integers(0, 43), st.sampled_from(MRZ_ALPHABET), st.floats(0.0, 0.5))
def test_no_character_is_ever_changed_to_one_that_was_not_close(
    at: int, other: str, probability: float
) -> None:
    likely = {LOWER[at]: probability, other: 1.0 - probability} if other != LOWER[at] else {other: 1.0}
    decision = decided(UPPER, LOWER, {at: likely})
    for change in decision.corrections:
        assert change.probability >= CLOSE
    if decision.zone and decision.zone.lines[1] != LOWER and decision.certain:
        assert likely[decision.zone.lines[1][at]] >= min(CERTAIN, 0.5) or decision.corrections


def test_a_check_digit_settles_one_doubtful_character() -> None:
    assert decided(UPPER, LOWER, {1: {"8": 0.8, "B": 0.2}}).certain


def test_a_check_digit_settles_two_doubtful_characters_only_if_their_errors_cannot_cancel() -> None:
    # Doc 9303-3, 4.9: positions 2 and 5 both have weight 3; B for 8 takes 7 off and S for 9 takes 1 off,
    # each modulo 10, which leaves a sum that differs by 4.
    apart = decided(UPPER, LOWER, {1: {"8": 0.8, "B": 0.2}, 4: {"9": 0.8, "S": 0.2}})
    assert apart.certain
    # A for 9 adds 1 and so does the 9 for 8 next to it: 3 * 1 at position 2 and 7 * 1 at position 4 make 10.
    cancel = decided(UPPER, LOWER, {1: {"8": 0.7, "9": 0.3}, 3: {"9": 0.7, "A": 0.3}})
    assert not cancel.certain
    assert set(cancel.unsure) == {(1, 1), (1, 3)}


def test_a_check_digit_does_not_settle_what_it_is_blind_to() -> None:
    # K and A and 0 are equal modulo 10 (Doc 9303-3, 4.9: 20, 10 and 0).
    blind = decided(UPPER, LOWER, {5: {"0": 0.8, "K": 0.2}})
    assert not blind.certain
    assert blind.unsure == ((1, 5),)


def test_a_letter_where_only_digits_stand_is_settled_by_its_place() -> None:
    decision = decided(UPPER, LOWER, {15: {"0": 0.6, "O": 0.4}})
    assert decision.certain


def test_another_digit_that_agrees_by_chance_settles_nothing_where_a_digit_fails() -> None:
    # Read O for the 0 of the number: its own digit fails, and a composite one made to fit proves nothing.
    misread = LOWER[:5] + "O" + LOWER[6:]
    zone = parse([UPPER, misread], today=TODAY)
    (composite,) = [digit for digit in zone.check_digits if digit.name == "composite"]
    assert composite.computed is not None
    fitting = misread[:-1] + composite.computed
    decision = decided(UPPER, fitting, {5: {"O": 0.6, "0": 0.4}})
    assert (1, 5) in decision.unsure


def test_what_no_check_digit_covers_must_be_seen_surely_by_the_first_reader_itself() -> None:
    poor = cells_of(UPPER, {7: {"I": 0.9, "T": 0.1}})
    rows = [cells_of(UPPER), cells_of(LOWER)]
    heard = decide(rows, today=TODAY, first=(UPPER, LOWER), seen=[poor, rows[1]], dissent=set())
    assert heard.unsure == ((0, 7),)
    assert decide(rows, today=TODAY, first=(UPPER, LOWER), seen=rows, dissent=set()).certain


def test_alone_the_first_reader_must_be_surer_than_beside_one_that_agrees() -> None:
    seen = [cells_of(UPPER, {7: {"I": 0.985, "T": 0.012}}), cells_of(LOWER)]
    rows = [cells_of(UPPER), cells_of(LOWER)]
    assert decide(rows, today=TODAY, seen=seen).unsure == ((0, 7),)
    assert decide(rows, today=TODAY, seen=seen, dissent=set()).certain
    assert decide(rows, today=TODAY, seen=seen, dissent={(0, 7)}).unsure == ((0, 7),)


def test_a_failing_digit_asks_for_characters_seen_more_surely() -> None:
    forged = LOWER[:13] + "8" + LOWER[14:]
    rows = [cells_of(UPPER), cells_of(forged)]
    poor = [rows[0], cells_of(forged, {13: {"8": 0.985, "3": 0.012}})]
    assert (1, 13) in decide(rows, today=TODAY, seen=poor, dissent=set()).unsure
    assert decide(rows, today=TODAY, seen=rows, dissent=set()).certain


def test_where_witnesses_overrule_the_first_reader_in_a_name_nothing_is_certain() -> None:
    rows = [cells_of(UPPER), cells_of(LOWER)]
    decision = decide(rows, today=TODAY, first=(UPPER.replace("K", "X"), LOWER))
    assert decision.unsure == ((0, UPPER.index("K")),)


def test_rows_that_are_no_zone_are_no_document() -> None:
    decision = decide([cells_of(UPPER[:40]), cells_of(LOWER[:40])], today=TODAY)
    assert decision.zone is None
    assert not decision.certain
