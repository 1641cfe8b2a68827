"""Travellers are counted without being named, and the budget of false alerts asks for evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import log2, nan

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.audit import listing
from borderdesk.cases import alert_budget, alert_quantile, keeping
from borderdesk.cases.alert_budget import DEFAULT, Budget, BudgetError, Count, Traffic
from borderdesk.cases.terms import Terms
from borderdesk.screening import screen_at
from borderdesk.storage.station import Station
from models.document import PartialDate
from models.errors import KnownError
from models.inspection import Inspection
from models.people import Person, Role
from models.tables.cases import EvidenceCountRow
from models.verdict import Advice
from models.watchlist import Hit, HitKind, PersonEntry, Screening, SparedHit
from watchlist import store
from watchlist.index import population

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
TODAY = date(2026, 11, 24)
BOUND = log2(200)
MONDAY = date(2026, 11, 23)
AWA = Person("a" * 32, "awa", "Awa Traore", Role.SUPERVISOR)
BINTA = Person("b" * 32, "binta", "Binta Sow", Role.SUPERVISOR)
TERMS = Terms.load()
PERSON = PersonEntry("p1", ("Anna Maria Eriksson",), dates_of_birth=(PartialDate("740812", 1974, 8, 12),))
HIT = Hit("NER/persons", PERSON, HitKind.PERSON, 0.9, True, ())


@pytest.fixture
def met(inspection: Callable[..., Inspection]) -> Callable[..., Inspection]:
    """`met(number, bits, hits=, ...)` makes one traveller's inspection, each with another document."""

    def make(
        number: int,
        bits: float | None,
        *,
        hits: tuple[Hit, ...] = (),
        spared: tuple[SparedHit, ...] = (),
        population: int = 1024,
        document_number: str | None = None,
        certain: bool = True,
        taken_at: datetime = NOW,
    ) -> Inspection:
        made = inspection(number, taken_at=taken_at)
        assert made.document is not None
        printed = f"X{number:08d}" if document_number is None else document_number
        fields = replace(made.document.fields, document_number=printed)
        advice = Advice.RESCAN if not certain else Advice.REFER if hits else Advice.CLEAR
        return replace(
            made,
            page=None,
            document=replace(made.document, fields=fields, certain=certain, reading=None),
            screening=Screening((), hits, spared=spared, strongest=bits, population=population),
            verdict=replace(made.verdict, advice=advice),
        )

    return make


def keep(station: Station, *inspections: Inspection, today: date = TODAY) -> None:
    for each in inspections:
        with station.cases() as session:
            keeping.keep(session, each, AWA, now=NOW, today=today, terms=TERMS)


def counts(station: Station) -> list[tuple[date, float, float, int, int]]:
    row = EvidenceCountRow
    with station.cases() as session:
        found = session.execute(
            sa.select(row.week, row.size, row.bits, row.travellers, row.alerts).order_by(row.week, row.bits)
        )
        return [(each.week, each.size, each.bits, each.travellers, each.alerts) for each in found]


def test_a_traveller_is_counted_by_week_size_and_half_bits(
    station: Station, met: Callable[..., Inspection]
) -> None:
    keep(
        station,
        met(1, 17.49),
        met(2, 17.0, hits=(HIT,)),
        met(3, None),
        met(4, -3.0),
        met(5, 900.0),
        met(6, nan),
    )
    assert counts(station) == [
        (MONDAY, 10.0, 0.0, 3, 0),
        (MONDAY, 10.0, 17.0, 2, 1),
        (MONDAY, 10.0, 63.5, 1, 0),
    ]


def test_no_column_could_lead_back_to_anybody(station: Station) -> None:
    columns = {column.name for column in sa.inspect(EvidenceCountRow).columns}
    assert columns == {"week", "size", "bits", "travellers", "alerts"}
    assert not sa.inspect(EvidenceCountRow).local_table.foreign_keys


def test_who_was_not_surely_read_not_screened_or_screened_against_nothing_is_not_counted(
    station: Station, met: Callable[..., Inspection], inspection: Callable[..., Inspection]
) -> None:
    keep(
        station,
        met(1, 17.0, certain=False),
        replace(met(2, 17.0), screening=None),
        met(3, 17.0, population=0),
        inspection(4, unread=True),
    )
    assert counts(station) == []


def test_a_document_counts_once_a_day_and_a_failed_scan_before_does_not_keep_it_from_counting(
    station: Station, met: Callable[..., Inspection]
) -> None:
    keep(station, met(1, 5.0, document_number="L1", certain=False), met(2, 5.0, document_number="L1"))
    assert [each[3] for each in counts(station)] == [1]
    later = NOW + timedelta(hours=23)
    keep(station, met(3, 5.0, document_number="L1", taken_at=later))
    assert [each[3] for each in counts(station)] == [1]
    keep(station, met(4, 5.0, document_number="L1", taken_at=later + timedelta(days=1)))
    assert [each[3] for each in counts(station)] == [2]


def test_a_commuter_who_was_cleared_does_not_raise_the_threshold(
    station: Station, met: Callable[..., Inspection]
) -> None:
    keep(station, met(1, 40.0, spared=(SparedHit(HIT, TODAY),)))
    assert counts(station) == []


def test_what_is_too_old_goes_and_what_a_clock_ahead_counted_does_not_count_yet(
    station: Station, met: Callable[..., Inspection]
) -> None:
    start = TODAY - timedelta(days=120)
    keep(station, met(1, 5.0), today=start)
    keep(station, met(2, 6.0), today=TODAY)
    assert [each[2] for each in counts(station)] == [6.0]
    with station.cases() as session:
        assert alert_budget.read(session, TODAY - timedelta(days=30)).counts == ()


def test_an_inspection_that_is_not_kept_is_not_counted(
    station: Station, met: Callable[..., Inspection]
) -> None:
    def kept_but_not_committed() -> None:
        with station.cases() as session:
            keeping.keep(session, met(1, 12.0), AWA, now=NOW, today=TODAY, terms=TERMS)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        kept_but_not_committed()
    assert counts(station) == []


def test_the_default_is_what_the_reference_asks(station: Station) -> None:
    with station.cases() as session:
        traffic = alert_budget.read(session, TODAY)
    assert traffic.budget == DEFAULT == Budget(5, 1000)
    for persons in (1000, 30_000, 1_000_000):
        bits = traffic.least_bits(persons, BOUND)
        assert bits == pytest.approx(log2(persons) + log2(200), abs=0.01)
    assert traffic.least_bits(1, -9.0) == alert_budget.LEAST_BITS
    assert traffic.least_bits(0, BOUND) is None


def week(back: int, size: float, bits: float, travellers: int) -> Count:
    return Count(MONDAY - timedelta(weeks=back), size, bits, travellers, 0)


def dense(back: int, size: float, travellers: int, above: float) -> tuple[Count, ...]:
    """A week of travellers whose evidence falls as the reference's, `above` bits higher."""
    shares = [2.0 ** (-step / 2) - 2.0 ** (-(step + 1) / 2) for step in range(40)]
    return tuple(
        week(back, size, size + above + step / 2, round(travellers * share))
        for step, share in enumerate(shares)
    )


def bits_over_reference(counts: tuple[Count, ...], persons: int) -> float:
    traffic = Traffic(DEFAULT, counts, TODAY)
    found, reference = traffic.least_bits(persons, BOUND), traffic.reference_bits(persons, BOUND)
    assert found is not None
    assert reference is not None
    return found - reference


def test_a_list_that_grows_asks_for_more_evidence_at_once() -> None:
    counted = dense(0, 15.0, 20_000, 2.0)
    before = Traffic(DEFAULT, counted, TODAY).least_bits(2**15, BOUND)
    after = Traffic(DEFAULT, counted, TODAY).least_bits(2**17, BOUND)
    assert before is not None
    assert after is not None
    assert after - before == pytest.approx(2.0, abs=0.2)


def test_where_lists_jump_the_reference_speaks_until_there_is_new_traffic() -> None:
    old = dense(0, 10.0, 4000, -3.0)
    assert bits_over_reference(old, 2**10) == pytest.approx(-3.0, abs=0.2)
    assert bits_over_reference(old, 2**20) == pytest.approx(0.0, abs=0.1)
    assert bits_over_reference(old + dense(0, 20.0, 4000, 2.0), 2**20) == pytest.approx(2.0, abs=0.2)


def test_newer_weeks_weigh_more() -> None:
    changed = dense(10, 15.0, 4000, 3.0) + dense(0, 15.0, 4000, 0.0)
    before = dense(10, 15.0, 4000, 0.0) + dense(0, 15.0, 4000, 3.0)
    assert 0.3 < bits_over_reference(changed, 2**15) < bits_over_reference(before, 2**15) < 3.0


@given(
    st.lists(
        st.builds(
            week,
            st.integers(0, 12),
            st.integers(0, 60).map(lambda each: each / 2),
            st.integers(0, 127).map(lambda each: each / 2),
            st.integers(1, 10_000),
        ),
        max_size=40,
    ),
    st.integers(1, 10**8),
    st.sampled_from([Budget(1, 10_000), Budget(3, 1000), DEFAULT, Budget(5, 100)]),
)
def test_whatever_was_counted_the_threshold_stays_in_its_bounds(
    counted: list[Count], persons: int, budget: Budget
) -> None:
    traffic = Traffic(budget, tuple(counted), TODAY)
    bits = traffic.least_bits(persons, BOUND)
    assert bits is not None
    middle = log2(persons) + alert_quantile.reference_excess(budget.share, BOUND)
    least = max(middle - alert_quantile.LOWER, alert_budget.LEAST_BITS)
    assert least - 1e-9 <= bits <= max(middle + alert_quantile.HIGHER, alert_budget.LEAST_BITS) + 1e-9


@pytest.mark.parametrize("text", ["3/1000", " 1 / 10000 ", "5/100", "50/1000", "0001/0200"])
def test_a_budget_as_typed(text: str) -> None:
    alerts, travellers = (int(part) for part in text.split("/"))
    assert Budget.parse(text) == Budget(alerts, travellers)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *((text, "form") for text in ("", "5", "0.005", "5/", "/5", "-5/1000", "5/1000/2", "½/100", "٥/100")),
        *((text, "form") for text in ("9" * 5000 + "/1", "1/99999999")),
        *((text, "range") for text in ("0/1000", "5/0", "1/10001", "51/1000", "1000/5")),
    ],
)
def test_what_is_no_budget_is_refused(text: str, why: str) -> None:
    with pytest.raises(BudgetError, match=why) as caught:
        Budget.parse(text)
    assert isinstance(caught.value, KnownError)
    assert caught.value.remedy.text()


def test_a_change_stands_in_the_audit_with_both_people(station: Station) -> None:
    with station.cases(writing=True) as session:
        alert_budget.change(session, Budget(3, 1000), AWA, BINTA, purpose="fewer officers", now=NOW)
    with station.cases() as session:
        assert alert_budget.read(session, TODAY).budget == Budget(3, 1000)
        (entry,) = listing.listed(session, act="policy.alert_budget_changed")
    assert (entry.person_id, entry.second_person_id) == (AWA.person_id, BINTA.person_id)
    assert (entry.purpose, entry.details) == ("fewer officers", {"before": "5/1000", "budget": "3/1000"})


def test_the_rate_is_of_the_weeks_of_the_last_four(station: Station, met: Callable[..., Inspection]) -> None:
    keep(station, met(1, 20.0, hits=(HIT,)), today=TODAY - timedelta(days=40))
    keep(station, met(2, 20.0, hits=(HIT,)), met(3, 4.0), today=TODAY - timedelta(days=20))
    keep(station, met(4, 4.0), today=TODAY)
    with station.cases() as session:
        assert alert_budget.read(session, TODAY).measured() == (3, 1)


def test_a_station_screens_where_its_counts_cannot_be_read(
    station: Station, met: Callable[..., Inspection]
) -> None:
    with station.watchlist(writing=True) as session:
        store.replace_list(session, "NER/persons", "NER", 5, NOW, [PERSON], imported_at=NOW)
    document = met(1, None).document
    assert document is not None
    whole = screen_at(station, document.fields, today=TODAY)
    with station.watchlist() as session:
        assert whole.population == population(session) == 1
    assert len(whole.hits) == 1
    with station.cases(writing=True) as session:
        session.execute(sa.text("DROP TABLE evidence_counts"))
    assert screen_at(station, document.fields, today=TODAY) == whole
