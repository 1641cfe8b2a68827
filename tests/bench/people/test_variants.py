"""Variants: each does what its kind says, and leaves the rest alone."""

from __future__ import annotations

import random

import pytest
from rapidfuzz.distance import DamerauLevenshtein

from bench.people import aliases, arabic, mined, orthographies
from bench.people.clerks import Told, cut
from bench.people.persons import Group, persons
from bench.people.variants import WEIGHTS, Kind, fresh, seen


@pytest.fixture(scope="module")
def crowd():
    return list(persons(11, 12_000))


def _seen(crowd, kind, chance, most=150):
    found = []
    for person in crowd:
        one = seen(person, kind, chance)
        if one is not None:
            found.append(one)
        if len(found) == most:
            break
    assert found
    return found


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_met_and_changes_something(crowd, kind, chance):
    for one in _seen(crowd, kind, chance, most=20):
        before = (one.person.name.split(), one.person.birth)
        assert ((one.told.parts, one.told.birth) == before) is (kind is Kind.SAME)
        assert one.told.surname
        assert all(part.isascii() and part.isalpha() and part.isupper() for part in one.told.parts)


def test_every_kind_has_a_weight():
    assert set(WEIGHTS) == set(Kind)


def test_a_typing_error_is_one_slip(crowd, chance):
    for one in _seen(crowd, Kind.TYPED, chance):
        assert DamerauLevenshtein.distance(one.person.name, " ".join(one.told.parts)) == 1


def test_another_order_holds_the_same_parts(crowd, chance):
    for one in _seen(crowd, Kind.ORDER, chance):
        assert sorted(one.told.parts) == sorted(one.person.name.split())


def test_a_part_less_or_more(crowd, chance):
    for one in _seen(crowd, Kind.DROPPED, chance):
        assert len(one.told.parts) < len(one.person.name.split())
    for one in _seen(crowd, Kind.ADDED, chance):
        assert len(one.told.parts) == len(one.person.name.split()) + 1


def test_one_digit_of_the_birth_date_differs(crowd, chance):
    for one in _seen(crowd, Kind.BIRTH_DIGIT, chance):
        pairs = zip(one.person.birth.iso, one.told.birth.iso, strict=True)
        assert sum(first != second for first, second in pairs) == 1


def test_a_cut_name_is_as_long_as_the_zone(chance):
    # ICAO Doc 9303-4, 4.2.3: the last character of a cut name is no filler.
    told = Told("TIENDREBEOGO", "SALAMATA SALAMATA ALIMATA", Told)
    for _ in range(20):
        found = cut(told, chance)
        assert found.truncated
        written = f"{found.surname}<<{found.given}"
        assert len(written) in (30, 31, 39)


def test_a_changed_birth_date_leaves_the_name_alone(crowd, chance):
    for kind in (Kind.BIRTH_DIGIT, Kind.BIRTH_SWAPPED, Kind.BIRTH_YEAR):
        for one in _seen(crowd, kind, chance, most=30):
            assert (one.told.surname, one.told.given) == (one.person.surname, one.person.given)


@pytest.mark.parametrize(
    ("part", "own", "other", "spelled"),
    [
        # Names of heads of state and places as both countries' papers print them.
        ("MOUSSA", "french", "english", "MUSA"),
        ("ISSOUFOU", "french", "boko", "ISUFU"),
        ("DJIBRILLA", "french", "english", "JIBRILLA"),
        ("YAKUBU", "english", "french", "YAKOUBOU"),
        ("DIALLO", "french", "fula", "JALLO"),
        ("OUATTARA", "french", "english", "WATTARA"),
        ("MAMADOU", "french", "portuguese", "MAMADU"),
        ("CHAIBOU", "french", "english", "SHAIBU"),
        ("KHADIJA", "english", "ala_lc", "KHADIJAH"),
        ("SHARIF", "english", "iso_233", "SARIF"),
        ("JAMAL", "english", "egyptian", "GAMAL"),
        ("USMAN", "english", "french", "OUSMANE"),
    ],
)
def test_an_orthography_spells_as_its_offices_do(part, own, other, spelled):
    heard = orthographies.sounds(part, own)
    assert orthographies.written(heard, other, random.Random(1)) == spelled


def test_abd_keeps_its_attribute(chance):
    spelled = {" ".join(arabic.servant(["ABDERRAHMANE"], chance)) for _ in range(200)}
    assert {"ABDUL RAHMAN", "ABDEL RAHMAN", "ABDOURAHMANE", "ABD AL RAHMAN"} <= spelled


def test_doc_9303_writes_arabic_letters_with_x():
    # ICAO Doc 9303-3, appendix B: MXHMD is محمد.
    assert arabic.escaped(["MOHAMED"]) == ["MXHMD"]
    assert arabic.escaped(["MOHAMED", "QZQZQZ"]) is None


def test_mined_spellings_resemble_one_another(chance):
    spelled = {mined.spelled("MOHAMED", chance) for _ in range(300)}
    assert {"MOHAMMED", "MUHAMMAD", "MOHAMMAD"} <= spelled
    assert "MOHAMED" not in spelled
    assert mined.spelled("QZQZQZ", chance) is None


def test_lists_of_real_people_are_read_whole():
    # ../shared/names/README.md counts 730 persons; the US list says 4,620 times "individual".
    assert len(aliases.united_nations()) == 730
    assert len(aliases.united_states()) > 4000
    assert all(person.name for person in aliases.united_nations())


def test_the_mix_is_the_same_again(crowd):
    first, second = random.Random(3), random.Random(3)
    assert [fresh(person, first) for person in crowd[:300]] == [
        fresh(person, second) for person in crowd[:300]
    ]
    assert {fresh(person, first).person.group for person in crowd[:300]} == set(Group)
