"""How well documents are read and judged, beside PassportEye and FastMRZ on the same pictures, in turn.

    script/bench reading [--drawn 30] [--peer-models DIR] [--no-peers] [--first N]

The pictures are the shared specimens, each inspected on a day on which it was valid, without a watchlist, so
that the best advice is "in_order"; and with `--drawn`, so many drawn documents of each level of difficulty.
The peers read with stock `eng` and with the best public model in DIR; PassportEye with our own model, too.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench._drawn import LEVELS
from bench._figures import Tally, side_by_side, table
from bench._fresh import fresh
from bench._ours import Judged, Ours
from bench._peers import Peer, add_options, peers
from bench._pictures import SPECIMENS, Picture, drawn, specimens

MEGABYTE = 1e6


def measure(pictures: Iterable[Picture], others: list[Peer]) -> tuple[dict[str, Tally], Judged]:
    """Every reader on every picture, picture by picture."""
    ours, judged = Ours(), Judged()
    readers = [ours, *others]
    tallies = {reader.name: Tally() for reader in readers}
    for picture in pictures:
        for reader in readers:
            tallies[reader.name].count(picture.name, picture.lines, reader.read(picture))
        judged.count(picture, ours.last)
    return tallies, judged


def report(title: str, tallies: dict[str, Tally], judged: Judged) -> None:
    """Print the figures of one set of pictures."""
    ours = next(iter(tallies.values()))
    print(f"### {title}: {ours.pictures} pictures\n", *side_by_side(tallies), "", sep="\n")
    print(*judged.sentences(), sep="\n")
    print(f"\nSlowest: {max(ours.wall):.2f} s.\n", flush=True)


def report_fresh(pictures: list[Picture]) -> None:
    """Print what a fresh process takes: every eighth picture is the first one of a process of its own."""
    starts = [fresh([picture.file]) for picture in pictures[::8]]
    whole = fresh([picture.file for picture in pictures])
    answers, reads = [one.first_answer for one in starts], [one.first_read for one in starts]
    rows = (
        ("first answer after the start, median", f"{statistics.median(answers):.2f} s"),
        ("first answer after the start, slowest", f"{max(answers):.2f} s"),
        ("processor time until then, median", f"{statistics.median(one.first_cpu for one in starts):.2f} s"),
        ("the first read alone, median", f"{statistics.median(reads):.2f} s"),
        ("the first read alone, slowest", f"{max(reads):.2f} s"),
        ("memory after the first read, largest", f"{max(x.peak_first for x in starts) / MEGABYTE:.0f} MB"),
        (f"memory at its peak, {len(pictures)} read", f"{whole.peak / MEGABYTE:.0f} MB"),
        ("of it without the process that decodes pictures", f"{whole.peak_own / MEGABYTE:.0f} MB"),
    )
    print(
        f"### A fresh process that only reads, {len(starts)} starts\n",
        *table(("figure", "value"), rows),
        "",
        sep="\n",
    )


def main() -> int:
    """Print the figures as Markdown."""
    parser = argparse.ArgumentParser(prog="script/bench reading", description="Reading beside its peers.")
    parser.add_argument("--drawn", type=int, default=0, metavar="N", help="drawn documents of each level")
    parser.add_argument("--first", type=int, metavar="N", help="only the first N specimens")
    add_options(parser)
    options = parser.parse_args()
    pictures = specimens()[: options.first]
    if not pictures:
        print(f"The specimens are not beside the checkout ({SPECIMENS.name}); they are not measured.")
    with peers(options) as others, tempfile.TemporaryDirectory(prefix="borderdesk-") as folder:
        each: list[tuple[str, str, str, str]] = []
        if pictures:
            tallies, judged = measure(pictures, others)
            report("Specimens", tallies, judged)
            report_fresh(pictures)
            each = judged.rows
        for level in LEVELS if options.drawn else ():
            report(f"Drawn, {level}", *measure(drawn(level, options.drawn, Path(folder)), others))
        for peer in others:
            for name, trouble in peer.failures.items():
                print(f"{peer.name} failed on {name}: {trouble}")
    if each:
        print("### Each specimen\n", *table(("specimen", "format", "exact", "advice"), each), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
