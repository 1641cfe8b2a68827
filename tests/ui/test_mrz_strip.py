"""The strip of the zone: never turned round, every doubt marked by a shape."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.desktop import theme
from ui.desktop.app import zone_family
from ui.desktop.views.marks import Mark
from ui.desktop.views.zone import CellView, ZoneView
from ui.desktop.widgets.mrz_strip import MrzStrip

from .conftest import RIGHT, SPECIMEN, colours

# What the platform without a screen says of every window with a size of its own.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Paint = Callable[[QWidget], QImage]


def strip_of(qtbot: QtBot, family: str, view: ZoneView) -> MrzStrip:
    strip = MrzStrip(family)
    qtbot.addWidget(strip)
    strip.resize(1100, 90)
    strip.show_view(view)
    return strip


def test_the_zone_looks_the_same_in_an_arabic_window(
    qtbot: QtBot, dressed: Callable[[str], QApplication], painted: Paint
) -> None:
    plain = ZoneView(tuple(tuple(CellView(symbol) for symbol in line) for line in SPECIMEN))
    dressed("en")
    english = painted(strip_of(qtbot, zone_family(), plain))
    app = dressed("ar")
    assert app.layoutDirection() is RIGHT
    holder = QWidget()
    qtbot.addWidget(holder)
    strip = strip_of(qtbot, zone_family(), plain)
    strip.setParent(holder)
    assert painted(strip) == english


def test_a_filler_points_to_the_left_in_an_arabic_window(
    qtbot: QtBot, dressed: Callable[[str], QApplication], painted: Paint
) -> None:
    dressed("ar")
    strip = strip_of(qtbot, zone_family(), ZoneView(((CellView("<"), CellView("A")),)))
    image, box = painted(strip), strip.rect_of((0, 0)).toRect()
    rows = [
        [x for x in range(box.left(), box.right() + 1) if image.pixelColor(x, y).lightness() < 100]
        for y in range(box.top(), box.bottom() + 1)
    ]
    inked = [row for row in rows if row]
    top, middle = inked[0], inked[len(inked) // 2]
    assert min(middle) < min(top), "the point of < is on its left, half way down"


def test_each_kind_of_doubt_has_its_own_ground_and_ink(
    qtbot: QtBot, family: str, zone: ZoneView, painted: Paint
) -> None:
    strip = strip_of(qtbot, family, zone)
    image = painted(strip)

    def seen(place: tuple[int, int]) -> dict[str, int]:
        box = strip.rect_of(place).toRect().adjusted(1, 1, -1, -1)
        return colours(image, box.left(), box.top(), box.right(), box.bottom())

    amber, red = theme.MARK_GROUND[Mark.DOUBTFUL], theme.MARK_GROUND[Mark.BAD]
    assert seen((1, 1)).get(amber, 0) > 50
    assert seen((1, 4)).get(amber, 0) > 50
    assert seen((1, 9)).get(red, 0) > 50
    assert not {amber, red} & set(seen((1, 2)))
    low = [strip.rect_of(place).toRect() for place in ((1, 1), (1, 4))]
    bottoms = [image.copy(box.left() + 1, box.bottom() - 8, box.width() - 2, 8) for box in low]
    assert bottoms[0] != bottoms[1], "a wave is not a double line"


def test_the_strip_tells_the_whole_zone_and_each_character(qtbot: QtBot, family: str, zone: ZoneView) -> None:
    strip = strip_of(qtbot, family, zone)
    assert strip.accessibleDescription() == "\n".join(SPECIMEN)
    strip.show()
    strip.setFocus()
    chosen: list[CellView] = []
    strip.character_chosen.connect(chosen.append)
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert chosen[-1] is zone.lines[1][1]
    assert "doubtful" in strip.accessibleDescription()


def test_a_click_finds_its_character_at_every_width(qtbot: QtBot, family: str, zone: ZoneView) -> None:
    strip = strip_of(qtbot, family, zone)
    for width in (640, 900, 1300):
        strip.resize(width, strip.height())
        for place in ((0, 0), (0, 43), (1, 9)):
            box = strip.rect_of(place)
            assert strip.cell_at(box.center().toPoint()) == place
            assert box.left() >= 0
            assert box.right() <= width
    assert strip.cell_at(QPoint(0, 0)) is None
