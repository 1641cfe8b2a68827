"""A page found again on another picture of it: by its edges, whatever became of its brightness."""

from __future__ import annotations

from math import cos, radians, sin

import cv2
import numpy as np
import pytest

from borderdesk.imaging.page_plane import PagePlane
from borderdesk.imaging.registration import as_framed, register
from models.document import DocumentFormat
from models.image import PageImage, Pixels

SCALE = 6.0  # pixels a millimetre


def page_of(seed: int) -> Pixels:
    """A page of 105 x 74 mm with words, a portrait and two lines of a zone, at 6 pixels a millimetre."""
    rng = np.random.default_rng(seed)
    page = np.full((444, 630, 3), 225, dtype=np.uint8)
    cv2.rectangle(page, (24, 60), (180, 270), (150, 120, 90), -1)
    cv2.ellipse(page, (102, 150), (50, 70), 0, 0, 360, (60, 70, 110), -1)
    for row in range(7):
        word = "".join(chr(65 + int(letter)) for letter in rng.integers(0, 26, 9))
        cv2.putText(page, word, (210, 70 + 34 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (40, 40, 40), 2)
    for row in range(2):
        line = "".join(chr(65 + int(letter)) for letter in rng.integers(0, 26, 26))
        cv2.putText(page, line, (24, 350 + 40 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (20, 20, 20), 2)
    return page


def laid(page: Pixels, *, turn: float, by: float, size: tuple[int, int]) -> tuple[Pixels, np.ndarray]:
    """The page in the middle of a picture, turned and enlarged, and the map from millimetres."""
    a = radians(turn)
    about = np.array([[cos(a), -sin(a)], [sin(a), cos(a)]]) * by
    middle = np.array([page.shape[1] / 2, page.shape[0] / 2])
    shift = np.array(size) / 2 - about @ middle
    matrix = np.hstack([about, shift[:, None]])
    picture = cv2.warpAffine(page, matrix, size, borderMode=cv2.BORDER_CONSTANT, borderValue=(90, 90, 90))
    whole = np.vstack([matrix, [0, 0, 1]]) @ np.diag([SCALE, SCALE, 1.0])
    return np.asarray(picture, dtype=np.uint8), whole


def plane_at(matrix: np.ndarray) -> PagePlane:
    return PagePlane(DocumentFormat.TD2, matrix, float(np.sqrt(np.linalg.det(matrix[:2, :2]))), 0.0, True)


PICTURE, MATRIX = laid(page_of(1), turn=0.0, by=1.0, size=(760, 560))
VISIBLE, PLANE = PageImage(PICTURE), plane_at(MATRIX)


@pytest.mark.parametrize(("turn", "by"), [(0.0, 1.0), (1.5, 0.7), (-2.5, 1.3)])
def test_a_page_is_found_to_a_third_of_a_millimetre(turn: float, by: float) -> None:
    size = (round(760 * by), round(560 * by))
    picture, matrix = laid(255 - page_of(1), turn=turn, by=by, size=size)  # dark is bright and bright is dark
    found = register(PLANE, VISIBLE, PageImage(picture))
    assert found is not None
    assert found.tiles >= 10
    for corner in PLANE.page_box.corners:
        right = plane_at(matrix).to_pixels(corner)
        off = np.hypot(*(np.array(found.plane.to_pixels(corner)) - right)) / (SCALE * by)
        assert off < 0.33


def test_what_vanished_moves_nothing() -> None:
    page = page_of(1)
    page[310:] = 225  # no zone
    picture, matrix = laid(page, turn=1.0, by=1.0, size=(760, 560))
    found = register(PLANE, VISIBLE, PageImage(picture))
    assert found is not None
    right = plane_at(matrix).to_pixels((50.0, 60.0))
    assert found.plane.to_pixels((50.0, 60.0)) == pytest.approx(right, abs=0.4 * SCALE)


def test_on_a_blank_picture_no_tile_is_found() -> None:
    found = register(PLANE, VISIBLE, PageImage(np.full((560, 760, 3), 200, dtype=np.uint8)))
    assert found is None or found.tiles == 0


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 900, 3), (59, 59, 3)])
def test_a_picture_too_small_to_look_into_is_none(shape: tuple[int, int, int]) -> None:
    assert register(PLANE, VISIBLE, PageImage(np.zeros(shape, dtype=np.uint8))) is None


def test_pictures_of_another_shape_have_no_common_frame() -> None:
    half = as_framed(PLANE, VISIBLE, PageImage(np.zeros((280, 380, 3), dtype=np.uint8)))
    assert half is not None
    x, y = PLANE.to_pixels((10.0, 20.0))
    assert half.to_pixels((10.0, 20.0)) == pytest.approx((x / 2, y / 2))
    assert as_framed(PLANE, VISIBLE, PageImage(np.zeros((560, 560, 3), dtype=np.uint8))) is None
