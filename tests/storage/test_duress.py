"""Under duress the keys are erased, and whoever looks on sees a wrong passphrase."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from borderdesk.storage import header, recovery
from borderdesk.storage.errors import StorageError, WrongPassphraseError
from borderdesk.storage.station import Station

DURESS = "no goats at all"


@pytest.fixture
def prepared(fast: Path, passphrase: str) -> tuple[Path, str]:
    """A station with a duress passphrase, and its recovery key."""
    with Station.open(fast, passphrase) as station:
        key = station.make_recovery_key(passphrase)
        station.set_duress(passphrase, DURESS)
    return fast, key


def test_it_looks_like_a_wrong_passphrase_and_ends_all_keys(
    prepared: tuple[Path, str], passphrase: str, everything_in: Callable[[Path], dict[str, bytes]]
) -> None:
    home, key = prepared
    before = everything_in(home)
    with pytest.raises(WrongPassphraseError) as wrong:
        Station.open(home, "guess")
    assert everything_in(home) == before
    with pytest.raises(WrongPassphraseError) as duress:
        Station.open(home, DURESS)
    assert duress.value.sentence() == wrong.value.sentence()
    assert str(duress.value) == str(wrong.value)
    for words in (passphrase, DURESS):
        with pytest.raises(WrongPassphraseError):
            Station.open(home, words)
    with pytest.raises(WrongPassphraseError):
        Station.recover(home, key, "five goats")
    with pytest.raises(WrongPassphraseError):
        header.read(home).unwrap_by_recovery(recovery.read(key), home)


def test_no_byte_of_the_wrapped_keys_stays_and_the_file_looks_as_before(prepared: tuple[Path, str]) -> None:
    home, _ = prepared
    path = home / header.FILE
    before, status = json.loads(path.read_text()), path.stat()
    (home / f"{header.FILE}.new").write_bytes(path.read_bytes())  # as a power cut may leave it
    with pytest.raises(WrongPassphraseError):
        Station.open(home, DURESS)
    after = json.loads(path.read_text())
    now = path.stat()
    assert (now.st_size, now.st_mtime_ns, now.st_ino) == (status.st_size, status.st_mtime_ns, status.st_ino)
    assert before.keys() == after.keys()
    for name in ("station_id", "name", "training", "argon2id", "format"):
        assert after[name] == before[name]
    left = b"".join(file.read_bytes() for file in home.iterdir())
    for secret in (*before["wrapped_keys"].values(), *before["recovery"].values(), before["mark"]):
        assert secret.encode() not in left


def test_whether_there_is_one_cannot_be_told_from_the_file(fast: Path, passphrase: str) -> None:
    without = json.loads((fast / header.FILE).read_text())
    with Station.open(fast, passphrase) as station:
        station.set_duress(passphrase, DURESS)
        with_one = json.loads((fast / header.FILE).read_text())
        assert {name: len(str(value)) for name, value in without.items()} == {
            name: len(str(value)) for name, value in with_one.items()
        }
        station.set_duress(passphrase, None)
    with pytest.raises(WrongPassphraseError):
        Station.open(fast, DURESS)
    Station.open(fast, passphrase).close()


def test_it_can_neither_be_the_passphrase_nor_become_it(prepared: tuple[Path, str], passphrase: str) -> None:
    home, key = prepared
    with Station.open(home, passphrase) as station:
        for refused in (
            lambda: station.set_duress(passphrase, passphrase),
            lambda: station.set_duress(passphrase, ""),
            lambda: station.change_passphrase(passphrase, DURESS),
            lambda: Station.recover(home, key, DURESS),
        ):
            with pytest.raises(StorageError):
                refused()
        with pytest.raises(WrongPassphraseError):
            station.set_duress("guess", "five goats")
    Station.open(home, passphrase).close()


def test_it_outlives_a_change_of_the_passphrase(prepared: tuple[Path, str], passphrase: str) -> None:
    home, _ = prepared
    with Station.open(home, passphrase) as station:
        station.change_passphrase(passphrase, "five goats")
    with pytest.raises(WrongPassphraseError):
        Station.open(home, DURESS)
    with pytest.raises(WrongPassphraseError):
        Station.open(home, "five goats")


def test_a_wrong_passphrase_and_that_of_duress_are_answered_after_the_same_time(
    prepared: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = prepared
    monkeypatch.setattr("borderdesk.storage.station.WRONG_AFTER_S", 0.5)
    asked: list[float] = []
    sleep = time.sleep
    synced = os.fsync

    def slow(handle: int) -> None:
        sleep(0.2)  # a slow disk
        synced(handle)

    monkeypatch.setattr(os, "fsync", slow)
    for words in ("guess", DURESS, "guess"):
        start = time.monotonic()
        with pytest.raises(WrongPassphraseError):
            Station.open(home, words)
        asked.append(time.monotonic() - start)
    assert min(asked) >= 0.5
    assert [round(seconds * 2) for seconds in asked] == [1, 1, 1], asked


def test_a_disk_that_refuses_is_not_told(prepared: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    home, _ = prepared

    def refuse(_: int) -> None:
        raise OSError(5, "no")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(WrongPassphraseError):
        Station.open(home, DURESS)
