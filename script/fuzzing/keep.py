"""Which inputs of a corpus are worth keeping: a few that together reach what all of them reach."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

Step = tuple[str, int, int]
"""File, from line, to line."""
_OURS = ("/borderdesk/", "/watchlist/", "/models/", "/PIL/", "/pypdfium2/")


def few(run: Callable[[bytes], None], inputs: Iterable[bytes], *, at_most: int) -> list[bytes]:
    """Inputs, each of which takes steps that those before it do not take; those that take most come first.

    Args:
        run: The target.
        inputs: To choose from.
        at_most: So many are chosen.
    """
    left = {data: steps_of(run, data) for data in sorted(inputs, key=lambda each: (len(each), each))}
    chosen: list[bytes] = []
    while left and len(chosen) < at_most:
        best = max(left, key=lambda data: len(left[data]))
        reached = left.pop(best)
        chosen.append(best)
        left = {data: new for data, steps in left.items() if (new := steps - reached)}
    return chosen


def steps_of(run: Callable[[bytes], None], data: bytes) -> set[Step]:
    """Every step from line to line that the program takes on an input."""
    steps: set[Step] = set()
    last: dict[int, int] = {}

    def local(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            steps.add((frame.f_code.co_filename, last.get(id(frame), 0), frame.f_lineno))
            last[id(frame)] = frame.f_lineno
        return local

    def entered(frame: FrameType, _: str, __: Any) -> Any:
        last.pop(id(frame), None)
        return local if any(part in frame.f_code.co_filename for part in _OURS) else None

    sys.settrace(entered)
    try:
        run(data)
    except Exception:  # noqa: BLE001, S110 - what it reached counts; faults are told elsewhere
        pass
    finally:
        sys.settrace(None)
    return steps
