"""What goes to standard output and standard error. The only module of the program that prints."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models.errors import KnownError
from models.message import message


class OutputError(KnownError):
    """Standard output takes no more, such as a full disk behind a redirection."""


def emit(record: Mapping[str, Any]) -> None:
    """One JSON object as one line, handed on at once.

    Raises:
        BrokenPipeError: Nobody reads any more.
        OutputError: It could not be written.
    """
    say(json.dumps(record, allow_nan=False))


def say(*lines: str) -> None:
    """Lines for people on standard output, handed on at once.

    Raises:
        BrokenPipeError: Nobody reads any more.
        OutputError: It could not be written.
    """
    try:
        for line in lines:
            print(line)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError("error.command.output", why=error.strerror or "") from error


def complain(sentence: str) -> None:
    """A sentence on standard error, even where nobody may be reading it."""
    try:
        print(f"borderdesk: {sentence}", file=sys.stderr, flush=True)
    except OSError:
        silence(sys.stderr)


def prepare() -> None:
    """Make sure that no character, such as that of a file's name, can stop the output."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def silence(stream: Any) -> None:
    """Lead a stream into nothing, so that what is still in it cannot fail again at the end of the program."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
    except (OSError, ValueError, AttributeError):
        pass


def label(key: str, **params: object) -> str:
    """A word or sentence of `commands.toml`."""
    return message(f"command.{key}", **params).text()


def aligned(rows: Iterable[tuple[str, Sequence[str]]], *, indent: str = "  ") -> list[str]:
    """Rows of a name and its lines, the lines one under the other.

    >>> aligned([("Why", ["one", "two"]), ("Document", ["a passport"])])
    ['  Why       one', '            two', '  Document  a passport']
    """
    kept = [(name, lines) for name, lines in rows if lines]
    width = max((len(name) for name, _ in kept), default=0)
    return [
        f"{indent}{name if first else '':<{width}}  {line}".rstrip()
        for name, lines in kept
        for first, line in zip((True, *([False] * len(lines))), lines, strict=False)
    ]
