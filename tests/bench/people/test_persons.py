"""Invented people: the same again by seed, in the composition that `stocks.toml` tells."""

from __future__ import annotations

import random
from collections import Counter
from itertools import islice

import pytest

from bench.people.documents import documents
from bench.people.persons import BLOCK, UNKNOWN, Group, block, persons, some
from models.document import Sex
from watchlist.importers.csv_lists import read


@pytest.fixture(scope="module")
def crowd():
    return list(persons(5, 20_000))


def test_a_block_is_made_again_without_those_before(crowd):
    assert block(5, 7) == crowd[7 * BLOCK : 8 * BLOCK]
    assert block(6, 7) != block(5, 7)
    assert len(list(persons(5, 1234))) == 1234


def test_numbers_are_places_in_the_stream(crowd):
    assert [person.number for person in crowd] == list(range(len(crowd)))
    assert crowd[77].entry().entry_id == "77"


def test_groups_women_and_dates_are_as_told(crowd):
    groups = Counter(person.group for person in crowd)
    assert all(groups[group] > 0.1 * len(crowd) for group in Group)
    assert 0.25 < sum(person.sex is Sex.FEMALE for person in crowd) / len(crowd) < 0.5
    assert 0.02 < sum(person.birth is UNKNOWN for person in crowd) / len(crowd) < 0.04
    only_year = sum(person.birth.year is not None and person.birth.month is None for person in crowd)
    assert 0.07 < only_year / len(crowd) < 0.09
    new_year = sum((person.birth.month, person.birth.day) == (1, 1) for person in crowd)
    assert 0.07 < new_year / len(crowd) < 0.2


def test_common_names_are_common_and_rare_ones_rare(crowd):
    mande = [person.surname for person in crowd if person.people == "mande"]
    counts = Counter(mande)
    assert 0.05 < counts.most_common(1)[0][1] / len(mande) < 0.12
    assert sum(count == 1 for count in counts.values()) > 30


def test_people_drawn_by_lot_are_of_the_stream_and_differ():
    drawn = list(some(5, 5500, 300, random.Random(1)))
    assert len({person.number for person in drawn}) == 300
    whole = list(persons(5, 5500))
    assert all(whole[person.number] == person for person in drawn)


def test_documents_differ_and_ranges_end_after_they_begin():
    found = list(documents(3, 30_000))
    assert len({(entry.issuing_state, entry.document_number) for entry in found}) == len(found)
    ranges = [entry for entry in found if entry.last_number]
    assert 50 < len(ranges) < 300
    assert all(len(entry.document_number) == len(entry.last_number) == 9 for entry in ranges)
    assert all(entry.document_number <= entry.last_number for entry in ranges)


def test_what_is_written_as_csv_is_read_as_the_same_entries(tmp_path, crowd):
    from bench.people.__main__ import write

    write("persons", 500, tmp_path / "persons.csv", seed=5)
    found = list(read(tmp_path / "persons.csv"))
    listed = [person.entry() for person in islice(crowd, 500)]
    assert [entry.names for entry in found] == [entry.names for entry in listed]
    assert [[born.iso for born in entry.dates_of_birth] for entry in found] == [
        [born.iso for born in entry.dates_of_birth] for entry in listed
    ]
    assert [entry.document_numbers for entry in found] == [entry.document_numbers for entry in listed]
