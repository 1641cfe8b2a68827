"""Where a bug leaves its traces. Screen and standard error only ever get one sentence.

The log lies outside the encrypted station, so it holds no data of travellers: kinds of errors and lines of
our code, but not what an error says, which may quote a document.
"""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

_MOST_BYTES = 1_000_000


def log_file() -> Path:
    """The log of the command line."""
    return platformdirs.user_log_path("borderdesk", appauthor=False) / "commands.log"


def quiet() -> None:
    """Keep every library's own log lines off standard error: only our sentences go there."""
    root = logging.getLogger()
    root.handlers = [_Traces()]
    root.setLevel(logging.WARNING)


def write_down(error: BaseException) -> Path | None:
    """Add a bug to the log.

    Returns:
        The log, or None where it cannot be written.
    """
    return _append(_traces_of(error))


class _Traces(logging.Handler):
    """Puts contained bugs of deeper rooms into the same log, likewise without what they quote."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno < logging.ERROR:
            return
        error = record.exc_info[1] if record.exc_info else None
        _append(f"{record.name}: {record.msg}\n" + (_traces_of(error) if error is not None else ""))


def _traces_of(error: BaseException) -> str:
    """Kinds of errors, outermost last, each with the lines of code that it passed."""
    parts = []
    seen: BaseException | None = error
    while seen is not None:
        frames = traceback.extract_tb(seen.__traceback__)
        lines = "".join(f"    {Path(f.filename).name}:{f.lineno} {f.name}\n" for f in frames)
        parts.append(f"  {type(seen).__module__}.{type(seen).__name__}\n{lines}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "".join(reversed(parts))


def _append(text: str) -> Path | None:
    file = log_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > _MOST_BYTES:
            file.replace(file.with_suffix(".old.log"))
        with file.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {text.rstrip()}\n")
    except OSError:
        return None
    return file
