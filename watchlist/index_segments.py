"""Segments of the index: writing one, and merging several into one.

* A segment never changes. What comes adds one; what goes leaves postings behind that lead to nobody, until
  the segments they are in are merged.
* A large import writes coarse segments, of few and large buckets, as memory fills, and merges them at its
  end: that is its staging, encrypted like all else, and a build needs the memory of one coarse segment.
* Merging walks the hashes from lowest to highest and takes out what it has read as it goes, so that the file
  grows by little more than what is merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from models.tables.watchlist import BUCKET_BITS

BYTES = 10
"""Of a posting."""
FULL_BUCKET = 96
"""Postings a bucket holds at most on an average; several buckets fit on a page of 4 KiB and fill it well."""
COARSE_BITS = 7
_WHOLE = 200_000
"""Postings of a segment, or of a step of merging, that are held at once."""
_MOST_BITS = 22
_HASH_BITS = 32

Hashes = npt.NDArray[np.uint32]
Persons = npt.NDArray[np.uint32]
Births = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Segment:
    """One row of `index_segments`; see there."""

    segment_id: int
    bits: int
    postings: int
    persons: int

    def bucket_id(self, hashed: int) -> int:
        """The bucket in which a hash would stand."""
        return self.segment_id << BUCKET_BITS | hashed >> (_HASH_BITS - self.bits)


@dataclass(frozen=True, slots=True)
class Block:
    """Postings: three arrays of one length, sorted by hash, then birth code."""

    hashes: Hashes
    persons: Persons
    births: Births

    @classmethod
    def read(cls, stored: bytes) -> Block:
        """A bucket as it is stored; the arrays look into it."""
        count = len(stored) // BYTES
        return cls(
            np.frombuffer(stored, "<u4", count),
            np.frombuffer(stored, "<u4", count, count * 4),
            np.frombuffer(stored, "<u2", count, count * 8),
        )

    @classmethod
    def sorted_from(cls, keys: npt.NDArray[np.uint64], persons: Persons) -> Block:
        """Of `hash << 16 | birth code` and a person each; persons of one key stay in their order."""
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        return cls((keys >> np.uint64(16)).astype("<u4"), persons[order], keys.astype("<u2"))

    def between(self, start: int, end: int) -> Block:
        """Those from one place to before another."""
        return Block(self.hashes[start:end], self.persons[start:end], self.births[start:end])

    def stored(self, start: int, end: int) -> bytes:
        """A bucket, as `read` reads it."""
        return b"".join(each[start:end].tobytes() for each in (self.hashes, self.persons, self.births))


def segments(connection: sa.Connection) -> list[Segment]:
    """Every one, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT segment_id, bits, postings, persons FROM index_segments ORDER BY segment_id"
    )
    return [Segment(*row) for row in rows]


def bits_for(postings: int) -> int:
    """How many bits tell the buckets of a segment of so many postings."""
    return min(max(postings // FULL_BUCKET, 1).bit_length(), _MOST_BITS)


def write(connection: sa.Connection, block: Block, persons: int, *, coarse: bool = False) -> None:
    """Add a segment.

    Args:
        connection: Of a transaction that writes.
        block: Its postings.
        persons: How many persons they lead to.
        coarse: True for one that is soon merged.
    """
    bits = COARSE_BITS if coarse else bits_for(len(block.hashes))
    segment = Segment(_next_id(connection), bits, len(block.hashes), persons)
    _write_buckets(connection, segment, block)
    _announce(connection, segment)


def merge(connection: sa.Connection, merged: Sequence[Segment], living: npt.NDArray[np.bool_] | None) -> None:
    """Put one segment in the place of several.

    Args:
        connection: Of a transaction that writes.
        merged: Which.
        living: By number of a person whether there is one; None where nobody in `merged` is gone.
    """
    total = sum(segment.postings for segment in merged)
    large = [segment for segment in merged if segment.postings > _WHOLE]
    small = [segment for segment in merged if segment.postings <= _WHOLE]
    step_bits = min([*(segment.bits for segment in large), max(total // _WHOLE, 1).bit_length(), 12])
    if not large:
        step_bits = 0
    new_id = _next_id(connection)
    bits = max(bits_for(total), step_bits)
    at_hand = [_take(connection, segment, 0, 0) for segment in small]
    known = None if living is None else np.zeros(len(living), np.bool_)
    postings = 0
    for step in range(1 << step_bits):
        blocks = [_take(connection, segment, step, step_bits) for segment in large]
        blocks += [_within(block, step, step_bits) for block in at_hand]
        block = _joined(blocks, living)
        if known is not None:
            known[block.persons] = True
        postings += len(block.hashes)
        _write_buckets(connection, Segment(new_id, bits, 0, 0), block)
    for segment in merged:
        connection.exec_driver_sql("DELETE FROM index_segments WHERE segment_id = ?", (segment.segment_id,))
    persons = sum(segment.persons for segment in merged) if known is None else int(known.sum())
    if postings:
        _announce(connection, Segment(new_id, bits, postings, persons))


def remove_all(connection: sa.Connection) -> None:
    """Take every segment out."""
    connection.exec_driver_sql("DELETE FROM index_buckets")
    connection.exec_driver_sql("DELETE FROM index_segments")


def _next_id(connection: sa.Connection) -> int:
    return int(
        connection.exec_driver_sql("SELECT coalesce(max(segment_id), 0) + 1 FROM index_segments").scalar_one()
    )


def _announce(connection: sa.Connection, segment: Segment) -> None:
    connection.exec_driver_sql(
        "INSERT INTO index_segments (segment_id, bits, postings, persons) VALUES (?, ?, ?, ?)",
        (segment.segment_id, segment.bits, segment.postings, segment.persons),
    )


def _write_buckets(connection: sa.Connection, segment: Segment, block: Block) -> None:
    if not len(block.hashes):
        return
    rows = list(_buckets(segment, block))
    connection.exec_driver_sql("INSERT INTO index_buckets (bucket_id, postings) VALUES (?, ?)", rows)


def _buckets(segment: Segment, block: Block) -> Iterator[tuple[int, bytes]]:
    numbers = block.hashes.astype(np.uint64) >> np.uint64(_HASH_BITS - segment.bits)
    starts = np.concatenate(([0], np.flatnonzero(np.diff(numbers)) + 1, [len(numbers)]))
    first = segment.segment_id << BUCKET_BITS
    for number, start, end in zip(
        numbers[starts[:-1]].tolist(), starts[:-1].tolist(), starts[1:].tolist(), strict=True
    ):
        yield first | number, block.stored(start, end)


def _take(connection: sa.Connection, segment: Segment, step: int, step_bits: int) -> Block:
    """Read the buckets of one step and take them out."""
    shift = segment.bits - step_bits
    first = segment.segment_id << BUCKET_BITS
    range_of_ids = (first + (step << shift), first + ((step + 1) << shift))
    rows = connection.exec_driver_sql(
        "SELECT postings FROM index_buckets WHERE bucket_id >= ? AND bucket_id < ? ORDER BY bucket_id",
        range_of_ids,
    )
    blocks = [Block.read(stored) for (stored,) in rows]
    connection.exec_driver_sql(
        "DELETE FROM index_buckets WHERE bucket_id >= ? AND bucket_id < ?", range_of_ids
    )
    return _chained(blocks)


def _within(block: Block, step: int, step_bits: int) -> Block:
    shift = _HASH_BITS - step_bits
    last = min(((step + 1) << shift) - 1, 0xFFFFFFFF)
    start = np.searchsorted(block.hashes, np.uint32(step << shift), "left")
    end = np.searchsorted(block.hashes, np.uint32(last), "right")
    return block.between(int(start), int(end))


def _chained(blocks: Sequence[Block]) -> Block:
    if not blocks:
        return Block.read(b"")
    return Block(
        np.concatenate([block.hashes for block in blocks]),
        np.concatenate([block.persons for block in blocks]),
        np.concatenate([block.births for block in blocks]),
    )


def _joined(blocks: Sequence[Block], living: npt.NDArray[np.bool_] | None) -> Block:
    """Blocks of the same stretch of hashes as one, without those who are gone."""
    block = _chained(blocks)
    if living is not None:
        alive = living[block.persons]
        block = Block(block.hashes[alive], block.persons[alive], block.births[alive])
    keys = block.hashes.astype(np.uint64) << np.uint64(16) | block.births
    return Block.sorted_from(keys, block.persons)
