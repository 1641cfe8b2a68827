"""The training station: a real encrypted station with an invented watchlist, made on the spot.

Rules of this module:

* it never touches a real station: what is not marked as training is refused;
* its lists are the program's own exercise lists. Whoever opens the station makes a new edition of them, dated
  at that moment, which is what that date means: so an exercise never ends in "list too old". Lists of a real
  station get their date from their owner and never from here.
"""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from borderdesk.storage import header
from borderdesk.storage.errors import telling_of_folder
from borderdesk.storage.station import Station
from borderdesk.training.tray import TrayItem, tray
from models.errors import KnownError
from resources import path
from watchlist import store
from watchlist.importers import csv_lists

__all__ = ["TrainingError", "TrayItem", "open_training_station", "tray"]

NAME = "Training desk"
OWNER = "Exercise of this program; nothing in it is real"
PASSPHRASE_FILE = "training.passphrase"  # noqa: S105 - a file's name
LISTS = (("UTO/persons", "persons.csv"), ("UTO/documents", "documents.csv"))
"""Name of each exercise list, and its file in `resources/training`."""


class TrainingError(KnownError):
    """The training station cannot be opened."""


def open_training_station(home: Path, *, now: datetime) -> Station:
    """Open the training station in a folder, made there at the first time, with fresh exercise lists.

    Its passphrase is random and lies beside the databases in `training.passphrase`: a training station
    guards nothing, and a newcomer has no passphrase to type. All else is as on a real station.

    Args:
        home: The station's folder; missing or empty at the first time.
        now: The moment at which it is opened, timezone-aware; the exercise lists are dated with it.

    Returns:
        The open station; the caller closes it.

    Raises:
        TrainingError: The station there is a real one, or its passphrase is gone.
        StorageError: There are other things in the folder, or the disk is full, read-only or out of reach.
    """
    home = home.absolute()
    if not Station.exists(home):
        station = Station.create(home, _waiting_passphrase(home), name=NAME, training=True)
    elif header.read(home).training:
        station = Station.open(home, _passphrase(home))
    else:
        raise TrainingError("error.training.real", path=home)
    try:
        _passphrase(home)
        _renew_lists(station, now)
    except BaseException:
        station.close()
        raise
    return station


def _waiting_place(home: Path) -> Path:
    """Where the passphrase waits until the station's folder is there; making that is all or nothing."""
    return home.with_name(f".{home.name}.{PASSPHRASE_FILE}")


def _waiting_passphrase(home: Path) -> str:
    """A passphrase that is on the disk before the station is: no crash in between locks anybody out."""
    place = _waiting_place(home)
    with telling_of_folder(home):
        home.parent.mkdir(parents=True, exist_ok=True)
        if place.exists() and (left := place.read_text(encoding="ascii")):
            return left
        place.unlink(missing_ok=True)
        passphrase = secrets.token_urlsafe(24)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(passphrase)
            file.flush()
            os.fsync(file.fileno())
    return passphrase


def _passphrase(home: Path) -> str:
    place, waiting = home / PASSPHRASE_FILE, _waiting_place(home)
    with telling_of_folder(home):
        if not place.exists() and waiting.exists():
            waiting.replace(place)
        if not place.exists():
            raise TrainingError("error.training.no_passphrase", path=home, file=PASSPHRASE_FILE)
        return place.read_text(encoding="utf-8").strip()


def _renew_lists(station: Station, now: datetime) -> None:
    """Take in a new edition of every exercise list, all in one transaction."""
    with station.watchlist(writing=True) as session:
        here = {state.name: state.sequence for state in store.lists(session)}
        for name, file in LISTS:
            store.replace_list(
                session,
                name,
                OWNER,
                here.get(name, 0) + 1,
                now.astimezone(UTC),
                csv_lists.read(path("training", file)),
                imported_at=now.astimezone(UTC),
            )
