"""Reading whole pages: drawn ones turned, tilted and seen at an angle, and the published specimens."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

import resources
from borderdesk.imaging.load import load_pages
from borderdesk.reading.page import PageReading, read_page
from models.cancel import Cancelled, CancelToken
from models.image import PageImage, Pixels

TODAY = date(2012, 1, 1)
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
CARD = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
CARD_2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
SPECIMENS = Path(__file__).resolve().parents[3] / "shared" / "specimens"


def page_with(lines: tuple[str, ...], *, capital: int = 28) -> Pixels:
    """A pale page with some print and the zone at its foot (Doc 9303-4, 4.1: OCR-B size 1)."""
    pitch = capital * 723 / 713
    width, height = int(pitch * (len(lines[0]) + 5)), int(pitch * 32)
    picture = Image.new("RGB", (width, height), (236, 240, 232))
    draw = ImageDraw.Draw(picture)
    small = ImageFont.truetype(str(resources.path("fonts", "OCRB.otf")), int(capital * 0.8))
    for row, label in enumerate(
        ("UTOPIA", "Surname / Nom", "Place of birth 12 AUG 1974", "Authority UTOPIA 77")
    ):
        draw.text((width * 0.35, height * (0.08 + 0.14 * row)), label, font=small, fill=(70, 60, 90))
    font = ImageFont.truetype(str(resources.path("fonts", "OCRB.otf")), round(capital * 1000 / 713))
    top = height - pitch * (2.5 * len(lines) + 1.0)
    for row, line in enumerate(lines):
        for place, symbol in enumerate(line):
            draw.text(
                (2.4 * pitch + place * pitch, top + row * 2.5 * pitch), symbol, font=font, fill=(25, 25, 30)
            )
    grain = np.random.default_rng(3).normal(0, 4, (height, width, 1))
    rgb = np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(rgb[:, :, ::-1])


def on_a_table(pixels: Pixels, *, tilt: float = 0.0, lean: float = 0.0) -> Pixels:
    """The page on a dark table, turned by `tilt` degrees and leaning away by `lean` of its width."""
    height, width = pixels.shape[:2]
    side = int(1.25 * np.hypot(width, height))
    corners = np.asarray([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    leant = corners + np.asarray([[lean * width, 0], [-lean * width, 0], [0, 0], [0, 0]], dtype=np.float32)
    angle = np.radians(tilt)
    turn = np.asarray([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], dtype=np.float32)
    placed = (leant - leant.mean(axis=0)) @ turn.T + side / 2
    matrix = cv2.getPerspectiveTransform(corners, placed.astype(np.float32))
    table = cv2.warpPerspective(pixels, matrix, (side, side), flags=cv2.INTER_AREA, borderValue=(52, 48, 60))
    return np.asarray(table, dtype=np.uint8)


def read(pixels: Pixels, today: date = TODAY) -> PageReading:
    return read_page(PageImage(np.ascontiguousarray(pixels)), today=today)


@pytest.mark.parametrize("lines", [PASSPORT, CARD, CARD_2, VISA], ids=["TD3", "TD1", "TD2", "MRV-A"])
def test_a_clean_page_is_read_exactly_and_for_certain(lines: tuple[str, ...]) -> None:
    (document,) = read(page_with(lines)).documents
    assert document.lines == lines
    assert document.certain, document.doubts


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_any_of_the_four_ways_up(turns: int) -> None:
    (document,) = read(np.rot90(page_with(PASSPORT), turns)).documents
    assert document.lines == PASSPORT


@pytest.mark.parametrize("tilt", [-20.0, -12.0, -4.0, 5.0, 11.0, 19.0])
def test_tilt_to_twenty_degrees(tilt: float) -> None:
    (document,) = read(on_a_table(page_with(PASSPORT), tilt=tilt)).documents
    assert document.lines == PASSPORT


@pytest.mark.parametrize("lean", [0.05, 0.12])
def test_moderate_perspective(lean: float) -> None:
    (document,) = read(on_a_table(page_with(CARD), tilt=3.0, lean=lean)).documents
    assert document.lines == CARD


@pytest.mark.parametrize("narrow", [0, 1], ids=["left", "right"])
def test_a_page_that_runs_away_to_one_side_has_a_pitch_that_grows(narrow: int) -> None:
    page = page_with(PASSPORT)
    height, width = page.shape[:2]
    corners = np.asarray([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = corners.copy()
    upper, lower = ((1, 2), (0, 3))[1 - narrow]
    seen[upper, 1] += 0.14 * height
    seen[lower, 1] -= 0.14 * height
    matrix = cv2.getPerspectiveTransform(corners, seen)
    far = cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=(52, 48, 60))
    (document,) = read(np.asarray(far, np.uint8)).documents
    assert document.lines == PASSPORT


@pytest.mark.parametrize("bow", [-0.03, 0.03])
def test_a_page_that_bends(bow: float) -> None:
    page = page_with(PASSPORT)
    height, width = page.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    source = (y + bow * width * ((2 * x / width - 1) ** 2 - 0.5)).astype(np.float32)
    bent = cv2.remap(page, x, source, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    (document,) = read(np.asarray(bent, np.uint8)).documents
    assert document.lines == PASSPORT


@pytest.mark.parametrize("turns", [0, 1, 2], ids=["upright", "on its side", "upside down"])
def test_two_documents_in_one_picture_are_both_answered_from_the_top_down(turns: int) -> None:
    passport, card = page_with(PASSPORT), np.rot90(page_with(CARD), turns)
    height = passport.shape[0] + card.shape[0] + 60
    scan = np.full((height, max(passport.shape[1], card.shape[1]), 3), 248, np.uint8)
    scan[: passport.shape[0], : passport.shape[1]] = passport
    scan[passport.shape[0] + 60 :, : card.shape[1]] = card
    found = read(scan).documents
    assert [document.lines for document in found] == [PASSPORT, CARD]


def test_a_table_of_text_beside_a_zone_is_no_second_document() -> None:
    page = page_with(PASSPORT)
    height, width = page.shape[:2]
    sheet = Image.new("RGB", (width, height), (250, 250, 250))
    font = ImageFont.truetype(str(resources.path("fonts", "OCRB.otf")), 30)
    for row in range(20):
        numbers = "  ".join(f"{(row * 7919 + place * 104729) % 99991:05d}" for place in range(8))
        ImageDraw.Draw(sheet).text((40, 30 + row * 42), numbers, font=font, fill=(20, 20, 20))
    found = read(np.vstack([np.asarray(sheet, np.uint8), page])).documents
    assert [document.lines for document in found] == [PASSPORT]


def test_lines_of_capitals_and_digits_in_ocr_b_are_no_document() -> None:
    sheet = Image.new("RGB", (1500, 700), (245, 245, 245))
    font = ImageFont.truetype(str(resources.path("fonts", "OCRB.otf")), 40)
    chance = np.random.default_rng(8)
    for row in range(10):
        line = "".join(chance.choice(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), 44))
        ImageDraw.Draw(sheet).text((60, 30 + row * 66), line, font=font, fill=(20, 20, 20))
    assert read(np.asarray(sheet, np.uint8)).documents == ()


def test_a_page_in_the_dark_asks_for_light() -> None:
    dark = np.random.default_rng(2).integers(0, 14, (700, 1000, 3), dtype=np.uint8)
    assert [doubt.key for doubt in read(dark).doubts] == ["reading.page_dark"]


def test_a_picture_of_a_few_pixels_asks_to_go_closer() -> None:
    tiny = np.full((90, 120, 3), 200, np.uint8)
    assert [doubt.key for doubt in read(tiny).doubts] == ["reading.page_small"]


@pytest.mark.parametrize("lost", [0.5, 1.5, 3.2, 6.0, 8.0, 10.0])
@pytest.mark.parametrize("side", [0, 1], ids=["left", "right"])
def test_a_page_cut_through_its_lines_is_never_a_sure_other_text(side: int, lost: float) -> None:
    page = page_with(PASSPORT)
    pitch = 28 * 723 / 713
    cut = page[:, int((2.4 + lost) * pitch) :] if side == 0 else page[:, : int((46.4 - lost) * pitch)]
    for document in read(cut).documents:
        assert not document.certain or document.lines == PASSPORT


@pytest.mark.parametrize(("side", "key"), [(0, "reading.cut_off_left"), (1, "reading.cut_off_right")])
def test_a_line_that_leaves_the_picture_says_on_which_side(side: int, key: str) -> None:
    page = page_with(PASSPORT)
    pitch = 28 * 723 / 713
    cut = page[:, int(3.4 * pitch) :] if side == 0 else page[:, : int(44.4 * pitch)]
    reading = read(cut)
    assert not any(document.certain for document in reading.documents)
    doubts = reading.doubts or reading.documents[0].doubts
    assert key in [doubt.key for doubt in doubts]


def test_every_character_knows_its_place_on_the_page_also_when_it_lies_on_its_side() -> None:
    upright = page_with(PASSPORT)
    (document,) = read(np.rot90(upright, 1)).documents
    assert document.reading is not None
    first = document.reading.lines[0][0].quad
    # The page was turned left: its first letter went from the lower left corner to the lower right one.
    height, width = upright.shape[:2]
    pitch = 28 * 723 / 713
    x = sum(point[0] for point in first) / 4
    y = sum(point[1] for point in first) / 4
    assert abs((width - y) - 2.9 * pitch) < 0.6 * pitch
    assert abs(x - (height - pitch * 6.0 + 0.8 * pitch)) < 1.2 * pitch


def test_a_wrong_check_digit_is_read_as_it_is_printed() -> None:
    forged = (PASSPORT[0], PASSPORT[1][:13] + "8" + PASSPORT[1][14:])
    (document,) = read(page_with(forged)).documents
    assert document.lines == forged
    assert (1, 13) not in {(change.line, change.position) for change in document.corrections}
    assert not all(digit.agrees for digit in document.check_digits)


def test_a_page_without_a_zone_says_so() -> None:
    blank = np.full((600, 800, 3), 230, np.uint8)
    reading = read(blank)
    assert reading.documents == ()
    assert [doubt.key for doubt in reading.doubts] == ["reading.no_zone"]


def test_a_single_pixel_says_so_too() -> None:
    assert read(np.zeros((1, 1, 3), np.uint8)).documents == ()


def test_a_second_opinion_is_heard_only_when_asked_for_and_where_there_is_doubt() -> None:
    clean, blurred = page_with(PASSPORT), cv2.GaussianBlur(page_with(PASSPORT), (0, 0), 5.7)
    heard = []
    for pixels, asked in ((blurred, False), (blurred, True), (clean, True)):
        page = PageImage(np.asarray(pixels, np.uint8))
        (document,) = read_page(page, today=TODAY, second_opinion=asked).documents
        assert document.reading is not None
        heard.append("passporteye" in [witness.reader for witness in document.reading.witnesses])
        assert document.certain is (pixels is clean)
    assert heard == [False, True, False]


def test_noise_never_becomes_a_certain_document() -> None:
    noise = np.random.default_rng(5).integers(0, 255, (700, 1000, 3), dtype=np.uint8)
    assert not any(document.certain for document in read(noise).documents)


def test_print_too_small_to_read_is_never_certain_and_wrong() -> None:
    small = cv2.resize(page_with(PASSPORT), None, fx=0.12, fy=0.12, interpolation=cv2.INTER_AREA)
    for document in read(np.asarray(small)).documents:
        assert document.lines == PASSPORT or not document.certain
        assert document.certain or document.doubts


def test_reading_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        read_page(PageImage(page_with(PASSPORT)), today=TODAY, cancel=cancel)


@pytest.mark.specimens
@pytest.mark.skipif(not SPECIMENS.is_dir(), reason="the shared specimens are not beside the checkout")
def test_specimens_are_read_exactly_and_none_wrongly_for_certain() -> None:
    with (SPECIMENS / "truth.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    exact, wrongly_certain = 0, []
    for row in rows:
        (page,) = load_pages(SPECIMENS / "images" / row["file"])
        documents = read_page(page, today=TODAY).documents
        truth = tuple(row["lines"].split("|"))
        exact += bool(documents) and documents[0].lines == truth
        if documents and documents[0].certain and documents[0].lines != truth:
            wrongly_certain.append(row["file"])
    assert wrongly_certain == []
    assert exact >= 26
