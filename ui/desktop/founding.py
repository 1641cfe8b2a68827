"""Making a station with its first administrator: both, or nothing.

The station is made beside its place, gets its administrator there, and takes its place at the very end: a
plug that is pulled in between leaves no station into which nobody could sign in.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from borderdesk.access import people
from borderdesk.storage import header
from borderdesk.storage.errors import StorageError, telling_of_folder
from borderdesk.storage.station import Station
from models.people import THE_DESK, Role
from ui.desktop.views.new_post import NewPost


def can_found(home: Path) -> bool:
    """Whether a folder could become a station: it is missing or empty.

    Raises:
        StorageError: It cannot be looked into.
    """
    with telling_of_folder(home):
        return not home.exists() or (home.is_dir() and next(home.iterdir(), None) is None)


def found(home: Path, new: NewPost, now: datetime) -> str:
    """Make a station with its first administrator.

    Args:
        home: A folder that is missing or empty.
        new: What was asked for.
        now: The moment, timezone-aware.

    Returns:
        The recovery key, to be written down; it is kept nowhere.

    Raises:
        KnownError: The folder holds something, a name or password will not do, or the disk is full or
            read-only. Nothing was made.
    """
    if not can_found(home):
        raise StorageError("error.station.not_empty", path=home)
    home = home.absolute()
    with telling_of_folder(home):
        home.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
    try:
        building = beside / home.name
        with Station.create(building, new.passphrase, name=new.name) as station:
            with station.cases(writing=True) as session:
                people.add(
                    session, THE_DESK, new.username, new.full_name, Role.ADMINISTRATOR, new.password, now=now
                )
            recovery_key = station.make_recovery_key(new.passphrase)
        if not can_found(home):
            raise StorageError("error.station.not_empty", path=home)
        with telling_of_folder(home):
            if home.exists():
                home.rmdir()
            building.rename(home)
            header.sync_folder(home.parent)
    except StorageError as error:
        params = {**dict(error.message.params), "path": home}  # not the hidden place beside it
        raise type(error)(error.message.key, **params) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return recovery_key
