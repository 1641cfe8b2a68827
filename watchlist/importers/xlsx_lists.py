"""Our own tables as a spreadsheet (XLSX, ISO/IEC 29500): in one sheet, by `docs/watchlist-csv.md`.

* Read row by row; XML goes through defusedxml, and the archive is looked at before anything is unpacked:
  parts that are too large, or far larger than they are packed, are refused.
* A cell counts as it is stored: of a formula its last result, of a date the day, of a number its digits. What
  a spreadsheet spoilt (an error, a number of more than 15 digits, a formula without result) is told by the
  name of its cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice, repeat, zip_longest
from pathlib import Path
from typing import Any, BinaryIO

from watchlist.importers.checking import checked
from watchlist.importers.columns import Table
from watchlist.importers.pictures import Beside
from watchlist.importers.source import Item, ListFileError, Options, RowError, opened

MAX_SHEET = 1 << 31
"""Bytes of a sheet; a million rows of twenty cells need about one gigabyte."""
MAX_TEXTS = 200 << 20
"""Bytes of the part that holds every text of the workbook, which is kept in memory."""
MAX_OTHER = 20 << 20
MAX_RATIO = 200
"""Of a part to its packed form; XML of a table packs to a tenth, that of equal rows to a hundredth."""
SMALL = 10 << 20
"""Parts below this are no bomb, however well they pack."""
MAX_PARTS = 2_000
MAX_ROWS = 1 << 20
MAX_COLUMNS = 200
_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number."""
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_TEXTS = "xl/sharedstrings.xml"
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


class WorkbookError(ListFileError):
    """A file that is no workbook, or none that is opened."""


def read(path: Path, options: Options | None = None) -> Iterator[Item]:
    """Entries of a list, in the order of its rows.

    Args:
        path: A workbook with one sheet that is not empty.
        options: How to read it.

    Raises:
        ListFileError: The file is no such workbook.
        RowError: A row is not understood; names the cell as the spreadsheet does.
    """
    options = options or Options()
    return checked(_items(path, options), path.name, options)


def _items(path: Path, options: Options) -> Iterator[Item]:
    name = path.name
    with opened(path, options) as file:
        formulas = _inspect(file, name)
        pictures = Beside(path)
        table: Table | None = None
        for row, cells in _rows(file, name, formulas):
            options.meter.row = row
            if not any(cell not in (None, "") for cell in cells):
                continue
            try:
                if table is None:
                    header = [_text(cell, name, row, place) for place, cell in enumerate(cells)]
                    while header and not header[-1].strip():
                        header.pop()
                    table = Table(header, name, options, pictures.digest)
                    continue
                entry = table.entry(_fitted(cells, table, name, row), row)
            except RowError as error:
                if table is None:
                    raise
                placed = _named(error, table, name)
                yield options.refused(placed, " | ".join("" if cell is None else str(cell) for cell in cells))
                continue
            yield from pictures.taken()
            yield entry
        if table is None:
            raise WorkbookError("error.watchlist.csv.empty", file=name)


def column_name(place: int) -> str:
    """What a spreadsheet calls a column, from 0.

    >>> column_name(0), column_name(25), column_name(26), column_name(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _inspect(file: BinaryIO, name: str) -> bool:
    """Look at the archive before it is unpacked; whether a sheet holds formulas."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.compress_size for part in parts) > _size(file):
                raise WorkbookError("error.watchlist.xlsx.bomb", file=name, part="[Content_Types].xml")
            for part in parts:
                lowered = part.filename.lower()
                if _SHEET.fullmatch(lowered):
                    most = MAX_SHEET
                else:
                    most = MAX_TEXTS if lowered == _TEXTS else MAX_OTHER
                unpacked = part.file_size
                if unpacked > most or unpacked > max(SMALL, MAX_RATIO * part.compress_size):
                    raise WorkbookError("error.watchlist.xlsx.bomb", file=name, part=part.filename[:80])
                if part.flag_bits & 1:
                    raise WorkbookError("error.watchlist.xlsx.locked", file=name)
            return any(
                _has_formulas(archive, part) for part in parts if _SHEET.fullmatch(part.filename.lower())
            )
    except WorkbookError:
        raise
    except (
        Exception
    ) as error:  # the archive is foreign, and zipfile has no one error for what is wrong with it
        raise WorkbookError("error.watchlist.xlsx.damaged", file=name) from error


def _has_formulas(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as sheet:
        before = b""
        while chunk := sheet.read(1 << 20):
            if _FORMULA.search(before + chunk):
                return True
            before = chunk[-32:]
    return False


def _size(file: BinaryIO) -> int:
    place = file.seek(0, 2)
    file.seek(0)
    return place


def _rows(file: BinaryIO, name: str, formulas: bool) -> Iterator[tuple[int, Sequence[Any]]]:
    """Rows with their number. A formula without a result stands there as it is written."""
    books: list[Any] = []
    try:
        books.append(_workbook(file, values=True))
        sheet = _only_sheet(books[0], name)
        plain: Iterator[Sequence[Any]] = repeat(())
        if formulas:
            books.append(_workbook(file, values=False))
            plain = _values(books[1][sheet])
        for number, (row, written) in enumerate(zip(_values(books[0][sheet]), plain, strict=False), 1):
            if len(row) > MAX_COLUMNS or number > MAX_ROWS:
                raise WorkbookError(
                    "error.watchlist.xlsx.large", file=name, row=number, rows=MAX_ROWS, columns=MAX_COLUMNS
                )
            yield number, _with_formulas(row, written)
    except (ListFileError, OSError):
        raise
    except Exception as error:  # openpyxl has no one error for what is wrong with a file
        raise WorkbookError("error.watchlist.xlsx.damaged", file=name) from error
    finally:
        for book in books:
            book.close()


def _with_formulas(row: Sequence[Any], written: Sequence[Any]) -> Sequence[Any]:
    """A row in which a formula stands where it has no result."""
    both = list(zip_longest(row, written))
    if any(cell is None and formula is not None for cell, formula in both):
        return [cell if formula is None or cell is not None else _Formula(formula) for cell, formula in both]
    return row


class _Formula(str):
    """A formula without a result."""

    __slots__ = ()


def _workbook(file: BinaryIO, *, values: bool) -> Any:
    import openpyxl
    from openpyxl import DEFUSEDXML

    if not DEFUSEDXML:
        raise RuntimeError("openpyxl runs without defusedxml")
    file.seek(0)
    return openpyxl.load_workbook(file, read_only=True, data_only=values, keep_links=False)


def _only_sheet(book: Any, name: str) -> str:
    """The one sheet that is not empty."""
    filled: list[str] = [
        sheet.title
        for sheet in book.worksheets
        if any(cell not in (None, "") for row in islice(_values(sheet), MAX_ROWS) for cell in row)
    ]
    if len(filled) > 1:
        raise WorkbookError("error.watchlist.xlsx.sheets", file=name, sheets=", ".join(filled)[:200])
    if not filled:
        raise WorkbookError("error.watchlist.csv.empty", file=name)
    return filled[0]


def _values(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    found: Iterator[Sequence[Any]] = sheet.iter_rows(values_only=True)
    return found


def _fitted(cells: Sequence[Any], table: Table, name: str, row: int) -> list[str]:
    """Cells as texts, as many as the header has."""
    width = len(table.columns)
    for place, cell in enumerate(cells[width:], width):
        if cell not in (None, ""):
            raise RowError("columns", name, row, column_name(place), found=place + 1, expected=width)
    texts = [_text(cell, name, row, place) for place, cell in enumerate(cells[:width])]
    return texts + [""] * (width - len(texts))


def _text(cell: Any, name: str, row: int, place: int) -> str:
    """A cell as a text of our table.

    Raises:
        RowError: It holds what no cell of ours does.
    """
    where = f"{column_name(place)}{row}"
    if cell is None:
        return ""
    if isinstance(cell, _Formula):
        raise RowError("no_result", name, row, where, cell)
    if isinstance(cell, str):
        if cell.startswith("#") and cell in _SPOILT:
            raise RowError("spoilt", name, row, where, cell)
        return str(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return str(cell.date())
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return str(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= _EXACT:
            raise RowError("rounded", name, row, where, str(cell))
        if cell == int(cell):
            return str(int(cell))
    raise RowError("spoilt", name, row, where, str(cell))


_SPOILT = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"))


def _named(error: RowError, table: Table, name: str) -> RowError:
    """The same error with the cell as a spreadsheet names it, beside the column's own name."""
    if error.column not in table.columns:
        return error
    place = f"{column_name(table.columns.index(error.column))}{error.row} ({error.column})"
    reason = error.message.key.rpartition(".")[2]
    return RowError(reason, name, error.row, place, dict(error.message.params)["value"])
