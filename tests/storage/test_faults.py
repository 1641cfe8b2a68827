"""Whatever fails while something is written: a sentence, nothing half-written, and the station opens."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from borderdesk.storage import header
from borderdesk.storage.errors import DamagedError, DiskFullError, NewerError, StorageError
from borderdesk.storage.station import Station
from script.torturing import ground

ROOT = Path(__file__).resolve().parents[2]
OLD = Path(__file__).parents[1] / "databases" / "schema-1"

LIMITED = """
import resource, shutil, sys
from pathlib import Path
from borderdesk.storage import backup, header
from borderdesk.storage.errors import StorageError
from borderdesk.storage.station import Station
from script.torturing import ground

place, how = Path(sys.argv[1]), sys.argv[2]
ground.make_station(place / "fresh")
with ground.open_station(place / "fresh") as station:
    for number in (1, 2):
        with station.cases(writing=True) as session:
            ground.store(session, number)

def no_file_beyond(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def keep(station, told):
    for number in (3, 4, 5):
        with station.cases(writing=True) as session:
            ground.store(session, number)
        told.append(number)

def store_when_open(home, told, limit):
    with ground.open_station(home) as station:
        no_file_beyond(limit)
        keep(station, told)

def store_from_the_start(home, told, limit):
    no_file_beyond(limit)
    with ground.open_station(home) as station:
        keep(station, told)

def new_keys(home, told, limit):
    with ground.open_station(home) as station:
        no_file_beyond(limit)
        station.change_passphrase(ground.PASSPHRASE, "another")
        no_file_beyond(resource.RLIM_INFINITY)
        station.change_passphrase("another", ground.PASSPHRASE)

def back_up(home, told, limit):
    with ground.open_station(home) as station:
        no_file_beyond(limit)
        station.back_up(home.parent / "one.backup", now=ground.NOW)

acts = {act.__name__: act for act in (store_when_open, store_from_the_start, new_keys, back_up)}
limits = {"new_keys": range(0, 1400, 100), "back_up": range(0, 700_000, 24_576)}
refused = passed = 0
for limit in limits.get(how, range(0, 400_000, 4_096)):
    home = ground.copy_station(place / "fresh", place / "station")
    (place / "one.backup").unlink(missing_ok=True)
    told, before = [1, 2], (home / header.FILE).read_bytes()
    try:
        acts[how](home, told, limit)
        passed += 1
    except StorageError as error:
        assert error.sentence()
        refused += 1
        assert (home / header.FILE).read_bytes() == before, limit
    finally:
        no_file_beyond(resource.RLIM_INFINITY)
    with ground.open_station(home) as station:
        station.check()
        with station.cases() as session:
            assert ground.stored(session) == told, (limit, told, ground.stored(session))
            ground.check(session, told)
    left = {path.name for path in place.iterdir()} - {"fresh", "station", "one.backup"}
    assert not left, left
    assert {path.name for path in home.iterdir()} == {"cases.db", "watchlist.db", header.FILE}
    if (place / "one.backup").exists():
        backup.check(place / "one.backup")
print(refused, passed)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
@pytest.mark.parametrize("how", ["store_when_open", "store_from_the_start", "new_keys", "back_up"])
def test_a_write_that_fails_at_any_size_leaves_nothing_half_done(tmp_path: Path, how: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path), how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    refused, passed = map(int, done.stdout.split())
    assert refused > 5
    assert passed > 0


def test_a_disk_with_any_number_of_free_pages_keeps_what_it_said_it_kept(
    mount: Callable[[str], Path], tmp_path: Path
) -> None:
    ground.make_station(tmp_path / "fresh")
    size = 2_000_000
    disk = mount(f"size={size}")
    filler = disk / "filler"
    refused = 0
    for free_pages in range(0, 60, 3):
        home = ground.copy_station(tmp_path / "fresh", disk / "station")
        told: list[int] = []
        try:
            with ground.open_station(home) as station:
                free = shutil.disk_usage(disk).free - free_pages * 4096
                filler.write_bytes(bytes(free))
                for number in range(1, 8):
                    with station.cases(writing=True) as session:
                        ground.store(session, number)
                    told.append(number)
        except DiskFullError:
            refused += 1
        filler.unlink()
        with ground.open_station(home) as station, station.cases() as session:
            assert ground.stored(session) == told
            ground.check(session, told)
    assert refused > 5


def test_one_flipped_byte_of_the_stations_file_is_always_told(
    fast: Path, passphrase: str, everything_in: Callable[[Path], dict[str, bytes]]
) -> None:
    with Station.open(fast, passphrase) as station:
        station.make_recovery_key(passphrase)
    path = fast / header.FILE
    data = path.read_bytes()
    chance = random.Random(7)
    for place in range(len(data) - 1):  # the last one ends the line and says nothing
        for bit in {chance.randrange(8), 5}:  # 5: capital letters
            spoilt = data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]
            path.write_bytes(spoilt)
            with pytest.raises(StorageError) as caught:
                Station.open(fast, passphrase)
            assert caught.value.message.key in ("error.station.damaged", "error.station.newer"), (place, bit)
            assert path.read_bytes() == spoilt
    for length in range(len(data) - 1):
        path.write_bytes(data[:length])
        with pytest.raises(StorageError):
            header.read(fast)
    path.write_bytes(data)
    Station.open(fast, passphrase).close()


def test_one_flipped_byte_of_an_old_stations_file_opens_nothing(tmp_path: Path, passphrase: str) -> None:
    home = Path(shutil.copytree(OLD, tmp_path / "station"))
    data = (home / header.FILE).read_bytes()
    chance = random.Random(8)
    for _ in range(12):
        place = chance.randrange(len(data) - 1)
        (home / header.FILE).write_bytes(data[:place] + bytes([data[place] ^ 2]) + data[place + 1 :])
        with pytest.raises(StorageError):
            Station.open(home, passphrase)
    assert not (home / "station.lock").exists()  # it never came to a migration


@pytest.mark.parametrize("what", ["station.json", "cases", "watchlist"])
def test_of_a_newer_station_not_a_byte_is_changed(
    tmp_path: Path, passphrase: str, what: str, everything_in: Callable[[Path], dict[str, bytes]]
) -> None:
    """Not even where the other database is old and could be brought up."""
    home = Path(shutil.copytree(OLD, tmp_path / "station"))
    if what == header.FILE:
        text = (home / header.FILE).read_text()
        (home / header.FILE).write_text(text.replace('"format": 1', '"format": 99'))
    else:
        _make_newer(home, passphrase, what)
    before = everything_in(home)
    with pytest.raises(NewerError):
        Station.open(home, passphrase)
    assert everything_in(home) == before


def _make_newer(home: Path, passphrase: str, what: str) -> None:
    from borderdesk.storage.engine import make_engine

    for database, key in header.read(home).unseal(passphrase, home).items():
        if database.value == what:
            engine = make_engine(home / f"{what}.db", key)
            with engine.begin() as connection:
                connection.execute(sa.text("UPDATE alembic_version SET version_num = 'x_999'"))
            engine.dispose()


def test_every_damaged_page_is_told_of(fast: Path, passphrase: str) -> None:
    for name in ("cases.db", "watchlist.db"):
        path = fast / name
        data = path.read_bytes()
        chance = random.Random(9)
        for page in range(len(data) // 4096):
            spoilt = bytearray(data)
            spoilt[page * 4096 + chance.randrange(4096)] ^= 1 << chance.randrange(8)
            path.write_bytes(spoilt)
            with pytest.raises(DamagedError) as caught:
                Station.open(fast, passphrase)
            assert name in caught.value.sentence()
        path.write_bytes(data)
    Station.open(fast, passphrase).close()
