"""`borderdesk watchlist export`: writes a list so that it can be taken in again as it was."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ui.commands import acting, settings
from ui.commands.output import emit, label, say
from ui.commands.records import list_record
from ui.commands.watchlist_words import audit, counts, words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FORMATS = ("csv", "ftm_json")
_JSON = (".json", ".jsonl", ".ndjson")


def run(arguments: Namespace) -> int:
    """Export one list."""
    from borderdesk.access import Act
    from watchlist import store

    file = Path(arguments.file)
    name = arguments.list or file.stem
    now = datetime.now(UTC)
    station = settings.open_station(settings.home(arguments))
    try:
        by = acting.who(arguments, station, Act.EXPORT, now=now)
        with station.watchlist() as session:
            next(store.entries(session, name), None)  # an unknown list is told before it is audited
            (state,) = [here for here in store.lists(session) if here.name == name]
            # Before: what has left cannot be called back.
            audit(station, by, Act.EXPORT, "list.exported", name, now, counts(state))
            _write(session, name, file, arguments.format)
    finally:
        station.close()
    if arguments.json:
        emit(list_record(state))
    else:
        say(label("written_out", path=file, **words(state)))
    return 0


def _write(session: Session, name: str, file: Path, form: str | None) -> None:
    from models.watchlist import DocumentEntry, HitKind, Picture
    from watchlist import store
    from watchlist.importers import csv_lists, ftm_export

    if form == "ftm_json" or (form is None and file.suffix.lower() in _JSON):
        ftm_export.export(file, store.entries(session, name))
        return
    entries = (each for each in store.entries(session, name) if not isinstance(each, Picture))
    kind = HitKind.DOCUMENT if isinstance(next(entries, None), DocumentEntry) else HitKind.PERSON
    csv_lists.export(file, store.entries(session, name), kind)
