"""What can go wrong with a station, told so that somebody can mend it."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
import sqlcipher3

from models.errors import KnownError

# SQLite result codes (the lowest byte of an extended code; sqlite.org/rescode.html).
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 3, 5, 6, 8, 10, 11, 13, 14, 26
_NEARLY_FULL = 256 * 1024  # bytes: less than this and SQLite's own small files no longer fit


class StorageError(KnownError):
    """Any trouble with a station's folder or databases."""


class NoStationError(StorageError):
    """There is no station in that folder, or no such folder."""


class WrongPassphraseError(StorageError):
    """The passphrase does not open the station."""


class DiskFullError(StorageError):
    """No room left; what was being written was taken back."""


class BusyError(StorageError):
    """Somebody else is writing and does not let go."""


class ReadOnlyError(StorageError):
    """The folder or the disk does not let this user write."""


class DamagedError(StorageError):
    """A file of the station is not what was written to it."""


class InUseError(StorageError):
    """A window, or a migration, has the station for itself."""


class WatchlistShutError(StorageError):
    """There was no contact for so long that the watchlist does not open."""


class NewerError(StorageError):
    """The station was last used by a newer program."""


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a database into an error that says what to do.

    Args:
        path: The database that the block works on.

    Raises:
        StorageError: The database is full, busy, read-only, damaged or out of reach.
    """
    try:
        yield
    except sa.exc.DBAPIError as error:
        if (known := of_sqlite(error.orig, path)) is None:
            raise
        raise known from error
    except sqlcipher3.DatabaseError as error:
        if (known := of_sqlite(error, path)) is None:
            raise
        raise known from error
    except sa.exc.TimeoutError as error:  # every connection of the pool stayed in use
        raise BusyError("error.storage.busy", path=path) from error


@contextmanager
def telling_of_folder(path: Path) -> Iterator[None]:
    """The same for what the operating system says of a folder.

    Raises:
        StorageError: The disk is full, the folder is read-only or the disk does not answer.
    """
    try:
        yield
    except OSError as error:
        raise of_system(error, path) from error


def of_sqlite(error: BaseException | None, path: Path) -> StorageError | None:
    """The known error behind one of SQLite's, None where it is a bug of ours (a broken rule, bad SQL)."""
    code = int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    if code == _FULL or (code in (_IOERR, _CANTOPEN) and _disk_is_full(path)):
        return DiskFullError("error.storage.full", path=path)
    if code in (_BUSY, _LOCKED):
        return BusyError("error.storage.busy", path=path)
    if code in (_PERM, _READONLY, _CANTOPEN):
        return ReadOnlyError("error.storage.read_only", path=path)
    if code in (_CORRUPT, _NOTADB):
        return DamagedError("error.storage.damaged", path=path)
    if code == _IOERR:
        return StorageError("error.storage.device", path=path)
    return None


def of_system(error: OSError, path: Path) -> StorageError:
    """The known error behind one of the operating system's."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFullError("error.storage.full", path=path)
    if error.errno == errno.EFBIG:
        return StorageError("error.storage.file_limit", path=path)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnlyError("error.storage.read_only", path=path)
    return StorageError("error.storage.device", path=path)


def _disk_is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _NEARLY_FULL
    except OSError:
        return False
