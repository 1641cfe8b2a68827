"""`borderdesk watchlist ...`: lists into the station, out of it, which are here, and looking into them."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from ui.commands import (
    acting,
    threshold,
    watchlist_export,
    watchlist_families,
    watchlist_import,
    watchlist_search,
    watchlist_show,
)

_LARGEST = 2**62


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

    def add(name: str, act: Callable[..., int], told: str, description: str) -> ArgumentParser:
        parser: ArgumentParser = acts.add_parser(
            name, parents=[common], allow_abbrev=False, help=told, description=description
        )
        parser.set_defaults(act=act, parser=parser)
        return parser

    _add_import(add)
    _add_export(add)
    status = add(
        "status",
        watchlist_show.run_status,
        "show every list with its age",
        "Shows every list of the station, with its owner, edition, age, number of entries, licence, and how "
        "many rows wait in quarantine.",
    )
    status.add_argument("--json", action="store_true", help="one JSON object a line for each list")
    quarantine = add(
        "quarantine",
        watchlist_show.run_quarantine,
        "show the rows of a list that were not understood",
        "Shows every row of the stored edition that was not understood, with its place, the reason and the "
        "remedy.",
    )
    quarantine.add_argument("name", metavar="NAME", help="which list")
    quarantine.add_argument("--json", action="store_true", help="one JSON object a line for each row")
    acting.add_to(quarantine)
    _add_search(add)
    remove = add(
        "remove",
        watchlist_show.run_remove,
        "take a list out with everything in it",
        "Takes a list out of the station with everything in it. On a terminal it asks first.",
    )
    remove.add_argument("name", metavar="NAME", help="which list")
    remove.add_argument("--yes", action="store_true", help="do not ask first")
    remove.add_argument("--json", action="store_true", help="answer with one JSON object")
    acting.add_to(remove, second=True)
    threshold.add_to(acts, common)
    watchlist_families.add_to(acts, common)


_Add = Callable[[str, Callable[..., int], str, str], ArgumentParser]


def _add_import(add: _Add) -> None:
    parser = add(
        "import",
        watchlist_import.run,
        "take a list in, all of it or nothing",
        "Takes a list into the station, in place of the one that is there under that name. Either all of "
        "it is taken in or nothing. What would change is shown first; on a terminal it asks.",
    )
    parser.add_argument("file", metavar="FILE", help="the list, of any form that docs/lists.md names")
    parser.add_argument("--list", metavar="NAME", help="what the list is called (the file's name)")
    parser.add_argument(
        "--owner", metavar="OWNER", help="who answers for it (as the list says, or NAME up to /)"
    )
    parser.add_argument(
        "--sequence", metavar="N", type=_sequence, help="number of the edition (the next one)"
    )
    parser.add_argument(
        "--as-of",
        metavar="WHEN",
        type=_moment,
        help="when its owner made it, ISO 8601 (as the list says, or the file's own date)",
    )
    parser.add_argument("--licence", metavar="TEXT", help="on what terms it may be used (as its source says)")
    parser.add_argument(
        "--format",
        choices=watchlist_import.FORMATS,
        help="its form, where it is not to be told by its content",
    )
    parser.add_argument(
        "--action",
        choices=("stop", "refer", "inform"),
        help="what entries ask for where the list does not say (by its form)",
    )
    parser.add_argument(
        "--with-politically-exposed",
        action="store_true",
        help="take in persons who are only politically exposed; they are left out otherwise",
    )
    parser.add_argument(
        "--quarantine",
        action="store_true",
        help="put rows that are not understood into quarantine; otherwise one of them refuses the list",
    )
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")
    parser.add_argument("--yes", action="store_true", help="neither show what would change nor ask")
    acting.add_to(parser, second=True)
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")


def _add_export(add: _Add) -> None:
    parser = add(
        "export",
        watchlist_export.run,
        "write a list out",
        "Writes a list of the station to a file that can be taken in again, all of it or nothing, pictures "
        "to a folder beside it. The file is not encrypted; only you may read it.",
    )
    parser.add_argument("file", metavar="FILE", help="where to; an old file of that name is replaced")
    parser.add_argument("--list", metavar="NAME", help="which list (the file's name)")
    parser.add_argument(
        "--format",
        choices=watchlist_export.FORMATS,
        help="its form (ftm_json for a FILE in .json or .jsonl, else csv)",
    )
    acting.add_to(parser, second=True)
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")


def _add_search(add: _Add) -> None:
    parser = add(
        "search",
        watchlist_search.run,
        "look for a name on every list",
        "Looks for a name on every list, as screening does, and also shows who came near. Stands in the "
        "audit with its purpose, without the name.",
    )
    parser.add_argument("name", metavar="NAME", nargs="+", help="in any script and order")
    parser.add_argument("--birth-date", metavar="DATE", default="", help="1974, 1974-08 or 1974-08-12")
    parser.add_argument("--nationality", metavar="CODE", default="", help="as in the machine-readable zone")
    parser.add_argument("--sex", metavar="SEX", default="", help="F, M or X")
    acting.add_to(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line for each hit")


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
