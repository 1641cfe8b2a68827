"""Leaving nothing of what was deleted in a database's files.

`secure_delete` overwrites what is deleted where it lies. Two things it does not reach: copies that SQLite
left in the gaps of a page when it moved rows to another page (tried: of 4,000 deleted rows 8 to 17 could
still be read in the decrypted pages), and older pages in the WAL. The first go only when the database is
written anew (VACUUM), the second when the WAL is brought in and cut to nothing.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from borderdesk.storage.errors import BusyError, telling
from borderdesk.storage.schema import Database

REWRITTEN_AT_ONCE = 256 * 1024 * 1024
"""Bytes. Writing a database anew took 13 s a GiB, and as much memory as the file is large; up to this size
that is 3 s, in which others can read and wait to write. A larger one goes by a temporary file, encrypted
with the same key (looked at while it was there)."""


def is_small(home: Path) -> bool:
    """Whether the `cases` of a station's folder are written anew in no time that anybody feels."""
    return (home / f"{Database.CASES.value}.db").stat().st_size <= REWRITTEN_AT_ONCE


def scrub(engine: sa.Engine, path: Path, *, rewrite: bool) -> bool:
    """Bring the WAL in, and write the database anew where asked to.

    Args:
        engine: Of the database.
        path: Its file.
        rewrite: True to write it anew; others can read meanwhile, but not write.

    Returns:
        Whether all of it was done; False where somebody else was reading or writing, to be tried again.

    Raises:
        StorageError: The disk is full, read-only or damaged; the database is as it was.
    """
    connection = engine.raw_connection()  # outside of transactions: VACUUM runs in none
    try:
        with telling(path):
            cursor = connection.cursor()
            if rewrite and path.stat().st_size > REWRITTEN_AT_ONCE:
                cursor.execute("PRAGMA temp_store = FILE")
                try:
                    cursor.execute("VACUUM")
                finally:
                    cursor.execute("PRAGMA temp_store = MEMORY")
            elif rewrite:
                cursor.execute("VACUUM")
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
    except BusyError:
        return False
    finally:
        connection.close()
