"""`borderdesk backup` and `borderdesk restore`: one encrypted file, checked when written and restored."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.people import THE_DESK
from ui.commands import acting, settings
from ui.commands.output import emit, label, say


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add both sub-commands to the parser."""
    parser: ArgumentParser = commands.add_parser(
        "backup",
        parents=[common],
        allow_abbrev=False,
        help="back up a station into one file",
        description="Writes the station's cases, encrypted as they are, into one file and checks it. "
        "The desk may work meanwhile.",
    )
    parser.add_argument("--to", metavar="FILE", type=Path, required=True, help="a file that is not there yet")
    parser.add_argument("--all", action="store_true", help="the watchlist too")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    acting.add_to(parser)
    parser.set_defaults(act=write, parser=parser)
    parser = commands.add_parser(
        "restore",
        parents=[common],
        allow_abbrev=False,
        help="make a station of a backup",
        description="Checks a backup and makes a station of it in an empty or new folder, or nothing.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.set_defaults(act=restore, parser=parser)


def write(arguments: Namespace) -> int:
    """Back up the station."""
    from borderdesk.access.permissions import Act
    from borderdesk.audit import chain

    now = datetime.now(UTC)
    with settings.open_station(settings.home(arguments)) as station:
        who = acting.who(arguments, station, Act.BACK_UP, now=now)
        written = station.back_up(arguments.to, now=now, everything=arguments.all)
        with station.cases(writing=True) as session:
            chain.record(
                session,
                who.person,
                "station.backed_up",
                now=now,
                purpose=who.purpose,
                details={"all": arguments.all},
            )
    size = written.path.stat().st_size
    if arguments.json:
        emit({"file": str(written.path), "bytes": size, "holds": sorted(written.files)})
    else:
        say(label("backup_written", path=written.path, megabytes=f"{size / 1e6:.1f}"))
    return 0


def restore(arguments: Namespace) -> int:
    """Make a station of a backup."""
    from borderdesk.audit import chain
    from borderdesk.storage import backup
    from borderdesk.storage.station import Station

    now = datetime.now(UTC)
    folder = settings.home(arguments)
    backup.check(arguments.file)
    secret = settings.secret(settings.PASSPHRASE_FILE, label("backup_secret"))
    station, found = Station.restore(arguments.file, folder, secret)
    made_at = None if found.made_at is None else found.made_at.isoformat(timespec="seconds")
    with station:
        with station.cases(writing=True) as session:
            chain.record(session, THE_DESK, "station.restored", now=now, details={"made_at": made_at})
        name = station.name
    if arguments.json:
        emit({"station": name, "home": str(folder.absolute()), "made_at": made_at})
    else:
        when = made_at or label("backup_before_migration")
        say(label("backup_restored", name=name, path=folder.absolute(), when=when))
    return 0
