"""What every importer is given and hands back, and how it says that a row was not understood.

Rules:

* an importer is `read(path, options)`, an iterator that reads as it goes and keeps no more than a row;
* a row that is not understood is a `RowError` with file, row, column and reason; with `Options.quarantine`
  it is a `BadRow` among what is yielded, and the reading goes on;
* what is left out by rule (companies, politically exposed persons) is counted by `Meter.leave_out`, so that
  nothing is dropped in silence.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from models.errors import KnownError
from models.watchlist import BadRow, DocumentEntry, EntryAction, PersonEntry, Picture

Item = PersonEntry | DocumentEntry | Picture | BadRow
"""What an importer yields; a picture comes before the first entry that refers to it."""
MAX_RAW = 2_000
"""Characters of a row that are kept in quarantine."""
_SHOWN = 80


class ListFormat(Enum):
    """The forms of lists that are read."""

    CSV = "csv"
    XLSX = "xlsx"
    UN_XML = "un_xml"
    OFAC_CSV = "ofac_csv"
    OFAC_ADVANCED_XML = "ofac_advanced_xml"
    EU_XML = "eu_xml"
    EU_CSV = "eu_csv"
    FTM_JSON = "ftm_json"
    OPENSANCTIONS_CSV = "opensanctions_csv"


class ListFileError(KnownError):
    """A list that cannot be read or written; names the file."""


class RowError(ListFileError):
    """A row of a list that is not understood.

    Args:
        reason: Last part of the key of the sentence, `error.watchlist.csv.` before it.
        file: Name of the file.
        row: As a spreadsheet or an editor counts it; of XML and JSON lines the line.
        column: Column, element or property at fault.
        value: What stood there.
        more: Further values that the sentence names.
    """

    def __init__(
        self, reason: str, file: str, row: int, column: str = "", value: str = "", **more: object
    ) -> None:
        shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}..."
        super().__init__(
            f"error.watchlist.csv.{reason}",
            **{"file": file, "row": row, "line": row, "column": column, "value": shown, **more},
        )
        self.row = row
        self.column = column


class Meter:
    """How far an importer has come, and what it left out by rule. Safe to ask from another thread.

    Attributes:
        row: That is being read, as a spreadsheet or an editor counts it; kept by the importer.
        left_out: Entries that were left out by rule, by the last part of the key `watchlist.left_out.`.
    """

    def __init__(self) -> None:
        self._file: BinaryIO | None = None
        self._size = 0
        self._before = 0.0
        self._share = 1.0
        self.row = 0
        self.left_out: Counter[str] = Counter()

    def follow(self, file: BinaryIO, size: int, *, before: float = 0.0, share: float = 1.0) -> None:
        """Take the place in an open file for the progress.

        Args:
            file: That is being read.
            size: Bytes in it.
            before: Part of the whole work that was done already, such as a first run through the file.
            share: Part of the whole work that this reading is.
        """
        self._file, self._size, self._before, self._share = file, max(1, size), before, share

    def position(self) -> float:
        """How much is read, 0 to 1."""
        file = self._file
        if file is None:
            return 0.0
        try:
            return self._before + self._share * min(1.0, file.tell() / self._size)
        except (OSError, ValueError):  # it is read to its end and closed
            return self._before + self._share

    def leave_out(self, reason: str) -> None:
        """Count an entry that the rules leave out.

        Args:
            reason: Last part of the key of its sentence, `watchlist.left_out.` before it.
        """
        self.left_out[reason] += 1


@dataclass(frozen=True, slots=True)
class Options:
    """How a list is to be read.

    Attributes:
        action: What entries ask for where the list itself does not say; None for the rule of its format.
        politically_exposed: Whether persons are taken in who are only politically exposed.
        quarantine: Whether a row that is not understood is yielded as a `BadRow`; it is raised otherwise.
        meter: Told by the importer how far it is and what it left out.
    """

    action: EntryAction | None = None
    politically_exposed: bool = False
    quarantine: bool = False
    meter: Meter = field(default_factory=Meter, compare=False, repr=False)

    def refused(self, error: RowError, raw: str = "") -> BadRow:
        """A row for the quarantine.

        Args:
            error: What is wrong with it.
            raw: The row as it stood.

        Raises:
            RowError: The list is to be refused instead.
        """
        if not self.quarantine:
            raise error
        return BadRow(error.row, error.column, error.message, raw[:MAX_RAW])


@dataclass(frozen=True, slots=True)
class Source:
    """A list that is being read; a context manager that closes its file.

    Attributes:
        format: Which form it has.
        items: What it holds; can be run through once.
        licence: On what terms it may be used; empty where nothing is known.
        owner: Who answers for it; empty where the form does not say.
        as_of: When its owner made it, where the file says so; timezone-aware, UTC.
        position: How much is read, 0 to 1.
        left_out: What was left out by rule so far, by the last part of the key `watchlist.left_out.`.
    """

    format: ListFormat
    items: Iterator[Item]
    licence: str
    owner: str
    as_of: datetime | None
    position: Callable[[], float]
    left_out: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        close = getattr(self.items, "close", None)
        if close is not None:
            close()


@contextmanager
def opened(path: Path, options: Options, *, before: float = 0.0, share: float = 1.0) -> Iterator[BinaryIO]:
    """The file of a list, followed by the meter.

    Args:
        path: A plain file; a pipe or a device is refused unread.
        options: Whose meter is told how far it is.
        before: As `Meter.follow`.
        share: As `Meter.follow`.

    Raises:
        ListFileError: It cannot be read.
    """
    try:
        state = path.stat()
        if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
            raise OSError(0, "it is no file")
        with path.open("rb", buffering=1 << 18) as file:
            options.meter.follow(file, os.fstat(file.fileno()).st_size, before=before, share=share)
            yield file
    except OSError as error:
        raise ListFileError(
            "error.watchlist.csv.unreadable", file=path.name, why=error.strerror or ""
        ) from error
