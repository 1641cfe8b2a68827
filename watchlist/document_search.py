"""Looking up one number among ten million reported documents: a few trees, each touched once.

The statements are sent as they are: putting one together anew takes longer than answering it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.watchlist import DocumentEntry
from watchlist import document_keys, document_writing

_SHORT = f"{document_writing.SHORT} WHERE d.key BETWEEN ? AND ?"
_NUMBERED = f"{document_writing.NUMBERED} WHERE d.key BETWEEN ? AND ?"
_LONG = f"{document_writing.LONG} WHERE d.number = ?"
_WINDOWS = ",".join(["(?,?)"] * len(document_keys.SPANS))
_RANGES = (
    f"WITH windows(span, lowest) AS (VALUES {_WINDOWS}) "
    + document_writing.RANGES.replace("FROM document_ranges d", "FROM windows w CROSS JOIN document_ranges d")
    + " WHERE d.state = ? AND d.length = ? AND d.span = w.span AND d.first BETWEEN w.lowest AND ?"
    " AND d.last >= ?"
)
_ANY_RANGE = "SELECT 1 FROM document_ranges WHERE state = ? AND length = ? LIMIT 1"


@dataclass(frozen=True, slots=True)
class Reported:
    """An entry that tells of a number.

    Attributes:
        list_name: List in which it stands.
        entry: A document of that number, of whatever issuer, or a range that holds it.
    """

    list_name: str
    entry: DocumentEntry


def look_up(session: Session, number: str, states: Sequence[str] = ()) -> list[Reported]:
    """Everything that the lists tell of a number.

    Args:
        session: On the watchlist database.
        number: Capital letters and digits.
        states: Codes of the issuer, several where it has several; ranges are searched among its own only, for
            somewhere there is a range of blanks for nearly every number.
    """
    connection = session.connection()
    found: list[tuple[int, DocumentEntry]] = []
    first = document_keys.key(number, "")
    if first is not None:
        around = (first, first + document_keys.OF_ONE_NUMBER - 1)
        found += document_writing.from_short(connection.exec_driver_sql(_SHORT, around).fetchall())
        found += document_writing.from_numbered(connection.exec_driver_sql(_NUMBERED, around).fetchall())
    found += document_writing.from_long(connection.exec_driver_sql(_LONG, (number,)).fetchall())
    for state in states:
        found += _in_ranges(connection, number, state)
    if not found:
        return []
    lists = connection.exec_driver_sql("SELECT list_id, name FROM lists").fetchall()
    names: dict[int, str] = dict(lists)
    return [Reported(names[list_id], entry) for list_id, entry in found]


def _in_ranges(connection: sa.Connection, number: str, state: str) -> list[tuple[int, DocumentEntry]]:
    if connection.exec_driver_sql(_ANY_RANGE, (state, len(number))).first() is None:
        return []
    windows = [value for size in document_keys.SPANS for value in (size, document_keys.lowest(number, size))]
    rows = connection.exec_driver_sql(_RANGES, (*windows, state, len(number), number, number)).fetchall()
    return [
        (list_id, entry)
        for list_id, entry in document_writing.from_ranges(rows)
        if document_keys.holds(entry.document_number, entry.last_number, number)
    ]
