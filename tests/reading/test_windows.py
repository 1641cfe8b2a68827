"""Where a zone begins and ends among the cells of some rows. The oracle is the text that was laid out."""

from __future__ import annotations

import numpy as np
import pytest

from borderdesk.imaging.lines import Strip, TextLine
from borderdesk.imaging.views import view_of
from borderdesk.reading.cells import CellRow
from borderdesk.reading.windows import FoundZone, best_windows
from models.image import PageImage
from models.reading import MRZ_ALPHABET

PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
# A birth date whose check digit does not agree, and that agrees by chance when cut one place too early.
MISPRINTED = (
    "I<UTO3M3C51ZY96932789<<<<<<<<<",
    "9605201M3512126DZA<<<<<<<<<<<2",
    "DJEKHIME<<MBEDI<ZOTIKHOU<<<<<<",
)
VIEW = view_of(PageImage(np.zeros((400, 1200, 3), np.uint8)), 0)


def row(text: str, faint: dict[int, float] | None = None, *, shift: float = 0.0) -> CellRow:
    """A row read as `text`, `.` being bare paper; `faint` places are seen with less than certainty."""
    cells = np.zeros((len(text), len(MRZ_ALPHABET)))
    for place, symbol in enumerate(text):
        if symbol != ".":
            cells[place, MRZ_ALPHABET.index(symbol)] = (faint or {}).get(place, 0.999)
    line = TextLine((0.0, 0.0, 50.0), (0.0, 20.0), 10.0, 1000.0, 20.0, len(text), 1.0)
    strip = Strip(np.zeros((32, 20 * len(text)), np.uint8), line, shift, 1.0)
    return CellRow(strip, np.arange(len(text)) * 20.0 + 10.0, cells)


def found(rows: list[CellRow]) -> FoundZone:
    zone = best_windows(VIEW, rows)
    assert zone is not None
    return zone


def texts(zone: FoundZone) -> tuple[str, ...]:
    return tuple(row.text for row in zone.rows)


@pytest.mark.parametrize("lines", [PASSPORT, MISPRINTED], ids=["passport", "misprinted card"])
@pytest.mark.parametrize("beside", ["...", "<..", "..4"])
def test_dirt_beside_a_zone_does_not_move_it(lines: tuple[str, ...], beside: str) -> None:
    zone = found([row(f"...{line}{beside}") for line in lines])
    assert texts(zone) == lines
    assert min(zone.begins) > 0.99


def test_a_faint_first_character_is_kept_where_the_other_row_says_that_it_stands() -> None:
    zone = found([row(f"...{PASSPORT[0]}..."), row(f"...{PASSPORT[1]}...", {3: 0.2})])
    assert texts(zone) == PASSPORT


def test_where_a_row_begins_is_in_doubt_when_nothing_tells() -> None:
    # 29 letters between paper: the thirtieth may have stood before or after them, and no layout decides.
    zone = found([row(f"...{'A' * 29}...") for _ in range(3)])
    assert max(zone.begins) < 0.9
