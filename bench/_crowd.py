"""A station with a great list of invented people, the lists of the UN and the US, and reported documents.

Run as a program it takes the lists in, in a process of its own whose memory is that of the work:

    python -m bench._crowd HOME PEOPLE DOCUMENTS
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bench.people import aliases
from bench.people.documents import documents
from bench.people.persons import UNKNOWN, block, persons
from borderdesk.storage.station import Station
from models.watchlist import PersonEntry
from watchlist.store import replace_list

PASSPHRASE = "bench"  # noqa: S105 - of a station that holds invented people and is thrown away
PERSONS, PUBLIC, DOCUMENTS = "invented/persons", "public/persons", "invented/documents"
SEED, STRANGERS = 42, 43
"""Of the list, and of travellers who are on none."""
NOW = datetime(2026, 11, 24, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking the lists in took.

    Attributes:
        persons_s: Seconds for persons, without those that inventing them takes.
        documents_s: The same for documents.
        base_mb: Memory before: the program, and the stocks that people are invented from.
        persons_mb: Memory at most, persons taken in.
        documents_mb: Memory at most, documents taken in too, before the public lists.
        persons_disk_mb: The watchlist's files, persons taken in, with what is not yet checkpointed.
        disk_mb: The same with documents and the public lists, the station closed.
    """

    persons_s: float
    documents_s: float
    base_mb: float
    persons_mb: float
    documents_mb: float
    persons_disk_mb: float
    disk_mb: float


class _Clocked:
    """Hands items on and adds up the time that making them takes."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, items: Iterable[T]) -> Iterator[T]:
        left = iter(items)
        while True:
            started = time.perf_counter()
            try:
                item = next(left)
            except StopIteration:
                return
            finally:
                self.seconds += time.perf_counter() - started
            yield item


def public_entries() -> Iterator[PersonEntry]:
    """The people of the UN and of the US list, with their good aliases."""
    for one in (*aliases.united_nations(), *aliases.united_states()):
        births = tuple(born for born in one.births if born is not UNKNOWN)
        yield PersonEntry(one.entry_id, (one.name, *one.aliases), births)


def make(home: Path, people: int, reported: int) -> TakenIn:
    """A new station with everything in it, made by another process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench._crowd", str(home), str(people), str(reported)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return TakenIn(**json.loads(done.stdout))


def _take_in(home: Path, people: int, reported: int) -> TakenIn:
    with Station.create(home, PASSPHRASE, name="bench") as station:
        block(SEED, 0)  # reads the stocks, which are no part of the work
        base = _forget_peak_mb()
        inventing, started = _Clocked(), time.perf_counter()
        with station.watchlist(writing=True) as session:
            invented = inventing(person.entry() for person in persons(SEED, people))
            replace_list(session, PERSONS, "bench", 1, NOW, invented, imported_at=NOW)
        persons_s = time.perf_counter() - started - inventing.seconds
        persons_mb, persons_disk = _peak_mb(), disk_mb(home)
        inventing, started = _Clocked(), time.perf_counter()
        if reported:
            with station.watchlist(writing=True) as session:
                invented_documents = inventing(documents(SEED, reported))
                replace_list(session, DOCUMENTS, "bench", 1, NOW, invented_documents, imported_at=NOW)
        documents_s = time.perf_counter() - started - inventing.seconds
        documents_mb = _peak_mb()
        with station.watchlist(writing=True) as session:
            replace_list(session, PUBLIC, "bench", 1, NOW, public_entries(), imported_at=NOW)
    return TakenIn(persons_s, documents_s, base, persons_mb, documents_mb, persons_disk, disk_mb(home))


def _status_mb(name: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{name}:")[1].split()[0]) / 1024


def _peak_mb() -> float:
    return _status_mb("VmHWM")


def _forget_peak_mb() -> float:
    """What this process holds now; what it held before, as for opening the station, counts no more."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status_mb("VmRSS")


def disk_mb(home: Path) -> float:
    """The watchlist's database with what stands beside it, in megabytes of 10**6 bytes."""
    return sum(file.stat().st_size for file in home.glob("watchlist.db*")) / 1e6


if __name__ == "__main__":
    taken = _take_in(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps({name: getattr(taken, name) for name in TakenIn.__slots__}))
