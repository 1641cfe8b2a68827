"""Documents that are swiped: by a reader that types into the window, and by one on a serial port."""

from __future__ import annotations

import os
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from borderdesk.cases.inspections import Decision, StoredInspection
from borderdesk.mrz import compose
from models.document import DocumentFormat
from ui.desktop.settings import DeskSettings

from .conftest import Officer

Stored = Callable[[Path], list[StoredInspection]]


def zone(**changes: str) -> tuple[str, str]:
    """A passport that nobody looks for."""
    values = {
        "document_code": "PP",
        "issuing_state": "NER",
        "primary_identifier": "SWIPED",
        "secondary_identifier": "ZARA",
        "document_number": "K7265310M",
        "nationality": "NER",
        "date_of_birth": "910312",
        "sex": "F",
        "date_of_expiry": "310101",
        **changes,
    }
    upper, lower = compose(DocumentFormat.TD3, **values)
    return upper, lower


UPPER, LOWER = zone()
OTHER = "\r".join(zone(document_number="P1122334Q", primary_identifier="OTHER")) + "\r"
FRAMED = f"\x02{UPPER}\r{LOWER}\r\x03"
PLAIN = f"{UPPER}\r{LOWER}\r"
WRONG = f"{UPPER}\r{LOWER[:19]}{(int(LOWER[19]) + 1) % 10}{LOWER[20:]}\r"


def open_clear(officer: Officer) -> str:
    """Read a document on which Enter would admit, and tell its number."""
    officer.go_to("01-clean-passport.jpg")
    assert officer.word == "CLEAR"
    return officer.view.inspection_id


@pytest.mark.parametrize("text", [FRAMED, PLAIN, f"{UPPER}\r{LOWER}", PLAIN + "\r", "~" + PLAIN])
def test_a_swipe_into_the_idle_window_is_inspected(officer: Officer, text: str) -> None:
    officer.swipe(text)
    officer.until_read()
    assert officer.view.zone.text == f"{UPPER}\n{LOWER}"
    assert officer.word == "CLEAR"
    assert officer.view.page is None
    assert officer.view.swiped
    assert "swiped" in officer.page.document.page.accessibleDescription()
    assert officer.told == ""
    assert not officer.view.decided


def test_a_swipe_while_a_document_is_open_decides_nothing_and_waits(officer: Officer) -> None:
    first = open_clear(officer)
    officer.swipe(FRAMED)
    officer.swipe(OTHER)
    officer.wait(lambda: "(2)" in officer.told)
    assert officer.view.inspection_id == first
    assert not officer.view.decided
    officer.press("F2")
    officer.wait(lambda: officer.page.view is not None and officer.view.inspection_id != first)
    officer.until_read()
    assert officer.view.identity == "NER K7265310M"
    officer.press("Enter")
    officer.wait(lambda: officer.page.view is not None and officer.view.identity == "NER P1122334Q")


def test_a_swipe_of_the_document_that_is_open_is_told_and_changes_nothing(officer: Officer) -> None:
    officer.swipe(PLAIN)
    officer.until_read()
    first = officer.view.inspection_id
    officer.swipe(FRAMED)
    officer.until_told()
    assert "the one that is open" in officer.told
    assert officer.view.inspection_id == first
    assert not officer.view.decided
    officer.press("F2")
    officer.until_decided()
    assert officer.view.inspection_id == first


@pytest.mark.parametrize("text", [FRAMED, PLAIN])
def test_a_swipe_while_a_reason_is_written_leaves_it_as_it_was(
    officer: Officer, stored: Stored, home: Path, text: str
) -> None:
    first = open_clear(officer)
    officer.press("F4")
    officer.write("Visa page ")
    officer.swipe(text)
    officer.until_told()
    officer.until_typed()
    assert "K7265310M" in officer.told
    officer.write("missing")
    officer.wait(lambda: officer.page.panel.reason.text() == "Visa page missing")
    assert officer.view.inspection_id == first
    assert not officer.view.decided
    officer.press("Enter")
    officer.wait(lambda: officer.page.view is not None and officer.view.inspection_id != first)
    officer.until_read()
    assert officer.view.identity == "NER K7265310M"
    officer.close()
    (decided,) = (each for each in stored(home) if each.decisions)
    assert (decided.decisions[0].decision, decided.decisions[0].reason) == (
        Decision.REFUSE,
        "Visa page missing",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\x02\x03", "could not read"),
        ("ERR\r", "could not read"),
        (f"{UPPER}\r{LOWER[:-2]}\r", "44+42"),
        (f"\x02{UPPER[:20]}\r\x03", "not the code lines"),
        (f"{UPPER[:30]}?{UPPER[31:]}\r{LOWER}\r", "could not make out 1"),
    ],
)
def test_a_bad_swipe_is_told_and_its_enter_decides_nothing(officer: Officer, text: str, said: str) -> None:
    first = open_clear(officer)
    officer.swipe(text)
    officer.until_told()
    assert said in officer.told
    assert officer.view.inspection_id == first
    assert not officer.view.decided


@pytest.mark.parametrize("text", ["P<UTO\r", "12\r", "\rABCDEFGH\r", "L898902C36UTO\rXY\r"])
def test_half_a_swipe_that_nobody_can_know_decides_nothing_either(officer: Officer, text: str) -> None:
    first = open_clear(officer)
    officer.swipe(text)
    officer.until_typed()
    assert officer.view.inspection_id == first
    assert not officer.view.decided
    officer.press("Esc")
    officer.wait(lambda: officer.page.view is None)


def test_a_failing_check_digit_asks_for_another_swipe(officer: Officer) -> None:
    officer.swipe(WRONG)
    officer.wait(lambda: officer.page.view is not None)
    assert officer.word == "READ AGAIN"
    assert "Swipe once more" in officer.reasons
    assert "printed" not in officer.reasons
    officer.swipe(PLAIN)  # the better swipe takes its place
    officer.wait(lambda: officer.word == "CLEAR")


def test_what_a_person_types_arrives_whole(officer: Officer) -> None:
    open_clear(officer)
    officer.press("F4")
    for letter in "No visa 17 Nov 2026, told at 08:30 by J. Ba <PP> !":
        QTest.keyClick(officer.window.windowHandle(), letter, delay=9)
    officer.wait(lambda: officer.page.panel.reason.text().endswith("!"))
    assert officer.page.panel.reason.text() == "No visa 17 Nov 2026, told at 08:30 by J. Ba <PP> !"
    officer.press("Enter")
    officer.until_decided()


def test_a_bar_code_in_the_reason_stays_there_and_its_enter_does_not_confirm(officer: Officer) -> None:
    open_clear(officer)
    officer.press("F4")
    officer.swipe("CASE20261124\r")
    officer.wait(lambda: officer.page.panel.reason.text() == "CASE20261124")
    assert not officer.page.panel.isHidden()
    officer.until_typed()
    officer.press("Esc")
    officer.wait(lambda: officer.page.panel.isHidden())


def test_held_keys_and_zoom_keys_work_as_ever(officer: Officer) -> None:
    open_clear(officer)
    picture = officer.page.document.page
    picture.setFocus()
    before = picture.zoom
    QTest.keyClick(officer.window.windowHandle(), Qt.Key.Key_Plus)
    officer.wait(lambda: picture.zoom > before)
    officer.write("0")
    officer.wait(lambda: picture.zoom == pytest.approx(before))


def test_a_swipe_is_kept_without_a_picture_and_opens_again(
    officer: Officer, sit_down: Callable[[Path], Officer], stored: Stored, home: Path
) -> None:
    officer.swipe(FRAMED)
    officer.until_read()
    officer.press("F2")
    officer.until_decided()
    officer.close()
    (kept,) = stored(home)
    assert kept.pictures == ()
    assert kept.record["file"] == ""
    again = sit_down(home)
    again.page.done_chosen.emit(kept.inspection_id)
    again.wait(lambda: again.page.view is not None)
    assert again.view.swiped
    assert again.view.decided
    assert again.view.zone.text == f"{UPPER}\n{LOWER}"
    assert "swiped" in again.page.document.page.accessibleDescription()


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A reader on a pseudo terminal: its own end, and the name of the desk's."""
    ours, desks = os.openpty()
    tty.setraw(desks)
    name = tmp_path / "reader"
    name.symlink_to(os.ttyname(desks))
    yield ours, name
    os.close(ours)
    os.close(desks)


def test_a_reader_on_a_serial_port_is_chosen_by_keys_and_remembered(
    officer: Officer, sit_down: Callable[[Path], Officer], home: Path, reader: tuple[int, Path]
) -> None:
    line, name = reader
    DeskSettings(watched_folder=home / "scans").write(home)
    officer.press("Ctrl+R")
    officer.wait(lambda: officer.page.reader.isVisible())
    port = officer.page.reader.port.lineEdit()
    assert port is not None
    port.clear()
    officer.write(str(name))
    officer.wait(lambda: port.text() == str(name))
    officer.press("Enter")
    officer.wait(lambda: f"Swipe reader on {name}" in officer.bottom)
    os.write(line, FRAMED.encode("ascii"))
    officer.until_read()
    assert officer.view.identity == "NER K7265310M"
    assert DeskSettings.read(home) == DeskSettings(
        watched_folder=home / "scans", swipe_port=str(name), swipe_speed=9600
    )
    officer.close()
    again = sit_down(home)
    again.wait(lambda: f"Swipe reader on {name}" in again.bottom)
    os.write(line, OTHER.encode("ascii"))
    again.until_read()
    assert again.view.identity == "NER P1122334Q"


def test_a_cable_that_is_pulled_is_told_at_the_bottom_only(
    officer: Officer, reader: tuple[int, Path]
) -> None:
    _, name = reader
    officer.controller.swipes.listen_to(str(name), 9600)
    officer.wait(lambda: f"Swipe reader on {name}" in officer.bottom)
    officer.controller.swipes.listen_to(str(name.parent / "none"), 9600)
    officer.wait(lambda: "No swipe reader on" in officer.bottom)
    assert officer.told == ""
    officer.press("Ctrl+R")
    officer.wait(lambda: officer.page.reader.isVisible())
    officer.press("Esc")
    officer.wait(lambda: officer.page.reader.isHidden())
    officer.controller.swipes.choose("", 9600)
    officer.wait(lambda: officer.bottom == "")
