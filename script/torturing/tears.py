"""WAL files that were torn, cut or spoilt at their end.

A history is written and its database copied with the WAL as they lie on the disk. Then every tear starts from
that copy: the WAL is damaged from a random byte on, the station is opened, and holds exactly what was there
before the first damaged frame, if not more. Where that is, is told by the WAL itself (sqlite.org/fileformat2,
4.1: frames of one salt, a commit where the size is not 0), not by the program.

A tear reaches no frame that a checkpoint has copied into the database: SQLite has waited for the disk before
it copied, and so does not defend itself against that.
"""

from __future__ import annotations

import os
import random
import struct
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from script.torturing import ground
from script.torturing.ground import BrokenError

TEARS_A_HISTORY = 40
_HEADER, _FRAME_HEADER = 32, 24
_SECTOR = 512
KINDS = ("cut", "cut at a frame", "zeros to the end", "noise to the end", "one bit", "one sector lost")


@dataclass(frozen=True, slots=True)
class History:
    """A station as it lay on the disk.

    Attributes:
        home: Its folder.
        wal: The bytes of the WAL.
        ends: For each inspection, in order, the byte of the WAL at which it is complete; 0 where the
            database has it without the WAL.
        frame: Bytes of a frame.
    """

    home: Path
    wal: bytes
    ends: tuple[tuple[int, int], ...]
    frame: int

    @property
    def live(self) -> int:
        """Bytes of the WAL that count; older ones may lie behind."""
        return max(end for _, end in self.ends)


@dataclass
class Torn:
    """What came of it."""

    tears: int = 0
    kept: int = 0
    torn_off: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def run(place: Path, count: int, seed: int) -> Torn:
    """Tear so many WAL files. See `script.torturing.kills.run` for the arguments."""
    chance = random.Random(seed)
    fresh = place / "fresh"
    ground.make_station(fresh)
    found = Torn()
    history: History | None = None
    for number in range(count):
        if history is None or number % TEARS_A_HISTORY == 0:
            history = _write(ground.copy_station(fresh, place / "writing"), place / "history", chance)
        home = ground.copy_station(history.home, place / "torn")
        kind = chance.choice(KINDS)
        at, spoilt = _tear(history, kind, chance)
        (home / "cases.db-wal").write_bytes(spoilt)
        found.tears += 1
        found.kinds[kind] += 1
        try:
            kept = _check(home, history, at)
            found.kept += kept
            found.torn_off += len(history.ends) - kept
        except Exception as error:  # noqa: BLE001 - whatever it is, the station is not sound
            name = f"broken-{seed}-{number}"
            ground.copy_station(history.home, place / name)
            (place / name / "cases.db-wal").write_bytes(spoilt)
            found.broken.append(f"{name}, {kind} from byte {at}: {type(error).__name__}: {error}")
    return found


def _write(home: Path, kept: Path, chance: random.Random) -> History:
    """Store some, let a checkpoint take them, store more, and copy what lies on the disk meanwhile."""
    with ground.open_station(home) as station:
        with station.cases() as session:
            session.execute(sa.text("PRAGMA wal_autocheckpoint = 0"))
        number, ends = 0, []
        for _ in range(chance.randrange(3)):
            for _ in range(chance.randrange(1, 8)):
                number += 1
                with station.cases(writing=True) as session:
                    ground.store(session, number)
            busy, frames, copied = ground.checkpoint(station, "FULL")
            assert not busy
            assert frames == copied
        ends = [(each, 0) for each in range(1, number + 1)]
        for _ in range(chance.randrange(1, 12)):
            number += 1
            with station.cases(writing=True) as session:
                ground.store(session, number)
            ends.append((number, committed((home / "cases.db-wal").read_bytes())))
        ground.copy_station(home, kept)
    wal = (kept / "cases.db-wal").read_bytes()
    if chance.random() < 0.5:  # after a power cut there is none; after a kill it is old
        (kept / "cases.db-shm").unlink()
    return History(kept, wal, tuple(ends), _FRAME_HEADER + _page(wal))


def _page(wal: bytes) -> int:
    return int(struct.unpack_from(">I", wal, 8)[0])


def committed(wal: bytes) -> int:
    """The byte at which the last commit of a sound WAL ends; 0 where there is none."""
    salts, frame, end = wal[16:24], _FRAME_HEADER + _page(wal), 0
    for start in range(_HEADER, len(wal) - frame + 1, frame):
        if wal[start + 8 : start + 16] != salts:
            break
        if wal[start + 4 : start + 8] != bytes(4):
            end = start + frame
    return end


def _tear(history: History, kind: str, chance: random.Random) -> tuple[int, bytes]:
    """The first damaged byte, and the WAL."""
    wal, live = history.wal, history.live
    at = chance.randrange(live)
    if kind == "cut":
        return at, wal[:at]
    if kind == "cut at a frame":
        frames = (live - _HEADER) // history.frame
        at = _HEADER + chance.randrange(frames + 1) * history.frame
        return at, wal[:at]
    if kind == "zeros to the end":
        return at, wal[:at] + bytes(len(wal) - at)
    if kind == "noise to the end":
        return at, wal[:at] + os.urandom(len(wal) - at)
    if kind == "one bit":
        return at, wal[:at] + bytes([wal[at] ^ 1 << chance.randrange(8)]) + wal[at + 1 :]
    at -= at % _SECTOR
    return at, wal[:at] + bytes(_SECTOR) + wal[at + _SECTOR :]


def _check(home: Path, history: History, at: int) -> int:
    """How many inspections are left, where what is left is sound and goes on working.

    Raises:
        BrokenError: It is not.
    """
    numbers = [number for number, _ in history.ends]
    whole = [number for number, end in history.ends if end <= at]
    with ground.open_station(home) as station:
        with station.cases() as session:
            there = ground.stored(session)
            if there != numbers[: len(there)] or len(there) < len(whole):
                raise BrokenError(f"holds {there}, was to hold {whole} at least, of {numbers}")
            ground.check(session, there)
        with station.cases(writing=True) as session:
            ground.store(session, numbers[-1] + 1)
    with ground.open_station(home) as station, station.cases() as session:
        if ground.stored(session) != [*there, numbers[-1] + 1]:
            raise BrokenError("does not keep what was stored after the tear")
    return len(there)
