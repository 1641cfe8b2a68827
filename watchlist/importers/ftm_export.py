"""A list as FollowTheMoney's JSON lines, which `importers.ftm_lists` reads back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from models.watchlist import DocumentEntry, Mandate, PersonEntry, Picture
from watchlist.importers import cells
from watchlist.importers.countries import country_of
from watchlist.importers.ftm_terms import OWN, PAPERS, PERSON, SEXES
from watchlist.importers.pictures import Kept
from watchlist.importers.source import Item
from watchlist.importers.writing import replaced


def export(path: Path, items: Iterable[Item]) -> int:
    """Write a list, an entity a line; all of it or nothing.

    Args:
        path: Written anew; an old file of that name stays until the new one is whole. Pictures go to a folder
            beside it.
        items: Persons, documents and pictures.

    Returns:
        How many entries were written.

    Raises:
        ListFileError: The place cannot be written to.
    """
    written = 0
    kept = Kept(path)
    with replaced(path) as file:
        for item in items:
            if isinstance(item, Picture):
                kept.keep(item)
            elif isinstance(item, PersonEntry | DocumentEntry):
                file.write(json.dumps(entity(item, kept.name_of), ensure_ascii=False))
                file.write("\n")
                written += 1
    return written


def entity(entry: PersonEntry | DocumentEntry, picture: Callable[[str], str]) -> dict[str, Any]:
    """One entry as an entity.

    Args:
        entry: A person or a document.
        picture: From the digest of a picture to the name of its file.
    """
    person = isinstance(entry, PersonEntry)
    properties = _person(entry, picture) if isinstance(entry, PersonEntry) else _document(entry)
    return {
        "id": entry.entry_id,
        "caption": entry.names[0] if isinstance(entry, PersonEntry) else entry.document_number,
        "schema": PERSON if person else PAPERS[0 if properties[f"{OWN}documentCode"] == ["P"] else 1],
        "properties": {name: list(values) for name, values in properties.items() if values},
    }


def _person(entry: PersonEntry, picture: Callable[[str], str]) -> dict[str, Sequence[str]]:
    return {
        "name": entry.names[:1],
        "alias": entry.names[1:],
        "weakAlias": entry.weak_names,
        "birthDate": [iso for born in entry.dates_of_birth if (iso := born.iso)],
        f"{OWN}birthYears": list(map(cells.years_text, entry.birth_years)),
        "gender": [SEXES[entry.sex]] if entry.sex in SEXES else [],
        "nationality": [country for code in entry.nationalities if (country := country_of(code))],
        f"{OWN}nationality": entry.nationalities,
        "birthPlace": entry.places_of_birth,
        "address": entry.addresses,
        "passportNumber": [number for number, _ in entry.document_numbers],
        f"{OWN}documentNumber": [
            f"{number}/{issuer}" if issuer else number for number, issuer in entry.document_numbers
        ],
        f"{OWN}picture": list(map(picture, entry.pictures)),
        **_mandate(entry.mandate),
    }


def _document(entry: DocumentEntry) -> dict[str, Sequence[str]]:
    country = country_of(entry.issuing_state)
    return {
        "number": [entry.document_number],
        "country": [country] if country else [],
        f"{OWN}issuingState": [entry.issuing_state],
        f"{OWN}lastNumber": _one(entry.last_number),
        f"{OWN}documentCode": _one(entry.document_code),
        f"{OWN}loss": [entry.loss],
        f"{OWN}reportedOn": [] if entry.reported_on is None else [entry.reported_on.isoformat()],
        f"{OWN}holderName": _one(entry.holder),
        **_mandate(entry.mandate),
    }


def _mandate(mandate: Mandate) -> dict[str, Sequence[str]]:
    return {
        "topics": mandate.topics,
        "program": _one(mandate.programme),
        "notes": _one(mandate.note),
        f"{OWN}action": [mandate.action.value],
        f"{OWN}category": _one(mandate.category),
        f"{OWN}legalBasis": _one(mandate.legal_basis),
        f"{OWN}caveat": _one(mandate.caveat),
        f"{OWN}validUntil": [] if mandate.valid_until is None else [mandate.valid_until.isoformat()],
        f"{OWN}reviewOn": [] if mandate.review_on is None else [mandate.review_on.isoformat()],
    }


def _one(text: str) -> list[str]:
    return [text] if text else []
