"""What an officer does with a traveller, from the key that reads the document to the decision on the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QApplication

from borderdesk.cases.inspections import Decision, StoredInspection
from borderdesk.training.station import tray
from models.verdict import Advice

from .conftest import Officer

Stored = Callable[[Path], list[StoredInspection]]
TRUTH = {item.path.name: item for item in tray()}


def test_a_clean_passport_is_read_by_f5_and_admitted_by_enter(
    officer: Officer, sit_down: Callable[[Path], Officer], home: Path, stored: Stored
) -> None:
    assert officer.word == "READY"
    officer.press("F5")
    officer.until_read()
    assert officer.word == "CLEAR"
    assert officer.view.zone.text.splitlines() == list(TRUTH["01-clean-passport.jpg"].lines)
    officer.press("Enter")
    officer.until_decided()
    assert "ADMITTED" in officer.view.verdict.decided
    officer.close()

    (kept,) = stored(home)
    assert kept.advice is Advice.CLEAR
    assert kept.record["document"]["lines"] == list(TRUTH["01-clean-passport.jpg"].lines)
    assert [decision.decision for decision in kept.decisions] == [Decision.ADMIT]

    again = sit_down(home)
    assert [entry.inspection_id for entry in again.page.side.done] == [kept.inspection_id]
    again.press("Ctrl+G")  # to what waits; the list of what was read is the next stop
    again.press("Tab")
    again.press("Down")
    again.press("Space")
    again.wait(lambda: again.page.view is not None)
    assert again.view.inspection_id == kept.inspection_id
    assert again.word == "CLEAR"
    assert "ADMITTED" in again.view.verdict.decided
    assert again.view.page is not None


def test_a_wanted_person_is_not_admitted_by_enter_and_refused_only_with_a_reason(
    officer: Officer, home: Path, stored: Stored
) -> None:
    officer.go_to("03-wanted-person.jpg")
    assert officer.word == "STOP"
    assert "UTO/persons" in officer.reasons
    assert len(officer.page.document.details.hits.cards) == 1
    officer.press("Enter")
    assert officer.page.panel.isHidden()
    assert not officer.view.decided
    officer.press("F4")
    assert not officer.page.panel.isHidden()
    officer.press("Enter")
    assert "reason is needed" in officer.told
    officer.write("Wanted person, taken over by police")
    officer.press("Enter")
    officer.until_decided()
    assert officer.told == ""
    officer.close()
    (kept,) = stored(home)
    assert kept.advice is Advice.STOP
    (decision,) = kept.decisions
    assert (decision.decision, decision.reason) == (Decision.REFUSE, "Wanted person, taken over by police")


def test_a_stolen_passport_is_named_as_stolen_and_referred_with_a_reason(
    officer: Officer, home: Path, stored: Stored
) -> None:
    officer.go_to("04-stolen-passport.jpg")
    assert officer.view.advice is TRUTH["04-stolen-passport.jpg"].advice
    assert "reported stolen" in officer.reasons
    officer.press("Enter")
    assert not officer.view.decided
    officer.press("F3")
    officer.until_decided()
    officer.press("F3")  # a second decision on the same document always needs a reason
    officer.write("Handed to the shift leader")
    officer.press("Enter")
    officer.wait(lambda: "shift leader" in officer.view.verdict.decided)
    officer.close()
    (kept,) = stored(home)
    assert [(each.decision, each.reason) for each in kept.decisions] == [
        (Decision.REFER, ""),
        (Decision.REFER, "Handed to the shift leader"),
    ]


def test_a_wrong_check_digit_is_named_and_f6_leads_to_it_in_words_and_on_the_picture(
    officer: Officer,
) -> None:
    officer.go_to("02-altered-expiry.jpg")
    assert officer.word == "REFER"
    assert "check digit of the date of expiry is wrong" in officer.reasons
    wrong = [cell.symbol for line in officer.view.zone.lines for cell in line if cell.wrong]
    assert wrong == ["0", "4"]
    whole = officer.page.document.page.zoom
    officer.press("F6")
    assert officer.page.document.page.zoom > whole * 1.5
    focused = QApplication.focusWidget()
    assert focused is officer.page.document.details.checks.row(0)
    assert "date of expiry" in focused.accessibleName()
    officer.press("Enter")
    assert not officer.view.decided


def test_admitting_against_the_advice_asks_why(officer: Officer, home: Path, stored: Stored) -> None:
    officer.go_to("11-expired-passport.jpg")
    assert officer.word == "REFER"
    officer.press("F2")
    assert not officer.page.panel.isHidden()
    officer.press("Esc")
    assert officer.page.panel.isHidden()
    assert not officer.view.decided
    officer.press("F2")
    officer.write("Return of a national, as ordered")
    officer.press("Enter")
    officer.until_decided()
    officer.close()
    (kept,) = stored(home)
    assert kept.decisions[0].decision is Decision.ADMIT
    assert kept.decisions[0].reason == "Return of a national, as ordered"


def test_a_key_pressed_twice_does_not_decide_on_the_next_document(officer: Officer) -> None:
    officer.press("F5")
    officer.wait(lambda: officer.page.view is not None)
    officer.press("Enter")
    officer.press("F4")
    assert officer.page.panel.isHidden()
    officer.until_read()
    assert not officer.view.decided
    officer.press("Enter")
    officer.until_decided()


def test_esc_stops_a_reading_nothing_is_stored_and_the_picture_waits_again(
    officer: Officer, home: Path, stored: Stored
) -> None:
    before = officer.waiting
    officer.press("F5")
    assert officer.word == "READING"
    assert officer.waiting == before[1:]
    officer.press("Esc")
    officer.wait(lambda: not officer.controller.reading)
    assert officer.page.view is None
    assert officer.word == "READY"
    assert officer.waiting == before
    officer.close()
    assert stored(home) == []


def test_help_is_opened_and_left_by_keys(officer: Officer) -> None:
    officer.press("F1")
    assert officer.page.help.isVisible()
    officer.press("Esc")
    assert not officer.page.help.isVisible()
    assert officer.page.document.isVisible()


@pytest.mark.parametrize("file", ["01-clean-passport.jpg", "05-identity-card-front.jpg"])
def test_the_window_lives_while_a_page_is_read(
    officer: Officer, file: str, record_property: Callable[[str, object], None]
) -> None:
    gaps: list[int] = []
    clock = QElapsedTimer()
    beat = QTimer()
    beat.setInterval(5)
    beat.timeout.connect(lambda: gaps.append(clock.restart()))
    clock.start()
    beat.start()
    officer.go_to(file)
    beat.stop()
    record_property("longest_gap_ms", max(gaps))
    print(f"{file}: {len(gaps)} beats, longest gap {max(gaps)} ms")  # noqa: T201 - shown by pytest -rP
    assert len(gaps) > 3
