"""Infrared and ultraviolet pictures beside the page: ink, paper, and whose picture it is."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest

from borderdesk.forgery import light
from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz.codes import DocumentKind
from models.check import CheckResult, CheckStatus
from models.image import Light, PageImage
from resources import path
from tests.forgery.pictures import OTHER, Drawn, passport, shaken


def answers(evidence: Evidence) -> dict[str, CheckResult]:
    return {result.code: result for result in light.run(evidence)}


def infrared(drawn: Drawn) -> PageImage:
    return PageImage(drawn.pixels, Light.INFRARED)


def ultraviolet(drawn: Drawn) -> PageImage:
    return PageImage(drawn.pixels, Light.ULTRAVIOLET)


def dull(lines: tuple[str, str] = passport().lines) -> Drawn:
    return Drawn(lines, paper=(42, 26, 22), colour=False, words=12, zone=12)


def bright(lines: tuple[str, str] = passport().lines) -> Drawn:
    return Drawn(lines, paper=(225, 180, 150), colour=False)


def ending(result: CheckResult) -> str:
    return result.detail.key.rsplit(".", 1)[1]


@pytest.mark.parametrize(("turn", "by"), [(0.0, 1.0), (1.0, 0.75), (-1.5, 1.2)])
def test_ink_that_is_dark_in_infrared_passes_however_the_picture_lies(turn: float, by: float) -> None:
    picture = PageImage(shaken(Drawn(zone=45, words=170).pixels, turn, by), Light.INFRARED)
    result = answers(passport().evidence(picture))[light.INK]
    assert result.status is CheckStatus.PASSED
    assert result.score is not None
    assert result.score > 0.9


@pytest.mark.parametrize("ink", [190, 232])
def test_a_zone_that_vanishes_fails_and_is_shown(ink: int) -> None:
    result = answers(passport().evidence(infrared(Drawn(zone=ink))))[light.INK]
    assert (result.status, ending(result)) == (CheckStatus.FAILED, "failed")
    assert result.region is not None
    assert result.score is not None
    assert result.score < 0.5


def test_single_characters_that_vanish_are_counted_and_shown() -> None:
    gone = (3, 4)
    result = answers(passport().evidence(infrared(Drawn(gone=gone))))[light.INK]
    assert (result.status, ending(result)) == (CheckStatus.FAILED, "some")
    assert dict(result.detail.params)["count"] == "2"
    assert result.region is not None
    right = passport().quads[1][4][1][0]
    assert result.region[1][0] == pytest.approx(right, abs=2.0)


def test_a_character_that_is_worn_off_in_visible_light_too_is_nothing_to_suspect() -> None:
    worn = Drawn(gone=(3,))
    assert answers(worn.evidence(infrared(Drawn(gone=(3,)))))[light.INK].status is CheckStatus.PASSED


def test_paper_that_stays_dull_passes_and_bright_paper_fails() -> None:
    assert answers(passport().evidence(ultraviolet(dull())))[light.PAPER].status is CheckStatus.PASSED
    result = answers(passport().evidence(ultraviolet(bright())))[light.PAPER]
    assert (result.status, ending(result)) == (CheckStatus.FAILED, "failed")


def test_paper_that_glows_in_a_colour_of_its_own_passes() -> None:
    green = Drawn(paper=(90, 210, 140), colour=False)
    assert answers(passport().evidence(ultraviolet(green)))[light.PAPER].status is CheckStatus.PASSED


def test_a_picture_of_another_document_says_nothing_about_this_one() -> None:
    found = answers(passport().evidence(infrared(Drawn(OTHER)), ultraviolet(bright(OTHER))))
    for code in light.CODES:
        assert (found[code].status, ending(found[code])) == (CheckStatus.UNDETERMINED, "other_document")


def test_without_pictures_nothing_is_supported() -> None:
    assert {result.status for result in light.run(passport().evidence())} == {CheckStatus.NOT_SUPPORTED}


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 3000, 3), (40, 40, 3), (700, 900, 3)])
@pytest.mark.parametrize("level", [0, 255])
def test_an_empty_picture_is_undetermined_and_never_passes(shape: tuple[int, int, int], level: int) -> None:
    pixels = np.full(shape, level, dtype=np.uint8)
    pages = [PageImage(pixels.copy(), kind) for kind in (Light.INFRARED, Light.ULTRAVIOLET)]
    found = answers(passport().evidence(*pages))
    assert found[light.INK].status is CheckStatus.UNDETERMINED
    assert found[light.PAPER].status in {CheckStatus.UNDETERMINED, CheckStatus.FAILED}


def test_a_black_ultraviolet_picture_asks_for_the_lamp() -> None:
    black = PageImage(np.zeros((700, 900, 3), dtype=np.uint8), Light.ULTRAVIOLET)
    assert ending(answers(passport().evidence(black))[light.PAPER]) == "dark"


def test_emergency_papers_are_not_held_to_ink_and_paper() -> None:
    found = answers(passport().evidence(infrared(Drawn(zone=232)), ultraviolet(bright()), code="PE"))
    assert {ending(result) for result in found.values()} == {"emergency"}
    assert {result.status for result in found.values()} == {CheckStatus.NOT_SUPPORTED}


def test_the_table_names_known_checks_and_kinds_with_their_source() -> None:
    with path("issuers", "light.toml").open("rb") as file:
        rows = tomllib.load(file)["rule"]
    kinds = {kind.value for kind in DocumentKind}
    for row in rows:
        assert set(row["checks"]) <= set(light.CODES)
        assert set(row["kinds"]) <= kinds
        assert row["source"]
