"""If what is said to be 99% sure is right 99 times in a hundred: the reliability diagram, in characters.

    script/bench calibration [--pages 100] [--pictures 2] [--seed 2] [--levels usual,hard] [--jobs 2]

Every character of every answer counts, certain or not, with the probability that the fused reading gives it
(before close calls are settled), against what is printed at its place. The specimens are told apart.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial

from bench._drawn import LEVELS, TODAY, pictures_of
from bench._jobs import add_jobs, in_order
from bench._pictures import SPECIMENS, specimens
from bench._reliability import Mark, counted, marks
from borderdesk.imaging.load import load_pages
from borderdesk.reading.page import PageReading, read_page
from models.image import PageImage

# Characters that are said to be so sure and are wrong are named.
SURE = 0.99


def marks_of(name: str, reading: PageReading, printed: tuple[str, ...]) -> list[Mark]:
    """Characters of every document that was found; none where nothing was read."""
    found: list[Mark] = []
    for document in reading.documents:
        lines = document.reading.lines if document.reading else ()
        said = [[(each.symbol, each.probability) for each in line] for line in lines]
        found += marks(name, said, printed)
    return found


def marks_of_page(level: str, seed: int, pictures: int, number: int) -> list[Mark]:
    """Characters of every picture of one drawn page."""
    found: list[Mark] = []
    for drawn in pictures_of(level, seed, number, pictures):
        found += marks_of(drawn.name, read_page(PageImage(drawn.pixels), today=TODAY), drawn.lines)
    return found


def report(title: str, found: list[Mark]) -> None:
    """Print one set of pictures."""
    print(f"### {title}\n", *counted(found).lines(), "", sep="\n", flush=True)
    lines: dict[tuple[str, int], list[Mark]] = {}
    for mark in found:
        lines.setdefault((mark.name, mark.line), []).append(mark)
    for (name, line), characters in lines.items():
        # A line that is cut one place off is wrong in all that follows, however plain each character is.
        if wrong := sum(mark.probability >= SURE and not mark.right for mark in characters):
            printed, said = (
                "".join(part) for part in zip(*((x.printed, x.said) for x in characters), strict=True)
            )
            print(f"Sure and wrong, {wrong} characters: {name}, line {line}: `{printed}` read as `{said}`.  ")
    print(flush=True)


def main() -> int:
    """Print the tables as Markdown."""
    parser = argparse.ArgumentParser(prog="script/bench calibration", description="Said and seen certainty.")
    parser.add_argument("--pages", type=int, default=100, help="drawn, of each level")
    parser.add_argument("--pictures", type=int, default=2, help="of each page, each in its own way")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--levels", default="usual,hard")
    add_jobs(parser)
    options = parser.parse_args()
    levels = options.levels.split(",")
    if unknown := [level for level in levels if level not in LEVELS]:
        parser.error(f"there is no level {unknown[0]}; there are {', '.join(LEVELS)}")
    for level in levels:
        work = partial(marks_of_page, level, options.seed, options.pictures)
        found = [mark for page in in_order(work, options.pages, options.jobs) for mark in page]
        report(f"Drawn, {level}: {options.pages * options.pictures} pictures", found)
    pictures = specimens()
    if not pictures:
        print(f"The specimens are not beside the checkout ({SPECIMENS.name}); they are not measured.")
        return 0
    found = []
    for picture in pictures:
        reading = read_page(load_pages(picture.file)[0], today=picture.today)
        found += marks_of(picture.name, reading, picture.lines)
    report(f"Specimens: {len(pictures)} pictures", found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
