"""What holds for entries of every form, whatever it is: numbers of their own, and bounds.

The bounds are those of our own table (`importers.cells`), so that whatever is taken in can be written out and
read again.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.watchlist import BadRow, PersonEntry, Picture
from watchlist.importers.cells import MAX_CELL, MAX_TEXT, MAX_VALUES
from watchlist.importers.duplicates import Seen
from watchlist.importers.source import Item, ListFileError, Options, RowError

MAX_QUARANTINED = 10_000
"""Rows. Where more are not understood, it is the list that is wrong."""


def checked(items: Iterator[Item], file: str, options: Options) -> Iterator[Item]:
    """What an importer yields, without entries that stand there twice or are beyond all bounds.

    Args:
        items: As yielded; the importer keeps `options.meter.row` at the row that it reads.
        file: What to call the file in errors.
        options: Whether a bad row refuses the list.

    Raises:
        RowError: Of such an entry, or from `items`.
        ListFileError: More rows are not understood than a quarantine takes.
    """
    seen = Seen()
    bad = 0
    for item in items:
        found = item
        if not isinstance(found, Picture | BadRow):
            row = options.meter.row
            if isinstance(found, PersonEntry) and (column := _beyond(found)):
                error = RowError("too_many", file, row, column, found.entry_id)
                found = options.refused(error, found.entry_id)
            elif seen.again(found.entry_id):
                error = RowError("duplicate", file, row, "entry_id", found.entry_id)
                found = options.refused(error, repr(found))
        if isinstance(found, BadRow):
            bad += 1
            if bad > MAX_QUARANTINED:
                raise ListFileError("error.watchlist.quarantine_full", file=file, most=MAX_QUARANTINED)
        yield found


def _beyond(entry: PersonEntry) -> str:
    """The column that holds more than our own table can."""
    for column, values in (
        ("name", entry.names[:1]),
        ("aliases", entry.names[1:]),
        ("weak_aliases", entry.weak_names),
        ("places_of_birth", entry.places_of_birth),
        ("addresses", entry.addresses),
        ("note", (entry.mandate.note,)),
    ):
        if len(values) > MAX_VALUES or sum(map(len, values)) > MAX_CELL // 2:
            return column
        if any(len(value) > MAX_TEXT for value in values):
            return column
    if len(entry.document_numbers) > MAX_VALUES:
        return "document_numbers"
    return ""
