"""The desk's health by a key, and the warning at the bottom; a real training station."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from structlog.testing import capture_logs

from borderdesk.cases import inspections
from borderdesk.storage.station import Station
from borderdesk.training.station import open_training_station
from models.tables.keeping import KeepingRow
from ui.commands import settings
from ui.desktop.views.marks import Mark
from ui.desktop.widgets.health_panel import HealthPanel

from .conftest import NOW, Officer
from .conftest import _plain as plain
from .test_trouble import fill_up


def look(officer: Officer) -> HealthPanel:
    """Ask by the key and wait for the answer."""
    officer.press("Ctrl+H")
    card = officer.window.card
    assert isinstance(card, HealthPanel)
    officer.wait(lambda: card.views or card.message.text)
    return card


def test_a_key_shows_how_the_desk_is_with_what_to_do_and_esc_goes_back(officer: Officer) -> None:
    officer.press("F5")
    officer.until_read()
    before = officer.view
    card = look(officer)
    said = {plain(view.sentence): view for view in card.views}
    backup = said["No backup was ever made."]
    assert (backup.mark, plain(backup.remedy)) == (Mark.DOUBTFUL, "Make one with: borderdesk backup")
    good = [view for view in card.views if view.mark is Mark.GOOD]
    assert good
    assert not any(view.remedy for view in good)
    assert [view.mark for view in card.views[-len(good) :]] == [Mark.GOOD] * len(good)  # the gravest first
    officer.press("F2")
    officer.press("Esc")
    assert officer.window.card is None
    assert officer.view == before  # the key behind the card decided nothing


def test_a_disk_that_is_nearly_full_warns_at_the_bottom(
    made_once: Path, mount: Callable[[str], Path], sit_down: Callable[[Path], Officer]
) -> None:
    disk = mount("size=64m")
    officer = sit_down(Path(shutil.copytree(made_once, disk / "station")))
    officer.wait(lambda: officer.page.status.warning)
    assert "Ctrl+H" in plain(officer.page.status.warning)
    card = look(officer)
    assert card.views[0].mark is Mark.BAD
    assert any("The station's disk has" in view.sentence for view in card.views if view.mark is Mark.BAD)


def test_a_well_desk_warns_of_nothing(officer: Officer) -> None:
    health = officer.application.health
    assert health is not None
    officer.wait(lambda: not health.runner.running)
    assert officer.page.status.warning == ""


def test_what_is_due_goes_when_the_desk_is_opened_and_the_log_tells_only_how_many(
    sit_down: Callable[[Path], Officer], home: Path
) -> None:
    first = sit_down(home)
    first.press("F5")
    first.until_read()
    first.close()
    with open_training_station(home, now=NOW) as station, station.cases(writing=True) as session:
        session.query(KeepingRow).update({KeepingRow.review_on: NOW.date()})
    with capture_logs() as lines:
        second = sit_down(home)
        upkeep = second.application.upkeep
        assert upkeep is not None
        second.wait(lambda: not upkeep.runner.running)
        second.wait(lambda: [line for line in lines if line["event"] == "records.erased"])
    assert second.told == ""
    second.close()
    assert [line for line in lines if line["event"] == "records.erased"] == [
        {"event": "records.erased", "log_level": "info", "count": 1}
    ]
    with open_training_station(home, now=NOW) as station, station.cases() as session:
        assert inspections.recent(session, 9) == ()


def test_a_purge_that_fails_is_told_and_takes_no_document_away(
    made_once: Path, mount: Callable[[str], Path], sit_down: Callable[[Path], Officer]
) -> None:
    disk = mount("size=24m")
    home = Path(shutil.copytree(made_once, disk / "station"))
    officer = sit_down(home)
    officer.press("F5")
    officer.until_read()
    upkeep, before = officer.application.upkeep, officer.view
    assert upkeep is not None
    with Station.open(home, settings.passphrase(home)) as beside, beside.cases(writing=True) as session:
        session.query(KeepingRow).update({KeepingRow.review_on: NOW.date()})
    filler = fill_up(disk)
    upkeep.purge()  # as every hour
    officer.until_told()
    assert "is full" in officer.told
    assert officer.view == before
    filler.unlink()
    officer.press("Esc")
    upkeep.purge()
    officer.wait(lambda: not upkeep.runner.running)
    assert officer.told == ""
    with Station.open(home, settings.passphrase(home)) as beside, beside.cases() as session:
        assert inspections.recent(session, 9) == ()
