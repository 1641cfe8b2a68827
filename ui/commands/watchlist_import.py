"""`borderdesk watchlist import`: shows what would change, asks, and takes all of it in or nothing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.cancel import Cancelled, CancelToken
from models.errors import KnownError
from models.message import message
from ui.commands import acting, long_work, settings
from ui.commands.inspect import local_today
from ui.commands.output import complain, emit, label, say
from ui.commands.records import difference_record, list_record
from ui.commands.watchlist_words import audit, counts, terms, words

if TYPE_CHECKING:
    from borderdesk.storage.station import Station
    from models.watchlist import Difference, ListState
    from watchlist.importers.source import Item, Source

FORMATS = (
    "csv", "xlsx", "un_xml", "ofac_csv", "ofac_advanced_xml", "eu_xml", "eu_csv", "ftm_json",
    "opensanctions_csv",
)  # fmt: skip
_SHOWN = 5
"""Examples of each kind that people are shown."""


class ImportCommandError(KnownError):
    """The file to be taken in cannot be looked at."""


def run(arguments: Namespace) -> int:
    """Import one file."""
    from borderdesk.access import Act

    now = datetime.now(UTC)
    file = Path(arguments.file)
    name = arguments.list or file.stem
    if arguments.as_of is not None and arguments.as_of > now:
        complain(label("future_list", as_of=arguments.as_of.isoformat(timespec="minutes")))
    file_date = _file_date(file, now)
    station = settings.open_station(settings.home(arguments))
    try:
        by = acting.who(arguments, station, Act.IMPORT_LIST, now=now)
        with long_work.cancellable() as cancel:
            found = None
            if arguments.dry_run or (not arguments.yes and _worth_comparing(station, name)):
                found = _compared(arguments, station, name, cancel)
                if arguments.dry_run:
                    if arguments.json:
                        emit({"list": name, "difference": difference_record(found)})
                    return 0
                if long_work.can_ask() and not long_work.agreed(label("take_in", list=name)):
                    complain(label("not_taken_in"))
                    return 1
            state, left_out = _taken(arguments, station, by, name, file_date, now, cancel)
            _measure(station, now, cancel)
    except Cancelled:
        complain(label("cancelled"))
        raise
    finally:
        station.close()
    _tell(arguments, state, found, left_out)
    return 0


def _worth_comparing(station: Station, name: str) -> bool:
    """Whether there is somebody to ask, or an edition to compare with."""
    from watchlist import store

    with station.watchlist() as session:
        return long_work.can_ask() or any(state.name == name for state in store.lists(session))


def _compared(arguments: Namespace, station: Station, name: str, cancel: CancelToken) -> Difference:
    """What would change, told on standard error, or on standard output where nothing else comes there."""
    from watchlist import store

    with _opened(arguments) as source, long_work.Progress("comparing", source.position) as progress:
        with station.watchlist() as session:
            found = store.compare_list(
                session, name, _stoppable(source, cancel), cancel=cancel, progress=progress
            )
        left_out = dict(source.left_out)
    lines = [label("difference", list=name, **difference_record(found, examples=False))]
    for kind, examples in zip(("added", "changed", "removed"), found.examples, strict=True):
        if examples:
            shown = ", ".join(examples[:_SHOWN]) + (" ..." if len(examples) > _SHOWN else "")
            lines.append(label(f"difference_{kind}", entries=shown))
    if arguments.dry_run and not arguments.json:
        say(*lines)
    else:
        for line in lines:
            complain(line)
    if arguments.dry_run:
        _tell_left_out(left_out)
    return found


def _taken(
    arguments: Namespace,
    station: Station,
    by: acting.Acting,
    name: str,
    file_date: datetime,
    now: datetime,
    cancel: CancelToken,
) -> tuple[ListState, dict[str, int]]:
    """The list as it is now, and what was left out of it by rule."""
    from borderdesk.access import Act
    from watchlist import store

    with _opened(arguments) as source, long_work.Progress("taking_in", source.position) as progress:
        with station.watchlist(writing=True) as session:
            stored = [state for state in store.lists(session) if state.name == name]
            state = store.replace_list(
                session,
                name,
                arguments.owner or source.owner or name.partition("/")[0],
                arguments.sequence or max((each.sequence for each in stored), default=0) + 1,
                arguments.as_of or source.as_of or file_date,
                _stoppable(source, cancel),
                imported_at=now,
                licence=source.licence if arguments.licence is None else acting.words(arguments.licence),
                cancel=cancel,
                progress=progress,
            )
            cancel.raise_if_cancelled()
            # Before the list is there for good: better an entry too many than a list nobody answers for.
            details = {**counts(state), "format": source.format.value}
            audit(station, by, Act.IMPORT_LIST, "list.imported", name, now, details)
        return state, dict(source.left_out)


def _measure(station: Station, now: datetime, cancel: CancelToken) -> None:
    """Ask the lists about strangers where they have changed much; the list is there, measured or not."""
    from borderdesk.screening import measure_strangers

    done = 0.0

    def told(share: float) -> None:
        nonlocal done
        done = share
        progress(round(share * 100))

    with long_work.Progress("measuring", lambda: done) as progress, suppress(Cancelled):
        measure_strangers(station, local_today(now), cancel=cancel, progress=told)


def _opened(arguments: Namespace) -> Source:
    from models.watchlist import EntryAction
    from watchlist.importers.formats import open_source
    from watchlist.importers.source import ListFormat, Options

    form = ListFormat(arguments.format) if arguments.format else None
    options = Options(
        EntryAction(arguments.action) if arguments.action else None,
        politically_exposed=arguments.with_politically_exposed,
        quarantine=arguments.quarantine,
    )
    return open_source(Path(arguments.file), form, options)


def _stoppable(source: Source, cancel: CancelToken) -> Iterator[Item]:
    """The items, asking between any two of them whether to stop: batches of the store may take seconds."""
    for item in source.items:
        cancel.raise_if_cancelled()
        yield item


def _tell(arguments: Namespace, state: ListState, found: Difference | None, left_out: dict[str, int]) -> None:
    _tell_left_out(left_out)
    if arguments.json:
        difference = None if found is None else difference_record(found)
        emit({**list_record(state), "difference": difference, "left_out": left_out})
        return
    say(label("taken_in", **words(state)), *terms(state))


def _tell_left_out(left_out: dict[str, int]) -> None:
    for reason, count in sorted(left_out.items()):
        complain(message(f"watchlist.left_out.{reason}", count=count).text())


def _file_date(file: Path, now: datetime) -> datetime:
    """When a file was last changed, but never in the future."""
    try:
        changed = datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(microsecond=0)
    except (OSError, OverflowError, ValueError) as error:
        raise ImportCommandError("error.command.list_file", path=file) from error
    return min(changed, now)
