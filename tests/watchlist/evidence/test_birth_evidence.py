"""Birth dates as evidence: held against shares of strangers that are counted here by hand."""

from __future__ import annotations

from datetime import date, timedelta
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import PartialDate
from models.watchlist import PersonEntry, YearRange
from watchlist.evidence.birth import Birth, birth
from watchlist.importers.cells import partial_date
from watchlist.query import UNKNOWN_DATE
from watchlist.rarity import Rarity

CROWD = Rarity(1_000_000, years=dict.fromkeys(range(1940, 2000), 16_000), first_of_january=96_000)
"""60 years of 16,000 each; one in ten was born on 1 January, as registers of the region have it."""
DAYS = st.dates(date(1940, 1, 2), date(1999, 12, 31)).filter(lambda day: (day.month, day.day) != (1, 1))


def held(own: str, *listed: str, years: tuple[YearRange, ...] = ()) -> tuple[Birth, float]:
    entry = PersonEntry("1", ("X",), tuple(map(partial_date, listed)), birth_years=years)
    found = birth(partial_date(own), entry, CROWD)
    assert found.reason.text()
    return found.birth, found.bits


@pytest.mark.parametrize(
    ("own", "listed", "kind"),
    [
        ("1974-08-12", "1974-08-12", Birth.SAME),
        ("1974-01-01", "1974-01-01", Birth.SAME_WEAK),
        ("1974-08-12", "1974-08", Birth.SAME_MONTH),
        ("1974-08", "1974", Birth.SAME_YEAR),
        ("1974-08-12", "1974-12-08", Birth.SWAPPED),
        ("1974-08-12", "1964-08-12", Birth.ONE_DIGIT),
        ("1974-08-12", "1974-01-01", Birth.WEAK_YEAR),
        ("1974-08-12", "1974-05-30", Birth.SAME_YEAR_OTHER_DAY),
        ("1974-08-12", "1976", Birth.NEAR),
        ("1974-08-12", "1979", Birth.ROUGH),
        ("1974-08-12", "1980", Birth.DIFFERENT),
        ("1974-08-12", "1977-05-30", Birth.DIFFERENT),
    ],
)
def test_dates_agree_in_one_way(own: str, listed: str, kind: Birth) -> None:
    assert held(own, listed)[0] is kind


def test_a_whole_date_says_as_much_as_few_share_it() -> None:
    # Nine tenths of one year's sixtieth, on 336 to 365 days: between 1 in 22,000 and 1 in 25,000.
    assert log2(20_000) < held("1974-08-12", "1974-08-12")[1] < log2(26_000)
    assert held("1974-01-01", "1974-01-01")[1] == pytest.approx(log2(600), abs=0.5)


def test_ways_that_chance_brings_about_more_often_say_less() -> None:
    same, month, year = (held("1974-08-12", listed)[1] for listed in ("1974-08-12", "1974-08", "1974"))
    digit, other = (held("1974-08-12", listed)[1] for listed in ("1964-08-12", "1951-03-02"))
    assert same > month > year > digit > 0 > other


def test_first_of_january_in_years_one_digit_apart_is_a_coincidence() -> None:
    assert held("1974-01-01", "1964-01-01")[1] < held("1974-08-12", "1964-08-12")[1] - 2


def test_the_best_of_several_claims_counts() -> None:
    assert held("1974-08-12", "1951", "1974-08-12", "1960-02-03")[0] is Birth.SAME


@pytest.mark.parametrize(
    ("own", "years", "kind"),
    [
        ("1974-08-12", YearRange(1970, 1975), Birth.IN_RANGE),
        ("1974-08-12", YearRange(1972, 1972, circa=True), Birth.IN_RANGE),
        ("1974-08-12", YearRange(1970, 1972), Birth.NEAR),
        ("1974-08-12", YearRange(1950, 1960), Birth.DIFFERENT),
    ],
)
def test_a_range_of_years_is_held_against_the_year(own: str, years: YearRange, kind: Birth) -> None:
    assert held(own, years=(years,))[0] is kind


def test_a_wide_range_says_less_than_a_narrow_one() -> None:
    narrow, wide = (held("1974-08-12", years=(YearRange(*each),))[1] for each in ((1974, 1975), (1950, 1999)))
    assert narrow > wide > -1


def test_what_is_not_known_says_nothing() -> None:
    entry = PersonEntry("1", ("X",))
    assert birth(partial_date("1974"), entry, CROWD).bits == 0.0
    assert birth(UNKNOWN_DATE, PersonEntry("1", ("X",), (partial_date("1974"),)), CROWD).bits == 0.0
    impossible = PartialDate("740230", 1974, 2, 30, possible=False)
    assert birth(impossible, PersonEntry("1", ("X",), (partial_date("1974"),)), CROWD).birth is Birth.UNKNOWN


@given(DAYS, st.integers(-20_000, 20_000))
def test_no_other_date_says_more_than_the_same_one(day: date, days: int) -> None:
    other = day + timedelta(days)
    assert held(day.isoformat(), other.isoformat())[1] <= held(day.isoformat(), day.isoformat())[1]
