"""What storing leaves behind: changed parts, and pictures stored twice."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np
import pytest

from borderdesk.forgery import picture_storage
from borderdesk.forgery.evidence import Evidence
from models.check import CheckStatus
from models.image import Light, PageImage, Pixels
from tests.forgery.pictures import Drawn

NONE = ("not_supported", "not_supported")


def _stored(pixels: Pixels, quality: int) -> Pixels:
    data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


@lru_cache(maxsize=1)
def _scan() -> Evidence:
    """A page with the unevenness of paper, which drawn pages lack."""
    evidence = Drawn().evidence()
    assert evidence.page is not None
    rng = np.random.default_rng(8)
    rough = cv2.GaussianBlur(rng.normal(0, 40, evidence.page.pixels.shape), (0, 0), 1.2)
    pixels = np.clip(evidence.page.pixels * 0.8 + 25 + rough, 1, 254).astype(np.uint8)
    return replace(evidence, page=replace(evidence.page, pixels=pixels))


def _with(pixels: Pixels) -> Evidence:
    return replace(_scan(), page=PageImage(pixels))


def _pixels() -> Pixels:
    page = _scan().page
    assert page is not None
    return page.pixels


def _answers(evidence: Evidence) -> tuple[str, ...]:
    return tuple(result.status.value for result in picture_storage.run(evidence))


def test_picture_that_was_never_stored_so_holds_no_traces() -> None:
    assert _answers(_scan()) == NONE


@pytest.mark.parametrize("quality", [60, 75, 90])
def test_picture_stored_once_is_told_as_whole(quality: int) -> None:
    assert _answers(_with(_stored(_pixels(), quality))) == ("passed", "passed")


def test_blocks_are_found_wherever_they_begin() -> None:
    cut = np.ascontiguousarray(_stored(_pixels(), 75)[3:, 5:])
    assert _answers(_with(cut)) == ("passed", "passed")


@pytest.mark.parametrize("quality", [75, 90])
def test_moved_part_is_shown_where_it_lies(quality: int) -> None:
    pixels = _stored(_pixels(), quality)
    pixels[203:263, 301:401] = pixels[406:466, 507:607].copy()
    _, spliced = picture_storage.run(_with(pixels))
    assert spliced.status is CheckStatus.FAILED
    assert spliced.region is not None
    (left, top), _, (right, below), _ = spliced.region
    assert left == pytest.approx(301, abs=9)
    assert top == pytest.approx(203, abs=9)
    assert right == pytest.approx(401, abs=9)
    assert below == pytest.approx(263, abs=9)


def test_picture_stored_again_in_finer_steps_is_told() -> None:
    again = _stored(_stored(_pixels(), 60), 92)
    assert _answers(_with(again)) == ("failed", "not_supported")


def test_enlarged_picture_holds_no_traces() -> None:
    pixels = _stored(_pixels(), 75)
    size = (pixels.shape[1], pixels.shape[0])
    enlarged = np.asarray(cv2.resize(pixels[:-40, :-60], size, interpolation=cv2.INTER_CUBIC), np.uint8)
    assert _answers(_with(enlarged)) == NONE


@pytest.mark.parametrize("shape", [(1, 1, 3), (40, 40, 3), (200, 200, 3)])
@pytest.mark.parametrize("tone", [0, 128, 255])
def test_small_and_empty_pictures_hold_no_traces(shape: tuple[int, int, int], tone: int) -> None:
    assert _answers(_with(np.full(shape, tone, np.uint8))) == NONE


def test_plain_picture_holds_no_traces() -> None:
    assert _answers(_with(np.full_like(_pixels(), 128))) == NONE


def test_grey_picture_is_judged_as_well() -> None:
    grey = np.repeat(_pixels()[:, :, 1:2], 3, axis=2)
    assert _answers(_with(_stored(grey, 75))) == ("passed", "passed")


def test_missing_picture_and_other_light_are_not_judged() -> None:
    page = _scan().page
    assert page is not None
    assert _answers(replace(_scan(), page=None)) == NONE
    assert _answers(replace(_scan(), page=replace(page, light=Light.INFRARED))) == NONE
