"""The help in the window, the help page and the keys themselves say the same."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.verdict import Advice
from ui.desktop.views.verdict import advice_word
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.help_panel import HelpPanel
from ui.desktop.window import Window

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "help.md").read_text(encoding="utf-8")


def test_the_page_lists_the_keys_of_the_panel_in_its_order(qtbot: QtBot, family: str) -> None:
    del family
    panel = HelpPanel(Wording())
    qtbot.addWidget(panel)
    rows = re.findall(r"^\| ((?:`[^`]+` ?)+)\|", PAGE, re.MULTILINE)
    assert [" ".join(re.findall(r"`([^`]+)`", row)) for row in rows] == [
        " ".join(key.split()) for key in panel.keys
    ]


def test_every_shortcut_of_the_window_is_in_the_help(qtbot: QtBot, family: str) -> None:
    window = Window(Wording(), family)
    qtbot.addWidget(window)
    shortcuts = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}
    assert shortcuts
    assert shortcuts <= set(window.desk.help.keys)


def test_page_and_panel_explain_every_advice_by_its_word(qtbot: QtBot, family: str) -> None:
    del family
    panel = HelpPanel(Wording())
    qtbot.addWidget(panel)
    said = " ".join(label.text() for label in panel.findChildren(QLabel))
    for advice in Advice:
        word = advice_word(advice, Wording())
        assert f"| {word} |" in PAGE
        assert f"<b>{word}</b>" in said
