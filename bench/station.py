"""What encryption costs, and how long a station takes to open and to keep an inspection.

    script/bench station [--entries 100000] [--lookups 20000] [--rounds 5]

The same table, filled alike, with a key and without (SQLCipher is SQLite as long as no key is set), asked by
its index in turn in one process; each round asks both, the ratio is taken round by round. Opening is counted
from the passphrase to the open station: stretching, keys, the check of every page. Keeping is one inspection
with a picture of 8 megapixels in one transaction, in a station on the disk of the temporary folder.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import sqlcipher3

from borderdesk.storage import keys
from borderdesk.storage.engine import connect
from borderdesk.storage.station import Station
from models.image import Light, PageImage
from script.torturing import ground

PASSPHRASE = "seven words that nobody would guess"  # noqa: S105 - of a station that is thrown away
LOOK_UP = "SELECT payload FROM entries WHERE number = ?"


def open_plain(path: Path) -> Any:
    """The same driver and settings without a key."""
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def fill(connection: Any, count: int) -> None:
    """Document numbers with something beside them, as a watchlist has."""
    connection.execute("CREATE TABLE entries (number TEXT PRIMARY KEY, payload TEXT NOT NULL) WITHOUT ROWID")
    chance = random.Random(1)
    rows = [(name_of(number), f"{chance.getrandbits(400):0100x}") for number in range(count)]
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO entries VALUES (?, ?)", rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def name_of(number: int) -> str:
    """A document number; neighbours lie apart."""
    return f"{number * 2_654_435_761 % 2**32:010X}"


def ask(connection: Any, wanted: list[str]) -> float:
    """Seconds of processor time for so many look-ups by the index."""
    start = time.process_time()
    for number in wanted:
        assert connection.execute(LOOK_UP, (number,)).fetchone() is not None
    return time.process_time() - start


def look_ups(place: Path, entries: int, count: int, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds for plain and encrypted, round by round, with all pages in memory, none, and as it is set."""
    key = keys.fresh_key()
    (place / "encrypted.db").touch()
    fill(connect(place / "encrypted.db", key), entries)
    fill(open_plain(place / "plain.db"), entries)
    chance = random.Random(2)
    found: dict[str, list[tuple[float, float]]] = {"pages at hand": [], "pages from the disk": []}
    plain, encrypted = open_plain(place / "plain.db"), connect(place / "encrypted.db", key)
    for connection in (plain, encrypted):  # all of it fits, as a desk's hot pages do
        connection.execute("PRAGMA cache_size = -262144")
        ask(connection, [name_of(number) for number in range(entries)])
    for _ in range(rounds):
        wanted = [name_of(chance.randrange(entries)) for _ in range(count)]
        found["pages at hand"].append((ask(plain, wanted), ask(encrypted, wanted)))
    for _ in range(rounds):
        wanted = [name_of(chance.randrange(entries)) for _ in range(count // 10)]
        pair = []
        for connection in (open_plain(place / "plain.db"), connect(place / "encrypted.db", key)):
            connection.execute("PRAGMA cache_size = 0")  # SQLite keeps a handful of pages nevertheless
            pair.append(ask(connection, wanted))
            connection.close()
        found["pages from the disk"].append((pair[0], pair[1]))
    default = []
    for _ in range(rounds):
        wanted = [name_of(chance.randrange(entries)) for _ in range(count)]
        pair = []
        for connection in (open_plain(place / "plain.db"), connect(place / "encrypted.db", key)):
            pair.append(ask(connection, wanted))
            connection.close()
        default.append((pair[0], pair[1]))
    found["as the station is set, from a fresh connection"] = default
    return found


def openings(home: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds on the wall and of the processor, one a round."""
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        Station.open(home, PASSPHRASE, alone=True).close()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return walls, cpus


def keepings(home: Path, rounds: int) -> list[float]:
    """Seconds on the wall to keep an inspection with a picture of 8 megapixels."""
    chance = np.random.default_rng(3)
    small = chance.integers(0, 255, (245, 326, 3), dtype=np.uint8)
    pixels = cv2.resize(small, (3264, 2448), interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    page = PageImage(pixels=pixels, light=Light.VISIBLE, dpi=300.0, source="bench.png", page=0)
    walls = []
    with Station.open(home, PASSPHRASE) as station:
        for number in range(1, rounds + 1):
            one = replace(ground.inspection(number), page=page)
            start = time.perf_counter()
            with station.cases(writing=True) as session:
                ground.store_one(session, one)
            walls.append(time.perf_counter() - start)
    return walls


def main() -> int:
    """Measure and print Markdown."""
    parser = argparse.ArgumentParser(
        description="What encryption costs, and how long a station takes to open."
    )
    parser.add_argument("--entries", type=int, default=100_000, help="rows of the table (100000)")
    parser.add_argument("--lookups", type=int, default=20_000, help="questions a round (20000)")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    print(
        f"{arguments.entries:,} entries, {arguments.lookups:,} look-ups a round, {arguments.rounds} rounds, "
        f"{os.cpu_count()} cores.\n"
    )
    with tempfile.TemporaryDirectory(prefix="borderdesk-") as folder:
        place = Path(folder)
        found = look_ups(place, arguments.entries, arguments.lookups, arguments.rounds)
        print(
            "| keyed look-up | plain s | encrypted s | ratio, median | ratio, worst |\n|---|---|---|---|---|"
        )
        for name, pairs in found.items():
            ratios = [encrypted / plain for plain, encrypted in pairs]
            plain_s, encrypted_s = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
            middle, worst = statistics.median(ratios), max(ratios)
            print(f"| {name} | {plain_s:.3f} | {encrypted_s:.3f} | {middle:.2f} | {worst:.2f} |")
        Station.create(place / "station", PASSPHRASE, name="Bench").close()
        walls, cpus = openings(place / "station", arguments.rounds)
        kept = keepings(place / "station", arguments.rounds * 2)
        later, later_cpus = openings(place / "station", arguments.rounds)
        print("\n| figure | median s | slowest s |\n|---|---|---|")
        for name, seconds in (
            ("opening a new station, on the wall", walls),
            ("processor time of it", cpus),
            (f"opening it with {len(kept)} inspections, on the wall", later),
            ("processor time of it", later_cpus),
            ("keeping an inspection with a picture of 8 megapixels, on the wall", kept),
        ):
            print(f"| {name} | {statistics.median(seconds):.3f} | {max(seconds):.3f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
