"""Rows of questions, by the command-line contract: understood whole, or refused with the field at fault."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.mrz.dates import birth_date
from models.document import MrzFields, PartialDate, Sex
from models.errors import KnownError
from watchlist.query import FIELDS, UNKNOWN_DATE, fields_from_row

TODAY = date(2026, 11, 24)


def asked(row: object) -> MrzFields:
    """What a row says on the day of these tests."""
    return fields_from_row(row, birth=partial(birth_date, today=TODAY))


def test_the_specimen_of_doc_9303_part_4() -> None:
    fields = asked(
        {
            "primary_identifier": "ERIKSSON",
            "secondary_identifier": "ANNA<MARIA",
            "date_of_birth": "740812",
            "nationality": "UTO",
            "sex": "F",
            "document_number": "L898902C3",
            "issuing_state": "UTO",
            "document_code": "P",
        }
    )
    assert (fields.primary_identifier, fields.secondary_identifier) == ("ERIKSSON", "ANNA MARIA")
    assert fields.date_of_birth == PartialDate("740812", 1974, 8, 12)
    assert (fields.sex, fields.document_number, fields.issuing_state) == (Sex.FEMALE, "L898902C3", "UTO")


def test_what_a_row_leaves_out_is_empty() -> None:
    fields = asked({"document_number": "l898902c<3", "sex": None})
    assert fields.document_number == "L898902C3"
    assert fields.date_of_birth == UNKNOWN_DATE
    assert (fields.primary_identifier, fields.nationality, fields.sex) == ("", "", Sex.UNSPECIFIED)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("740812", "1974-08-12"),
        ("261124", "2026-11-24"),
        ("261125", "1926-11-25"),
        ("7408<<", "1974-08"),
        ("74<<<<", "1974"),
        ("<<<<<<", None),
        ("", None),
        ("1974-08-12", "1974-08-12"),
        ("1974-08", "1974-08"),
        ("1974", "1974"),
        ("000229", "2000-02-29"),
        ("19740812", "1974-08-12"),
        ("1927-01-01", "1927-01-01"),
    ],
)
def test_dates_in_both_ways_of_writing(written: str, iso: str | None) -> None:
    row = {"primary_identifier": "A", "date_of_birth": written}
    assert asked(row).date_of_birth.iso == iso


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (["A"], "not_understood"),
        (None, "not_understood"),
        ({}, "nothing"),
        ({"primary_identifier": "<<", "sex": "F"}, "nothing"),
        ({"name": "A"}, "nothing"),
        ({"nationality": "NER", "date_of_birth": "740812"}, "nothing"),
        ({"primary_identifier": 7}, "no_text"),
        ({"primary_identifier": "A", "date_of_birth": "741332"}, "no_date"),
        ({"primary_identifier": "A", "date_of_birth": "1974-2-30"}, "no_date"),
        ({"primary_identifier": "A", "date_of_birth": "12.08.1974"}, "no_date"),
        ({"primary_identifier": "A", "sex": "W"}, "no_sex"),
        ({"primary_identifier": "A", "nationality": "UTOPIA"}, "no_code"),
        ({"primary_identifier": "A", "issuing_state": "??"}, "no_code"),
        ({"primary_identifier": "A", "document_code": "PPP"}, "no_code"),
        ({"primary_identifier": "A", "date_of_birth": "0000-01-01"}, "no_date"),
        ({"primary_identifier": "A", "date_of_birth": "٧٤٠٨١٢"}, "no_date"),
        ({"primary_identifier": ["ERIKSSON"]}, "no_text"),
        ({"primary_identifier": "\ud800"}, "control_character"),
        ({"primary_identifier": "A\0B"}, "control_character"),
        ({"primary_identifier": "A" * 501}, "too_long"),
        ({"document_number": "A_1"}, "no_number"),
    ],
)
def test_a_row_that_cannot_be_understood_says_why(row: object, key: str) -> None:
    with pytest.raises(KnownError) as caught:
        asked(row)
    assert caught.value.message.key == f"error.watchlist.row.{key}"
    assert caught.value.sentence()


def test_values_are_taken_as_a_zone_or_a_person_writes_them() -> None:
    fields = asked(
        {
            "primary_identifier": "OULD<AHMED",
            "document_number": "d2314 5890-1<<",
            "nationality": "d<<",
            "issuing_state": "<<<",
            "sex": "f",
            "document_code": None,
            "ticket": 7,
        }
    )
    assert fields.primary_identifier == "OULD AHMED"
    assert (fields.document_number, fields.nationality, fields.sex) == ("D231458901", "D", Sex.FEMALE)
    assert (fields.issuing_state, fields.document_code) == ("", "")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=8),
)


@given(_JSON | st.dictionaries(st.sampled_from(FIELDS), st.text("<0123456789-AFMX ", max_size=11)))
def test_any_json_is_understood_or_refused(row: object) -> None:
    try:
        fields = asked(json.loads(json.dumps(row)))
    except KnownError as error:
        known = error.sentence()
    else:
        known = fields.document_number or fields.primary_identifier or fields.secondary_identifier
    assert known


@pytest.mark.parametrize("text", ["1974-02-30", "1974-13-01", "19740230", "1974-01-32"])
def test_of_a_date_that_no_calendar_has_the_year_counts(text: str) -> None:
    row = {"primary_identifier": "A", "date_of_birth": text}
    assert fields_from_row(row, birth=lambda raw: UNKNOWN_DATE).date_of_birth.iso == "1974"
