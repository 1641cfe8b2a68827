"""`borderdesk watchlist status|quarantine|remove`: which are here, what was not understood, taking out."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from models.message import Message
from ui.commands import acting, long_work, settings
from ui.commands.output import aligned, complain, emit, label, say
from ui.commands.records import list_record
from ui.commands.watchlist_words import audit, counts, terms, words


def run_status(arguments: Namespace) -> int:
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
            say(label("list_of_owner", **words(state)), *(f"  {line}" for line in terms(state)))
    return 0


def run_quarantine(arguments: Namespace) -> int:
    """Show the rows of a list that were not understood."""
    from borderdesk.access import Act
    from watchlist import store

    now = datetime.now(UTC)
    station = settings.open_station(settings.home(arguments))
    try:
        acting.who(arguments, station, Act.SEE_QUARANTINE, now=now)
        with station.watchlist() as session:
            rows = list(store.quarantine(session, arguments.name))
    finally:
        station.close()
    if not rows:
        complain(label("no_quarantine", list=arguments.name))
    for row in rows:
        why, remedy = row.why.text(), Message(f"{row.why.key}.remedy", row.why.params).text()
        if arguments.json:
            emit({"row": row.row, "column": row.column, "why": why, "remedy": remedy, "raw": row.raw})
        else:
            say(*aligned([(str(row.row), [f"{why} {remedy}", repr(row.raw)])], indent=""))
    return 0


def run_remove(arguments: Namespace) -> int:
    """Take a list out."""
    from borderdesk.access import Act
    from watchlist import store

    now = datetime.now(UTC)
    station = settings.open_station(settings.home(arguments))
    try:
        by = acting.who(arguments, station, Act.IMPORT_LIST, now=now)
        with station.watchlist() as session:
            here = [state for state in store.lists(session) if state.name == arguments.name]
        asked = here and not arguments.yes and long_work.can_ask()
        if asked and not long_work.agreed(label("take_out", **words(here[0]))):
            complain(label("not_taken_in"))
            return 1
        with station.watchlist(writing=True) as session:
            here = [state for state in store.lists(session) if state.name == arguments.name]
            store.remove_list(session, arguments.name)  # says so where there is none of that name
            (state,) = here
            audit(station, by, Act.IMPORT_LIST, "list.removed", state.name, now, counts(state))
    finally:
        station.close()
    if arguments.json:
        emit(list_record(state))
    else:
        say(label("taken_out", **words(state)))
    return 0
