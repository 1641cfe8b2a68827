"""Lines of a text file, each checked: bounded, without zero bytes, in UTF-8.

After a bad line the next one is read on, so that a caller may put the bad one into quarantine; a line of two
gigabytes takes no more memory than its bound.
"""

from __future__ import annotations

from typing import BinaryIO

from watchlist.importers.source import MAX_RAW, ListFileError, RowError

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class Lines:
    """An iterator of lines with their ends.

    Args:
        file: Opened in binary.
        name: What to call it in errors.
        longest: Bytes of the longest line that is taken.

    Attributes:
        line: Number of the last line, from 1.
        raw: Its beginning, for a quarantine.

    Raises:
        ListFileError: The file is written in UTF-16 or UTF-32 (raised at the first line).
        RowError: A line is too long, holds zero bytes or is not UTF-8 (raised at that line).
    """

    def __init__(self, file: BinaryIO, name: str, *, longest: int) -> None:
        self._file = file
        self._name = name
        self._longest = longest
        self._cut = False
        self._bytes = b""
        self.line = 0

    @property
    def raw(self) -> str:
        """The beginning of the last line as it stood."""
        return self._bytes[: 4 * MAX_RAW].decode("utf-8", "backslashreplace")[:MAX_RAW]

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        while self._cut:
            rest = self._file.readline(self._longest)
            self._cut = bool(rest) and not rest.endswith(b"\n")
        raw = self._file.readline(self._longest + 1)
        if not raw:
            raise StopIteration
        self.line += 1
        self._bytes = raw
        if self.line == 1:
            raw = self._beginning(raw)
        if len(raw) > self._longest:
            self._cut = not raw.endswith(b"\n")
            raise RowError("long_line", self._name, self.line)
        if b"\0" in raw:
            raise RowError("nul", self._name, self.line)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise RowError("encoding", self._name, self.line) from error

    def _beginning(self, raw: bytes) -> bytes:
        for mark, encoding in _OTHER_ENCODINGS.items():
            if raw.startswith(mark):
                raise ListFileError("error.watchlist.other_encoding", file=self._name, encoding=encoding)
        if (raw[1:4:2] == b"\0\0") != (raw[:3:2] == b"\0\0"):  # letters of the header with zeros between
            raise ListFileError("error.watchlist.other_encoding", file=self._name, encoding="UTF-16")
        return raw.removeprefix(_BYTE_ORDER_MARK)
