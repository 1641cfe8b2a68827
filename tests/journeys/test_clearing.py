"""Clearing a hit at the real window: why, how long, a supervisor beside it; a real post and its list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from borderdesk.access import people
from borderdesk.storage.station import Station
from models.people import THE_DESK, Role
from models.tables.cases import FalseMatchRow
from ui.desktop import intake
from ui.desktop.app import dress
from ui.desktop.widgets.sign_in_panel import SignInPanel
from watchlist import store
from watchlist.importers import csv_lists

from .conftest import NOW, Officer

PASSPHRASE = "seven cranes over the dry river"
OWN = {name: f"a password that only {name} knows" for name in ("oumar", "awa", "salif", "mariam")}
ROLES = (("awa", Role.OFFICER), ("salif", Role.OFFICER), ("mariam", Role.SUPERVISOR))


@pytest.fixture
def post(tmp_path: Path) -> Path:
    """A post with an administrator, two officers, a supervisor, and the exercise list of persons."""
    home = tmp_path / "post"
    with Station.create(home, PASSPHRASE, name="Kidira") as station:
        with station.cases(writing=True) as session:
            chief = people.add(session, THE_DESK, "oumar", "Oumar", Role.ADMINISTRATOR, OWN["oumar"], now=NOW)
            for name, role in ROLES:
                people.add(session, chief, name, name.title(), role, OWN[name], now=NOW, must_change=False)
        entries = csv_lists.read(resources.path("training", "persons.csv"))
        with station.watchlist(writing=True) as session:
            store.replace_list(session, "UTO/persons", "UTO", 1, NOW, entries, imported_at=NOW)
    return home


@pytest.fixture
def awa(qtbot: QtBot, qapp: QApplication, post: Path) -> Iterator[Officer]:
    """An officer, signed in."""
    dress(qapp, "en")
    officer = Officer(qtbot, post, training=False)
    fill(officer, PASSPHRASE)
    officer.wait(lambda: isinstance(officer.window.card, SignInPanel) and QApplication.focusWidget())
    fill(officer, "awa", OWN["awa"])
    officer.wait(lambda: officer.window.card is None)
    yield officer
    officer.close()
    officer.window.deleteLater()


def fill(officer: Officer, *answers: str) -> None:
    for answer in answers:
        officer.write(answer)
        officer.press("Enter")


def scan(officer: Officer, picture: Path) -> None:
    officer.paste(picture)
    officer.until_read()


def cleared(post: Path) -> list[FalseMatchRow]:
    with Station.open(post, PASSPHRASE) as station, station.cases() as session:
        return session.query(FalseMatchRow).all()


def test_a_hit_that_is_not_the_person_is_cleared_by_two_and_stops_that_document_no_more(
    awa: Officer, post: Path, pictures: dict[str, Path]
) -> None:
    scan(awa, pictures["03-wanted-person.jpg"])
    assert awa.word == "STOP"
    awa.press("Ctrl+N")
    awa.wait(lambda: not awa.page.clearing.isHidden())
    awa.press("Enter")
    assert "A reason is needed" in awa.page.clearing.message.text
    fill(awa, "born in another town, fingerprints compared")
    assert not awa.page.second.isHidden()
    fill(awa, "salif", OWN["salif"])
    awa.wait(lambda: awa.page.second.message.text)  # an officer is no supervisor
    assert cleared(post) == []
    awa.page.second.name.clear()
    awa.page.second.name.setFocus()
    fill(awa, "mariam", OWN["mariam"])
    awa.wait(lambda: awa.told)
    assert "Cleared: UTO/persons EX-P-001, to 22 Feb 2027." in awa.told
    awa.press("Ctrl+N")
    awa.wait(lambda: "no hit that could be cleared" in awa.told)  # once is enough
    awa.press("Esc")
    awa.press("Esc")
    scan(awa, pictures["03-wanted-person.jpg"])
    assert awa.word != "STOP"
    awa.close()
    (row,) = cleared(post)
    assert (row.entry_id, row.until) == ("EX-P-001", date(2027, 2, 22))
    assert row.reason == "born in another town, fingerprints compared"


@pytest.mark.parametrize("taken_back", ["the reason", "the second person", "another document"])
def test_what_is_taken_back_clears_nothing(
    awa: Officer, post: Path, pictures: dict[str, Path], taken_back: str
) -> None:
    scan(awa, pictures["03-wanted-person.jpg"])
    awa.press("Ctrl+N")
    awa.wait(lambda: not awa.page.clearing.isHidden())
    if taken_back == "the reason":
        awa.press("Esc")
    else:
        fill(awa, "somebody else")
    if taken_back == "the second person":
        awa.press("Esc")
    if taken_back == "another document":
        before = awa.view.inspection_id
        awa.window.given.emit(intake.from_paths([pictures["01-clean-passport.jpg"]]))  # dropped
        awa.wait(lambda: awa.page.view is not None and awa.view.inspection_id != before)
        awa.until_read()
    assert awa.page.clearing.isHidden()
    assert awa.page.second.isHidden()
    awa.close()
    assert cleared(post) == []


def test_without_a_hit_or_without_people_it_says_why_not(
    awa: Officer, pictures: dict[str, Path], sit_down: Callable[[Path], Officer], home: Path
) -> None:
    awa.press("Ctrl+N")
    assert "no document has been read" in awa.told
    scan(awa, pictures["01-clean-passport.jpg"])
    awa.press("Ctrl+N")
    awa.wait(lambda: "no hit that could be cleared" in awa.told)
    awa.close()
    alone = sit_down(home)
    scan(alone, pictures["03-wanted-person.jpg"])
    alone.press("Ctrl+N")
    assert "has no people" in alone.told
