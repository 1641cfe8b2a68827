"""The second pair of eyes at the window, a real station: by password, and by a code over the radio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from borderdesk import access
from borderdesk.access import Act, people, radio
from borderdesk.storage.station import Station
from models.people import THE_DESK, Person, Role
from ui.desktop.desk import Desk
from ui.desktop.desk_page import DeskPage
from ui.desktop.second import SecondPerson
from ui.desktop.views.wording import Wording

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
NOW = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)
OWN = {name: f"a password that only {name} knows" for name in ("oumar", "awa", "salif", "mariam")}
ROLES = (("awa", Role.OFFICER), ("salif", Role.OFFICER), ("mariam", Role.SUPERVISOR))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A station with an administrator, two officers and a supervisor; Awa is signed in."""
    station = Station.create(tmp_path_factory.mktemp("post") / "post", "passphrase", name="Kidira")
    with station.cases(writing=True) as session:
        chief = people.add(session, THE_DESK, "oumar", "Oumar Sy", Role.ADMINISTRATOR, OWN["oumar"], now=NOW)
        for name, role in ROLES:
            people.add(session, chief, name, name.title(), role, OWN[name], now=NOW, must_change=False)
    desk = Desk(station, clock=lambda: NOW)
    desk.person = access.sign_in(station, "awa", OWN["awa"], NOW)
    yield desk
    desk.close()


@pytest.fixture
def page(qtbot: QtBot, family: str) -> DeskPage:
    page = DeskPage(Wording(), family)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def second(page: DeskPage, desk: Desk) -> Iterator[SecondPerson]:
    second = SecondPerson(page, desk, Wording())
    yield second
    second.close()


@pytest.fixture
def given(second: SecondPerson) -> list[tuple[Act, Person]]:
    told: list[tuple[Act, Person]] = []
    second.given.connect(lambda act, person: told.append((act, person)))
    return told


@pytest.fixture
def type_in() -> Callable[..., None]:
    """`type_in("awa", "secret")` types into whatever has the focus, each ended by Enter."""

    def do(*lines: str) -> None:
        for words in lines:
            QTest.keyClicks(QApplication.focusWidget(), words)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    return do


Given = list[tuple[Act, Person]]
Type = Callable[..., None]


def test_a_supervisor_stands_by_it_with_a_password(
    qtbot: QtBot, second: SecondPerson, page: DeskPage, given: Given, type_in: Type
) -> None:
    second.ask(Act.CLEAR_HIT)
    assert "clearing a hit" in page.second.asked
    type_in("mariam", OWN["mariam"])
    qtbot.waitUntil(lambda: len(given) == 1)
    assert given[0][0] is Act.CLEAR_HIT
    assert given[0][1].username == "mariam"
    assert page.second.isHidden()
    assert page.second.secret.text() == ""


@pytest.mark.parametrize(
    ("name", "password", "why"),
    [
        ("salif", OWN["salif"], "supervisor"),
        ("awa", OWN["awa"], "another"),
        ("mariam", "not her password", "wrong"),
    ],
)
def test_who_may_not_stand_by_it_is_refused_and_may_try_again(
    qtbot: QtBot,
    second: SecondPerson,
    page: DeskPage,
    given: Given,
    type_in: Type,
    name: str,
    password: str,
    why: str,
) -> None:
    second.ask(Act.CLEAR_HIT)
    type_in(name, password)
    qtbot.waitUntil(lambda: bool(page.second.message.text))
    assert why in page.second.message.text
    assert given == []
    page.second.name.clear()
    page.second.name.setFocus()
    type_in("mariam", OWN["mariam"])
    qtbot.waitUntil(lambda: len(given) == 1)


def test_a_code_over_the_radio_counts_once_and_its_number_is_shown_first(
    qtbot: QtBot, second: SecondPerson, page: DeskPage, desk: Desk, given: Given, type_in: Type
) -> None:
    mariam = access.sign_in(desk.station, "mariam", OWN["mariam"], NOW)
    with desk.station.cases(writing=True) as session:
        sheet = dict(radio.make_sheet(session, mariam, 3, NOW))
    first = min(sheet)
    second.ask(Act.CLEAR_HIT)
    page.second.way.click()
    assert page.second.secret.isHidden()
    type_in("mariam")
    qtbot.waitUntil(lambda: page.second.number == first)
    assert page.second.secret.hasFocus()
    type_in("0000 0000" if sheet[first] != "00000000" else "1111 1111")
    qtbot.waitUntil(lambda: bool(page.second.message.text))
    assert given == []
    type_in(sheet[first])
    qtbot.waitUntil(lambda: len(given) == 1)
    assert given[0][1].username == "mariam"

    second.ask(Act.CLEAR_HIT)
    page.second.way.click()
    type_in("mariam")
    qtbot.waitUntil(lambda: page.second.number == first + 1)


def test_esc_takes_it_back_and_nobody_stands_by_anything(
    qtbot: QtBot, second: SecondPerson, page: DeskPage, given: Given, type_in: Type
) -> None:
    with qtbot.waitSignal(second.taken_back):
        second.ask(Act.CLEAR_HIT)
        type_in("mariam")
        QTest.keyClicks(page.second.secret, "half")
        page.press("Esc")
    assert page.second.isHidden()
    assert page.second.secret.text() == ""
    assert given == []
