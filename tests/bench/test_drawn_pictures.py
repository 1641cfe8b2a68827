"""A drawn picture can be drawn again by its name, and says what it prints."""

from __future__ import annotations

import pytest

from bench._drawn import TODAY, documents, picture
from borderdesk.mrz import parse


@pytest.mark.parametrize("level", ["easy", "hard"])
def test_a_picture_is_drawn_again_by_its_name(level):
    pages = list(documents(level, 2, seed=5, pictures=2))
    last = pages[-1]
    assert last.name == f"{level}/5/1/1"
    again = picture(last.name)
    assert (again.jpeg, again.lines, again.wrong) == (last.jpeg, last.lines, last.wrong)
    assert len({drawn.jpeg for drawn in pages}) == 4


def test_a_digit_is_wrong_where_it_is_said_to_be():
    for drawn in documents("easy", 25, seed=3):
        failing = {digit.name for digit in parse(drawn.lines, today=TODAY).check_digits if not digit.agrees}
        assert failing - {"composite"} == ({"date_of_birth"} if drawn.wrong else set())
