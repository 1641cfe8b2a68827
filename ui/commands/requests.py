"""`borderdesk requests take|list|answer|report`: what travellers ask for, and breaches."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ui.commands import acting, settings
from ui.commands.output import emit, label, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderdesk.privacy.requests import Request

_KINDS = ("access", "correction", "erasure", "complaint", "breach")


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    room: ArgumentParser = commands.add_parser(
        "requests",
        parents=[common],
        allow_abbrev=False,
        help="what travellers ask for, and breaches",
        description="Takes down, lists and answers what travellers ask for, and breaches.",
    )
    acts = room.add_subparsers(title="acts", metavar="ACT", required=True)

    def add(name: str, act: Callable[[Namespace], int], told: str) -> ArgumentParser:
        parser: ArgumentParser = acts.add_parser(
            name, parents=[common], allow_abbrev=False, help=told, description=f"{told[0].upper()}{told[1:]}."
        )
        parser.add_argument("--json", action="store_true", help="answer with JSON, one object a line")
        acting.add_to(parser)
        parser.set_defaults(act=act, parser=parser)
        return parser

    taking = add("take", run_take, "take down what somebody asks for, or a breach (to be told in 72 hours)")
    taking.add_argument("kind", choices=_KINDS, help="what is asked for")
    taking.add_argument("--about", metavar="TEXT", required=True, help="in words")
    taking.add_argument("--inspection", metavar="NUMBER", default="", help="the inspection it is about")
    add("list", run_list, "list what waits for an answer, the most urgent first")
    answering = add("answer", run_answer, "answer a request")
    answering.add_argument("number", metavar="NUMBER", type=int, help="of the request")
    answering.add_argument("--outcome", metavar="TEXT", required=True, help="how it is answered")
    answering.add_argument("--granted", action="store_true", help="what was asked for is given")
    reporting = add("report", run_report, "print what is known of a breach, for the supervisory authority")
    reporting.add_argument("number", metavar="NUMBER", type=int, help="of the breach")


def run_take(arguments: Namespace) -> int:
    """Take a request down."""
    from borderdesk.access.permissions import Act
    from borderdesk.privacy import requests, terms

    with settings.open_station(settings.home(arguments)) as station:
        who = acting.who(arguments, station, Act.TAKE_REQUEST, now=_now())
        with station.cases(writing=True) as session:
            taken = requests.take(
                session,
                terms.RequestKind(arguments.kind),
                arguments.about,
                who.person,
                terms.load(),
                now=_now(),
                inspection_id=arguments.inspection,
            )
    return _tell(arguments, taken)


def run_list(arguments: Namespace) -> int:
    """List what is open."""
    from borderdesk.access.permissions import Act
    from borderdesk.privacy import requests

    with settings.open_station(settings.home(arguments)) as station:
        acting.who(arguments, station, Act.HANDLE_REQUEST, now=_now())
        with station.cases() as session:
            waiting = requests.open_requests(session)
    if not waiting and not arguments.json:
        say(label("no_requests"))
    for each in waiting:
        _tell(arguments, each)
    return 0


def run_answer(arguments: Namespace) -> int:
    """Answer a request."""
    from borderdesk.access.permissions import Act
    from borderdesk.cases import retention
    from borderdesk.privacy import requests, terms

    with settings.open_station(settings.home(arguments)) as station:
        who = acting.who(arguments, station, Act.HANDLE_REQUEST, now=_now())
        with station.cases(writing=True) as session:
            requests.answer(
                session,
                arguments.number,
                arguments.outcome,
                who.person,
                terms.load(),
                now=_now(),
                granted=arguments.granted,
            )
            answered = requests.one(session, arguments.number)
        retention.finish(station)
    return _tell(arguments, answered)


def run_report(arguments: Namespace) -> int:
    """Print the report of a breach."""
    from borderdesk.access.permissions import Act
    from borderdesk.privacy.breach import breach_report

    with settings.open_station(settings.home(arguments)) as station:
        acting.who(arguments, station, Act.HANDLE_REQUEST, now=_now())
        with station.cases() as cases, station.watchlist() as watchlist:
            lines = breach_report(cases, watchlist, arguments.number, station=station.name, now=_now())
    if arguments.json:
        emit({"number": arguments.number, "lines": list(lines)})
    else:
        say(*lines)
    return 0


def _tell(arguments: Namespace, request: Request) -> int:
    record = {
        "number": request.number,
        "kind": request.kind.value,
        "about": request.about,
        "inspection": request.inspection_id,
        "made_at": request.made_at.isoformat(),
        "due_at": request.due_at.isoformat(),
        "overdue": request.closed_at is None and request.due_at < _now(),
        "outcome": request.outcome,
        "closed_at": request.closed_at.isoformat() if request.closed_at else None,
    }
    if arguments.json:
        emit(record)
        return 0
    words = {**record, "due": f"{request.due_at.astimezone():%Y-%m-%d %H:%M}"}
    state = "answered" if request.closed_at else "overdue" if record["overdue"] else "open"
    say(label(f"request_{state}", **words))
    return 0


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
