"""Stopping long work from outside, without knowing who asked."""

from __future__ import annotations

from threading import Event

from models.errors import BorderdeskError


class Cancelled(BorderdeskError):  # noqa: N818 - an answer to a wish, no error
    """The person asked for the work to stop; nothing was changed."""


class CancelToken:
    """Handed to long work, which asks it between steps. Safe to use from any thread."""

    def __init__(self) -> None:
        self._event = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether stopping was asked for."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Called by the work between steps.

        Raises:
            Cancelled: Stopping was asked for.
        """
        if self._event.is_set():
            raise Cancelled
