"""`borderdesk station create`: makes a station, whole or not at all."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import Any

from ui.commands import settings
from ui.commands.output import emit, label, say


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    room: ArgumentParser = commands.add_parser(
        "station",
        parents=[common],
        allow_abbrev=False,
        help="make a station",
        description="Works on stations.",
    )
    acts = room.add_subparsers(title="acts", metavar="ACT", required=True)
    parser: ArgumentParser = acts.add_parser(
        "create",
        parents=[common],
        allow_abbrev=False,
        help="make a station in an empty or new folder",
        description="Makes a station: a folder with encrypted databases that the passphrase opens.",
    )
    parser.add_argument("--name", metavar="NAME", help="what the officers call it (the folder's name)")
    parser.add_argument(
        "--training", action="store_true", help="a training station with a small invented watchlist"
    )
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.set_defaults(act=run, parser=parser)


def run(arguments: Namespace) -> int:
    """Make the station."""
    from borderdesk.storage.station import Station

    folder = settings.home(arguments, training=arguments.training)
    if arguments.training:
        from borderdesk.training.station import open_training_station

        station = open_training_station(folder, now=datetime.now(UTC))
    else:
        if settings.has_station(folder):
            raise settings.SettingsError("error.station.not_empty", path=folder)
        chosen = settings.passphrase(None, again=True)
        station = Station.create(folder, chosen, name=arguments.name or folder.absolute().name)
    try:
        record = {"station": station.name, "home": str(station.home), "training": station.training}
    finally:
        station.close()
    if arguments.json:
        emit(record)
    else:
        say(label("station_made", name=record["station"], path=record["home"]))
    return 0
