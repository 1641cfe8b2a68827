"""A backup is whole or refused, made while the desk works, and restored whole or not at all."""

from __future__ import annotations

import json
import random
import shutil
import stat
import threading
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from borderdesk.storage import backup, copying, facts, header, schema
from borderdesk.storage.engine import make_engine
from borderdesk.storage.errors import (
    DamagedError,
    DiskFullError,
    InUseError,
    NewerError,
    StorageError,
    WrongPassphraseError,
)
from borderdesk.storage.schema import Database
from borderdesk.storage.station import Station

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
OLD = Path(__file__).parents[1] / "databases" / "schema-1"
ENTRY = sa.text(
    "INSERT INTO outbox (kind, subject_kind, subject_id, made_at, payload) "
    "VALUES ('k', '', '', :at, :payload)"
)


def write_entries(station: Station, first: int, count: int) -> None:
    for number in range(first, first + count):
        with station.cases() as session:
            session.execute(ENTRY, {"at": "2026-11-24", "payload": json.dumps({"n": number})})


def entries(station: Station) -> list[int]:
    with station.cases() as session:
        said = session.execute(sa.text("SELECT payload FROM outbox ORDER BY sequence")).scalars()
        return [json.loads(each)["n"] for each in said]


@pytest.fixture
def working(fast: Path, passphrase: str) -> Any:
    """An open station with some entries."""
    with Station.open(fast, passphrase) as station:
        write_entries(station, 0, 5)
        yield station


@pytest.fixture
def written(working: Station, tmp_path: Path) -> Path:
    """A backup of it."""
    return working.back_up(tmp_path / "one.backup", now=NOW).path


def test_what_was_backed_up_is_restored(
    working: Station, written: Path, tmp_path: Path, passphrase: str, add: Callable[..., None], count: Any
) -> None:
    add(working, "UTO/persons")
    write_entries(working, 5, 1)
    station, found = Station.restore(written, tmp_path / "new", passphrase)
    with station:
        assert entries(station) == [0, 1, 2, 3, 4]
        assert (station.station_id, station.name, count(station)) == (working.station_id, "Torodi", 0)
        station.check()
    assert (found.made_at, sorted(found.files)) == (NOW, ["cases.db", "station.json"])
    Station.open(tmp_path / "new", passphrase).close()
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_the_watchlist_comes_with_everything(
    working: Station, tmp_path: Path, passphrase: str, add: Callable[..., None], count: Any
) -> None:
    add(working, "UTO/persons")
    working.back_up(tmp_path / "all.backup", now=NOW, everything=True)
    station, _ = Station.restore(tmp_path / "all.backup", tmp_path / "new", passphrase)
    with station:
        assert count(station) == 1


def test_it_is_consistent_while_the_desk_works(working: Station, tmp_path: Path, passphrase: str) -> None:
    """Each transaction writes two rows; no backup may hold one of the two."""
    stop = threading.Event()

    def work() -> None:
        number = 100
        while not stop.is_set():
            with working.cases(writing=True) as session:
                session.execute(ENTRY, {"at": "2026-11-24", "payload": json.dumps({"n": number})})
                session.execute(ENTRY, {"at": "2026-11-24", "payload": json.dumps({"n": number})})
            number += 1

    desk = threading.Thread(target=work)
    desk.start()
    try:
        for number in range(3):
            working.back_up(tmp_path / f"{number}.backup", now=NOW)
    finally:
        stop.set()
        desk.join()
    grown = []
    for number in range(3):
        station, _ = Station.restore(tmp_path / f"{number}.backup", tmp_path / f"home-{number}", passphrase)
        with station:
            there = entries(station)[5:]
        assert there == [100 + place // 2 for place in range(len(there))]
        assert len(there) % 2 == 0
        grown.append(len(there))
    assert grown == sorted(grown)
    assert grown[-1] > 0


def test_nothing_in_it_is_readable(working: Station, tmp_path: Path, passphrase: str) -> None:
    with working.cases() as session:
        facts.put(session, "planted", "OUEDRAOGO")
    data = working.back_up(tmp_path / "one.backup", now=NOW, everything=True).path.read_bytes()
    for secret in (b"OUEDRAOGO", passphrase.encode(), b"CREATE TABLE", b"SQLite format"):
        assert secret not in data


def test_an_old_file_is_not_overwritten_and_nothing_else_is_left(
    working: Station, written: Path, tmp_path: Path, everything_in: Callable[[Path], dict[str, bytes]]
) -> None:
    before = written.read_bytes()
    with pytest.raises(StorageError) as caught:
        working.back_up(written, now=NOW)
    assert caught.value.message.key == "error.backup.exists"
    with pytest.raises(StorageError) as caught:
        working.back_up(tmp_path / "missing" / "x", now=NOW)
    assert caught.value.message.key == "error.backup.no_folder"
    assert written.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(("one", ".one"))) == [
        "one.backup"
    ]


@pytest.mark.parametrize("step", range(4))
def test_a_cut_backup_is_refused_and_nothing_changes(
    written: Path, tmp_path: Path, passphrase: str, step: int
) -> None:
    data = written.read_bytes()
    chance = random.Random(step)
    lengths = [0, 1, 21, 22, len(data) - 1, len(data) - 22, *(chance.randrange(len(data)) for _ in range(25))]
    for length in lengths:
        written.write_bytes(data[:length])
        with pytest.raises(StorageError) as caught:
            Station.restore(written, tmp_path / "new", passphrase)
        assert caught.value.message.key == "error.backup.damaged"
        assert not (tmp_path / "new").exists()
    assert sorted(path.name for path in tmp_path.iterdir() if "new" in path.name) == []


@pytest.mark.parametrize("step", range(4))
def test_a_flipped_bit_is_refused_or_does_no_harm(
    written: Path, tmp_path: Path, passphrase: str, step: int
) -> None:
    data = written.read_bytes()
    chance = random.Random(step)
    places = [chance.randrange(len(data)) for _ in range(20)] + [
        len(data) - chance.randrange(900) for _ in range(20)
    ]
    refused = 0
    for place in places:
        place = min(place, len(data) - 1)
        spoilt = bytearray(data)
        spoilt[place] ^= 1 << chance.randrange(8)
        written.write_bytes(spoilt)
        home = tmp_path / "new"
        try:
            station, _ = Station.restore(written, home, passphrase)
        except StorageError:
            refused += 1
            assert not home.exists()
            continue
        with station:  # in a date or a flag of the ZIP, which nobody reads
            assert entries(station) == [0, 1, 2, 3, 4]
            station.check()
        shutil.rmtree(home)
    assert refused > 20


def test_what_somebody_put_together_otherwise_is_refused(
    working: Station, written: Path, tmp_path: Path, passphrase: str
) -> None:
    with zipfile.ZipFile(written) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files["manifest.json"])

    def packed(files: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> Path:
        made = tmp_path / "made.backup"
        with zipfile.ZipFile(made, "w", how) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return made

    further = json.dumps({**manifest, "files": {**manifest["files"], "../x": manifest["files"]["cases.db"]}})
    bad = {
        "one file more": {**files, "letter.txt": b"x"},
        "one outside of the folder": {**files, "../x": files["cases.db"], "manifest.json": further.encode()},
        "no cases": {name: data for name, data in files.items() if name != "cases.db"},
        "no manifest": {name: data for name, data in files.items() if name != "manifest.json"},
        "another manifest": {**files, "manifest.json": b"[]"},
    }
    for name, content in bad.items():
        with pytest.raises(StorageError) as caught:
            Station.restore(packed(content), tmp_path / "new", passphrase)
        assert caught.value.message.key == "error.backup.damaged", name
    with pytest.raises(StorageError):
        Station.restore(packed(files, zipfile.ZIP_DEFLATED), tmp_path / "new", passphrase)
    newer = {**files, "manifest.json": json.dumps({**manifest, "format": 2}).encode()}
    with pytest.raises(NewerError):
        Station.restore(packed(newer), tmp_path / "new", passphrase)
    with pytest.raises(StorageError):
        Station.restore(tmp_path / "missing", tmp_path / "new", passphrase)
    assert not (tmp_path / "new").exists()
    Station.restore(packed(files), tmp_path / "new", passphrase)[0].close()


def test_it_is_restored_only_into_a_missing_or_empty_folder(
    working: Station, written: Path, tmp_path: Path, passphrase: str, everything_in: Any
) -> None:
    with pytest.raises(StorageError) as caught:
        Station.restore(written, working.home, passphrase)
    assert caught.value.message.key == "error.station.exists"
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("mine")
    with pytest.raises(StorageError):
        Station.restore(written, tmp_path / "used", passphrase)
    assert everything_in(tmp_path / "used") == {"letter.txt": b"mine"}
    (tmp_path / "empty").mkdir()
    Station.restore(written, tmp_path / "empty", passphrase)[0].close()


def test_it_opens_by_the_passphrase_of_its_time_or_the_recovery_key(
    working: Station, tmp_path: Path, passphrase: str
) -> None:
    key = working.make_recovery_key(passphrase)
    written = working.back_up(tmp_path / "one.backup", now=NOW).path
    working.change_passphrase(passphrase, "five goats")
    with pytest.raises(WrongPassphraseError):
        Station.restore(written, tmp_path / "new", "five goats")
    assert not (tmp_path / "new").exists()
    Station.restore(written, tmp_path / "new", passphrase)[0].close()
    Station.restore(written, tmp_path / "newer", key.lower())[0].close()
    Station.open(tmp_path / "newer", passphrase).close()


def test_a_damaged_database_is_not_backed_up(working: Station, tmp_path: Path) -> None:
    working.close()
    path = working.home / "cases.db"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedError) as caught:
        working.back_up(tmp_path / "one.backup", now=NOW)
    assert "cases.db" in caught.value.sentence()
    assert not [each for each in tmp_path.iterdir() if "one" in each.name]


def test_a_copy_that_lacks_rows_would_be_noticed(
    working: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = iter([{"t": 5}, {"t": 5}, {"t": 4}])
    monkeypatch.setattr(copying, "count_rows", lambda _: next(counts))
    with pytest.raises(DamagedError):
        working.back_up(tmp_path / "one.backup", now=NOW)


def test_a_full_disk_leaves_no_part_of_a_backup(working: Station, mount: Callable[[str], Path]) -> None:
    for kilobytes in (16, 100, 250):
        disk = mount(f"size={kilobytes}k")
        with pytest.raises(DiskFullError):
            working.back_up(disk / "one.backup", now=NOW)
        assert list(disk.iterdir()) == []


def test_a_station_is_not_restored_onto_a_full_disk(
    written: Path, mount: Callable[[str], Path], passphrase: str
) -> None:
    disk = mount("size=150k")
    with pytest.raises(DiskFullError):
        Station.restore(written, disk / "station", passphrase)
    assert list(disk.iterdir()) == []


def test_a_backup_is_made_before_a_migration_and_can_be_restored(tmp_path: Path, passphrase: str) -> None:
    home = Path(shutil.copytree(OLD, tmp_path / "station"))
    (home / "before-schema-1.backup").write_bytes(b"of an earlier migration")
    with Station.open(home, passphrase) as station:
        station_id = station.station_id
    (left,) = backup.left_by_migrations(home)
    newest = schema.steps(Database.CASES).get_current_head()
    assert newest is not None
    assert left.name == f"before-schema-{newest.removeprefix('cases_')}.backup"
    found = backup.check(left)
    assert (found.station_id, list(found.files)) == (station_id, ["cases.db"])  # and no keys
    _, head, keys = backup.restore(left, tmp_path / "old", passphrase)
    engine = make_engine(tmp_path / "old" / "cases.db", keys[Database.CASES])
    with engine.connect() as connection:
        assert schema.revision(connection) == "cases_1"
        assert connection.exec_driver_sql("SELECT count(*) FROM inspections").scalar_one() == 1
    engine.dispose()
    assert head.edition == header.FORMAT
    Station.open(home, passphrase).close()
    assert backup.left_by_migrations(home) == [left]
    left.rename(tmp_path / left.name)
    with pytest.raises(StorageError) as caught:
        backup.restore(tmp_path / left.name, tmp_path / "further", passphrase)
    assert caught.value.message.key == "error.backup.no_keys"


def test_without_room_for_that_backup_nothing_is_migrated(
    mount: Callable[[str], Path], passphrase: str, everything_in: Any
) -> None:
    disk = mount("size=8m")
    home = Path(shutil.copytree(OLD, disk / "station"))
    used = sum(path.stat().st_blocks * 512 for path in home.iterdir())
    before = everything_in(home)
    mount(f"remount,size={(used + 100_000) // 4096 * 4}k")
    with pytest.raises(DiskFullError):
        Station.open(home, passphrase)
    assert everything_in(home) == {**before, "station.lock": b""}
    mount("remount,size=8m")
    Station.open(home, passphrase).close()


def test_nothing_is_migrated_under_a_window(tmp_path: Path, passphrase: str, everything_in: Any) -> None:
    from borderdesk.storage.lock import Lock

    home = Path(shutil.copytree(OLD, tmp_path / "station"))
    lock = Lock.take(home)
    before = everything_in(home)
    with pytest.raises(InUseError):
        Station.open(home, passphrase)
    assert everything_in(home) == before
    lock.free()
    Station.open(home, passphrase).close()


def test_a_station_of_format_1_is_brought_up_once_and_whole(
    tmp_path: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(OLD, tmp_path / "station"))
    old = (home / header.FILE).read_bytes()
    assert json.loads(old)["format"] == 1

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", power_cut)
        patched.setattr("borderdesk.storage.backup.before_migration", lambda *_: None)
        with pytest.raises(KeyboardInterrupt):
            Station.open(home, passphrase)
    assert (home / header.FILE).read_bytes() == old
    with Station.open(home, passphrase) as station:
        new = json.loads((home / header.FILE).read_bytes())
        assert new["format"] == header.FORMAT
        key = station.make_recovery_key(passphrase)
    Station.recover(home, key, "five goats")
    Station.open(home, "five goats").close()
