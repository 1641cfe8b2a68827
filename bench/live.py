"""What fusing frames brings: drawn films read as a camera, beside single frames of the same films.

    script/bench live [--films 30] [--seed 1]

Every film shows a page that a hand brings under a lamp, each in its own light; every tenth prints a wrong
check digit, and reading it as printed is exact. Single frames are drawn by lot from the same films.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from dataclasses import dataclass, field
from datetime import date

from bench._drawn import TODAY, invented
from borderdesk.imaging.frames import Frame
from borderdesk.reading.live import LiveReading, watch
from borderdesk.reading.page import read_page
from borderdesk.training.press.film import DrawnFilm, Scene, draw_film
from models.image import PageImage

RATE = 15.0
SINGLE_FRAMES = 3


@dataclass
class Tally:
    """Figures of one way of reading."""

    read: int = 0
    exact: int = 0
    sure: int = 0
    wrong: list[str] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def count(self, name: str, lines: tuple[str, ...], certain: bool, truth: tuple[str, ...]) -> None:
        """Count one answer."""
        self.read += 1
        self.exact += lines == truth
        self.sure += certain
        if certain and lines != truth:
            self.wrong.append(name)


def scene(chance: random.Random) -> Scene:
    """Light and hand of one film."""
    return Scene(
        approach=chance.uniform(0.2, 0.6),
        sway=chance.uniform(0.01, 0.06),
        glare=chance.choice((0.0, 150.0, 260.0, 300.0)),
        glare_width=chance.uniform(0.05, 0.14),
        noise=chance.uniform(2.0, 7.0),
        light=chance.uniform(0.4, 1.0),
    )


def first(film: DrawnFilm, today: date) -> LiveReading:
    """The first document of a film."""
    frames = (
        Frame(PageImage(pixels, page=number), number / RATE) for number, pixels in enumerate(film.frames)
    )
    return next(watch(frames, today=today))


def main() -> int:
    """Print the figures as Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--films", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    live, single = Tally(), Tally()
    for number in range(arguments.films):
        chance = random.Random(f"{arguments.seed}/live/{number}")
        specimen, _ = invented(chance)
        film = draw_film(specimen, seed=chance.getrandbits(31), scene=scene(chance))
        began = time.perf_counter()
        found = first(film, TODAY)
        took = time.perf_counter() - began
        name = f"film {number}"
        for document in found.reading.documents[:1]:
            live.count(name, document.lines, document.certain, film.lines)
            if document.certain:
                live.frames.append(found.frames)
                live.seconds.append(took)
        if not found.reading.documents:
            live.count(name, (), False, film.lines)
        for at in chance.sample(range(len(film.frames)), SINGLE_FRAMES):
            documents = read_page(PageImage(film.frames[at], page=at), today=TODAY).documents
            text, certain = (documents[0].lines, documents[0].certain) if documents else ((), False)
            single.count(f"{name}, frame {at}", text, certain, film.lines)
    print("| way | readings | exact % | sure % | sure and wrong |\n|---|---|---|---|---|")
    for way, tally in (("film, fused", live), ("single frames of the same films", single)):
        print(
            f"| {way} | {tally.read} | {100 * tally.exact / tally.read:.1f} "
            f"| {100 * tally.sure / tally.read:.1f} | {len(tally.wrong)} |"
        )
    if live.frames:
        print(
            f"\nFrames until sure: median {statistics.median(live.frames):.0f}, most {max(live.frames)}; "
            f"seconds of reading: median {statistics.median(live.seconds):.2f}, most {max(live.seconds):.2f}."
        )
    print(f"Sure and wrong: {', '.join([*live.wrong, *single.wrong]) or 'none'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
