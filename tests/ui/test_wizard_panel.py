"""The first-run questions: hints, what is told of the answers, and the recovery key that is shown once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from models.errors import KnownError
from ui.desktop.views.marks import Mark
from ui.desktop.views.new_post import NewPost
from ui.desktop.views.strength import strength_view
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.wizard_panel import ADMINISTRATOR, RECOVERY, WizardPanel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
GOOD = "seven cranes over the dry river"
KEY = "K3VQ7-2MHTD-9WXR4-BC8PN-J6Y5F"


@pytest.fixture
def panel(qtbot: QtBot, dressed: Callable[[str], QApplication]) -> WizardPanel:
    dressed("en")
    panel = WizardPanel("/post", Wording(isolate=False))
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.take_focus()
    return panel


def fill(*answers: str) -> None:
    for answer in answers:
        focused = QApplication.focusWidget()
        assert isinstance(focused, QLineEdit)
        focused.setText(answer)
        QTest.keyClick(focused, Qt.Key.Key_Return)


def test_all_answers_are_given_at_once_and_never_shown_in_a_trace(panel: WizardPanel) -> None:
    told: list[NewPost] = []
    panel.answered.connect(told.append)
    fill(" Kidira ", GOOD, GOOD)
    assert told == []
    fill("Oumar Sy", "oumar", "grey stone by the well", "grey stone by the well")
    assert told == [NewPost("Kidira", GOOD, "Oumar Sy", "oumar", "grey stone by the well")]
    assert "grey stone" not in repr(told)
    assert GOOD not in repr(told)
    assert not panel.password.isEnabled()  # nothing more can be answered while it is being made


def test_an_error_of_making_is_told_on_the_card_and_the_answers_stay(panel: WizardPanel) -> None:
    fill("Kidira", GOOD, GOOD, "Oumar Sy", "oumar", "grey stone by the well", "grey stone by the well")
    panel.refuse(KnownError("error.storage.full", path="/post"))
    assert "is full" in panel.message.text
    assert panel.page == ADMINISTRATOR
    assert panel.password_again.isEnabled()
    panel.escape()
    assert panel.passphrase.text() == GOOD


def test_the_recovery_key_must_be_written_down_and_does_not_stay(panel: WizardPanel) -> None:
    noted: list[bool] = []
    panel.noted.connect(lambda: noted.append(True))
    fill("Kidira", GOOD, GOOD, "Oumar Sy", "oumar", "grey stone by the well", "grey stone by the well")
    panel.show_recovery(KEY)
    assert panel.page == RECOVERY
    assert panel.key.text() == "K3VQ7-2MHTD-9WXR4-BC8PN\nJ6Y5F"  # four groups a row
    assert panel.passphrase.text() == panel.password.text() == ""
    panel.escape()
    assert panel.page == RECOVERY  # it is made; there is no way back
    fill("K3VQ7")
    assert noted == []
    assert "last group" in panel.message.text
    fill("j6y5f")
    assert noted == [True]
    assert panel.key.text() == ""


@pytest.mark.parametrize(
    ("passphrase", "mark", "enough"),
    [
        ("", Mark.NONE, False),
        ("kidira2026!", Mark.BAD, False),
        ("            x", Mark.BAD, False),
        ("kidiracrossing", Mark.DOUBTFUL, True),
        ("one two six ten", Mark.GOOD, True),
        ("ababababababababababab", Mark.DOUBTFUL, True),
        (GOOD, Mark.GOOD, True),
    ],
)
def test_the_hint_asks_for_length_and_for_words(passphrase: str, mark: Mark, enough: bool) -> None:
    view = strength_view(passphrase, Wording())
    assert (view.mark, view.enough) == (mark, enough)
