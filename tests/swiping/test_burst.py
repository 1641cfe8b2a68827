"""A reader's keys and a person's, told apart by their pace and by what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.swiping.burst import GAP, GAP_INSIDE, Burst, is_enter
from borderdesk.swiping.framing import Heard

from .conftest import ZONES, sent, told, zones

UPPER, LOWER = ZONES["TD3"]


class Keyboard:
    """Types into a burst as a window's filter does; keeps what was given back and what was said."""

    def __init__(self, *, writing: bool = True) -> None:
        self.writing = writing
        self.burst = Burst()
        self.now = 100.0
        self.given, self.said = "", list[Heard]()
        self._held: list[tuple[str, float]] = []

    def type(self, text: str, gap: float = 0.008) -> None:
        for key in text:
            self.now += gap
            if self.burst.over(key, self.now):
                self.pause(0.0)
            if not self.burst.takes(key):
                self.pause(0.0)
                self.given += key
                continue
            self._held.append((key, self.now))
            self.said += self.burst.add(key, self.now)

    def pause(self, seconds: float = 2.0) -> None:
        self.now += seconds
        if not self.burst.held:
            return
        self.said += self.burst.end()
        if not self.burst.recognised:
            for key, when in self._held:
                if not is_enter(key) or self.burst.lets_enter_through(when, writing=self.writing):
                    self.given += key
        self._held = []
        self.burst.forget()


@given(zones(), st.booleans(), st.sampled_from([0.0, 0.004, 0.03, GAP * 0.99]))
def test_a_swipe_is_swallowed_whole_at_any_readers_pace(lines, writing, gap):
    for frame in (
        {"start": "\x02", "between": "\r", "end": "\r\x03"},
        {"start": "", "between": "\r", "end": "\r"},
        {"start": "", "between": "\r", "end": ""},
        {"start": "\r", "between": "\r", "end": "\r\r"},
    ):
        keyboard = Keyboard(writing=writing)
        keyboard.type(sent(lines, **frame), gap)
        keyboard.pause()
        assert told(tuple(keyboard.said)) == [lines]
        assert keyboard.given == ""


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF) | st.just("\r"), max_size=120))
def test_what_a_person_writes_is_given_back_as_it_was(words):
    keyboard = Keyboard()
    for key in words:
        # Enter after a while: behind thirty signs of a zone at any pace, it is not believed at once.
        keyboard.type(key, 0.35 if key == "\r" else 0.07)
    keyboard.pause()
    assert keyboard.given == words
    assert keyboard.said == []


@given(st.text("abcdefghijklmnopqrstuvwxyz ,.'", min_size=1, max_size=200), st.sampled_from([0.0, 0.02]))
def test_prose_of_a_machine_is_given_back_with_its_enter(words, gap):
    keyboard = Keyboard()
    keyboard.type(f"Told {words}", gap)
    keyboard.type("\r", gap)
    keyboard.pause()
    assert keyboard.given == f"Told {words}\r"


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<\r", max_size=200), st.floats(0.0, 0.29))
def test_no_enter_of_a_reader_acts_where_nothing_is_written(words, gap):
    # Whatever half of a zone it sends, at whatever pace: behind a letter or digit Enter does nothing.
    keyboard = Keyboard(writing=False)
    while "\r\r" in words:  # a second Enter, after a while, may well be a person's
        words = words.replace("\r\r", "\r")
    keyboard.type("7" + words.rstrip("\r") + "\r", gap)
    keyboard.pause()
    for before, after in zip(keyboard.given, keyboard.given[1:], strict=False):
        assert not (is_enter(after) and not is_enter(before))


def test_enter_alone_acts_everywhere():
    for writing in (True, False):
        keyboard = Keyboard(writing=writing)
        keyboard.type("\r")
        keyboard.pause()
        assert keyboard.given == "\r"


def test_a_reader_may_stop_between_its_lines_for_longer():
    keyboard = Keyboard()
    keyboard.type(UPPER + "\r")
    keyboard.now += GAP_INSIDE * 0.9
    keyboard.type(LOWER + "\r")
    keyboard.pause()
    assert told(tuple(keyboard.said)) == [(UPPER, LOWER)]
    assert keyboard.given == ""


def test_a_person_may_type_on_right_behind_a_swipe():
    keyboard = Keyboard()
    keyboard.type(f"{UPPER}\r{LOWER}\r")
    keyboard.type("seen", 0.12)
    keyboard.pause()
    assert keyboard.given == "seen"


def test_what_was_written_before_stx_is_kept():
    keyboard = Keyboard()
    keyboard.type("Visa ")
    keyboard.type(f"\x02{UPPER}\r{LOWER}\x03")
    keyboard.pause()
    assert keyboard.given == "Visa "
    assert told(tuple(keyboard.said)) == [(UPPER, LOWER)]


@pytest.mark.parametrize("text", [f"\x02{UPPER}\r\x03", f"{UPPER}\r{LOWER[:40]}\r", "ERR\r", "\x02\x03"])
def test_a_bad_swipe_is_swallowed_and_told_once(text):
    keyboard = Keyboard(writing=False)
    keyboard.type(text)
    keyboard.pause()
    assert len(keyboard.said) == 1
    assert keyboard.given == ""


def test_the_enter_of_a_slow_reader_confirms_no_reason():
    keyboard = Keyboard(writing=True)
    keyboard.type(LOWER + "\r", 0.1)
    keyboard.pause()
    assert keyboard.given == LOWER
