"""The portraits that came with one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from models.watchlist import Picture


class Pictures:
    """Those of one list.

    Args:
        connection: On the watchlist database; of a transaction that writes where anything is written.
        list_id: The list.
    """

    def __init__(self, connection: sa.Connection, list_id: int) -> None:
        self._connection = connection
        self._list_id = list_id
        self._offered: set[bytes] = set()

    def add(self, pictures: Iterable[Picture]) -> None:
        """Store those that are not here yet."""
        rows = [(bytes.fromhex(each.digest), self._list_id, each.data) for each in pictures]
        self._offered.update(digest for digest, _, _ in rows)
        if rows:
            self._connection.exec_driver_sql(
                "INSERT INTO pictures (digest, list_id, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows
            )

    def remove_what_was_not_offered(self) -> None:
        """Take out those that `add` was not handed."""
        here = self._connection.exec_driver_sql(
            "SELECT digest FROM pictures WHERE list_id = ?", (self._list_id,)
        ).all()
        gone = [(digest, self._list_id) for (digest,) in here if digest not in self._offered]
        if gone:
            self._connection.exec_driver_sql("DELETE FROM pictures WHERE digest = ? AND list_id = ?", gone)

    def all(self) -> Iterator[Picture]:
        """Every one, by digest."""
        last = b""
        while True:
            found = self._connection.exec_driver_sql(
                "SELECT digest, data FROM pictures WHERE list_id = ? AND digest > ? ORDER BY digest LIMIT 1",
                (self._list_id, last),
            ).one_or_none()
            if found is None:
                return
            last = found[0]
            yield Picture(last.hex(), found[1])
