"""Entries as they lie in the database, byte by byte, whatever somebody made of them.

The chain is walked over what is stored, not over what SQLAlchemy makes of it: a moment that cannot be
understood, text that is no UTF-8, or JSON that says the same in another way is an edit like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.audit.entries import digest
from models.tables.audit import AuditEntryRow

_TEXTS = (
    "at",
    "clock",
    "person_id",
    "act",
    "subject_kind",
    "subject_id",
    "purpose",
    "second_person_id",
    "details",
)
_BYTES = ("previous", "hash")
_AT_ONCE = 500
_MOMENT = "%Y-%m-%d %H:%M:%S.%f"
"""SQLAlchemy's text of a moment in SQLite."""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One row.

    Attributes:
        number: The primary key, whatever it is.
        previous: Hash of the entry before, as this one says.
        hash: As stored.
        entry: What it says; None where that is nothing the program could have written.
    """

    number: int
    previous: bytes
    hash: bytes
    entry: AuditEntryRow | None

    def true_to(self, number: int, previous: bytes | None = None, hashed: bytes | None = None) -> bool:
        """Whether it says what was hashed, if it stood at a number.

        Args:
            number: Where it might have been written.
            previous: The hash before it there; its own where None.
            hashed: The hash it got there; its own where None.
        """
        if self.entry is None:
            return False
        stood = AuditEntryRow(
            number=number,
            previous=self.previous if previous is None else previous,
            **{name: getattr(self.entry, name) for name in _TEXTS},
        )
        return digest(stood) == (self.hash if hashed is None else hashed)


def entries(session: Session, *, from_number: int | None = None) -> Iterator[RawEntry]:
    """Every entry in the order of its number, or those from a number on, a few at a time."""
    where = "" if from_number is None else "WHERE number >= :number"
    yield from _found(session, f"{where} ORDER BY number", from_number)


def at(session: Session, number: int) -> RawEntry | None:
    """The entry of a number, None where there is none."""
    return next(iter(tuple(_found(session, "WHERE number = :number", number))), None)


def _found(session: Session, where: str, number: int | None) -> Iterator[RawEntry]:
    texts = ", ".join(f"CASE typeof({name}) WHEN 'text' THEN CAST({name} AS BLOB) END" for name in _TEXTS)
    blobs = ", ".join(f"CASE typeof({name}) WHEN 'blob' THEN {name} END" for name in _BYTES)
    query = sa.text(f"SELECT number, {texts}, {blobs} FROM audit_entries {where}")  # noqa: S608 - our own names
    values = {} if number is None else {"number": number}
    for row in session.execute(query, values, execution_options={"yield_per": _AT_ONCE}):
        yield _entry(row[0], row[1 : 1 + len(_TEXTS)], row[-2], row[-1])


def checkpoints(session: Session) -> dict[int, tuple[bytes, datetime | None, bytes]]:
    """Head, moment and signature of every checkpoint in the database; no moment where it is damaged."""
    query = sa.text(
        "SELECT number, CASE typeof(head) WHEN 'blob' THEN head END, "
        "CASE typeof(made_at) WHEN 'text' THEN CAST(made_at AS BLOB) END, "
        "CASE typeof(signature) WHEN 'blob' THEN signature END FROM audit_checkpoints ORDER BY number"
    )
    return {
        number: (head or b"", _moment(made_at), signature or b"")
        for number, head, made_at, signature in session.execute(query)
    }


def _entry(number: int, texts: Any, previous: Any, hashed: Any) -> RawEntry:
    return RawEntry(number, previous or b"", hashed or b"", _understood(number, texts, previous))


def _understood(number: int, texts: Any, previous: Any) -> AuditEntryRow | None:
    """The entry that a row says, None where the program never wrote such a row."""
    try:
        said = {name: text.decode("utf-8") for name, text in zip(_TEXTS, texts, strict=True)}
        moments = {name: _moment(said[name].encode()) for name in ("at", "clock")}
        details = json.loads(said["details"])
        written = json.dumps(details, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (AttributeError, ValueError, RecursionError):
        return None
    if None in moments.values() or not isinstance(details, dict) or written != said["details"]:
        return None
    return AuditEntryRow(
        **{**said, **moments, "details": details, "number": number, "previous": previous or b""}
    )


def _moment(text: bytes | None) -> datetime | None:
    try:
        written = (text or b"").decode("ascii")
        moment = datetime.strptime(written, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.replace(tzinfo=None).strftime(_MOMENT) == written else None
