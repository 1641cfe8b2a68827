"""Entries of the audit hang together, and time never runs backwards in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from borderdesk.audit.chain import START, digest, record
from borderdesk.storage.station import Station
from models.people import THE_DESK, Person, Role
from models.tables.audit import AuditEntryRow

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
AWA = Person("a" * 32, "awa", "Awa Traore", Role.OFFICER)


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station.create(tmp_path / "station", "four goats cross the Sirba", name="Torodi", training=True)


def test_entries_are_numbered_and_carry_the_hash_of_the_one_before(station: Station) -> None:
    with station.cases(writing=True) as session:
        record(session, THE_DESK, "station.made", now=NOW)
        record(session, AWA, "inspection.read", now=NOW, subject=("inspection", "1"), purpose="asked again")
    with station.cases() as session:
        first, second = session.scalars(sa.select(AuditEntryRow).order_by(AuditEntryRow.number))
        assert (first.number, second.number) == (1, 2)
        assert (first.previous, second.previous) == (START, first.hash)
        assert [digest(each) for each in (first, second)] == [first.hash, second.hash]


def test_a_clock_set_back_moves_no_entry_before_the_last(station: Station) -> None:
    with station.cases(writing=True) as session:
        record(session, AWA, "person.signed_in", now=NOW)
        record(session, AWA, "person.signed_out", now=NOW - timedelta(days=2))
    with station.cases() as session:
        second = session.get_one(AuditEntryRow, 2)
        assert (second.at, second.clock) == (NOW, NOW - timedelta(days=2))


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET purpose = 'x'", "DELETE FROM audit_entries"])
def test_the_database_itself_refuses_changes(station: Station, statement: str) -> None:
    with station.cases(writing=True) as session:
        record(session, AWA, "person.signed_in", now=NOW)
    with pytest.raises(IntegrityError), station.cases(writing=True) as session:
        session.execute(sa.text(statement))
