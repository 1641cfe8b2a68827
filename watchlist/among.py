"""Asking a table about many keys at once, past SQLAlchemy's own writing of statements, which takes longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

_AT_ONCE = 500


def among(
    connection: sa.Connection, statement: str, keys: Iterable[int] | Iterable[str], *before: object
) -> Iterator[Any]:
    """Rows of a statement that ends in `IN (*)`, a few hundred keys at a time, lowest first.

    Args:
        connection: On the database.
        statement: SQL with a mark for each of `before`, and `(*)` where the keys belong.
        keys: What is asked for.
        before: Values that come before the keys.
    """
    for chunk in chunks(keys):
        marks = ",".join("?" * len(chunk))
        yield from connection.exec_driver_sql(statement.replace("(*)", f"({marks})"), (*before, *chunk)).all()


def chunks(keys: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """A few hundred at a time, lowest first, so that a tree is walked in its order."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        yield tuple(ordered[start : start + _AT_ONCE])
