"""Rows on standard input: JSON lines, one answer a row, whatever the row holds."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from models.errors import KnownError
from ui.commands import log
from ui.commands.output import complain, emit, label, say

if TYPE_CHECKING:
    from models.document import MrzFields, PartialDate, Sex

FIELDS = (
    "primary_identifier",
    "secondary_identifier",
    "date_of_birth",
    "nationality",
    "sex",
    "document_number",
    "issuing_state",
    "document_code",
)
_LONGEST_ROW = 1 << 20
_LONGEST_VALUE = 500
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"[0-9<]{6}")


class RowError(KnownError):
    """A row that cannot be understood."""


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


def text(row: Mapping[str, Any], key: str) -> str:
    """A value of a row; empty where it is missing or null.

    Raises:
        RowError: It is no text, too long, or no text that can be written.
    """
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RowError("error.command.row_value", word=key, value=_short(json.dumps(value)))
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RowError("error.command.row_value", word=key, value="\\ud800..\\udfff") from error
    if len(value) > _LONGEST_VALUE:
        raise RowError("error.command.row_value", word=key, value=_short(value))
    return value.strip()


def fields_of(row: Mapping[str, Any], *, today: date) -> MrzFields:
    """What a row of `screen` says, as if it had been read from a document.

    Args:
        row: Any of `FIELDS`.
        today: For the century of a birth date of two digits.

    Raises:
        RowError: None of them is there, or one cannot be understood.
    """
    from models.document import MrzFields

    values = {name: text(row, name) for name in FIELDS}
    if not any(values.values()):
        raise RowError("error.command.row_empty", fields=", ".join(FIELDS))
    return MrzFields(
        document_code=_code(values, "document_code", 2),
        issuing_state=_code(values, "issuing_state", 3),
        primary_identifier=_name(values["primary_identifier"]),
        secondary_identifier=_name(values["secondary_identifier"]),
        names_truncated=False,
        document_number="".join(values["document_number"].upper().replace("<", "").split()),
        nationality=_code(values, "nationality", 3),
        date_of_birth=_birth(values["date_of_birth"], today),
        sex=_sex(values["sex"]),
        date_of_expiry=None,
        optional_data="",
    )


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
        raise RowError("error.command.row_long")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RowError("error.command.row_json") from error
    if not isinstance(row, dict):
        raise RowError("error.command.row_json")
    return row


def _name(value: str) -> str:
    return " ".join(value.replace("<", " ").split())


def _code(values: Mapping[str, str], key: str, longest: int) -> str:
    value = values[key].rstrip("<").upper()
    if len(value) > longest or (value and not (value.isascii() and value.isalnum())):
        raise RowError("error.command.row_value", word=key, value=_short(values[key]))
    return value


def _sex(value: str) -> Sex:
    from models.document import Sex

    if value.upper() in ("", "<", Sex.UNSPECIFIED.value.upper()):
        return Sex.UNSPECIFIED
    try:
        return Sex(value.upper())
    except ValueError as error:
        raise RowError("error.command.row_value", word="sex", value=_short(value)) from error


def _birth(value: str, today: date) -> PartialDate:
    """A birth date as YYMMDD (fillers where unknown) or ISO, whole or in part."""
    from borderdesk.mrz.dates import birth_date
    from models.document import PartialDate

    if not value:
        return PartialDate("<<<<<<", None)
    bad = RowError("error.command.row_value", word="date_of_birth", value=_short(value))
    if _SHORT.fullmatch(value):
        found = birth_date(value, today=today)
        if not found.possible:
            raise bad
        return found
    parts = _COMPACT.fullmatch(value) or _ISO.fullmatch(value)
    if parts is None:
        raise bad
    year, month, day = (None if part is None else int(part) for part in parts.groups())
    try:
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise bad from error
    raw = f"{(year or 0) % 100:02d}" + "".join(
        "<<" if part is None else f"{part:02d}" for part in (month, day)
    )
    return PartialDate(raw, year, month, day)


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:40]}..."
