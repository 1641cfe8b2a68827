"""`borderdesk watchlist families`: spellings of one name that this station adds to those that ship."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import KnownError
from ui.commands import acting, settings
from ui.commands.output import emit, label, say

if TYPE_CHECKING:
    from borderdesk.storage.station import Station

_LARGEST = 2 * 1024 * 1024


class FamiliesFileError(KnownError):
    """The file of families cannot be read."""


def add_to(acts: Any, common: ArgumentParser) -> None:
    """Add the act to those of `borderdesk watchlist`."""
    parser: ArgumentParser = acts.add_parser(
        "families",
        parents=[common],
        allow_abbrev=False,
        help="spellings of one name that this station adds; with --set, changes them",
        description="Prints the station's own families of names. With --set they are replaced by those of a "
        "file (docs/names.md tells its form; an empty file takes them away), and every person is indexed "
        "anew.",
    )
    parser.add_argument("--set", metavar="FILE", help="the file; - for standard input")
    acting.add_to(parser, second=True)
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.set_defaults(act=run, parser=parser)


def run(arguments: Namespace) -> int:
    """Show the station's own families, or change them first."""
    from watchlist import own_families

    rows = None if arguments.set is None else _read(arguments.set)
    with settings.open_station(settings.home(arguments)) as station:
        if rows is not None:
            _change(arguments, station, rows)
        with station.watchlist() as session:
            own = own_families.text(session.connection())
            families = own_families.families(session.connection())
    if arguments.json:
        emit({"own": own, "digest": families.digest, "spellings": len(families.heads)})
    else:
        say(own.rstrip() or label("no_own_families"))
    return 0


def _change(arguments: Namespace, station: Station, rows: str) -> None:
    """Two persons change them; what is audited is how many rows there are and their digest, in one
    transaction each."""
    from borderdesk.access.people import permit
    from borderdesk.access.permissions import Act
    from borderdesk.audit.chain import record
    from watchlist import index, own_families

    now = datetime.now(UTC)
    who = acting.who(arguments, station, Act.CHANGE_POLICY, now=now)
    with station.watchlist(writing=True) as session:
        families = own_families.keep(session.connection(), rows)
        index.rebuild(session)
        with station.cases(writing=True) as cases:
            permit(cases, who.person, Act.CHANGE_POLICY, who.second)
            record(
                cases,
                who.person,
                "policy.families_changed",
                now=now,
                purpose=who.purpose,
                second=who.second,
                details={"digest": families.digest, "spellings": len(families.heads)},
            )


def _read(name: str) -> str:
    import sys

    try:
        raw = sys.stdin.buffer.read(_LARGEST + 1) if name == "-" else Path(name).read_bytes()[: _LARGEST + 1]
        if len(raw) > _LARGEST:
            raise ValueError(name)
        return raw.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise FamiliesFileError("error.families.unreadable", file=Path(name).name) from error
