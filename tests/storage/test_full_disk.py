"""A full disk refuses what is new and keeps what is old; the disks are real, in memory and small."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from borderdesk.storage.errors import (
    DiskFullError,
    StorageError,
)
from borderdesk.storage.station import Station


def fill_up(disk: Path) -> Path:
    """Take every byte that is left on a disk."""
    filler = disk / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
    return filler


def add_until_refused(station: Station, add: Callable[..., None]) -> tuple[int, StorageError | None]:
    """How many transactions went through, and what the one after them was told."""
    for stored in range(1000):
        try:
            add(station, f"{stored:05}{'x' * 20_000}")
        except StorageError as error:
            return stored, error
    return 1000, None


def test_a_database_that_may_not_grow_keeps_what_it_has(
    station: Station, add: Callable[..., None], count: Callable[[Station], int]
) -> None:
    add(station, "UTO/persons")
    with station.watchlist() as session:  # the pool hands the same connection out again
        session.execute(sa.text("PRAGMA max_page_count = 20"))
    with pytest.raises(DiskFullError):
        add(station, "x" * 1_000_000)
    assert count(station) == 1


def test_a_full_disk_keeps_what_was_committed_and_goes_on_when_there_is_room(
    mount: Callable[[str], Path], passphrase: str, add: Callable[..., None], count: Callable[[Station], int]
) -> None:
    disk = mount("size=2m")
    with Station.create(disk / "station", passphrase, name="Torodi") as station:
        stored, error = add_until_refused(station, add)
        assert isinstance(error, DiskFullError)
        assert "watchlist.db" in error.sentence()
        assert 10 < stored < 200
        assert count(station) == stored
    mount("remount,size=8m")
    with Station.open(disk / "station", passphrase) as again:
        again.check()
        assert count(again) == stored
        add(again, "one more")
        assert count(again) == stored + 1


def test_a_station_opens_or_says_why_on_a_disk_without_a_free_byte(
    mount: Callable[[str], Path], passphrase: str, add: Callable[..., None], count: Callable[[Station], int]
) -> None:
    disk = mount("size=1m")
    with Station.create(disk / "station", passphrase, name="Torodi") as station:
        add(station, "UTO/persons")
    filler = fill_up(disk)
    with pytest.raises(DiskFullError):
        Station.open(disk / "station", passphrase)
    filler.unlink()
    with Station.open(disk / "station", passphrase) as again:
        assert count(again) == 1


def test_a_full_disk_keeps_the_old_passphrase(mount: Callable[[str], Path], passphrase: str) -> None:
    disk = mount("size=1m")
    with Station.create(disk / "station", passphrase, name="Torodi") as station:
        filler = fill_up(disk)
        with pytest.raises(DiskFullError):
            station.change_passphrase(passphrase, "five goats")
    filler.unlink()
    Station.open(disk / "station", passphrase).close()
