"""Infrared leaves the zone black unless it is inkjet; ultraviolet leaves dull what is no office paper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from borderdesk.training.press import Capture, DrawnDocument, Holder, Specimen, draw
from borderdesk.training.press.capture import take
from borderdesk.training.press.light import (
    Infrared,
    Ultraviolet,
    beside,
    under_infrared,
    under_ultraviolet,
)
from models.document import DocumentFormat
from models.image import Pixels, Quad


@pytest.fixture(scope="module")
def sheet() -> DrawnDocument:
    holder = Holder("Oumbala", "Sira", "UTO", "1991-02-03", "F")
    specimen = Specimen(
        DocumentFormat.TD2, holder, "I", "AB1234567", "2025-01-01", "2034-12-31", "IDENTITY CARD"
    )
    return draw(specimen, seed=4, capture=Capture(noise=0.0))


def _part(pixels: Pixels, quad: Quad) -> Pixels:
    (left, top), _, (right, bottom), _ = quad
    return pixels[round(top) : round(bottom), round(left) : round(right)]


def _contrast(pixels: Pixels, quad: Quad) -> float:
    """Print contrast signal: what print keeps back of the light that paper sends (ISO 1831)."""
    dark, light = np.percentile(_part(pixels, quad), (2, 90))
    return float((light - dark) / light)


def test_the_zone_absorbs_infrared(sheet: DrawnDocument) -> None:
    rng = np.random.default_rng(1)
    for _ in range(3):
        picture = under_infrared(sheet.pixels, sheet.quads, sheet.dpi, Infrared.any(rng))
        assert all(_contrast(picture, quad) > 0.6 for quad in sheet.quads)  # Doc 9303-3, 4.3


def test_an_inkjet_zone_vanishes(sheet: DrawnDocument) -> None:
    rng = np.random.default_rng(2)
    for _ in range(3):
        picture = under_infrared(sheet.pixels, sheet.quads, sheet.dpi, Infrared.inkjet(rng))
        assert all(_contrast(picture, quad) < 0.3 for quad in sheet.quads)


def test_security_print_and_marks_fade_but_do_not_vanish(sheet: DrawnDocument) -> None:
    how = replace(Infrared.any(np.random.default_rng(3)), coloured=0.08, neutral=0.1)
    picture = under_infrared(sheet.pixels, sheet.quads, sheet.dpi, how)
    (left, top), _, (right, bottom), _ = sheet.page
    seen = sheet.pixels[round(top) : round(bottom), round(left) : round(right)].astype(int)
    mark = (seen[:, :, 2] > 1.5 * seen[:, :, 0]) & (seen[:, :, 2] > 1.5 * seen[:, :, 1])
    grey = picture[round(top) : round(bottom), round(left) : round(right), 0].astype(int)
    assert mark.any()
    blank = np.percentile(grey, 95)
    assert 3 < blank - np.median(grey[mark]) < 60
    assert np.ptp(picture.astype(int), axis=2).max() == 0


def test_a_page_without_a_zone_has_no_black_left(sheet: DrawnDocument) -> None:
    how = replace(Infrared.any(np.random.default_rng(3)), neutral=0.1)
    picture = under_infrared(sheet.pixels, (), sheet.dpi, how)
    assert all(_contrast(picture, quad) < 0.3 for quad in sheet.quads)


def _glow(sheet: DrawnDocument, how: Ultraviolet) -> tuple[float, float]:
    """Blue of the page's blank paper and of the sheet round it."""
    picture = under_ultraviolet(sheet.pixels, sheet.page, sheet.dpi, how, np.random.default_rng(5))
    page = _part(picture, sheet.page)[:, :, 0]
    return float(np.median(page)), float(picture[2:20].mean())


def test_office_paper_glows_and_security_paper_is_dull(sheet: DrawnDocument) -> None:
    rng = np.random.default_rng(6)
    for _ in range(3):
        dull, round_dull = _glow(sheet, Ultraviolet.any(rng))
        bright, round_bright = _glow(sheet, Ultraviolet.bright(rng))
        assert dull < 90 < 140 < bright
        assert max(round_dull, round_bright) < 40


def test_fibres_glow_in_colours(sheet: DrawnDocument) -> None:
    how = replace(
        Ultraviolet.any(np.random.default_rng(7)), fibres=2.0, pattern=0.0, paper=(20.0, 12.0, 10.0)
    )
    with_fibres = under_ultraviolet(sheet.pixels, sheet.page, sheet.dpi, how, np.random.default_rng(8))
    without = under_ultraviolet(
        sheet.pixels, sheet.page, sheet.dpi, replace(how, fibres=0.0), np.random.default_rng(8)
    )
    brighter = (with_fibres.astype(int) - without).max(axis=2) > 60
    assert 0.001 < brighter.mean() < 0.05


def test_the_next_picture_lies_a_little_off(sheet: DrawnDocument) -> None:
    rng = np.random.default_rng(9)
    visible = Capture.flat_scan()
    way = beside(visible, rng)
    assert 0 < abs(way.tilt) < 1
    _, (before,) = take(sheet.pixels, (sheet.page,), sheet.dpi, visible, rng)
    _, (after,) = take(sheet.pixels, (sheet.page,), sheet.dpi, way, rng)
    off = np.abs(np.array(before) - np.array(after)).max()
    assert 0.5 < off < 8 / 25.4 * sheet.dpi
