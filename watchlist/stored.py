"""Entries in their stored form, and back exactly as they were.

A person's body is JSON by names that are never changed, in one order, and holds only what differs from the
defaults of schema 2; a field that is added to `PersonEntry` later is one more name that older bodies lack.
The same entry always gives the same text, so that two editions of a list are compared by it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from models.document import PartialDate, Sex
from models.watchlist import EntryAction, Mandate, PersonEntry, YearRange

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().decode
_NO_MANDATE = Mandate()


def body(entry: PersonEntry) -> str:
    """A person without its entry number.

    >>> body(PersonEntry("P-1", ("ERIKSSON ANNA",), (PartialDate("7408<<", 1974, 8),)))
    '{"names":["ERIKSSON ANNA"],"born":["1974-08"]}'
    """
    found: dict[str, Any] = {"names": entry.names}
    if entry.dates_of_birth:
        found["born"] = [_date(born) for born in entry.dates_of_birth]
    if entry.sex is not Sex.UNSPECIFIED:
        found["sex"] = entry.sex.value
    if entry.nationalities:
        found["nationalities"] = entry.nationalities
    if entry.document_numbers:
        found["papers"] = entry.document_numbers
    if entry.mandate != _NO_MANDATE:
        found |= _mandate(entry.mandate)
    if entry.weak_names:
        found["weak_names"] = entry.weak_names
    if entry.birth_years:
        found["birth_years"] = [[years.first, years.last, years.circa] for years in entry.birth_years]
    if entry.places_of_birth:
        found["birth_places"] = entry.places_of_birth
    if entry.addresses:
        found["addresses"] = entry.addresses
    if entry.pictures:
        found["pictures"] = entry.pictures
    return _encode(found)


def person(entry_id: str, stored: str) -> PersonEntry:
    """The person that `body` was made from."""
    found = _decode(stored)
    return PersonEntry(
        entry_id,
        tuple(found["names"]),
        tuple(_partial_date(born) for born in found.get("born", ())),
        Sex(found.get("sex", "unspecified")),
        tuple(found.get("nationalities", ())),
        tuple((number, state) for number, state in found.get("papers", ())),
        _stored_mandate(found),
        tuple(found.get("weak_names", ())),
        tuple(YearRange(*years) for years in found.get("birth_years", ())),
        tuple(found.get("birth_places", ())),
        tuple(found.get("addresses", ())),
        tuple(found.get("pictures", ())),
    )


def _date(born: PartialDate) -> str | list[Any]:
    """As ISO where that tells all there is to it."""
    iso = born.iso
    if iso is not None and len(iso) in _LENGTHS and _partial_date(iso) == born:
        return iso
    return [born.raw, born.year, born.month, born.day, born.possible]


_LENGTHS = (4, 7, 10)
"""Of a year, a month and a day by ISO 8601."""


def _partial_date(stored: str | list[Any]) -> PartialDate:
    if not isinstance(stored, str):
        return PartialDate(*stored)
    year, month, day = stored[:4], stored[5:7], stored[8:]
    return PartialDate(
        year[2:] + (month or "<<") + (day or "<<"),
        int(year),
        int(month) if month else None,
        int(day) if day else None,
    )


_TEXTS = ("category", "programme", "legal_basis", "caveat", "note")
_DAYS = ("valid_until", "review_on")


def _mandate(mandate: Mandate) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if mandate.action is not EntryAction.REFER:
        found["action"] = mandate.action.value
    if mandate.topics:
        found["topics"] = mandate.topics
    found |= {name: value for name in _TEXTS if (value := getattr(mandate, name))}
    found |= {name: value.isoformat() for name in _DAYS if (value := getattr(mandate, name)) is not None}
    return found


def _stored_mandate(found: dict[str, Any]) -> Mandate:
    given: dict[str, Any] = {name: found[name] for name in _TEXTS if name in found}
    given |= {name: date.fromisoformat(found[name]) for name in _DAYS if name in found}
    return Mandate(EntryAction(found.get("action", "refer")), topics=tuple(found.get("topics", ())), **given)
