"""A station: one folder, one passphrase, two databases."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session

from borderdesk.storage import (
    backup,
    contact,
    folder,
    header,
    indexing,
    integrity,
    keys,
    recovery,
    schema,
    scrubbing,
    second_factor,
    unsealing,
)
from borderdesk.storage.backup import Backup
from borderdesk.storage.engine import WRITING, make_engine
from borderdesk.storage.errors import NoStationError, StorageError, telling
from borderdesk.storage.header import StationHeader
from borderdesk.storage.lock import Lock
from borderdesk.storage.schema import Database

WRONG_AFTER_S = 1.0
"""A wrong passphrase is answered after whole seconds: erasing the keys under duress takes no longer."""


class Station:
    """An open station. Safe to use from any thread; made by `Station.create` or `Station.open`."""

    def __init__(
        self,
        home: Path,
        head: StationHeader,
        database_keys: Mapping[Database, bytes],
        lock: Lock | None = None,
    ) -> None:
        self._home = home
        self._head = head
        self._keys = dict(database_keys)
        self._lock = lock
        self._engines = {
            database: make_engine(folder.file(home, database), key) for database, key in database_keys.items()
        }
        self._guard: tuple[timedelta, Callable[[], datetime]] | None = None
        self._closed = False

    @staticmethod
    def exists(home: Path) -> bool:
        """Whether a folder holds a station. A missing or empty folder holds none."""
        return folder.has_station(home)

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
        with folder.built_beside(home) as building:
            database_keys = {database: keys.fresh_key() for database in Database}
            folder.build_databases(building, database_keys)
            head = StationHeader.seal(
                passphrase, database_keys, station_id=uuid.uuid4().hex, name=name.strip(), training=training
            )
            head.write(building)
        return cls(home, head, database_keys)

    @classmethod
    def open(cls, home: Path, passphrase: str, *, alone: bool = False) -> Self:
        """Open a station, bring its databases to the newest schema and check them.

        Before a migration the cases are backed up in the station's folder (`before-schema-N.backup`). The
        duress passphrase erases the wrapped keys for good; all else goes as with a wrong one.

        Args:
            home: The station's folder.
            passphrase: As typed.
            alone: True for a window: no other window may have it at the same time. The command line works
                beside it.

        Raises:
            NoStationError: No folder, or no station in it.
            WrongPassphraseError: The passphrase does not open it.
            InUseError: Another window has it; or it must be migrated, and a window has it.
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
            folder.refuse_unusable(folder.file(home, database))
        wrapping_key, database_keys = unsealing.unseal(head, passphrase, home, wrong_after_s=WRONG_AFTER_S)
        return cls._with_keys(home, head, database_keys, wrapping_key=wrapping_key, alone=alone)

    @classmethod
    def _with_keys(
        cls,
        home: Path,
        head: StationHeader,
        database_keys: Mapping[Database, bytes],
        *,
        wrapping_key: bytes | None = None,
        alone: bool = False,
    ) -> Self:
        lock = Lock.take(home) if alone else None
        try:
            _migrate(home, database_keys, locked=alone)
            if head.edition < header.FORMAT and wrapping_key is not None:
                head = head.wrapped_by(wrapping_key, database_keys)
                head.write(home)
            station = cls(home, head, database_keys, lock)
        except BaseException:
            if lock is not None:
                lock.free()
            raise
        try:
            for database, engine in station._engines.items():
                integrity.check_at_opening(engine, folder.file(home, database))
            indexing.bring_up(partial(station._transaction, Database.WATCHLIST))
        except BaseException:
            station.close()
            raise
        return station

    @classmethod
    def restore(cls, path: Path, home: Path, secret: str) -> tuple[Self, Backup]:
        """Make a station of a backup, and open it. See `borderdesk.storage.backup.restore`."""
        home = home.absolute()
        found, head, database_keys = backup.restore(path, home, secret)
        return cls._with_keys(home, head, database_keys), found

    @classmethod
    def recover(cls, home: Path, recovery_key: str, new: str) -> None:
        """Set a new passphrase by the recovery key, which stays valid; the keyring is asked no more.

        Args:
            home: The station's folder.
            recovery_key: As typed, in any case, with or without dashes.
            new: The new passphrase.

        Raises:
            NoStationError: There is no station in the folder.
            WrongPassphraseError: It is not the recovery key of this station.
            StorageError: It was mistyped, none was ever made, the new passphrase cannot be used, or the
                disk is full or read-only. The old passphrase still opens.
        """
        home = home.absolute()
        if not cls.exists(home):
            raise NoStationError("error.station.none", path=home)
        head = header.read(home)
        database_keys = head.unwrap_by_recovery(recovery.read(recovery_key), home)
        unsealing.wrap_anew(replace(head, keyring=False), database_keys, new).write(home)

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
        """One transaction on the watchlist; see `cases`. Reading goes on while a list is being replaced.

        Raises:
            StorageError: As `cases`; or the watchlist is shut for want of contact (`shut_watchlist`).
        """
        if self._guard is not None:
            after, now = self._guard[0], self._guard[1]()
            with self.cases() as session:
                later = contact.require(session, after, now)
            if later:
                with self.cases(writing=True) as session:
                    contact.note(session, now)
        with self._transaction(Database.WATCHLIST, writing) as session:
            yield session

    @contextmanager
    def _transaction(self, database: Database, writing: bool) -> Iterator[Session]:
        if self._closed:
            raise RuntimeError("the station was closed")
        path, engine = folder.file(self._home, database), self._engines[database]
        info = {"station_id": self.station_id}  # what is signed in a session names its station
        with telling(path), Session(engine, expire_on_commit=False, info=info) as session, session.begin():
            if writing:
                session.connection(execution_options={WRITING: True})
            yield session

    def check(self) -> None:
        """Check every page of both databases, 5 to 9 ms of processor time a MiB.

        Raises:
            DamagedError: A database is damaged.
        """
        for database, engine in self._engines.items():
            integrity.check_all(engine, folder.file(self._home, database))

    def shut_watchlist(self, after: timedelta | None, clock: Callable[[], datetime]) -> None:
        """From now on, keep the watchlist shut once there was no contact for some time (`contact`).

        Args:
            after: How long; None, by the default policy, keeps it open.
            clock: Tells now, timezone-aware.
        """
        self._guard = None if after is None else (after, clock)

    def back_up(self, target: Path, *, now: datetime, everything: bool = False) -> Backup:
        """Back up the cases, and with `everything` the watchlist too; the desk may work meanwhile.

        Args:
            target: A file that is not there yet.
            now: When, timezone-aware.
            everything: True with the watchlist, which can also be imported anew.

        Raises:
            StorageError: See `borderdesk.storage.backup.write`.
        """
        databases = list(Database) if everything else [Database.CASES]
        return backup.write(self._home, self._keys, target, databases=databases, now=now)

    def scrub(self, *, rewrite: bool) -> bool:
        """Leave nothing in the file of `cases` of what was deleted; all else says `scrubbing.scrub`."""
        path = folder.file(self._home, Database.CASES)
        return scrubbing.scrub(self._engines[Database.CASES], path, rewrite=rewrite)

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the same keys by a new passphrase; databases and recovery key stay as they are.

        Raises:
            WrongPassphraseError: The old one is wrong.
            StorageError: The new one cannot be used, or the disk is full or read-only; the old one opens.
        """
        head = self._now()
        self._write(unsealing.wrap_anew(head, head.unseal(old, self._home), new))

    def make_recovery_key(self, passphrase: str) -> str:
        """Make a recovery key, to be written down: it is kept nowhere. An older one opens no more.

        Args:
            passphrase: The station's.

        Returns:
            Eight groups of five letters and digits.

        Raises:
            WrongPassphraseError: The passphrase is wrong.
            StorageError: The disk is full or read-only; an older recovery key still opens.
        """
        head = self._now()
        database_keys = head.unseal(passphrase, self._home)
        secret = recovery.fresh()
        self._write(head.recovered_by(secret, database_keys))
        return recovery.spell(secret)

    @property
    def has_recovery_key(self) -> bool:
        """Whether one was made."""
        return bool(self._head.recovery)

    def set_duress(self, passphrase: str, duress: str | None) -> None:
        """Set a passphrase that erases the wrapped keys when it is typed at opening, or take it away.

        Args:
            passphrase: The station's.
            duress: The other one; None for none.

        Raises:
            WrongPassphraseError: The station's passphrase is wrong.
            StorageError: The two are the same, it is empty, or the disk is full or read-only.
        """
        head = self._now()
        wrapping_key = head.stretching.stretch(passphrase)
        head.unwrap(wrapping_key, self._home)
        if duress is None:
            self._write(head.marked(None))
            return
        if not duress:
            raise StorageError("error.station.no_passphrase")
        marking_key = head.stretching.stretch(duress)
        if marking_key == wrapping_key:
            raise StorageError("error.station.passphrase_taken")
        self._write(head.marked(marking_key))

    def set_second_factor(self, passphrase: str, *, on: bool) -> None:
        """Ask the system's keyring as well at every opening (`storage.second_factor`), or no more.

        Raises:
            WrongPassphraseError: The passphrase is wrong.
            StorageError: No recovery key was made, there is no keyring, or the disk is full or read-only.
        """
        if on:
            self._write(unsealing.with_second_factor(self._now(), passphrase, self._home))
            return
        self._write(unsealing.without_second_factor(self._now(), passphrase, self._home))
        second_factor.forget(self.station_id)

    def _now(self) -> StationHeader:
        """What the station's file says now: another program may have changed the passphrase."""
        return header.read(self._home)

    def _write(self, head: StationHeader) -> None:
        head.write(self._home)
        self._head = head

    def close(self) -> None:
        """Close both databases and let go of the lock; may be called twice."""
        self._closed = True
        for engine in self._engines.values():
            engine.dispose()
        if self._lock is not None:
            self._lock.free()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _migrate(home: Path, database_keys: Mapping[Database, bytes], *, locked: bool) -> None:
    """Take the steps that are missing; both databases are looked at before either is changed."""
    missing = {
        database: schema.lacks(folder.file(home, database), key, database)
        for database, key in database_keys.items()
    }
    if not any(missing.values()):
        return
    lock = None if locked else Lock.take(home)
    try:
        if number := missing[Database.CASES]:
            backup.before_migration(home, database_keys, number)
        for database, key in database_keys.items():
            schema.walk(folder.file(home, database), key, database)
    finally:
        if lock is not None:
            lock.free()
