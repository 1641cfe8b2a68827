"""`borderdesk watchlist search`: a name asked of every list, with the reasons, and with who came near."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any

from ui.commands import acting, settings
from ui.commands.inspect import local_today
from ui.commands.output import aligned, complain, emit, label, say
from ui.commands.watchlist_words import audit

if TYPE_CHECKING:
    from models.watchlist import Hit


def run(arguments: Namespace) -> int:
    """Look for one name."""
    from borderdesk.access import Act
    from borderdesk.access.permissions import require_purpose
    from borderdesk.mrz.dates import birth_date
    from borderdesk.screening import traffic_at
    from watchlist import query, screening
    from watchlist.index import population
    from watchlist.threshold import excess

    require_purpose(Act.SEARCH_PEOPLE, arguments.purpose)  # also where the program itself acts
    now = datetime.now(UTC)
    today = local_today(now)
    row = {
        "primary_identifier": acting.words(" ".join(arguments.name)),
        "date_of_birth": arguments.birth_date,
        "nationality": arguments.nationality,
        "sex": arguments.sex,
    }
    fields = query.fields_from_row(row, birth=partial(birth_date, today=today))
    station = settings.open_station(settings.home(arguments))
    try:
        by = acting.who(arguments, station, Act.SEARCH_PEOPLE, now=now)
        audit(
            station, by, Act.SEARCH_PEOPLE, "list.searched", "", now
        )  # before: what was seen cannot be unseen
        traffic = traffic_at(station, today)
        with station.watchlist() as session:
            least = None if traffic is None else traffic.least_bits(population(session), excess(session))
            found = screening.screen(session, fields, today=today, least_bits=least)
            wide = screening.screen(session, fields, today=today, least_bits=-inf)
    finally:
        station.close()
    told = {(hit.list_name, hit.entry.entry_id) for hit in found.hits}
    near = [hit for hit in wide.hits if (hit.list_name, hit.entry.entry_id) not in told]
    if not found.lists:
        complain(label("no_lists"))
    for hit, is_near in (*((hit, False) for hit in found.hits), *((hit, True) for hit in near)):
        if arguments.json:
            emit(_record(hit, is_near))
        else:
            say(*_lines(hit, is_near))
    if not found.hits and not arguments.json:
        say(label("no_hit"))
    return 0


def _record(hit: Hit, near: bool) -> dict[str, Any]:
    from models.record import hit_record
    from models.watchlist import PersonEntry

    entry = hit.entry
    names = [*entry.names, *entry.weak_names] if isinstance(entry, PersonEntry) else []
    return {**hit_record(hit), "near": near, "names": names, "action": entry.mandate.action.value}


def _lines(hit: Hit, near: bool) -> list[str]:
    from models.watchlist import PersonEntry

    title = label("hit", list=hit.list_name, entry=hit.entry.entry_id, score=f"{hit.score:.2f}")
    lines = [reason.text() for reason in hit.reasons]
    if isinstance(hit.entry, PersonEntry):
        lines.insert(0, hit.entry.names[0])
    if near:
        lines.append(label("near"))
    return aligned([(title, lines)], indent="")
