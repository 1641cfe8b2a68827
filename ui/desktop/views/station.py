"""The status line: how old the lists are, and whose station this is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.watchlist import ListState
from ui.desktop.views.marks import Mark
from ui.desktop.views.wording import AMBER_AFTER, RED_AFTER, Wording


@dataclass(frozen=True, slots=True)
class ListView:
    """One list in the status line.

    Attributes:
        text: Name and age.
        mark: GOOD while fresh, DOUBTFUL after a day, BAD after a week.
    """

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class StationView:
    """What the window says of the station.

    Attributes:
        name: Its name.
        training: True where nothing here is real.
        lists: One entry a list; one that says so where there is none.
    """

    name: str
    training: bool
    lists: tuple[ListView, ...]


def station_view(
    name: str, training: bool, lists: tuple[ListState, ...], *, now: datetime, wording: Wording
) -> StationView:
    """The station as the window shows it."""
    shown = tuple(_list(state, now, wording) for state in lists)
    return StationView(name, training, shown or (ListView(wording.say("window.list.none"), Mark.BAD),))


def _list(state: ListState, now: datetime, wording: Wording) -> ListView:
    passed = now - state.as_of
    mark = Mark.BAD if passed > RED_AFTER else Mark.DOUBTFUL if passed > AMBER_AFTER else Mark.GOOD
    return ListView(wording.say("window.list.fresh", list=state.name, age=wording.age(passed)), mark)
