"""How long a screening takes against the great list: warm, from a fresh process, beside peers, in a delta.

Run as a program it is the other process of a measurement:

    python -m bench._speed cold HOME NUMBER     opens the station and asks for one stranger: milliseconds
    python -m bench._speed reader HOME          asks until its standard input ends: milliseconds of each
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bench import _asking
from bench._clock import timed
from bench._crowd import NOW, PASSPHRASE, PERSONS, SEED, STRANGERS, TakenIn
from bench._figures import percentile, table
from bench._name_peers import BASELINES, LogicV2, Pair, scored
from bench._peers import ROOT
from bench._rates import above, bound
from bench.people.persons import Person, block, persons
from bench.people.variants import Seen
from borderdesk.storage.station import Station
from models.document import MrzFields
from watchlist import store

_WARM_UP = 50
_CHANGED, _GONE = 0.4, 0.1
"""Parts of a delta: entries that say something else now, and entries that go; the rest are new."""


def pin() -> str:
    """Keep this process on one core; says which."""
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"core {core} of {os.cpu_count()}"


def _text(milliseconds: list[float]) -> str:
    return " / ".join(f"{percentile(milliseconds, percent):.1f}" for percent in (50, 95, 99)) + " ms"


def warm(session: Session, strangers: list[Person], again: list[Seen]) -> Iterator[tuple[str, str]]:
    """Rows of a table: the shipped screening of strangers and of listed people, all fields given."""
    for person in strangers[:_WARM_UP]:
        _asking.milliseconds(session, person.fields())
    asked = [_asking.milliseconds(session, person.fields()) for person in strangers]
    yield f"one screening, warm, {len(asked)} strangers, p50 / p95 / p99", _text(asked)
    found = [_asking.milliseconds(session, one.fields()) for one in again]
    yield f"the same, {len(found)} listed people seen again", _text(found)


def cold(home: Path, times: int) -> tuple[str, str]:
    """The first screening of a fresh process, opening the station not counted."""
    found = [float(_other("cold", home, str(number)).communicate()[0]) for number in range(times)]
    return f"the first screening of a fresh process, {times} starts, p50 / p95 / p99", _text(found)


def _other(what: str, home: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench._speed", what, str(home), *more],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def taken_in(taken: TakenIn) -> Iterator[tuple[str, str]]:
    """Rows of a table: what taking the lists in took."""
    yield "persons taken in and indexed", f"{taken.persons_s:.1f} s"
    yield (
        "memory at its peak, persons taken in (before them)",
        f"{taken.persons_mb:.0f} MB ({taken.base_mb:.0f} MB)",
    )
    yield "disk, persons taken in, with the write-ahead log", f"{taken.persons_disk_mb:.0f} MB"
    yield "documents taken in", f"{taken.documents_s:.1f} s"
    yield "memory at its peak, all taken in", f"{taken.documents_mb:.0f} MB"
    yield "disk, all taken in, the station closed", f"{taken.disk_mb:.0f} MB"


def delta(home: Path, people: int, changes: int) -> Iterator[tuple[str, str]]:
    """Rows of a table: a delta taken in while another process goes on asking."""
    apply_changes: Any = getattr(store, "apply_changes", None)
    if apply_changes is None:
        yield "a delta", "not measured: the store takes none in yet"
        return
    changed, gone = int(changes * _CHANGED), int(changes * _GONE)
    upserts = [
        replace(person.entry(), names=(person.name, f"{person.name} JUNIOR"))
        for person in persons(SEED, min(changed, people))
    ]
    upserts += [
        replace(person.entry(), entry_id=f"new-{person.number}")
        for person in persons(SEED + 2, changes - changed - gone)
    ]
    deletions = [str(number) for number in range(max(0, people - gone), people)]
    reader = _other("reader", home)
    assert reader.stdout is not None
    reader.stdout.readline()
    with Station.open(home, PASSPHRASE) as station:
        started = time.perf_counter()
        with station.watchlist(writing=True) as session:
            apply_changes(session, PERSONS, 2, NOW, upserts, deletions, imported_at=NOW)
        seconds = time.perf_counter() - started
    said = [float(line) for line in reader.communicate("")[0].split()]
    yield f"a delta of {len(upserts) + len(deletions):,} entries taken in and indexed", f"{seconds:.2f} s"
    yield f"screening meanwhile, {len(said)} asked, p50 / p95 / p99", _text(said)


def beside_peers(
    session: Session, strangers: list[Person], again: list[Seen], share: float, peers: bool
) -> Iterator[str]:
    """Ours beside peers that are handed the very candidates which ours found; name and birth date only.

    Yields:
        Lines of a table: processor time of one question; and who is found where so many are alerted.
    """
    asked: list[tuple[Person | None, MrzFields]] = [
        (None, person.fields(name_and_birth_only=True)) for person in strangers
    ]
    asked += [(one.person, one.fields(name_and_birth_only=True)) for one in again]
    names, wanted = [], []
    for person, fields in asked:
        found = _asking.entries(session, _asking.candidates(session, fields)).values()
        name = f"{fields.primary_identifier} {fields.secondary_identifier}"
        names.append([(name, entry.names[0]) for entry in found])
        wanted.append([person is not None and entry.entry_id == str(person.number) for entry in found])
    _, ours, _ = timed(lambda: [_asking.shipped(session, fields) for _, fields in asked])
    answers = [_asking.everything(session, fields) for _, fields in asked]
    own = [
        _asking.scores(found).get(f"{PERSONS}/{person.number}", -1.0)
        if person is not None
        else max(_asking.scores(found).values(), default=-1.0)
        for (person, _), found in zip(asked, answers, strict=True)
    ]
    each = statistics.mean(map(len, names))
    rows = [("BorderDesk, finding and judging", own, ours / len(asked))]
    for label, score in BASELINES.items():
        flat, cpu = scored(score, [pair for pairs in names for pair in pairs])
        rows.append((f"{label}, judging only", _told(flat, wanted, len(strangers)), cpu / len(asked)))
    if peers:
        rows.append(_logic_v2(names, wanted, len(strangers)))
    yield f"{len(asked)} questions with {each:.0f} candidates on average; name and birth date only."
    yield "Peers are handed the names of those candidates."
    yield ""
    yield from table(
        (
            "judged by",
            "ms of the processor a question",
            "as a multiple of ours",
            f"found at {share:.1%} in vain",
        ),
        (
            (
                label,
                f"{seconds * 1000:.2f}",
                f"{seconds / rows[0][2]:.2f}",
                f"{above(values[len(strangers) :], bound(values[: len(strangers)], share)):.3f}",
            )
            for label, values, seconds in rows
        ),
    )


def _logic_v2(
    names: list[list[Pair]], wanted: list[list[bool]], strangers: int
) -> tuple[str, list[float], float]:
    peer = LogicV2()
    try:
        flat, cpu = peer.score([pair for pairs in names for pair in pairs])
    finally:
        peer.close()
    return f"{peer.name}, judging only", _told(flat, wanted, strangers), cpu / len(names)


def _told(flat: list[float], wanted: list[list[bool]], strangers: int) -> list[float]:
    """Of strangers, who come first, the best score; of listed people their own entry's, -1 without one."""
    left, told = iter(flat), []
    for place, marks in enumerate(wanted):
        mine = [(next(left), mark) for mark in marks]
        told.append(max((score for score, mark in mine if mark or place < strangers), default=-1.0))
    return told


def _cold(home: Path, number: int) -> None:
    with Station.open(home, PASSPHRASE) as station, station.watchlist() as session:
        (person,) = random.Random(number).sample(block(STRANGERS, 0), 1)
        print(_asking.milliseconds(session, person.fields()))


def _reader(home: Path) -> None:
    os.sched_setaffinity(0, {min(range(os.cpu_count() or 1))})
    asked: list[float] = []
    strangers = block(STRANGERS, 0)
    with Station.open(home, PASSPHRASE) as station:
        print("ready", flush=True)
        os.set_blocking(sys.stdin.fileno(), False)
        while sys.stdin.buffer.read(1) is None:
            with station.watchlist() as session:
                asked.append(_asking.milliseconds(session, strangers[len(asked) % len(strangers)].fields()))
    print(*asked)


if __name__ == "__main__":
    if sys.argv[1] == "cold":
        _cold(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        _reader(Path(sys.argv[2]))
