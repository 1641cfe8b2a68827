"""No page leaves the press that could be taken for a document."""

from __future__ import annotations

import cv2
import numpy as np
import pytesseract
import pytest

from borderdesk.training.press import Capture, Holder, Side, Specimen, draw
from models.document import DocumentFormat

HOLDER = Holder("Éloïse-Noëlle", "Ça", "UTO", "1990", "X", "Port")
PAGES = [
    (DocumentFormat.TD3, Side.FRONT),
    (DocumentFormat.TD2, Side.FRONT),
    (DocumentFormat.TD1, Side.FRONT),
    (DocumentFormat.TD1, Side.BACK),
    (DocumentFormat.MRV_A, Side.FRONT),
    (DocumentFormat.MRV_B, Side.FRONT),
]


def _specimen(kind: DocumentFormat, side: Side = Side.FRONT, **changes: object) -> Specimen:
    code = {"T": "P", "M": "V"}[kind.value[0]]
    values = {"zone": None, **changes}
    return Specimen(
        kind, HOLDER, code, "A1B2", "2025-01-01", "2034-12-31", "PAGE", side=side, zone=values["zone"]  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "side"), PAGES, ids=lambda value: value.value)
def test_specimen_can_be_read_across_every_page(kind: DocumentFormat, side: Side) -> None:
    drawn = draw(_specimen(kind, side), seed=3)
    blue, green, red = (drawn.pixels[:, :, channel].astype(int) for channel in range(3))
    mark = np.where((red > 1.45 * blue) & (red > 1.45 * green), 0, 255).astype(np.uint8)
    columns = np.flatnonzero((mark == 0).any(axis=0))
    assert columns[-1] - columns[0] > 0.6 * (drawn.page[1][0] - drawn.page[0][0])
    if drawn.portrait is not None:
        # Skin and cloth of the portrait below the first letters are as red as the mark.
        scale, (left, top) = drawn.dpi / 25.4, drawn.page[0]
        box = drawn.portrait
        mark[
            round(top + box.y * scale) : round(top + (box.y + box.height) * scale),
            round(left + box.x * scale) : round(left + (box.x + box.width) * scale),
        ] = 255
    framed = cv2.copyMakeBorder(mark, 200, 200, 200, 200, cv2.BORDER_CONSTANT, value=(255,))
    height, width = framed.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -24.0, 0.5)
    level = cv2.medianBlur(cv2.warpAffine(framed, turn, (width, height), borderValue=(255,)), 5)
    word = "SPECIMEN" if side is Side.BACK else "CIMEN"
    assert word in pytesseract.image_to_string(level, config="--psm 11").replace(" ", "")


@pytest.mark.parametrize(("kind", "side"), PAGES, ids=lambda value: value.value)
def test_the_pale_mark_runs_through_the_zone_too(kind: DocumentFormat, side: Side) -> None:
    drawn = draw(_specimen(kind, side), seed=3, capture=Capture(noise=0.0))
    (left, _), (right, bottom) = drawn.page[0], drawn.page[2]
    part = drawn.pixels[
        round(bottom - 230) : round(bottom - 15), round(left + 20) : round(right - 20)
    ].astype(int)
    reddish = (part[:, :, 2] - part[:, :, 0]) > 8
    assert 0.01 < reddish.mean() < 0.35


@pytest.mark.parametrize("capture", [Capture.flat_scan(), Capture.tilted_scan(), Capture.hand_held()])
def test_no_page_comes_without_its_sheet(capture: Capture) -> None:
    drawn = draw(_specimen(DocumentFormat.TD3), seed=3, capture=capture)
    height, width = drawn.pixels.shape[:2]
    margin = 6.0 * capture.dpi / 25.4
    assert all(margin < x < width - margin and margin < y < height - margin for x, y in drawn.page)


def test_the_sheet_says_that_it_is_no_travel_document() -> None:
    drawn = draw(_specimen(DocumentFormat.TD3), seed=3)
    above = drawn.pixels[: round(drawn.page[0][1]) - 4]
    assert "NOT A TRAVEL DOCUMENT" in pytesseract.image_to_string(above, config="--psm 7")


def test_no_other_issuer_is_printed() -> None:
    right = _specimen(DocumentFormat.TD3).lines
    assert right[0][2:5] == "UTO"
    with pytest.raises(ValueError, match="Utopia"):
        _specimen(DocumentFormat.TD3, zone=(right[0].replace("UTO", "FRA", 1), right[1]))


def test_the_card_of_a_real_state_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="FRA-ID"):
        Specimen(DocumentFormat.FRA_ID, HOLDER, "ID", "1", "2025-01-01", "2034-12-31", "CARD")
