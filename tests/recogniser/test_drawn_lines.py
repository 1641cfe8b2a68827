"""Drawn lines say what they print, whatever happens to them, and the same seed draws the same line.

Oracles: Pillow, which prints the same text its own way; the `mrz` package; stock Tesseract.
"""

from __future__ import annotations

import random
from pathlib import Path

import cv2
import mrz.checker.mrva
import mrz.checker.mrvb
import mrz.checker.td1
import mrz.checker.td2
import mrz.checker.td3
import numpy as np
import pytesseract
import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from models.reading import MRZ_ALPHABET
from script.recogniser import pool, recipe, text, wear
from script.recogniser.glyphs import HELD_OUT_CUT, TRAINED_CUTS
from script.recogniser.lines import FOR_TESSERACT, measuring_line, training_line

FONT = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "OCRB.otf"


PIECE = 8


def printed(said, height, stretch):
    """The text as Pillow prints it, ink 255 on 0, its ink scaled to a height in pixels and stretched."""
    font = ImageFont.truetype(str(FONT), 60)
    page = Image.new("L", (round(font.getlength(said)) + 40, 160), 0)
    ImageDraw.Draw(page).text((20, 120), said, font=font, fill=255, anchor="ls")
    ink = np.asarray(page.crop(page.getbbox()), np.float32)
    width = round(ink.shape[1] * height / ink.shape[0] * stretch)
    return cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA)


def place_of(picture, said):
    """Middle of the spot that looks most like the text, in columns, and how much it does, -1 to 1."""
    dark = 255 - picture.astype(np.float32)
    rows, columns = picture.shape
    best = (-1.0, 0.0)
    for height in {max(5, round(rows * share)) for share in np.linspace(0.4, 0.95, 12)}:
        for stretch in np.linspace(0.84, 1.2, 10):
            model = printed(said, height, stretch)
            if model.shape[1] <= columns:
                found = cv2.minMaxLoc(cv2.matchTemplate(dark, model, cv2.TM_CCOEFF_NORMED))
                best = max(best, (found[1], found[3][0] + model.shape[1] / 2))
    return best[1], best[0]


def pieces_in_place(line):
    """For each piece of eight symbols that holds four different ones: whether it stands where it belongs."""
    columns = line.picture.shape[1]
    # Drawn with 0.1 to 1.6 heights of a capital beside either end, so a place is known to one pitch.
    pitch = columns / (len(line.text) + 1.7)
    found = []
    for first in range(0, len(line.text) - PIECE + 1, PIECE):
        said = line.text[first:][:PIECE]
        if len(set(said)) >= 4:
            middle, likeness = place_of(line.picture, said)
            belongs = 0.85 * pitch + (first + PIECE / 2) * pitch
            found.append((abs(middle - belongs) < 1.2 * pitch, likeness))
    return found


@pytest.mark.parametrize("make", [training_line, lambda seed: measuring_line(seed, wear.HARD)])
def test_the_same_seed_draws_the_same_line_and_another_one_another(make):
    first, again, other = make((5, 1)), make((5, 1)), make((5, 2))
    assert first.text == again.text
    assert np.array_equal(first.picture, again.picture)
    assert other.text != first.text


def test_a_pool_is_drawn_alike_by_any_number_of_processes():
    drawn = pool.lines(11, 4)
    for place, line in enumerate(drawn):
        alone = training_line((11, place), FOR_TESSERACT, odd=0.0)
        assert line.text == alone.text
        assert np.array_equal(line.picture, alone.picture)


@pytest.mark.parametrize(
    ("how", "in_place", "alike"), [(wear.EASY, 1.0, 0.85), (wear.FAIR, 0.95, 0.7), (wear.HARD, 0.8, 0.5)]
)
def test_what_a_line_says_stands_where_it_belongs_whatever_was_done_to_it(how, in_place, alike):
    """Found by what another program prints; by chance a piece would be in its place once in fifteen times."""
    found = [piece for place in range(8) for piece in pieces_in_place(measuring_line((31, place), how))]
    assert len(found) > 15
    assert np.mean([right for right, _ in found]) >= in_place
    assert np.median([likeness for _, likeness in found]) > alike


def test_something_is_to_be_seen_on_every_line():
    for place in range(60):
        picture = measuring_line((33, place), wear.HARD).picture
        dark, light = np.percentile(picture, (5, 95))
        assert light - dark >= 12
        assert min(picture.shape) >= 7


def test_stock_tesseract_reads_most_of_big_clean_lines():
    """It knows no OCR-B and no `<`, so letters and digits are counted alone."""
    wrong = total = 0
    for place in range(12):
        line = measuring_line((34, place), wear.EASY, ("OCRB.otf",))
        said = line.text.replace("<", "")
        larger = cv2.resize(line.picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        picture = cv2.copyMakeBorder(larger, 20, 20, 20, 20, cv2.BORDER_REPLICATE)
        allowed = f"--psm 7 -c tessedit_char_whitelist={MRZ_ALPHABET}"
        read = pytesseract.image_to_string(picture, lang="eng", config=allowed)
        wrong += Levenshtein.distance(said, "".join(x for x in read if x.isalnum()))
        total += len(said)
    assert wrong / total < 0.35


def test_sizes_reach_from_6_to_40_pixels():
    assert min(how.capital[0] for how in (wear.EASY, wear.FAIR, wear.HARD)) == 6
    assert max(how.capital[1] for how in (wear.EASY, wear.FAIR, wear.HARD)) == 40
    heights = [measuring_line((35, place), wear.HARD).picture.shape[0] for place in range(150)]
    assert min(heights) < 12
    assert max(heights) > 30


PEERS = {
    (2, 44, "P"): mrz.checker.td3.TD3CodeChecker,
    (2, 44, "V"): mrz.checker.mrva.MRVACodeChecker,
    (2, 36, "V"): mrz.checker.mrvb.MRVBCodeChecker,
    (2, 36, "I"): mrz.checker.td2.TD2CodeChecker,
    (3, 30, "I"): mrz.checker.td1.TD1CodeChecker,
}


def test_zones_have_the_check_digits_that_a_peer_computes():
    seen = set()
    source = random.Random(8)
    for _ in range(300):
        lines = text.zone(source)
        kind = (len(lines), len(lines[0]), lines[0][0])
        if kind not in PEERS or lines[0].startswith("IDFRA"):
            continue
        seen.add(kind)
        report = PEERS[kind]("\n".join(lines)).report
        wrong = [name for name, right in report.falses if "hash" in name] if report.falses else []
        assert wrong == [], lines
    assert seen == set(PEERS)


def test_the_held_out_cut_and_the_measured_lines_are_never_trained_on():
    assert HELD_OUT_CUT not in TRAINED_CUTS
    trained = {recipe.SEED + part for part in range(4)}
    assert not trained & {recipe.CARD_SEED, recipe.CHECK_SEED}
    assert recipe.CARD_SEED != recipe.CHECK_SEED
