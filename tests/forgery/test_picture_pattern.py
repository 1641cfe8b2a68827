"""Printer's dots and the grid of a screen, against print that is only finely ruled."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from borderdesk.forgery import picture_pattern
from borderdesk.forgery.evidence import Evidence
from models.check import CheckResult, CheckStatus, Severity
from models.image import PageImage, Pixels
from tests.forgery.pictures import Drawn, passport

PAGE = Drawn(dpi=300.0)


def answers(pixels: Pixels) -> dict[str, CheckResult]:
    return {result.code: result for result in picture_pattern.run(PAGE.evidence(pixels=pixels))}


def waves(period: float, degrees: float, shift: float = 0.0) -> np.ndarray:
    """A wave over the picture, -1 to 1."""
    height, width = PAGE.pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    a = np.radians(degrees)
    return np.asarray(np.sin(2 * np.pi * ((x * np.cos(a) + y * np.sin(a)) / period + shift)))


def inked(cover: np.ndarray) -> Pixels:
    picture = PAGE.pixels.astype(np.float32) * (1 - 0.25 * cover[:, :, None])
    return np.clip(picture, 0, 255).astype(np.uint8)


def screened() -> Pixels:
    """Sub-pixels of red, green and blue side by side, 2.6 pixels to an element, with dark rows."""
    picture = PAGE.pixels.astype(np.float32)
    rows = 0.8 + 0.2 * waves(2.6, 92.0)
    for channel in range(3):
        picture[:, :, channel] *= (0.75 + 0.25 * waves(2.6, 2.0, channel / 3)) * rows
    return np.clip(picture, 0, 255).astype(np.uint8)


def test_a_plain_page_passes() -> None:
    assert {result.status for result in answers(PAGE.pixels).values()} == {CheckStatus.PASSED}


@pytest.mark.parametrize("period", [3.0, 5.0, 9.0])
def test_ruled_lines_are_no_dots_and_no_screen(period: float) -> None:
    found = answers(inked(0.5 + 0.5 * waves(period, 33.0)))
    assert {result.status for result in found.values()} == {CheckStatus.PASSED}


def test_dots_in_two_directions_are_a_hint() -> None:
    found = answers(inked(np.clip(waves(2.6, 15.0) + waves(2.6, 105.0), 0, 1)))
    result = found[picture_pattern.HALFTONE]
    assert (result.status, result.severity) == (CheckStatus.FAILED, Severity.INFO)
    assert result.region is not None
    assert found[picture_pattern.RECAPTURE].status is CheckStatus.PASSED


def test_colours_side_by_side_are_a_screen() -> None:
    result = answers(screened())[picture_pattern.RECAPTURE]
    assert (result.status, result.severity) == (CheckStatus.FAILED, Severity.MAJOR)


def test_a_scanner_that_shifts_red_is_no_screen() -> None:
    pixels = inked(0.5 + 0.5 * waves(5.0, 33.0))
    shift = np.asarray([[1, 0, 0.1], [0, 1, 0.4]], dtype=np.float32)
    pixels[:, :, 2] = cv2.warpAffine(pixels[:, :, 2], shift, pixels.shape[1::-1])
    assert answers(pixels)[picture_pattern.RECAPTURE].status is CheckStatus.PASSED


def test_jpeg_blocks_are_no_pattern() -> None:
    file = cv2.imencode(".jpg", PAGE.pixels, [cv2.IMWRITE_JPEG_QUALITY, 40])[1]
    pixels = np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), dtype=np.uint8)
    assert {result.status for result in answers(pixels).values()} == {CheckStatus.PASSED}


def test_a_coarse_picture_cannot_show_dots() -> None:
    coarse = Drawn(dpi=150.0)
    found = {result.code: result for result in picture_pattern.run(coarse.evidence())}
    assert found[picture_pattern.HALFTONE].status is CheckStatus.NOT_SUPPORTED


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 2000, 3), (100, 100, 3)])
def test_a_picture_without_room_is_not_supported(shape: tuple[int, int, int]) -> None:
    found = answers(np.full(shape, 90, dtype=np.uint8))
    assert {result.status for result in found.values()} == {CheckStatus.NOT_SUPPORTED}


def test_a_page_that_cannot_be_found_is_not_supported() -> None:
    seen = passport().evidence()
    flat = PageImage(np.zeros((0, 5, 3), dtype=np.uint8))
    results = list(picture_pattern.run(Evidence(seen.document, seen.today, flat)))
    assert {result.status for result in results} == {CheckStatus.NOT_SUPPORTED}
