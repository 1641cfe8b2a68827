"""Real stations on real disks, some of them small or write-protected."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from borderdesk.storage import header, keys
from borderdesk.storage.header import StationHeader
from borderdesk.storage.station import Station

PASSPHRASE = "four goats cross the Sirba"
FILL = sa.text("INSERT INTO lists VALUES (NULL, :name, 'UTO', 1, '2026-11-24', '2026-11-24', 0, 0, '', 0)")
COUNT = sa.text("SELECT count(*) FROM lists")


@pytest.fixture(autouse=True)
def _wrong_passphrases_are_answered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """`test_duress.py` holds that they are not."""
    monkeypatch.setattr("borderdesk.storage.station.WRONG_AFTER_S", 0)


@pytest.fixture
def fast(closed_station: Path) -> Path:
    """A closed station whose passphrase is stretched for no time, for tests that open it often."""
    head = header.read(closed_station)
    quick = keys.Stretching(salt=bytes(keys.SALT_BYTES), memory_kib=8, passes=1, lanes=1)
    StationHeader.seal(
        PASSPHRASE,
        head.unseal(PASSPHRASE, closed_station),
        station_id=head.station_id,
        name=head.name,
        training=head.training,
        stretching=quick,
    ).write(closed_station)
    return closed_station


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "station"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station that is only ever copied: making one takes a while by intent."""
    made = tmp_path_factory.mktemp("stations") / "station"
    Station.create(made, PASSPHRASE, name="Torodi").close()
    return made


@pytest.fixture
def closed_station(home: Path, made_once: Path) -> Path:
    """A folder with a station that nobody has open."""
    shutil.copytree(made_once, home)
    return home


@pytest.fixture
def station(closed_station: Path) -> Iterator[Station]:
    with Station.open(closed_station, PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def add() -> Callable[..., None]:
    """`add(station, *names)` puts lists of these names into the watchlist, in one transaction."""

    def do(station: Station, *names: str) -> None:
        with station.watchlist() as session:
            for name in names:
                session.execute(FILL, {"name": name})

    return do


@pytest.fixture
def count() -> Callable[[Station], int]:
    """`count(station)` says how many lists are in the watchlist."""

    def do(station: Station) -> int:
        with station.watchlist() as session:
            return session.execute(COUNT).scalar_one()

    return do


@pytest.fixture
def everything_in() -> Callable[[Path], dict[str, bytes]]:
    """`everything_in(folder)` is what its files hold, by name."""

    def do(folder: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }

    return do


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mount a disk in memory with given options; `mount("size=1m")`, and again with `remount,ro`."""
    point = tmp_path / "disk"
    point.mkdir()

    def do(options: str) -> Path:
        try:
            done = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(point)], capture_output=True, check=False
            )
        except FileNotFoundError:
            pytest.skip("needs the program mount")
        if done.returncode != 0:
            pytest.skip("needs the right to mount a small disk")
        return point

    yield do
    while point.is_mount():
        subprocess.run(["umount", str(point)], check=True)
