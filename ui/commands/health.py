"""`borderdesk health`: how the desk is, and what to do about it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import Any

from ui.commands import log, settings
from ui.commands.output import emit, label, say


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    parser: ArgumentParser = commands.add_parser(
        "health",
        parents=[common],
        allow_abbrev=False,
        help="how the desk is, and what to do about it",
        description="Looks at disk, lists, clock, camera, what waits, what is overdue, backups and crashes.",
    )
    parser.add_argument("--json", action="store_true", help="answer with JSON, one object a line")
    parser.set_defaults(act=run, parser=parser)


def run(arguments: Namespace) -> int:
    """Look at everything."""
    from borderdesk import health
    from borderdesk.cases import own_policy
    from ui import crashes

    now = datetime.now(UTC).astimezone()
    reports = crashes.listed(log.log_file().parent / crashes.FOLDER)
    with settings.open_station(settings.home(arguments)) as station:
        findings = health.look(
            station,
            now,
            own_policy.at(station),
            crashes=[each.at for each in reports],
            cameras=health.count_cameras(),
        )
    for each in findings:
        remedy = each.remedy.text() if each.remedy is not None else ""
        if arguments.json:
            record = {"about": each.about, "state": each.state.value, "text": each.sentence.text()}
            emit({**record, "remedy": remedy})
        else:
            say(f"{label(f'health.{each.state.value}')}  {each.sentence.text()} {remedy}".rstrip())
    if not arguments.json:
        say(*(str(each.file) for each in reports))
    return 0
