"""Entries in their stored form, and back exactly as they were."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.document import PartialDate, Sex
from models.tables.watchlist import ReportedDocument
from models.watchlist import DocumentEntry, EntryAction, Mandate, PersonEntry


def body(entry: PersonEntry) -> dict[str, Any]:
    """A person as JSON values."""
    return {
        "entry_id": entry.entry_id,
        "names": list(entry.names),
        "dates_of_birth": [
            [born.raw, born.year, born.month, born.day, born.possible] for born in entry.dates_of_birth
        ],
        "sex": entry.sex.value,
        "nationalities": list(entry.nationalities),
        "document_numbers": [list(paper) for paper in entry.document_numbers],
        "action": entry.mandate.action.value,
        "category": entry.mandate.category,
        "note": entry.mandate.note,
        "valid_until": None if entry.mandate.valid_until is None else entry.mandate.valid_until.isoformat(),
    }


def person(stored: dict[str, Any]) -> PersonEntry:
    """The person that `body` was made from."""
    return PersonEntry(
        entry_id=stored["entry_id"],
        names=tuple(stored["names"]),
        dates_of_birth=tuple(PartialDate(*born) for born in stored["dates_of_birth"]),
        sex=Sex(stored["sex"]),
        nationalities=tuple(stored["nationalities"]),
        document_numbers=tuple((number, state) for number, state in stored["document_numbers"]),
        mandate=Mandate(
            action=EntryAction(stored["action"]),
            category=stored["category"],
            note=stored["note"],
            valid_until=None if stored["valid_until"] is None else date.fromisoformat(stored["valid_until"]),
        ),
    )


def document(stored: ReportedDocument) -> DocumentEntry:
    """The document that a row was made from."""
    return DocumentEntry(
        entry_id=stored.entry_id,
        document_number=stored.number,
        issuing_state=stored.state,
        document_code=stored.code,
        loss=stored.loss,
        reported_on=stored.reported_on,
        mandate=Mandate(stored.action, note=stored.note, valid_until=stored.valid_until),
    )
