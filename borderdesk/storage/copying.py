"""A consistent copy of one database while others work on it, checked before anybody relies on it.

`VACUUM INTO` (sqlite.org/lang_vacuum) reads one snapshot, never stops a writer, and leaves out what was
deleted; SQLCipher encrypts the copy with the database's own key.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from borderdesk.storage import integrity
from borderdesk.storage.engine import connect, make_engine
from borderdesk.storage.errors import DamagedError, telling, telling_of_folder


def copy_database(source: Path, key: bytes, target: Path) -> None:
    """Copy a database, and check every page and the number of rows of the copy.

    Args:
        source: The database; others may be reading and writing it.
        key: Its key, 32 bytes; the copy's too.
        target: A file that is not there yet; readable by its owner only.

    Raises:
        DamagedError: The database is damaged.
        StorageError: A disk is full, read-only or out of reach.
    """
    with telling_of_folder(target):
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with telling(source):
        connection = connect(source, key)
        try:
            changes, before = _changes(connection), count_rows(connection)
            try:
                with telling(target):  # what is full is the other disk
                    connection.execute("VACUUM INTO ?", (str(target),))
            except DamagedError as error:
                raise DamagedError("error.storage.damaged", path=source) from error
            after = count_rows(connection)
            quiet = _changes(connection) == changes
        finally:
            connection.close()
    check(target, key)
    with telling(target):
        connection = connect(target, key)
        try:
            copied = count_rows(connection)
        finally:
            connection.close()
    # While others write, only what is never deleted can be held against the copy.
    audited = "audit_entries"
    sound = before.get(audited, 0) <= copied.get(audited, 0) <= after.get(audited, 0)
    if before.keys() != copied.keys() or not sound or (quiet and copied != before):
        raise DamagedError("error.storage.damaged", path=source)


def check(path: Path, key: bytes) -> None:
    """Check every page of a database that nobody has open, its tree, and that all that points has a target.

    Raises:
        DamagedError: Something is not what was written.
        StorageError: It cannot be read.
    """
    engine = make_engine(path, key)
    try:
        integrity.check_all(engine, path)
        with telling(path), engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise DamagedError("error.storage.damaged", path=path)
    finally:
        engine.dispose()


def count_rows(connection: Any) -> dict[str, int]:
    """Rows of every table.

    Args:
        connection: Of `borderdesk.storage.engine.connect`.
    """
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    counted: dict[str, int] = {}
    for (name,) in tables:
        quoted = name.replace('"', '""')
        (rows,) = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()  # noqa: S608 - own tables
        counted[name] = rows
    return counted


def _changes(connection: Any) -> int:
    """A number that is another one once somebody else has committed."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
