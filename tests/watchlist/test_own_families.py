"""Families of names that a station's supervisors add."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from borderdesk.storage.station import Station
from models.document import MrzFields, Sex
from models.watchlist import PersonEntry
from watchlist import index, own_families
from watchlist.names.families import FamiliesError
from watchlist.query import UNKNOWN_DATE
from watchlist.screening import screen
from watchlist.store import replace_list

NOW = datetime(2026, 11, 24, tzinfo=UTC)
OWN = "-\tTOGOLAWEN KABARIKU\n"
"""Two invented names that nothing but the station's own word joins."""


def found(station: Station) -> list[str]:
    fields = MrzFields("P", "UTO", "ZONGO", "KABARIKU", False, "", "", UNKNOWN_DATE, Sex.X, None, "")
    with station.watchlist() as session:
        return [hit.entry.entry_id for hit in screen(session, fields, today=date(2026, 11, 24)).hits]


def test_a_family_of_the_station_finds_whom_no_rule_finds_and_goes_again(station: Station) -> None:
    with station.watchlist(writing=True) as session:
        replace_list(session, "UTO", "UTO", 1, NOW, [PersonEntry("1", ("ZONGO TOGOLAWEN",))], imported_at=NOW)
    assert found(station) == []
    for rows, expected in ((OWN, ["1"]), ("", [])):
        with station.watchlist(writing=True) as session:
            own_families.keep(session.connection(), rows)
            assert index.is_due(session)
            index.rebuild(session)
            assert not index.is_due(session)
        assert found(station) == expected


def test_rows_that_are_none_change_nothing(station: Station) -> None:
    with pytest.raises(FamiliesError), station.watchlist(writing=True) as session:
        own_families.keep(session.connection(), "MOHAMED = MAMADOU\n")
    with station.watchlist() as session:
        assert own_families.text(session.connection()) == ""
