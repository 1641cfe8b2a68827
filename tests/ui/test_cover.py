"""A card over the desk: nothing of the desk is seen, reached, or given the focus by what ends below."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from borderdesk.cases.inspections import Decision
from models.verdict import Advice
from ui.desktop.views.inspection import InspectionView
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.sign_in_panel import SignInPanel
from ui.desktop.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Inspected = Callable[..., InspectionView]


@pytest.fixture
def window(qtbot: QtBot, family: str) -> Window:
    window = Window(Wording(), family)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def cover(window: Window) -> SignInPanel:
    panel = SignInPanel(Wording(), window)
    window.cover(panel)
    panel.take_focus()
    return panel


def test_a_reading_that_ends_below_takes_no_focus_from_the_card(window: Window, inspected: Inspected) -> None:
    window.desk.show_working("scan.jpg")
    panel = cover(window)
    window.desk.show_view(inspected(Advice.STOP))
    window.desk.end_working()
    window.desk.panel.ask(Decision.REFUSE)
    assert panel.name.hasFocus()
    assert not window.desk.isVisible()
    assert not window.desk.isEnabled()


def test_a_half_written_reason_is_there_again_with_the_focus(
    qtbot: QtBot, window: Window, inspected: Inspected
) -> None:
    window.desk.show_view(inspected(Advice.STOP))
    qtbot.waitUntil(lambda: window.desk.armed)
    window.desk.press("F4")
    window.desk.panel.reason.setText("Expired in")
    cover(window)
    window.show_desk()
    assert window.desk.panel.reason.hasFocus()
    assert window.desk.panel.reason.text() == "Expired in"
    assert not window.covered


def test_a_dialog_that_stands_over_the_desk_is_closed(qtbot: QtBot, window: Window) -> None:
    dialog = QDialog(window)
    QTimer.singleShot(50, lambda: cover(window))
    assert dialog.exec() == QDialog.DialogCode.Rejected
    assert QApplication.activeModalWidget() is None
    assert window.covered


def test_one_card_takes_the_place_of_another(qtbot: QtBot, window: Window) -> None:
    first = cover(window)
    with qtbot.waitSignal(first.destroyed):
        second = cover(window)
    assert window.card is second
    window.show_desk()
    assert window.card is None
