"""The tables of single issuers: each row has its source, and says something that can occur."""

from __future__ import annotations

import pytest

from borderdesk.mrz.codes import DocumentKind, StateKind, state
from borderdesk.mrz.issuers import known_defects, no_issuer, number_patterns, validity
from resources import messages
from resources.tables import rows

TABLES = ("validity.tsv", "number_patterns.tsv", "no_issuers.tsv", "specimens.tsv", "known_defects.tsv")


@pytest.mark.parametrize("table", TABLES)
def test_every_row_says_where_it_is_from(table: str) -> None:
    found = list(rows("issuers", table))
    assert found
    assert all(row["source"] for row in found)
    assert all(value is not None for row in found for value in row.values())


@pytest.mark.parametrize("table", ["validity.tsv", "number_patterns.tsv", "specimens.tsv"])
def test_issuers_exist(table: str) -> None:
    for row in rows("issuers", table):
        known = state(row["issuing_state"])
        assert row["issuing_state"] == "*" or (known is not None and known.kind is StateKind.STATE)


def test_what_is_no_issuer_is_in_no_table_of_issuers() -> None:
    for row in rows("issuers", "no_issuers.tsv"):
        assert state(row["code"]) is None
        assert no_issuer(row["code"]) is not None
        assert (row["kind"] == "withdrawn") == row["withdrawn"].isdecimal()


@pytest.mark.parametrize(
    ("issuer", "number"),
    [
        # As printed on specimens in public sets.
        ("AZE", "C94630262"),
        ("EST", "KB0000000"),
        ("LVA", "LT0000000"),
        ("TWN", "M00000426"),
        ("CZE", "99003853"),
        ("FIN", "XP8271602"),
        ("HRV", "007007007"),
        ("POL", "ZS0000177"),
        ("GBR", "107182890"),
        ("FRA", "08CD50338"),
        ("AUS", "PA0940409"),
        ("HUN", "BD0002028"),
        ("NLD", "XA0000014"),
        ("SVK", "XE7207436"),
    ],
)
def test_patterns_fit_numbers_of_genuine_specimens(issuer: str, number: str) -> None:
    assert any(pattern.fullmatch(number) for pattern in number_patterns(issuer))


def test_minors_never_get_longer_than_others() -> None:
    for row in rows("issuers", "validity.tsv"):
        found = validity(row["issuing_state"], DocumentKind(row["kind"]))
        assert found is not None
        assert found.months_at(3) <= found.months_at(None) == found.months


def test_every_known_defect_has_its_sentence() -> None:
    sentences = messages.sentences("en")
    assert all(f"check.known_defect.{defect.name}" in sentences for defect in known_defects())
