"""What is refused, told so that the person at the desk knows how to go on."""

from __future__ import annotations

from datetime import timedelta

from models.errors import KnownError


class AccessError(KnownError):
    """Somebody may not do what they asked for, or has not shown who they are."""


class WaitError(AccessError):
    """Too many wrong passwords or codes: nothing is looked at for a while.

    Attributes:
        wait: How long from now on, more than nothing.
    """

    def __init__(self, key: str, *, wait: timedelta, **params: object) -> None:
        self.wait = wait
        super().__init__(key, wait=told(wait), **params)


class MustChangeError(AccessError):
    """The password is right, but somebody else set it: it opens nothing but its own change."""


def told(wait: timedelta) -> str:
    """A wait as people say it, rounded up to whole seconds.

    >>> told(timedelta(seconds=4.2)), told(timedelta(minutes=10, seconds=40))
    ('0:05', '10:40')
    """
    minutes, seconds = divmod(-int(-wait.total_seconds() // 1), 60)
    return f"{minutes}:{seconds:02d}"
