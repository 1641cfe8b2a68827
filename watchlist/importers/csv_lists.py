"""Our own CSV of wanted persons and of reported documents (`docs/watchlist-csv.md`).

* UTF-8, with or without a byte order mark; comma or semicolon; which of both, and which kind of list, the
  header tells;
* read line by line: a list of ten million documents needs no memory to speak of beyond its entry numbers;
* strict: a list that is half understood is worse than one that is refused. Every refusal names file, row (as
  a spreadsheet counts) and column.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from models.document import Sex
from models.errors import KnownError
from models.watchlist import DocumentEntry, EntryAction, HitKind, Mandate, PersonEntry
from watchlist.importers import cells
from watchlist.importers.cells import CellError

PERSON_COLUMNS = (
    "entry_id", "name", "aliases", "date_of_birth", "sex", "nationalities", "document_numbers", "action",
    "category", "note", "valid_until",
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "entry_id", "document_number", "issuing_state", "document_code", "loss", "reported_on", "action", "note",
    "valid_until",
)  # fmt: skip
_COLUMNS = {HitKind.PERSON: PERSON_COLUMNS, HitKind.DOCUMENT: DOCUMENT_COLUMNS}
_REQUIRED = {
    HitKind.PERSON: ("entry_id", "name"),
    HitKind.DOCUMENT: ("entry_id", "document_number", "issuing_state"),
}
MAX_LINE = 1 << 20
"""Bytes. No honest row comes near; a file that is no table is one endless line."""
MAX_CELL = 20_000
"""Characters."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class CsvError(KnownError):
    """A list that cannot be read; names file, row and column."""


def read(path: Path) -> Iterator[PersonEntry | DocumentEntry]:
    """Entries of a list, in the order of the file.

    Args:
        path: A file in the form of `docs/watchlist-csv.md`.

    Raises:
        CsvError: The file or one of its rows is not of that form, or cannot be read at all.
    """
    try:
        with path.open("rb") as file:
            yield from _entries(file, path.name)
    except OSError as error:
        raise CsvError("error.watchlist.csv.unreadable", file=path.name, why=error.strerror or "") from error


def export(path: Path, entries: Iterable[PersonEntry | DocumentEntry], kind: HitKind) -> int:
    """Write a list that `read` reads back as it was; all of it or nothing.

    Args:
        path: Written anew; an old file of that name stays until the new one is whole.
        entries: All of one kind.
        kind: Which.

    Returns:
        How many were written.

    Raises:
        CsvError: An entry cannot be written in this form (a name with a bar in it, the other kind), or the
            place cannot be written to.
    """
    written = 0
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, strict=True)
                writer.writerow(_COLUMNS[kind])
                for entry in entries:
                    writer.writerow(_row(entry, kind, path.name))
                    written += 1
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise CsvError("error.watchlist.csv.unwritable", file=path.name, why=error.strerror or "") from error
    return written


def _entries(file: BinaryIO, name: str) -> Iterator[PersonEntry | DocumentEntry]:
    lines = _Lines(file, name)
    first = next(lines, None)
    if first is None or not first.strip():
        raise CsvError("error.watchlist.csv.empty", file=name)
    delimiter = ";" if first.count(";") > first.count(",") else ","
    kind, columns = _header(next(_rows(iter([first]), delimiter, name), (1, []))[1], name)
    seen: set[str] = set()
    for row, found in _rows(lines, delimiter, name, first_row=2):
        if not any(cell.strip() for cell in found):
            continue
        if len(found) != len(columns):
            raise CsvError(
                "error.watchlist.csv.columns", file=name, row=row, found=len(found), expected=len(columns)
            )
        entry = _entry(kind, dict(zip(columns, found, strict=True)), name, row)
        if entry.entry_id in seen:
            raise _bad_cell("duplicate", name, row, "entry_id", entry.entry_id)
        seen.add(entry.entry_id)
        yield entry


class _Lines:
    """Lines of a file as text, each checked; a row that is broken by a line end inside quotes goes on."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self.line = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        raw = self._file.readline(MAX_LINE + 1)
        if not raw:
            raise StopIteration
        self.line += 1
        if len(raw) > MAX_LINE:
            raise CsvError("error.watchlist.csv.long_line", file=self._name, line=self.line)
        if self.line == 1:
            raw = raw.removeprefix(_BYTE_ORDER_MARK)
        if b"\0" in raw:
            raise CsvError("error.watchlist.csv.nul", file=self._name, line=self.line)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise CsvError("error.watchlist.csv.encoding", file=self._name, line=self.line) from error


def _rows(
    lines: Iterator[str], delimiter: str, name: str, *, first_row: int = 1
) -> Iterator[tuple[int, list[str]]]:
    """Rows with their number as a spreadsheet shows it."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    row = first_row
    while True:
        try:
            found = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CsvError("error.watchlist.csv.quoting", file=name, row=row) from error
        yield row, found
        row += 1


def _header(found: list[str], name: str) -> tuple[HitKind, list[str]]:
    """Which kind of list it is, and its columns in their order."""
    columns = [cell.strip().lower() for cell in found]
    kind = HitKind.DOCUMENT if "document_number" in columns else HitKind.PERSON
    known = _COLUMNS[kind]
    if not set(columns) & (set(PERSON_COLUMNS) | set(DOCUMENT_COLUMNS)):
        raise CsvError(
            "error.watchlist.csv.no_header", file=name, expected=", ".join(_REQUIRED[HitKind.PERSON])
        )
    for column in columns:
        if column not in known:
            raise CsvError("error.watchlist.csv.unknown_column", file=name, column=column[:80])
        if columns.count(column) > 1:
            raise CsvError("error.watchlist.csv.repeated_column", file=name, column=column)
    for column in _REQUIRED[kind]:
        if column not in columns:
            raise CsvError("error.watchlist.csv.missing_column", file=name, column=column)
    return kind, columns


def _entry(kind: HitKind, row: dict[str, str], name: str, number: int) -> PersonEntry | DocumentEntry:
    cell = _Row(row, name, number)
    return _person(cell) if kind is HitKind.PERSON else _document(cell)


class _Row:
    """Cells of one row by column; says which one was wrong."""

    def __init__(self, row: dict[str, str], file: str, number: int) -> None:
        self._row = row
        self._file = file
        self._number = number
        self._column = ""

    def __call__(self, column: str) -> str:
        """The cell of a column; empty where the list has no such column."""
        self._column = column
        found = self._row.get(column, "")
        if len(found) > MAX_CELL:
            raise self.error(CellError("long_cell", f"{found[:20]}..."))
        return found

    def error(self, error: CellError) -> CsvError:
        """The error of the cell asked for last."""
        return _bad_cell(error.reason, self._file, self._number, self._column, error.value)


def _person(cell: _Row) -> PersonEntry:
    try:
        return PersonEntry(
            entry_id=cells.required(cell("entry_id")),
            names=(cells.required(cell("name")), *cells.several(cell("aliases"))),
            dates_of_birth=tuple(map(cells.partial_date, cells.several(cell("date_of_birth")))),
            sex=cells.sex(cell("sex")),
            nationalities=tuple(map(cells.state, cells.several(cell("nationalities")))),
            document_numbers=tuple(map(cells.paper, cells.several(cell("document_numbers")))),
            mandate=Mandate(
                action=cells.action(cell("action"), EntryAction.REFER),
                category=cells.text(cell("category")),
                note=cells.text(cell("note")),
                valid_until=cells.full_date(cell("valid_until")),
            ),
        )
    except CellError as error:
        raise cell.error(error) from error


def _document(cell: _Row) -> DocumentEntry:
    try:
        return DocumentEntry(
            entry_id=cells.required(cell("entry_id")),
            document_number=cells.number(cell("document_number")),
            issuing_state=cells.state(cell("issuing_state")),
            document_code=cells.document_code(cell("document_code")),
            loss=cells.loss(cell("loss")),
            reported_on=cells.full_date(cell("reported_on")),
            mandate=Mandate(
                action=cells.action(cell("action"), EntryAction.STOP),
                note=cells.text(cell("note")),
                valid_until=cells.full_date(cell("valid_until")),
            ),
        )
    except CellError as error:
        raise cell.error(error) from error


def _bad_cell(reason: str, file: str, row: int, column: str, value: str) -> CsvError:
    return CsvError(f"error.watchlist.csv.{reason}", file=file, row=row, column=column, value=value[:80])


def _row(entry: PersonEntry | DocumentEntry, kind: HitKind, file: str) -> list[str]:
    """Cells of an entry in the order of the columns."""
    if isinstance(entry, PersonEntry) is not (kind is HitKind.PERSON):
        raise CsvError("error.watchlist.csv.mixed", file=file, entry=entry.entry_id)
    try:
        return _person_row(entry) if isinstance(entry, PersonEntry) else _document_row(entry)
    except CellError as error:
        raise CsvError(
            "error.watchlist.csv.separator_inside", file=file, entry=entry.entry_id, value=error.value
        ) from error


def _person_row(entry: PersonEntry) -> list[str]:
    papers = tuple(f"{number}/{state}" if state else number for number, state in entry.document_numbers)
    return [
        entry.entry_id,
        entry.names[0],
        cells.joined(entry.names[1:]),
        cells.joined(tuple(iso for born in entry.dates_of_birth if (iso := born.iso))),
        "" if entry.sex is Sex.UNSPECIFIED else entry.sex.value,
        cells.joined(entry.nationalities),
        cells.joined(papers),
        entry.mandate.action.value,
        entry.mandate.category,
        entry.mandate.note,
        "" if entry.mandate.valid_until is None else entry.mandate.valid_until.isoformat(),
    ]


def _document_row(entry: DocumentEntry) -> list[str]:
    return [
        entry.entry_id,
        entry.document_number,
        entry.issuing_state,
        entry.document_code,
        entry.loss,
        "" if entry.reported_on is None else entry.reported_on.isoformat(),
        entry.mandate.action.value,
        entry.mandate.note,
        "" if entry.mandate.valid_until is None else entry.mandate.valid_until.isoformat(),
    ]
