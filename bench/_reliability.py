"""How far said probabilities are those that are seen: bands, a diagram in characters, one number; pure."""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bench._figures import table

EDGES = (0.0, 0.5, 0.7, 0.9, 0.97, 0.99, 0.999)
"""Where bands begin; the last one ends at 1."""
SURE = (0.9, 0.97, 0.99, 0.999)
# The diagram is of errors, on a scale of powers of ten: 99 and 99.9% look alike on a plain one.
_DECADES = 4
_STEPS = 4
HEADINGS = ("said", "characters", "right %, said", "right %, seen", "wrong", "wrong, said", "wrong, seen")


@dataclass(frozen=True, slots=True)
class Mark:
    """One character of an answer.

    Attributes:
        name: Of the picture.
        line: From 0.
        place: From 0.
        said: The symbol read.
        probability: How sure it is said to be.
        printed: What stands there; empty where a character stands that is not printed.
    """

    name: str
    line: int
    place: int
    said: str
    probability: float
    printed: str

    @property
    def right(self) -> bool:
        """It is what is printed at its place."""
        return self.said == self.printed


def marks(name: str, said: Sequence[Sequence[tuple[str, float]]], printed: Sequence[str]) -> Iterator[Mark]:
    """Every character of an answer, beside what is printed at its place.

    Args:
        name: Of the picture.
        said: Lines of (symbol, probability).
        printed: The lines on the document.

    >>> [mark.right for mark in marks("specimen", [[("P", 0.99), ("0", 0.6)]], ["PO"])]
    [True, False]
    """
    for number, line in enumerate(said):
        truth = printed[number] if number < len(printed) else ""
        for place, (symbol, probability) in enumerate(line):
            yield Mark(name, number, place, symbol, probability, truth[place : place + 1])


@dataclass
class Band:
    """Characters whose probability lies between two edges."""

    characters: int = 0
    said: float = 0.0
    right: int = 0

    @property
    def wrong(self) -> int:
        """Characters that are not what is printed."""
        return self.characters - self.right


@dataclass
class Reliability:
    """Bands of one set of pictures."""

    bands: list[Band] = field(default_factory=lambda: [Band() for _ in EDGES])

    def count(self, probability: float, right: bool) -> None:
        """Count a character."""
        band = self.bands[bisect.bisect_right(EDGES, probability) - 1]
        band.characters += 1
        band.said += probability
        band.right += right

    @property
    def characters(self) -> int:
        """All that were counted."""
        return sum(band.characters for band in self.bands)

    @property
    def expected_error(self) -> float:
        """Expected calibration error over the bands: how far said is from seen, by weight of characters."""
        return sum(abs(band.said - band.right) for band in self.bands) / max(1, self.characters)

    def at_least(self, probability: float) -> Band:
        """All characters that are said to be at least so sure; one of `EDGES`."""
        upper = self.bands[EDGES.index(probability) :]
        return Band(
            sum(band.characters for band in upper),
            sum(band.said for band in upper),
            sum(band.right for band in upper),
        )

    def lines(self) -> Iterator[str]:
        """The table with its diagram, and what follows from it."""
        ends = (*EDGES[1:], 1.0)
        yield from table(
            HEADINGS,
            (
                _row(f"{low:g} to {high:g}", band)
                for low, high, band in zip(EDGES, ends, self.bands, strict=True)
            ),
        )
        yield ""
        for probability in SURE:
            band = self.at_least(probability)
            if band.characters:
                seen = 100 * band.right / band.characters
                yield (
                    f"Of {band.characters} characters said to be at least {100 * probability:g}% sure, "
                    f"{seen:.3f}% are right ({band.wrong} wrong).  "
                )
        yield f"Expected calibration error: {self.expected_error:.5f}."


def _row(name: str, band: Band) -> Sequence[object]:
    if not band.characters:
        return (name, 0, "", "", 0, "", "")
    said, seen = band.said / band.characters, band.right / band.characters
    return (
        name,
        band.characters,
        f"{100 * said:.2f}",
        f"{100 * seen:.2f}",
        band.wrong,
        bar(1 - said, "\N{LIGHT SHADE}"),
        bar(1 - seen, "\N{FULL BLOCK}"),
    )


def bar(share: float, block: str) -> str:
    """A share on a scale of powers of ten: four blocks a power, none at one in ten thousand or below.

    >>> bar(0.01, "#"), bar(1.0, "#"), bar(0.0, "#")
    ('########', '################', '')
    """
    if share <= 0:
        return ""
    return block * max(0, round(_STEPS * (_DECADES + math.log10(share))))


def counted(found: Iterable[Mark]) -> Reliability:
    """All of them in bands."""
    reliability = Reliability()
    for mark in found:
        reliability.count(mark.probability, mark.right)
    return reliability
