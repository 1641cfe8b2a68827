"""Runs the command line as other programs do: in a process of its own, in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRAY = ROOT / "resources" / "tray"
PASSPHRASE = "seven words that nobody would guess"


@dataclass(frozen=True)
class Answer:
    """What a run came to."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Every line of standard output as JSON; fails where one is none."""
        return [json.loads(line) for line in self.out.splitlines()]


class Shell:
    """A user's environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.passphrase_file = folder / "passphrase"
        self.passphrase_file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the developer's own settings."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        return {
            **kept,
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error::ResourceWarning",
        }

    def run(
        self,
        *arguments: object,
        stdin: str | bytes = b"",
        variables: Mapping[str, str] | None = None,
        passphrase: bool = False,
    ) -> Answer:
        """One run, without a terminal."""
        environment = {**self.environment, **(variables or {})}
        if passphrase:
            environment["BORDERDESK_PASSPHRASE_FILE"] = str(self.passphrase_file)
        done = subprocess.run(
            command(arguments),
            input=stdin.encode("utf-8") if isinstance(stdin, str) else stdin,
            capture_output=True,
            env=environment,
            cwd=self.folder,
            start_new_session=True,
            timeout=240,
            check=False,
        )
        return Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def command(arguments: Sequence[object]) -> list[str]:
    """The program and its arguments."""
    return [sys.executable, "-m", "ui.commands", *(str(argument) for argument in arguments)]


def drawn(file: str) -> list[str]:
    """The code lines that were drawn on a picture of the tray."""
    truth = tomllib.loads((TRAY / "truth.toml").read_text(encoding="utf-8"))
    (found,) = [document["lines"] for document in truth["document"] if document["file"] == file]
    return list(found)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A fresh environment."""
    return Shell(tmp_path)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """An environment with a station in `station` that holds two lists."""
    shell = Shell(tmp_path_factory.mktemp("desk"))
    made = shell.run("station", "create", "--home", "station", "--name", "Torodi", passphrase=True)
    assert made.status == 0, made.err
    holder, number = drawn("03-wanted-person.jpg"), drawn("04-stolen-passport.jpg")[1][:9].rstrip("<")
    name = " ".join(part for part in holder[0][5:].split("<") if part)
    born = f"19{holder[1][13:15]}-{holder[1][15:17]}-{holder[1][17:19]}"
    (shell.folder / "persons.csv").write_text(
        "entry_id,name,date_of_birth,action\n"
        f"p1,Haruna Umar Djibolou,1979-11-03,stop\np2,{name},{born},stop\n",
        encoding="utf-8",
    )
    (shell.folder / "documents.csv").write_text(
        f"entry_id,document_number,issuing_state,loss\nd1,Z51S8B0X9,UTO,stolen\nd2,{number},UTO,stolen\n",
        encoding="utf-8",
    )
    for kind in ("persons", "documents"):
        taken = shell.run(
            "watchlist",
            "import",
            f"{kind}.csv",
            "--list",
            f"NER/{kind}",
            "--home",
            "station",
            passphrase=True,
        )
        assert taken.status == 0, taken.err
    return shell


@pytest.fixture
def tray() -> Path:
    """The pictures that the project drew itself."""
    return TRAY
