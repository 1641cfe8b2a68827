"""Millimetres of a page on its picture: found by the zone, whatever the scale, turn and shift."""

from __future__ import annotations

from math import cos, radians, sin

import cv2
import numpy as np
import pytest

from borderdesk.imaging.page_plane import Box, plane_of
from borderdesk.mrz.page_geometry import PITCH, page_geometry
from models.document import DocumentFormat
from models.image import PageImage, Point, Quad
from models.reading import CharReading, MrzReading, MrzZone

BLANK = PageImage(np.zeros((8, 8, 3), dtype=np.uint8))
SCALE = 300 / 25.4


def reading(
    document_format: DocumentFormat, *, turn: float = 0.0, lean: float = 0.0, shifted: tuple[int, ...] = ()
) -> MrzReading:
    """A zone whose characters stand where they should, on a page turned and leaning so much."""
    geometry = page_geometry(document_format)
    count, width = document_format.shape

    def on_picture(x: float, y: float) -> Point:
        far = 1.0 + lean * x / geometry.width
        a = radians(turn)
        return (
            (x * cos(a) - y * sin(a)) * SCALE / far + 300.0,
            (x * sin(a) + y * cos(a)) * SCALE / far + 200.0,
        )

    def quad(row: int, column: int) -> Quad:
        off = 0.6 if row == 0 and column in shifted else 0.0
        left = geometry.first_character + column * PITCH + off
        top = geometry.centre_from_top(row) - 1.2
        corners = ((left, top), (left + 1.5, top), (left + 1.5, top + 2.4), (left, top + 2.4))
        a, b, c, d = (on_picture(*corner) for corner in corners)
        return (a, b, c, d)

    lines = tuple(
        tuple(CharReading("A", 0.99, (), quad(row, column)) for column in range(width))
        for row in range(count)
    )
    return MrzReading(MrzZone(BLANK, (), lines[0][0].quad, 28.0), lines)


@pytest.mark.parametrize(
    "document_format", [one for one in DocumentFormat if one is not DocumentFormat.FRA_ID], ids=str
)
@pytest.mark.parametrize("turn", [0.0, 3.0, 90.0, 180.0])
def test_a_flat_page_is_found_to_a_tenth_of_a_millimetre(
    document_format: DocumentFormat, turn: float
) -> None:
    plane = plane_of(document_format, reading(document_format, turn=turn))
    assert plane is not None
    assert plane.flat
    assert plane.dpi == pytest.approx(300.0, rel=0.003)
    assert plane.to_mm(plane.to_pixels((3.0, 2.0))) == pytest.approx((3.0, 2.0))
    x, y = plane.to_pixels((0.0, 0.0))
    assert (x, y) == pytest.approx((300.0, 200.0), abs=0.1 * SCALE)


def test_a_few_characters_out_of_place_move_nothing() -> None:
    straight = plane_of(DocumentFormat.TD3, reading(DocumentFormat.TD3))
    with_some = plane_of(DocumentFormat.TD3, reading(DocumentFormat.TD3, shifted=(5, 6, 7)))
    assert straight is not None
    assert with_some is not None
    assert with_some.to_pixels((60.0, 70.0)) == pytest.approx(straight.to_pixels((60.0, 70.0)), abs=1.0)


def test_a_leaning_page_is_not_flat() -> None:
    plane = plane_of(DocumentFormat.TD3, reading(DocumentFormat.TD3, lean=0.1))
    assert plane is not None
    assert not plane.flat


def test_a_card_without_geometry_has_no_plane() -> None:
    td2 = reading(DocumentFormat.TD2)
    assert plane_of(DocumentFormat.FRA_ID, td2) is None


@pytest.mark.parametrize("dpi", [75.0, 110.0, 150.0, 200.0, 300.0, 600.0])
def test_a_view_shows_the_box_and_nothing_else(dpi: float) -> None:
    plane = plane_of(DocumentFormat.TD3, reading(DocumentFormat.TD3, turn=2.0))
    assert plane is not None
    picture = np.full((1700, 2100, 3), 255, dtype=np.uint8)
    box = Box(20.0, 20.0, 10.0, 5.0)
    cv2.fillConvexPoly(picture, np.asarray(plane.quad(box), dtype=np.int32), (0, 0, 0))
    inner, outer = plane.view(picture, box, dpi=dpi), plane.view(picture, box.grown(5.0), dpi=dpi)
    assert inner.shape[:2] == (round(5.0 * dpi / 25.4), round(10.0 * dpi / 25.4))
    assert inner.mean() < 20
    assert outer[: outer.shape[0] // 5].mean() > 240


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (3, 900), (900, 2)])
@pytest.mark.parametrize("left", [-500.0, 20.0, 500.0])
def test_a_coarse_view_off_a_picture_or_of_a_tiny_one_repeats_its_edge(
    size: tuple[int, int], left: float
) -> None:
    plane = plane_of(DocumentFormat.TD3, reading(DocumentFormat.TD3))
    assert plane is not None
    picture = np.full((*size, 3), 70, dtype=np.uint8)
    view = plane.view(picture, Box(left, 20.0, 10.0, 5.0), dpi=40.0)
    assert view.shape == (8, 16, 3)
    assert (view == 70).all()


def test_what_lies_off_the_picture_is_told() -> None:
    plane = plane_of(DocumentFormat.TD3, reading(DocumentFormat.TD3))
    assert plane is not None
    page = PageImage(np.zeros((1200, 1700, 3), dtype=np.uint8))
    assert not plane.shows(page, plane.page_box)
    assert plane.shows(page, Box(0.0, 0.0, 50.0, 50.0))
