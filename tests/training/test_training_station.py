"""The training station opens on the spot, by itself, and knows the wanted and the stolen of the tray."""

from __future__ import annotations

import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from borderdesk.mrz import parse
from borderdesk.storage.errors import StorageError
from borderdesk.storage.station import Station
from borderdesk.training.station import TrainingError, open_training_station, tray
from models.watchlist import HitKind, Screening
from watchlist import screening, store

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
LINES = {item.path.name: item.lines for item in tray()}


def _screen(station: Station, lines: tuple[str, ...]) -> Screening:
    with station.watchlist() as session:
        return screening.screen(session, parse(lines, today=TODAY).fields, today=TODAY)


def _exact(station: Station, file: str) -> list[tuple[str, str]]:
    return [(hit.list_name, hit.entry.entry_id) for hit in _screen(station, LINES[file]).hits if hit.exact]


def test_it_is_made_encrypted_in_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    home = tmp_path / "new" / "desk"
    with_station = open_training_station(home, now=NOW)
    with_station.close()
    assert with_station.training
    for database in home.glob("*.db"):
        assert not database.read_bytes().startswith(b"SQLite format 3")
    passphrase = home / "training.passphrase"
    assert stat.S_IMODE(passphrase.stat().st_mode) == 0o600
    assert len(passphrase.read_text()) >= 32
    assert [place.name for place in home.parent.iterdir()] == ["desk"]


def test_its_passphrase_opens_it_as_any_station(tmp_path: Path) -> None:
    open_training_station(tmp_path / "desk", now=NOW).close()
    passphrase = (tmp_path / "desk" / "training.passphrase").read_text()
    station = Station.open(tmp_path / "desk", passphrase)
    with station.watchlist() as session:
        assert [state.entries for state in store.lists(session)] == [7, 7]
    station.close()


def test_the_wanted_person_and_the_stolen_passport_are_found(tmp_path: Path) -> None:
    station = open_training_station(tmp_path / "desk", now=NOW)
    assert _exact(station, "03-wanted-person.jpg") == [("UTO/persons", "EX-P-001")]
    assert _exact(station, "04-stolen-passport.jpg") == [("UTO/documents", "EX-D-001")]
    wanted = _screen(station, LINES["03-wanted-person.jpg"]).hits[0]
    assert wanted.kind is HitKind.PERSON
    station.close()


def test_nobody_else_in_the_tray_is_on_a_list(tmp_path: Path) -> None:
    station = open_training_station(tmp_path / "desk", now=NOW)
    others = [name for name, lines in LINES.items() if lines and not name.startswith(("03", "04"))]
    assert {name: _screen(station, LINES[name]).hits for name in others} == dict.fromkeys(others, ())
    station.close()


def test_lists_are_fresh_each_time_it_is_opened(tmp_path: Path) -> None:
    seen = []
    for days in (0, 40):
        station = open_training_station(tmp_path / "desk", now=NOW + timedelta(days=days))
        with station.watchlist() as session:
            seen.append([(state.sequence, state.as_of) for state in store.lists(session)])
        station.close()
    assert seen == [[(1, NOW)] * 2, [(2, NOW + timedelta(days=40))] * 2]


def test_a_crash_right_after_making_it_locks_nobody_out(tmp_path: Path) -> None:
    home = tmp_path / "desk"
    open_training_station(home, now=NOW).close()
    (home / "training.passphrase").rename(tmp_path / ".desk.training.passphrase")
    station = open_training_station(home, now=NOW)
    assert _exact(station, "03-wanted-person.jpg")
    station.close()
    assert (home / "training.passphrase").exists()


def test_a_crash_right_before_making_it_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / ".desk.training.passphrase").write_text("")
    open_training_station(tmp_path / "desk", now=NOW).close()
    open_training_station(tmp_path / "desk", now=NOW).close()


def test_a_lost_passphrase_is_said_with_its_remedy(tmp_path: Path) -> None:
    open_training_station(tmp_path / "desk", now=NOW).close()
    (tmp_path / "desk" / "training.passphrase").unlink()
    with pytest.raises(TrainingError) as raised:
        open_training_station(tmp_path / "desk", now=NOW)
    assert "A new exercise station is made at the next start" in raised.value.sentence()


def test_a_real_station_is_left_alone(tmp_path: Path) -> None:
    Station.create(tmp_path / "desk", "four quiet camels walk", name="Real post").close()
    before = {file.name: file.read_bytes() for file in (tmp_path / "desk").iterdir()}
    with pytest.raises(TrainingError) as raised:
        open_training_station(tmp_path / "desk", now=NOW)
    assert "real one" in raised.value.sentence()
    assert {file.name: file.read_bytes() for file in (tmp_path / "desk").iterdir()} == before


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "letters.txt").write_text("mine")
    with pytest.raises(StorageError) as raised:
        open_training_station(tmp_path / "desk", now=NOW)
    assert "already holds other things" in raised.value.sentence()
    assert [file.name for file in (tmp_path / "desk").iterdir()] == ["letters.txt"]
