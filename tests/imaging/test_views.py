"""Looking at a page: odd shapes are looked at too."""

from __future__ import annotations

import numpy as np
import pytest

from borderdesk.imaging.views import Sharpness, lines_in, view_of
from models.image import PageImage


@pytest.mark.parametrize("shape", [(2, 6000, 3), (6000, 2, 3), (1, 1, 3)])
def test_a_sliver_of_a_picture_holds_no_lines(shape: tuple[int, int, int]) -> None:
    page = PageImage(np.full(shape, 255, np.uint8))
    assert lines_in(view_of(page, 0), Sharpness(1500, 31, 12)) == []
