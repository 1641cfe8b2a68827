"""Rows of a table that somebody else wrote (CSV), read line by line in bounded memory.

UTF-8, with or without a byte order mark. A line, a cell and a row across lines have an end; what has none
is no table. A last line that is only the old end of file mark (U+001A, as the US list has it) is none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from watchlist.importers.source import ListFileError

MAX_LINE = 1 << 20
"""Bytes."""
MAX_LINES = 200
"""Lines of one row; only a quoted text goes over a line's end."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def rows(file: BinaryIO, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line where each starts, from 1; empty ones are passed over.

    Args:
        file: Opened at its beginning.
        name: For errors.
        delimiter: Between cells.

    Raises:
        ListFileError: It is no such table.
    """
    lines = _Lines(file, name)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.since = 0
        first = lines.line + 1
        try:
            found = next(reader, None)
        except csv.Error as error:
            raise ListFileError("error.watchlist.table.quoting", file=name, line=first) from error
        if found is None:
            return
        if any(cell.strip(" \t\x1a") for cell in found):
            yield first, found


class _Lines:
    """Lines as text, each checked."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self.line = 0
        self.since = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        raw = self._file.readline(MAX_LINE + 1)
        if not raw:
            raise StopIteration
        self.line += 1
        self.since += 1
        if len(raw) > MAX_LINE:
            raise self._error("long_line")
        if self.since > MAX_LINES:
            raise self._error("quoting")
        if self.line == 1:
            raw = raw.removeprefix(_BYTE_ORDER_MARK)
        if b"\0" in raw:
            raise self._error("nul")
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self._error("encoding") from error

    def _error(self, reason: str) -> ListFileError:
        return ListFileError(f"error.watchlist.table.{reason}", file=self._name, line=self.line)
