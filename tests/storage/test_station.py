"""A station is made whole, and nothing in it can be read from outside."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from borderdesk.storage import header
from borderdesk.storage.errors import (
    DiskFullError,
    ReadOnlyError,
    StorageError,
)
from borderdesk.storage.schema import Database
from borderdesk.storage.station import Station

MARKER = "OUEDRAOGO<<AMINATA"


def test_what_was_made_opens_again_with_what_was_stored(
    station: Station, passphrase: str, add: Callable[..., None], count: Callable[[Station], int]
) -> None:
    add(station, "UTO/persons")
    station.close()
    with Station.open(station.home, passphrase) as again:
        assert (again.name, again.training, again.station_id) == ("Torodi", False, station.station_id)
        assert count(again) == 1


def test_a_training_station_says_so(home: Path, passphrase: str) -> None:
    Station.create(home, passphrase, name="School", training=True).close()
    with Station.open(home, passphrase) as again:
        assert again.training


def test_a_missing_or_empty_folder_holds_no_station(tmp_path: Path, closed_station: Path) -> None:
    assert not Station.exists(tmp_path / "missing")
    assert not Station.exists(tmp_path)
    assert Station.exists(closed_station)


def test_an_empty_folder_becomes_a_station(home: Path, passphrase: str) -> None:
    home.mkdir(mode=0o755)
    Station.create(home, passphrase, name="Torodi").close()
    assert Station.exists(home)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_folder_and_files_are_the_owners_only(station: Station, add: Callable[..., None]) -> None:
    add(station, "UTO/persons")  # so that SQLite's own files stand beside
    assert stat.S_IMODE(station.home.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in station.home.iterdir()}
    assert {"cases.db", "watchlist.db", "watchlist.db-wal", "station.json"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_nothing_readable_is_on_the_disk(
    station: Station,
    passphrase: str,
    add: Callable[..., None],
    everything_in: Callable[[Path], dict[str, bytes]],
) -> None:
    add(station, MARKER)
    while_open = everything_in(station.home)
    station.close()
    for files in (while_open, everything_in(station.home)):
        for name, data in files.items():
            assert MARKER.encode() not in data, name
            assert passphrase.encode() not in data, name
            assert b"CREATE TABLE" not in data, name
            assert not data.startswith(b"SQLite format"), name


def test_the_databases_have_different_keys(
    closed_station: Path, passphrase: str, everything_in: Callable[[Path], dict[str, bytes]]
) -> None:
    keys = header.read(closed_station).unseal(passphrase, closed_station)
    assert len(set(keys.values())) == len(Database)
    for key in keys.values():
        assert all(
            key not in data and key.hex().encode() not in data
            for data in everything_in(closed_station).values()
        )


def test_a_folder_with_other_things_is_refused_and_left_alone(
    home: Path, passphrase: str, everything_in: Callable[[Path], dict[str, bytes]]
) -> None:
    home.mkdir()
    (home / "letter.txt").write_text("mine")
    with pytest.raises(StorageError) as caught:
        Station.create(home, passphrase, name="Torodi")
    assert caught.value.message.key == "error.station.not_empty"
    assert everything_in(home) == {"letter.txt": b"mine"}


def test_a_file_in_place_of_the_folder_is_refused(home: Path, passphrase: str) -> None:
    home.write_text("mine")
    with pytest.raises(StorageError) as caught:
        Station.create(home, passphrase, name="Torodi")
    assert caught.value.message.key == "error.station.not_empty"
    assert home.read_text() == "mine"


def test_a_station_is_never_made_over_another(
    closed_station: Path, passphrase: str, everything_in: Callable[[Path], dict[str, bytes]]
) -> None:
    before = everything_in(closed_station)
    with pytest.raises(StorageError) as caught:
        Station.create(closed_station, passphrase, name="Torodi")
    assert caught.value.message.key == "error.station.exists"
    assert everything_in(closed_station) == before


@pytest.mark.parametrize(
    ("words", "name", "key"),
    [("", "Torodi", "error.station.no_passphrase"), ("words", "  ", "error.station.no_name")],
)
def test_a_station_needs_a_name_and_a_passphrase(home: Path, words: str, name: str, key: str) -> None:
    with pytest.raises(StorageError) as caught:
        Station.create(home, words, name=name)
    assert caught.value.message.key == key
    assert not home.exists()


def test_a_station_that_cannot_be_finished_leaves_nothing(
    home: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(header.StationHeader, "write", power_cut)
    with pytest.raises(KeyboardInterrupt):
        Station.create(home, passphrase, name="Torodi")
    assert list(home.parent.iterdir()) == []


def test_a_station_does_not_fit_on_a_small_disk_and_leaves_nothing(
    mount: Callable[[str], Path], passphrase: str
) -> None:
    disk = mount("size=64k")
    with pytest.raises(DiskFullError) as caught:
        Station.create(disk / "station", passphrase, name="Torodi")
    assert "full" in caught.value.sentence()
    assert list(disk.iterdir()) == []


def test_a_station_cannot_be_made_on_a_write_protected_disk(
    mount: Callable[[str], Path], passphrase: str
) -> None:
    disk = mount("size=4m")
    mount("remount,ro")
    with pytest.raises(ReadOnlyError):
        Station.create(disk / "station", passphrase, name="Torodi")
