"""`borderdesk screen`: asks the watchlist about rows of names and numbers."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from time import perf_counter
from typing import Any

from ui.commands import rows, settings
from ui.commands.inspect import day, local_today
from ui.commands.output import aligned, complain, label


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    parser: ArgumentParser = commands.add_parser(
        "screen",
        parents=[common],
        allow_abbrev=False,
        help="ask the watchlist about JSON lines on standard input",
        description="Asks the station's watchlist about each JSON line on standard input, an object with any "
        "of: primary_identifier, secondary_identifier, date_of_birth, nationality, sex, document_number, "
        "issuing_state, document_code. A name or a document number must be among them.",
    )
    parser.add_argument("--json", action="store_true", help='answer with {"hits": [...], "ms": ...} a line')
    parser.add_argument("--today", metavar="YYYY-MM-DD", type=day, help="the day of the question (now)")
    parser.set_defaults(act=run, parser=parser)


def run(arguments: Namespace) -> int:
    """Answer every row."""
    from borderdesk.mrz.dates import birth_date
    from borderdesk.screening import traffic_at
    from models.record import hit_record
    from watchlist import query, screening, store
    from watchlist.index import population
    from watchlist.threshold import excess

    today = arguments.today or local_today(datetime.now(UTC))
    station = settings.open_station(settings.home(arguments))
    try:
        with station.watchlist() as session:
            if not any(state.entries for state in store.lists(session)):
                complain(label("no_lists"))
            persons, reference = population(session), excess(session)
        traffic = traffic_at(station, today)
        least = None if traffic is None else traffic.least_bits(persons, reference)

        def answer(row: Mapping[str, Any]) -> dict[str, Any]:
            start = perf_counter()
            fields = query.fields_from_row(row, birth=partial(birth_date, today=today))
            with station.watchlist() as session:
                found = screening.screen(session, fields, today=today, least_bits=least)
            milliseconds = (perf_counter() - start) * 1000.0
            ignored = [key for key in row if key not in query.FIELDS]
            return {
                "hits": [hit_record(hit) for hit in found.hits],
                "ms": round(milliseconds, 2),
                **({"ignored": ignored} if ignored else {}),
            }

        return rows.answer_rows(answer, _lines, as_json=arguments.json)
    finally:
        station.close()


def _lines(found: Mapping[str, Any]) -> list[str]:
    """An answer for people."""
    if not found["hits"]:
        return [label("no_hit")]
    return aligned(
        [
            (
                label("hit", list=hit["list"], entry=hit["entry"], score=f"{hit['score']:.2f}"),
                hit["reasons"] or [""],
            )
            for hit in found["hits"]
        ],
        indent="",
    )
