"""Real stations with people in them; made once and copied, because making people takes a while by intent."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from borderdesk.access import people
from borderdesk.storage.station import Station
from models.people import THE_DESK, Person, Role
from models.tables.audit import AuditEntryRow

PASSPHRASE = "four goats cross the Sirba"
NOW = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
STAFF = {
    "chief": ("Chief Adamou", Role.ADMINISTRATOR, "red clay under the bridge"),
    "awa": ("Awa Traoré", Role.OFFICER, "seven kites over Téra"),
    "moussa": ("Moussa Issoufou", Role.SUPERVISOR, "a slow ferry at Ayorou"),
    "zara": ("Zara Maïga", Role.SUPERVISOR, "the last lamp of Gothèye"),
    "tidjani": ("Tidjani Oumarou", Role.TRAINER, "chalk dust and patience"),
}


@pytest.fixture(scope="session")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("peopled") / "station"
    with Station.create(home, PASSPHRASE, name="Torodi") as station:
        by = THE_DESK
        for username, (full_name, role, password) in STAFF.items():
            with station.cases(writing=True) as session:
                made = people.add(
                    session, by, username, full_name, role, password, now=NOW, must_change=False
                )
                by = made if by == THE_DESK else by
    return home


@pytest.fixture
def home(tmp_path: Path, _made_once: Path) -> Path:
    """A folder with a station in which the staff has accounts."""
    return Path(shutil.copytree(_made_once, tmp_path / "station"))


@pytest.fixture
def station(home: Path) -> Iterator[Station]:
    """That station, open."""
    with Station.open(home, PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def person(station: Station) -> Callable[[str], Person]:
    """`person("awa")`: as the database knows her."""

    def find(username: str) -> Person:
        with station.cases() as session:
            return people.named(session, username).person

    return find


@pytest.fixture
def entries(station: Station) -> Callable[[], list[AuditEntryRow]]:
    """What the audit says, without the making of the staff."""

    def read() -> list[AuditEntryRow]:
        with station.cases() as session:
            return list(
                session.scalars(
                    sa.select(AuditEntryRow)
                    .where(AuditEntryRow.number > len(STAFF))
                    .order_by(AuditEntryRow.number)
                )
            )

    return read


@pytest.fixture
def word() -> Callable[[str], str]:
    """`word("awa")`: her password."""

    def find(username: str) -> str:
        return STAFF[username][2]

    return find


@pytest.fixture
def reopened(station: Station, home: Path) -> Callable[[], Station]:
    """`reopened()`: the same station after the program was started anew."""

    def do() -> Station:
        station.close()
        return Station.open(home, PASSPHRASE)

    return do
