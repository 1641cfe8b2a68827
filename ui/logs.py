"""The one way in which both faces write a log: small JSON lines that cannot hold a traveller's data.

The log lies outside of the encrypted station. So it is not filtered for names, it only takes what is known:

* a field that is not in `_FIELDS` is dropped, and so is a value that does not look as its field does;
* an event is a name such as `job.failed`. Whatever else is said, by a library or a hasty line of ours, is
  replaced by where it was said (`place`);
* of an error only its kinds and the lines of code are written, as what it says may quote a document.

Files are cut at a million bytes, three old ones are kept. A crash gets a report of its own (`ui.crashes`).
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import platformdirs
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from ui import crashes

_BYTES = 1_000_000
_KEPT = 3
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,40}")
_FIELDS = {
    "event": _NAME,
    "error": _NAME,  # the key of a sentence
    "level": _WORD,
    "logger": re.compile(r"[A-Za-z_][\w.]{0,100}"),
    "timestamp": re.compile(r"[0-9T:.Z+-]{10,40}"),
    "job": _WORD,
    "count": None,
    "ms": None,
}
"""Fields that the log takes: what their text looks like, or None for numbers."""
_SAID = "log.said"


def folder() -> Path:
    """Where logs and crash reports lie."""
    return platformdirs.user_log_path("borderdesk", appauthor=False)


class LogFile(RotatingFileHandler):
    """Ours, so that it can be told from other handlers; a full disk is no reason to speak up."""

    failed = False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Remember that a line was not written, instead of printing a traceback."""
        del record
        self.failed = True


def make_handler(file: Path) -> LogFile:
    """A handler that writes to a file in our form.

    Raises:
        OSError: It cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = LogFile(file, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
    reports = file.parent / crashes.FOLDER

    def note_crash(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        if event.get("level") in ("error", "critical") and "trace" in event:
            crashes.write(reports, str(event.get("timestamp", "")), event["event"], event["trace"])
        return event

    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                _template,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                note_crash,
                structlog.processors.JSONRenderer(sort_keys=True, default=str),
            ],
            foreign_pre_chain=prepared(),
        )
    )
    return handler


def prepared() -> list[Processor]:
    """What every line goes through, whichever way it comes."""
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _only_traces,
        _only_known,
    ]


def append(file: Path, record: logging.LogRecord) -> Path | None:
    """Add one line to a log that is not kept open.

    Returns:
        The file, or None where it could not be written.
    """
    try:
        handler = make_handler(file)
    except OSError:
        return None
    try:
        handler.handle(record)
        return None if handler.failed else file
    finally:
        handler.close()


def traces_of(error: BaseException) -> list[str]:
    """Kinds of errors, the outermost first, each with the lines of code that it passed."""
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__name__}")
        frames = traceback.extract_tb(seen.__traceback__)
        lines.extend(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return lines


def _only_traces(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put kinds of errors and lines of code in the place of what an error says."""
    found = event.pop("exc_info", None)
    record = event.get("_record")
    if found is None and isinstance(record, logging.LogRecord):
        found = record.exc_info
        record.exc_info = None
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["trace"] = traces_of(error)
    return event


def _only_known(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop every field and every value that is not known to be harmless."""
    kept: EventDict = {key: event[key] for key in ("trace", "_record", "_from_structlog") if key in event}
    for key, value in event.items():
        if key in _FIELDS and _fits(key, value):
            kept[key] = value
    if "event" not in kept:
        kept["event"] = _SAID
    return kept


def _fits(key: str, value: Any) -> bool:
    pattern = _FIELDS[key]
    if pattern is None:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _template(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Say where something was said whose words are not kept."""
    record = event.get("_record")
    if event["event"] == _SAID and isinstance(record, logging.LogRecord):
        event["place"] = f"{Path(record.pathname).name}:{record.lineno}"
    return event
