"""OpenSanctions' `targets.simple.csv`: a row an entity, several values in a cell parted by semicolons.

It says less than their JSON lines, which are to be preferred:

* it has no topics, so who is only politically exposed is told by the names of the data sets, where no
  sanction stands beside them;
* it does not tell weak aliases from others, so an alias of one word counts as weak;
* its countries are those of nationality, residence and birth together; they are taken for nationalities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from models.watchlist import EntryAction, Mandate, PersonEntry
from watchlist.importers import cells
from watchlist.importers.cells import CellError
from watchlist.importers.checking import checked
from watchlist.importers.countries import code_of
from watchlist.importers.csv_rows import Rows
from watchlist.importers.ftm_terms import PERSON
from watchlist.importers.lines import Lines
from watchlist.importers.source import Item, ListFileError, Options, RowError, opened

MAX_LINE = 1 << 20
"""Bytes."""
_NEEDED = (
    "id",
    "schema",
    "name",
    "aliases",
    "birth_date",
    "countries",
    "identifiers",
    "sanctions",
    "dataset",
)
_OFFICES = re.compile(
    r"\bPEPs?\b|politic|parliament|assembly|senat|members of|legislat|leaders|wikidata|office-?holders"
    r"|minister",
    re.IGNORECASE,
)


def read(path: Path, options: Options | None = None) -> Iterator[Item]:
    """Entries of a list, in the order of the file.

    Args:
        path: `targets.simple.csv`.
        options: How to read it.

    Raises:
        ListFileError: The file cannot be read, or lacks a column.
        RowError: A row is not understood.
    """
    options = options or Options()
    return checked(_items(path, options), path.name, options)


def _items(path: Path, options: Options) -> Iterator[Item]:
    name = path.name
    with opened(path, options) as file:
        lines = Lines(file, name, longest=MAX_LINE)
        rows = Rows(lines, ",", name, options)
        columns = next(rows, [])
        for column in _NEEDED:
            if column not in columns:
                raise ListFileError("error.watchlist.csv.missing_column", file=name, column=column)
        while True:
            try:
                row = next(rows, None)
                if row is None:
                    return
                if len(row) != len(columns):
                    raise RowError("columns", name, rows.row, found=len(row), expected=len(columns))
                found = _Row(dict(zip(columns, row, strict=True)), name, rows.row).entry(options)
            except RowError as error:
                rows.refuse_swallowed(error)
                yield options.refused(error, lines.raw)
                continue
            if found is not None:
                yield found


class _Row:
    """Cells of one row by column; an error tells of the one that was asked for last."""

    def __init__(self, row: dict[str, str], file: str, number: int) -> None:
        self._row, self._file, self._number, self._column = row, file, number, ""

    def entry(self, options: Options) -> PersonEntry | None:
        """The person of this row; None where it is left out, which is counted."""
        if self._row["schema"] != PERSON:
            options.meter.leave_out("no_person")
            return None
        try:
            if self._only_exposed() and not options.politically_exposed:
                options.meter.leave_out("politically_exposed")
                return None
            return self._person(options)
        except CellError as error:
            raise RowError(error.reason, self._file, self._number, self._column, error.value) from error

    def _person(self, options: Options) -> PersonEntry:
        aliases = self._several("aliases")
        born = tuple(map(cells.partial_date, self._several("birth_date")))
        loose: list[str] = []
        nationalities = dict.fromkeys(
            code for country in self._several("countries") if (code := _country(country, loose))
        )
        numbers = dict.fromkeys(
            (number, "") for text in self._several("identifiers") if (number := _number(text, loose))
        )
        sanctions = self._text("sanctions")
        return PersonEntry(
            entry_id=cells.required(self._cell("id")),
            names=(cells.name(self._cell("name")), *(alias for alias in aliases if " " in alias)),
            weak_names=tuple(alias for alias in aliases if " " not in alias),
            dates_of_birth=born,
            nationalities=tuple(nationalities),
            document_numbers=tuple(numbers),
            addresses=self._several("addresses"),
            mandate=Mandate(
                action=options.action or EntryAction.INFORM,
                programme=self._text("program_ids") or self._text("dataset"),
                legal_basis=sanctions,
                note=cells.text("\n".join(loose)),
            ),
        )

    def _only_exposed(self) -> bool:
        sets = self._several("dataset")
        stated = self._text("sanctions") or self._text("program_ids")
        return not stated and bool(sets) and all(map(_OFFICES.search, sets))

    def _several(self, column: str) -> tuple[str, ...]:
        parts = self._cell(column).split(";")
        if len(parts) > cells.MAX_VALUES:
            raise CellError("too_many", str(len(parts)))
        return tuple(dict.fromkeys(found for part in parts if (found := cells.text(part))))

    def _text(self, column: str) -> str:
        return cells.text(self._cell(column))

    def _cell(self, column: str) -> str:
        self._column = column
        return self._row.get(column, "")


def _country(text: str, loose: list[str]) -> str | None:
    found = code_of(text)
    if found is None:
        loose.append(f"country: {text}")
    return found


def _number(text: str, loose: list[str]) -> str | None:
    try:
        return cells.number(re.sub(r"[./()]", "", text))
    except CellError:
        loose.append(f"document: {text}")
        return None
