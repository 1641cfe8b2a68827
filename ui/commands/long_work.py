"""Long work on the command line: how far it is, Ctrl-C, and questions that only a terminal is asked."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from models.cancel import CancelToken
from ui.commands.output import label

_EVERY = 0.2
"""Seconds between two tellings of how far it is."""


@contextmanager
def cancellable() -> Iterator[CancelToken]:
    """A token that Ctrl-C cancels, so that work stops between two steps with nothing changed.

    A second Ctrl-C interrupts at once; what was being written is taken back by its transaction.
    """
    token = CancelToken()

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        if token.cancelled:
            raise KeyboardInterrupt
        token.cancel()

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield token
    finally:
        signal.signal(signal.SIGINT, before)


class Progress:
    """How far some work is, in a line of standard error that is written over; only on a terminal.

    Args:
        key: Of the words before it, `command.` before it.
        position: How much is done, 0 to 1.
    """

    def __init__(self, key: str, position: Callable[[], float]) -> None:
        self._key, self._position = key, position
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._next = 0.0
        self._width = 0

    def __call__(self, count: int) -> None:
        """Tell that so many entries were done."""
        now = time.monotonic()
        if not self._shown or now < self._next:
            return
        self._next = now + _EVERY
        line = label(self._key, percent=f"{100 * self._position():.0f}", count=f"{count:,}")
        self._write(line)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._width:
            self._write("")

    def _write(self, line: str) -> None:
        try:
            sys.stderr.write(f"\r{line:<{self._width}}" + ("" if line else "\r"))
            sys.stderr.flush()
        except OSError:  # nobody looks any more
            self._shown = False
        self._width = len(line)


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can be asked."""
    return bool(
        sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()
    )


def agreed(question: str) -> bool:
    """Ask on the terminal; anything but yes is no."""
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
