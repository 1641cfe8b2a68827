"""Every shared specimen: its format, its failing check digits, and that it keeps to the allowed symbols."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from borderdesk.mrz import alphabet, detect_format, parse
from models.document import DocumentFormat

TRUTH = Path(__file__).resolve().parents[3] / "shared" / "specimens" / "truth.tsv"
SHORT = {
    "document_number": "number",
    "date_of_birth": "birth",
    "date_of_expiry": "expiry",
    "optional_data": "optional",
    "composite": "composite",
}

pytestmark = pytest.mark.specimens


def _rows() -> list[dict[str, str]]:
    if not TRUTH.exists():
        return []
    with TRUTH.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _cases(rows: list[dict[str, str]]) -> list[ParameterSet]:
    """One case a row; where the folder is missing, one that says so."""
    missing = pytest.mark.skip(reason="no shared/specimens/truth.tsv beside the checkout")
    return [pytest.param(row, id=row["file"]) for row in rows] or [pytest.param({}, id="none", marks=missing)]


ROWS = _rows()
every = pytest.mark.parametrize("specimen", _cases(ROWS))
printed_right = pytest.mark.parametrize(
    "specimen", _cases([row for row in ROWS if row["check_digits"] == "valid"])
)


@every
def test_specimen_has_the_format_it_is_known_for(specimen: dict[str, str]) -> None:
    assert detect_format(specimen["lines"].split("|")) is DocumentFormat(specimen["format"])


@every
def test_specimen_fails_exactly_the_check_digits_that_are_printed_wrong(specimen: dict[str, str]) -> None:
    zone = parse(specimen["lines"].split("|"), today=date(2026, 11, 24))
    failing = {SHORT[digit.name] for digit in zone.check_digits if not digit.agrees}
    assert failing == set(filter(None, specimen["failing"].split(",")))


@printed_right
def test_specimen_with_right_check_digits_keeps_to_the_alphabet(specimen: dict[str, str]) -> None:
    lines = specimen["lines"].split("|")
    table = alphabet(DocumentFormat(specimen["format"]))
    for line, row in zip(lines, table, strict=True):
        assert [symbol for symbol, allowed in zip(line, row, strict=True) if symbol not in allowed] == []


@printed_right
def test_specimen_keeps_its_dates_possible(specimen: dict[str, str]) -> None:
    fields = parse(specimen["lines"].split("|"), today=date(2026, 11, 24)).fields
    assert fields.date_of_birth.possible
    assert fields.date_of_expiry is None or fields.date_of_expiry.possible
