"""Drawing many lines on every processor; the same seed draws the same pool."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from script.recogniser.lines import FOR_TESSERACT, SHORT, DrawnLine, training_line
from script.recogniser.normal import normalise

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Sample:
    """A normalised line, float16 to save memory, and its text."""

    line: NDArray[np.float16]
    text: str


def drawn(make: Callable[[tuple[int, ...]], Made], seed: int, count: int) -> list[Made]:
    """`make((seed, 0))` to `make((seed, count - 1))`, shared among all processors.

    The processes are begun anew, not forked: a copy of a process with threads (OpenCV's, a test runner's) may
    wait for ever on a lock that one of them held.
    """
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_single) as workers:
        seeds: Iterable[tuple[int, ...]] = ((seed, place) for place in range(count))
        return list(workers.map(make, seeds, chunksize=50))


def samples(seed: int, count: int) -> list[Sample]:
    """Lines for the network."""
    return drawn(_sample, seed, count)


def short_lines(seed: int, count: int) -> list[DrawnLine]:
    """Short lines, for a recurrent network's first steps."""
    return drawn(partial(training_line, mix=SHORT, short=True, odd=0.0), seed, count)


def lines(seed: int, count: int) -> list[DrawnLine]:
    """Lines of all kinds, in the mixture that suits Tesseract."""
    return drawn(partial(training_line, mix=FOR_TESSERACT, odd=0.0), seed, count)


def _sample(seed: tuple[int, ...]) -> Sample:
    line = training_line(seed)
    return Sample(normalise(line.picture).astype(np.float16), line.text)


def _single() -> None:
    cv2.setNumThreads(1)
