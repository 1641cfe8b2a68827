"""Reports of crashes, kept on this computer: what kind of error passed which lines of code, not what it said.

A bug that Python notices becomes a JSON file. Where the interpreter itself dies, `faulthandler` writes the
lines of every thread to a file, which becomes a report at the next start. The newest twenty are kept.
"""

from __future__ import annotations

import faulthandler
import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import IO

FOLDER = "crashes"
_MOST = 20
_FAULTS = "faults.txt"
_open: list[IO[str]] = []


@dataclass(frozen=True, slots=True)
class Crash:
    """One report.

    Attributes:
        file: Where it lies.
        at: When, UTC.
    """

    file: Path
    at: datetime


def write(folder: Path, at: str, event: str, trace: Sequence[str]) -> Path | None:
    """Keep a report.

    Args:
        folder: Of the reports.
        at: When, ISO.
        event: As the log calls it.
        trace: `ui.logs.traces_of`.

    Returns:
        The file, or None where it cannot be written.
    """
    name = "".join(sign for sign in at if sign.isdigit()) or "unknown"
    report = {
        "at": at,
        "event": event,
        "trace": list(trace),
        "python": platform.python_version(),
        "system": platform.system(),
        "program": _version(),
    }
    file = folder / f"crash-{name}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(report, indent=1), encoding="utf-8")
        for old in sorted(folder.glob("*-*.*"), key=_age)[:-_MOST]:
            old.unlink()
    except OSError:
        return None
    return file


def watch(folder: Path) -> None:
    """Have the interpreter write down where it was when it dies; what it wrote last becomes a report."""
    file = folder / _FAULTS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if file.is_file() and file.stat().st_size:
            file.rename(folder / f"fault-{_age(file):%Y%m%d%H%M%S}.txt")
        opened = file.open("w", encoding="utf-8")
    except OSError:
        return
    unwatch()
    faulthandler.enable(opened)
    _open.append(opened)


def unwatch() -> None:
    """Stop watching and close the file."""
    if _open:
        faulthandler.disable()
    while _open:
        _open.pop().close()


def listed(folder: Path) -> tuple[Crash, ...]:
    """Every report, the newest first; none where the folder cannot be read."""
    try:
        files = [file for pattern in ("crash-*.json", "fault-*.txt") for file in folder.glob(pattern)]
        found = [Crash(file, _age(file)) for file in files]
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda crash: crash.at, reverse=True))


def _age(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _version() -> str:
    try:
        return metadata.version("borderdesk")
    except metadata.PackageNotFoundError:
        return "unknown"
