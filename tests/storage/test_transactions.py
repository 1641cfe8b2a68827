"""One `with` is one transaction, from any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from borderdesk.storage import engine as engines
from borderdesk.storage.errors import (
    BusyError,
)
from borderdesk.storage.station import Station

MARKER = "OUEDRAOGO<<AMINATA"
FILL = sa.text("INSERT INTO lists VALUES (NULL, :name, 'UTO', 1, '2026-11-24', '2026-11-24', 0, 0, '', 0)")


def test_an_error_takes_the_whole_transaction_back(station: Station, count: Callable[[Station], int]) -> None:
    def add_and_fail() -> None:
        with station.watchlist() as session:
            session.execute(FILL, {"name": "UTO/persons"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    assert count(station) == 0


def test_a_broken_rule_is_a_bug_and_takes_the_transaction_back(
    station: Station, add: Callable[..., None], count: Callable[[Station], int]
) -> None:
    add(station, "UTO/persons")
    with pytest.raises(sa.exc.IntegrityError):
        add(station, "UTO/documents", "UTO/persons")
    assert count(station) == 1


def test_an_error_names_no_values(station: Station, add: Callable[..., None]) -> None:
    add(station, MARKER)
    with pytest.raises(sa.exc.IntegrityError) as caught:
        add(station, MARKER)
    assert MARKER not in str(caught.value)


def test_reading_does_not_wait_for_a_writer_and_sees_what_was_committed(
    station: Station, add: Callable[..., None], count: Callable[[Station], int]
) -> None:
    add(station, "UTO/persons")
    with station.watchlist() as writer:
        writer.execute(FILL, {"name": "UTO/documents"})
        assert count(station) == 1
    assert count(station) == 2


def test_threads_that_read_and_then_write_lose_nothing(station: Station, add: Callable[..., None]) -> None:
    add(station, "0")
    raised: list[BaseException] = []

    def count_up() -> None:
        try:
            for _ in range(10):
                with station.watchlist(writing=True) as session:
                    highest = session.execute(sa.text("SELECT max(sequence) FROM lists")).scalar_one()
                    session.execute(sa.text("UPDATE lists SET sequence = :next"), {"next": highest + 1})
        except BaseException as error:
            raised.append(error)
            raise

    threads = [threading.Thread(target=count_up) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []
    with station.watchlist() as session:
        assert session.execute(sa.text("SELECT sequence FROM lists")).scalar_one() == 1 + 6 * 10


def test_two_writers_are_told_to_wait_not_broken(
    closed_station: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    add: Callable[..., None],
    count: Callable[[Station], int],
) -> None:
    monkeypatch.setattr(engines, "_PRAGMAS", ("PRAGMA busy_timeout = 50", *engines._PRAGMAS[1:]))
    with Station.open(closed_station, passphrase) as station:
        with station.watchlist(writing=True) as first:
            first.execute(FILL, {"name": "UTO/persons"})
            with pytest.raises(BusyError):
                add(station, "UTO/documents")
        assert count(station) == 1
        add(station, "UTO/documents")
        assert count(station) == 2


def test_every_connection_is_set_as_the_design_says(station: Station) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": engines.BUSY_MILLISECONDS,
        "temp_store": 2,
        "cipher_provider": "openssl",
        "cipher_page_size": "4096",
    }
    for transaction in (station.cases, station.watchlist):
        with transaction() as session:
            for pragma, value in expected.items():
                found = session.execute(sa.text(f"PRAGMA {pragma}")).scalar_one()
                assert found == value, pragma


def test_a_closed_station_refuses_work(station: Station) -> None:
    station.close()
    with pytest.raises(RuntimeError, match="closed"), station.cases():
        pass


def test_closing_leaves_the_databases_without_companions(station: Station, add: Callable[..., None]) -> None:
    add(station, "UTO/persons")
    station.close()
    assert sorted(path.name for path in station.home.iterdir()) == [
        "cases.db",
        "station.json",
        "watchlist.db",
    ]
