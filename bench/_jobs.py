"""Work on many drawn pages with as many processes as there are cores."""

from __future__ import annotations

import argparse
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

import cv2

T = TypeVar("T")


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """The option that says how many."""
    parser.add_argument("--jobs", type=int, default=1, help="processes that draw and read, one core each")


def in_order(work: Callable[[int], T], count: int, jobs: int) -> Iterator[T]:
    """What some work answers for 0, 1, 2 and so on, in that order.

    Args:
        work: Can be sent to another process.
        count: How many.
        jobs: Processes; with one, this one does it.
    """
    _calm()
    if jobs == 1:
        yield from map(work, range(count))
        return
    # Begun anew, not forked: OpenCV's threads do not live through a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_calm) as pool:
        yield from pool.map(work, range(count), chunksize=4)


def _calm() -> None:
    """One thread a process, so that processor time is that of the work and not of threads that wait."""
    cv2.setNumThreads(1)
    os.environ["OMP_THREAD_LIMIT"] = "1"
