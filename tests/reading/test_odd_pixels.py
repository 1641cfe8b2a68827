"""Pixels of shapes and kinds that no scanner gives: nothing is read, and it is said why."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from borderdesk.reading.page import read_page
from models.image import PageImage, Pixels
from script.fuzzing import seeds

TODAY = date(2026, 11, 24)
SHAPES = ((1, 1), (1, 2500), (2500, 1), (3, 4000), (4000, 2), (7, 7), (31, 900))


def stripes(height: int, width: int) -> Pixels:
    """Ink and paper in turn, as a scanner with a broken cable gives."""
    row = (np.arange(width) % 7 < 4) * 255
    return np.repeat(np.tile(row, (height, 1)).astype(np.uint8)[:, :, None], 3, axis=2)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("kind", ["black", "white", "stripes", "noise"])
def test_odd_shapes_hold_no_document(shape: tuple[int, int], kind: str) -> None:
    pixels = {
        "black": lambda: np.zeros((*shape, 3), np.uint8),
        "white": lambda: np.full((*shape, 3), 255, np.uint8),
        "stripes": lambda: stripes(*shape),
        "noise": lambda: np.random.default_rng(1).integers(0, 255, (*shape, 3), dtype=np.uint8),
    }[kind]()
    reading = read_page(PageImage(pixels), today=TODAY)
    assert not any(document.certain for document in reading.documents)
    assert reading.documents or reading.doubts


@pytest.mark.parametrize("size", [(700, 4), (4, 300), (560, 8), (60, 90)], ids=str)
def test_a_zone_squeezed_out_of_shape_is_never_sure(size: tuple[int, int]) -> None:
    zone = np.asarray(seeds.strip().convert("RGB").resize(size))
    for document in read_page(PageImage(np.ascontiguousarray(zone)), today=TODAY).documents:
        assert not document.certain
        assert document.doubts
