"""Time on the wall and on the processor, counted alike for this reader and its peers.

The standard library only: it is imported in the peers' own environments too. Processor time is that of
`getrusage`, which counts microseconds; `os.times` counts hundredths of a second, near what a fast read takes.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def cpu_seconds() -> float:
    """Processor time of this process and of the child processes that it has waited for, such as Tesseract."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """What some work answers, its seconds on the processor and its seconds on the wall."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    answer = work()
    return answer, cpu_seconds() - cpu, time.perf_counter() - wall
