"""Walking the chain from its first entry, and saying which one is the first that is not as it was written.

An entry is sound where what it says hashes to its own hash, it carries the hash of the entry before it, its
moment is not before that entry's, and every checkpoint over it is signed by the station's key and names its
hash. Where one is not sound, what lies around it tells what was done (`borderdesk.audit.explain`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from borderdesk.audit import explain, raw
from borderdesk.audit.chain import SET_BACK
from borderdesk.audit.entries import START
from borderdesk.audit.explain import Bad, Trouble
from borderdesk.audit.raw import RawEntry
from borderdesk.audit.signing import EVERY, KEY_MADE, AuditError, Checkpoint

__all__ = ["Bad", "SetBack", "Trouble", "Verification", "verify"]

_FURTHEST = EVERY + 2
"""Entries between two checkpoints at most: an act may come with a clock set back or a key made."""


@dataclass(frozen=True, slots=True)
class SetBack:
    """A clock that was set back, as the chain itself tells.

    Attributes:
        number: Of the entry.
        at: The moment before which nothing can have happened.
        clock: What the clock said from then on.
        seconds: By how much.
    """

    number: int
    at: datetime
    clock: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk found.

    Attributes:
        entries: How many entries are sound, from the first on.
        head: Hash of the last sound one; 32 zero bytes where there is none.
        vouched: Number of the last entry that a checkpoint vouches for; 0 where none does.
        bad: The first bad entry; None where all are sound.
        set_back: Every clock set back among the sound ones.
        keys: Numbers of the entries that made a signing key; more than one needs a reason.
    """

    entries: int
    head: bytes
    vouched: int
    bad: Bad | None
    set_back: tuple[SetBack, ...]
    keys: tuple[int, ...]


def verify(session: Session, outside: Iterable[Checkpoint] = ()) -> Verification:
    """Walk the whole chain, 1 s for about 20,000 entries.

    Args:
        session: Of `Station.cases`; reading is enough, and what is written meanwhile is not seen.
        outside: Checkpoints that were taken out of the station earlier (`signing.read_taken_out`).

    Raises:
        AuditError: One of those belongs to another station.
    """
    walk = _Walk(session, outside)
    walk.go()
    return walk.result()


class _Walk:
    """One walk: the last sound entry, the key in force, and what is still vouched for."""

    def __init__(self, session: Session, outside: Iterable[Checkpoint]) -> None:
        self._session = session
        self._station_id = str(session.info["station_id"])
        self._inside = raw.checkpoints(session)
        self._outside: dict[int, list[Checkpoint]] = {}
        for each in outside:
            if each.station_id != self._station_id:
                raise AuditError("error.audit.other_station", station=each.station_id)
            self._outside.setdefault(each.number, []).append(each)
        self._before: RawEntry | None = None
        self._sound = 0
        self._vouched = 0
        self._key: bytes | None = None
        self._keys: list[int] = []
        self._set_back: list[SetBack] = []
        self._bad: Bad | None = None

    def go(self) -> None:
        """Walk until the end or the first bad entry."""
        for entry in raw.entries(self._session):
            self._bad = next(self._troubles(entry), None)
            if self._bad is not None:
                return
            self._before, self._sound = entry, entry.number
        furthest = max((*self._inside, *self._outside), default=0)
        if furthest > self._sound:
            self._bad = Bad(self._sound + 1, Trouble.CUT, other=furthest)

    def result(self) -> Verification:
        """What was found."""
        bad = self._bad
        sound = self._sound if bad is None else max(min(self._sound, bad.number - 1), 0)
        head = START
        if sound:
            found = raw.at(self._session, sound)
            head = START if found is None else found.hash
        return Verification(
            entries=sound,
            head=head,
            vouched=min(self._vouched, sound),
            bad=bad,
            set_back=tuple(self._set_back),
            keys=tuple(self._keys),
        )

    def _troubles(self, entry: RawEntry) -> Iterator[Bad]:
        """What is wrong at an entry, the plainest first; nothing where it is sound."""
        expected = self._sound + 1
        if entry.number != expected or not entry.true_to(expected):
            yield explain.of_entry(self._session, entry, expected, self._before)
            return
        before = START if self._before is None else self._before.hash
        if entry.previous != before:
            yield explain.of_link(self._session, entry, self._before, vouched=self._vouched)
            return
        yield from self._time(entry)
        self._remember(entry)
        yield from self._checkpoints(entry)

    def _time(self, entry: RawEntry) -> Iterator[Bad]:
        row, before = entry.entry, None if self._before is None else self._before.entry
        if row is None:
            return
        floor = row.clock if before is None else max(row.clock, before.at)
        if row.at != floor:
            yield Bad(entry.number, Trouble.TIME)

    def _remember(self, entry: RawEntry) -> None:
        row = entry.entry
        if row is None:
            return
        if row.act == KEY_MADE:
            self._key = _key_of(row.details.get("public_key"))
            self._keys.append(entry.number)
        if row.act == SET_BACK:
            seconds = row.details.get("seconds")
            self._set_back.append(
                SetBack(entry.number, row.at, row.clock, seconds if isinstance(seconds, int) else 0)
            )

    def _checkpoints(self, entry: RawEntry) -> Iterator[Bad]:
        after = self._vouched
        if entry.number in self._inside:
            head, made_at, signature = self._inside[entry.number]
            if self._key is not None and (
                made_at is None
                or not Checkpoint(self._station_id, entry.number, head, made_at, signature).holds(self._key)
            ):
                yield Bad(entry.number, Trouble.SIGNATURE)
                return
            if head != entry.hash:
                yield Bad(entry.number, Trouble.REWRITTEN, other=after)
                return
            if self._key is None:  # no entry says with which key this station signs
                yield Bad(entry.number, Trouble.SIGNATURE)
                return
            self._vouched = entry.number
        for each in self._outside.get(entry.number, ()):
            if each.head != entry.hash:
                yield Bad(entry.number, Trouble.REWRITTEN, other=after)
                return
            self._vouched = entry.number
        if entry.number - self._vouched > _FURTHEST:
            yield Bad(entry.number, Trouble.UNSIGNED, other=self._vouched)


def _key_of(said: object) -> bytes | None:
    try:
        return bytes.fromhex(said) if isinstance(said, str) else None
    except ValueError:
        return None
