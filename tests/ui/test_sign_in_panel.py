"""The sign-in: what Enter does, and how a wait is counted down for the name that it belongs to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.desktop.views.wording import Wording
from ui.desktop.widgets.sign_in_panel import SignInPanel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Watch:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def panel(qtbot: QtBot, dressed: Callable[[str], QApplication], watch: Watch) -> SignInPanel:
    dressed("en")
    panel = SignInPanel(Wording(isolate=False), seconds=watch)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.take_focus()
    return panel


@pytest.fixture
def given(panel: SignInPanel) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    panel.given.connect(lambda name, password: told.append((name, password)))
    return told


def enter() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_enter_goes_from_the_name_to_the_password_and_then_gives_both(
    panel: SignInPanel, given: list[tuple[str, str]]
) -> None:
    enter()
    assert panel.name.hasFocus()
    panel.name.setText(" awa ")
    enter()
    assert panel.password.hasFocus()
    enter()
    assert given == []
    panel.password.setText("  kept as typed ")
    enter()
    assert given == [("awa", "  kept as typed ")]


def test_a_wait_is_counted_down_and_keeps_only_that_name_waiting(
    qtbot: QtBot, panel: SignInPanel, given: list[tuple[str, str]], watch: Watch
) -> None:
    panel.name.setText("awa")
    panel.wait(True)
    panel.refuse("Wrong.", "Wait.", 65.0)
    assert "1:05" in panel.countdown
    assert not panel.button.isEnabled()
    assert panel.password.hasFocus()
    panel.password.setText("once more")
    enter()
    assert given == []

    panel.name.setText("salif")
    assert panel.countdown == ""
    enter()
    assert given == [("salif", "once more")]

    panel.name.setText("AWA")
    assert "1:05" in panel.countdown
    watch.seconds += 60
    qtbot.waitUntil(lambda: "0:05" in panel.countdown)
    watch.seconds += 5
    qtbot.waitUntil(lambda: panel.countdown == "")
    assert panel.button.isEnabled()
    enter()
    assert given[1:] == [("AWA", "once more")]


def test_what_was_typed_is_gone_after_a_wrong_password(panel: SignInPanel) -> None:
    panel.name.setText("awa")
    panel.password.setText("wrong")
    panel.wait(True)
    assert not panel.password.isEnabled()
    panel.refuse("Wrong.", "Again.")
    assert (panel.name.text(), panel.password.text()) == ("awa", "")
    assert panel.message.text == "Wrong. Again."


def test_while_name_and_password_are_looked_at_enter_gives_nothing(
    panel: SignInPanel, given: list[tuple[str, str]]
) -> None:
    panel.name.setText("awa")
    panel.password.setText("right")
    panel.wait(True)
    panel.password.returnPressed.emit()
    panel.button.click()
    assert given == []
