"""Said and seen certainty are counted character by character, and the diagram tells one from the other."""

from __future__ import annotations

import pytest

from bench._reliability import Reliability, bar, counted, marks


def test_a_character_is_held_against_what_is_printed_at_its_place():
    said = [[("P", 0.9), ("<", 0.8)], [("1", 0.7), ("7", 0.6), ("7", 0.5)]]
    found = list(marks("picture", said, ["P<", "17"]))
    assert [(mark.line, mark.place, mark.right) for mark in found] == [
        (0, 0, True),
        (0, 1, True),
        (1, 0, True),
        (1, 1, True),
        (1, 2, False),  # nothing is printed there
    ]


def test_a_line_that_is_not_printed_is_wrong_throughout():
    found = list(marks("picture", [[("A", 0.9)], [("B", 0.9)]], ["A"]))
    assert [mark.right for mark in found] == [True, False]


def _ninety_nine(right: int, of: int, probability: float = 0.99) -> Reliability:
    reliability = Reliability()
    for number in range(of):
        reliability.count(probability, number < right)
    return reliability


def test_said_99_and_seen_99_is_no_error():
    assert _ninety_nine(99, 100).expected_error == pytest.approx(0.0, abs=1e-12)


def test_the_expected_error_is_the_gap_weighted_by_characters():
    reliability = _ninety_nine(50, 100)  # a gap of .49
    for _ in range(300):
        reliability.count(0.75, True)  # a gap of .25 over three times as many
    assert reliability.expected_error == pytest.approx((0.49 * 100 + 0.25 * 300) / 400)


def test_the_edge_of_a_band_belongs_to_the_upper_one():
    reliability = Reliability()
    for probability in (0.98999, 0.99, 0.999, 1.0):
        reliability.count(probability, True)
    assert [band.characters for band in reliability.bands] == [0, 0, 0, 0, 1, 1, 2]
    assert reliability.at_least(0.99).characters == 3


def test_what_follows_is_said_in_a_sentence():
    sentences = list(_ninety_nine(98, 100).lines())
    assert "Of 100 characters said to be at least 99% sure, 98.000% are right (2 wrong).  " in sentences
    assert not any("99.9% sure" in sentence for sentence in sentences)


def test_a_tenth_of_the_errors_is_a_bar_four_blocks_shorter():
    assert [len(bar(share, "#")) for share in (1.0, 0.1, 0.01, 0.001, 0.0001, 0.00001, 0.0)] == [
        16,
        12,
        8,
        4,
        0,
        0,
        0,
    ]


def test_marks_fall_into_bands_by_what_they_are_said_to_be():
    reliability = counted(marks("picture", [[("A", 0.4), ("B", 0.95)]], ["AX"]))
    assert [(band.characters, band.right) for band in reliability.bands] == [
        (1, 1),
        (0, 0),
        (0, 0),
        (1, 0),
        (0, 0),
        (0, 0),
        (0, 0),
    ]
