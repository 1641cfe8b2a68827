"""The networks for faces: what is shipped is what the papers name, and any picture is answered."""

from __future__ import annotations

import re
from hashlib import sha256

import numpy as np
import pytest

import resources
from borderdesk.imaging.faces import Face, describer, detector, laid

CARD = resources.path("faces", "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["detector.tflite", "descriptor.onnx"])
def test_the_shipped_file_is_the_one_whose_licence_is_told(name: str) -> None:
    part = CARD.split(f"## `{name}`")[1].split("## ")[0]
    told = re.search(r"SHA-256 `([0-9a-f]{64})`", part)
    assert told is not None
    assert sha256(resources.path("faces", name).read_bytes()).hexdigest() == told[1]
    assert "| licence |" in part


@pytest.mark.parametrize("shape", [(1, 1), (7, 500), (9, 2000), (300, 200)])
def test_a_picture_without_a_face_has_none(shape: tuple[int, int]) -> None:
    assert detector().find(np.full((*shape, 3), 200, np.uint8), least=0.5) == ()


def test_one_picture_is_described_in_one_way() -> None:
    noise = np.random.default_rng(7).integers(0, 256, (150, 150, 3)).astype(np.uint8)
    described = describer().describe_cut(noise)
    assert described.shape == (128,)
    assert np.isfinite(described).all()
    assert np.array_equal(described, describer().describe_cut(noise))


def test_eyes_come_to_lie_where_they_are_wanted() -> None:
    picture = np.zeros((400, 400, 3), np.uint8)
    for x, y in ((150, 180), (230, 200)):
        picture[y - 6 : y + 7, x - 6 : x + 7] = 255
    face = Face(0.9, (190.0, 220.0), 160.0, (150.0, 180.0), (230.0, 200.0), (190.0, 230.0), (185.0, 260.0))
    cut = laid(picture, face, ((30.0, 40.0), (70.0, 40.0)), (100, 100))
    for x, y in ((30, 40), (70, 40)):
        rows, columns = np.nonzero(cut[:, :, 0][y - 9 : y + 10, x - 9 : x + 10] > 128)
        assert abs(rows.mean() - 9) < 1
        assert abs(columns.mean() - 9) < 1


def test_only_a_face_whose_parts_are_in_order_is_upright() -> None:
    face = Face(0.9, (50.0, 50.0), 60.0, (35.0, 40.0), (65.0, 40.0), (50.0, 55.0), (50.0, 70.0))
    assert face.upright
    assert face.moved(0.5, 10.0, 3.0).upright
    swapped = Face(0.9, (50.0, 50.0), 60.0, (35.0, 70.0), (65.0, 70.0), (50.0, 55.0), (50.0, 40.0))
    assert not swapped.upright
