"""`station.json`: what a station is called, and its wrapped keys. The one file that is not encrypted.

Format 2 has the same keys wrapped twice: by the passphrase, and by the recovery key where one was made. It
also has 32 bytes by which a duress passphrase is known, random ones where there is none: the file does not
tell whether there is. A sum over all of it tells a damaged file from a wrong passphrase. Format 1 had only
the keys wrapped by the passphrase.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from borderdesk.storage import keys, recovery, second_factor
from borderdesk.storage.errors import NewerError, StorageError, WrongPassphraseError, telling_of_folder
from borderdesk.storage.schema import Database

FILE = "station.json"
FORMAT = 2
_NEW = f"{FILE}.new"
_MOST_BYTES = 64 * 1024  # a station's file has about one kilobyte
_MARK_BYTES = 32
_PASSPHRASE = "passphrase"  # noqa: S105 - how a key was wrapped, no secret


@dataclass(frozen=True, slots=True)
class StationHeader:
    """What `station.json` says.

    Attributes:
        station_id: Random, 32 hexadecimal digits.
        name: As the officers call it.
        training: True where nothing in it is real.
        stretching: How a passphrase is stretched: the right one and that of duress alike.
        wrapped: The key of each database, wrapped by the passphrase.
        recovery: The same, wrapped by the recovery key; empty where none was made.
        mark: By which the duress passphrase is known, 32 bytes; random where there is none.
        keyring: Whether the system's keyring is asked as well as the passphrase.
        edition: The format it was written in.
    """

    station_id: str
    name: str
    training: bool
    stretching: keys.Stretching
    wrapped: Mapping[Database, bytes] = field(repr=False)
    recovery: Mapping[Database, bytes] = field(default_factory=dict, repr=False)
    mark: bytes = field(default=b"", repr=False)
    keyring: bool = False
    edition: int = FORMAT

    @classmethod
    def seal(
        cls,
        passphrase: str,
        database_keys: Mapping[Database, bytes],
        *,
        station_id: str,
        name: str,
        training: bool,
        stretching: keys.Stretching | None = None,
    ) -> StationHeader:
        """A header whose keys only this passphrase unwraps."""
        stretching = stretching or keys.Stretching.fresh()
        bare = cls(station_id, name, training, stretching, {}, mark=os.urandom(_MARK_BYTES))
        return bare.wrapped_by(bare.stretching.stretch(passphrase), database_keys)

    def wrapped_by(self, wrapping_key: bytes, database_keys: Mapping[Database, bytes]) -> StationHeader:
        """The same in today's format with the keys wrapped by another stretched passphrase.

        Raises:
            StorageError: The keyring, where it is the second factor, does not answer.
        """
        today = replace(self, edition=FORMAT)
        return replace(
            today, wrapped=today._wrapped(self._with_keyring(wrapping_key), database_keys, _PASSPHRASE)
        )

    def _with_keyring(self, wrapping_key: bytes) -> bytes:
        return second_factor.mixed(wrapping_key, self.station_id) if self.keyring else wrapping_key

    def recovered_by(self, secret: bytes, database_keys: Mapping[Database, bytes]) -> StationHeader:
        """The same with the keys wrapped by a new recovery key too; an older one opens nothing any more."""
        wrapping_key = recovery.wrapping_key(secret, self.station_id)
        return replace(self, recovery=self._wrapped(wrapping_key, database_keys, "recovery"))

    def _wrapped(
        self, wrapping_key: bytes, database_keys: Mapping[Database, bytes], by: str
    ) -> dict[Database, bytes]:
        return {
            database: keys.wrap(key, wrapping_key, self._bound(database, by))
            for database, key in database_keys.items()
        }

    def unseal(self, passphrase: str, home: Path) -> dict[Database, bytes]:
        """The databases' keys.

        Args:
            passphrase: As typed.
            home: The station's folder, for the error's sentence.

        Raises:
            WrongPassphraseError: It is not the passphrase, or the header was changed.
            StorageError: The keyring, where it is the second factor, does not answer.
        """
        return self.unwrap(self.stretching.stretch(passphrase), home)

    def unwrap(self, wrapping_key: bytes, home: Path) -> dict[Database, bytes]:
        """The same by a passphrase that was stretched already."""
        found = self._unwrapped(self.wrapped, self._with_keyring(wrapping_key), _PASSPHRASE)
        if found is None:
            raise WrongPassphraseError("error.station.wrong_passphrase", path=home)
        return found

    def unwrap_by_recovery(self, secret: bytes, home: Path) -> dict[Database, bytes]:
        """The databases' keys by the recovery key.

        Raises:
            StorageError: No recovery key was made, or this is not the one that was.
        """
        if not self.recovery:
            raise StorageError("error.station.no_recovery_key", path=home)
        found = self._unwrapped(self.recovery, recovery.wrapping_key(secret, self.station_id), "recovery")
        if found is None:
            raise WrongPassphraseError("error.station.wrong_recovery_key", path=home)
        return found

    def _unwrapped(
        self, wrapped: Mapping[Database, bytes], wrapping_key: bytes, by: str
    ) -> dict[Database, bytes] | None:
        found: dict[Database, bytes] = {}
        for database in Database:
            key = keys.unwrap(wrapped[database], wrapping_key, self._bound(database, by))
            if key is None:
                return None
            found[database] = key
        return found

    def marked(self, wrapping_key: bytes | None) -> StationHeader:
        """The same with a duress passphrase, stretched, or without one."""
        return replace(self, mark=os.urandom(_MARK_BYTES) if wrapping_key is None else _mark(wrapping_key))

    def is_duress(self, wrapping_key: bytes) -> bool:
        """Whether a stretched passphrase is that of duress; takes the same time whatever it is."""
        return hmac.compare_digest(self.mark, _mark(wrapping_key))

    def erased(self) -> StationHeader:
        """One of the same length that nothing opens."""
        return replace(
            self,
            wrapped={database: os.urandom(len(key)) for database, key in self.wrapped.items()},
            recovery={database: os.urandom(len(key)) for database, key in self.recovery.items()},
            mark=os.urandom(_MARK_BYTES),
        )

    def _bound(self, database: Database, by: str) -> bytes:
        """What a wrapped key is bound to: whose it is and how it was wrapped."""
        said: dict[str, Any] = {"database": database.value, "format": self.edition, **self._plain()}
        if self.edition > 1:
            said["by"] = by
        if by == "recovery":  # outlives a change of the passphrase and of the second factor
            del said["argon2id"]
        elif self.keyring:
            said["keyring"] = True
        return json.dumps(said, sort_keys=True, separators=(",", ":")).encode("ascii")

    def _plain(self) -> dict[str, Any]:
        return {
            "station_id": self.station_id,
            "name": self.name,
            "training": self.training,
            "argon2id": {
                "salt": self.stretching.salt.hex(),
                "memory_kib": self.stretching.memory_kib,
                "passes": self.stretching.passes,
                "lanes": self.stretching.lanes,
            },
        }

    def _text(self) -> bytes:
        said = {
            "format": FORMAT,
            **self._plain(),
            "wrapped_keys": {database.value: key.hex() for database, key in self.wrapped.items()},
            "recovery": {database.value: key.hex() for database, key in self.recovery.items()},
            "mark": self.mark.hex(),
            "keyring": self.keyring,
        }
        return (json.dumps({**said, "sum": sum_of(said)}, indent=2) + "\n").encode("ascii")

    def write(self, home: Path) -> None:
        """Put the file into a folder in today's format: whole or not at all, readable by its owner only.

        Raises:
            StorageError: The disk is full or read-only; a file that was there before is untouched.
        """
        new = home / _NEW
        with telling_of_folder(home):
            try:
                new.unlink(missing_ok=True)
                with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(self._text())
                    file.flush()
                    os.fsync(file.fileno())
                new.replace(home / FILE)
            except BaseException:
                with suppress(OSError):
                    new.unlink(missing_ok=True)
                raise
            sync_folder(home)


def erase(head: StationHeader, home: Path) -> None:
    """Write random keys over the wrapped ones, in place, so that nothing opens the station any more.

    A new file would leave the old one's bytes on the disk. Where the disk refuses, nothing is told: whoever
    looks on shall see a wrong passphrase.
    """
    path = home / FILE
    with suppress(OSError):
        for old in (path, home / _NEW):
            if not old.exists():
                continue
            status = old.stat()
            with old.open("r+b") as file:
                file.write(head.erased()._text().ljust(status.st_size))
                file.flush()
                os.fsync(file.fileno())
            os.utime(old, ns=(status.st_atime_ns, status.st_mtime_ns))


def read(home: Path) -> StationHeader:
    """Read a station's file.

    Raises:
        NewerError: It was written by a newer program.
        StorageError: It cannot be read or does not say what it should.
    """
    path = home / FILE
    with telling_of_folder(path), path.open("rb") as file:
        return parse(file.read(_MOST_BYTES), path)


def parse(data: bytes, path: Path) -> StationHeader:
    """What the bytes of such a file say; `path` is for the sentence of an error. See `read`."""
    try:
        said = json.loads(data)
        edition = int(said["format"])
        if edition > FORMAT:
            raise NewerError("error.station.newer", path=path.parent)
        if edition < 1 or (edition > 1 and said.pop("sum") != sum_of(said)):
            raise ValueError("sum")
        stretching = said["argon2id"]
        return StationHeader(
            station_id=str(said["station_id"]),
            name=str(said["name"]),
            training=said["training"] is True,
            stretching=keys.Stretching(
                salt=bytes.fromhex(stretching["salt"]),
                memory_kib=int(stretching["memory_kib"]),
                passes=int(stretching["passes"]),
                lanes=int(stretching["lanes"]),
            ),
            wrapped=_keys(said["wrapped_keys"]),
            recovery=_keys(said["recovery"]) if edition > 1 and said["recovery"] else {},
            mark=bytes.fromhex(said["mark"]) if edition > 1 else os.urandom(_MARK_BYTES),
            keyring=edition > 1 and said.get("keyring") is True,
            edition=edition,
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise StorageError("error.station.damaged", path=path) from error


def sum_of(said: Mapping[str, Any]) -> str:
    """SHA-256 over what a file says but its sum, as canonical JSON."""
    plain = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


def _keys(said: Mapping[str, str]) -> dict[Database, bytes]:
    return {database: bytes.fromhex(said[database.value]) for database in Database}


def _mark(wrapping_key: bytes) -> bytes:
    return hmac.digest(wrapping_key, b"borderdesk duress", "sha256")


def sync_folder(folder: Path) -> None:
    """Make sure that a new name in a folder survives a pulled plug (POSIX; Windows does so by itself)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
