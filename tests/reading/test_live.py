"""Films of the press, read as a camera: sure by several frames, never by one text of two documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np
import pytest

from borderdesk.imaging.frames import FilmError, Frame
from borderdesk.imaging.lines import Strip, TextLine
from borderdesk.imaging.views import view_of
from borderdesk.reading.cells import CellRow
from borderdesk.reading.decide import CERTAIN
from borderdesk.reading.gathering import Gathering, Seen
from borderdesk.reading.live import LiveReading, LiveState, watch
from borderdesk.reading.page import read_page
from borderdesk.reading.windows import FoundZone
from borderdesk.training.press import Holder, Specimen
from borderdesk.training.press.film import DrawnFilm, Scene, draw_film
from models.cancel import Cancelled, CancelToken
from models.document import DocumentFormat
from models.image import PageImage, Pixels
from models.reading import MRZ_ALPHABET

TODAY = date(2012, 1, 1)
# ICAO Doc 9303-4, appendix B.
LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
PASSPORT = Specimen(
    DocumentFormat.TD3, Holder("Eriksson", "Anna Maria", "UTO", "1974-08-12", "F", "Zenith"),
    "P", "L898902C3", "2007-04-16", "2012-04-15", "PASSPORT", "ZE184226B",
)  # fmt: skip
BROTHER = replace(
    PASSPORT,
    holder=Holder("Eriksson", "Lars Maria", "UTO", "1976-03-02", "M", "Zenith"),
    document_number="L898917C3",
)
SHORT = Scene(frames=16, approach=0.25)


@lru_cache(maxsize=8)
def filmed(specimen: Specimen | None, seed: int, scene: Scene = SHORT) -> DrawnFilm:
    return draw_film(specimen, seed=seed, scene=scene)


def frames_of(*pictures: Iterable[Pixels]) -> Iterator[Frame]:
    number = 0
    for film in pictures:
        for pixels in film:
            yield Frame(PageImage(pixels, source="film.avi", page=number), number / 15)
            number += 1


def read(*pictures: Iterable[Pixels]) -> tuple[list[LiveReading], list[LiveState]]:
    states: list[LiveState] = []
    return list(watch(frames_of(*pictures), today=TODAY, show=states.append)), states


def texts(found: list[LiveReading]) -> list[tuple[tuple[str, ...], bool]]:
    return [(document.lines, document.certain) for each in found for document in each.reading.documents]


def hints(states: list[LiveState]) -> set[str]:
    return {state.hint.key for state in states if state.hint is not None}


def test_a_passport_under_a_lamp_is_read_once_and_for_certain() -> None:
    film = filmed(PASSPORT, 1)
    assert film.lines == LINES
    found, states = read(film.frames)
    assert texts(found) == [(LINES, True)]
    (answer,) = found
    assert answer.frames < len(film.frames)
    (document,) = answer.reading.documents
    assert document.doubts == ()
    assert document.reading is not None
    assert document.reading.zone.page is answer.page
    assert answer.page.page < answer.frames
    assert {witness.reader for witness in document.reading.witnesses} == {"network", "tesseract"}
    assert [state.frame.page.page for state in states] == list(range(len(film.frames)))
    assert states[answer.frames - 1].part == 1.0
    assert states[answer.frames - 1].hint is None
    assert all(state.hint is not None for state in states[: answer.frames - 1])


def test_the_document_points_at_its_characters_on_the_frame_that_is_kept() -> None:
    film = filmed(PASSPORT, 1)
    (answer,) = read(film.frames)[0]
    (document,) = answer.reading.documents
    assert document.reading is not None
    for told, drawn in zip(document.reading.zone.lines, film.quads[answer.page.page], strict=True):
        height = drawn[3][1] - drawn[0][1]
        assert np.asarray(told) == pytest.approx(np.asarray(drawn), abs=1.5 * height)


def test_whoever_wants_one_document_reads_no_further() -> None:
    taken = []

    def counted() -> Iterator[Frame]:
        for frame in frames_of(filmed(PASSPORT, 1).frames):
            taken.append(frame.page.page)
            yield frame

    first = next(watch(counted(), today=TODAY))
    assert first.reading.documents[0].certain
    assert len(taken) == first.frames


def test_frames_that_are_each_in_doubt_are_certain_together() -> None:
    film = filmed(PASSPORT, 1)
    alone = [read_page(PageImage(pixels), today=TODAY).documents for pixels in film.frames]
    doubtful = [
        pixels
        for pixels, documents in zip(film.frames, alone, strict=True)
        if not any(document.certain for document in documents)
    ]
    assert 2 < len(doubtful) < len(film.frames)
    assert texts(read(film.frames)[0]) == [(LINES, True)]
    assert all(lines == LINES for lines, certain in texts(read(doubtful)[0]) if certain)


def test_a_line_that_is_always_under_the_lamp_stays_in_doubt_and_the_hint_names_it() -> None:
    film = filmed(PASSPORT, 1, replace(SHORT, glare=500.0, glare_line=1, glare_width=0.3))
    found, states = read(film.frames)
    assert [certain for _, certain in texts(found)] == [False]
    assert "live.glare" in hints(states)
    assert {dict(state.hint.params).get("line") for state in states if state.hint is not None} >= {"2"}
    (document,) = found[0].reading.documents
    assert document.doubts[0].key == "reading.glare"
    assert dict(document.doubts[0].params) == {"line": "2"}


def test_a_wrong_check_digit_is_read_as_it_is_printed() -> None:
    altered = (LINES[0], LINES[1][:19] + "3" + LINES[1][20:])
    found, _ = read(filmed(replace(PASSPORT, zone=altered), 6).frames)
    assert texts(found) == [(altered, True)]
    (document,) = found[0].reading.documents
    assert not document.corrections
    assert [digit.name for digit in document.check_digits if not digit.agrees] == [
        "date_of_birth",
        "composite",
    ]


@pytest.mark.parametrize("shown", [16, 4])
def test_passports_that_are_swapped_are_not_mixed(shown: int) -> None:
    one, other = filmed(PASSPORT, 1), filmed(BROTHER, 2)
    found = texts(read(one.frames[:shown], other.frames)[0])
    assert (other.lines, True) in found
    assert [lines for lines, certain in found if certain and lines not in (one.lines, other.lines)] == []
    assert len(found) == (2 if shown == 16 else 1)


def test_half_of_one_passport_and_half_of_another_make_no_document() -> None:
    upper = filmed(PASSPORT, 3, replace(SHORT, glare=500.0, glare_line=1, glare_width=0.3))
    lower = filmed(BROTHER, 4, replace(SHORT, glare=500.0, glare_line=0, glare_width=0.3))
    mixed = [pixels for pair in zip(upper.frames, lower.frames, strict=True) for pixels in pair]
    for pictures in ([*upper.frames, *lower.frames], mixed):
        assert [lines for lines, certain in texts(read(pictures)[0]) if certain] == []


def test_a_row_whose_end_lies_in_the_gleam_is_no_shorter_document() -> None:
    # In the last frames a gleam hides the last eight characters; a zone of two rows of 36 is left.
    film = filmed(PASSPORT, 9, replace(SHORT, glare=300.0, glare_width=0.16))
    for pictures in (film.frames, film.frames[12:], film.frames[14:] + film.frames[14:]):
        assert all(lines == LINES for lines, certain in texts(read(pictures)[0]) if certain)


def test_a_card_of_two_rows_of_36_is_still_certain() -> None:
    card = Specimen(DocumentFormat.TD2, PASSPORT.holder, "I", "D23145890", "2007-04-16", "2012-04-15", "CARD")
    film = filmed(card, 12, replace(SHORT, glare_width=0.1))
    # ICAO Doc 9303-6, appendix B.
    assert film.lines == ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
    assert texts(read(film.frames)[0]) == [(film.lines, True)]


def test_an_empty_desk_yields_no_text() -> None:
    found, states = read(filmed(None, 5).frames)
    assert [each.reading.documents for each in found] == [()]
    assert [doubt.key for doubt in found[0].reading.doubts] == ["reading.no_zone"]
    assert hints(states) == {"live.show"}
    assert {state.part for state in states} == {0.0}


def test_a_dark_desk_asks_for_light() -> None:
    assert "live.dark" in hints(read(filmed(PASSPORT, 7, replace(SHORT, frames=6, light=0.05)).frames)[1])


def test_one_frame_that_is_repeated_is_one_frame() -> None:
    frame = filmed(PASSPORT, 1).frames[8]
    assert read_page(PageImage(frame), today=TODAY).documents[0].certain
    found, _ = read([frame] * 12)
    assert texts(found) == [(LINES, False)]
    assert [doubt.key for doubt in found[0].reading.documents[0].doubts] == ["live.once"]


def test_a_film_that_ends_too_soon_keeps_what_was_certain_and_is_told_otherwise() -> None:
    def broken(count: int) -> Iterator[Frame]:
        for frame in frames_of(filmed(PASSPORT, 1).frames):
            if frame.page.page == count:
                raise FilmError("error.film_cut_short", file="film.avi", count=count, promised=16)
            yield frame

    assert texts(list(watch(broken(14), today=TODAY))) == [(LINES, True)]
    with pytest.raises(FilmError):
        list(watch(broken(2), today=TODAY))


def test_stopping_is_obeyed_at_the_next_frame() -> None:
    cancel = CancelToken()
    seen = []

    def show(state: LiveState) -> None:
        seen.append(state)
        cancel.cancel()

    with pytest.raises(Cancelled):
        list(watch(frames_of(filmed(None, 5).frames), today=TODAY, cancel=cancel, show=show))
    assert len(seen) == 1


def seen(text: tuple[str, ...], chance: float, unsure: dict[tuple[int, int], tuple[str, float]]) -> Seen:
    """A frame that says each character with one probability, some with another symbol and probability."""
    line = TextLine((0.0, 0.0, 50.0), (0.0, 20.0), 10.0, 1000.0, 20.3, 44, 1.0)
    strip = Strip(np.zeros((32, 900), np.uint8), line, 0.0, 1.0)
    rows = []
    for number, symbols in enumerate(text):
        cells = np.full((len(symbols), len(MRZ_ALPHABET)), (1 - chance) / (len(MRZ_ALPHABET) - 1))
        for place, symbol in enumerate(symbols):
            cells[place, MRZ_ALPHABET.index(symbol)] = chance
            if (number, place) in unsure:
                other, probability = unsure[number, place]
                cells[place] = 0.0
                cells[place, MRZ_ALPHABET.index(other)] = probability
                cells[place, MRZ_ALPHABET.index(symbol)] = 1.0 - probability
        rows.append(CellRow(strip, np.arange(len(symbols)) * 20.0, cells))
    page = PageImage(np.zeros((100, 100, 3), np.uint8))
    return Seen.of(FoundZone(view_of(page, 0), tuple(rows), chance, (1.0,) * len(rows)))


def test_a_misreading_does_not_become_certain_by_being_repeated() -> None:
    doubtful = seen(LINES, 0.995, {(1, 3): ("B", 0.85)})
    gathering = Gathering(doubtful)
    for _ in range(100):
        gathering.add(doubtful)
    cell = gathering.fused()[1][3]
    assert MRZ_ALPHABET[cell.argmax()] == "B"
    assert cell.max() < CERTAIN


def test_one_frame_that_errs_is_outvoted_and_even_votes_stay_in_doubt() -> None:
    right, wrong = seen(LINES, 0.995, {}), seen(LINES, 0.995, {(1, 3): ("B", 0.999)})
    gathering = Gathering(right)
    for _ in range(6):
        gathering.add(right)
    gathering.add(wrong)
    assert "".join(MRZ_ALPHABET[i] for i in gathering.fused()[1].argmax(axis=1)) == LINES[1]
    even = Gathering(right)
    even.add(wrong)
    assert even.fused()[1][3].max() < CERTAIN


def test_a_number_that_differs_in_one_digit_is_another_document() -> None:
    other = seen((LINES[0], LINES[1][:3] + "7" + LINES[1][4:9] + "1" + LINES[1][10:]), 0.995, {})
    assert not Gathering(seen(LINES, 0.995, {})).belongs(other)
    assert Gathering(seen(LINES, 0.995, {})).belongs(seen(LINES, 0.9, {}))
