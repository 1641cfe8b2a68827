"""Pictures with their truth, as files, so that every reader loads them itself."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bench._drawn import LEVELS, TODAY, documents
from borderdesk.mrz import parse

SPECIMENS = Path(__file__).resolve().parents[2] / "shared" / "specimens"
# What the specimens' truth calls the check digits.
_DIGITS = {"number": "document_number", "birth": "date_of_birth", "expiry": "date_of_expiry"}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of one document.

    Attributes:
        name: For tables.
        file: Where it lies.
        lines: Of the zone, as printed; empty where there is none.
        today: A day on which the document is valid.
        failing: Names of the check digits that are printed wrong.
    """

    name: str
    file: Path
    lines: tuple[str, ...]
    today: date
    failing: frozenset[str] = frozenset()


def specimens() -> list[Picture]:
    """The shared specimens; none where they are not beside the checkout."""
    if not SPECIMENS.is_dir():
        return []
    with (SPECIMENS / "truth.tsv").open(encoding="utf-8", newline="") as file:
        return [_specimen(row) for row in csv.DictReader(file, delimiter="\t")]


def _specimen(row: dict[str, str]) -> Picture:
    lines = tuple(row["lines"].split("|"))
    failing = frozenset(_DIGITS.get(name, name) for name in row["failing"].split(",") if name)
    return Picture(row["file"], SPECIMENS / "images" / row["file"], lines, valid_day(lines), failing)


def valid_day(lines: tuple[str, ...]) -> date:
    """The day before the document's last one, or a day in its time where it prints none."""
    expiry = parse(lines, today=date(2026, 1, 1)).fields.date_of_expiry
    if expiry is None or expiry.year is None or expiry.month is None or expiry.day is None:
        return date(2000, 1, 1)
    year = expiry.year if expiry.year < 2050 else expiry.year - 100
    return date(year, expiry.month, expiry.day) - timedelta(days=1)


def drawn(level: str, pages: int, folder: Path) -> Iterator[Picture]:
    """Drawn documents of a level, one picture a page, written into a folder as they come."""
    assert level in LEVELS
    for number, document in enumerate(documents(level, pages, seed=1)):
        file = folder / f"{level}-{number}.jpg"
        file.write_bytes(document.jpeg)
        failing = frozenset({"date_of_birth"}) if document.wrong else frozenset()
        yield Picture(document.name, file, document.lines, TODAY, failing)
