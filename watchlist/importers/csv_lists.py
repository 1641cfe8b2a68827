"""Our own CSV of wanted persons and of reported documents (`docs/watchlist-csv.md`).

* UTF-8, with or without a byte order mark; comma or semicolon; which of both, and which kind of list, the
  header tells;
* read line by line: a list of ten million documents needs no memory to speak of beyond its entry numbers;
* strict: every refusal names file, row (as a spreadsheet counts) and column. Into quarantine go only rows
  that end where their line ends; where quotes run over lines nobody can tell how many rows they swallowed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.watchlist import DocumentEntry, HitKind, PersonEntry, Picture
from watchlist.importers.checking import checked
from watchlist.importers.columns import COLUMNS, DOCUMENT_COLUMNS, PERSON_COLUMNS, Table, cells_of
from watchlist.importers.csv_rows import Rows
from watchlist.importers.lines import Lines
from watchlist.importers.pictures import Beside, Kept
from watchlist.importers.source import Item, ListFileError, Options, RowError, opened
from watchlist.importers.writing import replaced

__all__ = ["DOCUMENT_COLUMNS", "MAX_LINE", "PERSON_COLUMNS", "CsvError", "export", "read"]

MAX_LINE = 1 << 20
"""Bytes. No honest row comes near; a file that is no table is one endless line."""
CsvError = ListFileError


def read(path: Path, options: Options | None = None) -> Iterator[Item]:
    """Entries of a list, in the order of the file.

    Args:
        path: A file in the form of `docs/watchlist-csv.md`.
        options: How to read it.

    Raises:
        ListFileError: The file is not of that form, or cannot be read at all.
        RowError: One of its rows is not of that form.
    """
    options = options or Options()
    return checked(_items(path, options), path.name, options)


def export(path: Path, items: Iterable[Item], kind: HitKind) -> int:
    """Write a list that `read` reads back as it was; all of it or nothing.

    Args:
        path: Written anew; an old file of that name stays until the new one is whole. Pictures go to a folder
            beside it.
        items: All of one kind, and pictures.
        kind: Which.

    Returns:
        How many were written.

    Raises:
        ListFileError: An entry is of the other kind, or the place cannot be written to.
    """
    written = 0
    kept = Kept(path)
    with replaced(path) as file:
        writer = csv.writer(file, strict=True)
        writer.writerow(COLUMNS[kind])
        for item in items:
            if isinstance(item, Picture):
                kept.keep(item)
            elif isinstance(item, PersonEntry | DocumentEntry):
                _refuse_mixed(item, kind, path.name)
                writer.writerow(cells_of(item, kept.name_of))
                written += 1
    return written


def _refuse_mixed(entry: PersonEntry | DocumentEntry, kind: HitKind, file: str) -> None:
    if isinstance(entry, PersonEntry) is not (kind is HitKind.PERSON):
        raise ListFileError("error.watchlist.csv.mixed", file=file, entry=entry.entry_id)


def _items(path: Path, options: Options) -> Iterator[Item]:
    name = path.name
    with opened(path, options) as file:
        lines = Lines(file, name, longest=MAX_LINE)
        first = next(lines, None)
        if first is None or not first.strip():
            raise ListFileError("error.watchlist.csv.empty", file=name)
        delimiter = ";" if first.count(";") > first.count(",") else ","
        rows = Rows(lines, delimiter, name, options, before=[first])
        pictures = Beside(path)
        table = Table(next(rows), name, options, pictures.digest)
        while True:
            try:
                row = next(rows, None)
                if row is None:
                    return
                if not any(map(str.strip, row)):
                    continue
                entry = table.entry(row, rows.row)
            except RowError as error:
                rows.refuse_swallowed(error)
                yield options.refused(error, lines.raw)
                continue
            yield from pictures.taken()
            yield entry
