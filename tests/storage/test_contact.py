"""By policy the watchlist is shut after days without contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from borderdesk.storage import contact
from borderdesk.storage.errors import WatchlistShutError
from borderdesk.storage.station import Station

START = datetime(2026, 11, 1, 8, tzinfo=UTC)
MONTH = timedelta(days=30)


class Clock:
    """One that is set by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def after(self, **time: float) -> None:
        self.now = START + timedelta(**time)


@pytest.fixture
def clock(station: Station) -> Clock:
    """The clock of a station that shuts its watchlist after 30 days."""
    clock = Clock()
    station.shut_watchlist(MONTH, clock)
    return clock


def test_it_is_never_shut_where_the_policy_says_nothing(
    station: Station, count: Callable[[Station], int]
) -> None:
    station.shut_watchlist(None, lambda: START)
    assert count(station) == 0
    with station.cases() as session:
        assert contact.last(session) is None


def test_it_is_shut_after_the_days_and_opened_by_contact(
    station: Station, clock: Clock, count: Callable[[Station], int]
) -> None:
    assert count(station) == 0  # from here on it is counted
    clock.after(days=30)
    assert count(station) == 0
    clock.after(days=30, seconds=1)
    with pytest.raises(WatchlistShutError) as caught:
        count(station)
    assert "more than 30 days, since 2026-11-01" in caught.value.sentence()
    with station.cases() as session:  # the cases stay open
        contact.made(session, clock.now)
    assert count(station) == 0
    clock.after(days=61)
    with pytest.raises(WatchlistShutError):
        count(station)


def test_a_clock_that_is_set_back_wins_nothing(
    station: Station, clock: Clock, count: Callable[[Station], int]
) -> None:
    count(station)
    clock.after(days=29)
    count(station)
    clock.after(days=31)
    with pytest.raises(WatchlistShutError):
        count(station)
    clock.after(days=2)
    count(station)  # the 29th day was the latest that was seen
    with station.cases(writing=True) as session:
        contact.note(session, START + timedelta(days=31))
    with pytest.raises(WatchlistShutError):
        count(station)


def test_a_clock_that_was_once_far_ahead_does_no_lasting_harm(
    station: Station, clock: Clock, count: Callable[[Station], int]
) -> None:
    count(station)
    with station.cases(writing=True) as session:
        contact.note(session, START + timedelta(days=9999))
        contact.made(session, START)
    count(station)
    clock.after(days=31)
    with pytest.raises(WatchlistShutError):
        count(station)


def test_it_stays_shut_when_the_station_is_opened_again(
    station: Station, clock: Clock, passphrase: str, count: Callable[[Station], int]
) -> None:
    count(station)
    station.close()
    with Station.open(station.home, passphrase) as again:
        again.shut_watchlist(MONTH, lambda: START + timedelta(days=40))
        with pytest.raises(WatchlistShutError):
            count(again)
