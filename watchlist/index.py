"""The index of persons: asked for hashes, it answers with persons and their birth codes.

What it answers are candidates: a posting may lead to somebody who is gone, or stand there because two keys
have one hash. Whoever asks looks the persons up, and goes by their entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.cancel import CancelToken
from watchlist import index_keys, own_families, stored
from watchlist.among import among
from watchlist.index_builder import Builder
from watchlist.index_segments import Births, Block, Persons, remove_all, segments

_KEYS_VERSION = "keys"
_PERSONS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Postings:
    """Who stands under one hash.

    Attributes:
        persons: uint32, `persons.person_id`; somebody may stand there with several birth codes.
        births: uint16, as `index_keys.birth_code`; as long.
    """

    persons: Persons
    births: Births


_NOBODY = Postings(np.zeros(0, np.uint32), np.zeros(0, np.uint16))


def look_up(session: Session, hashes: Sequence[int]) -> list[Postings]:
    """The postings of each hash, in the order asked.

    Args:
        session: On the watchlist database.
        hashes: As `index_keys.query_keys` makes them.
    """
    connection = session.connection()
    here = segments(connection)
    places = [[segment.bucket_id(hashed) for segment in here] for hashed in hashes]
    blocks = _buckets(connection, {bucket_id for buckets in places for bucket_id in buckets})
    return [
        _found(hashed, [blocks[bucket_id] for bucket_id in buckets if bucket_id in blocks])
        for hashed, buckets in zip(hashes, places, strict=True)
    ]


def _buckets(connection: sa.Connection, wanted: Iterable[int]) -> dict[int, Block]:
    rows = among(connection, "SELECT bucket_id, postings FROM index_buckets WHERE bucket_id IN (*)", wanted)
    return {bucket_id: Block.read(postings) for bucket_id, postings in rows}


def _found(hashed: int, blocks: list[Block]) -> Postings:
    own = np.uint32(hashed)
    parts = []
    for block in blocks:
        start = block.hashes.searchsorted(own, "left")
        end = block.hashes.searchsorted(own, "right")
        if start < end:
            parts.append((block.persons[start:end], block.births[start:end]))
    if not parts:
        return _NOBODY
    if len(parts) == 1:
        return Postings(*parts[0])
    return Postings(np.concatenate([each for each, _ in parts]), np.concatenate([each for _, each in parts]))


def population(session: Session) -> int:
    """How many persons stand in all lists."""
    return int(
        session.connection().exec_driver_sql("SELECT coalesce(sum(persons), 0) FROM lists").scalar_one()
    )


def bearers(session: Session, parts: Iterable[str]) -> dict[str, int]:
    """How many persons bear each part of a name, 0 where nobody does.

    Args:
        session: On the watchlist database.
        parts: As spelt in capital Latin letters, or keys as `index_keys.part_classes` gives them.
    """
    asked = dict.fromkeys(parts, 0)
    rows = among(session.connection(), "SELECT part, persons FROM name_parts WHERE part IN (*)", asked)
    return asked | dict(tuple(row) for row in rows)


def births(session: Session) -> dict[int, int]:
    """How many persons were born in each year, and on its 1 January, by birth code."""
    rows = session.connection().exec_driver_sql("SELECT code, persons FROM birth_counts")
    return dict(tuple(row) for row in rows)


def is_due(session: Session) -> bool:
    """Whether there are persons whose keys were made by other rules than today's."""
    return _version(session) != _today(session.connection()) and population(session) > 0


def rebuild_if_due(session: Session) -> None:
    """See `rebuild`; before anything is added to an index, all of it must follow today's rules."""
    if _version(session) != _today(session.connection()):
        rebuild(session)


def _today(connection: sa.Connection) -> str:
    """By which rules keys are made now."""
    return f"{index_keys.VERSION}/{own_families.families(connection).digest}"


def _version(session: Session) -> str | None:
    found: str | None = (
        session.connection()
        .exec_driver_sql("SELECT value FROM meta WHERE name = ?", (_KEYS_VERSION,))
        .scalar()
    )
    return found


def rebuild(
    session: Session, *, cancel: CancelToken | None = None, progress: Callable[[int], None] | None = None
) -> None:
    """Make the whole index and every count anew from the persons that are stored.

    Args:
        session: On the watchlist database, in a transaction that writes.
        cancel: Asked between batches.
        progress: Told how many persons were done.

    Raises:
        Cancelled: The work was cancelled.
    """
    connection = session.connection()
    remove_all(connection)
    connection.exec_driver_sql("DELETE FROM name_parts")
    connection.exec_driver_sql("DELETE FROM birth_counts")
    builder = Builder(connection)
    last = done = 0
    while rows := connection.exec_driver_sql(
        "SELECT person_id, entry_id, body FROM persons WHERE person_id > ? ORDER BY person_id LIMIT ?",
        (last, _PERSONS_AT_ONCE),
    ).all():
        if cancel is not None:
            cancel.raise_if_cancelled()
        for person_id, entry_id, body in rows:
            builder.add(person_id, stored.person(entry_id, body))
        last = rows[-1][0]
        done += len(rows)
        if progress is not None:
            progress(done)
    builder.finish(population(session))
    connection.exec_driver_sql(
        "INSERT INTO meta (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_KEYS_VERSION, _today(connection)),
    )
