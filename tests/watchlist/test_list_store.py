"""Lists go in whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from borderdesk.storage.station import Station
from models.cancel import Cancelled, CancelToken
from models.document import PartialDate
from models.errors import KnownError
from models.tables.watchlist import NameKey, Person, PersonName, PersonPaper, ReportedDocument
from models.watchlist import DocumentEntry, ListState, PersonEntry
from watchlist import store
from watchlist.importers.csv_lists import read
from watchlist.store import lists, remove_list, replace_list

AS_OF = datetime(2026, 11, 20, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ANNA = PersonEntry(
    "1",
    ("ERIKSSON ANNA", "ERICSON"),
    (PartialDate("740812", 1974, 8, 12),),
    document_numbers=(("A1", "UTO"),),
)
STOLEN = DocumentEntry("2", "L898902C3", "UTO")


@pytest.fixture(autouse=True)
def _no_lists(station: Station) -> Iterator[None]:
    yield
    with station.watchlist(writing=True) as session:
        for state in lists(session):
            remove_list(session, state.name)


def put(station: Station, *entries: PersonEntry | DocumentEntry, sequence: int = 1) -> ListState:
    with station.watchlist(writing=True) as session:
        return replace_list(session, "UTO/all", "UTO", sequence, AS_OF, entries, imported_at=NOW)


def counts(station: Station) -> list[int | None]:
    with station.watchlist() as session:
        return [
            session.scalar(sa.select(sa.func.count()).select_from(table))
            for table in (Person, PersonName, PersonPaper, ReportedDocument)
        ]


def test_a_list_is_taken_in_with_its_state(station: Station) -> None:
    state = put(station, ANNA, STOLEN)
    assert state == ListState("UTO/all", "UTO", 1, AS_OF, 2)
    assert counts(station) == [1, 2, 1, 1]
    with station.watchlist() as session:
        assert lists(session) == (state,)


def test_a_new_edition_takes_the_place_of_the_old_one(station: Station) -> None:
    put(station, ANNA, STOLEN)
    assert put(station, STOLEN, sequence=2).entries == 1
    assert counts(station) == [0, 0, 0, 1]
    with station.watchlist() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(NameKey)) == 0


def test_the_same_edition_may_come_again(station: Station) -> None:
    put(station, ANNA)
    assert put(station, ANNA).entries == 1
    assert counts(station)[0] == 1


def test_numbers_of_persons_are_never_used_twice(station: Station) -> None:
    put(station, ANNA)
    with station.watchlist() as session:
        first = session.scalar(sa.select(Person.person_id))
    put(station, ANNA, sequence=2)
    with station.watchlist() as session:
        assert session.scalar(sa.select(Person.person_id)) > first  # type: ignore[operator]


def test_an_older_edition_is_refused(station: Station) -> None:
    put(station, ANNA, sequence=5)
    with pytest.raises(KnownError) as caught:
        put(station, STOLEN, sequence=4)
    assert caught.value.message.key == "error.watchlist.older"
    assert caught.value.sentence()
    assert counts(station)[0] == 1


def test_a_damaged_row_leaves_the_old_edition_in_force(station: Station, tmp_path: Path) -> None:
    put(station, ANNA)
    (tmp_path / "list.csv").write_text("entry_id,name,sex\n1,A,F\n2,B,W\n", encoding="utf-8")
    with pytest.raises(KnownError), station.watchlist(writing=True) as session:
        replace_list(session, "UTO/all", "UTO", 2, AS_OF, read(tmp_path / "list.csv"), imported_at=NOW)
    with station.watchlist() as session:
        assert lists(session) == (ListState("UTO/all", "UTO", 1, AS_OF, 1),)
    assert counts(station) == [1, 2, 1, 0]


def test_an_entry_number_that_stands_twice_is_refused(station: Station) -> None:
    put(station, ANNA)
    for twice in ((ANNA, ANNA), (STOLEN, DocumentEntry("2", "X9", "UTO"))):
        with pytest.raises(KnownError) as caught:
            put(station, *twice, sequence=2)
        assert caught.value.message.key == "error.watchlist.duplicate"
    assert counts(station)[0] == 1


def test_cancelling_leaves_the_old_edition(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BATCH", 10)
    put(station, ANNA)
    cancel = CancelToken()
    told: list[int] = []

    def progress(taken: int) -> None:
        told.append(taken)
        if taken >= 20:
            cancel.cancel()

    crowd = (DocumentEntry(str(number), f"A{number}", "UTO") for number in range(100))
    with pytest.raises(Cancelled), station.watchlist(writing=True) as session:
        replace_list(
            session, "UTO/all", "UTO", 2, AS_OF, crowd, imported_at=NOW, cancel=cancel, progress=progress
        )
    assert told == [10, 20]
    assert counts(station) == [1, 2, 1, 0]


def test_two_lists_may_report_the_same_document(station: Station) -> None:
    put(station, STOLEN)
    with station.watchlist(writing=True) as session:
        replace_list(session, "NER/all", "NER", 1, AS_OF, [STOLEN], imported_at=NOW)
        assert [state.name for state in lists(session)] == ["NER/all", "UTO/all"]
        remove_list(session, "NER/all")
    assert counts(station) == [0, 0, 0, 1]


def test_a_list_that_is_not_there_cannot_be_taken_out(station: Station) -> None:
    with pytest.raises(KnownError) as caught, station.watchlist(writing=True) as session:
        remove_list(session, "XXX")
    assert caught.value.message.key == "error.watchlist.unknown_list"
    assert caught.value.sentence()
