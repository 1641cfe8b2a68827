"""One window a station: a lock on a file in its folder, held by the process and freed by its death.

Only who asks to be alone takes it: the window, and a migration. The command line works beside it; SQLite's
own locks keep the two apart. The file stays when the lock is gone; taking it away could free a lock that
somebody has just taken.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Self

from borderdesk.storage.errors import InUseError, telling_of_folder

FILE = "station.lock"


class Lock:
    """A station's lock, taken by `take`."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    @classmethod
    def take(cls, home: Path) -> Self:
        """Take it.

        Args:
            home: The station's folder.

        Raises:
            InUseError: Another window has it, in this process or in another.
            StorageError: The folder is read-only, or the disk is full.
        """
        with telling_of_folder(home):
            handle = os.open(home / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            raise InUseError("error.station.in_use", path=home) from error
        return cls(handle)

    def free(self) -> None:
        """Let go of it; may be called twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
