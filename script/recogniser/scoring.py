"""Reading lines with what is shipped, and counting what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from models.reading import MRZ_ALPHABET as ALPHABET
from script.recogniser import wear
from script.recogniser.glyphs import HELD_OUT_CUT, TRAINED_CUTS, Grey
from script.recogniser.lines import DrawnLine, test_line
from script.recogniser.normal import normalise

Columns = NDArray[np.floating]
"""Probabilities of the 38 classes, (38, t)."""

SETS: dict[str, Callable[[tuple[int, ...]], DrawnLine]] = {
    f"{name}, {whose}": partial(test_line, how=how, cuts=cuts)
    for whose, cuts in (("trained cuts", TRAINED_CUTS), ("held-out cut", (HELD_OUT_CUT,)))
    for name, how in (("easy", wear.EASY), ("fair", wear.FAIR), ("hard", wear.HARD))
}


@dataclass(frozen=True, slots=True)
class Score:
    """Character error over all lines, and the share of lines read exactly; both 0 to 1."""

    error: float
    exact: float

    def __str__(self) -> str:
        return f"character error {self.error:7.2%}   exact lines {self.exact:4.0%}"


def network_reader(weights: Path) -> Callable[[Grey], str]:
    """A reader that runs the exported network the way the product does, in OpenCV."""
    network = cv2.dnn.readNetFromONNX(str(weights))

    def read(picture: Grey) -> str:
        network.setInput(normalise(picture)[None, None])
        return "".join(symbol for symbol, _ in decode(network.forward()[0]))

    return read


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


def score(reader: Callable[[Grey], str], lines: Sequence[DrawnLine]) -> Score:
    """Read all lines and compare."""
    wrong = symbols = exact = 0
    for line in lines:
        mistakes = distance(line.text, reader(line.picture))
        wrong += mistakes
        symbols += len(line.text)
        exact += mistakes == 0
    return Score(wrong / symbols, exact / len(lines))


def distance(said: str, read: str) -> int:
    """Fewest insertions, deletions and changes from one text to the other.

    >>> distance("UTO<", "UT0<<")
    2
    """
    return int(_table(said, read)[-1, -1])


def agreement(said: str, read: str) -> list[bool]:
    """For each symbol read, whether the best alignment finds it printed there.

    >>> agreement("UTO<", "UT0<<")
    [True, True, False, False, True]
    """
    table = _table(said, read)
    right = [False] * len(read)
    row, column = len(said), len(read)
    while row and column:
        same = said[row - 1] == read[column - 1]
        if table[row, column] == table[row - 1, column - 1] + (not same):
            row, column = row - 1, column - 1
            right[column] = same
        elif table[row, column] == table[row, column - 1] + 1:
            column -= 1
        else:
            row -= 1
    return right


def _table(said: str, read: str) -> NDArray[np.int32]:
    """Levenshtein's table: [i, j] is the distance of the first i symbols to the first j."""
    table = np.zeros((len(said) + 1, len(read) + 1), np.int32)
    table[:, 0], table[0, :] = np.arange(len(said) + 1), np.arange(len(read) + 1)
    for row, symbol in enumerate(said, 1):
        for column, other in enumerate(read, 1):
            table[row, column] = min(
                table[row - 1, column] + 1,
                table[row, column - 1] + 1,
                table[row - 1, column - 1] + (symbol != other),
            )
    return table
