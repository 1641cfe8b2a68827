"""`borderdesk station`: makes a station, changes what opens it, and opens a watchlist that was shut."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from models.people import THE_DESK
from ui.commands import acting, settings
from ui.commands.acting import Acting
from ui.commands.output import emit, label, say

if TYPE_CHECKING:
    from borderdesk.storage.station import Station


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    room: ArgumentParser = commands.add_parser(
        "station",
        parents=[common],
        allow_abbrev=False,
        help="make a station, change what opens it",
        description="Works on stations.",
    )
    acts = room.add_subparsers(title="acts", metavar="ACT", required=True)
    parser = _add(
        acts,
        common,
        "create",
        "make a station in an empty or new folder",
        "Makes a station: a folder with encrypted databases that the passphrase opens. "
        "Prints the recovery key.",
    )
    parser.add_argument("--name", metavar="NAME", help="what the officers call it (the folder's name)")
    parser.add_argument(
        "--training", action="store_true", help="a training station with a small invented watchlist"
    )
    parser.set_defaults(act=run, parser=parser)
    for name, act, brief, words in (
        (
            "passphrase",
            change_passphrase,
            "change the passphrase",
            "Sets a new passphrase. The recovery key stays.",
        ),
        (
            "recover",
            recover,
            "set a new passphrase by the recovery key",
            "Sets a new passphrase by the recovery key.",
        ),
        (
            "recovery-key",
            make_recovery_key,
            "make and print a new recovery key",
            "Makes a recovery key and prints it, once. An older one opens nothing any more.",
        ),
        (
            "duress",
            set_duress,
            "set a passphrase that erases the keys",
            "Sets a passphrase which, typed when the station is opened, erases its keys for good.",
        ),
        (
            "second-factor",
            set_second_factor,
            "ask this computer's keyring as well as the passphrase",
            "From now on the station opens only where the keyring of this computer and user helps. "
            "The recovery key works without.",
        ),
        (
            "open-watchlist",
            open_watchlist,
            "open a watchlist that was shut for want of contact",
            "Opens a watchlist that the policy has shut after days without contact.",
        ),
    ):
        parser = _add(acts, common, name, brief, words)
        if name in ("duress", "second-factor"):
            parser.add_argument("--remove", action="store_true", help="from now on there is none")
        if name != "recover":  # whoever has the recovery key needs no account
            acting.add_to(parser)
        parser.set_defaults(act=act, parser=parser)


def _add(acts: Any, common: ArgumentParser, name: str, brief: str, words: str) -> ArgumentParser:
    parser: ArgumentParser = acts.add_parser(
        name, parents=[common], allow_abbrev=False, help=brief, description=words
    )
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    return parser


def run(arguments: Namespace) -> int:
    """Make the station."""
    from borderdesk.storage.station import Station

    folder = settings.home(arguments, training=arguments.training)
    recovery_key = None
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
        if not arguments.training:
            recovery_key = station.make_recovery_key(chosen)
    finally:
        station.close()
    if arguments.json:
        emit({**record, "recovery_key": recovery_key})
    else:
        say(label("station_made", name=record["station"], path=record["home"]))
        if recovery_key is not None:
            say(label("recovery_key_made"), recovery_key)
    return 0


def change_passphrase(arguments: Namespace) -> int:
    """Wrap the keys by a new passphrase."""
    station, words = _open(arguments)
    with station:
        who = _who(arguments, station)
        new = settings.secret(
            settings.NEW_PASSPHRASE_FILE, label("new_passphrase"), again=label("passphrase_again")
        )
        station.change_passphrase(words, new)
        _write_down(station, who)
    return _done(arguments, "passphrase_changed")


def recover(arguments: Namespace) -> int:
    """Wrap the keys by a new passphrase with the recovery key's help."""
    from borderdesk.storage.station import Station

    folder = settings.home(arguments)
    if not settings.has_station(folder):
        raise settings.SettingsError("error.command.no_station", path=folder)
    typed = settings.secret(settings.RECOVERY_KEY_FILE, label("recovery_key"))
    new = settings.secret(
        settings.NEW_PASSPHRASE_FILE, label("new_passphrase"), again=label("passphrase_again")
    )
    Station.recover(folder, typed, new)
    with settings.open_by(folder, lambda: new) as station:
        _write_down(station, Acting(THE_DESK, "recovery key", None))
    return _done(arguments, "passphrase_changed")


def make_recovery_key(arguments: Namespace) -> int:
    """Make a recovery key and print it."""
    station, words = _open(arguments)
    with station:
        who = _who(arguments, station)
        recovery_key = station.make_recovery_key(words)
        _write_down(station, who)
    if arguments.json:
        emit({"recovery_key": recovery_key})
    else:
        say(label("recovery_key_made"), recovery_key)
    return 0


def set_duress(arguments: Namespace) -> int:
    """Set the passphrase of duress, or take it away."""
    station, words = _open(arguments)
    with station:
        who = _who(arguments, station)
        duress = None
        if not arguments.remove:
            duress = settings.secret(
                settings.NEW_PASSPHRASE_FILE, label("duress_passphrase"), again=label("passphrase_again")
            )
        station.set_duress(words, duress)
        _write_down(station, who)
    return _done(arguments, "duress_removed" if arguments.remove else "duress_set")


def set_second_factor(arguments: Namespace) -> int:
    """Ask the keyring at opening, or no more."""
    station, words = _open(arguments)
    with station:
        who = _who(arguments, station)
        station.set_second_factor(words, on=not arguments.remove)
        _write_down(station, who)
    return _done(arguments, "second_factor_removed" if arguments.remove else "second_factor_set")


def open_watchlist(arguments: Namespace) -> int:
    """Count the days without contact anew."""
    from borderdesk.audit import chain
    from borderdesk.storage import contact

    now = datetime.now(UTC)
    station, _ = _open(arguments)
    with station:
        who = _who(arguments, station)
        with station.cases(writing=True) as session:
            contact.made(session, now)
            chain.record(session, who.person, "watchlist.opened", now=now, purpose=who.purpose)
    return _done(arguments, "watchlist_opened")


def _open(arguments: Namespace) -> tuple[Station, str]:
    """The station, and the passphrase that opened it."""
    folder = settings.home(arguments)
    asked: list[str] = []

    def words() -> str:
        asked.append(settings.passphrase(folder))
        return asked[0]

    return settings.open_by(folder, words), asked[0]


def _who(arguments: Namespace, station: Station) -> Acting:
    from borderdesk.access.permissions import Act

    return acting.who(arguments, station, Act.MANAGE_STATION, now=datetime.now(UTC))


def _write_down(station: Station, who: Acting) -> None:
    """One entry for whatever opens the station: the audit does not tell of a passphrase of duress."""
    from borderdesk.audit import chain

    with station.cases(writing=True) as session:
        chain.record(session, who.person, "station.keys_changed", now=datetime.now(UTC), purpose=who.purpose)


def _done(arguments: Namespace, key: str) -> int:
    if arguments.json:
        emit({"done": True})
    else:
        say(label(key))
    return 0
