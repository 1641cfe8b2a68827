"""Writes invented people or documents as the CSV that `docs/watchlist-csv.md` describes.

python -m bench.people persons 1000000 persons.csv
python -m bench.people documents 10000000 documents.csv
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.people.documents import documents
from bench.people.persons import persons
from models.document import Sex
from models.watchlist import DocumentEntry, PersonEntry

_PERSONS = (
    "entry_id",
    "name",
    "date_of_birth",
    "sex",
    "nationalities",
    "document_numbers",
    "action",
    "category",
)
_DOCUMENTS = (
    "entry_id",
    "document_number",
    "issuing_state",
    "document_code",
    "loss",
    "reported_on",
    "action",
    "last_number",
)


def _person(entry: PersonEntry) -> Sequence[str]:
    return (
        entry.entry_id,
        entry.names[0],
        "|".join(born.iso or "" for born in entry.dates_of_birth),
        "" if entry.sex is Sex.UNSPECIFIED else entry.sex.value,
        "|".join(entry.nationalities),
        "|".join(f"{number}/{state}" for number, state in entry.document_numbers),
        entry.mandate.action.value,
        entry.mandate.category,
    )


def _document(entry: DocumentEntry) -> Sequence[str]:
    reported = entry.reported_on.isoformat() if entry.reported_on else ""
    return (
        entry.entry_id,
        entry.document_number,
        entry.issuing_state,
        entry.document_code,
        entry.loss,
        reported,
        entry.mandate.action.value,
        entry.last_number,
    )


def write(kind: str, count: int, file: Path, seed: int) -> None:
    """Write a list."""
    rows: Iterator[Sequence[str]]
    if kind == "persons":
        columns, rows = _PERSONS, (_person(person.entry()) for person in persons(seed, count))
    else:
        columns, rows = _DOCUMENTS, map(_document, documents(seed, count))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> int:
    """Write what was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.people", description="invented people or documents as CSV"
    )
    parser.add_argument("kind", choices=("persons", "documents"))
    parser.add_argument("count", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    write(options.kind, options.count, options.file, options.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
