"""Rows on standard input: JSON lines, one answer a row, whatever the row holds."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from models.errors import KnownError
from ui.commands import log
from ui.commands.output import complain, emit, label, say

_LONGEST_ROW = 1 << 20


class LineError(KnownError):
    """A line that holds no row."""


def answer_rows(
    answer: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    to_lines: Callable[[Mapping[str, Any]], list[str]],
    *,
    as_json: bool,
) -> int:
    """Answer every row of standard input.

    Args:
        answer: From a row to its answer.
        to_lines: The answer for people.
        as_json: Whether to print JSON.

    Returns:
        The exit status: 1 where a row could not be answered.
    """
    failed = 0
    for number, row in enumerate(_raw_rows(), 1):
        try:
            found = answer(_parsed(row))
        except KnownError as error:
            found = {"error": error.sentence()}
        except Exception as error:  # noqa: BLE001 - a bug met in one row: the next one is answered
            log.write_down(error)
            found = {"error": label("bug_in_row", kind=type(error).__name__)}
        if "error" in found:
            failed = 1
            complain(f"{label('row_number', number=number)} {found['error']}")
        if as_json:
            emit(found)
        elif "error" not in found:
            say(*to_lines(found))
    return failed


def _raw_rows() -> Iterator[bytes | None]:
    """Each line; None for one that is longer than any honest row."""
    if sys.stdin is None:  # started with a closed standard input: no rows
        return
    stream = sys.stdin.buffer
    while line := stream.readline(_LONGEST_ROW):
        if line.endswith(b"\n") or len(line) < _LONGEST_ROW:
            yield line
            continue
        while (rest := stream.readline(_LONGEST_ROW)) and not rest.endswith(b"\n"):
            pass
        yield None


def _parsed(line: bytes | None) -> Mapping[str, Any]:
    if line is None:
        raise LineError("error.command.row_long")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise LineError("error.command.row_json") from error
    if not isinstance(row, dict):
        raise LineError("error.command.row_json")
    return row
