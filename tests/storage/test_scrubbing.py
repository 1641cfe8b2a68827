"""Scrubbing leaves nothing in the files of what was deleted, in the clear or decrypted."""

from __future__ import annotations

import random
import re
import threading
from pathlib import Path

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from borderdesk.storage import header
from borderdesk.storage.schema import Database
from borderdesk.storage.station import Station

ADD = sa.text("INSERT INTO facts VALUES (:name, :value)")
DELETE = sa.text("DELETE FROM facts WHERE name = :name")
TRIED = (
    "CREATE TABLE tried (name TEXT PRIMARY KEY, value TEXT, number TEXT)",
    "CREATE INDEX ix_tried ON tried (number, value)",
    "CREATE TABLE tried_too (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
)
ADD_TRIED = (
    sa.text("INSERT INTO tried VALUES (:name, :value, :number)"),
    sa.text("INSERT INTO tried_too VALUES (:name, :value)"),
)
DELETE_TRIED = tuple(sa.text(f"DELETE FROM {table} WHERE name = :name") for table in ("tried", "tried_too"))  # noqa: S608


def pages(home: Path, passphrase: str) -> bytes:
    """Every page of `cases.db`, decrypted without SQLite (SQLCipher 4: AES-256-CBC, 4096 bytes a page)."""
    key = header.read(home).unseal(passphrase, home)[Database.CASES]
    data = (home / "cases.db").read_bytes()
    found = b""
    for start in range(0, len(data), 4096):
        page = data[start : start + 4096]
        opened = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
        found += opened.update(page[0 if start else 16 : -80]) + opened.finalize()
    return found


def planted_in(data: bytes) -> set[str]:
    return {each.decode() for each in re.findall(rb"PLANTED\d{6}X", data)}


def test_only_a_rewritten_database_forgets_rows_that_were_moved(
    station: Station, closed_station: Path, passphrase: str
) -> None:
    """Should SQLite learn to overwrite what it moves, the first scan finds nothing and rewriting may go."""
    chance, there, gone = random.Random(1), dict[str, str](), list[str]()
    with station.cases(writing=True) as session:
        for made in TRIED:
            session.execute(sa.text(made))
    for _ in range(60):
        with station.cases(writing=True) as session:
            for _ in range(chance.choice([5, 200])):
                name, planted = f"{chance.getrandbits(64):016x}", f"PLANTED{len(there) + len(gone):06d}X"
                there[name] = planted
                for statement in ADD_TRIED:
                    value = planted + "y" * chance.choice([1, 50, 900])
                    row = {"name": name, "value": value, "number": f"{chance.getrandbits(30)}"}
                    session.execute(statement, row)
        with station.cases(writing=True) as session:
            for name in chance.sample(sorted(there), min(len(there), chance.choice([5, 150]))):
                gone.append(there.pop(name))
                for statement in DELETE_TRIED:
                    session.execute(statement, {"name": name})
    assert station.scrub(rewrite=False)
    assert (closed_station / "cases.db-wal").stat().st_size == 0
    stays, goes = set(there.values()), set(gone)
    found = planted_in(pages(closed_station, passphrase))
    assert stays <= found
    assert goes & found
    assert station.scrub(rewrite=True)
    assert planted_in(pages(closed_station, passphrase)) == stays
    assert (closed_station / "cases.db-wal").stat().st_size == 0
    station.check()


def test_a_reader_in_the_way_is_told_and_loses_nothing(station: Station) -> None:
    with station.cases(writing=True) as session:
        session.execute(ADD, {"name": "a", "value": "1"})
    with station.cases() as reader:
        assert reader.execute(sa.text("SELECT count(*) FROM facts")).scalar_one() == 1
        with station.cases(writing=True) as session:
            session.execute(DELETE, {"name": "a"})
        done: list[bool] = []
        scrubbing = threading.Thread(target=lambda: done.append(station.scrub(rewrite=True)))
        scrubbing.start()
        scrubbing.join()
        assert done == [False]
        assert reader.execute(sa.text("SELECT count(*) FROM facts")).scalar_one() == 1
    assert station.scrub(rewrite=True)
