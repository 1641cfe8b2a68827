"""Which station is meant, and what opens it.

* The folder: `--home`, else BORDERDESK_HOME, else the user's data folder. A folder that is missing or empty
  is no station; one that holds other things is a mistake and is told as such, never passed over.
* The passphrase: a training station brings its own (`training.passphrase`); else the file that
  BORDERDESK_PASSPHRASE_FILE names; else a prompt on the terminal, never standard input, which may carry data.
"""

from __future__ import annotations

import getpass
import os
import sys
import warnings
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from models.errors import KnownError
from ui.commands.output import label

if TYPE_CHECKING:
    from borderdesk.storage.station import Station

HOME = "BORDERDESK_HOME"
PASSPHRASE_FILE = "BORDERDESK_PASSPHRASE_FILE"  # noqa: S105 - a variable's name, no secret
NEW_PASSPHRASE_FILE = "BORDERDESK_NEW_PASSPHRASE_FILE"  # noqa: S105 - a variable's name, no secret
RECOVERY_KEY_FILE = "BORDERDESK_RECOVERY_KEY_FILE"
TRAINING_PASSPHRASE = "training.passphrase"  # noqa: S105 - a file's name; it opens only what is invented
_LONGEST = 4096


class SettingsError(KnownError):
    """The station's folder or passphrase cannot be told."""


def home(arguments: Namespace, *, training: bool = False) -> Path:
    """The folder that is meant, whether it is there or not; a training station has its own by default."""
    if arguments.home is not None:
        return Path(arguments.home)
    if os.environ.get(HOME):
        return Path(os.environ[HOME])
    name = "borderdesk-training" if training else "borderdesk"
    return platformdirs.user_data_path(name, appauthor=False)


def has_station(folder: Path) -> bool:
    """Whether a folder is to be opened as a station; False where it is missing or empty.

    Raises:
        SettingsError: It is a file, or cannot be looked into.
    """
    try:
        return any(folder.iterdir())
    except FileNotFoundError:
        return False
    except OSError as error:
        raise SettingsError("error.command.home", path=folder, why=error.strerror or "") from error


def open_station(folder: Path) -> Station:
    """Open a station with the passphrase that goes with it.

    Raises:
        KnownError: No station, no passphrase, the wrong one, or a station that cannot be opened.
    """
    return open_by(folder, lambda: passphrase(folder))


def open_by(folder: Path, words: Callable[[], str]) -> Station:
    """The same with a passphrase that is asked for once there is a station to open. See `open_station`."""
    from borderdesk.cases import own_policy
    from borderdesk.storage.station import Station

    if not has_station(folder):
        raise SettingsError("error.command.no_station", path=folder)
    station = Station.open(folder, words() if Station.exists(folder) else "")  # without one it says why
    station.shut_watchlist(own_policy.at(station).lock_after, lambda: datetime.now(UTC))
    return station


def passphrase(folder: Path | None, *, again: bool = False) -> str:
    """The passphrase of a station.

    Args:
        folder: The station's; None for one that is to be made.
        again: True where it is chosen and so asked for twice.

    Raises:
        SettingsError: There is none to be had, or the two typed ones differ.
    """
    if folder is not None and (folder / TRAINING_PASSPHRASE).is_file():
        return _from_file(folder / TRAINING_PASSPHRASE)
    if os.environ.get(PASSPHRASE_FILE):
        return _from_file(Path(os.environ[PASSPHRASE_FILE]))
    first = _ask(label("passphrase"))
    if again and _ask(label("passphrase_again")) != first:
        raise SettingsError("error.command.passphrases_differ")
    return first


def secret(variable: str, prompt: str, *, again: str = "") -> str:
    """A password or a code: from the file that a variable names, else typed on the terminal.

    Args:
        variable: Of the environment.
        prompt: What is asked on the terminal.
        again: What is asked there a second time where it is being chosen.

    Raises:
        SettingsError: There is none to be had, or the two typed ones differ.
    """
    if os.environ.get(variable):
        return _from_file(Path(os.environ[variable]), "error.command.password_file")
    first = _ask(prompt, variable, "error.command.no_password")
    if again and _ask(again, variable, "error.command.no_password") != first:
        raise SettingsError("error.command.passwords_differ")
    return first


def _from_file(path: Path, unreadable: str = "error.command.passphrase_file") -> str:
    """What a file says, without one trailing end of line."""
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(unreadable, path=path) from error
    return text.removesuffix("\n").removesuffix("\r")


def _ask(prompt: str, variable: str = PASSPHRASE_FILE, none: str = "error.command.no_passphrase") -> str:
    """Ask on the terminal itself."""
    if not _terminal():
        raise SettingsError(none, variable=variable)
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except (EOFError, OSError, getpass.GetPassWarning) as error:
            raise SettingsError(none, variable=variable) from error


def _terminal() -> bool:
    """Whether there is a terminal on which a question can be asked and answered unseen."""
    if os.name != "posix":
        return sys.stdin is not None and sys.stdin.isatty()
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
