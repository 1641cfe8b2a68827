"""Rows whose end a gleam hides are no shorter document: drawn pages, with light laid over them."""

from __future__ import annotations

from datetime import date

import cv2
import numpy as np
import pytest

from borderdesk.reading.page import read_page
from borderdesk.training.press import draw
from borderdesk.training.press.specimen import Holder, Side, Specimen
from models.document import DocumentFormat
from models.image import PageImage, Pixels

TODAY = date(2026, 11, 24)
HOLDER = Holder("SEYDOU", "Awa Fatima", "UTO", "1974-08-12", "F")


def visa(kind: DocumentFormat) -> tuple[Pixels, tuple[str, ...]]:
    specimen = Specimen(
        kind, HOLDER, "V", "L8989001", "2026-01-01", "2027-01-01", "SPECIMEN", side=Side.FRONT
    )
    return draw(specimen, seed=5).pixels, specimen.lines


def in_gleam(page: Pixels, start: float, softness: float) -> Pixels:
    """White light right of a column, soft at its edge, as a lamp's reflection on a laminate is."""
    x = np.arange(page.shape[1], dtype=np.float32)[None, :, None]
    light = 0.5 + 0.5 * np.tanh((x - start) / softness)
    lit = np.clip(page.astype(np.float32) + 300 * light, 0, 255).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(lit, (0, 0), 0.7), dtype=np.uint8)


@pytest.mark.parametrize("softness", [4.0, 12.0, 30.0])
@pytest.mark.parametrize("beyond", [-0.5, 0.0, 0.5, 1.0, 2.0])
def test_a_long_visa_with_a_gleam_over_its_end_is_never_a_sure_short_one(
    beyond: float, softness: float
) -> None:
    page, lines = visa(DocumentFormat.MRV_A)
    (whole,) = read_page(PageImage(page), today=TODAY).documents
    assert whole.reading is not None
    after_36 = whole.reading.lines[0][35].quad[1][0] + beyond * 30
    for document in read_page(PageImage(in_gleam(page, after_36, softness)), today=TODAY).documents:
        assert document.lines == lines or not document.certain


def test_a_short_visa_is_sure_where_its_paper_is_seen() -> None:
    page, lines = visa(DocumentFormat.MRV_B)
    (document,) = read_page(PageImage(page), today=TODAY).documents
    assert document.lines == lines
    assert document.certain


def test_a_short_visa_that_runs_out_of_the_picture_asks_for_the_whole_page() -> None:
    page, lines = visa(DocumentFormat.MRV_B)
    (whole,) = read_page(PageImage(page), today=TODAY).documents
    assert whole.reading is not None
    right = int(max(x for x, _ in whole.reading.zone.quad))
    (document,) = read_page(PageImage(np.ascontiguousarray(page[:, : right + 4])), today=TODAY).documents
    assert document.lines == lines
    assert not document.certain
    assert "reading.may_go_on" in [doubt.key for doubt in document.doubts]
