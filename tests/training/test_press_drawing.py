"""What the press hands back: the same picture for the same seed, and a truth that fits it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from borderdesk.training.press import Capture, DrawnDocument, Holder, Side, Specimen, draw
from models.document import DocumentFormat
from models.image import Quad

PASSPORT = Specimen(
    DocumentFormat.TD3, Holder("Eriksson", "Anna Maria", "UTO", "1974-08-12", "F", "Zenith"),
    "P", "L898902C3", "2007-04-16", "2012-04-15", "PASSPORT", "ZE184226B",
)  # fmt: skip
CAPTURES = [
    Capture.tilted_scan(2.5),
    Capture.tilted_scan(-3.0, dpi=200),
    Capture.hand_held(),
    Capture(dpi=150, blur=0.6, wear=0.7),
]


def _line_image(drawn: DrawnDocument, quad: Quad) -> np.ndarray:
    """A line cut out along its quad, 1100 x 30, grey."""
    flat = np.array([(0, 0), (1100, 0), (1100, 30), (0, 30)], np.float32)
    way = cv2.getPerspectiveTransform(np.array(quad, np.float32), flat)
    return np.asarray(cv2.cvtColor(cv2.warpPerspective(drawn.pixels, way, (1100, 30)), cv2.COLOR_BGR2GRAY))


def test_the_printed_lines_are_those_of_the_worked_example() -> None:
    # Doc 9303-4, appendix B.
    assert draw(PASSPORT, seed=1).lines == (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    )


def test_the_same_seed_draws_the_same_picture() -> None:
    for capture in (Capture.flat_scan(), Capture.hand_held()):
        one, two = (draw(PASSPORT, seed=8, capture=capture) for _ in range(2))
        assert np.array_equal(one.pixels, two.pixels)
        assert one.quads == two.quads


def test_another_seed_draws_another_picture_of_the_same_text() -> None:
    one, two = draw(PASSPORT, seed=8), draw(PASSPORT, seed=9)
    assert one.lines == two.lines
    assert one.quads == two.quads
    assert np.abs(one.pixels.astype(int) - two.pixels.astype(int)).mean() > 2


@pytest.mark.parametrize("capture", CAPTURES)
def test_quads_hold_their_lines_however_the_picture_is_taken(capture: Capture) -> None:
    flat, taken = draw(PASSPORT, seed=2), draw(PASSPORT, seed=2, capture=capture)
    for one, other in zip(flat.quads, taken.quads, strict=True):
        likeness = np.corrcoef(_line_image(flat, one).ravel(), _line_image(taken, other).ravel())[0, 1]
        assert likeness > 0.85


def test_a_tilted_scan_is_tilted_by_what_was_asked_for() -> None:
    (x0, y0), (x1, y1), _, _ = draw(PASSPORT, seed=2, capture=Capture.tilted_scan(2.5)).quads[0]
    assert np.degrees(np.arctan2(y1 - y0, x1 - x0)) == pytest.approx(2.5, abs=0.05)


def test_a_hand_held_picture_has_perspective() -> None:
    top_left, top_right, bottom_right, bottom_left = draw(PASSPORT, seed=2, capture=Capture.hand_held()).page
    far = np.hypot(top_right[0] - top_left[0], top_right[1] - top_left[1])
    near = np.hypot(bottom_right[0] - bottom_left[0], bottom_right[1] - bottom_left[1])
    assert far < 0.96 * near


def test_the_front_of_a_td1_card_has_no_zone() -> None:
    holder = PASSPORT.holder
    sides = {
        side: draw(
            Specimen(
                DocumentFormat.TD1, holder, "I", "D23145890", "2024-01-01", "2034-01-01", "CARD", side=side
            ),
            seed=4,
        )
        for side in Side
    }
    assert sides[Side.FRONT].lines == ()
    assert sides[Side.FRONT].quads == ()
    assert [len(line) for line in sides[Side.BACK].lines] == [30, 30, 30]
    with pytest.raises(ValueError, match="back"):
        Specimen(DocumentFormat.TD3, holder, "P", "1", "2024-01-01", "2034-01-01", "P", side=Side.BACK)


def test_a_wrong_zone_is_printed_as_given() -> None:
    wrong = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C37UTO7408122F1204159ZE184226B<<<<<10")
    specimen = Specimen(
        PASSPORT.format, PASSPORT.holder, "P", "L898902C3", "2007-04-16", "2012-04-15", "PASSPORT", zone=wrong
    )
    assert draw(specimen, seed=1).lines == wrong


@pytest.mark.parametrize("zone", [("P<UTO",), ("P<UTO" * 9, "X" * 44)])
def test_a_zone_of_another_shape_is_refused(zone: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="2 lines of 44"):
        Specimen(
            PASSPORT.format, PASSPORT.holder, "P", "1", "2007-04-16", "2012-04-15", "PASSPORT", zone=zone
        )


def test_the_portrait_lies_within_the_sizes_of_doc_9303() -> None:
    # Doc 9303-4, 4.1.1 field 19: 26 x 32 to 35 x 45 mm; the pale ground of the portrait is the oracle.
    drawn = draw(PASSPORT, seed=2, capture=Capture(noise=0.0))
    left, top = drawn.page[0]
    scale = 300 / 25.4
    rows = drawn.pixels[round(top + 17 * scale) : round(top + 21 * scale), round(left) :].astype(int)
    bluish = (rows[:, :, 0] - rows[:, :, 2]).mean(axis=0) > 2
    edges = np.flatnonzero(np.diff(bluish.astype(int), prepend=0, append=0))
    assert 26 <= (edges[1::2] - edges[::2]).max() / scale <= 35.2
