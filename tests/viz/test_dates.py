"""Printed dates: written by hand in the ways of Doc 9303-3, 3.8, and in others that are met."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.viz.dates import dates_in
from models.document import PartialDate

ZONE = PartialDate("740812", 1974, 8, 12)
_ENGLISH = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@pytest.mark.parametrize(
    "printed",
    [
        "12 AUG 1974",
        "12 AUG/AOÛT 74",
        "12 août 1974",
        "12.08.1974",
        "08/12/1974",
        "1974-08-12",
        "12 AGO 1974",
        "12AUG1974",
        "I2 AUG l974",
        "١٢ أغسطس ١٩٧٤",
        "12 AUG / 12 AOUT 1974",
        "Born 12 AUG 1974 F",
    ],
)
def test_a_date_is_found_in_any_order_and_language(printed: str) -> None:
    assert any(found.is_of(ZONE) for found in dates_in(printed))


@pytest.mark.parametrize(
    "printed", ["13 AUG 1974", "12 SEP 1974", "12.08.1947", "12 AUG 75", "1974", "12 UTO 1974", ""]
)
def test_another_date_or_none_is_not_that_date(printed: str) -> None:
    assert not any(found.is_of(ZONE) for found in dates_in(printed))


def test_what_the_zone_leaves_open_agrees() -> None:
    (found,) = dates_in("12 AUG 1974")
    assert found.is_of(PartialDate("7408<<", 1974, 8))


def test_no_date_that_does_not_exist() -> None:
    assert dates_in("31 FEB 1974") == ()


@given(st.dates(date(1920, 1, 1), date(2040, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    zone = PartialDate(day.strftime("%y%m%d"), day.year, day.month, day.day)
    written = f"{day.day:02d} {_ENGLISH[day.month - 1]} {day.year}"
    assert [found.is_of(zone) for found in dates_in(written)] == [True]


@given(st.text(max_size=60))
def test_any_text_is_borne(text: str) -> None:
    assert all(found.readings for found in dates_in(text))
