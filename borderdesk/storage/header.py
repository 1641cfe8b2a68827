"""`station.json`: what a station is called, and its wrapped keys. The one file that is not encrypted."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from borderdesk.storage import keys
from borderdesk.storage.errors import NewerError, StorageError, WrongPassphraseError, telling_of_folder
from borderdesk.storage.schema import Database

FILE = "station.json"
FORMAT = 1
_MOST_BYTES = 64 * 1024  # a station's file has less than one kilobyte


@dataclass(frozen=True, slots=True)
class StationHeader:
    """What `station.json` says.

    Attributes:
        station_id: Random, 32 hexadecimal digits.
        name: As the officers call it.
        training: True where nothing in it is real.
        stretching: How the wrapping key is made from the passphrase.
        wrapped: The wrapped key of each database.
    """

    station_id: str
    name: str
    training: bool
    stretching: keys.Stretching
    wrapped: Mapping[Database, bytes] = field(repr=False)

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
        bare = cls(station_id, name, training, stretching or keys.Stretching.fresh(), {})
        wrapping_key = bare.stretching.stretch(passphrase)
        wrapped = {
            database: keys.wrap(key, wrapping_key, bare._bound(database))
            for database, key in database_keys.items()
        }
        return cls(station_id, name, training, bare.stretching, wrapped)

    def unseal(self, passphrase: str, home: Path) -> dict[Database, bytes]:
        """The databases' keys.

        Args:
            passphrase: As typed.
            home: The station's folder, for the error's sentence.

        Raises:
            WrongPassphraseError: It is not the passphrase, or the header was changed.
        """
        wrapping_key = self.stretching.stretch(passphrase)
        found: dict[Database, bytes] = {}
        for database in Database:
            key = keys.unwrap(self.wrapped[database], wrapping_key, self._bound(database))
            if key is None:
                raise WrongPassphraseError("error.station.wrong_passphrase", path=home)
            found[database] = key
        return found

    def _bound(self, database: Database) -> bytes:
        """What a wrapped key is bound to: all else that the file says."""
        said = {"database": database.value, "format": FORMAT, **self._plain()}
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

    def write(self, home: Path) -> None:
        """Put the file into a folder: whole or not at all, readable by its owner only.

        Raises:
            StorageError: The disk is full or read-only; a file that was there before is untouched.
        """
        wrapped = {database.value: key.hex() for database, key in self.wrapped.items()}
        text = json.dumps({"format": FORMAT, **self._plain(), "wrapped_keys": wrapped}, indent=2) + "\n"
        new = home / f"{FILE}.new"
        with telling_of_folder(home):
            try:
                new.unlink(missing_ok=True)
                with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(text.encode("ascii"))
                    file.flush()
                    os.fsync(file.fileno())
                new.replace(home / FILE)
            except OSError:
                new.unlink(missing_ok=True)
                raise
            sync_folder(home)


def read(home: Path) -> StationHeader:
    """Read a station's file.

    Raises:
        NewerError: It was written by a newer program.
        StorageError: It cannot be read or does not say what it should.
    """
    path = home / FILE
    with telling_of_folder(path), path.open("rb") as file:
        data = file.read(_MOST_BYTES)
    try:
        said = json.loads(data)
        if int(said["format"]) > FORMAT:
            raise NewerError("error.station.newer", path=home)
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
            wrapped={database: bytes.fromhex(said["wrapped_keys"][database.value]) for database in Database},
        )
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise StorageError("error.station.damaged", path=path) from error


def sync_folder(folder: Path) -> None:
    """Make sure that a new name in a folder survives a pulled plug (POSIX; Windows does so by itself)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
