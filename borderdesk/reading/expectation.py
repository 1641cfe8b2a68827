"""What Doc 9303 leads to expect in each place, before and besides what is seen there.

* A symbol that is not allowed in its place is a hundred times less likely than one that is.
* A code of a state that nobody uses, a thirteenth month or a thirty-second day is thirty times less likely
  than one that exists. Both are soft: print that was seen clearly stands, whatever it says, because a forger
  may have printed it; only where sight leaves a choice does expectation make it.
* A text whose check digits agree is thirty times likelier than one whose do not (Doc 9303-3, 4.9). How much
  that says of one character is reckoned exactly, by summing over all texts that agree: errors that cancel
  each other count with the probability that they happen together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from borderdesk.mrz import alphabet, layout_of
from borderdesk.mrz.codes import states
from borderdesk.reading.cells import Cells
from models.document import CheckDigit, DocumentFormat
from models.reading import MRZ_ALPHABET

OUT_OF_PLACE = 0.01
"""How likely a symbol that is not allowed in its place is, beside one that is."""
UNHEARD_OF = 1 / 30
"""How likely a code, month or day that does not exist is, beside one that does; so is a wrong check digit."""
Place = tuple[int, int]
_PLACES = {symbol: place for place, symbol in enumerate(MRZ_ALPHABET)}
_MONTHS = (*(f"{month:02}" for month in range(1, 13)), "<<")
_DAYS = (*(f"{day:02}" for day in range(1, 32)), "<<")
_WEIGHTS = (7, 3, 1)
# What the fusion keeps back for the utterly unlikely; leaving it out makes the sums four times as fast.
_NEGLIGIBLE = 5e-4
_DIFFERENCES = [[(total - part) % 10 for part in range(10)] for total in range(10)]
# Doc 9303-3, 4.9: a filler counts 0, digits their value, letters 10 to 35; only the last decimal matters.
VALUES = np.asarray([0 if symbol == "<" else int(symbol, 36) % 10 for symbol in MRZ_ALPHABET])
"""(37,) what each symbol adds to a check digit; symbols of one value are the same to it."""
_OF_VALUE = np.eye(10)[VALUES]
"""(37, 10): which value each symbol has."""


def expected(rows: Sequence[Cells], document_format: DocumentFormat) -> tuple[Cells, ...]:
    """Probabilities once it is known what kind of place each cell is.

    Args:
        rows: (n, 37) each, rows of cells sum to 1, as seen.
        document_format: Whose places they are.

    Returns:
        The same shapes; rows sum to 1.
    """
    weighed = []
    for row, table in zip(rows, allowed(document_format), strict=True):
        cells = row * table
        weighed.append(np.asarray(cells / cells.sum(axis=1, keepdims=True)))
    for line, start, words in _words(document_format):
        width = words.shape[1]
        weighed[line][start : start + width] = _among(weighed[line][start : start + width], words)
    return tuple(weighed)


@lru_cache(maxsize=16)
def allowed(document_format: DocumentFormat) -> tuple[Cells, ...]:
    """(n, 37) for each line: 1 where a symbol is allowed, else `OUT_OF_PLACE`."""
    return tuple(
        np.asarray([[1.0 if symbol in place else OUT_OF_PLACE for symbol in MRZ_ALPHABET] for place in line])
        for line in alphabet(document_format)
    )


@lru_cache(maxsize=16)
def _words(document_format: DocumentFormat) -> tuple[tuple[int, int, npt.NDArray[np.int64]], ...]:
    """Line, start and the words that exist there, as (words, width) places of the alphabet."""
    layout = layout_of(document_format)
    codes = [known.code.ljust(3, "<") for known in states()]
    found = []
    for element in layout.elements:
        if element.name in ("issuing_state", "nationality"):
            found.append((element.line, element.start, _spelled(codes)))
        elif element.name in ("date_of_birth", "date_of_expiry"):
            found.append((element.line, element.start + 2, _spelled(_MONTHS)))
            found.append((element.line, element.start + 4, _spelled(_DAYS)))
    return tuple(found)


def _spelled(words: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.asarray([[_PLACES[symbol] for symbol in word] for word in words])


def _among(cells: Cells, words: npt.NDArray[np.int64]) -> Cells:
    """Cells of a few neighbouring places, once it is known which words exist there."""
    width = len(cells)
    chances = np.prod([cells[place, words[:, place]] for place in range(width)], axis=0)
    mixed = UNHEARD_OF * cells
    for place in range(width):
        np.add.at(mixed[place], words[:, place], (1 - UNHEARD_OF) * chances)
    return np.asarray(mixed / mixed.sum(axis=1, keepdims=True))


class Agreement:
    """How likely symbols are once it is taken into account that check digits agree.

    Args:
        rows: (n, 37) each, rows of cells sum to 1.
        digits: The check digits that agree; the composite one last, covering the others whole.
    """

    def __init__(self, rows: Sequence[Cells], digits: Sequence[CheckDigit]) -> None:
        self._rows = rows
        self._runs = _runs(digits)
        self._sums = [self._sums_of(run, None, "") for run in self._runs]
        self._total = _agreeing(self._sums)

    def covers(self, place: Place) -> bool:
        """Whether a check digit that agrees speaks of a place."""
        return any(place in run.weights for run in self._runs)

    def of(self, place: Place, symbol: str) -> float:
        """Probability of a symbol in a place."""
        number, position = place
        alone = float(self._rows[number][position, _PLACES[symbol]])
        together = alone * self._total
        for count, run in enumerate(self._runs):
            if place in run.weights:
                sums = [*self._sums]
                sums[count] = self._sums_of(run, place, symbol)
                together = _agreeing(sums)
        return (together + UNHEARD_OF * (alone - together)) / (self._total + UNHEARD_OF * (1 - self._total))

    def _sums_of(self, run: _Run, place: Place | None, symbol: str) -> npt.NDArray[np.float64]:
        """(10,) probability of the run's texts that agree, by what they add to the composite digit's sum.

        Where a place is given, only texts with this symbol in it count.
        """
        # (own sum, sum of the composite digit), both modulo 10.
        table = np.zeros((10, 10))
        table[0, 0] = 1.0
        for at, (own, composite) in run.weights.items():
            cell = self._rows[at[0]][at[1]]
            if at == place:
                cell = np.where(np.arange(len(cell)) == _PLACES[symbol], cell, 0.0)
            table = _advanced(table, cell @ _OF_VALUE, own, composite)
        return np.asarray(table[0] if run.has_digit else table.sum(axis=0))


def _agreeing(sums: Sequence[npt.NDArray[np.float64]]) -> float:
    """Probability that the sums add up to nothing, modulo 10."""
    overall = np.eye(10)[0]
    for each in sums:
        overall = np.asarray([overall[_DIFFERENCES[total]] @ each for total in range(10)])
    return float(overall[0])


def _advanced(
    table: npt.NDArray[np.float64], values: npt.NDArray[np.float64], own: int, composite: int
) -> npt.NDArray[np.float64]:
    """The table after one more place whose symbol has these values."""
    after = np.zeros((10, 10))
    for value in np.flatnonzero(values > _NEGLIGIBLE):
        after += values[value] * np.roll(table, (own * value % 10, composite * value % 10), axis=(0, 1))
    return after


@dataclass(frozen=True, slots=True)
class _Run:
    """Places that one check digit covers, and its own.

    Attributes:
        weights: Their weights in its sum and in that of the composite digit, 0 where they have none. A check
            digit has weight -1, so that sums are 0 where it agrees.
        has_digit: False for what only the composite digit covers.
    """

    weights: dict[Place, tuple[int, int]]
    has_digit: bool


def _runs(digits: Sequence[CheckDigit]) -> list[_Run]:
    composite: dict[Place, int] = {}
    own: list[dict[Place, int]] = []
    for digit in digits:
        covered = [(line, at) for line, start, end in digit.covers for at in range(start, end)]
        weights = {place: _WEIGHTS[count % 3] for count, place in enumerate(covered)}
        weights[(digit.line, digit.position)] = -1
        if digit.name == "composite":
            composite = weights
        else:
            own.append(weights)
    inside = {place for run in own for place in run}
    runs = [_Run({place: (one, composite.get(place, 0)) for place, one in run.items()}, True) for run in own]
    rest = {place: (0, weight) for place, weight in composite.items() if place not in inside}
    return [*runs, _Run(rest, False)] if rest else runs
