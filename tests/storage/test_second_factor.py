"""The system's keyring as second factor, with a real Secret Service in a session bus of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from borderdesk.storage import station as stations
from borderdesk.storage.errors import StorageError, WrongPassphraseError
from borderdesk.storage.station import Station

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "four goats cross the Sirba"
NEEDED = ("dbus-run-session", "gnome-keyring-daemon")

IN_A_SESSION = """
import shutil, sys
from pathlib import Path
from borderdesk.storage import station as stations
from borderdesk.storage.errors import StorageError, WrongPassphraseError
from borderdesk.storage.station import Station

stations.WRONG_AFTER_S = 0.0
place, words = Path(sys.argv[1]), sys.argv[2]
home = place / "station"

def refused(act, kind=StorageError):
    try:
        act()
    except kind as error:
        return error.message.key
    raise AssertionError("it was not refused")

with Station.create(home, words, name="Torodi") as station:
    too_early = refused(lambda: station.set_second_factor(words, on=True))
    assert too_early == "error.station.keyring_needs_recovery"
    (place / "recovery").write_text(station.make_recovery_key(words))
    station.set_second_factor(words, on=True)
    assert refused(lambda: station.set_second_factor(words, on=True)) == "error.station.keyring_already"
    station.set_duress(words, "duress")
Station.open(home, words).close()
assert refused(lambda: Station.open(home, "wrong"), WrongPassphraseError) == "error.station.wrong_passphrase"
with Station.open(home, words) as station:
    station.change_passphrase(words, "another")
Station.open(home, "another").close()
shutil.copytree(home, place / "off")
with Station.open(place / "off", "another") as station:
    station.set_second_factor("another", on=False)
assert refused(lambda: Station.open(home, "another")) == "error.station.keyring_silent", "the secret is gone"
Station.open(place / "off", "another").close()
with Station.open(place / "off", "another") as station:
    station.set_second_factor("another", on=True)
shutil.copytree(place / "off", place / "carried off")
print("done")
"""


@pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="no Secret Service on this machine")
def test_a_station_opens_only_where_the_keyring_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "act.py").write_text(IN_A_SESSION)
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    environment |= {"XDG_RUNTIME_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    script = (
        "printf keys | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "
        'exec "$0" "$1" "$2" "$3"'
    )
    act = (sys.executable, str(tmp_path / "act.py"), str(tmp_path), PASSPHRASE)
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script, *act],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout == "done\n", done.stderr
    monkeypatch.setattr(stations, "WRONG_AFTER_S", 0.0)
    # Here is another session: neither the right passphrase nor a copy of the folder opens it.
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    away = tmp_path / "carried off"
    with pytest.raises(StorageError) as caught:
        Station.open(away, "another")
    assert caught.value.message.key == "error.station.keyring_silent"
    Station.recover(away, (tmp_path / "recovery").read_text(), "a third one")
    Station.open(away, "a third one").close()
    with pytest.raises(WrongPassphraseError):
        Station.open(away, "another")


def test_without_a_keyring_it_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    with Station.create(tmp_path / "station", PASSPHRASE, name="Torodi") as station:
        station.make_recovery_key(PASSPHRASE)
        before = (tmp_path / "station" / "station.json").read_bytes()
        with pytest.raises(StorageError) as caught:
            station.set_second_factor(PASSPHRASE, on=True)
        assert caught.value.message.key == "error.station.no_keyring"
    assert (tmp_path / "station" / "station.json").read_bytes() == before
    Station.open(tmp_path / "station", PASSPHRASE).close()
