"""Reported documents in their stored form, and back exactly as they were listed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from models.watchlist import DocumentEntry, EntryAction, Mandate
from watchlist import document_keys

_FIRST_DAY = date(1970, 1, 1).toordinal()
_AS_USUAL: dict[str, Any] = {
    "code": "", "loss": "stolen", "action": "stop", "category": "", "topics": [], "programme": "",
    "legal_basis": "", "caveat": "", "valid_until": None, "review_on": None,
}  # fmt: skip
"""What a body of terms leaves out."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What many documents of a list share: kind, loss and mandate, but no remark."""

    code: str
    loss: str
    mandate: Mandate


def days(on: date | None) -> int | None:
    """A day as it is stored."""
    return None if on is None else on.toordinal() - _FIRST_DAY


def day(stored: int | None) -> date | None:
    """The day that was stored."""
    return None if stored is None else date.fromordinal(stored + _FIRST_DAY)


def canonical(entry: DocumentEntry) -> bool:
    """Whether an entry may be stored without number and details.

    >>> canonical(DocumentEntry("UTO/L898902C3", "L898902C3", "UTO"))
    True
    """
    return (
        not entry.holder
        and not entry.last_number
        and not entry.mandate.note
        and entry.entry_id == f"{entry.issuing_state}/{entry.document_number}"
    )


def terms_body(terms: Terms) -> str:
    """Terms as JSON that is the same for the same terms."""
    mandate = terms.mandate
    whole = {
        "code": terms.code,
        "loss": terms.loss,
        "action": mandate.action.value,
        "category": mandate.category,
        "topics": list(mandate.topics),
        "programme": mandate.programme,
        "legal_basis": mandate.legal_basis,
        "caveat": mandate.caveat,
        "valid_until": None if mandate.valid_until is None else mandate.valid_until.isoformat(),
        "review_on": None if mandate.review_on is None else mandate.review_on.isoformat(),
    }
    return _json({name: value for name, value in whole.items() if value != _AS_USUAL[name]})


@lru_cache(maxsize=1024)
def terms(body: str) -> Terms:
    """The terms that a body was made from."""
    whole = {**_AS_USUAL, **json.loads(body)}
    mandate = Mandate(
        action=EntryAction(whole["action"]),
        category=whole["category"],
        topics=tuple(whole["topics"]),
        programme=whole["programme"],
        legal_basis=whole["legal_basis"],
        caveat=whole["caveat"],
        valid_until=_date(whole["valid_until"]),
        review_on=_date(whole["review_on"]),
    )
    return Terms(whole["code"], whole["loss"], mandate)


def details(entry: DocumentEntry) -> str | None:
    """What few entries say, as JSON; None where there is nothing."""
    found = {"holder": entry.holder, "note": entry.mandate.note}
    return _json({name: value for name, value in found.items() if value}) if any(found.values()) else None


def of_entry(entry: DocumentEntry) -> Terms:
    """The terms of an entry."""
    mandate = entry.mandate
    if mandate.note:
        mandate = _with_note(mandate, "")
    return Terms(entry.document_code, entry.loss, mandate)


def entry(
    entry_id: str,
    number: str,
    state: str,
    shared: Terms,
    reported: int | None,
    *,
    last: str = "",
    body: str | None = None,
) -> DocumentEntry:
    """An entry out of its row, its terms and its details."""
    own = json.loads(body) if body else {}
    mandate = _with_note(shared.mandate, own["note"]) if own.get("note") else shared.mandate
    return DocumentEntry(
        entry_id=entry_id,
        document_number=number,
        issuing_state=state,
        document_code=shared.code,
        loss=shared.loss,
        reported_on=day(reported),
        mandate=mandate,
        last_number=last,
        holder=own.get("holder", ""),
    )


class TermsOfList:
    """Numbers of the terms of one list, made as they are needed.

    Args:
        connection: On the watchlist database.
        list_id: The list.
        writing: False where nothing may be written; then terms that are new get numbers below zero.
    """

    def __init__(self, connection: sa.Connection, list_id: int, *, writing: bool = True) -> None:
        self._connection = connection
        self._list_id = list_id
        self._writing = writing
        stored = connection.exec_driver_sql(
            "SELECT body, terms_id FROM document_terms WHERE list_id = ?", (list_id,)
        )
        self._by_body: dict[str, int] = dict(stored.fetchall())
        self._known: dict[tuple[str, str, Mandate], int] = {}

    @property
    def nothing_stored(self) -> bool:
        """Whether the list had no terms, hence no documents."""
        return not self._by_body

    def number(self, entry: DocumentEntry) -> int:
        """The number of an entry's terms."""
        asked = (entry.document_code, entry.loss, entry.mandate)
        found = self._known.get(asked)
        if found is None:
            found = self._numbered(terms_body(of_entry(entry)))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[asked] = found
        return found

    def numbers(self, entries: Sequence[DocumentEntry]) -> Iterator[int]:
        """The numbers of many; quick where an importer gives many entries one and the same mandate."""
        of_mandate: dict[tuple[int, str, str], int] = {}
        for each in entries:
            asked = (id(each.mandate), each.document_code, each.loss)
            found = of_mandate.get(asked)
            if found is None:
                found = of_mandate[asked] = self.number(each)
            yield found

    def _numbered(self, body: str) -> int:
        found = self._by_body.get(body)
        if found is None:
            found = self._made(body) if self._writing else -1 - len(self._by_body)
            self._by_body[body] = found
        return found

    def _made(self, body: str) -> int:
        statement = "INSERT INTO document_terms (list_id, body) VALUES (?, ?) RETURNING terms_id"
        return int(self._connection.exec_driver_sql(statement, (self._list_id, body)).scalar_one())


_REMEMBERED = 100_000


def chunks(values: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of so many values at most."""
    chunk: list[Any] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def entry_key(each: DocumentEntry) -> int | None:
    """Number and issuer of a single document in base 37; None where they do not fit, or of a range."""
    return None if each.last_number else document_keys.key(each.document_number, each.issuing_state)


def _with_note(mandate: Mandate, note: str) -> Mandate:
    return Mandate(
        mandate.action, mandate.category, mandate.topics, mandate.programme, mandate.legal_basis,
        mandate.caveat, note, mandate.valid_until, mandate.review_on,
    )  # fmt: skip


def _date(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)


def _json(whole: dict[str, Any]) -> str:
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
