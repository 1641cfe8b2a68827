"""After a purge no byte of the files, and no decrypted page, tells of whom was purged."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from borderdesk.cases import inspections, retention
from borderdesk.storage import facts, header
from borderdesk.storage.schema import Database
from borderdesk.storage.station import Station
from models.inspection import Inspection
from models.people import THE_DESK, Person, Role
from models.tables.cases import (
    InspectionRow,
    PictureKeyRow,
)

CHECKOUT = Path(__file__).resolve().parents[3]
PASSPHRASE = "four goats cross the Sirba"
NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
TODAY = NOW.date()
SALIF = Person("b" * 32, "salif", "Salif Kone", Role.SUPERVISOR)
Make = Callable[..., Inspection]
Plant = Callable[..., str]
Left = Callable[[Station], dict[str, int]]
Named = Callable[[Inspection, int], Inspection]


def traces(number: int) -> tuple[bytes, ...]:
    return (f"PLANTED{number:05d}Q".encode(), f"PN{number:05d}Q".encode())


def files_of(home: Path) -> bytes:
    """Every byte of the station's folder."""
    return b"\0".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


def pages_of(home: Path) -> list[bytes]:
    """Every page of `cases.db` and of its WAL, decrypted without SQLite.

    SQLCipher 4: AES-256-CBC, 4096 bytes, an initialisation vector and a signature in the last 80.
    """
    key = header.read(home).unseal(PASSPHRASE, home)[Database.CASES]
    found = []
    for file, first, step, head in (("cases.db", 0, 4096, 0), ("cases.db-wal", 32, 4120, 24)):
        data = (home / file).read_bytes() if (home / file).exists() else b""
        for start in range(first, len(data), step):
            number = start // step if head == 0 else int.from_bytes(data[start : start + 4], "big") - 1
            page = data[start + head : start + step]
            opened = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
            found.append(opened.update(page[16 if number == 0 else 0 : -80]) + opened.finalize())
    return found


def found_in(pages: list[bytes], numbers: range | list[int]) -> set[int]:
    whole = b"\0".join(pages)
    return {number for number in numbers if any(trace in whole for trace in traces(number))}


@pytest.fixture
def many(station: Station, inspection: Make, page: Callable[..., Any], plant: Plant, named: Named) -> range:
    """120 travellers in an order that is not that of their numbers; every tenth is kept for another month."""
    small = page(width=64, height=48)
    for number in range(120):
        whole = inspection((number * 7919) % 104_729 + 1, page=small)
        later = TODAY + timedelta(days=30) if number % 10 == 0 else TODAY - timedelta(days=number % 3)
        plant(station, named(whole, number), later, case=number % 2 == 0)
    return range(120)


def test_no_byte_and_no_decrypted_page_tells_of_whom_was_purged(
    station: Station, home: Path, many: range
) -> None:
    gone = [number for number in many if number % 10]
    assert found_in(pages_of(home), many) == set(many)  # the scan can find them, in the database and the WAL
    purged = retention.purge(station, TODAY, THE_DESK, NOW)
    assert (purged.erased.inspections, purged.clean) == (108, True)
    assert (home / "cases.db-wal").stat().st_size == 0
    assert found_in(pages_of(home), many) == set(many) - set(gone)
    assert found_in([files_of(home)], many) == set()
    with station.cases() as session:
        assert session.execute(sa.text("PRAGMA freelist_count")).scalar_one() == 0
        assert len(inspections.recent(session, 1000)) == 12
        for each in inspections.recent(session, 1000):
            assert len(inspections.load(session, each.inspection_id).pictures) == 1
    station.check()


def test_a_purge_that_was_cut_short_before_scrubbing_is_finished_by_the_next(
    station: Station, home: Path, many: range
) -> None:
    with station.cases() as reader:  # a reader in the way: the WAL cannot be cut
        reader.execute(sa.text("SELECT count(*) FROM inspections"))
        with station.cases(writing=True) as session:
            for each in retention.due(session, TODAY):
                retention.erase_now(session, each.record_id, NOW)
        assert facts.get(reader, retention.UNSCRUBBED) is None  # it still sees what was
        assert found_in(pages_of(home), many) == set(many)
    purged = retention.purge_if_due(station, TODAY, NOW)
    assert purged == retention.Purged(retention.Erased(), True)
    assert found_in(pages_of(home), many) == {number for number in many if number % 10 == 0}
    with station.cases() as session:
        assert facts.get(session, retention.UNSCRUBBED) is False


PURGE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from borderdesk.cases import retention
from borderdesk.storage.station import Station
from models.people import THE_DESK
now = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
station = Station.open(Path(sys.argv[1]), sys.argv[2])
some = retention._purge_some
def told(*arguments):
    done = some(*arguments)
    print(done.inspections, flush=True)
    return done
retention._purge_some = told
retention.purge(station, now.date(), THE_DESK, now)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_a_purge_that_was_killed_is_taken_up_again(
    station: Station, home: Path, many: range, left: Left
) -> None:
    station.close()
    with subprocess.Popen(
        [sys.executable, "-c", PURGE, str(home), PASSPHRASE], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    ) as purging:
        assert purging.stdout is not None
        assert purging.stdout.readline() == "10\n"
        purging.kill()
        purging.wait()
    with Station.open(home, PASSPHRASE) as again:
        again.check()
        erased = 120 - left(again)["inspections"]
        assert 10 <= erased < 108
        purged = retention.purge_if_due(again, TODAY, NOW)
        assert purged is not None
        assert (purged.erased.inspections, purged.clean) == (108 - erased, True)
        assert found_in(pages_of(home), many) == {number for number in many if number % 10 == 0}
        with again.cases() as session:
            keys = session.scalar(sa.select(sa.func.count()).select_from(PictureKeyRow))
            assert keys == 12 + 12  # pictures and attachments of those who stay
            assert session.scalar(sa.select(sa.func.count()).select_from(InspectionRow)) == 12
