"""Where the window's log goes. What may stand in it says `ui.logs`."""

from __future__ import annotations

import logging
from pathlib import Path

import structlog

from ui import crashes, logs


def log_file() -> Path:
    """The log of the window."""
    return logs.folder() / "desk.log"


def open_log(file: Path) -> Path | None:
    """Send the log of this program, and warnings of libraries, to a file; keep crash reports beside it.

    Returns:
        The file, or None where it cannot be written: the desk goes on without a log.
    """
    try:
        handler = logs.make_handler(file)
    except OSError:
        return None
    close_log()
    handler.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    logging.getLogger("ui").setLevel(logging.INFO)
    structlog.configure(
        processors=[*logs.prepared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    crashes.watch(file.parent / crashes.FOLDER)
    return file


def close_log() -> None:
    """Close the file again and leave logging as it was."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, logs.LogFile)]:
        root.removeHandler(handler)
        handler.close()
    structlog.reset_defaults()
    crashes.unwatch()
