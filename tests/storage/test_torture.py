"""The torture in small: a few hundred kills and torn WAL files, and proof that it would notice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from script.torturing import ground, kills, tears

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")


def test_a_few_kills_and_tears_lose_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "script.torturing.command",
            "--kills",
            "120",
            "--tears",
            "200",
            "--keep",
            "place",
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "120 kills" in done.stdout
    assert "200 tears" in done.stdout
    assert done.stdout.count("broken stations: 0") == 2


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A station with inspections 1 to 3."""
    home = tmp_path / "station"
    ground.make_station(home)
    with ground.open_station(home) as station:
        for number in (1, 2, 3):
            with station.cases(writing=True) as session:
                ground.store(session, number)
    return home


def test_a_lost_record_would_be_noticed(home: Path) -> None:
    ledger = kills.Ledger()
    assert ledger.hear(b"+1\n+2\n+3\n+4\n+") == 4
    with pytest.raises(ground.BrokenError, match=r"lost: \[4\]"):
        kills._check(home, ledger)


def test_what_was_erased_and_is_there_again_would_be_noticed(home: Path) -> None:
    ledger = kills.Ledger()
    ledger.hear(b"+1\n+2\n+3\n?3\n-3\n")
    with pytest.raises(ground.BrokenError, match=r"there again: \[3\]"):
        kills._check(home, ledger)


def test_one_that_was_stored_and_not_told_is_no_fault_and_two_are(home: Path) -> None:
    ledger = kills.Ledger()
    ledger.hear(b"+1\n+2\n")
    kills._check(home, ledger)
    assert (ledger.stored, ledger.next_number) == ({1, 2, 3}, 4)
    with pytest.raises(ground.BrokenError, match="never stored"):
        kills.Ledger(stored={1}, next_number=2).settle({1, 2, 3})


def test_half_a_transaction_would_be_noticed(home: Path) -> None:
    with ground.open_station(home) as station:
        with station.cases() as session:
            session.connection().exec_driver_sql("DELETE FROM outbox WHERE sequence = 2")
        with station.cases() as session, pytest.raises(ground.BrokenError, match="outbox"):
            ground.check(session, ())


def test_a_wal_that_lost_more_than_its_damage_would_be_noticed(home: Path) -> None:
    history = tears.History(home, b"", ((1, 0), (2, 0), (3, 40), (4, 50)), 4120)
    assert tears._check(home, history, 45) == 3
    history = tears.History(home, b"", ((1, 0), (2, 0), (3, 40), (4, 45), (5, 50)), 4120)
    with pytest.raises(ground.BrokenError):
        tears._check(home, history, 45)
