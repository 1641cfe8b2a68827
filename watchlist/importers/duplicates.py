"""Whether an entry number was there before, in bounded memory: 100 MB for ten million of them.

What is kept is 64 bits of each number, salted anew in every process, and a map of bits that answers at once
for nearly every number that is new. That two different numbers are taken for one has a chance of one in
300,000 for a list of ten million; such a list is refused with its row, and read at the next try.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_BITS = 27
_BLOCK = 1 << 18
"""Numbers kept as Python objects before they become an array."""


class Seen:
    """The entry numbers of a list so far."""

    def __init__(self) -> None:
        self._map = bytearray(1 << (_BITS - 3))
        self._new: set[int] = set()
        self._sorted: list[npt.NDArray[np.int64]] = []

    def again(self, entry_id: str) -> bool:
        """Take a number; True where it was taken before.

        >>> seen = Seen()
        >>> [seen.again(each) for each in ("A1", "A2", "A1")]
        [False, False, True]
        """
        key = hash(entry_id)
        place = key & ((1 << _BITS) - 1)
        byte, bit = place >> 3, 1 << (place & 7)
        if self._map[byte] & bit:
            if key in self._new or any(_holds(block, key) for block in self._sorted):
                return True
        else:
            self._map[byte] |= bit
        self._new.add(key)
        if len(self._new) >= _BLOCK:
            self._settle()
        return False

    def _settle(self) -> None:
        """The newest numbers become an array, and arrays of like length one."""
        block = np.sort(np.fromiter(self._new, np.int64, len(self._new)))
        self._new.clear()
        while self._sorted and len(self._sorted[-1]) <= len(block):
            block = np.concatenate((self._sorted.pop(), block))
            block.sort()
        self._sorted.append(block)


def _holds(block: npt.NDArray[np.int64], key: int) -> bool:
    place = int(np.searchsorted(block, key))
    return place < len(block) and int(block[place]) == key
