"""Grey copies: a page without any colour, whatever tint paper, lamp and scanner gave it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from borderdesk.forgery import picture_colour
from borderdesk.forgery.evidence import Evidence
from models.check import CheckResult, CheckStatus, Severity
from models.image import Light, PageImage, Pixels
from tests.forgery.pictures import Drawn, passport


def only(evidence: Evidence) -> CheckResult:
    (result,) = picture_colour.run(evidence)
    return result


def copied(tint: tuple[float, float, float], noise: float) -> Pixels:
    """The page in grey, seen by a scanner in colour."""
    grey = cv2.cvtColor(passport().pixels, cv2.COLOR_BGR2GRAY).astype(np.float32)[:, :, None]
    rng = np.random.default_rng(3)
    picture = grey * np.asarray(tint) + rng.normal(0, noise, (*grey.shape[:2], 3))
    return np.clip(picture, 0, 255).astype(np.uint8)


def test_a_page_in_colour_passes() -> None:
    result = only(passport().evidence())
    assert result.status is CheckStatus.PASSED


@pytest.mark.parametrize("tint", [(1.0, 1.0, 1.0), (1.0, 0.98, 0.96), (0.95, 0.98, 1.0)])
def test_a_grey_copy_fails_whatever_its_tint_and_noise(tint: tuple[float, float, float]) -> None:
    result = only(passport().evidence(pixels=copied(tint, 2.0)))
    assert (result.status, result.severity) == (CheckStatus.FAILED, Severity.MAJOR)
    assert result.region is not None


def test_a_grey_file_is_told_as_one_and_weighs_less() -> None:
    result = only(passport().evidence(pixels=copied((1.0, 1.0, 1.0), 0.0)))
    assert (result.status, result.severity) == (CheckStatus.FAILED, Severity.MINOR)
    assert result.detail.key.endswith("grey_file")


def test_a_small_stamp_is_colour_enough() -> None:
    page = Drawn(colour=False, paper=(235, 235, 235)).pixels.copy()
    cv2.circle(page, (700, 200), 90, (140, 70, 70), 40)
    assert only(passport().evidence(pixels=page)).status is CheckStatus.PASSED


def test_an_infrared_page_is_not_judged() -> None:
    seen = passport().evidence()
    page = PageImage(passport().pixels, Light.INFRARED)
    assert only(Evidence(seen.document, seen.today, page)).status is CheckStatus.NOT_SUPPORTED


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 2000, 3), (30, 30, 3)])
def test_a_page_off_the_picture_is_not_judged(shape: tuple[int, int, int]) -> None:
    result = only(passport().evidence(pixels=np.full(shape, 90, dtype=np.uint8)))
    assert result.status is CheckStatus.NOT_SUPPORTED
