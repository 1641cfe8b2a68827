"""`borderdesk purge` erases what is due; `borderdesk keep` shows and changes until when a record is kept."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from ui.commands import acting, settings
from ui.commands.output import emit, label, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.tables.keeping import KeepingRow

_KINDS = ("inspection", "case", "false_match", "request")
_DUE = {
    "inspection": "inspections",
    "false_match": "false_matches",
    "outbox": "sent",
    "request": "requests",
}
"""What can be due, and how it is counted."""


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add both sub-commands to the parser."""
    purging: ArgumentParser = commands.add_parser(
        "purge",
        parents=[common],
        allow_abbrev=False,
        help="erase every record whose time is over",
        description="Erases every record whose time is over and which nothing holds, and leaves nothing of "
        "it in the files. The desk does so by itself every hour; this also does what it leaves for a quiet "
        "moment.",
    )
    purging.add_argument("--dry-run", action="store_true", help="only tell what would go")
    purging.add_argument("--json", action="store_true", help="answer with one JSON object")
    acting.add_to(purging)
    purging.set_defaults(act=run_purge, parser=purging)
    room: ArgumentParser = commands.add_parser(
        "keep",
        parents=[common],
        allow_abbrev=False,
        help="until when a record is kept, and why",
        description="Shows and changes the terms on which a record is kept. Reasons name no traveller.",
    )
    acts = room.add_subparsers(title="acts", metavar="ACT", required=True)

    def add(name: str, act: Callable[[Namespace], int], told: str) -> ArgumentParser:
        parser: ArgumentParser = acts.add_parser(
            name, parents=[common], allow_abbrev=False, help=told, description=f"{told[0].upper()}{told[1:]}."
        )
        parser.add_argument("kind", choices=_KINDS, help="of the record")
        parser.add_argument("record", metavar="NUMBER", help="of the record")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")
        acting.add_to(parser)
        parser.set_defaults(act=act, parser=parser)
        return parser

    terms: ArgumentParser = acts.add_parser(
        "terms",
        parents=[common],
        allow_abbrev=False,
        help="how long each kind of record is kept; with --term and --days, changes it under four eyes",
        description="Shows how many days each kind of record is kept. With --term and --days it is changed "
        "for records that come from now on, by two persons.",
    )
    terms.add_argument("--term", metavar="NAME", help="of the term that is changed")
    terms.add_argument("--days", metavar="N", type=int, help="its new number of days")
    terms.add_argument("--json", action="store_true", help="one JSON object a line for each term")
    acting.add_to(terms, second=True)
    terms.set_defaults(act=run_terms, parser=terms)
    add("show", run_show, "show the terms of a record")
    renewing = add("renew", run_renew, "keep a record longer")
    renewing.add_argument("--until", metavar="YYYY-MM-DD", type=_day, required=True, help="its new date")
    for parser in (
        renewing,
        add("hold", run_hold, "keep a record past its date, until it is released"),
        add("release", run_release, "let a held record go on its date again"),
    ):
        parser.add_argument("--reason", metavar="TEXT", required=True, help="why; names no traveller")


def run_purge(arguments: Namespace) -> int:
    """Erase what is due."""
    from borderdesk.access.permissions import Act
    from borderdesk.cases import retention

    now = _now()
    with settings.open_station(settings.home(arguments)) as station:
        who = acting.who(arguments, station, Act.PURGE, now=now)
        if arguments.dry_run:
            with station.cases() as session:
                due = retention.due(session, now.date())
            counts = {name: sum(each.kind == kind for each in due) for kind, name in _DUE.items()}
            return _tell(arguments, {"due": counts}, [label("due", **counts)])
        purged = retention.purge(station, now.date(), who.person, now)
    counts = asdict(purged.erased)
    lines = [label("purged", **counts), label("scrubbed" if purged.clean else "not_scrubbed")]
    _tell(arguments, {"erased": counts, "clean": purged.clean}, lines)
    return 0 if purged.clean else 1


def run_terms(arguments: Namespace) -> int:
    """Show the terms, or change one."""
    from borderdesk.access.people import permit
    from borderdesk.access.permissions import Act
    from borderdesk.cases import terms

    if (arguments.term is None) != (arguments.days is None):
        arguments.parser.error("--term and --days go together")
    table, now = terms.Terms.load(), _now()
    with settings.open_station(settings.home(arguments)) as station:
        if arguments.term is not None:
            who = acting.who(arguments, station, Act.CHANGE_POLICY, now=now)
            with station.cases(writing=True) as session:
                permit(session, who.person, Act.CHANGE_POLICY, who.second)
                terms.change(
                    session,
                    table,
                    arguments.term,
                    arguments.days,
                    who.person,
                    who.second,
                    purpose=who.purpose,
                    now=now,
                )
        with station.cases() as session:
            rows = terms.in_force(session, table).rows
    for row in rows:
        if arguments.json:
            emit({"term": row.name, "kind": row.kind, "days": row.days})
        else:
            say(f"{row.days:>5}  {row.name}")
    return 0


def run_show(arguments: Namespace) -> int:
    """Show the terms of a record."""
    from borderdesk.access.permissions import Act
    from borderdesk.cases import retention

    with settings.open_station(settings.home(arguments)) as station:
        acting.who(arguments, station, Act.KEEP, now=_now())
        with station.cases(writing=True) as session:
            return _show(arguments, retention.terms(session, arguments.kind, arguments.record))


def run_renew(arguments: Namespace) -> int:
    """Keep a record longer."""
    from borderdesk.cases import retention

    return _change(arguments, retention.renew, (arguments.until,))


def run_hold(arguments: Namespace) -> int:
    """Keep a record past its date."""
    from borderdesk.cases import retention

    return _change(arguments, retention.hold)


def run_release(arguments: Namespace) -> int:
    """Let a held record go."""
    from borderdesk.cases import retention

    return _change(arguments, retention.release)


def _change(arguments: Namespace, change: Callable[..., None], given: tuple[date, ...] = ()) -> int:
    from borderdesk.access.permissions import Act
    from borderdesk.cases import retention

    kind, record = arguments.kind, arguments.record
    with settings.open_station(settings.home(arguments)) as station:
        who = acting.who(arguments, station, Act.KEEP, now=_now())
        with station.cases(writing=True) as session:
            change(session, kind, record, *given, arguments.reason, who.person, now=_now())
            return _show(arguments, retention.terms(session, kind, record))


def _show(arguments: Namespace, row: KeepingRow) -> int:
    record = {
        "kind": row.kind,
        "record": row.record_id,
        "owner": row.owner,
        "purpose": row.purpose,
        "legal_basis": row.legal_basis,
        "until": row.review_on.isoformat(),
        "held": row.held,
    }
    lines = [label("kept", **record), label("held", why=row.held)]
    return _tell(arguments, record, lines if row.held else lines[:1])


def _tell(arguments: Namespace, record: dict[str, Any], lines: list[str]) -> int:
    if arguments.json:
        emit(record)
    else:
        say(*lines)
    return 0


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
