"""A station: one folder, one passphrase, two databases."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session

from borderdesk.storage import header, integrity, keys, schema, scrubbing
from borderdesk.storage.engine import WRITING, make_engine
from borderdesk.storage.errors import (
    DamagedError,
    NoStationError,
    ReadOnlyError,
    StorageError,
    telling,
    telling_of_folder,
)
from borderdesk.storage.header import StationHeader
from borderdesk.storage.schema import Database


class Station:
    """An open station. Safe to use from any thread; made by `Station.create` or `Station.open`."""

    def __init__(self, home: Path, head: StationHeader, database_keys: Mapping[Database, bytes]) -> None:
        self._home = home
        self._head = head
        self._engines = {
            database: make_engine(_file(home, database), key) for database, key in database_keys.items()
        }
        self._closed = False

    @staticmethod
    def exists(home: Path) -> bool:
        """Whether a folder holds a station. A missing or empty folder holds none."""
        return (home / header.FILE).is_file()

    @classmethod
    def create(cls, home: Path, passphrase: str, *, name: str, training: bool = False) -> Self:
        """Make a station: all of it, or nothing.

        It is built in a hidden folder beside the wanted one, which takes its name at the very end.

        Args:
            home: A folder that is missing or empty; folders above it are made.
            passphrase: Opens the station from now on; nothing else does.
            name: As the officers call it.
            training: True where nothing in it is real.

        Raises:
            StorageError: There is something in the folder, no name or passphrase was given, or the disk is
                full, read-only or out of reach.
        """
        if not passphrase:
            raise StorageError("error.station.no_passphrase")
        if not name.strip():
            raise StorageError("error.station.no_name")
        home = home.absolute()
        _refuse_used(home)
        with telling_of_folder(home):
            home.parent.mkdir(parents=True, exist_ok=True)
            building = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
        try:
            database_keys = {database: keys.fresh_key() for database in Database}
            with telling_of_folder(home):
                _build_databases(building, database_keys)
            head = StationHeader.seal(
                passphrase, database_keys, station_id=uuid.uuid4().hex, name=name.strip(), training=training
            )
            head.write(building)
            _refuse_used(home)
            with telling_of_folder(home):
                _give_name(building, home)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        return cls(home, head, database_keys)

    @classmethod
    def open(cls, home: Path, passphrase: str) -> Self:
        """Open a station, bring its databases to the newest schema and check them.

        Raises:
            NoStationError: No folder, or no station in it.
            WrongPassphraseError: The passphrase does not open it.
            NewerError: It was last used by a newer program; nothing was changed.
            DamagedError: A database is missing or damaged.
            StorageError: The disk is full, read-only, busy or out of reach.
        """
        home = home.absolute()
        if not home.is_dir():
            raise NoStationError("error.station.missing", path=home)
        if not cls.exists(home):
            raise NoStationError("error.station.none", path=home)
        head = header.read(home)
        for database in Database:
            _refuse_unusable(_file(home, database))
        database_keys = head.unseal(passphrase, home)
        for database, key in database_keys.items():
            schema.walk(_file(home, database), key, database)
        station = cls(home, head, database_keys)
        try:
            for database, engine in station._engines.items():
                integrity.check_at_opening(engine, _file(home, database))
        except BaseException:
            station.close()
            raise
        return station

    @property
    def home(self) -> Path:
        """The station's folder."""
        return self._home

    @property
    def station_id(self) -> str:
        """Random, 32 hexadecimal digits; stays when the station is renamed or copied."""
        return self._head.station_id

    @property
    def name(self) -> str:
        """As the officers call it."""
        return self._head.name

    @property
    def training(self) -> bool:
        """True where nothing in it is real."""
        return self._head.training

    @contextmanager
    def cases(self, *, writing: bool = False) -> Iterator[Session]:
        """One transaction on what this desk saw: committed at the end, taken back on any error.

        Args:
            writing: True where the transaction reads first and then writes; it waits for other writers at
                its start. One that only reads, or writes from its first statement on, needs no such care.

        Raises:
            StorageError: The disk is full, read-only, busy or damaged; nothing of this transaction stays.
        """
        with self._transaction(Database.CASES, writing) as session:
            yield session

    @contextmanager
    def watchlist(self, *, writing: bool = False) -> Iterator[Session]:
        """One transaction on the watchlist; see `cases`. Reading goes on while a list is being replaced."""
        with self._transaction(Database.WATCHLIST, writing) as session:
            yield session

    @contextmanager
    def _transaction(self, database: Database, writing: bool) -> Iterator[Session]:
        if self._closed:
            raise RuntimeError("the station was closed")
        path, engine = _file(self._home, database), self._engines[database]
        with telling(path), Session(engine, expire_on_commit=False) as session, session.begin():
            if writing:
                session.connection(execution_options={WRITING: True})
            yield session

    def check(self) -> None:
        """Check every page of both databases, 5 to 9 ms of processor time a MiB.

        Raises:
            DamagedError: A database is damaged.
        """
        for database, engine in self._engines.items():
            integrity.check_all(engine, _file(self._home, database))

    def scrub(self, *, rewrite: bool) -> bool:
        """Leave nothing in the file of `cases` of what was deleted; all else says `scrubbing.scrub`."""
        path = _file(self._home, Database.CASES)
        return scrubbing.scrub(self._engines[Database.CASES], path, rewrite=rewrite)

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the same keys by a new passphrase; the databases stay as they are.

        Raises:
            WrongPassphraseError: The old one is wrong.
            StorageError: The new one is empty, or the disk is full or read-only; the old one still opens.
        """
        if not new:
            raise StorageError("error.station.no_passphrase")
        head = StationHeader.seal(
            new,
            self._head.unseal(old, self._home),
            station_id=self.station_id,
            name=self.name,
            training=self.training,
        )
        head.write(self._home)
        self._head = head

    def close(self) -> None:
        """Close both databases; may be called twice."""
        self._closed = True
        for engine in self._engines.values():
            engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _file(home: Path, database: Database) -> Path:
    return home / f"{database.value}.db"


def _refuse_used(home: Path) -> None:
    """Only a missing or an empty folder becomes a station."""
    if Station.exists(home):
        raise StorageError("error.station.exists", path=home)
    with telling_of_folder(home):
        if home.exists() and not (home.is_dir() and next(home.iterdir(), None) is None):
            raise StorageError("error.station.not_empty", path=home)


def _refuse_unusable(path: Path) -> None:
    """A database that is missing, empty or not writable is told of before SQLite makes a new one of it."""
    with telling_of_folder(path):
        if not path.exists():
            raise DamagedError("error.storage.missing", path=path)
        if path.stat().st_size == 0:
            raise DamagedError("error.storage.damaged", path=path)
    if not (os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)):
        raise ReadOnlyError("error.storage.read_only", path=path)


def _build_databases(folder: Path, database_keys: Mapping[Database, bytes]) -> None:
    for database, key in database_keys.items():
        path = _file(folder, database)
        # SQLite gives the files beside a database the mode of the database.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        schema.walk(path, key, database)


def _give_name(building: Path, home: Path) -> None:
    if home.exists() and os.name != "posix":
        home.rmdir()  # POSIX renames onto an empty folder by itself
    building.rename(home)
    header.sync_folder(home.parent)
