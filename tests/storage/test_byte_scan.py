"""No byte that the station wrote says a name, a number or a reason in the clear, not even after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from borderdesk.storage import engine as engines
from borderdesk.storage import header
from borderdesk.storage.schema import Database
from borderdesk.storage.station import Station

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "four goats cross the Sirba"
SURNAME, GIVEN, NUMBER = "Kwasigrochŋa", "Ouëlessébougou Zdravko", "QX71V93ZK"
REASON, WANTED, WANTED_NUMBER = "Xylographer with a forged stamp", "Vrhovnikjević Þorgrímur", "WZ55J02RT"
PLANTED = (SURNAME, GIVEN, NUMBER, REASON, WANTED, WANTED_NUMBER)

DESK = """
import os, signal, sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from borderdesk.cases import inspections, pictures
from borderdesk.storage.station import Station
from models.document import Sex
from models.watchlist import EntryAction, Mandate, PersonEntry
from script.torturing import ground
from ui.commands import log
from watchlist.store import replace_list

home, out, passphrase, surname, given, number, reason, wanted, wanted_number = sys.argv[1:]
one = ground.inspection(1)
names = {"primary_identifier": surname, "secondary_identifier": given}
fields = replace(one.document.fields, **names, document_number=number)
one = replace(one, document=replace(one.document, fields=fields))
sys.stdout.buffer.write(pictures.encode(one.page).data)
sys.stdout.flush()
station = Station.open(Path(home), passphrase)
with station.cases() as session:
    inspections.store(session, one)
with station.cases() as session:
    inspections.decide(session, one.inspection_id, inspections.Decision.REFUSE, reason, surname, ground.NOW)
person = PersonEntry(
    entry_id="P-1", names=(wanted,), dates_of_birth=(), sex=Sex.MALE, nationalities=("UTO",),
    document_numbers=((wanted_number, "UTO"),),
    mandate=Mandate(EntryAction.REFER, category="missing", note=reason),
)
with station.watchlist(writing=True) as session:
    replace_list(session, "UTO/all", "UTO", 1, ground.NOW, [person], imported_at=ground.NOW)
station.back_up(Path(out) / "one.backup", now=ground.NOW, everything=True)
with station.cases() as session:  # sorts and answers that do not fit into memory pages
    session.connection().exec_driver_sql("SELECT name FROM inspections ORDER BY name, file, record").all()
try:
    raise ValueError(f"{surname} {number} {wanted}")
except ValueError as error:
    assert log.write_down(error) is not None
with station.cases(writing=True) as session:
    session.connection().exec_driver_sql("PRAGMA cache_size = 10")  # what does not fit goes into the WAL
    for again in range(2, 300):
        inspections.store(session, replace(one, inspection_id=ground.identity(again)))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def needles(texts: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Every text and its longer ASCII runs, in every case and encoding in which a program may write it."""
    for text in texts:
        runs = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in text).split()
        for part in {text, *(run for run in runs if len(run) >= 6)}:
            for written in {part, part.upper(), part.lower(), part.replace(" ", "<").upper()}:
                for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
                    yield text, written.encode(encoding)
                yield text, written.encode("unicode_escape")
                yield text, written.encode("utf-8").hex().encode()


def scan(folder: Path, texts: tuple[str, ...], *bytes_: bytes) -> list[str]:
    """Where something planted stands in the clear."""
    wanted = [*needles(texts), *(("bytes", each) for each in bytes_)]
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            found += [f"{path.relative_to(folder)}: {text}" for text, needle in wanted if needle in data]
    return found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with all that a desk could write to: station, temporary files, logs, backups."""
    place = tmp_path / "place"
    for name in ("tmp", "state", "out", "data", "cache"):
        (place / name).mkdir(parents=True)
    Station.create(place / "station", PASSPHRASE, name="Torodi").close()
    return place


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_a_killed_desk_leaves_nothing_readable(place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DESK, str(place / "station"), str(place / "out"), PASSPHRASE, *PLANTED],
        cwd=ROOT,
        env={
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(place),
            "TMPDIR": str(place / "tmp"),
            "SQLITE_TMPDIR": str(place / "tmp"),
            "XDG_STATE_HOME": str(place / "state"),
            "XDG_DATA_HOME": str(place / "data"),
            "XDG_CACHE_HOME": str(place / "cache"),
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    picture = done.stdout
    assert picture.startswith(b"\xff\xd8")
    written = {path.name: path.stat().st_size for path in place.rglob("*") if path.is_file()}
    assert written["cases.db-wal"] > 100_000  # the transaction that was broken off is in it
    assert {"cases.db", "watchlist.db", "station.json", "one.backup", "commands.log"} <= written.keys()
    assert scan(place, PLANTED, picture, picture[-64:], PASSPHRASE.encode()) == []
    with Station.open(place / "station", PASSPHRASE) as station, station.cases() as session:
        said = session.connection().exec_driver_sql("SELECT name, document_number FROM inspections").all()
    assert [tuple(row) for row in said] == [(f"{SURNAME}, {GIVEN}", NUMBER)]
    assert scan(place, PLANTED, picture, picture[-64:], PASSPHRASE.encode()) == []


@pytest.mark.parametrize("text", PLANTED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_one_word_in_the_clear_would_be_found(place: Path, text: str, encoding: str) -> None:
    (place / "state" / "some.log").write_bytes(bytes(5000) + text.upper().encode(encoding) + bytes(3))
    assert any(text in each for each in scan(place, PLANTED))


def test_a_database_that_is_not_encrypted_would_be_found(place: Path) -> None:
    keys = header.read(place / "station").unseal(PASSPHRASE, place)
    connection = engines.connect(place / "station" / "cases.db", keys[Database.CASES])
    connection.execute("INSERT INTO facts VALUES ('planted', ?)", (SURNAME,))
    assert scan(place, PLANTED) == []
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(place / "tmp" / "plain.db"),))
    connection.execute("SELECT sqlcipher_export('plain')")
    connection.close()
    assert scan(place, PLANTED) != []
