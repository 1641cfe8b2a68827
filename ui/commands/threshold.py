"""`borderdesk watchlist threshold`: the budget of false alerts, what follows from it, and how it is kept."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ui.commands import acting, settings
from ui.commands.output import emit, label, say

if TYPE_CHECKING:
    from borderdesk.cases.alert_budget import Budget, Traffic
    from borderdesk.cases.alert_figures import Alerts, Figures
    from borderdesk.storage.station import Station

_SPANS = (7, 30)
"""Days over which false alerts are told."""


def add_to(acts: Any, common: ArgumentParser) -> None:
    """Add the act to those of `borderdesk watchlist`."""
    parser: ArgumentParser = acts.add_parser(
        "threshold",
        parents=[common],
        allow_abbrev=False,
        help="how many false alerts there may be, and how many there are; with --set, changes it",
        description="Shows how many travellers may be alerted to a person by mistake, the evidence that an "
        "alert therefore wants, and how many alerts were false. With --set the budget is changed by two "
        "persons.",
    )
    parser.add_argument(
        "--set", metavar="N/M", help="so many travellers in so many, from 1/10000 to 5/100 (as 5/1000)"
    )
    acting.add_to(parser, second=True)
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.set_defaults(act=run, parser=parser)


def run(arguments: Namespace) -> int:
    """Show the budget, or change it first."""
    from borderdesk.cases import alert_budget, alert_figures
    from watchlist.index import population
    from watchlist.threshold import excess

    now = datetime.now(UTC).astimezone()
    budget = None if arguments.set is None else alert_budget.Budget.parse(arguments.set)
    with settings.open_station(settings.home(arguments)) as station:
        if budget is not None:
            _change(arguments, station, budget, now)
        with station.watchlist() as session:
            persons, reference = population(session), excess(session)
        with station.cases() as session:
            traffic = alert_budget.read(session, now.date())
            spans = [(days, alert_figures.figures(session, now - timedelta(days=days))) for days in _SPANS]
    if arguments.json:
        emit(_record(traffic, persons, reference, spans))
    else:
        say(*_lines(traffic, persons, reference, spans))
    return 0


def _change(arguments: Namespace, station: Station, budget: Budget, now: datetime) -> None:
    from borderdesk.access.people import permit
    from borderdesk.access.permissions import Act
    from borderdesk.cases import alert_budget

    who = acting.who(arguments, station, Act.CHANGE_POLICY, now=now)
    with station.cases(writing=True) as session:
        permit(session, who.person, Act.CHANGE_POLICY, who.second)
        alert_budget.change(session, budget, who.person, who.second, purpose=who.purpose, now=now)


def _record(
    traffic: Traffic, persons: int, excess: float, spans: list[tuple[int, Figures]]
) -> dict[str, Any]:
    travellers, alerts = traffic.measured()
    return {
        "budget": {"alerts": traffic.budget.alerts, "travellers": traffic.budget.travellers},
        "threshold": _rounded(traffic.least_bits(persons, excess)),
        "reference": _rounded(traffic.reference_bits(persons, excess)),
        "persons": persons,
        "counted": {
            "travellers": sum(each.travellers for each in traffic.counts),
            "weight": round(traffic.weight(persons), 1),
        },
        "measured": {
            "travellers": travellers,
            "alerts": alerts,
            "per_1000": _rounded(1000.0 * alerts / travellers if travellers else None),
        },
        "false_alerts": [
            {
                "days": days,
                "travellers": found.travellers,
                **_alerts(found, found.alerts),
                "lists": [{"list": name, **_alerts(found, alerts)} for name, alerts in found.by_list],
            }
            for days, found in spans
        ],
    }


def _alerts(found: Figures, alerts: Alerts) -> dict[str, Any]:
    return {
        "false": alerts.false,
        "per_1000": _rounded(found.rate(alerts.false)),
        "undecided": alerts.undecided,
        "true": alerts.true,
    }


def _lines(traffic: Traffic, persons: int, excess: float, spans: list[tuple[int, Figures]]) -> list[str]:
    from borderdesk.cases import alert_budget, alert_quantile

    bits, reference = traffic.least_bits(persons, excess), traffic.reference_bits(persons, excess)
    travellers, alerts = traffic.measured()
    lines = [
        label("threshold.budget", budget=traffic.budget),
        label("threshold.none")
        if bits is None or reference is None
        else label("threshold.bits", bits=f"{bits:.1f}", reference=f"{reference:.1f}", persons=persons),
        label(
            "threshold.counted",
            days=alert_budget.DAYS,
            travellers=sum(each.travellers for each in traffic.counts),
            weight=f"{traffic.weight(persons):.0f}",
            full=f"{alert_quantile.FULL:.0f}",
        ),
        label(
            "threshold.measured",
            alerts=alerts,
            travellers=travellers,
            rate=f"{1000.0 * alerts / travellers:.1f}",
        )
        if travellers
        else label("threshold.measured_none"),
    ]
    for days, found in spans:
        if not found.travellers:
            lines.append(label("threshold.since_none", days=days))
            continue
        told = _told(found, found.alerts)
        lines.append(label("threshold.since", days=days, travellers=found.travellers, **told))
        lines += [label("threshold.list", list=name, **_told(found, each)) for name, each in found.by_list]
    return lines


def _told(found: Figures, alerts: Alerts) -> dict[str, object]:
    rate = found.rate(alerts.false) or 0.0
    return {"false": alerts.false, "rate": f"{rate:.1f}", "open": alerts.undecided, "true": alerts.true}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
