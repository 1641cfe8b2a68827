"""A person comes back from the database exactly as it was listed."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from models.document import PartialDate, Sex
from models.tables.migrations.watchlist import schema_2
from models.watchlist import EntryAction, Mandate, PersonEntry, YearRange
from watchlist import stored

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
NUMBER = st.none() | st.integers(0, 9999)
DATES = st.builds(PartialDate, TEXT, NUMBER, NUMBER, NUMBER, st.booleans()) | st.dates().map(
    lambda day: PartialDate(f"{day:%y%m%d}", day.year, day.month, day.day)
)
DAYS = st.none() | st.dates()
MANDATES = st.builds(Mandate, st.sampled_from(EntryAction), TEXT, TEXTS, TEXT, TEXT, TEXT, TEXT, DAYS, DAYS)
PERSONS = st.builds(
    PersonEntry,
    TEXT,
    st.lists(TEXT, min_size=1, max_size=3).map(tuple),
    st.lists(DATES, max_size=3).map(tuple),
    st.sampled_from(Sex),
    TEXTS,
    st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    st.just(Mandate()) | MANDATES,
    TEXTS,
    st.lists(st.builds(YearRange, st.integers(), st.integers(), st.booleans()), max_size=2).map(tuple),
    TEXTS,
    TEXTS,
    TEXTS,
)


@given(PERSONS)
def test_a_person_comes_back_exactly(entry: PersonEntry) -> None:
    assert stored.person(entry.entry_id, stored.body(entry)) == entry


def test_every_field_is_among_what_comes_back() -> None:
    assert len(fields(PersonEntry)) == 12
    assert len(fields(Mandate)) == 9


def test_only_what_differs_from_the_defaults_is_stored() -> None:
    assert stored.body(PersonEntry("1", ("ANNA",))) == '{"names":["ANNA"]}'


@given(PERSONS)
def test_the_migration_writes_what_the_store_writes(entry: PersonEntry) -> None:
    """Of what schema 1 knew; else every entry of an edition taken in again would look changed."""
    known = PersonEntry(
        entry.entry_id,
        entry.names,
        entry.dates_of_birth,
        entry.sex,
        entry.nationalities,
        entry.document_numbers,
        Mandate(
            entry.mandate.action,
            entry.mandate.category,
            note=entry.mandate.note,
            valid_until=entry.mandate.valid_until,
        ),
    )
    until = known.mandate.valid_until
    of_schema_1 = {
        "entry_id": known.entry_id,
        "names": list(known.names),
        "dates_of_birth": [
            [born.raw, born.year, born.month, born.day, born.possible] for born in known.dates_of_birth
        ],
        "sex": known.sex.value,
        "nationalities": list(known.nationalities),
        "document_numbers": [list(paper) for paper in known.document_numbers],
        "action": known.mandate.action.value,
        "category": known.mandate.category,
        "note": known.mandate.note,
        "valid_until": None if until is None else until.isoformat(),
    }
    assert schema_2._compact(json.loads(json.dumps(of_schema_1))) == stored.body(known)


def test_a_date_is_told_in_iso_where_that_says_all() -> None:
    whole = PartialDate("740812", 1974, 8, 12)
    entry = PersonEntry("1", ("A",), (whole, PartialDate("7408<<", 1974, 8), PartialDate("1974", 1974)))
    entry = PersonEntry("1", ("A",), entry.dates_of_birth, mandate=Mandate(valid_until=date(2030, 1, 2)))
    assert json.loads(stored.body(entry)) == {
        "names": ["A"],
        "born": ["1974-08-12", "1974-08", ["1974", 1974, None, None, True]],
        "valid_until": "2030-01-02",
    }
