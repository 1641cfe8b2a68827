"""Stations whose audit holds something, and hands that tamper with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.audit.chain import record
from borderdesk.storage.station import Station
from models.people import THE_DESK, Person, Role

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
AWA = Person("a" * 32, "awa", "Awa Traore", Role.OFFICER)
BINTA = Person("b" * 32, "binta", "Binta Sow", Role.SUPERVISOR)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station.create(tmp_path / "station", "four goats cross the Sirba", name="Torodi") as made:
        yield made


def fill(session: Session, count: int, *, start: datetime = NOW) -> None:
    """Acts a minute apart, each unlike the others."""
    for number in range(count):
        record(
            session,
            (AWA, BINTA, THE_DESK)[number % 3],
            f"case.step_{number % 5}",
            now=start + timedelta(minutes=number),
            subject=("case", f"{number:032x}"),
            purpose=f"asked {number} times",
            second=BINTA if number % 4 == 0 else None,
            details={"count": number, "list": "UTO/personnes é"},
        )


def unguard(session: Session) -> None:
    """Take the database's own guards away, as somebody with the passphrase could."""
    for table in ("audit_entries", "audit_checkpoints"):
        for word in ("are_not_changed", "are_not_deleted"):
            session.execute(sa.text(f"DROP TRIGGER IF EXISTS {table}_{word}"))
