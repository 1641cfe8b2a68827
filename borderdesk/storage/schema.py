"""Bringing a database to the newest schema, and refusing one that is newer than the program.

All steps that are missing run in one transaction; where one fails the database stays as it was. The steps
themselves are in `models.tables.migrations`; alembic is driven from here, without a configuration file.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError

from borderdesk.storage.engine import WRITING, make_engine
from borderdesk.storage.errors import DamagedError, NewerError, telling
from models.tables import migrations

NEWEST = "head"
NOTHING = "base"
_one_at_a_time = Lock()  # alembic's `op` is one for the whole process


class Database(Enum):
    """The two databases of a station; the value names file and migrations."""

    CASES = "cases"
    WATCHLIST = "watchlist"


def steps(database: Database) -> ScriptDirectory:
    """The migrations of a database, as alembic sees them."""
    root = Path(migrations.__file__).parent
    config = Config()
    config.set_main_option("script_location", str(root))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(root / database.value))
    return ScriptDirectory.from_config(config)


def revision(connection: sa.Connection) -> str | None:
    """The step up to which a database has come, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def lacks(path: Path, key: bytes, database: Database) -> str | None:
    """The newest step's number where a database has not come so far, None where it has.

    Raises:
        NewerError: The database knows a step that this program does not.
        DamagedError: The file is no database of this key.
        StorageError: It cannot be read, or the disk is full or read-only.
    """
    known = steps(database)
    engine = make_engine(path, key)
    try:
        with telling(path), engine.connect() as connection:
            now = revision(connection)
        _refuse_newer(known, now, path)
    finally:
        engine.dispose()
    newest = known.get_current_head()
    return None if newest is None or now == newest else newest.rpartition("_")[2]


def refuse_newer(path: Path, key: bytes, database: Database) -> None:
    """Refuse a database that is newer than the program. See `lacks` for what is raised."""
    lacks(path, key, database)


def walk(path: Path, key: bytes, database: Database, *, to: str = NEWEST) -> None:
    """Run every step that a database still lacks; with `to`, walk so far up, or down.

    Args:
        path: The database file; an empty one is filled.
        key: Its key, 32 bytes.
        database: Which of the two it is.
        to: `NEWEST`, the name of a step, or downwards `-1` or `NOTHING`.

    Raises:
        NewerError: The database knows a step that this program does not.
        DamagedError: A step left rows that point nowhere, or the file is no database of this key.
        StorageError: The disk is full, read-only or busy; the database is as it was.
    """
    known = steps(database)
    engine = make_engine(path, key, foreign_keys=False)
    try:
        with telling(path), _one_at_a_time:
            with engine.connect() as connection:
                now = revision(connection)
            _refuse_newer(known, now, path)
            if to == NEWEST and now == known.get_current_head():
                return
            with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
                _take_steps(connection, known, to, path)
    finally:
        engine.dispose()


def _refuse_newer(known: ScriptDirectory, now: str | None, path: Path) -> None:
    if now is None:
        return
    try:
        known.get_revision(now)
    except CommandError as error:
        raise NewerError("error.storage.newer", path=path) from error


def _take_steps(connection: sa.Connection, known: ScriptDirectory, to: str, path: Path) -> None:
    down = to == NOTHING or to.startswith("-")

    def missing(at: Any, _: MigrationContext) -> Any:
        return known._downgrade_revs(to, at) if down else known._upgrade_revs(to, at)

    context = MigrationContext.configure(
        connection, opts={"fn": missing, "script": known, "render_as_batch": True}
    )
    with Operations.context(context):
        context.run_migrations()
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise DamagedError("error.storage.damaged", path=path)
