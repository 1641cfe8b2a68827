"""Families of names that a station's supervisors added to those that ship.

They stand in the watchlist database, beside the index whose keys depend on them: a change and the new
index come in one transaction.
"""

from __future__ import annotations

from functools import lru_cache

import sqlalchemy as sa

from watchlist.names.families import Families, shipped

_KEY = "families"


def text(connection: sa.Connection) -> str:
    """The station's own rows as they were given; empty where there are none."""
    found = connection.exec_driver_sql("SELECT value FROM meta WHERE name = ?", (_KEY,)).scalar()
    return str(found or "")


def families(connection: sa.Connection) -> Families:
    """The families that names are compared by here."""
    return _extended(text(connection))


def keep(connection: sa.Connection, rows: str) -> Families:
    """Put rows in place of the station's own ones; the caller has the index made anew
    (`watchlist.index.rebuild`).

    Args:
        connection: On the watchlist database, in a transaction that writes.
        rows: In the form of `resources/names/families.tsv`; none takes them away.

    Raises:
        FamiliesError: A row is none, or would make two families one.
    """
    found = _extended(rows)
    connection.exec_driver_sql(
        "INSERT INTO meta (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_KEY, rows),
    )
    return found


@lru_cache(maxsize=4)
def _extended(rows: str) -> Families:
    return shipped().extended(rows) if rows.strip() else shipped()
