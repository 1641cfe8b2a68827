"""A file that is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from watchlist.importers.source import ListFileError


@contextmanager
def replaced(path: Path) -> Iterator[TextIO]:
    """A file to write to, which takes the place of the one at `path` once all of it is on the disk.

    Only its owner may read it. Where anything goes wrong, the old file stays as it was.

    Raises:
        ListFileError: The place cannot be written to.
    """
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise ListFileError(
            "error.watchlist.csv.unwritable", file=path.name, why=error.strerror or ""
        ) from error
