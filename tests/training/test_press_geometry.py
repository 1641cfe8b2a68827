"""The drawn zone, measured in the picture, against the figures of ICAO Doc 9303-3 to 9303-7."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pytest

from borderdesk.training.press import Capture, DrawnDocument, Holder, Side, Specimen, draw
from models.document import DocumentFormat

PX_PER_MM = 300 / 25.4
SHARP = Capture(noise=0.0)
HOLDER = Holder("Hhh", "Hhh", "UTO", "1990-08-12", "F", "Port")

# Width, height, first character, centre lines from the bottom edge, height of the zone; millimetres.
# Doc 9303-4 figure 3; 9303-6 figure 6; 9303-5 figure 6; 9303-7 figures 3 and 8.
FIGURES = {
    DocumentFormat.TD3: (125.0, 88.0, 6.0, (15.75, 9.40), 23.2),
    DocumentFormat.TD2: (105.0, 74.0, 4.0, (15.75, 9.40), 23.2),
    DocumentFormat.TD1: (85.6, 53.98, 5.0, (15.73, 11.5, 7.27), 23.3),
    DocumentFormat.MRV_A: (120.0, 80.0, 4.0, (15.75, 9.40), 23.2),
    DocumentFormat.MRV_B: (105.0, 74.0, 4.0, (15.75, 9.40), 23.2),
}
FORMATS = pytest.mark.parametrize("kind", FIGURES, ids=lambda kind: kind.value)


@lru_cache
def _of_bars(kind: DocumentFormat) -> DrawnDocument:
    """A page whose every printed character is an H: two upright strokes that are easy to measure."""
    count, width = kind.shape
    code = {"T": "P<", "M": "V<"}[kind.value[0]]
    first = f"{code}UTO".ljust(width, "H")
    specimen = Specimen(
        kind, HOLDER, code, "A1", "2025-01-01", "2034-12-31", "SPECIMEN PAGE",
        side=Side.BACK if kind is DocumentFormat.TD1 else Side.FRONT,
        zone=(first, *("H" * width for _ in range(count - 1))),
    )  # fmt: skip
    return draw(specimen, seed=5, capture=SHARP)


def _dark(
    drawn: DrawnDocument, kind: DocumentFormat, line: int
) -> tuple[npt.NDArray[np.bool_], float, float]:
    """Ink of one line, and how far the cut-out lies off the page's corner, in pixels."""
    left, top = drawn.page[0]
    centre = top + (FIGURES[kind][1] - FIGURES[kind][3][line]) * PX_PER_MM
    y0, y1 = round(centre - 2.1 * PX_PER_MM), round(centre + 2.1 * PX_PER_MM)
    x0, x1 = round(left), round(drawn.page[1][0])
    return drawn.pixels[y0:y1, x0:x1].max(axis=2) < 110, x0 - left, y0 - top


def _stroke_starts(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.int_]:
    """First column of every upright stroke."""
    strokes = (dark.sum(axis=0) > 18).astype(np.int8)
    return np.flatnonzero(np.diff(strokes, prepend=0) == 1)


@FORMATS
def test_a_page_has_its_nominal_size(kind: DocumentFormat) -> None:
    page = _of_bars(kind).page
    assert (page[1][0] - page[0][0]) / PX_PER_MM == pytest.approx(FIGURES[kind][0], abs=0.1)
    assert (page[3][1] - page[0][1]) / PX_PER_MM == pytest.approx(FIGURES[kind][1], abs=0.1)


@FORMATS
def test_characters_stand_ten_to_the_inch(kind: DocumentFormat) -> None:
    dark, _, _ = _dark(_of_bars(kind), kind, len(FIGURES[kind][3]) - 1)
    left_strokes = _stroke_starts(dark)[::2]
    assert len(left_strokes) == kind.shape[1]
    steps = np.diff(left_strokes) / PX_PER_MM
    assert steps == pytest.approx(np.full(len(steps), 2.54), abs=0.1)
    assert steps.mean() == pytest.approx(2.54, abs=0.005)


@FORMATS
def test_the_first_character_starts_where_its_part_of_doc_9303_wants_it(kind: DocumentFormat) -> None:
    drawn = _of_bars(kind)
    for line in range(1, len(FIGURES[kind][3])):
        dark, offset, _ = _dark(drawn, kind, line)
        first = (float(_stroke_starts(dark)[0]) + offset) / PX_PER_MM
        assert first == pytest.approx(FIGURES[kind][2], abs=0.15)


@FORMATS
def test_lines_lie_on_their_reference_centre_lines(kind: DocumentFormat) -> None:
    drawn = _of_bars(kind)
    for line, from_bottom in enumerate(FIGURES[kind][3]):
        dark, _, top = _dark(drawn, kind, line)
        rows = np.flatnonzero(dark[:, -700:].sum(axis=1) > 20)
        centre = ((rows[0] + rows[-1] + 1) / 2 + top) / PX_PER_MM
        assert FIGURES[kind][1] - centre == pytest.approx(from_bottom, abs=0.15)


@FORMATS
def test_nothing_else_is_printed_in_the_zone(kind: DocumentFormat) -> None:
    drawn = _of_bars(kind)
    width, height, _, centres, zone = FIGURES[kind]
    left, top = drawn.page[0]
    part = drawn.pixels[
        round(top + (height - zone + 0.4) * PX_PER_MM) : round(top + (height - 2) * PX_PER_MM),
        round(left + 2 * PX_PER_MM) : round(left + (width - 2) * PX_PER_MM),
    ].max(axis=2)
    rows = np.arange(part.shape[0]) / PX_PER_MM + height - zone + 0.4
    between = np.all([np.abs(height - rows - centre) > 1.75 for centre in centres], axis=0)
    assert part[between].min() > 150


@FORMATS
def test_print_contrast_is_at_least_what_part_3_asks_for(kind: DocumentFormat) -> None:
    # Doc 9303-3, 4.4: print contrast signal at least 0.6; PCS = (paper - ink) / paper.
    dark, _, _ = _dark(_of_bars(kind), kind, 1)
    drawn = _of_bars(kind)
    (x0, y0), (x1, _), (_, y1), _ = drawn.quads[1]
    part = drawn.pixels[round(y0) : round(y1), round(x0) : round(x1)].max(axis=2).astype(float)
    paper, ink = np.percentile(part, 70), np.percentile(part, 4)
    assert dark.any()
    assert (paper - ink) / paper >= 0.6


def test_the_zone_lies_in_the_effective_reading_zone() -> None:
    # Doc 9303-3, 4.5: 17.0 x 118.0 mm holds the lines of the largest format.
    drawn = _of_bars(DocumentFormat.TD3)
    xs = [x for quad in drawn.quads for x, _ in quad]
    ys = [y for quad in drawn.quads for _, y in quad]
    assert (max(xs) - min(xs)) / PX_PER_MM < 118.0
    assert (max(ys) - min(ys)) / PX_PER_MM < 17.0
