"""Waits hold against any clock that is set back, end by themselves, and cannot be outrun by many hands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from borderdesk.access import AccessError, WaitError, sign_in
from borderdesk.access.slowing import LONGEST_WAIT, Tries, book, wait_after
from borderdesk.storage.station import Station
from models.tables.audit import AuditEntryRow

START = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
SECONDS = st.integers(0, 2000).map(lambda seconds: timedelta(seconds=seconds))
SET_BACK = st.sampled_from([0, 0, 0, 1, 60, 3600, 40_000_000]).map(lambda seconds: timedelta(seconds=seconds))


@given(st.lists(st.tuples(SECONDS, SET_BACK), min_size=1, max_size=60))
def test_no_clock_set_back_lets_anybody_try_sooner(steps: list[tuple[timedelta, timedelta]]) -> None:
    tries, passed, behind, looked_at = Tries(), timedelta(0), timedelta(0), None
    for goes_by, set_back in steps:
        passed += goes_by
        behind += set_back
        before = tries.failures
        tries, wait = book(tries, START + passed - behind)
        if wait:
            assert tries.failures == before
        else:
            if looked_at is not None:
                assert passed - looked_at >= wait_after(before)
            looked_at = passed


@given(st.integers(0, 40), st.integers(-(10**8), 10**8))
def test_every_wait_ends_within_the_longest_one(failures: int, off: int) -> None:
    remembered = Tries(failures, START + timedelta(seconds=off))
    tries, wait = book(remembered, START)
    assert wait <= LONGEST_WAIT
    if wait:
        assert book(tries, START + wait - timedelta(microseconds=1))[1] > timedelta(0)
        assert book(tries, START + wait)[1] == timedelta(0)


def test_many_hands_at_once_get_no_more_tries(
    station: Station, entries: Callable[[], list[AuditEntryRow]]
) -> None:
    refusals: list[AccessError] = []

    def guess(number: int) -> None:
        try:
            sign_in(station, "awa", f"guess number {number}", START)
        except AccessError as error:
            refusals.append(error)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 12
    assert [each.act for each in entries()] == ["person.sign_in_failed"] * 3
    assert (
        sum(isinstance(each, WaitError) and each.message.key == "error.access.wait" for each in refusals) == 9
    )
