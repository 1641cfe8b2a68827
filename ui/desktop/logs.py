"""Where the window's log goes: a small rotating file outside the station, without any data of travellers.

Of an error only its kinds and the lines of our code are written, not what it says: that may quote a document.
"""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_BYTES = 1_000_000
_KEPT = 3


def log_file() -> Path:
    """The log of the window."""
    return platformdirs.user_log_path("borderdesk", appauthor=False) / "desk.log"


class _DeskLog(RotatingFileHandler):
    """Ours, so that it can be told from other handlers and closed again."""


def open_log(file: Path) -> Path | None:
    """Send the log of this program, and warnings of every library, to a file.

    Returns:
        The file, or None where it cannot be written: the desk goes on without a log.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = _DeskLog(file, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        return None
    close_log()
    prepared: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _only_traces,
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(sort_keys=True, default=str),
            ],
            foreign_pre_chain=prepared,
        )
    )
    handler.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    logging.getLogger("ui").setLevel(logging.INFO)
    structlog.configure(
        processors=[*prepared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return file


def close_log() -> None:
    """Close the file again and leave logging as it was."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _DeskLog)]:
        root.removeHandler(handler)
        handler.close()
    structlog.reset_defaults()


def _only_traces(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put kinds of errors and lines of code in the place of what an error says."""
    found = event.pop("exc_info", None)
    record = event.get("_record")
    if found is None and isinstance(record, logging.LogRecord):
        found = record.exc_info
        record.exc_info = None
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["trace"] = _traces_of(error)
    return event


def _traces_of(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__name__}")
        frames = traceback.extract_tb(seen.__traceback__)
        lines.extend(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return lines
