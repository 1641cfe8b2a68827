"""Looking up one number among ten million reported documents: a few trees, each touched once.

The statements go to the driver as they are: what SQLAlchemy does around one takes longer than its answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

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
_SHORT_OF = f"{document_writing.SHORT} WHERE d.key IN"
_NUMBERED_OF = f"{document_writing.NUMBERED} WHERE d.key IN"
_LONG_OF = f"{document_writing.LONG} WHERE d.number IN"
_ANY_RANGE = "SELECT 1 FROM document_ranges WHERE state = ? AND length = ? LIMIT 1"
Ask = Callable[..., Any]
"""Sends a statement with its values."""


@dataclass(frozen=True, slots=True)
class Reported:
    """An entry that tells of a number.

    Attributes:
        list_name: List in which it stands.
        entry: A document of that number, of whatever issuer, or a range that holds it.
        number: The number that was asked for.
    """

    list_name: str
    entry: DocumentEntry
    number: str


def look_up(session: Session, number: str, states: Sequence[str] = ()) -> list[Reported]:
    """Everything that the lists tell of a number.

    Args:
        session: On the watchlist database.
        number: Capital letters and digits.
        states: Codes of the issuer, several where it has several; ranges are searched among its own only, for
            somewhere there is a range of blanks for nearly every number.
    """
    ask = session.connection().connection.cursor().execute
    found: list[tuple[int, DocumentEntry]] = []
    first = document_keys.key(number, "")
    if first is not None:
        around = (first, first + document_keys.OF_ONE_NUMBER - 1)
        found += document_writing.from_short(ask(_SHORT, around).fetchall())
        found += document_writing.from_numbered(ask(_NUMBERED, around).fetchall())
    found += document_writing.from_long(ask(_LONG, (number,)).fetchall())
    for state in states:
        found += _in_ranges(ask, number, state)
    return _named(ask, [(list_id, entry, number) for list_id, entry in found])


def look_up_exact(
    session: Session, numbers: Sequence[str], states: Sequence[str], *, ranges: bool = False
) -> list[Reported]:
    """What the lists tell of a few numbers of one issuer.

    Args:
        session: On the watchlist database.
        numbers: Capital letters and digits.
        states: Codes of the issuer, several where it has several.
        ranges: Whether to look into ranges, too.
    """
    if not numbers or not states:
        return []
    ask = session.connection().connection.cursor().execute
    found: list[tuple[int, DocumentEntry]] = []
    keys = [
        key
        for number, state in product(numbers, states)
        if (key := document_keys.key(number, state)) is not None
    ]
    marks = ",".join("?" * len(keys))
    if keys:
        found += document_writing.from_short(ask(f"{_SHORT_OF} ({marks})", keys).fetchall())
        found += document_writing.from_numbered(ask(f"{_NUMBERED_OF} ({marks})", keys).fetchall())
    if len(keys) < len(numbers) * len(states):
        marks = ",".join("?" * len(numbers))
        longer = document_writing.from_long(ask(f"{_LONG_OF} ({marks})", tuple(numbers)).fetchall())
        found += [(list_id, entry) for list_id, entry in longer if entry.issuing_state in states]
    told = [(list_id, entry, entry.document_number) for list_id, entry in found]
    if ranges:
        for number, state in product(numbers, states):
            told += [(list_id, entry, number) for list_id, entry in _in_ranges(ask, number, state)]
    return _named(ask, told)


def _named(ask: Ask, found: list[tuple[int, DocumentEntry, str]]) -> list[Reported]:
    if not found:
        return []
    names = dict(ask("SELECT list_id, name FROM lists").fetchall())
    return [Reported(names[list_id], entry, number) for list_id, entry, number in found]


def _in_ranges(ask: Ask, number: str, state: str) -> list[tuple[int, DocumentEntry]]:
    if ask(_ANY_RANGE, (state, len(number))).fetchone() is None:
        return []
    windows = [value for size in document_keys.SPANS for value in (size, document_keys.lowest(number, size))]
    rows = ask(_RANGES, (*windows, state, len(number), number, number)).fetchall()
    return [
        (list_id, entry)
        for list_id, entry in document_writing.from_ranges(rows)
        if document_keys.holds(entry.document_number, entry.last_number, number)
    ]
