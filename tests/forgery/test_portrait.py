"""The portrait: found, held against the small second one and against whoever shows the document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.forgery import portrait
from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz import parse
from borderdesk.mrz.page_geometry import MM_PER_INCH, PITCH, page_geometry
from models.check import CheckResult, CheckStatus, Severity
from models.document import DocumentFormat, PartialDate, TravelDocument
from models.image import Light, PageImage, Pixels, Quad
from models.reading import CharReading, MrzReading, MrzZone

from .heads import head, printed

TODAY = date(2012, 1, 1)
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1804159ZE184226B<<<<<10")
CARD = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1804159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
DPI = 220.0
SCALE = DPI / MM_PER_INCH


@lru_cache(maxsize=16)
def page(first: str | None = "fair", second: str | None = None, share: float = 0.6) -> Pixels:
    """A passport's page, flat, with a wavy pattern and up to two portraits; not to be written to."""
    geometry = page_geometry(DocumentFormat.TD3)
    height, width = round(geometry.height * SCALE), round(geometry.width * SCALE)
    y, x = np.mgrid[0:height, 0:width]
    wave = np.sin(y * 0.35 + 3 * np.sin(x * 0.02)) > 0.6
    pixels = np.full((height, width, 3), (226, 232, 224), np.uint8)
    pixels[wave] = (190, 222, 222)
    if first is not None:
        printed(
            pixels, head(first, round(45 * SCALE), round(35 * SCALE)), round(5 * SCALE), round(15 * SCALE)
        )
    if second is not None:
        small = head(second, round(18 * SCALE), round(14 * SCALE))
        printed(pixels, small, round(104 * SCALE), round(22 * SCALE), share)
    return pixels


def document(lines: tuple[str, ...] = PASSPORT, *, left: float = 0.0) -> TravelDocument:
    """A document whose zone was read where it stands on `page`."""
    zone = parse(lines, today=TODAY)
    geometry = page_geometry(zone.format)

    def quad(row: int, column: int) -> Quad:
        x, y = geometry.first_character + column * PITCH + left, geometry.centre_from_top(row) - 1.2
        corners = ((x, y), (x + 1.5, y), (x + 1.5, y + 2.4), (x, y + 2.4))
        a, b, c, d = ((u * SCALE, v * SCALE) for u, v in corners)
        return (a, b, c, d)

    chars = tuple(
        tuple(CharReading(symbol, 0.99, (), quad(row, column)) for column, symbol in enumerate(line))
        for row, line in enumerate(lines)
    )
    reading = MrzReading(MrzZone(PageImage(np.zeros((8, 8, 3), np.uint8)), (), quad(0, 0), 28.0), chars)
    return TravelDocument(zone.format, lines, zone.fields, zone.check_digits, certain=True, reading=reading)


def answers(evidence: Evidence) -> dict[str, CheckResult]:
    return {result.code: result for result in portrait.run(evidence)}


def looked_at(pixels: Pixels, **further: object) -> dict[str, CheckResult]:
    return answers(replace(Evidence(document(), TODAY, PageImage(pixels)), **further))


def why(result: CheckResult) -> str:
    return result.detail.key.rsplit(".", 1)[1]


@pytest.mark.parametrize("person", ["veiled", "bald", "fair"])
def test_a_portrait_is_found_in_its_place(person: str) -> None:
    found = looked_at(page(person))[portrait.PRESENT]
    assert found.status is CheckStatus.PASSED
    assert found.region is not None
    middle = np.mean(np.asarray(found.region), axis=0) / SCALE
    assert 15 < middle[0] < 30
    assert 28 < middle[1] < 45


def test_blank_paper_in_place_of_the_portrait_is_told() -> None:
    results = looked_at(page(None))
    assert results[portrait.PRESENT].status is CheckStatus.UNDETERMINED
    assert why(results[portrait.PRESENT]) == "nothing"
    assert results[portrait.GHOST].status is CheckStatus.NOT_SUPPORTED


def test_a_picture_without_a_face_is_left_to_the_officer() -> None:
    pixels = page(None).copy()
    cv2.rectangle(pixels, (60, 180), (320, 480), (60, 60, 60), -1)
    assert looked_at(pixels)[portrait.PRESENT].status is CheckStatus.NOT_SUPPORTED


def test_a_portrait_beside_the_picture_is_undetermined() -> None:
    pixels = np.ascontiguousarray(page()[round(60 * SCALE) :])
    read = document()
    moved = [
        [replace(char, quad=tuple((x, y - round(60 * SCALE)) for x, y in char.quad)) for char in line]
        for line in read.reading.lines
    ]
    cut = replace(read, reading=replace(read.reading, lines=tuple(tuple(line) for line in moved)))
    results = answers(Evidence(cut, TODAY, PageImage(pixels)))
    assert results[portrait.PRESENT].status is CheckStatus.UNDETERMINED
    assert why(results[portrait.PRESENT]) == "off_page"


@pytest.mark.parametrize("person", ["veiled", "bald", "fair"])
def test_a_second_portrait_of_the_same_picture_agrees(person: str) -> None:
    found = looked_at(page(person, person))[portrait.GHOST]
    assert found.status is CheckStatus.PASSED
    assert found.score is not None
    assert found.score > 0.5


@pytest.mark.parametrize(("first", "second"), [("fair", "bald")])
def test_a_second_portrait_of_somebody_else_is_told_and_shown(first: str, second: str) -> None:
    found = looked_at(page(first, second))[portrait.GHOST]
    assert (found.status, found.severity) == (CheckStatus.FAILED, Severity.INFO)
    assert found.score is not None
    assert found.score < 0.5
    assert found.region is not None
    middle = np.mean(np.asarray(found.region), axis=0) / SCALE
    assert abs(middle[0] - 111) < 4
    assert abs(middle[1] - 31) < 6


def test_without_a_second_portrait_there_is_nothing_to_compare() -> None:
    found = looked_at(page())[portrait.GHOST]
    assert (found.status, why(found)) == (CheckStatus.NOT_SUPPORTED, "not_supported")


def test_text_is_no_second_portrait() -> None:
    pixels = page().copy()
    for row in range(6):
        place = (round(46 * SCALE), round((20 + 7 * row) * SCALE))
        cv2.putText(
            pixels, "ERIKSSON ANNA 12 AUG 1974 UTO", place, cv2.FONT_HERSHEY_SIMPLEX, 0.8, (30, 30, 30), 2
        )
    assert looked_at(pixels)[portrait.GHOST].status is CheckStatus.NOT_SUPPORTED


def test_a_coarse_picture_compares_nothing() -> None:
    small = cv2.resize(page("fair", "veiled"), None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    read = document()
    lines = tuple(
        tuple(replace(char, quad=tuple((x * 0.4, y * 0.4) for x, y in char.quad)) for char in line)
        for line in read.reading.lines
    )
    coarse = replace(read, reading=replace(read.reading, lines=lines))
    results = answers(Evidence(coarse, TODAY, PageImage(np.asarray(small, np.uint8))))
    assert why(results[portrait.GHOST]) == "coarse"


def test_the_front_of_a_card_holds_its_portrait() -> None:
    front = page("bald")[: round(54 * SCALE), : round(86 * SCALE)]
    given_front = PageImage(np.ascontiguousarray(front))
    results = answers(Evidence(document(CARD), TODAY, PageImage(page(None)), others=(given_front,)))
    assert results[portrait.PRESENT].status is CheckStatus.PASSED
    assert results[portrait.PRESENT].region is None
    alone = answers(Evidence(document(CARD), TODAY, PageImage(page(None))))
    assert {result.status for result in alone.values()} == {CheckStatus.NOT_SUPPORTED}


def test_a_card_asks_no_infrared_picture_for_its_portrait() -> None:
    dark = PageImage(page("bald"), light=Light.INFRARED)
    results = answers(Evidence(document(CARD), TODAY, PageImage(page(None)), others=(dark,)))
    assert why(results[portrait.PRESENT]) == "other_side"


def test_a_visa_may_have_no_portrait() -> None:
    found = answers(Evidence(document(VISA), TODAY, PageImage(page(None))))[portrait.PRESENT]
    assert (found.status, why(found)) == (CheckStatus.NOT_SUPPORTED, "visa")


def test_the_same_face_shown_live_agrees_and_another_one_does_not_stop_anybody() -> None:
    same = looked_at(page("fair"), live=PageImage(head("fair", 480, 400)))[portrait.LIVE]
    assert same.status is CheckStatus.PASSED
    assert same.score is not None
    assert same.score > 0.5
    other = looked_at(page("fair"), live=PageImage(head("veiled", 480, 400)))[portrait.LIVE]
    assert other.severity is not Severity.MAJOR
    assert other.score is not None
    assert other.score < same.score


@pytest.mark.parametrize("shape", [(1, 1), (40, 3), (300, 300), (2, 900)])
def test_a_live_picture_without_a_face_is_undetermined(shape: tuple[int, int]) -> None:
    empty = PageImage(np.full((*shape, 3), 128, np.uint8))
    found = looked_at(page(), live=empty)[portrait.LIVE]
    assert (found.status, why(found)) == (CheckStatus.UNDETERMINED, "no_face")


def test_a_live_picture_is_undetermined_where_the_page_has_no_portrait() -> None:
    found = looked_at(page(None), live=PageImage(head("fair", 480, 400)))[portrait.LIVE]
    assert (found.status, why(found)) == (CheckStatus.UNDETERMINED, "no_portrait")


@pytest.mark.parametrize(
    ("today", "birth", "ending"),
    [
        (date(2013, 4, 16), "740812", "old_picture"),  # ten years before 15 April 2018 is more than five ago
        (date(2013, 4, 15), "740812", "passed"),
        (date(2012, 1, 1), "980102", "child"),
        (date(2012, 1, 2), "980102", "passed"),
    ],
)
def test_no_face_of_a_child_or_on_an_old_picture_is_scored(today: date, birth: str, ending: str) -> None:
    read = document()
    century = 1900
    born = PartialDate(birth, century + int(birth[:2]), int(birth[2:4]), int(birth[4:]))
    of_age = replace(read, fields=replace(read.fields, date_of_birth=born))
    evidence = Evidence(of_age, today, PageImage(page()), live=PageImage(head("fair", 480, 400)))
    found = answers(evidence)[portrait.LIVE]
    assert why(found) == ending
    assert (found.score is None) == (ending != "passed")


@given(st.dates(date(1930, 1, 1), date(2026, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_who_is_fourteen_stays_so_and_less_knowledge_never_makes_older(birth: date, today: date) -> None:
    known = PartialDate("000000", birth.year, birth.month, birth.day)
    vague = PartialDate("000000", birth.year, birth.month)
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    assert portrait.grown_up(known, today) == (age >= 14)
    assert portrait.grown_up(known, today) or not portrait.grown_up(vague, today)


@pytest.mark.parametrize("shape", [(1, 1), (2000, 2), (60, 4000)])
def test_a_page_of_any_size_is_answered(shape: tuple[int, int]) -> None:
    results = answers(Evidence(document(), TODAY, PageImage(np.zeros((*shape, 3), np.uint8))))
    assert set(results) == set(portrait.CODES)
    assert all(result.status is not CheckStatus.FAILED for result in results.values())
