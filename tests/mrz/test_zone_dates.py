"""Dates without a century, and parts that are unknown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.mrz.dates import birth_date, expiry_date, short_date

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(1985, 1, 1), date(2095, 12, 31))


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("740812", "1974-08-12"),
        ("261124", "2026-11-24"),
        ("261125", "1926-11-25"),
        ("2611<<", "2026-11"),
        ("2612<<", "1926-12"),
        ("26<<<<", "2026"),
        ("27<<<<", "1927"),
        ("000229", "2000-02-29"),
        ("7408<<", "1974-08"),
        ("74<<<<", "1974"),
        ("74<<12", "1974"),
        ("<<<<<<", None),
        ("<<0812", None),
    ],
)
def test_birth_is_the_latest_such_day_that_is_not_to_come(raw: str, iso: str | None) -> None:
    born = birth_date(raw, today=TODAY)
    assert (born.iso, born.possible, born.raw) == (iso, True, raw)


def test_parts_that_are_known_are_kept_where_others_are_not() -> None:
    born = birth_date("<<0812", today=TODAY)
    assert (born.year, born.month, born.day) == (None, 8, 12)


@pytest.mark.parametrize(
    "raw",
    [
        "741312",
        "740832",
        "740800",
        "740012",
        "750229",
        "740431",
        "7<0812",
        "74<812",
        "74O812",
        "<4<<<<",
        "",
        "74081",
        "٧٤٠٨١٢",
    ],
)
def test_what_is_no_day_is_impossible(raw: str) -> None:
    born = birth_date(raw, today=TODAY)
    assert not born.possible
    assert born.iso is None


def test_the_29th_of_february_is_possible_where_the_year_is_unknown() -> None:
    assert birth_date("<<0229", today=TODAY).possible
    assert not birth_date("<<0230", today=TODAY).possible


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("120415", "2012-04-15"),
        ("941225", "1994-12-25"),
        ("800101", "1980-01-01"),
        ("791231", "2079-12-31"),
        ("750122", "2075-01-22"),
        ("360101", "2036-01-01"),
        ("<<<<<<", None),
    ],
)
def test_expiry_lies_between_1980_and_half_a_century_ahead(raw: str, iso: str | None) -> None:
    assert expiry_date(raw, today=TODAY).iso == iso


@given(DAYS, st.integers(0, 36000))
def test_everybody_below_a_hundred_reads_with_the_right_century(today: date, age_in_days: int) -> None:
    born = today - timedelta(days=age_in_days)
    assert birth_date(short_date(born), today=today).iso == born.isoformat()


@given(DAYS, st.integers(-1800, 18250))
def test_documents_valid_for_up_to_50_years_read_with_the_right_century(today: date, days_left: int) -> None:
    expires = today + timedelta(days=days_left)
    if expires.year < 1980:
        return
    assert expiry_date(short_date(expires), today=today).iso == expires.isoformat()


@given(st.text("0123456789<", min_size=6, max_size=6), DAYS)
def test_no_birth_is_in_the_future(raw: str, today: date) -> None:
    born = birth_date(raw, today=today)
    if born.possible and born.year and born.month and born.day:
        assert date(born.year, born.month, born.day) <= today
        assert today.year - born.year <= 100
