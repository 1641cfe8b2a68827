"""`station passphrase|recover|recovery-key|duress|open-watchlist`, `backup` and `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def made(shell: Any) -> Any:
    """An environment with a station in `s`; `key` is its recovery key."""
    done = shell.run("station", "create", "--home", "s", "--json", passphrase=True)
    assert done.status == 0, done.err
    shell.key = done.objects[0]["recovery_key"]
    return shell


def file(shell: Any, name: str, text: str) -> str:
    path: Path = shell.folder / name
    path.write_text(text + "\n", encoding="utf-8")
    return str(path)


def test_a_station_tells_its_recovery_key_once(shell: Any) -> None:
    done = shell.run("station", "create", "--home", "s", passphrase=True)
    assert done.status == 0, done.err
    key = done.out.splitlines()[-1]
    assert len(key.split("-")) == 8
    for path in (shell.folder / "s").iterdir():
        assert key.encode() not in path.read_bytes()


def test_the_passphrase_is_changed_and_recovered(made: Any) -> None:
    new = {"BORDERDESK_NEW_PASSPHRASE_FILE": file(made, "new", "five goats")}
    done = made.run("station", "passphrase", "--home", "s", variables=new, passphrase=True)
    assert (done.status, done.err) == (0, "")
    refused = made.run("watchlist", "status", "--home", "s", passphrase=True)
    assert refused.status == 1
    assert "does not open the station" in refused.err
    back = {
        "BORDERDESK_NEW_PASSPHRASE_FILE": str(made.passphrase_file),
        "BORDERDESK_RECOVERY_KEY_FILE": file(made, "key", made.key.lower().replace("-", "")),
    }
    done = made.run("station", "recover", "--home", "s", "--json", variables=back)
    assert (done.status, done.objects) == (0, [{"done": True}]), done.err
    assert made.run("watchlist", "status", "--home", "s", passphrase=True).status == 0
    (again,) = made.run("station", "recovery-key", "--home", "s", "--json", passphrase=True).objects
    assert again["recovery_key"] != made.key
    done = made.run("station", "recover", "--home", "s", variables=back)
    assert done.status == 1
    assert "recovery key does not open" in done.err


def test_duress(made: Any) -> None:
    words = {"BORDERDESK_NEW_PASSPHRASE_FILE": file(made, "new", "no goats")}
    assert made.run("station", "duress", "--home", "s", variables=words, passphrase=True).status == 0
    typed = {"BORDERDESK_PASSPHRASE_FILE": file(made, "duress", "no goats")}
    under = made.run("watchlist", "status", "--home", "s", variables=typed)
    wrong = made.run("watchlist", "status", "--home", "s", passphrase=True)
    assert (under.status, under.out, under.err) == (wrong.status, wrong.out, wrong.err)
    assert under.status == 1


def test_a_backup_is_written_and_restored(made: Any) -> None:
    done = made.run("backup", "--to", "one.backup", "--home", "s", "--json", passphrase=True)
    assert done.status == 0, done.err
    (told,) = done.objects
    assert told["holds"] == ["cases.db", "station.json"]
    assert told["bytes"] == (made.folder / "one.backup").stat().st_size
    again = made.run("backup", "--to", "one.backup", "--home", "s", passphrase=True)
    assert again.status == 1
    assert "another name" in again.err
    done = made.run("restore", "one.backup", "--home", "t", "--json", passphrase=True)
    assert done.status == 0, done.err
    assert done.objects[0]["station"] == "s"
    assert made.run("watchlist", "status", "--home", "t", passphrase=True).status == 0
    cut = made.folder / "cut.backup"
    cut.write_bytes((made.folder / "one.backup").read_bytes()[:50_000])
    refused = made.run("restore", "cut.backup", "--home", "u", passphrase=True)
    assert refused.status == 1
    assert "not written to its end" in refused.err
    assert not (made.folder / "u").exists()


def test_a_shut_watchlist_is_opened(made: Any) -> None:
    done = made.run("station", "open-watchlist", "--home", "s", passphrase=True)
    assert (done.status, done.err) == (0, "")
