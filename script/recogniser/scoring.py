"""Reading lines with what is shipped, and counting what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from models.reading import MRZ_ALPHABET as ALPHABET
from script.recogniser import wear
from script.recogniser.glyphs import HELD_OUT_CUT, TRAINED_CUTS, Grey
from script.recogniser.lines import DrawnLine, measuring_line
from script.recogniser.normal import normalise

Columns = NDArray[np.floating]
"""Probabilities of the 38 classes, (38, t)."""
Reader = Callable[[Sequence[Grey]], list[str]]
"""What each picture says."""

SETS: dict[str, Callable[[tuple[int, ...]], DrawnLine]] = {
    f"{name}, {whose}": partial(measuring_line, how=how, cuts=cuts)
    for whose, cuts in (("trained cuts", TRAINED_CUTS), ("held-out cut", (HELD_OUT_CUT,)))
    for name, how in (
        ("easy", wear.EASY),
        ("fair", wear.FAIR),
        ("located", wear.LOCATED),
        ("hard", wear.HARD),
    )
}


@dataclass(frozen=True, slots=True)
class Score:
    """How lines were read.

    Attributes:
        mistakes: (n,) symbols too many, missing or wrong in each line.
        symbols: (n,) symbols printed in each line.
    """

    mistakes: NDArray[np.int64]
    symbols: NDArray[np.int64]

    @property
    def error(self) -> float:
        """Character error, 0 to 1."""
        return float(self.mistakes.sum() / self.symbols.sum())

    @property
    def exact(self) -> float:
        """Share of lines read exactly, 0 to 1."""
        return float((self.mistakes == 0).mean())

    @property
    def uncertainty(self) -> float:
        """Standard error of `error`; lines differ, symbols of one line share their fate."""
        apart = self.mistakes - self.error * self.symbols
        return float(np.sqrt((apart**2).sum()) / self.symbols.sum())

    def __str__(self) -> str:
        return f"{100 * self.error:5.2f} / {100 * self.exact:3.0f}"


def all_of(scores: Sequence[Score]) -> Score:
    """Several sets as one."""
    return Score(
        np.concatenate([score.mistakes for score in scores]),
        np.concatenate([score.symbols for score in scores]),
    )


class Comparison(StrEnum):
    """What newly made weights are beside the shipped ones."""

    AS_GOOD = "as good"
    WORSE = "the new ones are worse"
    BETTER = "the new ones are better"


# Two trainings of one recipe with different seeds differ by about a tenth of their errors; beyond this, and
# beyond what chance explains on the lines read, one is worse.
_TOLERANCE = 0.15
_SURE = 2.0
_JUDGED = "located"


def compare(shipped: Mapping[str, Score], made: Mapping[str, Score]) -> Comparison:
    """Compare two readers on the lines that most resemble what the product hands over.

    The hard sets hold nearly all mistakes, of which the product sees few.

    Args:
        shipped: Scores of the shipped weights by set.
        made: Scores of the new ones, on the same lines.
    """
    judged = [name for name in shipped if name.startswith(_JUDGED)]
    old, young = all_of([shipped[name] for name in judged]), all_of([made[name] for name in judged])
    # Both read the same lines, so their difference is surer than either.
    apart = Score(young.mistakes - old.mistakes, old.symbols)
    margin = max(_TOLERANCE * min(old.error, young.error), _SURE * apart.uncertainty)
    if abs(apart.error) <= margin:
        return Comparison.AS_GOOD
    return Comparison.WORSE if apart.error > 0 else Comparison.BETTER


def network_columns(weights: Path) -> Callable[[Grey], Columns]:
    """Runs the exported network the way the product does, in OpenCV."""
    network = cv2.dnn.readNetFromONNX(str(weights))

    def run(picture: Grey) -> Columns:
        network.setInput(normalise(picture)[None, None])
        return np.array(network.forward()[0])

    return run


def network_reader(weights: Path) -> Reader:
    """A reader of exported weights."""
    columns = network_columns(weights)
    return lambda pictures: ["".join(symbol for symbol, _ in decode(columns(each))) for each in pictures]


def decode(columns: Columns) -> list[tuple[str, float]]:
    """Symbols with their probabilities: the likeliest class of each column, repeats and blanks removed.

    A symbol's probability is the highest it reaches in its run of columns.
    """
    read: list[tuple[str, float]] = []
    previous = 0
    for place, best in enumerate(columns.argmax(axis=0)):
        if best:
            probability = float(columns[best, place])
            if best != previous:
                read.append((ALPHABET[best - 1], probability))
            elif probability > read[-1][1]:
                read[-1] = (read[-1][0], probability)
        previous = best
    return read


def score(reader: Reader, lines: Sequence[DrawnLine]) -> Score:
    """Read all lines and compare; a symbol changed, missing or added counts as one mistake."""
    said = reader([line.picture for line in lines])
    mistakes = [Levenshtein.distance(line.text, text) for line, text in zip(lines, said, strict=True)]
    return Score(np.array(mistakes), np.array([len(line.text) for line in lines]))


def agreement(said: str, read: str) -> list[bool]:
    """For each symbol read, whether the best alignment finds it printed there.

    >>> agreement("UTO<", "UT0<<")
    [True, True, False, True, False]
    """
    right = [False] * len(read)
    for step in Levenshtein.opcodes(said, read):
        if step.tag == "equal":
            right[step.dest_start : step.dest_end] = [True] * (step.dest_end - step.dest_start)
    return right


@dataclass(frozen=True, slots=True)
class Band:
    """Symbols whose probability lies between two bounds.

    Attributes:
        low: Lower bound; the upper one is the next band's.
        said: Their mean probability.
        right: Share of them that is right.
        count: How many.
    """

    low: float
    said: float
    right: float
    count: int


_BANDS = (0.0, 0.5, 0.7, 0.9, 0.97, 0.99, 1.01)


def reliability(columns: Callable[[Grey], Columns], lines: Sequence[DrawnLine]) -> list[Band]:
    """Whether symbols said to be 90% sure are right nine times of ten."""
    sure: list[float] = []
    right: list[bool] = []
    for line in lines:
        read = decode(columns(line.picture))
        sure.extend(probability for _, probability in read)
        right.extend(agreement(line.text, "".join(symbol for symbol, _ in read)))
    said, correct = np.array(sure), np.array(right)
    bands = []
    for low, high in pairwise(_BANDS):
        inside = (said >= low) & (said < high)
        if inside.any():
            bands.append(
                Band(low, float(said[inside].mean()), float(correct[inside].mean()), int(inside.sum()))
            )
    return bands
