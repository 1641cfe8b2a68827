"""Rows of reported documents found, put in and taken out by their entry numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from models.errors import KnownError
from models.watchlist import DocumentEntry
from watchlist import document_keys, document_rows
from watchlist.document_rows import TermsOfList, chunks

_AT_ONCE = 500
"""Values in one question."""
_NUMBER = re.compile(r"[A-Z0-9]+")

_OF_DOCUMENTS = """SELECT d.list_id, d.entry_id, {columns}, t.body, d.reported, x.body
FROM {table} d JOIN document_terms t ON t.terms_id = d.terms_id
LEFT JOIN document_details x ON x.list_id = d.list_id AND x.entry_id = d.entry_id"""
SHORT = """SELECT t.list_id, d.key, t.body, d.reported
FROM short_documents d CROSS JOIN document_terms t ON t.terms_id = d.terms_id"""
NUMBERED = _OF_DOCUMENTS.format(table="numbered_documents", columns="d.key")
LONG = _OF_DOCUMENTS.format(table="long_documents", columns="d.number, d.state")
RANGES = _OF_DOCUMENTS.format(table="document_ranges", columns="d.first, d.last, d.state")
_BY_NUMBER = ("numbered_documents", "long_documents", "document_ranges", "document_details")


def from_short(rows: Sequence[Any]) -> Iterator[tuple[int, DocumentEntry]]:
    """Lists and entries of rows of `SHORT`."""
    if not rows:
        return
    named = document_keys.texts(document_keys.array(row[1] for row in rows))
    for (list_id, _, body, reported), (number, state) in zip(rows, named, strict=True):
        shared = document_rows.terms(body)
        yield list_id, document_rows.entry(f"{state}/{number}", number, state, shared, reported)


def from_numbered(rows: Sequence[Any]) -> Iterator[tuple[int, DocumentEntry]]:
    """Lists and entries of rows of `NUMBERED`."""
    if not rows:
        return
    named = document_keys.texts(document_keys.array(row[2] for row in rows))
    for (list_id, entry_id, _, body, reported, own), (number, state) in zip(rows, named, strict=True):
        shared = document_rows.terms(body)
        yield list_id, document_rows.entry(entry_id, number, state, shared, reported, body=own)


def from_long(rows: Iterable[Any]) -> Iterator[tuple[int, DocumentEntry]]:
    """Lists and entries of rows of `LONG`."""
    for list_id, entry_id, number, state, body, reported, own in rows:
        shared = document_rows.terms(body)
        yield list_id, document_rows.entry(entry_id, number, state, shared, reported, body=own)


def from_ranges(rows: Iterable[Any]) -> Iterator[tuple[int, DocumentEntry]]:
    """Lists and entries of rows of `RANGES`."""
    for list_id, entry_id, first, last, state, body, reported, own in rows:
        shared = document_rows.terms(body)
        yield list_id, document_rows.entry(entry_id, first, state, shared, reported, last=last, body=own)


def find(connection: sa.Connection, list_id: int, entry_ids: Iterable[str]) -> dict[str, DocumentEntry]:
    """What a list holds under some entry numbers."""
    found: list[tuple[int, DocumentEntry]] = []
    for chunk in chunks(entry_ids, _AT_ONCE):
        marks = ",".join("?" * len(chunk))
        for select, read in ((NUMBERED, from_numbered), (LONG, from_long), (RANGES, from_ranges)):
            statement = f"{select} WHERE d.list_id = ? AND d.entry_id IN ({marks})"
            found += read(connection.exec_driver_sql(statement, (list_id, *chunk)).fetchall())
        keys = [key for each in chunk if (key := document_keys.key_of_entry(each)) is not None]
        if keys:
            marks = ",".join("?" * len(keys))
            statement = f"{SHORT} WHERE d.key IN ({marks}) AND t.list_id = ?"
            found += from_short(connection.exec_driver_sql(statement, (*keys, list_id)).fetchall())
    return {entry.entry_id: entry for _, entry in found}


def insert(
    connection: sa.Connection, list_id: int, terms: TermsOfList, entries: Iterable[DocumentEntry]
) -> None:
    """Put entries in that are not there.

    Raises:
        KnownError: A range is none.
    """
    short, numbered, longer, ranges, details = [], [], [], [], []
    for entry in entries:
        number, state, entry_id = entry.document_number, entry.issuing_state, entry.entry_id
        shared, reported = terms.number(entry), document_rows.days(entry.reported_on)
        key = document_rows.entry_key(entry)
        if key is not None and document_rows.canonical(entry):
            short.append((key, shared, reported))
            continue
        if entry.last_number:
            size = span(entry)
            ranges.append(
                (state, len(number), size, number, list_id, entry_id, entry.last_number, shared, reported)
            )
        elif key is not None:
            numbered.append((key, list_id, entry_id, shared, reported))
        else:
            longer.append((number, state, list_id, entry_id, shared, reported))
        if (body := document_rows.details(entry)) is not None:
            details.append((list_id, entry_id, body))
    for table, rows in (
        ("short_documents", short),
        ("numbered_documents", numbered),
        ("long_documents", longer),
        ("document_ranges", ranges),
        ("document_details", details),
    ):
        put(connection, table, rows)


def put(connection: sa.Connection, table: str, rows: list[Any]) -> None:
    """Rows with a value for every column, in the order of the table; sorted, for the tree is kept so."""
    if rows:
        marks = ",".join("?" * len(rows[0]))
        rows.sort(key=_without_last)
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - own words


def _without_last(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What rows are sorted by: the last column may be unknown."""
    return row[:-1]


def delete(connection: sa.Connection, list_id: int, entry_ids: Sequence[str]) -> int:
    """Take entries out by their numbers.

    Returns:
        How many there were.
    """
    if not entry_ids:
        return 0
    by_number = [(list_id, entry_id) for entry_id in entry_ids]
    gone = 0
    for table in _BY_NUMBER:
        statement = f"DELETE FROM {table} WHERE list_id = ? AND entry_id = ?"  # noqa: S608 - own words
        rows = connection.exec_driver_sql(statement, by_number).rowcount
        gone += rows if table != "document_details" else 0
    keys = [key for entry_id in entry_ids if (key := document_keys.key_of_entry(entry_id)) is not None]
    return gone + delete_short(connection, list_id, keys)


def delete_short(connection: sa.Connection, list_id: int, keys: Sequence[int]) -> int:
    """Take entries without a number of their own out by their keys."""
    if not keys:
        return 0
    statement = (
        "DELETE FROM short_documents WHERE key = ? AND terms_id IN "
        "(SELECT terms_id FROM document_terms WHERE list_id = ?)"
    )
    return connection.exec_driver_sql(statement, [(key, list_id) for key in sorted(keys)]).rowcount


def span(entry: DocumentEntry) -> int:
    """Under which span a range is filed.

    Raises:
        KnownError: First and last number make no range.
    """
    first, last = entry.document_number, entry.last_number
    whole = _NUMBER.fullmatch(first) and _NUMBER.fullmatch(last)
    if not whole or len(first) != len(last) or first > last:
        raise KnownError("error.watchlist.no_range", entry=entry.entry_id, first=first, last=last)
    return document_keys.span(first, last)
