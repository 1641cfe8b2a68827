"""Rows of one edition, sorted, in little memory: runs of sorted blocks, packed, merged block by block.

Ten million rows take about 90 MB, and less the more they lie together. They are held in memory, for no file
in the clear may come to be, and a question what an edition would change must write nothing.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

UNKNOWN_DAY = -(1 << 31)
"""Stands for the day of a report that is not known."""
ROW = np.dtype([("key", "<i8"), ("terms", "<i4"), ("reported", "<i4")])
_RUN = 500_000
"""Rows sorted at once."""
_BLOCK = 20_000
"""Rows unpacked at once, of each run."""

Rows = npt.NDArray[np.void]


@dataclass(slots=True)
class _Block:
    last: int
    length: int
    packed: bytes


@dataclass(slots=True)
class Spool:
    """Takes rows in any order, gives them out by key."""

    _runs: list[deque[_Block]] = field(default_factory=list)
    _loose: list[Rows] = field(default_factory=list)
    _waiting: int = 0

    def put(self, rows: Rows) -> None:
        """Take some rows in."""
        self._loose.append(rows)
        self._waiting += len(rows)
        if self._waiting >= _RUN:
            self._close_run()

    def sorted(self) -> Iterator[Rows]:
        """Give all rows out, smallest keys first, equal keys one after another; once."""
        self._close_run()
        left = self._runs  # a block that was unpacked is let go
        ends: list[int | None] = []
        heads: list[Rows] = []
        self._runs = []
        for run in left:
            block = run.popleft()
            heads.append(_unpacked(block))
            ends.append(block.last)
        while heads:
            # No row that is still packed has a smaller key than the smallest end of what is unpacked.
            limit = min(end for end in ends if end is not None)
            taken = []
            for number, head in enumerate(heads):
                cut = int(np.searchsorted(head["key"], limit, side="right"))
                taken.append(head[:cut])
                heads[number] = head[cut:]
                while not len(heads[number]) and ends[number] is not None:
                    if not left[number]:
                        ends[number] = None
                        break
                    block = left[number].popleft()
                    ends[number] = block.last
                    heads[number] = _unpacked(block)
                    more = int(np.searchsorted(heads[number]["key"], limit, side="right"))
                    taken.append(heads[number][:more])
                    heads[number] = heads[number][more:]
            alive = [number for number, end in enumerate(ends) if end is not None]
            heads, ends, left = (
                [heads[number] for number in alive],
                [ends[number] for number in alive],
                [left[number] for number in alive],
            )
            rows = np.concatenate(taken)
            yield rows[np.argsort(rows["key"], kind="stable")]

    def _close_run(self) -> None:
        if not self._waiting:
            return
        rows = np.concatenate(self._loose)
        self._loose, self._waiting = [], 0
        rows = rows[np.argsort(rows["key"], kind="stable")]
        self._runs.append(deque(_packed(rows[at : at + _BLOCK]) for at in range(0, len(rows), _BLOCK)))


def _packed(rows: Rows) -> _Block:
    """Differences of the keys, byte planes apart: what neighbours share packs to nothing."""
    keys = rows["key"]
    steps = np.diff(keys, prepend=np.int64(0))
    planes = [
        np.ascontiguousarray(part).view(np.uint8).reshape(len(rows), -1).T.tobytes()
        for part in (steps, rows["terms"], rows["reported"])
    ]
    return _Block(int(keys[-1]), len(rows), zlib.compress(b"".join(planes), 1))


def _unpacked(block: _Block) -> Rows:
    planes = np.frombuffer(zlib.decompress(block.packed), np.uint8)
    rows = np.empty(block.length, ROW)
    at = 0
    for name, kind in (("key", "<i8"), ("terms", "<i4"), ("reported", "<i4")):
        width = np.dtype(kind).itemsize
        part = planes[at : at + width * block.length].reshape(width, block.length)
        rows[name] = np.ascontiguousarray(part.T).view(kind).reshape(-1)
        at += width * block.length
    rows["key"] = np.cumsum(rows["key"])
    return rows
