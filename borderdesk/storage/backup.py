"""Backups: one file with the station's databases, encrypted as they are, and its wrapped keys.

The file is a ZIP without compression: `manifest.json` (which station, when, SHA-256 of each file),
`station.json`, `cases.db`, and `watchlist.db` where it was asked for. Nothing in it is readable without the
passphrase that was in force when it was made, or the recovery key.

* It is written under a hidden name, read back and held against its sums, and only then gets its name.
* A cut or changed one is refused, and nothing on the disk changes; it is restored whole or not at all.
* The one that is made before a migration holds no keys, those beside it open it: so erasing the keys of a
  station erases it too.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from borderdesk.storage import copying, folder, header, recovery, schema
from borderdesk.storage.errors import NewerError, StorageError, WrongPassphraseError, telling_of_folder
from borderdesk.storage.header import StationHeader
from borderdesk.storage.schema import Database

FORMAT = 1
MANIFEST = "manifest.json"
_MOST_MANIFEST_BYTES = 64 * 1024
_BLOCK = 1024 * 1024
_ALLOWED = frozenset({header.FILE, *(f"{database.value}.db" for database in Database)})


@dataclass(frozen=True, slots=True)
class Packed:
    """A file in a backup: its bytes, and their SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written or found whole.

    Attributes:
        path: The file.
        station_id: Of the station it was made of.
        made_at: When; None for one that was made before a migration.
        files: What is in it, by name.
    """

    path: Path
    station_id: str
    made_at: datetime | None
    files: Mapping[str, Packed]


def write(
    home: Path,
    database_keys: Mapping[Database, bytes],
    target: Path,
    *,
    databases: Collection[Database],
    now: datetime | None,
    with_keys: bool = True,
    instead: bool = False,
) -> Backup:
    """Back up a station, whoever is working on it meanwhile.

    Needs room for twice the databases on the disk of `target`.

    Args:
        home: The station's folder.
        database_keys: Its keys.
        target: A file that is not there yet, in a folder that is.
        databases: Which of the two; at least the cases.
        now: When, timezone-aware; None where the file's own date is to tell.
        with_keys: Whether the wrapped keys go into it.
        instead: Whether it takes the place of an older file of that name.

    Raises:
        StorageError: There is such a file, the folder is missing, a database is damaged, or a disk is full,
            read-only or out of reach. No part of a backup is left.
    """
    target = target.absolute()
    if not target.parent.is_dir():
        raise StorageError("error.backup.no_folder", path=target.parent)
    if not instead:
        _refuse_existing(target)
    with telling_of_folder(target):
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        head = header.read(home)
        files: list[Path] = []
        if with_keys:
            files.append(_copy_keys(home, part))
        for database in databases:
            copy = folder.file(part, database)
            copying.copy_database(folder.file(home, database), database_keys[database], copy)
            files.append(copy)
        whole = part / "whole"
        with telling_of_folder(target):
            _pack(files, whole, head.station_id, now)
        found = check(whole)
        if not instead:
            _refuse_existing(target)
        with telling_of_folder(target):
            whole.replace(target)
            header.sync_folder(target.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Backup(target, found.station_id, found.made_at, found.files)


def before_migration(home: Path, database_keys: Mapping[Database, bytes], number: str) -> Path:
    """Back up the cases before a migration changes them, as `before-schema-<number>.backup` in the folder.

    Once it is whole, those of earlier migrations are taken away.

    Raises:
        StorageError: As of `write`; then nothing must be migrated.
    """
    target = home / f"before-schema-{number}.backup"
    for left in home.glob(".before-schema-*.backup-*"):  # by a power cut
        shutil.rmtree(left, ignore_errors=True)
    cases = [Database.CASES]
    write(home, database_keys, target, databases=cases, now=None, with_keys=False, instead=True)
    for each in left_by_migrations(home):
        if each != target:
            with telling_of_folder(each):
                each.unlink()
    return target


def left_by_migrations(home: Path) -> list[Path]:
    """Backups that were made before migrations and still lie in a station's folder."""
    return sorted(home.glob("before-schema-*.backup"))


def check(path: Path) -> Backup:
    """Hold a backup against its own sums. Needs no passphrase.

    Raises:
        NewerError: It was made by a newer program.
        StorageError: It is no backup, was cut, was changed, or cannot be read.
    """
    with _opened(path) as archive:
        found = _manifest(path, archive)
        for name, packed in found.files.items():
            _unpack(path, archive, name, packed, None)
    return found


def restore(path: Path, home: Path, secret: str) -> tuple[Backup, StationHeader, Mapping[Database, bytes]]:
    """Make a station of a backup: all of it, or nothing.

    Where it holds no keys, those in `station.json` beside it are taken. Where it holds no watchlist, the
    station gets an empty one.

    Args:
        path: The backup.
        home: A folder that is missing or empty.
        secret: The passphrase that was in force when it was made, or the recovery key.

    Returns:
        What the backup holds, and the new station's header and keys.

    Raises:
        WrongPassphraseError: It is neither.
        NewerError: It was made by a newer program.
        StorageError: The backup is damaged, the folder is used, or a disk is full, read-only or out of reach.
    """
    home = home.absolute()
    with _opened(path) as archive:
        found = _manifest(path, archive)
        with folder.built_beside(home) as building:
            for name, packed in found.files.items():
                with telling_of_folder(home), _new(building / name) as target:
                    _unpack(path, archive, name, packed, target)
                    target.flush()
                    os.fsync(target.fileno())
            head = _keys_of(path, building, found.station_id)
            database_keys = _unseal(head, secret, home)
            for database, key in database_keys.items():
                file = folder.file(building, database)
                if file.name in found.files:
                    schema.refuse_newer(file, key, database)
                    copying.check(file, key)
                else:
                    folder.build_databases(building, {database: key})
    return found, head, database_keys


def _keys_of(path: Path, building: Path, station_id: str) -> StationHeader:
    """The wrapped keys, put into the folder that is being built."""
    if not folder.has_station(building):
        beside = path.absolute().parent
        if not folder.has_station(beside):
            raise StorageError("error.backup.no_keys", path=path, file=header.FILE)
        _copy_keys(beside, building)
    head = header.read(building)
    if head.station_id != station_id:
        raise StorageError("error.backup.damaged", path=path)
    return head


def _copy_keys(home: Path, to: Path) -> Path:
    copy = to / header.FILE
    with telling_of_folder(copy), _new(copy) as file:
        file.write((home / header.FILE).read_bytes())
        file.flush()
        os.fsync(file.fileno())
    return copy


def _unseal(head: StationHeader, secret: str, home: Path) -> dict[Database, bytes]:
    try:
        return head.unseal(secret, home)
    except WrongPassphraseError:
        try:
            return head.unwrap_by_recovery(recovery.read(secret), home)
        except StorageError:
            pass
        raise


def _refuse_existing(target: Path) -> None:
    if target.exists():
        raise StorageError("error.backup.exists", path=target)


def _pack(files: Collection[Path], whole: Path, station_id: str, now: datetime | None) -> None:
    sums: dict[str, dict[str, object]] = {}
    with _new(whole) as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for file in files:
                digest, size = hashlib.sha256(), 0
                with (
                    file.open("rb") as source,
                    archive.open(_entry(file.name), "w", force_zip64=True) as entry,
                ):
                    while block := source.read(_BLOCK):
                        digest.update(block)
                        size += len(block)
                        entry.write(block)
                sums[file.name] = {"bytes": size, "sha256": digest.hexdigest()}
                file.unlink()
            said = {
                "format": FORMAT,
                "station_id": station_id,
                "made_at": None if now is None else now.astimezone(UTC).isoformat(),
                "files": sums,
            }
            archive.writestr(_entry(MANIFEST), json.dumps(said, indent=2) + "\n")
        raw.flush()
        os.fsync(raw.fileno())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # the moment is told by the manifest
    entry.external_attr = 0o600 << 16
    return entry


def _new(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    with telling_of_folder(path):
        if not path.is_file():
            raise StorageError("error.backup.missing", path=path)
        raw = path.open("rb")
    with raw:
        try:
            archive = zipfile.ZipFile(raw)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise StorageError("error.backup.damaged", path=path) from error
        with archive:
            yield archive


def _manifest(path: Path, archive: zipfile.ZipFile) -> Backup:
    """What a backup says of itself; exactly these files must be in it, stored as they are."""
    try:
        entries = {entry.filename: entry for entry in archive.infolist()}
        if entries[MANIFEST].file_size > _MOST_MANIFEST_BYTES:
            raise ValueError("manifest")
        said: dict[str, Any] = json.loads(_read(archive, MANIFEST))
        if int(said["format"]) > FORMAT:
            raise NewerError("error.backup.newer", path=path)
        files = {
            str(name): Packed(int(about["bytes"]), str(about["sha256"]))
            for name, about in said["files"].items()
        }
        sound = (
            len(entries) == len(archive.infolist())
            and entries.keys() == {MANIFEST, *files}
            and f"{Database.CASES.value}.db" in files
            and files.keys() <= _ALLOWED
            and all(entry.compress_type == zipfile.ZIP_STORED for entry in entries.values())
            and all(entries[name].file_size == packed.size for name, packed in files.items())
        )
        if not sound:
            raise ValueError("entries")
        made_at = None if said["made_at"] is None else datetime.fromisoformat(said["made_at"])
        return Backup(path, str(said["station_id"]), made_at, files)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise StorageError("error.backup.damaged", path=path) from error


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValueError(name) from error


def _unpack(
    path: Path, archive: zipfile.ZipFile, name: str, packed: Packed, target: IO[bytes] | None
) -> None:
    """Read a file of a backup, hold it against its sum, and write it out where that is wanted."""
    digest = hashlib.sha256()
    try:
        source = archive.open(name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise StorageError("error.backup.damaged", path=path) from error
    with source:
        while block := _block(path, source):
            digest.update(block)
            if target is not None:
                target.write(block)
    if digest.hexdigest() != packed.sha256:
        raise StorageError("error.backup.damaged", path=path)


def _block(path: Path, source: IO[bytes]) -> bytes:
    try:
        return source.read(_BLOCK)
    except (zipfile.BadZipFile, EOFError) as error:  # a sum of the ZIP itself, or it was cut
        raise StorageError("error.backup.damaged", path=path) from error
    except OSError as error:
        raise StorageError("error.storage.device", path=path) from error
