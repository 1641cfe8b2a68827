"""Lists at the side: keys open entries, a decision is never cut off behind a number."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from borderdesk.cases.inspections import Decision, InspectionSummary
from models.verdict import Advice
from ui.desktop.views.entries import WaitingView, done_view
from ui.desktop.views.wording import Wording
from ui.desktop.waiting import WaitingList
from ui.desktop.widgets.side_list import SideList

# What the platform without a screen says of every window with a size of its own.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def entries(*names: str) -> list[WaitingView]:
    return [WaitingView(Path(name), name) for name in names]


def test_the_decision_stands_before_the_number() -> None:
    summary = InspectionSummary(
        inspection_id="1",
        taken_at=datetime(2026, 11, 24, 3, 12, tzinfo=UTC),
        advice=Advice.STOP,
        file="scan.jpg",
        name="ERIKSSON, ANNA MARIA",
        document_number="L898902C3",
        issuing_state="UTO",
        decision=Decision.REFUSE,
    )
    detail = done_view(summary, Wording(isolate=False)).detail
    assert detail.index("REFUSED") < detail.index("L898902C3")


def test_the_space_bar_opens_an_entry_and_enter_does_not(qtbot: QtBot, family: str) -> None:
    del family
    side = SideList()
    qtbot.addWidget(side)
    side.show_waiting(tuple(entries("a.jpg", "b.jpg")))
    side.show()
    qtbot.waitExposed(side)
    chosen: list[Path] = []
    side.waiting_chosen.connect(chosen.append)
    side.focus_list()
    focused = side.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert chosen == []
    qtbot.keyClick(focused, Qt.Key.Key_Down)
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert chosen == [Path("b.jpg")]


@pytest.mark.parametrize("times", [1, 2])
def test_what_a_scanner_sent_goes_before_all_else_and_is_read_in_its_order(times: int) -> None:
    waiting = WaitingList(entries("tray.jpg"))
    for _ in range(times):
        waiting.put_sent(Path("one.jpg"))
        waiting.put_sent(Path("two.jpg"))
    assert [entry.title for entry in waiting.entries] == ["one.jpg", "two.jpg", "tray.jpg"]
    assert waiting.first_sent == Path("one.jpg")
    waiting.take(Path("one.jpg"))
    assert waiting.first_sent == Path("two.jpg")
    waiting.put_first(entries("one.jpg"))  # stopped: it waits again, but is not read again by itself
    assert waiting.first_sent == Path("two.jpg")
