"""How well drawn documents are read at three levels of difficulty, and if wrong text is ever called sure.

    script/bench drawn [--pages 100] [--pictures 2] [--seed 1] [--levels easy,usual,hard]

Every tenth page prints a wrong check digit on purpose: reading it as printed is exact.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time

from bench._drawn import LEVELS, TODAY, documents
from borderdesk.reading.page import read_page
from models.image import PageImage


def main() -> int:
    """Print the figures as Markdown."""
    parser = argparse.ArgumentParser(prog="script/bench drawn")
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--pictures", type=int, default=2, help="of each page, each in its own way")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--levels", default=",".join(LEVELS))
    options = parser.parse_args()
    print("| level | pictures | exact % | sure % | sure and wrong | nothing read | CPU s median, p95 |")
    print("|---|---|---|---|---|---|---|")
    wrong: list[str] = []
    for level in options.levels.split(","):
        exact = sure = false = nothing = 0
        cpu: list[float] = []
        for drawn in documents(level, options.pages, seed=options.seed, pictures=options.pictures):
            before = os.times()
            found = read_page(PageImage(drawn.pixels), today=TODAY).documents
            cpu.append(sum(os.times()[:4]) - sum(before[:4]))
            if not found:
                nothing += 1
                continue
            same = found[0].lines == drawn.lines
            exact += same
            sure += found[0].certain
            if found[0].certain and not same:
                false += 1
                wrong.append(f"{level}: {'|'.join(drawn.lines)} read as {'|'.join(found[0].lines)}")
        cpu.sort()
        count = len(cpu)
        print(
            f"| {level} | {count} | {100 * exact / count:.1f} | {100 * sure / count:.1f} | {false} "
            f"| {nothing} | {statistics.median(cpu):.2f}, {cpu[min(count - 1, int(0.95 * count))]:.2f} |",
            flush=True,
        )
    for line in wrong:
        print(line)
    return 0


if __name__ == "__main__":
    started = time.monotonic()
    status = main()
    print(f"\n{time.monotonic() - started:.0f} s in all.")
    sys.exit(status)
