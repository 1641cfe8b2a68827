"""The index finds who stands under a hash, whatever came, changed and went before; a dict is the oracle."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from borderdesk.storage.station import Station
from models.document import PartialDate
from models.errors import KnownError
from models.tables.watchlist import BirthCount, IndexBucket, IndexSegment, Meta, NamePart, Person
from models.watchlist import PersonEntry, YearRange
from watchlist import index, index_builder, index_keys, index_segments, stored
from watchlist.index_keys import (
    birth_code,
    birth_year,
    counted_births,
    counted_parts,
    entry_keys,
    paper_hash,
    query_keys,
)
from watchlist.store import apply_changes, lists, remove_list, replace_list

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SYLLABLES = ("BA", "DI", "KO", "MOU", "SSA", "TRA", "ORE", "LA", "MINE", "OU")


@pytest.fixture
def desk(station: Station) -> Iterator[Station]:
    yield station
    with station.watchlist(writing=True) as session:
        for state in lists(session):
            remove_list(session, state.name)
        assert session.scalar(sa.select(sa.func.count()).select_from(IndexBucket)) == 0


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory so small that a few hundred persons need staging, and merging needs several steps."""
    monkeypatch.setattr(index_builder, "HELD", 500)
    monkeypatch.setattr(index_builder, "_PARTS_HELD", 50)
    monkeypatch.setattr(index_segments, "_WHOLE", 200)


def crowd(count: int, seed: int = 1) -> list[PersonEntry]:
    chance = random.Random(seed)
    found = []
    for number in range(count):
        names = tuple(
            " ".join("".join(chance.choices(SYLLABLES, k=2)) for _ in range(chance.choice((1, 2, 3))))
            for _ in range(chance.choice((1, 1, 2)))
        )
        year, month, day = chance.randint(1940, 2005), chance.randint(1, 12), chance.randint(1, 28)
        born = PartialDate(f"{year % 100:02d}{month:02d}{day:02d}", year, month, day)
        papers = ((f"P{number}", "UTO"),) if number % 5 == 0 else ()
        found.append(
            PersonEntry(f"{seed}-{number}", names, (born,) if number % 7 else (), document_numbers=papers)
        )
    return found


def take_in(station: Station, entries: list[PersonEntry], name: str = "UTO/all", sequence: int = 1) -> None:
    with station.watchlist(writing=True) as session:
        replace_list(session, name, "UTO", sequence, NOW, entries, imported_at=NOW)


def expect_whole(station: Station) -> list[IndexSegment]:
    """Hold everything that the index says against what the stored entries say."""
    with station.watchlist() as session:
        persons = {
            row.person_id: stored.person(row.entry_id, row.body) for row in session.scalars(sa.select(Person))
        }
        wanted: Mapping[int, set[tuple[int, int]]] = defaultdict(set)
        for number, entry in persons.items():
            for hashed, code in entry_keys(entry):
                wanted[hashed].add((number, code))
        hashes = [*wanted, 0, 0xFFFFFFFF]
        for hashed, found in zip(hashes, index.look_up(session, hashes), strict=True):
            pairs = list(zip(found.persons.tolist(), found.births.tolist(), strict=True))
            living = [pair for pair in pairs if pair[0] in persons]
            assert len(living) == len(set(living))
            assert set(living) == wanted.get(hashed, set())
        assert index.population(session) == len(persons)
        parts = Counter(part for entry in persons.values() for part in counted_parts(entry))
        counted = {row.part: row.persons for row in session.scalars(sa.select(NamePart))}
        assert counted == parts
        assert index.bearers(session, [*parts, "NOBODY"]) == {**parts, "NOBODY": 0}
        births = Counter(code for entry in persons.values() for code in counted_births(entry))
        assert index.births(session) == births
        assert session.scalar(sa.select(sa.func.count()).select_from(BirthCount)) == len(births)
        return list(session.scalars(sa.select(IndexSegment)))


@pytest.mark.usefixtures("small_steps")
def test_a_list_that_does_not_fit_into_memory_ends_as_one_segment(desk: Station) -> None:
    take_in(desk, crowd(400))
    (segment,) = expect_whole(desk)
    assert segment.postings > 3 * index_builder.HELD
    assert segment.persons == 400


def test_a_list_that_fits_into_memory_is_found_too(desk: Station) -> None:
    take_in(desk, crowd(50))
    assert len(expect_whole(desk)) == 1


@pytest.mark.usefixtures("small_steps")
def test_whatever_comes_changes_and_goes_the_index_is_as_if_built_anew(desk: Station) -> None:
    chance = random.Random(7)
    here = {entry.entry_id: entry for entry in crowd(200)}
    take_in(desk, list(here.values()))
    take_in(desk, crowd(30, seed=99), "NER/all")
    most = 0
    for sequence in range(2, 24):
        upserts = crowd(12, seed=sequence)
        for changed in chance.sample(sorted(here), 8):
            entry = chance.choice(upserts)
            upserts.append(PersonEntry(changed, entry.names, entry.dates_of_birth))
        gone = chance.sample(sorted(set(here) - {entry.entry_id for entry in upserts}), 10)
        with desk.watchlist(writing=True) as session:
            apply_changes(session, "UTO/all", sequence, NOW, upserts, gone, imported_at=NOW)
        here |= {entry.entry_id: entry for entry in upserts}
        for entry_id in gone:
            del here[entry_id]
        most = max(most, len(expect_whole(desk)))
    assert 2 < most <= index_builder.MOST_SEGMENTS
    take_in(desk, crowd(20, seed=1), sequence=99)
    (segment,) = expect_whole(desk)  # most of it was dead
    assert segment.persons == 50


def test_keys_by_older_rules_are_made_anew_when_the_station_is_opened(desk: Station) -> None:
    take_in(desk, crowd(30))
    with desk.watchlist(writing=True) as session:
        session.execute(sa.update(Meta).values(value="0.0"))
        session.execute(sa.delete(IndexBucket))
        session.execute(sa.update(NamePart).values(persons=77))
        assert index.is_due(session)
    Station.open(desk.home, "a passphrase").close()
    expect_whole(desk)


def test_what_is_added_to_keys_by_older_rules_has_all_made_anew(desk: Station) -> None:
    take_in(desk, crowd(30))
    with desk.watchlist(writing=True) as session:
        session.execute(sa.update(Meta).values(value="0.0"))
        session.execute(sa.delete(IndexBucket))
    take_in(desk, crowd(5, seed=3), "NER/all")
    expect_whole(desk)


def test_a_transaction_taken_back_leaves_the_index_as_it_was(desk: Station) -> None:
    take_in(desk, crowd(30))
    twice = [*crowd(40, seed=2), crowd(40, seed=2)[0]]
    with pytest.raises(KnownError):
        take_in(desk, twice, sequence=2)
    expect_whole(desk)


def test_a_look_up_meets_the_keys_of_an_entry() -> None:
    born = PartialDate("740812", 1974, 8, 12)
    entry = PersonEntry("1", ("ERIKSSON ANNA MARIA",), (born,), document_numbers=(("L898902C3", "UTO"),))
    keys = entry_keys(entry)
    hashes = {hashed for hashed, _ in keys}
    asked = query_keys("ERICSON ANNA", born)
    for group in (asked.pairs, asked.rare, asked.born):
        assert set(group) & hashes
    assert (paper_hash("L898902C3"), 0) in keys
    assert {code for _, code in keys} == {0, birth_code(1974, 8, 12)}


def test_a_range_of_years_is_found_in_each_of_them() -> None:
    entry = PersonEntry("1", ("ERIKSSON",), birth_years=(YearRange(1970, 1972, circa=True),))
    hashes = {hashed for hashed, _ in entry_keys(entry)}
    found = [year for year in range(1960, 1985) if hashes & _of_year("ERIKSSON", year)]
    assert found == list(range(1968, 1975))


def _of_year(name: str, year: int) -> set[int]:
    """Hashes of single parts in that one year: those that queries of a year before and after share."""
    around = [set(query_keys(name, PartialDate("", each)).rare) for each in (year - 2, year, year + 2)]
    return around[0] & around[1] & around[2]


@pytest.mark.parametrize("date", [(1890,), (1890, 1, 1), (1974, 8), (2046, 12, 31)])
def test_birth_codes_fit_into_16_bits_and_tell_the_year(date: tuple[int, ...]) -> None:
    assert 0 < birth_code(*date) < 1 << 16
    assert birth_year(birth_code(*date)) == date[0]


def test_a_year_beyond_the_codes_is_unknown() -> None:
    assert {birth_code(1889), birth_code(2047), birth_code(None)} == {index_keys.UNKNOWN_BIRTH}


def test_codes_sort_like_dates() -> None:
    dates = [(1974,), (1974, 1, 1), (1974, 8), (1974, 8, 12), (1974, 12, 31), (1975,)]
    codes = [birth_code(*date) for date in dates]
    assert codes == sorted(set(codes))
