"""A post from its first minute: made, staffed, at work, locked, handed over; keys only, a real station."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from borderdesk.cases import inspections, running
from borderdesk.cases.inspections import Decision
from borderdesk.storage import facts
from borderdesk.storage.station import Station
from models.tables.audit import AuditEntryRow
from ui.desktop.app import dress
from ui.desktop.settings import DeskSettings
from ui.desktop.widgets.card import CardPage
from ui.desktop.widgets.new_password_panel import NewPasswordPanel
from ui.desktop.widgets.people_panel import PeoplePanel
from ui.desktop.widgets.sign_in_panel import SignInPanel
from ui.desktop.widgets.wizard_panel import (
    ADMINISTRATOR,
    POST,
    RECOVERY,
    WizardPanel,
    last_group,
)

from .conftest import NOW, Officer
from .conftest import _plain as plain

PASSPHRASE = "seven cranes over the dry river"
CHIEF, AWA, SALIF = "grey stone by the well", "nine blue lorries at noon", "a goat on the far hill"
FIRST = "given by the chief"


class Worker(Officer):
    """At a real post: the desk may be covered by a card."""

    @property
    def card(self) -> CardPage | None:
        """The card over the desk."""
        return self.window.card

    def until_asked(self, kind: type[QWidget]) -> None:
        """Wait for a card of a kind that takes answers."""
        self.wait(lambda: isinstance(self.card, kind) and self._focus_is_on_card())

    def fill(self, *answers: str) -> None:
        """Type into line after line, each ended by Enter."""
        for answer in answers:
            self.write(answer)
            self.press("Enter")

    def until_at_desk(self) -> None:
        self.wait(lambda: self.card is None and self._idle())

    def _focus_is_on_card(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.card is not None and self.card.isAncestorOf(focused)


@pytest.fixture
def go_to_work(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Path], Worker]]:
    """`go_to_work(home)` starts the program at a real post."""
    dress(qapp, "en")
    workers: list[Worker] = []

    def begin(home: Path) -> Worker:
        workers.append(Worker(qtbot, home, training=False))
        return workers[-1]

    yield begin
    for worker in workers:
        worker.close()
        worker.window.deleteLater()


def make_post(worker: Worker) -> None:
    """Answer the questions of the first run, and sign in as the administrator."""
    worker.until_asked(WizardPanel)
    worker.fill("Kidira crossing", PASSPHRASE, PASSPHRASE)
    worker.fill("Oumar Sy", "Oumar", CHIEF, CHIEF)
    panel = worker.card
    assert isinstance(panel, WizardPanel)
    worker.wait(lambda: panel.page == RECOVERY)
    worker.fill(last_group(panel.key.text()))
    worker.until_asked(SignInPanel)
    worker.press("Ctrl+L")  # locked enough
    worker.fill("oumar", CHIEF)
    worker.until_at_desk()
    assert worker.told == ""


def add_officer(worker: Worker, full_name: str, username: str) -> None:
    worker.press("Ctrl+P")
    worker.until_asked(PeoplePanel)
    worker.fill(full_name, username)
    worker.press("Enter")  # an officer, as it stands
    worker.fill(FIRST, FIRST)
    panel = worker.card
    assert isinstance(panel, PeoplePanel)
    worker.wait(lambda: full_name in panel.listed.text() or panel.message.text)
    assert full_name in panel.listed.text(), panel.message.text
    worker.press("Esc")
    worker.until_at_desk()


def sign_in_first(worker: Worker, username: str, password: str) -> None:
    """Sign in with the password that was given, and choose another."""
    worker.until_asked(SignInPanel)
    worker.fill(username, FIRST)
    worker.until_asked(NewPasswordPanel)
    worker.fill(password, password)
    worker.until_at_desk()


@pytest.fixture
def staffed(go_to_work: Callable[[Path], Worker], tmp_path: Path) -> Worker:
    """A post that was made at this window, with two officers; Awa is signed in."""
    worker = go_to_work(tmp_path / "post")
    make_post(worker)
    add_officer(worker, "Awa Tall", "awa")
    add_officer(worker, "Salif Ba", "salif")
    worker.press("Ctrl+L")
    hand_over_first(worker, "awa", AWA)
    return worker


def hand_over_first(worker: Worker, username: str, password: str) -> None:
    """Take over at a locked desk, for the first time: another name instead of the one that stands there."""
    worker.until_asked(SignInPanel)
    card = worker.card
    assert isinstance(card, SignInPanel)
    card.name.clear()
    card.name.setFocus()
    sign_in_first(worker, username, password)


def scan(worker: Worker, picture: Path) -> None:
    worker.paste(picture)
    worker.until_read()


def test_from_the_first_question_to_a_decision_and_back_through_the_lock(
    go_to_work: Callable[[Path], Worker], staffed: Worker, tmp_path: Path, pictures: dict[str, Path]
) -> None:
    assert staffed.person == "Awa Tall (officer)"
    scan(staffed, pictures["01-clean-passport.jpg"])
    staffed.press("F2")
    staffed.until_decided()
    assert "ADMITTED by Awa Tall" in plain(staffed.view.verdict.decided)

    staffed.press("Ctrl+L")
    staffed.until_asked(SignInPanel)
    staffed.fill("wrong " + AWA)
    card = staffed.card
    assert isinstance(card, SignInPanel)
    staffed.wait(lambda: card.message.text)
    staffed.fill(AWA)
    staffed.until_at_desk()
    assert "ADMITTED by Awa Tall" in plain(staffed.view.verdict.decided)  # as it was left
    staffed.press("Ctrl+Q")

    again = open_post(go_to_work, tmp_path / "post", "awa", AWA)
    assert len(again.page.side.done) == 1
    again.close()

    with Station.open(tmp_path / "post", PASSPHRASE) as station, station.cases() as session:
        acts = [entry.act for entry in session.query(AuditEntryRow).order_by(AuditEntryRow.number)]
    assert acts.count("person.added") == 3
    assert acts.count("person.sign_in_failed") == 1
    assert acts[-2:] == ["person.signed_in", "person.signed_out"]


def test_whoever_takes_over_decides_in_their_own_name_on_what_they_open_themselves(
    staffed: Worker, tmp_path: Path, pictures: dict[str, Path]
) -> None:
    scan(staffed, pictures["01-clean-passport.jpg"])
    staffed.press("Ctrl+L")
    hand_over_first(staffed, "salif", SALIF)
    assert staffed.person == "Salif Ba (officer)"
    assert staffed.page.view is None
    staffed.press("F2")
    assert "no document has been read" in staffed.told
    staffed.press("Esc")
    staffed.press("Ctrl+G")
    staffed.press("Space")
    staffed.until_read()
    staffed.press("F2")
    staffed.until_decided()
    staffed.close()

    with Station.open(tmp_path / "post", PASSPHRASE) as station, station.cases() as session:
        (summary,) = inspections.recent(session, 9)
        kept = inspections.load(session, summary.inspection_id)
    assert [(each.decision, each.officer) for each in kept.decisions] == [(Decision.ADMIT, "Salif Ba")]


def test_a_locked_desk_shows_nothing_takes_nothing_and_keeps_what_was_being_read(
    staffed: Worker, tmp_path: Path, pictures: dict[str, Path]
) -> None:
    folder = tmp_path / "scanner"
    folder.mkdir()
    staffed.window.folder_chosen.emit(folder)
    assert DeskSettings.read(tmp_path / "post").watched_folder == folder
    staffed.paste(pictures["03-wanted-person.jpg"])
    staffed.press("Ctrl+L")
    staffed.until_asked(SignInPanel)
    staffed.wait(staffed._idle)  # the reading has ended below the card
    assert isinstance(staffed.card, SignInPanel)

    panel = staffed.card
    focused = set()
    for _ in range(8):
        focused.add(QApplication.focusWidget())
        staffed.press("Tab")
    assert focused <= set(panel.findChildren(QWidget))
    assert len(focused) == 3  # name, password, button
    panel.take_focus()

    for key in ("F2", "F4", "F5", "F7", "Esc", "Ctrl+G", "Ctrl+L", "Ctrl+P"):
        staffed.press(key)
    upper = "PPNERSWIPED<<ZARA<<<<<<<<<<<<<<<<<<<<<<<<<<<"
    staffed.swipe(f"{upper}\rK7265310M2NER9103122F3101012<<<<<<<<<<<<<<00\r")
    shutil.copy(pictures["01-clean-passport.jpg"], folder / "scan.jpg")
    staffed.wait(lambda: "scan.jpg" in staffed.waiting)
    assert staffed.card is panel
    assert not staffed.page.isVisible()
    assert panel.password.text() == ""
    assert not staffed.controller.reading

    staffed.write(AWA)
    staffed.press("Enter")
    staffed.until_at_desk()
    assert staffed.word == "IN ORDER"  # read below the card, stored, and not decided on by any key
    assert not staffed.view.decided
    assert len(staffed.page.side.done) == 1
    staffed.press("Esc")
    staffed.until_read()  # the scan that came meanwhile
    assert len(staffed.page.side.done) == 2


def test_a_desk_that_nobody_touches_locks_itself_whatever_card_is_open(
    go_to_work: Callable[[Path], Worker], tmp_path: Path
) -> None:
    worker = go_to_work(tmp_path / "post")
    make_post(worker)
    staffing = worker.application.staffing
    assert staffing is not None
    assert staffing.idle.watching
    worker.press("Ctrl+P")
    worker.until_asked(PeoplePanel)
    staffing.idle.lapsed.emit()
    worker.until_asked(SignInPanel)
    worker.fill(CHIEF)
    worker.until_at_desk()
    assert staffing.idle.watching
    worker.close()
    with Station.open(tmp_path / "post", PASSPHRASE) as station, station.cases() as session:
        entries = session.query(AuditEntryRow).order_by(AuditEntryRow.number).all()
    signed = [(each.act, each.purpose) for each in entries if each.act.startswith("person.signed")]
    assert signed[-4:] == [
        ("person.signed_in", ""),
        ("person.signed_out", "locked"),
        ("person.signed_in", ""),
        ("person.signed_out", ""),
    ]


def cut_off(home: Path) -> None:
    """Leave a station as a power cut does, after its window was closed."""
    with Station.open(home, PASSPHRASE) as station, station.cases(writing=True) as session:
        facts.put(session, running.OPEN, {"after": "", "since": NOW.isoformat()})


def test_after_a_power_cut_an_administrator_is_shown_no_traveller_and_the_officer_is(
    go_to_work: Callable[[Path], Worker], staffed: Worker, tmp_path: Path, pictures: dict[str, Path]
) -> None:
    scan(staffed, pictures["03-wanted-person.jpg"])
    traveller = staffed.view.inspection_id
    staffed.close()
    cut_off(tmp_path / "post")
    for _ in range(2):  # an administrator who looks in and leaves takes nothing away from the officer
        chief = open_post(go_to_work, tmp_path / "post", "oumar", CHIEF)
        upkeep = chief.application.upkeep
        assert upkeep is not None
        chief.wait(lambda upkeep=upkeep: not upkeep.runner.running)
        assert chief.page.view is None
        assert chief.told == ""
        chief.close()

    worker = open_post(go_to_work, tmp_path / "post", "oumar", CHIEF)
    worker.press("Ctrl+L")
    worker.until_asked(SignInPanel)
    card = worker.card
    assert isinstance(card, SignInPanel)
    card.name.clear()
    card.name.setFocus()
    worker.fill("awa", AWA)
    worker.until_read()
    assert worker.view.inspection_id == traveller
    assert "The desk was cut off" in worker.told


def open_post(go_to_work: Callable[[Path], Worker], home: Path, name: str, password: str) -> Worker:
    """Start the program again and sign in."""
    worker = go_to_work(home)
    worker.write(PASSPHRASE)
    worker.press("Enter")
    worker.until_asked(SignInPanel)
    worker.fill(name, password)
    worker.until_at_desk()
    return worker


def test_a_training_station_opens_at_once_and_says_why_it_does_not_lock(officer: Officer) -> None:
    assert officer.person == ""
    officer.press("Ctrl+L")
    assert not officer.window.covered
    assert "has no people" in officer.told


def test_an_administrator_reads_no_documents_and_is_told_who_does(
    go_to_work: Callable[[Path], Worker], tmp_path: Path, pictures: dict[str, Path]
) -> None:
    worker = go_to_work(tmp_path / "post")
    make_post(worker)
    worker.paste(pictures["01-clean-passport.jpg"])
    assert "inspecting documents" in worker.told
    assert worker.waiting == ["01-clean-passport.jpg"]


def test_the_questions_go_forth_and_back_and_make_nothing_before_the_last_answer(
    go_to_work: Callable[[Path], Worker], tmp_path: Path
) -> None:
    home = tmp_path / "post"
    worker = go_to_work(home)
    worker.until_asked(WizardPanel)
    panel = worker.card
    assert isinstance(panel, WizardPanel)
    worker.fill("", "short", "short")
    assert "no name" in panel.message.text
    worker.fill("Kidira crossing", "", "")
    assert "too short" in panel.message.text
    panel.passphrase.clear()
    panel.passphrase_again.clear()
    panel.passphrase.setFocus()
    worker.fill(PASSPHRASE, PASSPHRASE + "!")
    assert "not the same" in panel.message.text
    worker.fill(PASSPHRASE)
    assert panel.page == ADMINISTRATOR
    assert panel.message.text == ""
    worker.fill("Oumar Sy", "oumar")
    worker.press("Esc")
    assert panel.page == POST
    worker.press("Enter")
    assert panel.page == ADMINISTRATOR
    assert panel.full_name.text() == "Oumar Sy"
    worker.fill("tiny", "tiny")
    worker.wait(lambda: panel.message.text)
    assert "12" in panel.message.text  # what the password lacks, told on the card that asked for it
    assert list(tmp_path.iterdir()) == []
    worker.close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_things_never_becomes_a_post(
    go_to_work: Callable[[Path], Worker], tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    from ui.desktop.app import Application

    home = tmp_path / "post"
    home.mkdir()
    (home / "letter.txt").write_text("dear", encoding="utf-8")
    dress(qapp, "en")
    application = Application(home, training=False)
    application.start()
    message = application.window.desk.message
    qtbot.waitUntil(lambda: bool(message.text))
    assert "already holds other things" in message.text
    assert not application.window.covered
    application.window.close()
