"""Names as evidence: rarity, contradiction, what comes together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.evidence.names import bits, names
from watchlist.names.tokens import parts
from watchlist.rarity import Rarity, counted_as

CROWD = Rarity(
    1_000_000,
    {
        key: persons
        for part, persons in (("MAMADOU", 90_000), ("DIALLO", 25_000), ("ZONGO", 2_000), ("BOUREIMA", 300))
        for key in counted_as(parts(part)[0].word)
    },
)


def test_a_rare_name_says_more_than_a_common_one() -> None:
    assert (
        bits("BOUREIMA ZONGO", "ZONGO BOUREIMA", CROWD) > bits("DIALLO MAMADOU", "DIALLO MAMADOU", CROWD) + 5
    )


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("ZONGO BOUREIMA", "ZONGO BUREYMA"),
        ("ZONGO BUREYMA", "ZONGO BOUREIMAK"),
        ("ZONGO BOUREIMA", "ZONGO BOUREIMA ISSA"),
        ("ZONGO BOUREIMA ISSA", "ZONGO ISSA"),
    ],
)
def test_what_agrees_less_says_less(better: str, worse: str) -> None:
    assert bits("ZONGO BOUREIMA", better, CROWD) > bits("ZONGO BOUREIMA", worse, CROWD)


def test_a_part_that_contradicts_speaks_against() -> None:
    assert bits("ZONGO BOUREIMA", "ZONGO FATIMATA", CROWD) < bits("ZONGO BOUREIMA", "ZONGO", CROWD)
    assert bits("ZONGO BOUREIMA", "KEITA FATIMATA", CROWD) < 0


def test_names_that_come_together_are_not_counted_twice() -> None:
    together = Rarity(CROWD.population, CROWD.bearers, {("BOUREIMA", "ZONGO"): 250})
    apart = Rarity(CROWD.population, CROWD.bearers, {("BOUREIMA", "ZONGO"): 1})
    assert (
        bits("ZONGO BOUREIMA", "ZONGO BOUREIMA", apart)
        > bits("ZONGO BOUREIMA", "ZONGO BOUREIMA", together) + 4
    )


def test_no_list_is_long_enough_to_make_a_name_proof() -> None:
    assert bits("WXYZQ VBNMK", "WXYZQ VBNMK", CROWD) < 21


def test_a_common_part_is_told_as_little_evidence() -> None:
    told = names("DIALLO MAMADOU", "DIALLO MAMADOU", CROWD).evidence.reasons
    common = [reason.text() for reason in told if reason.key == "screening.name.common"]
    assert common[0].startswith(
        ("MAMADOU is common here: about 1 in 11", "DIALLO is common here: about 1 in 40")
    )
    assert len(common) == 2


def test_a_name_cut_off_agrees_with_what_begins_like_it() -> None:
    whole, cut, other = "OUEDRAOGO ABDOULRAZAKOU", "OUEDRAOGO ABDOULRAZ", "OUEDRAOGO ISSA"
    assert bits(whole, cut, CROWD) > bits(whole, other, CROWD) + 5


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_are_weighed_alike_either_way(a: str, b: str) -> None:
    one, other = bits(a, b, Rarity()), bits(b, a, Rarity())
    assert one == other or abs(one - other) < 1.1  # a part that only one of them has weighs a little more
