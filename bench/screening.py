"""Name matching and screening, measured beside peers: prints Markdown tables.

    script/bench screening [--people 100000] [--documents 0] [--no-peers] [--only recall ...]

For the record: `script/bench screening --people 1000000 --documents 10000000`. Measured, in this order:

* pairs: F1 on labelled pairs of names, beside nomenklatura's logic-v2 and rapidfuzz;
* altered: names of the UN's list altered by hand, found again at half a percent of people alerted in vain;
* aliases: aliases of the UN's and the US list kept back and asked for;
* size: taking in a list as dense with homonyms as the region, besides the UN and US lists; memory, disk;
* recall: listed people seen again with fresh variants, and strangers: by what is asked with, group and kind;
* speed: a screening warm, from a fresh process, beside peers on the same candidates; a delta with a reader.

Invented people and variants are those of `bench/people`, which knows nothing of the matcher.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy.orm import Session

from bench import _crowd, _public, _recall, _speed
from bench._figures import table
from bench._name_peers import LogicV2
from bench._peers import PeerMissingError
from bench.people import shared
from borderdesk.storage.station import Station

PARTS = ("pairs", "altered", "aliases", "size", "recall", "speed")


def _say(lines: Iterable[str]) -> None:
    print(*lines, "", sep="\n", flush=True)


def _peers(options: argparse.Namespace) -> bool:
    """Whether logic-v2 can be measured; says why not."""
    if options.no_peers:
        return False
    try:
        LogicV2().close()
    except PeerMissingError as trouble:
        print(f"Not measured: {trouble}.", file=sys.stderr)
        return False
    return True


def _public_parts(options: argparse.Namespace, place: Path, peers: bool) -> None:
    if "pairs" in options.only:
        _say(_public.pairs_table(peers=peers))
    if "altered" in options.only:
        with Station.create(place / "un", _crowd.PASSPHRASE, name="bench") as station:
            _say(_public.altered_table(station, options.negatives))
    if "aliases" in options.only:
        with Station.create(place / "aliases", _crowd.PASSPHRASE, name="bench") as station:
            _say(_public.aliases_table(station, options.negatives))


def _crowd_parts(options: argparse.Namespace, place: Path, peers: bool) -> None:
    home = options.home or place / "crowd"
    figures: list[tuple[str, str]] = []
    if not Station.exists(home):
        figures += _speed.taken_in(_crowd.make(home, options.people, options.documents))
    with ExitStack() as stack:
        station = stack.enter_context(Station.open(home, _crowd.PASSPHRASE))
        if "recall" in options.only:
            with station.watchlist() as session:
                for lines in _recall_tables(options, session):
                    _say(lines)
        if "speed" in options.only:
            again, strangers = _recall.travellers(options.people, options.seen, options.strangers)
            with station.watchlist() as session:
                figures += _speed.warm(session, strangers[: options.asked], again[: options.asked])
                few = (strangers[: options.asked], again[: options.asked])
                _say(_speed.beside_peers(session, *few, _recall.SHARES[0], peers))
    if "speed" in options.only:
        figures.append(_speed.cold(home, options.starts))
        figures += _speed.delta(home, options.people, options.delta)
    if figures:
        what = f"{options.people:,} invented people, {options.documents:,} documents, encrypted"
        _say(table((what, "value"), figures))


def _recall_tables(options: argparse.Namespace, session: Session) -> Iterator[Iterable[str]]:
    again, strangers = _recall.travellers(options.people, options.seen, options.strangers)
    answers = [_recall.ask(session, mode, again, strangers) for mode in _recall.MODES]
    yield _recall.overall_table(options.people, answers)
    yield _recall.group_table([answers[0], answers[2]])
    yield _recall.kind_table(session, answers[0], _recall.of_each_kind(options.people, options.each_kind))


def main() -> int:
    """Print every table that was asked for."""
    parser = argparse.ArgumentParser(description="Name matching and screening, measured beside peers.")
    parser.add_argument(
        "--people", type=int, default=100_000, help="invented people on the great list (100000)"
    )
    parser.add_argument("--documents", type=int, default=0, help="reported documents beside them (0)")
    parser.add_argument(
        "--home", type=Path, help="where the station of the great list is kept; made if missing"
    )
    parser.add_argument("--seen", type=int, default=2000, help="listed people seen again (2000)")
    parser.add_argument("--strangers", type=int, default=4000, help="travellers on no list (4000)")
    parser.add_argument("--each-kind", type=int, default=150, help="people of each kind of variant (150)")
    parser.add_argument(
        "--negatives", type=int, default=20_000, help="people on no list of the shared data (20000)"
    )
    parser.add_argument("--asked", type=int, default=1000, help="questions whose time is taken (1000)")
    parser.add_argument("--starts", type=int, default=100, help="fresh processes (100)")
    parser.add_argument("--delta", type=int, default=10_000, help="entries of a delta (10000)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="parts to measure; else all")
    parser.add_argument("--no-peers", action="store_true", help="leave logic-v2 out")
    options = parser.parse_args()
    if not shared.present():
        print(f"no name data in {shared.NAMES}: nothing measured", file=sys.stderr)
        return 1
    print(f"Pinned to {_speed.pin()}.\n")
    peers = _peers(options)
    with tempfile.TemporaryDirectory(prefix="borderdesk-") as folder:
        _public_parts(options, Path(folder), peers)
        if {"size", "recall", "speed"} & set(options.only):
            _crowd_parts(options, Path(folder), peers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
