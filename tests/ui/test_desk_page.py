"""Which keys do something, and what Enter does: only where it is advised, and never by a bounce."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from borderdesk.cases.inspections import Decision
from models.verdict import Advice
from ui.desktop.desk_page import DeskPage
from ui.desktop.views.inspection import InspectionView
from ui.desktop.views.wording import Wording

# What the platform without a screen says of every window with a size of its own.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Inspected = Callable[..., InspectionView]


@pytest.fixture
def page(qtbot: QtBot, family: str) -> DeskPage:
    page = DeskPage(Wording(), family)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    return page


@pytest.fixture
def decisions(page: DeskPage) -> list[tuple[Decision, str]]:
    """What the page told of, as it comes."""
    told: list[tuple[Decision, str]] = []
    page.decided.connect(lambda decision, reason: told.append((decision, reason)))
    return told


def enabled(page: DeskPage) -> set[str]:
    return {key for key in ("F1", "F2", "F3", "F4", "F5", "F6", "Esc") if page.keys.button(key).isEnabled()}


def test_without_a_document_nothing_can_be_decided(page: DeskPage) -> None:
    assert enabled(page) == {"F1", "F5", "Esc"}


def test_while_a_page_is_read_only_help_and_stop_are_left(
    qtbot: QtBot, page: DeskPage, inspected: Inspected
) -> None:
    page.show_view(inspected(Advice.CLEAR))
    qtbot.waitUntil(lambda: page.armed)
    page.show_working("scan.jpg")
    assert enabled(page) == {"F1", "Esc"}
    assert page.view is None
    page.end_working()
    assert enabled(page) == {"F1", "F5", "Esc"}


@pytest.mark.parametrize("advice", list(Advice))
def test_enter_admits_only_where_everything_passed(
    qtbot: QtBot, page: DeskPage, inspected: Inspected, decisions: list[tuple[Decision, str]], advice: Advice
) -> None:
    page.show_view(inspected(advice))
    qtbot.waitUntil(lambda: page.armed)
    assert {"F2", "F3", "F4"} <= enabled(page)
    page.confirm()
    expected = [(Decision.ADMIT, "")] if advice is Advice.CLEAR else []
    assert decisions == expected
    assert page.panel.isHidden()


def test_no_key_decides_in_the_moment_in_which_a_document_comes_up(
    qtbot: QtBot, page: DeskPage, inspected: Inspected, decisions: list[tuple[Decision, str]]
) -> None:
    page.show_view(inspected(Advice.CLEAR, number="1"))
    qtbot.waitUntil(lambda: page.armed)
    page.show_view(inspected(Advice.CLEAR, number="2"))
    page.confirm()
    page.press("F2")
    page.press("F4")
    assert decisions == []
    assert page.panel.isHidden()
    assert not {"F2", "F3", "F4"} & enabled(page)
    qtbot.waitUntil(lambda: page.armed)
    page.confirm()
    assert decisions == [(Decision.ADMIT, "")]


def test_a_decided_document_is_not_decided_again_without_a_reason(
    qtbot: QtBot, page: DeskPage, inspected: Inspected, decisions: list[tuple[Decision, str]]
) -> None:
    page.show_view(inspected(Advice.CLEAR, decided=True))
    qtbot.waitUntil(lambda: page.armed)
    page.confirm()
    assert decisions == []
    page.press("F2")
    assert not page.panel.isHidden()


@pytest.mark.parametrize(
    ("key", "advice", "asks"),
    [
        ("F2", Advice.CLEAR, False),
        ("F2", Advice.IN_ORDER, False),
        ("F2", Advice.REFER, True),
        ("F2", Advice.STOP, True),
        ("F2", Advice.RESCAN, True),
        ("F3", Advice.CLEAR, True),
        ("F3", Advice.STOP, False),
        ("F4", Advice.CLEAR, True),
        ("F4", Advice.STOP, True),
    ],
)
def test_a_reason_is_asked_for_against_the_advice_and_for_every_refusal(
    qtbot: QtBot, page: DeskPage, inspected: Inspected, key: str, advice: Advice, asks: bool
) -> None:
    page.show_view(inspected(advice))
    qtbot.waitUntil(lambda: page.armed)
    page.press(key)
    assert page.panel.isHidden() is not asks


def test_a_small_window_keeps_every_reason_in_a_list(
    qtbot: QtBot, page: DeskPage, inspected: Inspected
) -> None:
    page.show_view(inspected(Advice.STOP))
    reasons = page.document.details.reasons
    assert reasons.isHidden()
    page.resize(683, 384)
    qtbot.waitUntil(lambda: not reasons.isHidden())
    assert "First reason." in reasons.text()
    assert "Second reason." in reasons.text()
    assert page.side.isHidden()
