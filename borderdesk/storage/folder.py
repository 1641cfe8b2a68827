"""The station's folder: which one may become a station, and how one that was built beside takes its place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from borderdesk.storage import header, schema
from borderdesk.storage.errors import DamagedError, ReadOnlyError, StorageError, telling_of_folder
from borderdesk.storage.schema import Database


def file(home: Path, database: Database) -> Path:
    """Where a database lies."""
    return home / f"{database.value}.db"


def has_station(home: Path) -> bool:
    """Whether a folder holds a station. A missing or empty folder holds none."""
    return (home / header.FILE).is_file()


def refuse_used(home: Path) -> None:
    """Only a missing or an empty folder becomes a station.

    Raises:
        StorageError: There is a station or something else in it.
    """
    if has_station(home):
        raise StorageError("error.station.exists", path=home)
    with telling_of_folder(home):
        if home.exists() and not (home.is_dir() and next(home.iterdir(), None) is None):
            raise StorageError("error.station.not_empty", path=home)


def refuse_unusable(path: Path) -> None:
    """A database that is missing, empty or not writable is told of before SQLite makes a new one of it.

    Raises:
        DamagedError: It is missing or empty.
        ReadOnlyError: It or its folder cannot be written to.
    """
    with telling_of_folder(path):
        if not path.exists():
            raise DamagedError("error.storage.missing", path=path)
        if path.stat().st_size == 0:
            raise DamagedError("error.storage.damaged", path=path)
    if not (os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)):
        raise ReadOnlyError("error.storage.read_only", path=path)


@contextmanager
def built_beside(home: Path) -> Iterator[Path]:
    """A hidden folder beside the wanted one, which takes its name at the end, or vanishes on any error.

    Args:
        home: Absolute; missing or empty. Folders above it are made.

    Raises:
        StorageError: There is something in it, or the disk is full, read-only or out of reach.
    """
    refuse_used(home)
    with telling_of_folder(home):
        home.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
    try:
        yield building
        refuse_used(home)
        with telling_of_folder(home):
            if home.exists() and os.name != "posix":
                home.rmdir()  # POSIX renames onto an empty folder by itself
            building.rename(home)
            header.sync_folder(home.parent)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def build_databases(folder: Path, database_keys: Mapping[Database, bytes]) -> None:
    """Make empty databases of the newest schema.

    Raises:
        StorageError: The disk is full, read-only or out of reach.
    """
    for database, key in database_keys.items():
        path = file(folder, database)
        with telling_of_folder(path):
            # SQLite gives the files beside a database the mode of the database.
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        schema.walk(path, key, database)
