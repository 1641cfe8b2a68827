"""`borderdesk watchlist import|export|status|threshold`: lists in and out, which are here, when to alert."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import KnownError
from ui.commands import acting, settings, threshold
from ui.commands.output import complain, emit, label, say
from ui.commands.records import list_record

if TYPE_CHECKING:
    from borderdesk.storage.station import Station
    from models.watchlist import ListState

_LARGEST = 2**62


class ImportCommandError(KnownError):
    """The file to be taken in cannot be looked at."""


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    room: ArgumentParser = commands.add_parser(
        "watchlist",
        parents=[common],
        allow_abbrev=False,
        help="take lists in, write them out, or show which are here",
        description="Works on the lists of the station.",
    )
    acts = room.add_subparsers(title="acts", metavar="ACT", required=True)
    _add_import(acts, common)
    _add_export(acts, common)
    status: ArgumentParser = acts.add_parser(
        "status",
        parents=[common],
        allow_abbrev=False,
        help="show every list with its age",
        description="Shows every list of the station, with its owner, edition, age and number of entries.",
    )
    status.add_argument("--json", action="store_true", help="one JSON object a line for each list")
    status.set_defaults(act=show, parser=status)
    threshold.add_to(acts, common)


def _add_import(acts: Any, common: ArgumentParser) -> None:
    parser: ArgumentParser = acts.add_parser(
        "import",
        parents=[common],
        allow_abbrev=False,
        help="take a CSV list in, all of it or nothing",
        description="Takes a list of persons or documents (CSV) into the station, in place of the one that "
        "is there under that name. Either all of it is taken in or nothing.",
    )
    parser.add_argument("file", metavar="FILE", help="the CSV file")
    parser.add_argument("--list", metavar="NAME", help="what the list is called (the file's name)")
    parser.add_argument(
        "--owner", metavar="OWNER", help="who answers for it (what stands before / in its name)"
    )
    parser.add_argument(
        "--sequence", metavar="N", type=_sequence, help="number of the edition (the next one)"
    )
    parser.add_argument(
        "--as-of", metavar="WHEN", type=_moment, help="when its owner made it, ISO 8601 (the file's own date)"
    )
    acting.add_to(parser, second=True)
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.set_defaults(act=take_in, parser=parser)


def _add_export(acts: Any, common: ArgumentParser) -> None:
    parser: ArgumentParser = acts.add_parser(
        "export",
        parents=[common],
        allow_abbrev=False,
        help="write a list out as CSV",
        description="Writes a list of the station to a CSV file that can be taken in again, all of it or "
        "nothing. The file is not encrypted; only you may read it.",
    )
    parser.add_argument("file", metavar="FILE", help="the CSV file; an old one of that name is replaced")
    parser.add_argument("--list", metavar="NAME", help="which list (the file's name)")
    acting.add_to(parser, second=True)
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.set_defaults(act=write_out, parser=parser)


def take_in(arguments: Namespace) -> int:
    """Import one file."""
    from borderdesk.access import Act
    from watchlist import store
    from watchlist.importers import csv_lists

    now = datetime.now(UTC)
    file = Path(arguments.file)
    name = arguments.list or file.stem
    as_of = arguments.as_of or _file_date(file, now)
    if as_of > now:
        complain(label("future_list", as_of=as_of.isoformat(timespec="minutes")))
    station = settings.open_station(settings.home(arguments))
    try:
        by = acting.who(arguments, station, Act.IMPORT_LIST, now=now)
        with station.watchlist(writing=True) as session:
            stored = [state.sequence for state in store.lists(session) if state.name == name]
            state = store.replace_list(
                session,
                name,
                arguments.owner or name.partition("/")[0],
                arguments.sequence or max(stored, default=0) + 1,
                as_of,
                csv_lists.read(file),
                imported_at=now,
            )
            # Before the list is there for good: better an entry too many than a list nobody answers for.
            _audit(station, by, "list.imported", state, now)
    finally:
        station.close()
    if arguments.json:
        emit(list_record(state))
    else:
        say(label("taken_in", **_words(state)))
    return 0


def write_out(arguments: Namespace) -> int:
    """Export one list."""
    from borderdesk.access import Act
    from models.watchlist import DocumentEntry, HitKind, Picture
    from watchlist import store
    from watchlist.importers import csv_lists

    file = Path(arguments.file)
    name = arguments.list or file.stem
    now = datetime.now(UTC)
    station = settings.open_station(settings.home(arguments))
    try:
        by = acting.who(arguments, station, Act.EXPORT, now=now)
        with station.watchlist() as session:
            first = next(store.entries(session, name), None)
            kind = HitKind.DOCUMENT if isinstance(first, DocumentEntry) else HitKind.PERSON
            (state,) = [here for here in store.lists(session) if here.name == name]
            _audit(station, by, "list.exported", state, now)  # before: what has left cannot be called back
            entries = (entry for entry in store.entries(session, name) if not isinstance(entry, Picture))
            csv_lists.export(file, entries, kind)
    finally:
        station.close()
    if arguments.json:
        emit(list_record(state))
    else:
        say(label("written_out", path=file, **_words(state)))
    return 0


def show(arguments: Namespace) -> int:
    """Show every list."""
    from watchlist import store

    station = settings.open_station(settings.home(arguments))
    try:
        with station.watchlist() as session:
            states = store.lists(session)
    finally:
        station.close()
    if not states:
        complain(label("no_lists"))
    for state in states:
        if arguments.json:
            emit(list_record(state))
        else:
            say(label("list_of_owner", **_words(state)))
    return 0


def _audit(station: Station, by: acting.Acting, act: str, state: ListState, now: datetime) -> None:
    from borderdesk.audit.chain import record

    with station.cases(writing=True) as session:
        record(
            session,
            by.person,
            act,
            now=now,
            subject=("list", state.name),
            purpose=by.purpose,
            second=by.second,
            details={"sequence": state.sequence, "entries": state.entries},
        )


def _words(state: ListState) -> dict[str, object]:
    return {
        "list": state.name,
        "owner": state.owner,
        "sequence": state.sequence,
        "as_of": f"{state.as_of:%Y-%m-%d %H:%M} UTC",
        "entries": state.entries,
    }


def _file_date(file: Path, now: datetime) -> datetime:
    """When a file was last changed, but never in the future."""
    try:
        changed = datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(microsecond=0)
    except (OSError, OverflowError, ValueError) as error:
        raise ImportCommandError("error.command.list_file", path=file) from error
    return min(changed, now)


def _sequence(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:20]) <= _LARGEST and len(text) <= 19):
        raise ArgumentTypeError(f"{text!r} is no number of an edition; write 1, 2, 3 ...")
    return int(text)


def _moment(text: str) -> datetime:
    """A moment as typed; UTC where it names no zone."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ArgumentTypeError(f"{text!r} is no moment; write it as 2026-11-24T06:00:00Z") from error
