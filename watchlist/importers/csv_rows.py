"""Rows of a CSV file, each with its number; goes on after one that is not understood.

Where quotes run over lines nobody can tell how many rows a bad one swallowed, so such a row refuses the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import chain

from watchlist.importers.lines import Lines
from watchlist.importers.source import Options, RowError


class Rows:
    """An iterator of rows.

    Args:
        lines: Of the file.
        delimiter: Between cells.
        name: What to call the file in errors.
        options: Whose meter is told the row.
        before: A line that was read already and comes first.

    Attributes:
        row: Number of the last row, as a spreadsheet shows it.
    """

    def __init__(
        self, lines: Lines, delimiter: str, name: str, options: Options, before: Iterable[str] = ()
    ) -> None:
        self._reader = csv.reader(chain(before, lines), delimiter=delimiter, strict=True)
        self._lines = lines
        self._name = name
        self._options = options
        self._taken = 0
        self.row = 0

    def __iter__(self) -> Rows:
        return self

    def __next__(self) -> list[str]:
        before = self._lines.line
        self.row += 1
        self._options.meter.row = self.row
        try:
            return next(self._reader)
        except csv.Error as error:
            # The csv module has one error for all; its limit of a cell lies above that of ours.
            reason = "long_line" if "field limit" in str(error) else "quoting"
            raise RowError(reason, self._name, self.row) from error
        finally:
            self._taken = self._lines.line - before

    def refuse_swallowed(self, error: RowError) -> None:
        """Refuse the file where a row that is not understood may have swallowed others.

        Raises:
            RowError: It took several lines and its cells are not those of a row.
        """
        if self._taken > 1 and error.message.key.endswith(
            (".columns", ".quoting", ".long_cell", ".long_line")
        ):
            raise error
