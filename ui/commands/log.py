"""Where a bug leaves its traces. Screen and standard error only ever get one sentence.

What may stand in the log, which lies outside of the encrypted station, says `ui.logs`.
"""

from __future__ import annotations

import logging
from pathlib import Path

import platformdirs


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
    from ui import logs  # slow to import, and rarely needed

    said = (type(error), error, error.__traceback__)
    return logs.append(
        log_file(),
        logging.LogRecord(__name__, logging.ERROR, __file__, 0, "command.crashed", (), said),
    )


class _Traces(logging.Handler):
    """Puts contained bugs of deeper rooms into the same log, likewise without what they quote."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            from ui import logs

            logs.append(log_file(), record)
