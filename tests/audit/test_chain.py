"""Entries of the audit hang together, and time never runs backwards in them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from borderdesk.audit import listing, signing
from borderdesk.audit.chain import START, digest, record
from borderdesk.audit.verify import Bad, Trouble, verify
from borderdesk.storage.station import Station
from models.people import THE_DESK, Person, Role
from models.tables.audit import AuditCheckpointRow, AuditEntryRow

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
AWA = Person("a" * 32, "awa", "Awa Traore", Role.OFFICER)
BINTA = Person("b" * 32, "binta", "Binta Sow", Role.SUPERVISOR)


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


def test_a_clock_set_back_is_an_act_of_its_own(station: Station) -> None:
    with station.cases(writing=True) as session:
        record(session, AWA, "person.signed_in", now=NOW)
        record(session, AWA, "person.signed_out", now=NOW - timedelta(days=2))
        record(session, AWA, "person.signed_in", now=NOW - timedelta(days=2) + timedelta(minutes=1))
    with station.cases() as session:
        acts = [(each.number, each.act, each.person_id) for each in listing.listed(session)]
        found = verify(session)
    assert acts == [
        (4, "person.signed_in", AWA.person_id),
        (3, "person.signed_out", AWA.person_id),
        (2, "clock.set_back", ""),
        (1, "person.signed_in", AWA.person_id),
    ]
    assert found.bad is None
    assert [(each.number, each.at, each.seconds) for each in found.set_back] == [(2, NOW, 172_800)]


def test_a_moment_that_another_job_took_before_is_no_clock_set_back(station: Station) -> None:
    with station.cases(writing=True) as session:
        record(session, AWA, "case.read", now=NOW)
        record(session, AWA, "case.read", now=NOW - timedelta(seconds=9))
    with station.cases() as session:
        assert [each.act for each in listing.listed(session)] == ["case.read", "case.read"]
        assert verify(session).bad is None


def test_every_hundred_entries_the_head_is_signed(station: Station) -> None:
    with station.cases(writing=True) as session:
        for number in range(250):
            record(session, AWA, "case.read", now=NOW + timedelta(seconds=number))
        assert signing.checkpoint_if_due(session, NOW) is None
        assert signing.checkpoint_if_due(session, NOW + timedelta(hours=1), every=1) is not None
    with station.cases() as session:
        numbers = list(
            session.scalars(sa.select(AuditCheckpointRow.number).order_by(AuditCheckpointRow.number))
        )
        found = verify(session)
    assert numbers == [101, 201, 251]  # the first one made the key as well
    assert (found.entries, found.vouched, found.keys) == (251, 251, (101,))


def test_a_checkpoint_that_was_taken_away_is_missed(station: Station) -> None:
    with station.cases(writing=True) as session:
        for number in range(250):
            record(session, AWA, "case.read", now=NOW + timedelta(seconds=number))
        session.execute(sa.text("DROP TRIGGER audit_checkpoints_are_not_deleted"))
        session.execute(sa.text("DELETE FROM audit_checkpoints WHERE number = 101"))
        assert verify(session).bad == Bad(103, Trouble.UNSIGNED, 0)


def test_a_checkpoint_comes_back_from_a_file_and_no_other_bytes_do(station: Station, tmp_path: Path) -> None:
    with station.cases(writing=True) as session:
        assert signing.taken_out(session, NOW) is None  # nothing happened yet
        record(session, AWA, "person.signed_in", now=NOW)
        taken = signing.taken_out(session, NOW)
    assert taken is not None
    file = tmp_path / "checkpoint.json"
    file.write_text(json.dumps(taken), encoding="utf-8")
    read = signing.read_taken_out(file)
    assert (read.station_id, read.number) == (station.station_id, 2)
    with station.cases() as session:
        assert verify(session, [read]).bad is None
        stranger = replace(read, station_id="0" * 32)
        with pytest.raises(signing.AuditError, match="other_station"):
            verify(session, [stranger])
    for name, value in (("number", 3), ("head", "00" * 32), ("made_at", "2026-11-24T00:00:00+00:00")):
        file.write_text(json.dumps({**taken, name: value}), encoding="utf-8")
        with pytest.raises(signing.AuditError, match="no_checkpoint"):
            signing.read_taken_out(file)
    for text in (b"", b"[]", b'{"format": 1}', b"\xff\xfe"):
        file.write_bytes(text)
        with pytest.raises(signing.AuditError, match="no_checkpoint"):
            signing.read_taken_out(file)
    with pytest.raises(signing.AuditError, match="unreadable"):
        signing.read_taken_out(tmp_path / "nothing")


def test_entries_are_found_by_record_and_by_person(station: Station) -> None:
    with station.cases(writing=True) as session:
        record(session, AWA, "case.read", now=NOW, subject=("case", "1"))
        record(session, BINTA, "case.decided", now=NOW, subject=("case", "2"))
        record(session, AWA, "hit.cleared", now=NOW, subject=("case", "1"), second=BINTA)
        record(session, THE_DESK, "records.purged", now=NOW)
    with station.cases() as session:

        def numbers(**wanted: Any) -> list[int]:
            return [each.number for each in listing.listed(session, **wanted)]

        assert numbers(subject=("case", "1")) == [3, 1]
        assert numbers(subject=("case", "")) == [3, 2, 1]
        assert numbers(person_id=BINTA.person_id) == [3, 2]
        assert numbers(person_id="") == [4]
        assert numbers(act="case.", limit=1) == [2]


def test_a_moment_without_a_zone_is_refused(station: Station) -> None:
    with station.cases(writing=True) as session, pytest.raises(ValueError, match="timezone"):
        record(session, AWA, "case.read", now=NOW.replace(tzinfo=None))
