"""The command line's entry: parse, run the sub-command, and turn whatever happens into an exit status."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import ui.commands.audit as audit
import ui.commands.backup as backup
import ui.commands.case_acts as case_acts
import ui.commands.health as health
import ui.commands.inspect as inspect
import ui.commands.inspection_log as inspection_log
import ui.commands.keeping as keeping
import ui.commands.log as log
import ui.commands.names as names
import ui.commands.people_acts as people_acts
import ui.commands.policy as policy
import ui.commands.requests as requests
import ui.commands.screen as screen
import ui.commands.station as station
import ui.commands.traveller as traveller
import ui.commands.watchlist as watchlist
from models.cancel import Cancelled
from models.errors import KnownError
from ui.commands.output import OutputError, complain, label, prepare, silence

DONE, NOT_DONE, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def make_parser() -> argparse.ArgumentParser:
    """The parser of every sub-command."""
    parser = argparse.ArgumentParser(
        prog="borderdesk",
        description="Reads travel documents without a network, and says what to do and why. "
        "Without a sub-command it opens the desk.",
        epilog="Exit status: 0 done, 1 something could not be done, 2 wrong usage.",
        allow_abbrev=False,
    )
    _add_home(parser, default=None)
    common = argparse.ArgumentParser(add_help=False)
    _add_home(common, default=argparse.SUPPRESS)
    commands = parser.add_subparsers(title="sub-commands", dest="command", metavar="COMMAND", required=True)
    for room in (
        *(inspect, screen, names, watchlist, station, people_acts, audit, backup),
        *(case_acts, keeping, requests, traveller, policy, inspection_log, health),
    ):
        room.add_to(commands, common)
    return parser


def run(argv: Sequence[str]) -> int:
    """Run one sub-command.

    Args:
        argv: Without the program's name.

    Returns:
        The exit status: 0 done, 1 something could not be done, 2 wrong usage, 130 interrupted.
    """
    prepare()
    log.quiet()
    try:
        arguments = make_parser().parse_args(argv)
        return int(arguments.act(arguments))
    except SystemExit as leaving:  # argparse: help, or wrong usage
        return leaving.code if isinstance(leaving.code, int) else DONE
    except (KeyboardInterrupt, Cancelled):
        return INTERRUPTED
    except BrokenPipeError:  # nobody reads on: nothing to complain of, but not all of it was told
        silence(sys.stdout)
        return NOT_DONE
    except KnownError as error:
        complain(error.sentence())
        if isinstance(error, OutputError):
            silence(sys.stdout)
        return NOT_DONE
    except Exception as error:  # noqa: BLE001 - the border of the program: never a traceback
        complain(_of_bug(error))
        return NOT_DONE


def _of_bug(error: Exception) -> str:
    file = log.write_down(error)
    kind = type(error).__name__
    return label("bug", kind=kind, file=file) if file is not None else label("bug_unlogged", kind=kind)


def _add_home(parser: argparse.ArgumentParser, *, default: str | None) -> None:
    parser.add_argument(
        "--home",
        metavar="DIR",
        default=default,
        help="the station's folder (else BORDERDESK_HOME, else the user's data folder)",
    )
