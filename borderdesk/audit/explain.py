"""What was done to a chain, told from what lies around the first entry that is not sound.

An entry that was moved still hashes to its own hash if it is put back in thought to the number at which it
was written; that tells a swap, a deletion and an insertion from an edit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.audit import raw
from borderdesk.audit.raw import RawEntry
from models.message import Message, message
from models.tables.audit import AuditEntryRow

_MOST_DELETED = 1000
"""Where more were deleted and the rest moved up, it is told as an edit of the first one that was moved."""


class Trouble(Enum):
    """What was done."""

    EDITED = "edited"
    DELETED = "deleted"
    SWAPPED = "swapped"
    INSERTED = "inserted"
    TIME = "time"
    SIGNATURE = "signature"
    REWRITTEN = "rewritten"
    UNSIGNED = "unsigned"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Bad:
    """The first bad entry.

    Attributes:
        number: Of the entry; where one is missing, the number it had.
        trouble: What was done.
        other: The entry it was swapped with, the last one vouched for before it, or the last one that a
            checkpoint names where the end was cut off; None where there is none to name.
    """

    number: int
    trouble: Trouble
    other: int | None = None

    def sentence(self) -> Message:
        """In words."""
        other = "" if self.other is None else self.other
        return message(f"audit.bad.{self.trouble.value}", number=self.number, other=other)


def of_entry(session: Session, entry: RawEntry, expected: int, before: RawEntry | None) -> Bad:
    """What is wrong where an entry does not stand at its number, or does not say what was hashed.

    Args:
        session: Of `Station.cases`.
        entry: The first that is not sound.
        expected: The number that should stand here.
        before: The sound entry before it.
    """
    if entry.number < expected:
        return Bad(entry.number, Trouble.INSERTED)
    if entry.number > expected:
        return Bad(expected, Trouble.DELETED)
    number = entry.number
    written_at = _number_in_truth(session, entry)
    if written_at is None:
        if _stands_at(session, number + 1, number):
            return Bad(number, Trouble.INSERTED)
        other = _exchanged_with(session, entry)
        return Bad(number, Trouble.EDITED) if other is None else Bad(number, Trouble.SWAPPED, other)
    if before is not None and written_at == before.number:
        # Two entries claim one number; the moved one carries the hash of the one before both.
        copied = entry.hash == before.hash
        return Bad(number if copied else written_at, Trouble.INSERTED)
    if _stands_at(session, written_at, number):
        return Bad(number, Trouble.SWAPPED, written_at)
    if _stands_at(session, number + 1, number):
        return Bad(number, Trouble.INSERTED)
    if _is_anywhere(session, number):
        return Bad(number, Trouble.SWAPPED, written_at)
    return Bad(number, Trouble.DELETED if written_at > number else Trouble.EDITED)


def of_link(session: Session, entry: RawEntry, before: RawEntry | None, *, vouched: int) -> Bad:
    """What is wrong where an entry is sound by itself but follows another one than stands before it.

    Either the entry before was changed and hashed anew, or this one was put here. The one that a checkpoint
    or the next entry vouches for is right.

    Args:
        session: Of `Station.cases`.
        entry: The entry that does not follow.
        before: The one before it, sound by itself.
        vouched: Number of the last entry that a checkpoint vouches for.
    """
    number = entry.number
    if before is None or before.number <= vouched:
        return Bad(number, Trouble.EDITED)
    if entry.previous == before.previous:
        return Bad(before.number, Trouble.INSERTED)
    after = raw.at(session, number + 1)
    if after is not None and after.previous != entry.hash and after.true_to(after.number):
        return Bad(number, Trouble.EDITED)
    return Bad(before.number, Trouble.EDITED)


def _number_in_truth(session: Session, entry: RawEntry) -> int | None:
    """The number at which a row was written; None where what it says was never hashed so."""
    most = (session.scalar(sa.select(sa.func.count()).select_from(AuditEntryRow)) or 0) + _MOST_DELETED
    # The nearest first: a deletion or an insertion moves the rest by one.
    for far in range(max(most - entry.number, entry.number) + 1):
        for number in (entry.number + far, entry.number - far):
            if 1 <= number <= most and entry.true_to(number):
                return number
    return None


def _stands_at(session: Session, place: int, number: int) -> bool:
    """Whether the row at a place was written as another number."""
    row = raw.at(session, place)
    return row is not None and row.true_to(number)


def _is_anywhere(session: Session, number: int) -> bool:
    return any(row.true_to(number) for row in raw.entries(session, from_number=number + 1))


def _exchanged_with(session: Session, entry: RawEntry) -> int | None:
    """The later entry whose link and hash fit what this row says: they exchanged what they say."""
    for row in raw.entries(session, from_number=entry.number + 1):
        if entry.true_to(row.number, row.previous, row.hash):
            return row.number
    return None
