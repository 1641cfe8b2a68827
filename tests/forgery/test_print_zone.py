"""Print of the zone: one letter that was tampered with is told, by the right check and in its place."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from borderdesk.forgery import print_zone
from borderdesk.forgery.evidence import Evidence
from models.check import CheckResult, CheckStatus, Severity
from models.image import PageImage
from models.reading import MrzReading
from resources import messages
from tests.forgery.zone_print import LINES, Letter, Print, evidence, seen

DATE = (1, 13)
"""First digit of the date of birth."""


def answers(how: Print | Evidence) -> dict[str, CheckResult]:
    given = evidence(how) if isinstance(how, Print) else how
    found = {result.code: result for result in print_zone.run(given)}
    assert tuple(found) == print_zone.CODES
    for result in found.values():
        assert messages.text(result.detail.key, result.detail.params)
    return found


def failed(how: Print | Evidence) -> set[str]:
    return {code for code, result in answers(how).items() if result.status is CheckStatus.FAILED}


def why_not(how: Print | Evidence) -> set[str]:
    found = answers(how)
    assert {result.status for result in found.values()} == {CheckStatus.NOT_SUPPORTED}
    return {result.detail.key.rsplit(".", 1)[-1] for result in found.values()}


@pytest.mark.parametrize(
    "how",
    [
        Print(),
        Print(turn=1.7, seed=2),
        Print(turn=-2.5, noise=4.0, blur=0.9, seed=3),
        Print(every=Letter(weight=1.25), seed=4),
        Print(every=Letter(weight=0.8), dpi=400, blur=0.8, seed=5),
        Print(ink=110, seed=6),
        Print(off=(0.8, -0.8), seed=7),
        Print(scratches=8, seed=8),
    ],
    ids=["plain", "turned", "noisy", "bold", "thin at 400", "pale", "off by less than 1 mm", "scratched"],
)
def test_all_letters_alike_pass(how: Print) -> None:
    assert {result.status for result in answers(how).values()} == {CheckStatus.PASSED}


@pytest.mark.parametrize(
    ("letter", "code"),
    [
        (Letter(across=0.12), "zone.print.pitch"),
        (Letter(across=-0.2), "zone.print.pitch"),
        (Letter(down=0.12), "zone.print.baseline"),
        (Letter(down=-0.2), "zone.print.baseline"),
        (Letter(weight=1.2), "zone.print.ink"),
        (Letter(weight=0.8), "zone.print.ink"),
        (Letter(height=1.1), "zone.print.height"),
        (Letter(soft=1.15), "zone.print.sharpness"),
        (Letter(font="default"), "zone.print.glyph"),
    ],
)
@pytest.mark.parametrize("turn", [0.0, 1.3])
def test_one_letter_that_differs_is_told_where_it_stands(letter: Letter, code: str, turn: float) -> None:
    given = evidence(Print({DATE: letter}, turn=turn))
    result = answers(given)[code]
    assert result.status is CheckStatus.FAILED
    assert result.region == given.region([(DATE[0], DATE[1], DATE[1] + 1)])
    assert dict(result.detail.params)["position"] == str(DATE[1] + 1)
    assert result.score is not None
    assert result.score < 0.5


def test_a_shifted_letter_is_told_as_shifted_only() -> None:
    assert failed(Print({DATE: Letter(across=0.15)})) == {"zone.print.pitch"}


def test_a_letter_copied_over_another_is_told() -> None:
    given = evidence(Print(noise=4.0))
    assert given.page is not None
    assert failed(given) == set()
    pixels = given.page.pixels.copy()
    reading = given.document.reading
    assert reading is not None
    # The 8 of line 2, place 2 over the one of place 4: what is read stays what it was.
    x0, y0 = np.mean(reading.lines[1][1].quad, axis=0)
    step = 60  # twice the pitch
    left, top = int(x0) - 17, int(y0) - 23
    pixels[top : top + 46, left + step : left + step + 34] = pixels[top : top + 46, left : left + 34]
    jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 98])[1]
    page = PageImage(np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8))
    result = answers(replace(given, page=page))["zone.print.copy_move"]
    assert result.status is CheckStatus.FAILED
    told = dict(result.detail.params)
    assert (told["position"], told["other_position"]) == ("2", "4")


def test_a_picture_without_any_grain_was_drawn_and_tells_no_copies() -> None:
    result = answers(Print(noise=0.0))["zone.print.copy_move"]
    assert result.status is CheckStatus.NOT_SUPPORTED


def box(given: Evidence, place: tuple[int, int]) -> tuple[slice, slice]:
    """The cell of a character on a page of 300 dots an inch."""
    assert given.document.reading is not None
    x, y = np.mean(given.document.reading.lines[place[0]][place[1]].quad, axis=0)
    return np.s_[int(y) - 23 : int(y) + 23, int(x) - 15 : int(x) + 15]


@pytest.mark.parametrize("quality", [None, 95])
def test_a_letter_typed_into_the_picture_is_told(quality: int | None) -> None:
    given, clean = evidence(Print(noise=6.0)), evidence(Print(noise=0.0))
    assert given.page is not None
    assert clean.page is not None
    pixels, where = given.page.pixels.copy(), box(given, DATE)
    pixels[where] = clean.page.pixels[where]
    if quality is not None:
        jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        pixels = np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)
    result = answers(replace(given, page=PageImage(pixels)))["zone.print.grain"]
    assert result.status is CheckStatus.FAILED
    assert result.region == given.region([(DATE[0], DATE[1], DATE[1] + 1)])
    assert dict(result.detail.params)["position"] == str(DATE[1] + 1)


@pytest.mark.parametrize(("typed", "severity"), [(1.0, Severity.MAJOR), (0.6, Severity.INFO)])
def test_ink_that_is_a_little_too_even_only_hints(typed: float, severity: Severity) -> None:
    given, clean = evidence(Print(noise=6.0)), evidence(Print(noise=0.0))
    assert given.page is not None
    assert clean.page is not None
    pixels, where = given.page.pixels.copy(), box(given, DATE)
    pixels[where] = typed * clean.page.pixels[where] + (1 - typed) * pixels[where]
    result = answers(replace(given, page=PageImage(pixels)))["zone.print.grain"]
    assert (result.status, result.severity) == (CheckStatus.FAILED, severity)
    assert result.detail.key.endswith(".hint") == (severity is Severity.INFO)


def test_a_letter_whose_noise_has_no_colour_is_told_on_a_page_whose_noise_has() -> None:
    given = evidence(Print(noise=0.0))
    assert given.page is not None
    noise = np.random.default_rng(3).normal(0, 3.0, given.page.pixels.shape)
    coloured = np.clip(given.page.pixels + noise, 0, 255).astype(np.uint8)
    assert answers(replace(given, page=PageImage(coloured)))["zone.print.grain"].status is CheckStatus.PASSED
    coloured, where = coloured.copy(), box(given, DATE)
    coloured[where] = np.mean(coloured[where], axis=2, keepdims=True)
    grey = answers(replace(given, page=PageImage(coloured)))["zone.print.grain"]
    assert grey.status is CheckStatus.FAILED
    assert dict(grey.detail.params)["position"] == str(DATE[1] + 1)


@pytest.mark.parametrize("quality", [75, 85, 95])
def test_storing_a_genuine_page_makes_no_letter_too_even(quality: int) -> None:
    given = evidence(Print(noise=3.0, seed=9))
    assert given.page is not None
    jpeg = cv2.imencode(".jpg", given.page.pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    page = PageImage(np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8))
    assert answers(replace(given, page=page))["zone.print.grain"].status is not CheckStatus.FAILED


def test_black_that_is_cut_off_tells_nothing_of_letters_typed_in() -> None:
    given = evidence(Print(noise=3.0))
    assert given.page is not None
    pixels = np.where(given.page.pixels < 60, 0, given.page.pixels).astype(np.uint8)
    result = answers(replace(given, page=PageImage(pixels)))["zone.print.grain"]
    assert result.status is CheckStatus.NOT_SUPPORTED


def test_a_scratch_that_thickens_a_filler_is_not_told() -> None:
    assert failed(Print({(1, 41): Letter(weight=1.3)})) == set()


@pytest.mark.parametrize("off", [(2.4, 0.0), (0.0, -2.4)])
def test_a_zone_out_of_its_place_is_told(off: tuple[float, float]) -> None:
    assert failed(Print(off=off)) == {"zone.print.position"}


def test_the_place_is_not_judged_where_no_edge_of_the_page_shows() -> None:
    given = evidence(Print())
    assert given.page is not None
    height, width = given.page.pixels.shape[:2]
    pixels = given.page.pixels.copy()
    pixels[pixels > 190] = 238  # paper and what lies beside it look alike
    result = answers(replace(given, page=PageImage(pixels)))["zone.print.position"]
    assert result.status is CheckStatus.NOT_SUPPORTED
    assert (height, width) == pixels.shape[:2]


def test_letters_too_high_for_their_spacing_are_told() -> None:
    assert "zone.print.size" in failed(Print(every=Letter(height=1.15)))


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (Print(dpi=200), "coarse"),
        (Print(blur=2.0), "soft"),
        (Print(ink=200), "faint"),
        (Print(lean=0.12), "bent"),
    ],
)
def test_what_cannot_carry_a_measure_says_why(how: Print, why: str) -> None:
    assert why_not(how) == {why}


def test_a_zone_in_another_font_cannot_be_measured_by_letters() -> None:
    assert why_not(Print(every=Letter(font="default"))) <= {"strange", "soft"}


def test_a_worn_letter_is_not_told_as_a_false_one() -> None:
    given = evidence(Print())
    assert given.page is not None
    assert given.document.reading is not None
    pixels = given.page.pixels.copy()
    x, y = (int(value) for value in np.mean(given.document.reading.lines[1][13].quad, axis=0))
    cv2.line(pixels, (x - 30, y - 30), (x + 30, y + 30), (90, 90, 90), 3, cv2.LINE_AA)
    assert failed(replace(given, page=PageImage(pixels))) == set()


def test_a_letter_rubbed_off_in_a_fold_is_not_told_as_a_false_one() -> None:
    given = evidence(Print())
    assert given.page is not None
    assert given.document.reading is not None
    pixels = given.page.pixels.copy()
    x, y = (int(value) for value in np.mean(given.document.reading.lines[1][13].quad, axis=0))
    cell = pixels[y - 18 : y + 18, x - 12 : x + 12]
    grains = np.random.default_rng(2).random(cell.shape[:2]) < 0.4
    cell[grains] = np.maximum(cell[grains], 225)
    told = failed(replace(given, page=PageImage(pixels)))
    assert not told & {"zone.print.ink", "zone.print.glyph", "zone.print.sharpness"}


def test_a_zone_scratched_all_over_is_worn() -> None:
    given = evidence(Print())
    assert given.page is not None
    assert given.document.reading is not None
    pixels = given.page.pixels.copy()
    for char in [char for line in given.document.reading.lines for char in line][::2]:
        x, y = (int(value) for value in np.mean(char.quad, axis=0))
        cv2.line(pixels, (x - 12, y - 24), (x + 12, y + 24), (110, 110, 110), 2, cv2.LINE_AA)
    assert why_not(replace(given, page=PageImage(pixels))) == {"worn"}


def test_a_picture_of_nothing_or_of_something_else_tells_nothing() -> None:
    given = evidence(Print())
    assert given.page is not None
    for pixels in (
        np.full_like(given.page.pixels, 255),
        np.zeros((1, 1, 3), np.uint8),
        np.random.default_rng(1).integers(0, 255, given.page.pixels.shape, dtype=np.uint8),
    ):
        found = answers(replace(given, page=PageImage(pixels)))
        assert {result.status for result in found.values()} == {CheckStatus.NOT_SUPPORTED}


def test_characters_off_the_picture_are_no_measure() -> None:
    given = evidence(Print())
    assert given.page is not None
    scale = 300 / 25.4
    places = {
        (row, column): (column * 2.54 * scale - 200.0, 60.0 + row * 75.0)
        for row, line in enumerate(LINES)
        for column in range(len(line))
    }
    assert why_not(seen(given.page, places, scale)) == {"cut_off"}


def test_without_a_picture_there_is_no_measure() -> None:
    given = evidence(Print())
    assert why_not(replace(given, page=None)) == {"no_place"}
    bare = replace(given.document, reading=None)
    assert why_not(replace(given, document=bare)) == {"no_place"}
    reading = given.document.reading
    assert reading is not None
    empty = MrzReading(reading.zone, ((), ()))
    assert why_not(replace(given, document=replace(given.document, reading=empty))) == {"no_place"}
