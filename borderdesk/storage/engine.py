"""SQLAlchemy over SQLCipher: how a database is opened, and what makes a transaction.

* A pool keeps a few connections open: opening is cheap (0.5 ms with a raw key), but the pages that a
  connection has decrypted are not, and closing the last one rewrites the WAL. A thread that begins a
  transaction has a connection to itself until it ends; any thread may have it next.
* Transactions begin by an explicit BEGIN, because the driver's own habit leaves SELECTs outside. Readers
  never wait for a writer (WAL). A transaction that reads and then writes begins as a writer
  (`WRITING`): SQLite refuses to turn a reader into a writer once somebody else has written.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3
from sqlalchemy.pool import QueuePool

BUSY_MILLISECONDS = 10_000
_KEPT_CONNECTIONS = 4
_FURTHER_CONNECTIONS = 12
_KEPT_WAL_BYTES = 16 * 1024 * 1024
WRITING = "borderdesk_writing"
"""Execution option of a connection whose transaction takes the write lock at its start."""

_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    f"PRAGMA journal_size_limit = {_KEPT_WAL_BYTES}",  # a list of a million persons leaves no huge WAL
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",  # no file in the clear when a sort grows large
    "PRAGMA trusted_schema = OFF",
)
_to_json = partial(json.dumps, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def connect(path: Path, key: bytes, *, foreign_keys: bool = True) -> Any:
    """One connection of the driver, keyed and set.

    Args:
        path: An existing file; an empty one becomes a database.
        key: 32 bytes.
        foreign_keys: Off only for migrations, which rebuild tables that others point to.

    Raises:
        sqlcipher3.Error: What SQLite says; `borderdesk.storage.errors.telling` puts it in words.
    """
    connection = sqlcipher3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        # What SQLCipher would print on standard error comes back as an error anyway.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(path: Path, key: bytes, *, foreign_keys: bool = True) -> sa.Engine:
    """An engine over one database; nothing is opened before it is used. See `connect` for the arguments."""
    engine = sa.create_engine(
        "sqlite://",
        module=sqlcipher3,
        creator=partial(connect, path, key, foreign_keys=foreign_keys),
        poolclass=QueuePool,
        pool_size=_KEPT_CONNECTIONS,
        max_overflow=_FURTHER_CONNECTIONS,
        pool_timeout=BUSY_MILLISECONDS / 1000,
        json_serializer=_to_json,
        hide_parameters=True,  # no traveller's name in an error or a log
    )
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
