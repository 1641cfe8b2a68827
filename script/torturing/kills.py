"""kill -9 at random moments of the write path.

A child opens a station and stores, decides, erases, checkpoints, closes and opens again. It tells of each
commit over a pipe as soon as the program says it is done. It is killed after a random number of commits and a
random part of the time that one takes, or in its first moments; then the station is opened and held against
what the child has told. Half of the time a copy is opened, so that the next child finds the wreck itself and
may be killed while it mends it.
"""

from __future__ import annotations

import mmap
import os
import random
import select
import signal
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from borderdesk.audit import chain
from borderdesk.cases import inspections
from models.people import THE_DESK
from script.torturing import ground
from script.torturing.ground import BrokenError

PHASES = ("opening", "writing", "committing", "between", "checkpointing", "closing")
OPENING, WRITING, COMMITTING, BETWEEN, CHECKPOINTING, CLOSING = range(len(PHASES))
KILLS_A_STATION = 30
_PATIENCE_S = 120.0


@dataclass
class Ledger:
    """What a station must hold by what was told.

    Attributes:
        stored: Told as stored, and not about to be erased.
        erased: Told as erased.
        leaving: Erasing has begun: may be there or not.
        seen: Looked at with their content before.
        next_number: The first number that was never used.
    """

    stored: set[int] = field(default_factory=set)
    erased: set[int] = field(default_factory=set)
    leaving: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    next_number: int = 1

    def hear(self, said: bytes) -> int:
        """Take in what a child said, but a last line that was cut; answers how many commits it told of."""
        commits = 0
        for line in said.split(b"\n")[:-1]:
            sign, number = line[:1], int(line[1:])
            if sign == b"+":
                self.stored.add(number)
                self.next_number = number + 1
            elif sign == b"?":
                self.stored.discard(number)
                self.leaving.add(number)
            elif sign == b"-":
                self.leaving.discard(number)
                self.erased.add(number)
            commits += sign != b"?"
        return commits

    def settle(self, there: set[int]) -> None:
        """Hold a station against it, and take over what the last moment of the child left open.

        Raises:
            BrokenError: Something told is lost or is there again, or something was never begun.
        """
        if lost := self.stored - there:
            raise BrokenError(f"acknowledged and lost: {sorted(lost)}")
        if back := self.erased & there:
            raise BrokenError(f"erased and there again: {sorted(back)}")
        untold = there - self.stored - self.leaving
        if untold - {self.next_number}:
            raise BrokenError(f"never stored by anybody: {sorted(untold)}")
        self.stored = there
        self.erased |= self.leaving - there
        self.leaving = set()
        if untold:
            self.next_number += 1


@dataclass
class Killed:
    """What came of it."""

    kills: int = 0
    commits: int = 0
    phases: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def run(place: Path, count: int, seed: int) -> Killed:
    """Kill so many children, one after the other.

    Args:
        place: An empty folder; what is broken stays there.
        count: Kills.
        seed: Of chance; moments of the clock differ nevertheless.
    """
    chance = random.Random(seed)
    fresh = place / "fresh"
    ground.make_station(fresh)
    found = Killed()
    pace = 0.01
    home, ledger = fresh, Ledger()
    for number in range(count):
        if number % KILLS_A_STATION == 0:
            home, ledger = ground.copy_station(fresh, place / f"station-{seed}"), Ledger()
        phase, said, pace = _kill_one(home, ledger, chance, pace)
        found.kills += 1
        found.commits += ledger.hear(said)
        found.phases[PHASES[phase]] += 1
        aside = chance.random() < 0.5
        look_at = ground.copy_station(home, place / f"aside-{seed}") if aside else home
        try:
            _check(look_at, ledger)
        except Exception as error:  # noqa: BLE001 - whatever it is, the station is not sound
            kept = place / f"broken-{seed}-{number}"
            ground.copy_station(look_at, kept)
            found.broken.append(f"{kept.name}, killed while {PHASES[phase]}: {type(error).__name__}: {error}")
            home, ledger = ground.copy_station(fresh, place / f"station-{seed}"), Ledger()
    return found


def _check(home: Path, ledger: Ledger) -> None:
    with ground.open_station(home) as station, station.cases() as session:
        there = set(ground.stored(session))
        ledger.settle(there)
        ground.check(session, there - ledger.seen)
    ledger.seen |= there


def _kill_one(home: Path, ledger: Ledger, chance: random.Random, pace: float) -> tuple[int, bytes, float]:
    """Start a child, kill it, and answer where it was, what it said and how long a commit takes now."""
    shared = mmap.mmap(-1, 1)
    reading, writing = os.pipe()
    seed, known = chance.randrange(2**32), sorted(ledger.stored)
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            _desk(home, writing, shared, random.Random(seed), known, ledger.next_number)
        except BaseException:  # noqa: BLE001 - must never run on as its parent
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(writing)
    try:
        said, pace = _wait(reading, chance, pace)
        os.kill(child, signal.SIGKILL)
        while more := os.read(reading, 1 << 16):
            said += more
    finally:
        os.close(reading)
        _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.exit("script/torture: a child ended by itself; its error stands above")
    return shared[0], said, pace


def _wait(reading: int, chance: random.Random, pace: float) -> tuple[bytes, float]:
    """Wait for the moment that chance has chosen."""
    said = b""
    wanted = chance.choice((0, 0, 1, 2, 3, 5, 8, 13))
    last = time.monotonic()
    while said.count(b"\n") < wanted:
        ready, _, _ = select.select([reading], [], [], _PATIENCE_S)
        if not ready or not (more := os.read(reading, 1 << 16)):
            return said, pace
        said += more
        now = time.monotonic()
        if said.count(b"\n") > 1:
            pace = 0.9 * pace + 0.1 * (now - last)
        last = now
    # Opening takes longer than a commit: with nothing awaited the kill may come anywhere in both.
    time.sleep(chance.random() * (2 * pace if wanted else 0.04 + 2 * pace))
    return said, pace


def _desk(
    home: Path, pipe: int, shared: mmap.mmap, chance: random.Random, known: list[int], number: int
) -> None:
    """What the child does until it is killed."""
    here = list(known)
    while True:
        shared[0] = OPENING
        station = ground.open_station(home)
        with station.cases() as session:
            session.execute(sa.text(f"PRAGMA wal_autocheckpoint = {chance.choice((0, 5, 30, 1000))}"))
        for _ in range(chance.randrange(1, 15)):
            act = chance.random()
            shared[0] = WRITING
            if act < 0.65 or not here:
                with station.cases(writing=True) as session:
                    ground.store(session, number)
                    shared[0] = COMMITTING
                shared[0] = BETWEEN
                os.write(pipe, b"+%d\n" % number)
                here.append(number)
                number += 1
            elif act < 0.75:
                with station.cases(writing=True) as session:
                    ground.decide(session, chance.choice(here))
                    shared[0] = COMMITTING
            elif act < 0.85:
                gone = here.pop(chance.randrange(len(here)))
                os.write(pipe, b"?%d\n" % gone)
                with station.cases(writing=True) as session:
                    which = ground.identity(gone)
                    inspections.erase(session, which)
                    subject = ("inspection", which)
                    chain.record(session, THE_DESK, "inspection.purged", now=ground.NOW, subject=subject)
                    shared[0] = COMMITTING
                shared[0] = BETWEEN
                os.write(pipe, b"-%d\n" % gone)
            else:
                shared[0] = CHECKPOINTING
                ground.checkpoint(station, chance.choice(("PASSIVE", "FULL", "RESTART", "TRUNCATE")))
            shared[0] = BETWEEN
        shared[0] = CLOSING
        station.close()
