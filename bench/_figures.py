"""Counting what readers answer, and printing it as Markdown; pure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz.distance import Levenshtein

from borderdesk.mrz import MrzFormatError, parse


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader says of one picture.

    Attributes:
        lines: The text; empty where nothing was read.
        cpu: Seconds on the processor, child processes included.
        wall: Seconds on the wall.
    """

    lines: tuple[str, ...]
    cpu: float
    wall: float


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that so many of a hundred do not exceed (nearest rank).

    >>> percentile([3, 1, 2, 4], 50), percentile([3, 1, 2, 4], 95)
    (2, 4)
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def character_errors(said: Sequence[str], printed: Sequence[str]) -> int:
    """Fewest characters to put in, take out or change to get from what was said to what is printed.

    >>> character_errors(["P<UT0", "L898"], ["P<UTO", "L8988"])
    2
    """
    return Levenshtein.distance("".join(said), "".join(printed))


def all_digits_agree(lines: Sequence[str]) -> bool:
    """Whether a text is a zone whose check digits all agree."""
    try:
        return all(digit.agrees for digit in parse(lines, today=date(2026, 1, 1)).check_digits)
    except MrzFormatError:
        return False


@dataclass
class Tally:
    """Figures of one reader over some pictures; lists hold the pictures' names."""

    pictures: int = 0
    exact: list[str] = field(default_factory=list)
    false_valid: list[str] = field(default_factory=list)
    nothing: list[str] = field(default_factory=list)
    errors: int = 0
    characters: int = 0
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def count(self, name: str, printed: Sequence[str], answer: Answer) -> None:
        """Count an answer; where nothing was read, every character is wrong."""
        self.pictures += 1
        self.characters += sum(map(len, printed))
        self.errors += character_errors(answer.lines, printed)
        self.cpu.append(answer.cpu)
        self.wall.append(answer.wall)
        if not answer.lines:
            self.nothing.append(name)
        elif tuple(answer.lines) == tuple(printed):
            self.exact.append(name)
        elif all_digits_agree(answer.lines):
            self.false_valid.append(name)

    def figures(self) -> tuple[float, ...]:
        """In the order of `HEADINGS`."""
        return (
            len(self.exact),
            len(self.false_valid),
            len(self.nothing),
            100 * self.errors / max(1, self.characters),
            statistics.median(self.cpu),
            percentile(self.cpu, 95),
            statistics.median(self.wall),
            percentile(self.wall, 95),
        )


HEADINGS = (
    "exact",
    "false valid",
    "nothing read",
    "character errors %",
    "CPU s median",
    "CPU s p95",
    "wall s median",
    "wall s p95",
)
_DECIMALS = (0, 0, 0, 2, 3, 3, 3, 3)


def ratio(value: float, ours: float) -> str:
    """How many times ours a value is.

    >>> ratio(6, 38), ratio(9, 0), ratio(0, 0)
    ('0.16', 'ours is 0', 'both 0')
    """
    if ours == 0:
        return "both 0" if value == 0 else "ours is 0"
    return f"{value / ours:.2f}"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Lines of a Markdown table."""
    yield "| " + " | ".join(headings) + " |"
    yield "|" + "---|" * len(headings)
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"


def side_by_side(tallies: dict[str, Tally]) -> Iterator[str]:
    """Figures of every reader, then each as a ratio to the first one, which is ours."""
    figures = {name: tally.figures() for name, tally in tallies.items()}
    yield from table(
        ("reader", *HEADINGS),
        (
            (name, *(f"{value:.{places}f}" for value, places in zip(row, _DECIMALS, strict=True)))
            for name, row in figures.items()
        ),
    )
    ours, *peers = figures
    if peers:
        yield ""
        yield from table(
            ("as a ratio to ours", *HEADINGS),
            ((name, *map(ratio, figures[name], figures[ours])) for name in peers),
        )
