"""Reported documents in the real database: nothing lost, nothing twice, only what differs is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import product

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borderdesk.storage.station import Station
from models.cancel import Cancelled, CancelToken
from models.errors import KnownError
from models.tables.documents import ShortDocument
from models.tables.watchlist import WatchList
from models.watchlist import Difference, DocumentEntry, EntryAction, Mandate
from watchlist import document_keys, documents
from watchlist.document_search import Reported, look_up

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FULL = Mandate(
    EntryAction.REFER, "fraud", ("crime.fraud",), "P-7", "Act 12", "do not tell", "call 17",
    date(2030, 1, 1), date(2027, 1, 1),
)  # fmt: skip
PLAIN = DocumentEntry("UTO/L898902C3", "L898902C3", "UTO", "P", "lost", date(2026, 10, 2))
OWN_NUMBER = DocumentEntry("d7", "A1234567", "NER", mandate=FULL, holder="ERIKSSON ANNA")
LONGER = DocumentEntry("UTO/D23145890734", "D23145890734", "UTO", "I")
BLANKS = DocumentEntry("b1", "AB100000", "NER", "P", "stolen_blank", last_number="AB199999")
KINDS = (PLAIN, OWN_NUMBER, LONGER, BLANKS)


@pytest.fixture
def connection(station: Station) -> Iterator[sa.Connection]:
    """A transaction on the watchlist that is undone, with two lists in it."""
    with suppress(_UndoError), station.watchlist(writing=True) as session:
        for name in ("NER/documents", "UTO/documents"):
            session.add(
                WatchList(
                    name=name,
                    owner="X",
                    sequence=1,
                    as_of=NOW,
                    imported_at=NOW,
                    entries=0,
                    persons=0,
                    licence="",
                    quarantined=0,
                )
            )
        session.flush()
        yield session.connection()
        raise _UndoError


class _UndoError(Exception):
    """Ends a test's transaction."""


def lists(connection: sa.Connection) -> tuple[int, int]:
    first, second = connection.execute(sa.select(WatchList.list_id).order_by(WatchList.name)).scalars()
    return first, second


def take(
    connection: sa.Connection, *entries: DocumentEntry, writing: bool = True, into: int = 0
) -> Difference:
    edition = documents.Edition(connection, lists(connection)[into], writing=writing)
    edition.add(entries)
    return edition.finish()


def held(connection: sa.Connection, of: int = 0) -> set[DocumentEntry]:
    found = list(documents.entries(sa.orm.Session(bind=connection), lists(connection)[of]))
    assert len(set(found)) == len(found)
    return set(found)


def asked(connection: sa.Connection, number: str, *states: str) -> list[Reported]:
    return look_up(sa.orm.Session(bind=connection), number, states)


def numbers(difference: Difference) -> tuple[int, int, int, int]:
    return difference.added, difference.changed, difference.removed, difference.unchanged


def test_what_was_listed_comes_back_as_it_was(connection: sa.Connection) -> None:
    assert numbers(take(connection, *KINDS)) == (4, 0, 0, 0)
    assert held(connection) == set(KINDS)
    assert documents.count(connection, lists(connection)[0]) == 4


def test_the_same_edition_changes_nothing(connection: sa.Connection) -> None:
    take(connection, *KINDS)
    before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    assert numbers(take(connection, *reversed(KINDS))) == (0, 0, 0, 4)
    assert connection.exec_driver_sql("SELECT total_changes()").scalar_one() == before


def test_a_new_edition_writes_what_differs_and_names_it(connection: sa.Connection) -> None:
    take(connection, *KINDS)
    found = dataclasses.replace(PLAIN, loss="stolen", reported_on=None)
    new = DocumentEntry("UTO/X1", "X1", "UTO")
    difference = take(connection, found, new, dataclasses.replace(OWN_NUMBER, holder=""))
    assert numbers(difference) == (1, 2, 2, 0)
    assert [set(each) for each in difference.examples] == [
        {"UTO/X1"},
        {"UTO/L898902C3", "d7"},
        {"UTO/D23145890734", "b1"},
    ]
    assert held(connection) == {found, new, dataclasses.replace(OWN_NUMBER, holder="")}


def test_asking_what_would_change_writes_nothing(connection: sa.Connection) -> None:
    take(connection, *KINDS)
    before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    other = dataclasses.replace(PLAIN, mandate=FULL)
    assert numbers(take(connection, other, LONGER, writing=False)) == (0, 1, 2, 1)
    assert connection.exec_driver_sql("SELECT total_changes()").scalar_one() == before
    assert numbers(take(connection, PLAIN, BLANKS, writing=False, into=1)) == (2, 0, 0, 0)


def test_an_entry_that_gains_or_loses_details_is_one_that_changed(connection: sa.Connection) -> None:
    take(connection, PLAIN)
    holder = dataclasses.replace(PLAIN, holder="ERIKSSON ANNA")
    for entry in (holder, PLAIN):
        assert numbers(take(connection, entry, writing=False)) == (0, 1, 0, 0)
        assert numbers(take(connection, entry)) == (0, 1, 0, 0)
        assert held(connection) == {entry}


def _finished(edition: documents.Edition, *entries: DocumentEntry) -> Difference:
    edition.add(entries)
    return edition.finish()


@pytest.mark.parametrize("other", [PLAIN, OWN_NUMBER, LONGER, BLANKS])
@pytest.mark.parametrize("apart", [True, False])
def test_an_entry_number_that_stands_twice_is_refused(
    connection: sa.Connection, other: DocumentEntry, apart: bool
) -> None:
    again = dataclasses.replace(OWN_NUMBER, entry_id=other.entry_id, document_number="Z9")
    for writing in (False, True):
        edition = documents.Edition(connection, lists(connection)[0], writing=writing)
        edition.add([other])
        if apart:
            edition._flush()
        with pytest.raises(KnownError) as caught:
            _finished(edition, again)
        assert caught.value.message.key == "error.watchlist.duplicate"


def test_the_same_plain_entry_twice_is_refused_however_far_apart(connection: sa.Connection) -> None:
    crowd = [DocumentEntry(f"UTO/A{number:07d}", f"A{number:07d}", "UTO") for number in range(60_000)]
    edition = documents.Edition(connection, lists(connection)[0])
    edition.add(crowd)
    edition.add([dataclasses.replace(crowd[25_000], loss="lost")])
    with pytest.raises(KnownError):
        edition.finish()


def test_a_number_in_one_list_twice_under_two_entry_numbers(connection: sa.Connection) -> None:
    card = dataclasses.replace(PLAIN, entry_id="d8", document_code="I")
    take(connection, PLAIN, card)
    assert held(connection) == {PLAIN, card}
    assert {each.entry for each in asked(connection, "L898902C3")} == {PLAIN, card}


def test_several_lists_report_one_document(connection: sa.Connection) -> None:
    take(connection, PLAIN)
    take(connection, dataclasses.replace(PLAIN, loss="stolen"), into=1)
    found = asked(connection, "L898902C3", "UTO")
    assert {(each.list_name, each.entry.loss) for each in found} == {
        ("NER/documents", "lost"),
        ("UTO/documents", "stolen"),
    }
    documents.clear(connection, lists(connection)[0])
    assert held(connection) == set()
    assert len(held(connection, 1)) == 1


def test_a_list_that_goes_takes_its_documents_along(connection: sa.Connection) -> None:
    take(connection, *KINDS)
    connection.execute(sa.delete(WatchList).where(WatchList.list_id == lists(connection)[0]))
    assert connection.scalar(sa.select(sa.func.count()).select_from(ShortDocument)) == 0
    assert asked(connection, "A1234567", "NER") == []


def test_every_issuer_of_a_number_is_found(connection: sa.Connection) -> None:
    entries = [DocumentEntry(f"{state}/77", "77", state) for state in ("", "D", "NER", "UTO")]
    near = [DocumentEntry(f"UTO/{number}", number, "UTO") for number in ("7", "76", "770", "78", "07")]
    take(connection, *entries, *near)
    assert {each.entry for each in asked(connection, "77")} == set(entries)


@pytest.mark.parametrize(
    ("number", "inside"),
    [("AB100000", True), ("AB199999", True), ("AB150000", True), ("AB099999", False), ("AB200000", False),
     ("AB1A0000", False), ("AB10A000", False), ("AB15000", False), ("AB1500000", False)],
)  # fmt: skip
def test_a_range_holds_numbers_between_its_ends(connection: sa.Connection, number: str, inside: bool) -> None:
    take(connection, BLANKS)
    assert [each.entry for each in asked(connection, number, "NER")] == ([BLANKS] if inside else [])
    assert asked(connection, number, "UTO") == []
    assert asked(connection, number) == []


def test_ranges_of_any_size_are_found_one_inside_another(connection: sa.Connection) -> None:
    ends = [
        ("A0000000", "Z9999999"),
        ("M5000000", "M5000000"),
        ("M4999990", "M5000010"),
        ("M0000000", "M9999999"),
    ]
    ends += [("0" * 15, "Z" * 15), ("M500000000000000", "M500000000000009")]
    ranges = [
        DocumentEntry(f"r{place}", first, "UTO", last_number=last) for place, (first, last) in enumerate(ends)
    ]
    take(connection, *ranges)
    assert held(connection) == set(ranges)
    for number in ("M5000000", "M4999995", "M4999980", "A0000000", "5" * 15, "M500000000000003"):
        wanted = {
            each
            for each in ranges
            if len(each.document_number) == len(number) and each.document_number <= number <= each.last_number
        }
        assert {each.entry for each in asked(connection, number, "UTO")} == wanted


@pytest.mark.parametrize(
    ("first", "last"), [("AB2", "AB1"), ("AB1", "AB22"), ("AB-1", "AB-2"), ("ab1", "ab2")]
)
def test_a_range_that_is_none_is_refused(connection: sa.Connection, first: str, last: str) -> None:
    with pytest.raises(KnownError) as caught:
        take(connection, DocumentEntry("b1", first, "UTO", last_number=last))
    assert caught.value.message.key == "error.watchlist.no_range"
    assert caught.value.sentence()


def test_a_delta_puts_in_changes_and_takes_out(connection: sa.Connection) -> None:
    take(connection, *KINDS)
    here = lists(connection)[0]
    changed = [dataclasses.replace(entry, loss="revoked") for entry in (PLAIN, OWN_NUMBER, BLANKS)]
    new = DocumentEntry("UTO/X1", "X1", "UTO")
    assert numbers(documents.upsert(connection, here, [*changed, new, LONGER])) == (1, 3, 0, 1)
    assert held(connection) == {*changed, new, LONGER}
    gone = ["UTO/L898902C3", "d7", "b1", "UTO/D23145890734", "nobody", "UTO/nobody"]
    assert documents.remove(connection, here, gone) == 4
    assert held(connection) == {new}
    with pytest.raises(KnownError):
        documents.upsert(connection, here, [new, dataclasses.replace(new, loss="lost")])


def test_cancelling_stops_it(connection: sa.Connection) -> None:
    cancel = CancelToken()
    cancel.cancel()
    edition = documents.Edition(connection, lists(connection)[0])
    edition.add(KINDS)
    with pytest.raises(Cancelled):
        edition.finish(cancel=cancel)


def test_runs_are_merged_whatever_their_order(
    connection: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from watchlist import document_spool

    monkeypatch.setattr(document_spool, "_RUN", 50)
    monkeypatch.setattr(document_spool, "_BLOCK", 7)
    monkeypatch.setattr(documents, "_PAGE", 11)
    monkeypatch.setattr(document_keys, "_FEW", 3)
    crowd = [
        DocumentEntry(f"UTO/{number:09d}", f"{number:09d}", "UTO", reported_on=date(2020, 1, 1 + number % 28))
        for number in (place * 7_919 % 1_000 for place in range(1_000))
    ]
    here = lists(connection)[0]
    for part, wanted in ((crowd[:700], (700, 0, 0, 0)), (crowd[300:], (300, 0, 300, 400))):
        edition = documents.Edition(connection, here)
        for at in range(0, len(part), 30):
            edition.add(part[at : at + 30])
        assert numbers(edition.finish()) == wanted
        assert held(connection) == set(part)


short_texts = st.text(st.sampled_from("0189ABZ"), min_size=1, max_size=12)
entries_of_any_kind = st.builds(
    lambda number, state, own, loss, on, mandate, holder: DocumentEntry(
        own or f"{state}/{number}", number, state, "P", loss, on, mandate, holder=holder
    ),
    number=short_texts,
    state=st.sampled_from(["UTO", "D", ""]),
    own=st.sampled_from(["", "", "", "1", "2", "UTO/1"]),
    loss=st.sampled_from(["stolen", "lost"]),
    on=st.none() | st.dates(),
    mandate=st.sampled_from([Mandate(), FULL, Mandate(EntryAction.STOP)]),
    holder=st.sampled_from(["", "", "ERIKSSON ANNA", "محمد"]),
)
editions = st.lists(entries_of_any_kind, max_size=12, unique_by=lambda entry: entry.entry_id)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(editions, editions)
def test_any_edition_after_any_other_agrees_with_sets(
    connection: sa.Connection, one: list[DocumentEntry], other: list[DocumentEntry]
) -> None:
    documents.clear(connection, lists(connection)[0])
    assert numbers(take(connection, *one)) == (len(one), 0, 0, 0)
    before, after = ({entry.entry_id: entry for entry in edition} for edition in (one, other))
    both = before.keys() & after.keys()
    same = sum(before[each] == after[each] for each in both)
    wanted = (len(after) - len(both), len(both) - same, len(before) - len(both), same)
    assert numbers(take(connection, *other, writing=False)) == wanted
    assert numbers(take(connection, *other)) == wanted
    assert held(connection) == set(other)
    for entry in other:
        assert entry in [each.entry for each in asked(connection, entry.document_number)]


@given(st.text(max_size=12), st.text(max_size=4))
def test_a_key_stands_for_one_number_or_there_is_none(number: str, state: str) -> None:
    key = document_keys.key(number, state)
    many, fits = document_keys.keys([number], [state])
    assert bool(fits[0]) == (key is not None)
    if key is not None:
        assert int(many[0]) == key
        assert document_keys.texts(many) == [(number, state)]


def test_keys_are_in_the_order_of_numbers_and_fit_into_63_bits() -> None:
    texts = sorted("".join(each) for size in (1, 2, 3) for each in product("09AZ", repeat=size))
    keys = [document_keys.key(each, "UTO") for each in texts]
    assert keys == sorted(keys, key=lambda key: key or 0)
    assert (document_keys.key("Z" * 9, "ZZZ") or 0) < 2**63
