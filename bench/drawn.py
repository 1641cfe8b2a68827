"""How well drawn documents are read at three levels of difficulty, and if wrong text is ever called sure.

    script/bench drawn [--pages 100] [--pictures 2] [--seed 1] [--levels easy,usual,hard] [--jobs 2]
    script/bench drawn --again hard/1/17/0

Every tenth page prints a wrong check digit on purpose: reading it as printed is exact. Whatever is sure and
wrong is named by level, seed, page and picture, and its picture is written into `build/drawn`; `--again`
draws one of that name anew and says what is read in it.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench._clock import cpu_seconds, timed
from bench._drawn import LEVELS, TODAY, Drawn, picture, pictures_of
from bench._figures import percentile, table
from bench._jobs import add_jobs, in_order
from borderdesk.reading.page import read_page
from models.image import PageImage

PLACE = Path(__file__).resolve().parent.parent / "build" / "drawn"
HEADINGS = (
    "level",
    "pictures",
    "exact %",
    "sure %",
    "sure and wrong",
    "unsure and exact",
    "unsure and wrong",
    "nothing read",
    "more than one read",
    "wrong digits printed: told, unsure, untold",
    "sure, and digits fail that are printed right",
    "CPU s median, p95",
)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in one drawn picture.

    Attributes:
        name: Of the picture.
        printed: The zone.
        said: What was read; empty where nothing was.
        certain: Whether the answer is called certain.
        wrong_digit: Whether a check digit was printed wrong on purpose.
        digits_fail: Whether a check digit of the answer does not agree.
        sure_and_wrong: Text that is called certain and is not what is printed, of any document found.
        documents: How many were found, where one is drawn.
        cpu: Seconds on the processor, of reading alone.
    """

    name: str
    printed: tuple[str, ...]
    said: tuple[str, ...]
    certain: bool
    wrong_digit: bool
    digits_fail: bool
    sure_and_wrong: tuple[str, ...]
    documents: int
    cpu: float

    @property
    def exact(self) -> bool:
        """Every character is as printed."""
        return self.said == self.printed


def read(drawn: Drawn) -> Read:
    """Read a drawn picture; of several documents that are found, the one that is drawn, else the first."""
    page = PageImage(drawn.pixels)
    found, cpu, _ = timed(lambda: read_page(page, today=TODAY).documents)
    document = next((one for one in found if one.lines == drawn.lines), found[0] if found else None)
    wrong = [one.lines for one in found if one.certain and one.lines != drawn.lines]
    return Read(
        name=drawn.name,
        printed=drawn.lines,
        said=document.lines if document else (),
        certain=bool(document and document.certain),
        wrong_digit=drawn.wrong,
        digits_fail=bool(document and not all(digit.agrees for digit in document.check_digits)),
        sure_and_wrong=wrong[0] if wrong else (),
        documents=len(found),
        cpu=cpu,
    )


def read_page_of(level: str, seed: int, pictures: int, number: int) -> tuple[list[Read], float]:
    """Read every picture of one page; also processor seconds that drawing took."""
    before = cpu_seconds()
    reads = [read(drawn) for drawn in pictures_of(level, seed, number, pictures)]
    return reads, cpu_seconds() - before - sum(one.cpu for one in reads)


def row(level: str, reads: list[Read]) -> tuple[object, ...]:
    """One level's figures, in the order of `HEADINGS`."""
    count = len(reads)
    cpu = [one.cpu for one in reads]
    wrong_digit = [one for one in reads if one.wrong_digit and one.said]
    told = sum(one.certain and one.digits_fail for one in wrong_digit)
    unsure = sum(not one.certain for one in wrong_digit)
    return (
        level,
        count,
        f"{100 * sum(one.exact for one in reads) / count:.1f}",
        f"{100 * sum(one.certain for one in reads) / count:.1f}",
        sum(bool(one.sure_and_wrong) for one in reads),
        sum(not one.certain and one.exact for one in reads),
        sum(not one.certain and not one.exact and bool(one.said) for one in reads),
        sum(not one.said for one in reads),
        sum(one.documents > 1 for one in reads),
        f"{told}, {unsure}, {len(wrong_digit) - told - unsure}",
        sum(one.certain and one.digits_fail and not one.wrong_digit for one in reads),
        f"{percentile(cpu, 50):.3f}, {percentile(cpu, 95):.3f}",
    )


def keep(one: Read) -> str:
    """Write the picture of a reading that is sure and wrong; the sentence that names it."""
    PLACE.mkdir(parents=True, exist_ok=True)
    file = PLACE / f"{one.name.replace('/', '-')}.jpg"
    file.write_bytes(picture(one.name).jpeg)
    return f"Sure and wrong: {one.name}: {'|'.join(one.printed)} read as {'|'.join(one.sure_and_wrong)}"


def again(name: str) -> int:
    """Draw one picture anew, write it, and say what is read."""
    one = read(picture(name))
    keep(one)
    print(f"printed: {'|'.join(one.printed)}\nread:    {'|'.join(one.said) or 'nothing'}")
    print(f"{'exact' if one.exact else 'not exact'}, {'sure' if one.certain else 'unsure'}; see build/drawn")
    return 0


def main() -> int:
    """Print the figures as Markdown."""
    parser = argparse.ArgumentParser(prog="script/bench drawn", description="Reading of drawn documents.")
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--pictures", type=int, default=2, help="of each page, each in its own way")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--levels", default=",".join(LEVELS))
    add_jobs(parser)
    parser.add_argument("--again", metavar="NAME", help="one picture that was named before")
    options = parser.parse_args()
    if options.again:
        return again(options.again)
    levels = options.levels.split(",")
    if unknown := [level for level in levels if level not in LEVELS]:
        parser.error(f"there is no level {unknown[0]}; there are {', '.join(LEVELS)}")
    started = time.monotonic()
    rows, wrong, drawing, reading = [], [], 0.0, 0.0
    for level in levels:
        reads: list[Read] = []
        work = partial(read_page_of, level, options.seed, options.pictures)
        for of_page, cpu in in_order(work, options.pages, options.jobs):
            reads += of_page
            drawing += cpu
            for one in of_page:
                reading += one.cpu
                if one.sure_and_wrong:
                    wrong.append(keep(one))
                    print(wrong[-1], file=sys.stderr, flush=True)
        rows.append(row(level, reads))
    print(*table(HEADINGS, rows), "", *wrong, sep="\n")
    took = time.monotonic() - started
    print(f"{took:.0f} s in all; processor: {drawing:.0f} s drawing, {reading:.0f} s reading.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
