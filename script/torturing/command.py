"""What `script/torture` does: share kills and tears among a few forked processes, and say what was found."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from script.torturing import ground, kills, tears


def main() -> int:
    """Torture, print tables, and answer 1 where a station did not stand it."""
    parser = argparse.ArgumentParser(
        prog="script/torture", description="Kill the desk while it writes, and tear its WAL files."
    )
    parser.add_argument("--kills", type=int, default=10_000, help="kill -9 at random moments (10000)")
    parser.add_argument("--tears", type=int, default=10_000, help="torn or cut WAL files (10000)")
    parser.add_argument("--seed", type=int, default=None, help="of chance; a new one if it is not given")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="one a core")
    parser.add_argument("--keep", metavar="DIR", help="where broken stations are kept (a temporary folder)")
    arguments = parser.parse_args()
    seed = random.randrange(10**6) if arguments.seed is None else arguments.seed
    ground.prepare()
    place = Path(arguments.keep or tempfile.mkdtemp(prefix="borderdesk-torture-"))
    broken: list[str] = []
    print(f"Seed {seed}, {arguments.processes} processes.\n", flush=True)
    if arguments.kills:
        broken += _print_kills(
            _shared(kills.run, place / "kills", arguments.kills, seed, arguments.processes)
        )
    if arguments.tears:
        broken += _print_tears(
            _shared(tears.run, place / "tears", arguments.tears, seed, arguments.processes)
        )
    for each in broken:
        print(f"- {each}", flush=True)
    if broken:
        print(f"script/torture: broken stations are kept in {place}", file=sys.stderr)
        return 1
    for part in ("kills", "tears"):
        ground.remove(place / part)
    if not arguments.keep:
        ground.remove(place)
    return 0


def _print_kills(answer: tuple[list[kills.Killed], float]) -> list[str]:
    parts, seconds = answer
    phases = sum((part.phases for part in parts), Counter[str]())
    broken = [each for part in parts for each in part.broken]
    total, commits = sum(part.kills for part in parts), sum(part.commits for part in parts)
    print("| killed while | times |\n|---|---|")
    for phase in kills.PHASES:
        print(f"| {phase} | {phases[phase]:,} |")
    print(
        f"\n{total:,} kills, {commits:,} acknowledged commits, {seconds:.0f} s; "
        f"broken stations: {len(broken)}.\n"
    )
    return broken


def _print_tears(answer: tuple[list[tears.Torn], float]) -> list[str]:
    parts, seconds = answer
    kinds = sum((part.kinds for part in parts), Counter[str]())
    broken = [each for part in parts for each in part.broken]
    kept, off = sum(part.kept for part in parts), sum(part.torn_off for part in parts)
    print("| WAL | times |\n|---|---|")
    for kind in tears.KINDS:
        print(f"| {kind} | {kinds[kind]:,} |")
    print(
        f"\n{sum(part.tears for part in parts):,} tears, {kept:,} records before them kept, {off:,} torn off "
        f"whole, {seconds:.0f} s; broken stations: {len(broken)}.\n"
    )
    return broken


def _shared(
    act: Callable[[Path, int, int], Any], place: Path, count: int, seed: int, processes: int
) -> tuple[list[Any], float]:
    """Let each process, forked from this one, do its share; their answers, and the seconds it took."""
    start = time.monotonic()
    fork = multiprocessing.get_context("fork")
    running = []
    for number in range(processes):
        share = count // processes + (number < count % processes)
        folder = place / str(number)
        folder.mkdir(parents=True)
        ours, theirs = fork.Pipe(duplex=False)
        child = fork.Process(target=_work, args=(theirs, act, folder, share, seed * 1000 + number))
        child.start()
        theirs.close()
        running.append((child, ours))
    answers = []
    for child, ours in running:
        try:
            answers.append(ours.recv())
        except EOFError:
            sys.exit("script/torture: a process ended by itself; its error stands above")
        child.join()
    return answers, time.monotonic() - start


def _work(
    answer: Connection, act: Callable[[Path, int, int], Any], place: Path, count: int, seed: int
) -> None:
    answer.send(act(place, count, seed))
    answer.close()


if __name__ == "__main__":
    sys.exit(main())
