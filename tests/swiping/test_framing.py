"""Messages of swipe readers, cut out of a stream."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.swiping.framing import PAUSE, UNREADABLE, Framer, Swiped, SwipeError, like_a_zone, messages_in

from .conftest import ZONES, sent, told, zones

FRAMES = {
    "STX, lines with CR, ETX": {"start": "\x02", "between": "\r", "end": "\r\x03"},
    "STX, CR between, ETX": {"start": "\x02", "between": "\r", "end": "\x03"},
    "STX, lines with CRLF, ETX, check byte": {
        "start": "\x02",
        "between": "\r\n",
        "end": "\r\n\x03",
        "check": True,
    },
    "STX, lines with LF, ETX, CR": {"start": "\x02", "between": "\n", "end": "\n\x03\r"},
    "lines with CR": {"start": "", "between": "\r", "end": "\r"},
    "lines with CR, and a further CR": {"start": "", "between": "\r", "end": "\r\r"},
    "lines with CRLF": {"start": "", "between": "\r\n", "end": "\r\n"},
    "lines with LF CR": {"start": "", "between": "\n\r", "end": "\n\r"},
    "the last line without an end": {"start": "", "between": "\r", "end": ""},
    "no STX, but ETX": {"start": "", "between": "\r", "end": "\x03"},
    "all in one": {"start": "", "between": "", "end": "\r"},
    "all in one between STX and ETX": {"start": "\x02", "between": "", "end": "\x03"},
    "a sign before": {"start": "~", "between": "\r", "end": "\r"},
    "form feed before": {"start": "\x0c", "between": "\r", "end": "\r"},
    "a sign behind": {"start": "\x02", "between": "\r", "end": "#\r\x03"},
    "Tab between": {"start": "", "between": "\t", "end": "\r"},
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES.keys())
@pytest.mark.parametrize("lines", ZONES.values(), ids=ZONES.keys())
def test_every_frame_gives_the_zone_of_every_format(lines, frame):
    assert told(messages_in([sent(lines, **frame)])) == [lines]


def pieces_of(data, stream):
    """The stream, cut anywhere."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    return [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]


@given(zones(), st.sampled_from(list(FRAMES.values())), st.data())
def test_where_the_stream_is_cut_makes_no_difference(lines, frame, data):
    assert told(messages_in(pieces_of(data, sent(lines, **frame)))) == [lines]


@given(st.lists(zones(), min_size=2, max_size=4), st.data())
def test_swipes_between_stx_and_etx_follow_each_other_without_a_pause(swipes, data):
    frame = data.draw(st.sampled_from([frame for frame in FRAMES.values() if frame["start"] == "\x02"]))
    stream = "".join(sent(lines, **frame) for lines in swipes)
    assert told(messages_in(pieces_of(data, stream))) == swipes


def test_a_check_byte_that_looks_like_stx_begins_no_swipe():
    lines = ("I<TCDV<<AAAAAIKM<<<<<<<<<<<<<<<<<<<<", "0000P<<<<5NER0001029M8402057<<<<<<<4")
    stream = sent(lines, start="\x02", between="\r\n", end="\r\n\x03", check=True)
    assert stream[-1] == "\x02", "this zone was chosen for its check byte"
    assert told(messages_in([stream])) == [lines]
    assert told(messages_in([stream, stream])) == [lines, lines]


@given(st.text(st.characters(max_codepoint=0xFF) | st.just(UNREADABLE), max_size=400), st.data())
def test_junk_gives_no_zone_of_its_own_however_it_is_cut(junk, data):
    heard = messages_in(pieces_of(data, junk))
    assert told(heard) == told(messages_in([junk]))
    for each in heard:
        if isinstance(each, Swiped):  # it happened to have the lengths of one
            assert {len(line) for line in each.lines} & {30, 36, 44}
        else:
            assert each.sentence()


@given(st.text(st.characters(max_codepoint=0x7F), max_size=200), zones())
def test_junk_before_stx_harms_no_swipe(junk, lines):
    stream = junk + sent(lines, start="\x02", between="\r", end="\r\x03")
    assert told(messages_in([stream]))[-1] == lines


@pytest.mark.parametrize(
    "stream",
    ["\x15", "\x18", "ERR\r", "\x02\x03", "\x02\r\x03", "\x02ERR\x03", "\x02\x15\x03", "NO READ\r\n"],
)
def test_a_swipe_that_read_nothing_is_told_with_its_remedy(stream):
    (heard,) = messages_in([stream])
    assert isinstance(heard, SwipeError)
    assert "could not read the document" in heard.sentence()
    assert "Swipe again" in heard.sentence()


def test_lines_that_lost_a_character_are_told_with_their_lengths():
    upper, lower = ZONES["TD3"]
    for stream in (f"{upper}\r{lower[:-1]}\r", f"\x02{upper}\r{lower[:-1]}\r\x03"):
        (heard,) = messages_in([stream])
        assert isinstance(heard, SwipeError)
        assert "44+43" in heard.sentence()


def test_half_a_zone_waits_for_the_pause_and_no_longer():
    upper, lower = ZONES["TD2"]
    framer = Framer()
    assert framer.feed(f"{upper}\r", 10.0) == ()
    assert framer.wait(10.0 + PAUSE / 2) == ()
    assert framer.waiting
    (heard,) = framer.wait(10.0 + PAUSE)
    assert isinstance(heard, SwipeError)
    assert not framer.waiting
    # What comes after the pause begins anew.
    assert framer.feed(f"{lower}\r", 20.0) == ()
    assert told(framer.feed(sent((upper, lower), start="", between="\r", end="\r"), 30.0))[-1] == (
        upper,
        lower,
    )


def test_what_came_before_a_pause_is_ended_by_the_next_feed():
    upper, lower = ZONES["TD2"]
    framer = Framer()
    framer.feed(f"{upper}\r{lower}", 5.0)
    assert told(framer.feed("~", 6.0)) == [(upper, lower)]


def test_a_wrong_speed_is_told_and_a_plug_is_not():
    assert told(messages_in([UNREADABLE * 3 + "\x00"])) == []
    (heard,) = messages_in([(UNREADABLE + "\x00x") * 20])
    assert isinstance(heard, SwipeError)
    assert "speed" in heard.sentence()


def test_a_reader_that_says_who_it_is_is_not_answered():
    assert messages_in(["OCR reader 316, version 4.01 (c) 2011\r\nready\r\n"]) == ()


def test_something_else_between_stx_and_etx_is_told():
    (heard,) = messages_in(["\x02%B4111111111111^NAME\r\x03"])
    assert isinstance(heard, SwipeError)
    assert "not the code lines" in heard.sentence()


def test_an_endless_stream_keeps_little():
    framer = Framer()
    for _ in range(1_000):
        framer.feed("A<" * 500, 0.0)
    assert len(framer.line) <= 120
    for _ in range(1_000):
        framer.feed("A<B\r", 0.0)
    (heard,) = framer.end() or (None,)
    assert heard is None or isinstance(heard, SwipeError)


@pytest.mark.parametrize(
    ("line", "like"),
    [
        ("L898902C36UTO7408122F1204159", True),
        ("P UTOERIKSSON  ANNA MARIA  ", False),  # could be prose
        ("L898902C36UTO7408122F1204159ZE184226B     1", True),
        ("Expired in 2021, no other document", False),
        ("Passeport périmé, refusé à la frontière", False),
        ("CASE-2026-11-24-0017", False),
        ("(01)09501101530003(17)261124", False),
        ("0109501101530003172611241023", False),
        ("called 0612345678 no answer at 12 30", False),
        ("P<UTO", False),
    ],
)
def test_lines_of_zones_are_told_from_what_people_write(line, like):
    assert like_a_zone(line) is like
