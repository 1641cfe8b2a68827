"""One window a station; the command line beside it; death frees it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from borderdesk.storage.errors import InUseError
from borderdesk.storage.station import Station

ROOT = Path(__file__).resolve().parents[2]
WINDOW = """
import sys
from pathlib import Path
from borderdesk.storage.station import Station
station = Station.open(Path(sys.argv[1]), sys.argv[2], alone=True)
print("open", flush=True)
sys.stdin.read()
"""


def test_a_second_window_is_refused_and_changes_nothing(
    fast: Path, passphrase: str, everything_in: Callable[[Path], dict[str, bytes]]
) -> None:
    with Station.open(fast, passphrase, alone=True):
        before = everything_in(fast)
        with pytest.raises(InUseError) as caught:
            Station.open(fast, passphrase, alone=True)
        assert "another window" in caught.value.sentence()
        assert everything_in(fast) == before
    Station.open(fast, passphrase, alone=True).close()


def test_the_command_line_works_beside_a_window(
    fast: Path, passphrase: str, add: Callable[..., None], count: Callable[[Station], int]
) -> None:
    with Station.open(fast, passphrase, alone=True) as window, Station.open(fast, passphrase) as command:
        add(command, "UTO/persons")
        assert count(window) == 1
        with pytest.raises(InUseError):
            Station.open(fast, passphrase, alone=True)


def test_a_window_that_cannot_open_frees_the_lock(fast: Path, passphrase: str) -> None:
    kept = (fast / "cases.db").read_bytes()
    (fast / "cases.db").write_bytes(kept[:9000])
    with pytest.raises(Exception, match="damaged"):
        Station.open(fast, passphrase, alone=True)
    (fast / "cases.db").write_bytes(kept)
    Station.open(fast, passphrase, alone=True).close()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_death_frees_it(fast: Path, passphrase: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(fast), passphrase],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == b"open\n"
        with pytest.raises(InUseError):
            Station.open(fast, passphrase, alone=True)
        window.send_signal(signal.SIGKILL)
        window.wait()
    Station.open(fast, passphrase, alone=True).close()
