"""False alerts are counted by list from cases and the audit, and who was refused is no false alert."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from borderdesk.cases import alert_figures, keeping
from borderdesk.cases.alert_figures import Alerts
from borderdesk.cases.stored import Decision
from borderdesk.cases.terms import Terms
from borderdesk.storage.station import Station
from models.inspection import Inspection
from models.people import Person, Role
from models.verdict import Advice, Verdict
from models.watchlist import DocumentEntry, Hit, HitKind, PersonEntry, Screening

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
AWA = Person("a" * 32, "awa", "Awa Traore", Role.OFFICER)
TERMS = Terms.load()
WEEK = timedelta(days=7)


def person(name: str) -> Hit:
    return Hit(name, PersonEntry("p1", ("ANNA ERIKSSON",)), HitKind.PERSON, 0.9, False, ())


DOCUMENT = Hit("NER/documents", DocumentEntry("d1", "X1", "UTO"), HitKind.DOCUMENT, 1.0, True, ())


def keep(
    station: Station,
    inspection: Inspection,
    *hits: Hit,
    advice: Advice | None = None,
    decision: Decision | None = None,
    at: datetime = NOW,
) -> None:
    advice = advice or (Advice.REFER if hits else Advice.CLEAR)
    verdict = Verdict(advice, inspection.verdict.reasons, None)
    whole = replace(inspection, page=None, screening=Screening((), hits), verdict=verdict, taken_at=at)
    today = at.date()
    with station.cases() as session:
        keeping.keep(session, whole, AWA, now=at, today=today, terms=TERMS)
    if decision is not None:
        with station.cases(writing=True) as session:
            number = inspection.inspection_id
            keeping.decide(session, number, decision, "looked", AWA, now=at, today=today, terms=TERMS)


def test_alerts_are_told_by_list_and_by_what_people_decided(
    station: Station, inspection: Callable[..., Inspection]
) -> None:
    keep(station, inspection(1))
    keep(station, inspection(2), advice=Advice.RESCAN)
    keep(station, inspection(3), person("NER/persons"), decision=Decision.ADMIT)
    keep(station, inspection(4), person("NER/persons"), person("UN/all"), decision=Decision.REFUSE)
    keep(station, inspection(5), person("UN/all"))
    keep(station, inspection(6), DOCUMENT, decision=Decision.ADMIT)
    keep(station, inspection(7), person("UN/all"), decision=Decision.REFER)
    with station.cases() as session:
        found = alert_figures.figures(session, NOW - WEEK)
    assert found.travellers == 6
    assert found.alerts == Alerts(false=3, undecided=1, true=1)
    assert found.by_list == (
        ("NER/persons", Alerts(false=1, undecided=0, true=1)),
        ("UN/all", Alerts(false=2, undecided=1, true=1)),
    )
    assert found.rate(3) == 500.0


def test_only_what_came_since_counts(station: Station, inspection: Callable[..., Inspection]) -> None:
    keep(station, inspection(1), person("NER/persons"), at=NOW - timedelta(days=8))
    keep(station, inspection(2), at=NOW)
    with station.cases() as session:
        week, month = (alert_figures.figures(session, NOW - timedelta(days=days)) for days in (7, 30))
    assert (week.travellers, week.alerts, week.by_list) == (1, Alerts(0, 0, 0), ())
    assert (month.travellers, month.alerts.false) == (2, 1)


def test_an_empty_station_has_no_rate(station: Station) -> None:
    with station.cases() as session:
        found = alert_figures.figures(session, NOW - WEEK)
    assert (found.travellers, found.rate(0)) == (0, None)


def test_a_later_decision_speaks(station: Station, inspection: Callable[..., Inspection]) -> None:
    keep(station, inspection(1), person("NER/persons"), decision=Decision.REFUSE)
    with station.cases(writing=True) as session:
        number, later = inspection(1).inspection_id, NOW + timedelta(hours=1)
        keeping.decide(
            session, number, Decision.ADMIT, "not she", AWA, now=later, today=NOW.date(), terms=TERMS
        )
    with station.cases() as session:
        assert alert_figures.figures(session, NOW - WEEK).alerts == Alerts(1, 0, 0)
