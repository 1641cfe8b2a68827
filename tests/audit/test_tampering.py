"""Every edit, deletion, swap and insertion of any entry is found, and the first bad entry named rightly.

The hands here hold the passphrase: they drop the triggers and write plain SQL. Each example is taken back.
"""

# ruff: noqa: S608 - the statements are made of our own names

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from borderdesk.audit import signing
from borderdesk.audit.entries import START, digest
from borderdesk.audit.verify import Bad, Trouble, verify
from borderdesk.storage.station import Station
from models.tables.audit import AuditEntryRow

_spec = importlib.util.spec_from_file_location("audit_hands", Path(__file__).with_name("conftest.py"))
assert _spec is not None
assert _spec.loader is not None
hands = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hands)

LAST, SIGNED = 24, 16
"""The chain has so many entries; its one checkpoint is over this one."""
TEXTS = (
    "at",
    "clock",
    "person_id",
    "act",
    "subject_kind",
    "subject_id",
    "purpose",
    "second_person_id",
    "details",
)
CONTENT = ", ".join(TEXTS)
numbers = st.integers(1, LAST)


class TakenBackError(Exception):
    """Ends a transaction without a trace."""


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("audit") / "station"
    with Station.create(folder, "four goats cross the Sirba", name="Torodi") as made:
        with made.cases(writing=True) as session:
            hands.fill(session, SIGNED - 1)
            assert signing.checkpoint(session, hands.NOW + timedelta(minutes=SIGNED)) is not None
            hands.fill(session, LAST - SIGNED, start=hands.NOW + timedelta(hours=1))
        yield made


@contextmanager
def tampered(station: Station) -> Iterator[Session]:
    try:
        with station.cases(writing=True) as session:
            assert verify(session).bad is None
            hands.unguard(session)
            yield session
            raise TakenBackError
    except TakenBackError:
        pass


def run(session: Session, statement: str, **values: Any) -> None:
    session.execute(sa.text(statement), values)
    session.expire_all()


def bad(session: Session) -> Bad:
    found = verify(session).bad
    assert found is not None
    return found


def hash_anew(session: Session, first: int, last: int, *, link: bool) -> None:
    """What somebody does who knows how the chain is made."""
    for number in range(first, last + 1):
        row = session.get_one(AuditEntryRow, number)
        before = session.get(AuditEntryRow, number - 1)
        said = AuditEntryRow(
            number=number,
            previous=row.previous if not link else START if before is None else before.hash,
            **{name: getattr(row, name) for name in TEXTS},
        )
        run(
            session,
            "UPDATE audit_entries SET previous = :previous, hash = :hash WHERE number = :number",
            previous=said.previous,
            hash=digest(said),
            number=number,
        )


def make_room(session: Session, number: int) -> None:
    """Move every entry from a number on up by one."""
    run(session, "UPDATE audit_entries SET number = -number - 1 WHERE number >= :number", number=number)
    run(session, "UPDATE audit_entries SET number = -number WHERE number < 0")


def close_up(session: Session, number: int) -> None:
    """Move every entry after a number down by one."""
    run(session, "UPDATE audit_entries SET number = 1 - number WHERE number > :number", number=number)
    run(session, "UPDATE audit_entries SET number = -number WHERE number < 0")


def copy(session: Session, source: int, number: int) -> None:
    run(
        session,
        f"INSERT INTO audit_entries (number, {CONTENT}, previous, hash) "
        f"SELECT :number, {CONTENT}, previous, hash FROM audit_entries WHERE number = :source",
        number=number,
        source=source,
    )


def test_a_chain_that_nobody_touched_is_sound(station: Station) -> None:
    with station.cases() as session:
        found = verify(session)
    assert (found.entries, found.vouched, found.bad, found.set_back) == (LAST, SIGNED, None, ())
    assert len(found.keys) == 1


EDITS: dict[str, st.SearchStrategy[Any]] = {
    **{name: st.text() | st.binary() for name in TEXTS},
    "at": st.text() | st.just("2026-11-24T09:40:00.000000") | st.just("2026-11-24 09:40:00"),
    "details": st.just('{"count": 3}') | st.just("{}") | st.just("[]") | st.text() | st.binary(),
    "previous": st.binary(min_size=32, max_size=32) | st.text(),
    "hash": st.binary(min_size=32, max_size=32) | st.text(),
}


@settings(max_examples=300, deadline=None)
@given(number=numbers, column=st.sampled_from(sorted(EDITS)), data=st.data())
def test_every_edit_of_any_column_is_found(
    station: Station, number: int, column: str, data: st.DataObject
) -> None:
    with tampered(station) as session:
        look = sa.text(f"SELECT {column}, typeof({column}) FROM audit_entries WHERE number = :number")
        before = session.execute(look, {"number": number}).one()
        value = data.draw(EDITS[column].filter(lambda each: "\0" not in str(each)))
        run(
            session,
            f"UPDATE audit_entries SET {column} = :value WHERE number = :number",
            value=value,
            number=number,
        )
        if session.execute(look, {"number": number}).one() == before:
            return
        found = bad(session)
        assert (found.number, found.trouble) == (number, Trouble.EDITED)


@settings(max_examples=60, deadline=None)
@given(number=numbers, new=st.integers(LAST + 1, LAST + 40))
def test_a_number_that_was_changed_leaves_a_gap(station: Station, number: int, new: int) -> None:
    with tampered(station) as session:
        run(session, "UPDATE audit_entries SET number = :new WHERE number = :number", new=new, number=number)
        assert bad(session).number == number


@pytest.mark.parametrize(
    "same", ["""json_replace(details, '$.count', details -> '$.count')""", "details || ' '"]
)
def test_details_that_say_the_same_in_another_way_are_an_edit(station: Station, same: str) -> None:
    with tampered(station) as session:
        run(session, f"UPDATE audit_entries SET details = ' ' || {same} WHERE number = 5")
        assert bad(session) == Bad(5, Trouble.EDITED)


@settings(max_examples=60, deadline=None)
@given(number=st.integers(1, LAST - 1))
def test_an_edit_that_is_hashed_anew_is_found_by_the_next_entry_or_the_checkpoint(
    station: Station, number: int
) -> None:
    with tampered(station) as session:
        run(session, "UPDATE audit_entries SET purpose = 'other' WHERE number = :number", number=number)
        hash_anew(session, number, number, link=False)
        expected = Bad(number, Trouble.REWRITTEN, 0) if number == SIGNED else Bad(number, Trouble.EDITED)
        assert bad(session) == expected


@settings(max_examples=30, deadline=None)
@given(number=st.integers(1, SIGNED))
def test_a_chain_written_anew_from_anywhere_before_the_checkpoint_is_found_by_it(
    station: Station, number: int
) -> None:
    with tampered(station) as session:
        run(session, "UPDATE audit_entries SET purpose = 'other' WHERE number = :number", number=number)
        hash_anew(session, number, LAST, link=True)
        assert bad(session) == Bad(SIGNED, Trouble.REWRITTEN, 0)


@settings(max_examples=60, deadline=None)
@given(number=numbers, moved=st.booleans())
def test_every_deletion_is_found(station: Station, number: int, moved: bool) -> None:
    if number == LAST:
        return  # the end: see the tests of cut tails
    with tampered(station) as session:
        run(session, "DELETE FROM audit_entries WHERE number = :number", number=number)
        if moved:
            close_up(session, number)
        assert bad(session) == Bad(number, Trouble.DELETED)


@settings(max_examples=30, deadline=None)
@given(first=numbers, count=st.integers(1, 6))
def test_a_run_of_deletions_is_found_at_its_first(station: Station, first: int, count: int) -> None:
    with tampered(station) as session:
        if first + count > LAST:
            return
        run(
            session,
            "DELETE FROM audit_entries WHERE number >= :first AND number < :end",
            first=first,
            end=first + count,
        )
        assert bad(session) == Bad(first, Trouble.DELETED)


@settings(max_examples=120, deadline=None)
@given(one=numbers, other=numbers, whole=st.booleans())
def test_every_swap_is_found(station: Station, one: int, other: int, whole: bool) -> None:
    first, second = sorted((one, other))
    if first == second:
        return
    with tampered(station) as session:
        if whole:  # the rows change places, with their links and hashes
            for source, number in ((first, -1), (second, first), (-1, second)):
                run(session, "UPDATE audit_entries SET number = :n WHERE number = :s", n=number, s=source)
        else:  # only what they say
            copy(session, first, -1)
            for source, number in ((second, first), (-1, second)):
                run(
                    session,
                    f"UPDATE audit_entries SET ({CONTENT}) = "
                    f"(SELECT {CONTENT} FROM audit_entries WHERE number = :s) WHERE number = :n",
                    n=number,
                    s=source,
                )
            run(session, "DELETE FROM audit_entries WHERE number = -1")
        assert bad(session) == Bad(first, Trouble.SWAPPED, second)


def forged(session: Session, number: int) -> None:
    """An entry that hangs on the one before as it should."""
    copy(session, number - 1, number)
    run(session, "UPDATE audit_entries SET purpose = 'forged' WHERE number = :number", number=number)
    hash_anew(session, number, number, link=True)


def junk(session: Session, number: int) -> None:
    """An entry that hangs on nothing."""
    copy(session, 2 if number > 2 else LAST, number)
    run(session, "UPDATE audit_entries SET purpose = 'junk' WHERE number = :number", number=number)


def twin(session: Session, number: int) -> None:
    """The entry before once more."""
    copy(session, number - 1, number)


@settings(max_examples=120, deadline=None)
@given(number=st.integers(2, LAST), put_in=st.sampled_from([forged, junk, twin]))
def test_every_insertion_is_found(
    station: Station, number: int, put_in: Callable[[Session, int], None]
) -> None:
    with tampered(station) as session:
        make_room(session, number)
        put_in(session, number)
        # A forged entry at the very place of a checkpoint is found by that, which names what came before.
        expected = (
            Bad(number, Trouble.REWRITTEN, 0)
            if put_in is forged and number == SIGNED
            else Bad(number, Trouble.INSERTED)
        )
        assert bad(session) == expected


@pytest.mark.parametrize("number", [0, -7])
def test_an_entry_before_the_first_is_found(station: Station, number: int) -> None:
    with tampered(station) as session:
        copy(session, 3, number)
        assert bad(session) == Bad(number, Trouble.INSERTED)


@pytest.mark.parametrize("number", [LAST + 1, LAST + 5])
def test_an_entry_put_after_the_last_without_hanging_on_it_is_found(station: Station, number: int) -> None:
    with tampered(station) as session:
        copy(session, 3, number)
        assert bad(session).number == LAST + 1


@settings(max_examples=30, deadline=None)
@given(number=st.integers(SIGNED + 1, LAST))
def test_time_that_runs_backwards_is_found_though_every_hash_is_made_anew(
    station: Station, number: int
) -> None:
    with tampered(station) as session:
        run(
            session,
            "UPDATE audit_entries SET at = :early, clock = :early WHERE number = :number",
            early="2026-11-24 09:31:00.000000",
            number=number,
        )
        hash_anew(session, number, LAST, link=True)
        assert bad(session) == Bad(number, Trouble.TIME)


@settings(max_examples=40, deadline=None)
@given(last=st.integers(0, SIGNED - 1))
def test_a_tail_cut_before_a_checkpoint_is_found_by_it(station: Station, last: int) -> None:
    with tampered(station) as session:
        run(session, "DELETE FROM audit_entries WHERE number > :last", last=last)
        assert bad(session) == Bad(last + 1, Trouble.CUT, SIGNED)


@settings(max_examples=40, deadline=None)
@given(last=numbers, anew=st.booleans())
def test_a_tail_cut_with_its_checkpoints_is_found_by_one_that_was_taken_out(
    station: Station, last: int, anew: bool
) -> None:
    with tampered(station) as session:
        taken = signing.checkpoint(session, hands.NOW + timedelta(days=1))
        assert taken is not None
        assert taken.number == LAST
        if last == LAST:
            return
        run(session, "DELETE FROM audit_checkpoints WHERE number > :last", last=last)
        run(session, "DELETE FROM audit_entries WHERE number > :last", last=last)
        assert verify(session).bad is None  # nothing inside tells of it
        if not anew:
            assert verify(session, [taken]).bad == Bad(last + 1, Trouble.CUT, LAST)
            return
        hands.fill(session, LAST - last, start=hands.NOW + timedelta(hours=5))
        assert verify(session).bad is None
        found = verify(session, [taken]).bad
        assert found is not None
        assert (found.number, found.trouble) == (LAST, Trouble.REWRITTEN)


@pytest.mark.parametrize("column", ["head", "made_at", "signature"])
def test_a_checkpoint_that_was_changed_is_found(station: Station, column: str) -> None:
    with tampered(station) as session:
        value = "'2026-11-24 11:00:00.000000'" if column == "made_at" else f"zeroblob(length({column}))"
        run(session, f"UPDATE audit_checkpoints SET {column} = {value}")
        assert bad(session) == Bad(SIGNED, Trouble.SIGNATURE)


def test_a_checkpoint_by_another_key_is_found(station: Station) -> None:
    with tampered(station) as session:
        run(session, "DELETE FROM audit_checkpoints")
        run(session, "DELETE FROM audit_entries WHERE number > :last", last=SIGNED)
        run(session, "UPDATE facts SET value = :key WHERE name = 'audit.signing_key'", key=f'"{"07" * 32}"')
        assert signing.checkpoint(session, hands.NOW + timedelta(days=1)) is not None
        assert bad(session) == Bad(SIGNED, Trouble.SIGNATURE)


def test_a_number_beyond_all_reason_keeps_nobody_waiting(station: Station) -> None:
    with tampered(station) as session:
        run(session, "UPDATE audit_entries SET number = 4611686018427387904 WHERE number = 20")
        run(session, "UPDATE audit_entries SET purpose = 'other' WHERE number = 5")
        assert bad(session) == Bad(5, Trouble.EDITED)


def test_a_run_of_deletions_whose_rest_was_moved_up_is_found_at_its_first(station: Station) -> None:
    with tampered(station) as session:
        for _ in range(3):
            run(session, "DELETE FROM audit_entries WHERE number = 7")
            close_up(session, 7)
        assert bad(session) == Bad(7, Trouble.DELETED)
