"""What the small tests of the window share: a dressed program off the screen, and views."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from models.verdict import Advice
from ui.desktop.app import dress, zone_family
from ui.desktop.views.checks import ChecksView
from ui.desktop.views.inspection import InspectionView
from ui.desktop.views.verdict import Tone, VerdictView
from ui.desktop.views.zone import CellView, ZoneView

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # windows of tests belong on nobody's screen

# ICAO Doc 9303-4, appendix A: the specimen of Utopia.
SPECIMEN = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Callable[[str], QApplication]]:
    """`dressed(language)` gives the program its looks; English and left to right again at the end."""

    def do(language: str) -> QApplication:
        dress(qapp, language)
        return qapp

    yield do
    dress(qapp, "en")


@pytest.fixture
def family(dressed: Callable[[str], QApplication]) -> str:
    """The zone's font, in an English program."""
    dressed("en")
    return zone_family()


@pytest.fixture
def zone() -> ZoneView:
    """The specimen's zone; in its second line a doubtful character, a corrected one and a wrong digit."""
    first, second = ([CellView(symbol) for symbol in line] for line in SPECIMEN)
    second[1] = CellView("8", doubtful=True, tip="8 is doubtful (61 %)")
    second[4] = CellView("9", corrected=True, tip="read as g, taken as 9")
    second[9] = CellView("6", wrong=True, tip="check digit: printed 6, should be 3")
    return ZoneView((tuple(first), tuple(second)))


@pytest.fixture
def verdict() -> Callable[..., VerdictView]:
    """`verdict(advice, *reasons)` as the band is given it."""

    def make(advice: Advice, *reasons: str, decided: str = "") -> VerdictView:
        return VerdictView(Tone(advice.value), advice.name, "A passport", reasons, "Press a key.", decided)

    return make


@pytest.fixture
def inspected(verdict: Callable[..., VerdictView], zone: ZoneView) -> Callable[..., InspectionView]:
    """`inspected(advice)` is a document with that advice."""

    def make(advice: Advice, *, number: str = "1", decided: bool = False) -> InspectionView:
        return InspectionView(
            inspection_id=number,
            advice=advice,
            verdict=verdict(advice, "First reason.", "Second reason."),
            page=None,
            zone_quad=None,
            fields=(),
            checks=ChecksView(),
            hits=(),
            zone=zone,
            findings=(),
            decided=decided,
        )

    return make


@pytest.fixture
def painted() -> Callable[[QWidget], QImage]:
    """`painted(widget)` is its picture."""

    def paint(widget: QWidget) -> QImage:
        return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    return paint


def colours(image: QImage, x0: int, y0: int, x1: int, y1: int) -> dict[str, int]:
    """How often each colour stands in a part of a picture."""
    found: dict[str, int] = {}
    for y in range(max(y0, 0), min(y1, image.height())):
        for x in range(max(x0, 0), min(x1, image.width())):
            name = QColor(image.pixel(x, y)).name().upper()
            found[name] = found.get(name, 0) + 1
    return found


RIGHT = Qt.LayoutDirection.RightToLeft
