"""What comes and goes, gathered and written to the index: postings, and counts of names and birth years."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from models.tables.watchlist import BirthCount, NamePart, WatchlistBase
from models.watchlist import PersonEntry
from watchlist import own_families
from watchlist.index_keys import counted_births, counted_parts, packed_keys
from watchlist.index_segments import Block, Segment, merge, segments, write

HELD = 500_000
"""Postings held in memory; with what sorting needs some 20 MB."""
_PARTS_HELD = 50_000
MOST_SEGMENTS = 6
"""More of them, and every look-up asks in too many places."""
_MOST_DEAD = 0.25
"""Share of postings that lead to nobody, from which on all segments are written anew."""


class Builder:
    """Gathers what changes in one transaction; nothing of it is found before `finish`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._keys = array("Q")
        self._persons = array("I")
        self._counts = array("I")
        self._written = 0
        self._parts: Counter[str] = Counter()
        self._births: Counter[int] = Counter()
        self._families = own_families.families(connection)

    def add(self, person_id: int, entry: PersonEntry) -> None:
        """A person who is found from now on."""
        keys = packed_keys(entry, self._families)
        self._keys.extend(keys)
        self._persons.append(person_id)
        self._counts.append(len(keys))
        self._parts.update(counted_parts(entry, self._families))
        self._births.update(counted_births(entry))
        if len(self._keys) >= HELD:
            self._flush(coarse=True)
        if len(self._parts) >= _PARTS_HELD:
            self._flush_parts()

    def remove(self, entry: PersonEntry) -> None:
        """A person who is gone from `persons`; their postings stay behind."""
        self._parts.subtract(counted_parts(entry, self._families))
        self._births.subtract(counted_births(entry))
        if len(self._parts) >= _PARTS_HELD:
            self._flush_parts()

    def finish(self, population: int) -> None:
        """Write what is left, and merge segments where there are too many or too much in them is dead.

        Args:
            population: Persons that there are now.
        """
        self._flush(coarse=self._written > 0)
        self._flush_parts()
        _add_up(self._connection, BirthCount, self._births)
        self._births.clear()
        here = segments(self._connection)
        merged = _to_merge(here, population, here[-self._written :] if self._written > 1 else [])
        if merged:
            living = None if _persons_of(here) == population else _living(self._connection)
            merge(self._connection, merged, living)

    def _flush(self, *, coarse: bool) -> None:
        if not self._keys:
            return
        keys = np.frombuffer(self._keys, np.uint64)
        persons = np.repeat(np.frombuffer(self._persons, np.uint32), np.frombuffer(self._counts, np.uint32))
        write(self._connection, Block.sorted_from(keys, persons), len(self._persons), coarse=coarse)
        del keys, persons
        self._written += 1
        self._keys, self._persons, self._counts = array("Q"), array("I"), array("I")

    def _flush_parts(self) -> None:
        _add_up(self._connection, NamePart, self._parts)
        self._parts.clear()


def _to_merge(here: list[Segment], population: int, coarse: list[Segment]) -> list[Segment]:
    """Which segments to write as one: all that this build wrote, and those that the rules ask for."""
    if here and population < _persons_of(here) * (1 - _MOST_DEAD):
        return here
    left = [segment for segment in here if segment not in coarse]
    if len(left) + bool(coarse) <= MOST_SEGMENTS:
        return coarse
    # Of similar size only: the large old one is not written again for a few days' changes.
    chosen = list(coarse)
    size = sum(segment.postings for segment in coarse)
    for segment in sorted(left, key=lambda segment: segment.postings):
        if len(chosen) > 1 and segment.postings > 2 * size and len(here) - len(chosen) < MOST_SEGMENTS:
            break
        chosen.append(segment)
        size += segment.postings
    return chosen


def _persons_of(here: Iterable[Segment]) -> int:
    return sum(segment.persons for segment in here)


def _living(connection: sa.Connection) -> npt.NDArray[np.bool_]:
    """By number of a person, whether there is one."""
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'persons'").scalar() or 0
    living = np.zeros(int(last) + 1, np.bool_)
    rows = connection.exec_driver_sql("SELECT person_id FROM persons")
    while some := rows.fetchmany(10_000):
        living[[person_id for (person_id,) in some]] = True
    return living


def _add_up(connection: sa.Connection, table: type[WatchlistBase], counted: Mapping[Any, int]) -> None:
    """Add to counts; where nobody is left the row goes, so that no name stays behind."""
    changed = sorted((key, count) for key, count in counted.items() if count)
    (column,) = sa.inspect(table).primary_key
    if changed:
        statement = _ADD.replace("{table}", table.__tablename__).replace("{key}", column.name)
        connection.exec_driver_sql(statement, changed)
    if gone := [(key,) for key, count in changed if count < 0]:
        statement = _FORGET.replace("{table}", table.__tablename__).replace("{key}", column.name)
        connection.exec_driver_sql(statement, gone)


_ADD = (
    "INSERT INTO {table} ({key}, persons) VALUES (?, ?) "
    "ON CONFLICT ({key}) DO UPDATE SET persons = persons + excluded.persons"
)
_FORGET = "DELETE FROM {table} WHERE {key} = ? AND persons <= 0"
