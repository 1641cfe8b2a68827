"""Time on the wall and on the processor, counted alike for this reader and its peers.

The standard library only: it is imported in the peers' own environments too. Processor time is that of
`getrusage`, which counts microseconds; `os.times` counts hundredths of a second, near what a fast read takes.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def cpu_seconds() -> float:
    """Processor time of this process and its children: those that it has waited for and those that live."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    waited = children.ru_utime + children.ru_stime
    return own.ru_utime + own.ru_stime + waited + sum(map(_cpu_seconds_of, living_children()))


def living_children() -> list[int]:
    """Processes that this one has started and that go on, such as the one that decodes pictures."""
    found: list[int] = []
    for thread in Path("/proc/self/task").iterdir():
        found += map(int, (thread / "children").read_text(encoding="ascii").split())
    return found


def _cpu_seconds_of(process: int) -> float:
    # The clock of a process, as clock_getcpuclockid(3) reckons its number.
    try:
        return time.clock_gettime((~process << 3) | 2)
    except OSError:  # it has ended in between, and is waited for next
        return 0.0


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """What some work answers, its seconds on the processor and its seconds on the wall."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    answer = work()
    return answer, cpu_seconds() - cpu, time.perf_counter() - wall
