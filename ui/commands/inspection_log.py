"""`borderdesk log export`: the inspection log of a station, for other systems."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from ui.commands import acting, settings
from ui.commands.inspect import day
from ui.commands.output import emit, label, say


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    room: ArgumentParser = commands.add_parser(
        "log",
        parents=[common],
        allow_abbrev=False,
        help="the inspection log, for other systems",
        description="Takes the inspection log out of the station.",
    )
    acts = room.add_subparsers(title="acts", metavar="ACT", required=True)
    parser: ArgumentParser = acts.add_parser(
        "export",
        parents=[common],
        allow_abbrev=False,
        help="write what was inspected and what each check came to, as XML or JSON",
        description="Writes what was inspected and what each check came to, after the structure of BSI "
        "TR-03135. Nothing in it is about a person unless that is asked for. The file is not encrypted. The "
        "export is audited.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="ends in .xml or .json")
    parser.add_argument("--from", dest="since", metavar="YYYY-MM-DD", type=day, help="the first day")
    parser.add_argument("--to", dest="until", metavar="YYYY-MM-DD", type=day, help="the last day")
    parser.add_argument(
        "--with-zone", action="store_true", help="with code lines, fields and sentences: about people"
    )
    parser.add_argument("--with-pictures", action="store_true", help="with the pictures: about people")
    parser.add_argument("--recipient", metavar="TEXT", default="", help="who gets what is about people")
    parser.add_argument("--legal-basis", metavar="TEXT", default="", help="the rule that allows it")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    acting.add_to(parser, second=True)
    parser.set_defaults(act=run, parser=parser)


def run(arguments: Namespace) -> int:
    """Write the log."""
    from borderdesk.access.permissions import Act, require_purpose
    from borderdesk.reports.inspection_log import Extent
    from borderdesk.reports.log_export import Wanted, export
    from borderdesk.reports.log_files import Form

    form = Form.of(arguments.file)
    wanted = Wanted(
        since=_midnight(arguments.since),
        until=_midnight(arguments.until, after=1),
        extent=Extent(zone=arguments.with_zone, pictures=arguments.with_pictures),
        recipient=arguments.recipient,
        legal_basis=arguments.legal_basis,
    )
    wanted.require_recipient()  # before anybody types a password
    now = datetime.now(UTC).astimezone()
    with settings.open_station(settings.home(arguments)) as station:
        require_purpose(Act.EXPORT, arguments.purpose)  # also where the program itself acts
        who = acting.who(arguments, station, Act.EXPORT, now=now)
        count = export(
            station, arguments.file, form, wanted, who.person, who.second, purpose=who.purpose, now=now
        )
    if arguments.json:
        emit({"inspections": count, "file": str(arguments.file.absolute()), "form": form.value})
    else:
        say(label("log.written", path=arguments.file, count=count))
    return 0


def _midnight(of_day: date | None, *, after: int = 0) -> datetime | None:
    """When a day, or one so many days after it, begins at this border."""
    if of_day is None:
        return None
    return datetime.combine(of_day + timedelta(days=after), time()).astimezone()
