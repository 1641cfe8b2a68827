"""Lists go in whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from borderdesk.storage.station import Station
from models.cancel import Cancelled, CancelToken
from models.document import PartialDate
from models.errors import KnownError
from models.message import message
from models.tables.watchlist import BirthCount, NamePart, Person
from models.watchlist import BadRow, Difference, DocumentEntry, ListState, Mandate, PersonEntry, Picture
from watchlist import store
from watchlist.importers.csv_lists import read
from watchlist.store import apply_changes, compare_list, entries, lists, remove_list, replace_list

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


def counts(station: Station) -> tuple[int, int]:
    """Persons and documents that are stored."""
    with station.watchlist() as session:
        persons = session.scalar(sa.select(sa.func.count()).select_from(Person)) or 0
        documents = [
            entry
            for state in lists(session)
            for entry in entries(session, state.name)
            if isinstance(entry, DocumentEntry)
        ]
        return persons, len(documents)


def numbers(station: Station) -> list[tuple[int, str]]:
    with station.watchlist() as session:
        return [tuple(row) for row in session.execute(sa.select(Person.person_id, Person.entry_id))]


def held(station: Station, name: str = "UTO/all") -> list[object]:
    with station.watchlist() as session:
        return list(entries(session, name))


def test_a_list_is_taken_in_with_its_state(station: Station) -> None:
    state = put(station, ANNA, STOLEN)
    assert state == ListState("UTO/all", "UTO", 1, AS_OF, 2)
    assert counts(station) == (1, 1)
    with station.watchlist() as session:
        assert lists(session) == (state,)


def test_a_new_edition_takes_the_place_of_the_old_one(station: Station) -> None:
    put(station, ANNA, STOLEN)
    assert put(station, STOLEN, sequence=2).entries == 1
    assert counts(station) == (0, 1)
    with station.watchlist() as session:
        for table in (NamePart, BirthCount):
            assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_the_same_edition_may_come_again(station: Station) -> None:
    put(station, ANNA)
    assert put(station, ANNA).entries == 1
    assert counts(station)[0] == 1


def test_what_is_the_same_stays_untouched_and_numbers_are_never_used_twice(station: Station) -> None:
    berta = PersonEntry("3", ("BERTA",))
    put(station, ANNA, berta)
    (anna_is, _), (berta_is, _) = numbers(station)
    put(station, berta, ANNA, sequence=2)
    assert numbers(station) == [(anna_is, "1"), (berta_is, "3")]
    noted = replace(ANNA, mandate=Mandate(note="Ask for her by name."))
    put(station, noted, berta, sequence=3)
    assert numbers(station) == [(anna_is, "1"), (berta_is, "3")]
    assert held(station) == [noted, berta]
    renamed = replace(ANNA, names=("ERIKSSON ANNE",))
    put(station, renamed, sequence=4)
    ((number, entry_id),) = numbers(station)
    assert (number > berta_is, entry_id) == (True, "1")
    put(station, renamed, berta, sequence=5)
    assert numbers(station)[-1][0] > number


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
    assert counts(station) == (1, 0)


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
    assert counts(station) == (1, 0)


def test_two_lists_may_report_the_same_document(station: Station) -> None:
    put(station, STOLEN)
    with station.watchlist(writing=True) as session:
        replace_list(session, "NER/all", "NER", 1, AS_OF, [STOLEN], imported_at=NOW)
        assert [state.name for state in lists(session)] == ["NER/all", "UTO/all"]
        remove_list(session, "NER/all")
    assert counts(station) == (0, 1)


def test_a_list_that_is_not_there_cannot_be_taken_out(station: Station) -> None:
    with pytest.raises(KnownError) as caught, station.watchlist(writing=True) as session:
        remove_list(session, "XXX")
    assert caught.value.message.key == "error.watchlist.unknown_list"
    assert caught.value.sentence()


def test_the_difference_is_told_before_anything_is_taken(station: Station) -> None:
    berta, carla = PersonEntry("3", ("BERTA",)), PersonEntry("4", ("CARLA",))
    put(station, ANNA, berta)
    bad = BadRow(7, "sex", message("error.watchlist.csv.no_sex", file="f", row=7, column="sex", value="W"))
    offered = [replace(ANNA, names=("ANNE",)), carla, bad]
    with station.watchlist() as session:
        found = compare_list(session, "UTO/all", offered)
        assert compare_list(session, "NER/all", offered) == Difference(
            added=2, changed=0, removed=0, unchanged=0, quarantined=1, examples=(("1", "4"), (), ())
        )
    assert found == Difference(
        added=1, changed=1, removed=1, unchanged=0, quarantined=1, examples=(("4",), ("1",), ("3",))
    )
    assert held(station) == [ANNA, berta]
    put(station, *(entry for entry in offered if isinstance(entry, PersonEntry)), sequence=2)
    with station.watchlist() as session:
        again = compare_list(session, "UTO/all", offered)
    assert (again.added, again.changed, again.removed, again.unchanged) == (0, 0, 0, 2)


def test_an_entry_number_that_stands_twice_is_found_before_it_is_taken(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(station, ANNA)
    monkeypatch.setattr(store, "BATCH", 1)
    new = PersonEntry("9", ("NEW",))
    for twice in ((ANNA, ANNA), (new, ANNA, new), (replace(ANNA, names=("X",)), ANNA)):
        with pytest.raises(KnownError) as caught, station.watchlist() as session:
            compare_list(session, "UTO/all", twice)
        assert caught.value.message.key == "error.watchlist.duplicate"
        with pytest.raises(KnownError) as caught:
            put(station, *twice, sequence=2)
        assert caught.value.message.key == "error.watchlist.duplicate"
    assert held(station) == [ANNA]


def change(
    station: Station, *upserts: object, deletions: tuple[str, ...] = (), sequence: int = 2
) -> ListState:
    with station.watchlist(writing=True) as session:
        return apply_changes(session, "UTO/all", sequence, NOW, upserts, deletions, imported_at=NOW)  # type: ignore[arg-type]


def test_changes_bring_a_list_to_its_next_edition(station: Station) -> None:
    berta, carla = PersonEntry("3", ("BERTA",)), PersonEntry("4", ("CARLA",))
    put(station, ANNA, berta, STOLEN)
    anne = replace(ANNA, names=("ERIKSSON ANNE",))
    state = change(station, anne, carla, deletions=("3", "2", "not here"))
    assert state == ListState("UTO/all", "UTO", 2, NOW, 2)
    assert held(station) == [carla, anne]
    assert change(station, STOLEN, sequence=3).entries == 3
    with pytest.raises(KnownError) as caught:
        change(station, sequence=2)
    assert caught.value.message.key == "error.watchlist.older"


def test_changes_of_a_list_that_is_not_here_are_refused(station: Station) -> None:
    with pytest.raises(KnownError) as caught:
        change(station, ANNA)
    assert caught.value.message.key == "error.watchlist.unknown_list"


def test_rows_in_quarantine_wait_until_the_next_edition(station: Station) -> None:
    rows = [
        BadRow(
            each,
            "sex",
            message("error.watchlist.csv.no_sex", file="f", row=each, column="sex", value="W"),
            "raw",
        )
        for each in (7, 3)
    ]
    with station.watchlist(writing=True) as session:
        state = replace_list(
            session, "UTO/all", "UTO", 1, AS_OF, [ANNA, *rows], imported_at=NOW, licence="CC BY-NC 4.0"
        )
        assert (state.entries, state.quarantined, state.licence) == (1, 2, "CC BY-NC 4.0")
        assert list(store.quarantine(session, "UTO/all")) == rows
    assert put(station, ANNA, sequence=2).quarantined == 0
    with station.watchlist() as session:
        assert list(store.quarantine(session, "UTO/all")) == []


def test_pictures_come_before_their_entries_and_go_with_the_edition(station: Station) -> None:
    shots = [Picture(hashlib.sha256(data).hexdigest(), data) for data in (b"one", b"two")]
    bearer = replace(ANNA, pictures=(shots[1].digest,))
    with station.watchlist(writing=True) as session:
        replace_list(session, "UTO/all", "UTO", 1, AS_OF, [*shots, bearer], imported_at=NOW)
        replace_list(session, "NER/all", "NER", 1, AS_OF, [shots[0]], imported_at=NOW)
    found = held(station)
    assert (sorted(found[:2], key=lambda shot: shot.data), found[2:]) == (shots, [bearer])  # type: ignore[attr-defined]
    with station.watchlist(writing=True) as session:
        replace_list(session, "UTO/all", "UTO", 2, AS_OF, [shots[1], bearer], imported_at=NOW)
        assert [store.picture(session, shot.digest) for shot in shots] == [b"one", b"two"]
        remove_list(session, "NER/all")
        assert [store.picture(session, shot.digest) for shot in shots] == [None, b"two"]
