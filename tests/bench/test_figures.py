"""What readers answer is counted as a person with the printed text in hand would count it."""

from __future__ import annotations

import pytest

from bench._figures import Answer, Tally, character_errors, percentile, ratio, side_by_side, table

# ICAO Doc 9303-4, appendix B: the specimen passport.
PRINTED = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)


def _tally(*texts: tuple[str, ...]) -> Tally:
    tally = Tally()
    for number, lines in enumerate(texts):
        tally.count(str(number), PRINTED, Answer(lines, cpu=0.1 * (number + 1), wall=1.0))
    return tally


def test_every_character_right_is_exact():
    tally = _tally(PRINTED)
    assert (tally.exact, tally.false_valid, tally.nothing, tally.errors) == (["0"], [], [], 0)


def test_a_wrong_name_under_right_check_digits_is_false_valid():
    wrong = (PRINTED[0].replace("ANNA", "ANMA"), PRINTED[1])
    tally = _tally(wrong)
    assert (tally.exact, tally.false_valid, tally.errors) == ([], ["0"], 1)


def test_a_wrong_number_that_its_check_digit_tells_is_not_false_valid():
    tally = _tally((PRINTED[0], PRINTED[1].replace("L898", "L888")))
    assert (tally.exact, tally.false_valid, tally.nothing) == ([], [], [])


def test_an_answer_that_is_no_zone_is_not_false_valid():
    assert _tally(("HELLO", "WORLD", "AGAIN", "MORE")).false_valid == []


def test_where_nothing_was_read_every_character_is_wrong():
    tally = _tally(PRINTED, ())
    assert (tally.nothing, tally.errors, tally.characters) == (["1"], 88, 176)
    assert tally.figures()[:4] == (1, 0, 1, 50.0)


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        (("P<UTO", "L898"), 0),
        (("P<UTO",), 4),  # a line is missing
        (("XP<UTO", "L898"), 1),  # one too many at the start shifts nothing else
        (("P<UTO", "L8B8"), 1),
    ],
)
def test_character_errors_are_the_fewest_changes(said, errors):
    assert character_errors(said, ("P<UTO", "L898")) == errors


def test_percentile_is_a_value_that_was_measured():
    values = [*range(1, 21)]
    assert percentile(values, 95) == 19
    assert percentile(reversed(values), 50) == 10
    assert percentile([7.0], 95) == 7.0


def test_a_ratio_to_nothing_is_said_in_words():
    assert ratio(3, 2) == "1.50"
    assert ratio(3, 0) == "ours is 0"
    assert ratio(0, 0) == "both 0"


def test_a_table_is_markdown():
    assert list(table(("a", "b"), [(1, "x")])) == ["| a | b |", "|---|---|", "| 1 | x |"]


def test_peers_are_set_in_ratio_to_the_first_reader():
    lines = list(side_by_side({"ours": _tally(PRINTED, PRINTED), "peer": _tally(PRINTED, ())}))
    assert lines[2].startswith("| ours | 2 | 0 | 0 | 0.00 | 0.150 | 0.200 |")
    assert lines[-1].startswith("| peer | 0.50 | both 0 | ours is 0 | ours is 0 | 1.00 | 1.00 |")
