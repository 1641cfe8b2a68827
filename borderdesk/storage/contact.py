"""When there was last contact with whoever sends the lists, and whether the watchlist is shut for want of it.

A post that was lost or overrun holds lists that name informants and protected persons. By policy (`[lists]
lock_after_days`) the watchlist opens no more once so many days have gone by without contact; contact opens it
again, and so does an administrator. A clock that is set back wins no time: the latest moment that the station
has seen counts.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from borderdesk.storage import facts
from borderdesk.storage.errors import WatchlistShutError

LAST = "contact.last"
_SEEN = "contact.seen"
_GRAIN = timedelta(hours=1)  # the latest moment is written down this often


def made(session: Session, now: datetime) -> None:
    """There was contact, or an administrator vouches for the post: the days are counted anew.

    Args:
        session: Of `Station.cases`.
        now: When, timezone-aware.
    """
    for name in (LAST, _SEEN):  # so that a clock that was once too far ahead does no harm for ever
        facts.put(session, name, now.astimezone(UTC).isoformat())


def last(session: Session) -> datetime | None:
    """When there was last contact, None where nobody has counted yet."""
    said = facts.get(session, LAST)
    return None if said is None else datetime.fromisoformat(said)


def is_shut(session: Session, after: timedelta, now: datetime) -> bool:
    """Whether the watchlist is shut.

    Args:
        session: Of `Station.cases`.
        after: How long it stays open without contact.
        now: What the clock says, timezone-aware.
    """
    since = last(session)
    seen = _seen(session)
    latest = now if seen is None else max(now, seen)
    return since is not None and latest - since > after


def require(session: Session, after: timedelta, now: datetime) -> bool:
    """Refuse a watchlist that is shut.

    Args:
        session: Of `Station.cases`.
        after: How long it stays open without contact.
        now: What the clock says, timezone-aware.

    Returns:
        Whether the moment is to be written down by `note`.

    Raises:
        WatchlistShutError: There was no contact for longer.
    """
    since, seen = last(session), _seen(session)
    if since is not None and is_shut(session, after, now):
        raise WatchlistShutError("error.watchlist.shut", days=after.days, since=since.date().isoformat())
    return since is None or seen is None or now - seen >= _GRAIN


def note(session: Session, now: datetime) -> None:
    """Write down that it is so late; the first time, the days begin to be counted.

    Args:
        session: Of `Station.cases(writing=True)`.
        now: When, timezone-aware.
    """
    if last(session) is None:
        made(session, now)
    seen = _seen(session)
    if seen is None or now > seen:
        facts.put(session, _SEEN, now.astimezone(UTC).isoformat())


def _seen(session: Session) -> datetime | None:
    said = facts.get(session, _SEEN)
    return None if said is None else datetime.fromisoformat(said)
