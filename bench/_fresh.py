"""A process that does nothing but read: how soon it answers first, and how much memory it takes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench._clock import cpu_seconds, living_children


@dataclass(frozen=True, slots=True)
class Fresh:
    """What one such process took.

    Attributes:
        first_answer: Seconds from the start of the interpreter to the first answer.
        first_cpu: Seconds on the processor until then, which other work on the machine lengthens less.
        first_read: Seconds of loading and reading that picture alone.
        peak_first: Most memory held until then, bytes.
        peak: Most memory held until all was read, bytes, with the process that decodes pictures; Tesseract's
            processes are not in it.
        peak_own: Most memory that the process itself held until then, bytes.
    """

    first_answer: float
    first_cpu: float
    first_read: float
    peak_first: int
    peak: int
    peak_own: int


def fresh(files: Sequence[Path]) -> Fresh:
    """Start a process that reads some pictures and ends."""
    # Both processes read the same clock, which counts from the start of the machine.
    command = [sys.executable, "-m", "bench._fresh", repr(time.monotonic()), *map(str, files)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return Fresh(**json.loads(said.stdout))


def _peak() -> int:
    return sum(map(_peak_of, ("self", *map(str, living_children()))))


def _peak_of(process: str) -> int:
    # Not getrusage's: that one starts with the memory of the process that started this one.
    status = Path("/proc", process, "status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def _main(started: float, files: Sequence[Path]) -> None:
    from datetime import date

    from borderdesk.imaging.load import load_pages
    from borderdesk.reading.page import read_page

    first_answer = first_cpu = first_read = 0.0
    peak_first = 0
    for file in files:
        before = time.monotonic()
        for page in load_pages(file):
            read_page(page, today=date(2026, 11, 24))
        if not first_answer:
            first_answer, first_read = time.monotonic() - started, time.monotonic() - before
            first_cpu, peak_first = cpu_seconds(), _peak()
    print(
        json.dumps(
            {
                "first_answer": first_answer,
                "first_cpu": first_cpu,
                "first_read": first_read,
                "peak_first": peak_first,
                "peak": _peak(),
                "peak_own": _peak_of("self"),
            }
        )
    )


if __name__ == "__main__":
    _main(float(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
