"""Keys find what is spelled otherwise, without leading everywhere."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from watchlist.names.keys import pair_keys, single_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TRAORE MAMADOU", "MOHAMED TRAORE"),
        ("ABD EL AZIZ KONE", "ABDULAZIZ KONÉ"),
        ("MXHMD ALXHSYN", "MOUHAMED HOUSSEIN"),
        ("QADDAFI SAIF", "SEIF AL GHEDAFI"),
        ("HANNIBAL", "Hanibal"),
    ],
)
def test_spellings_share_a_key(one: str, other: str) -> None:
    assert pair_keys(one) & pair_keys(other)


def test_one_common_part_leads_nowhere_without_a_birth_year() -> None:
    assert not pair_keys("MOHAMED DIALLO") & pair_keys("MOHAMED TRAORE")
    assert single_keys("MOHAMED DIALLO")[0] & single_keys("MOHAMED TRAORE")[0]


def test_an_endless_name_gives_a_bounded_number_of_keys() -> None:
    assert len(pair_keys(" ".join(f"NAME{chr(65 + i // 26)}{chr(65 + i % 26)}" for i in range(500)))) < 300


def test_names_altered_by_hand_are_still_found(name_sets: Path) -> None:
    found = []
    for name in ("un_treated.csv", "un_untreated.csv"):
        with (name_sets / name).open(encoding="utf-8", newline="") as file:
            found.append([pair_keys(row["full_name"]) for row in csv.DictReader(file)])
    shared = [bool(altered & listed) for altered, listed in zip(*found, strict=True)]
    assert sum(shared) / len(shared) >= 0.99
