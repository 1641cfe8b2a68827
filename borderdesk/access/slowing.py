"""Slowing down who guesses: each wrong try is followed by a longer wait, which the database remembers.

* A try is booked as a wrong one before anything is looked at, and taken back when it was right.
* A wait ends by itself; nobody is locked out for good, or whoever knows a name could close a post.
* A clock set back shortens no wait, because its end is kept as a moment. It does not lengthen one without end
  either: one that is further away than it can be was counted by a wrong clock, and begins anew once. A clock
  set forward does end it; entries of the audit then show that clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_TRIES = 2
"""Wrong ones without a wait: fingers slip."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)  # 96 tries a day
_NO_WAIT = timedelta(0)


@dataclass(frozen=True, slots=True)
class Tries:
    """What is remembered of tries.

    Attributes:
        failures: Wrong ones since the last right one, the one that is being looked at included.
        next_try_at: Before that moment nothing is looked at; None where there is no wait.
    """

    failures: int = 0
    next_try_at: datetime | None = None


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many wrong tries.

    >>> [int(wait_after(failures).total_seconds()) for failures in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 99)]
    [0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900]
    """
    if failures <= FREE_TRIES:
        return _NO_WAIT
    doublings = min(failures - FREE_TRIES - 1, 16)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def book(tries: Tries, now: datetime) -> tuple[Tries, timedelta]:
    """Book one try.

    Args:
        tries: As remembered.
        now: What the clock says, timezone-aware.

    Returns:
        What is to be remembered from now on, and how long is still to wait; nothing may be looked at unless
        that is zero.
    """
    if tries.next_try_at is not None and tries.next_try_at > now:
        ends = min(tries.next_try_at, now + wait_after(tries.failures))
        return Tries(tries.failures, ends), ends - now
    failures = tries.failures + 1
    wait = wait_after(failures)
    return Tries(failures, now + wait if wait else None), _NO_WAIT
