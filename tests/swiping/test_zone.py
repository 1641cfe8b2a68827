"""What becomes of a swiped zone: the same fields as from a picture, and no certainty that it has not."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from borderdesk.mrz import parse
from borderdesk.swiping.framing import Swiped, SwipeError
from borderdesk.swiping.zone import document_of

from .conftest import TODAY, ZONES, zones

FRENCH = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<",
        "QBCDEFGHIJKL?NOPARSTUVZXYW" + "à&é\"'(-è_ç" + ".",
        strict=True,
    )
)
"""What an American keyboard's keys, letters with Shift, give on a French one (xkeyboard-config, `fr`)."""
GERMAN = {**{symbol: symbol for symbol in FRENCH}, "Y": "Z", "Z": "Y", "<": ";"}
ARABIC = dict(
    zip(
        "QWERTYUIOPASDFGHJKLZXCVBNM<",
        "\u064e\u064b\u064f\u064c\ufef9\u0625`\u00f7\u00d7\u061b\u0650\u064d][\ufef7\u0623\u0640\u060c/"
        "~\u0652}{\ufef5\u0622',",
        strict=True,
    )
) | {digit: digit for digit in "0123456789"}


def read(swiped):
    """The document, or the sentence of why there is none."""
    try:
        return document_of(swiped, today=TODAY)
    except SwipeError as error:
        return error.sentence()


def typed(lines, layout):
    return Swiped(tuple("".join(layout[symbol] for symbol in line) for line in lines))


@given(zones())
def test_a_swiped_zone_says_what_its_text_says(lines):
    document = document_of(Swiped(lines), today=TODAY)
    zone = parse(lines, today=TODAY)
    assert (document.format, document.lines, document.fields) == (zone.format, lines, zone.fields)
    assert document.certain
    assert document.reading is None
    assert document.corrections == ()


@given(zones(), st.data())
def test_a_failing_check_digit_is_uncertain_and_asks_for_another_swipe(lines, data):
    digits = [digit for digit in parse(lines, today=TODAY).check_digits if digit.computed == digit.printed]
    digit = data.draw(st.sampled_from(digits))
    wrong = str((int(digit.printed) + data.draw(st.integers(1, 9))) % 10)
    changed = list(lines)
    line = changed[digit.line]
    changed[digit.line] = line[: digit.position] + wrong + line[digit.position + 1 :]
    document = document_of(Swiped(tuple(changed)), today=TODAY)
    assert not document.certain
    assert document.lines == tuple(changed)
    assert "Swipe once more" in document.doubts[-1].text()
    assert all("printed" not in doubt.text() for doubt in document.doubts)


@pytest.mark.parametrize("lines", ZONES.values(), ids=ZONES.keys())
@pytest.mark.parametrize("filler", " >,;.")
def test_another_sign_in_the_place_of_fillers_is_undone(lines, filler):
    found = read(Swiped(tuple(line.replace("<", filler) for line in lines)))
    if filler == ";" and lines == ZONES["MRV-A"]:  # a German keyboard may have made its Z of a Y
        assert "keyboard" in found
    else:
        assert (found.lines, found.certain) == (lines, True)


def test_a_french_keyboard_with_digits_of_its_own_is_refused_where_nothing_tells_it():
    # No M, which tells it by itself; A and Q stand where no check digit covers them.
    lines = ("I<UTOERIKSSON<<ANNA<<<<<<<<<<<<<<<<<", ZONES["TD2"][1])
    assert "keyboard" in read(Swiped(tuple(line.replace("<", ".") for line in lines)))


@given(zones())
def test_small_letters_are_capitals(lines):
    assert document_of(Swiped(tuple(line.lower() for line in lines)), today=TODAY).lines == lines


@given(zones())
def test_a_french_keyboard_is_undone(lines):
    assert document_of(typed(lines, FRENCH), today=TODAY).lines == lines


@given(zones())
def test_an_arabic_keyboard_is_undone(lines):
    assume("M" in "".join(lines) or set("".join(lines)) & set("QWERTYUIOPASDFGHJKLZXCVBN"))
    assert document_of(typed(lines, ARABIC), today=TODAY).lines == lines


@given(zones())
def test_a_german_keyboard_is_undone_or_refused_but_never_believed_wrongly(lines):
    found = read(typed(lines, GERMAN))
    if isinstance(found, str):
        assert set("".join(lines)) & set("YZ")
        assert "English (US)" in found
    else:
        assert found.lines == lines


@pytest.mark.parametrize("mark", "?*_#\ufffd")
def test_characters_that_the_reader_marks_as_unread_are_counted(mark):
    upper, lower = ZONES["TD3"]
    with pytest.raises(SwipeError) as refused:
        document_of(Swiped((upper[:8] + mark + upper[9:], mark + lower[1:])), today=TODAY)
    assert "could not make out 2 characters" in refused.value.sentence()


def test_two_signs_that_could_both_be_fillers_are_refused():
    upper, lower = (line.replace("<", " ") for line in ZONES["TD2"])
    with pytest.raises(SwipeError) as refused:
        document_of(Swiped((upper[:8] + "." + upper[9:], lower)), today=TODAY)
    assert "1 characters" in refused.value.sentence()


def test_lines_of_a_length_but_of_no_document_are_refused():
    with pytest.raises(SwipeError) as refused:
        document_of(Swiped(("1" * 44, "2" * 44)), today=TODAY)
    assert "not the code lines" in refused.value.sentence()


@given(st.tuples(*[st.text(st.characters(max_codepoint=0xFF), min_size=44, max_size=44)] * 2))
def test_any_lines_give_a_document_or_a_sentence(lines):
    assert read(Swiped(lines))
