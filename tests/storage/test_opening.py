"""A station opens by its passphrase only, and says in words why it does not."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from borderdesk.storage import engine as engines
from borderdesk.storage import header
from borderdesk.storage.errors import (
    BusyError,
    DamagedError,
    NewerError,
    NoStationError,
    ReadOnlyError,
    StorageError,
    WrongPassphraseError,
)
from borderdesk.storage.schema import Database
from borderdesk.storage.station import Station


def write_with_its_sum(home: Path, said: dict[str, Any]) -> None:
    """What somebody would do who knows the form of the file."""
    said = {name: value for name, value in said.items() if name != "sum"}
    (home / header.FILE).write_text(json.dumps({**said, "sum": header.sum_of(said)}))


def test_a_missing_folder_is_named(home: Path, passphrase: str) -> None:
    with pytest.raises(NoStationError) as caught:
        Station.open(home, passphrase)
    assert caught.value.message.key == "error.station.missing"
    assert str(home) in caught.value.sentence()
    assert not home.exists()


def test_a_folder_without_a_station_is_named(home: Path, passphrase: str) -> None:
    home.mkdir()
    with pytest.raises(NoStationError) as caught:
        Station.open(home, passphrase)
    assert caught.value.message.key == "error.station.none"
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("wrong", ["", "Four goats cross the Sirba", "four goats cross the Sirba "])
def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(
    closed_station: Path, wrong: str, everything_in: Callable[[Path], dict[str, bytes]]
) -> None:
    before = everything_in(closed_station)
    with pytest.raises(WrongPassphraseError):
        Station.open(closed_station, wrong)
    assert everything_in(closed_station) == before


def test_a_passphrase_may_be_typed_on_another_keyboard(home: Path) -> None:
    Station.create(home, "caf\u00e9 de la fronti\u00e8re", name="Torodi").close()
    Station.open(home, "cafe\u0301 de la frontie\u0300re").close()


def test_a_new_passphrase_replaces_the_old_one(
    station: Station, passphrase: str, add: Callable[..., None], count: Callable[[Station], int]
) -> None:
    add(station, "UTO/persons")
    station.change_passphrase(passphrase, "five goats")
    station.close()
    with pytest.raises(WrongPassphraseError):
        Station.open(station.home, passphrase)
    with Station.open(station.home, "five goats") as again:
        assert (count(again), again.station_id) == (1, station.station_id)


def test_only_who_knows_the_passphrase_may_change_it(station: Station, passphrase: str) -> None:
    with pytest.raises(WrongPassphraseError):
        station.change_passphrase("guess", "five goats")
    with pytest.raises(StorageError):
        station.change_passphrase(passphrase, "")
    station.close()
    Station.open(station.home, passphrase).close()


@pytest.mark.parametrize(
    ("name", "value"), [("training", True), ("name", "Petelkole"), ("station_id", "0" * 32)]
)
def test_a_changed_station_file_opens_nothing(
    closed_station: Path, passphrase: str, name: str, value: object
) -> None:
    said = json.loads((closed_station / header.FILE).read_text())
    assert said[name] != value
    (closed_station / header.FILE).write_text(json.dumps({**said, name: value}))
    with pytest.raises(StorageError) as caught:
        Station.open(closed_station, passphrase)
    assert caught.value.message.key == "error.station.damaged"
    write_with_its_sum(closed_station, {**said, name: value})
    with pytest.raises(WrongPassphraseError):
        Station.open(closed_station, passphrase)


def test_the_keys_of_two_databases_cannot_be_exchanged(closed_station: Path, passphrase: str) -> None:
    said = json.loads((closed_station / header.FILE).read_text())
    wrapped = said["wrapped_keys"]
    said["wrapped_keys"] = {"cases": wrapped["watchlist"], "watchlist": wrapped["cases"]}
    write_with_its_sum(closed_station, said)
    with pytest.raises(WrongPassphraseError):
        Station.open(closed_station, passphrase)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"x"',
        "\x00\xff",
        "{}",
        '{"format": "one"}',
        '{"format": Infinity}',
        "[" * 60_000,
    ],
)
def test_a_damaged_station_file_is_told_of(closed_station: Path, passphrase: str, text: str) -> None:
    (closed_station / header.FILE).write_text(text)
    with pytest.raises(StorageError) as caught:
        Station.open(closed_station, passphrase)
    assert caught.value.message.key == "error.station.damaged"


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("memory_kib", 2**40), ("passes", 10**9), ("lanes", 0), ("salt", ""), ("memory_kib", None)],
)
def test_a_changed_station_file_cannot_take_all_memory_or_time(
    closed_station: Path, passphrase: str, parameter: str, value: object
) -> None:
    said = json.loads((closed_station / header.FILE).read_text())
    said["argon2id"][parameter] = value
    write_with_its_sum(closed_station, said)
    with pytest.raises(StorageError) as caught:
        Station.open(closed_station, passphrase)
    assert caught.value.message.key == "error.station.damaged"


def test_a_station_of_a_newer_program_is_refused(closed_station: Path, passphrase: str) -> None:
    said = json.loads((closed_station / header.FILE).read_text())
    (closed_station / header.FILE).write_text(json.dumps({"format": said["format"] + 1}))
    with pytest.raises(NewerError):
        Station.open(closed_station, passphrase)


def test_a_database_of_a_newer_program_is_refused(
    station: Station, passphrase: str, add: Callable[..., None]
) -> None:
    add(station, "UTO/persons")
    with station.cases() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = 'cases_999'"))
    station.close()
    with pytest.raises(NewerError) as caught:
        Station.open(station.home, passphrase)
    assert "cases.db" in caught.value.sentence()


@pytest.mark.parametrize("name", ["cases.db", "watchlist.db"])
def test_a_missing_database_is_named_and_not_replaced_by_an_empty_one(
    closed_station: Path, passphrase: str, name: str
) -> None:
    (closed_station / name).unlink()
    with pytest.raises(DamagedError) as caught:
        Station.open(closed_station, passphrase)
    assert caught.value.message.key == "error.storage.missing"
    assert name in caught.value.sentence()
    assert not (closed_station / name).exists()


@pytest.mark.parametrize("name", ["cases.db", "watchlist.db"])
@pytest.mark.parametrize("length", [0, 100, 4096, 20_000])
def test_a_cut_database_is_told_of(
    closed_station: Path,
    passphrase: str,
    name: str,
    length: int,
    everything_in: Callable[[Path], dict[str, bytes]],
) -> None:
    path = closed_station / name
    path.write_bytes(path.read_bytes()[:length])
    before = everything_in(closed_station)
    with pytest.raises(DamagedError) as caught:
        Station.open(closed_station, passphrase)
    assert name in caught.value.sentence()
    assert everything_in(closed_station)[name] == before[name]


@pytest.mark.parametrize("page", [0, 1, 2, -1])
def test_one_flipped_bit_anywhere_is_told_of(closed_station: Path, passphrase: str, page: int) -> None:
    path = closed_station / "cases.db"
    data = bytearray(path.read_bytes())
    data[(page % (len(data) // 4096)) * 4096 + 1234] ^= 0x10
    path.write_bytes(data)
    with pytest.raises(DamagedError):
        Station.open(closed_station, passphrase)


def test_databases_put_in_each_others_place_are_told_of(closed_station: Path, passphrase: str) -> None:
    (closed_station / "cases.db").rename(closed_station / "aside")
    (closed_station / "watchlist.db").rename(closed_station / "cases.db")
    (closed_station / "aside").rename(closed_station / "watchlist.db")
    with pytest.raises(DamagedError):
        Station.open(closed_station, passphrase)


def test_a_flipped_bit_is_found_in_a_station_too_large_to_check_at_opening(
    station: Station, passphrase: str, monkeypatch: pytest.MonkeyPatch, add: Callable[..., None]
) -> None:
    add(station, "x" * 200_000)
    station.close()
    path = station.home / "watchlist.db"
    data = bytearray(path.read_bytes())
    data[-1234] ^= 0x10
    path.write_bytes(data)
    monkeypatch.setattr("borderdesk.storage.integrity.CHECKED_AT_OPENING", 4096)
    with Station.open(station.home, passphrase) as opened, pytest.raises(DamagedError):
        opened.check()


def test_a_station_on_a_write_protected_disk_is_told_of(
    mount: Callable[[str], Path], passphrase: str
) -> None:
    disk = mount("size=8m")
    Station.create(disk / "station", passphrase, name="Torodi").close()
    mount("remount,ro")
    with pytest.raises(ReadOnlyError) as caught:
        Station.open(disk / "station", passphrase)
    assert "write-protected" in caught.value.sentence()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="modes do not bind root")
def test_a_folder_of_somebody_else_is_told_of(closed_station: Path, passphrase: str) -> None:
    closed_station.chmod(0o500)
    try:
        with pytest.raises(ReadOnlyError):
            Station.open(closed_station, passphrase)
    finally:
        closed_station.chmod(0o700)


def test_a_locked_database_is_told_of_and_opens_later(
    closed_station: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = header.read(closed_station).unseal(passphrase, closed_station)
    other = engines.connect(closed_station / "cases.db", keys[Database.CASES])
    monkeypatch.setattr(engines, "_PRAGMAS", ("PRAGMA busy_timeout = 50", *engines._PRAGMAS[1:]))
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(BusyError) as caught:
        Station.open(closed_station, passphrase)
    assert "cases.db" in caught.value.sentence()
    other.execute("ROLLBACK")
    other.close()
    Station.open(closed_station, passphrase).close()


def test_two_programs_may_have_one_station_open(
    station: Station, passphrase: str, add: Callable[..., None], count: Callable[[Station], int]
) -> None:
    with Station.open(station.home, passphrase) as other:
        add(other, "UTO/persons")
        assert count(station) == 1
        add(station, "UTO/documents")
        assert count(other) == 2


def test_a_copied_folder_is_a_station(closed_station: Path, tmp_path: Path, passphrase: str) -> None:
    shutil.copytree(closed_station, tmp_path / "copy")
    Station.open(tmp_path / "copy", passphrase).close()


def test_a_folder_name_may_hold_any_sign(
    tmp_path: Path, passphrase: str, add: Callable[..., None], count: Callable[[Station], int]
) -> None:
    home = tmp_path / "poste n° 3 #1 100% ?x=y ‏حدود"
    with Station.create(home, passphrase, name="Torodi") as station:
        add(station, "UTO/persons")
    with Station.open(home, passphrase) as again:
        assert count(again) == 1
    assert [path.name for path in tmp_path.iterdir()] == [home.name]
