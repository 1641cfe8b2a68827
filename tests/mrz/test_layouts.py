"""The tables of the formats: complete, and in step with the text of Doc 9303."""

from __future__ import annotations

from collections import Counter

import pytest

from borderdesk.mrz import alphabet
from borderdesk.mrz.layouts import layout_of
from models.document import DocumentFormat
from models.reading import MRZ_ALPHABET

# The place of each check digit and the ranges it covers, counted from 1, as the standard's tables have them:
# 9303-5, 4.2.4; 9303-6, 4.2.4; 9303-4, 4.2.4; 9303-7, 4.2.2.2 and 7.2.2.2.
STANDARD = {
    DocumentFormat.TD1: {
        "document_number": ((1, 15), [(1, 6, 14)]),
        "date_of_birth": ((2, 7), [(2, 1, 6)]),
        "date_of_expiry": ((2, 15), [(2, 9, 14)]),
        "composite": ((2, 30), [(1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29)]),
    },
    DocumentFormat.TD2: {
        "document_number": ((2, 10), [(2, 1, 9)]),
        "date_of_birth": ((2, 20), [(2, 14, 19)]),
        "date_of_expiry": ((2, 28), [(2, 22, 27)]),
        "composite": ((2, 36), [(2, 1, 10), (2, 14, 20), (2, 22, 35)]),
    },
    DocumentFormat.TD3: {
        "document_number": ((2, 10), [(2, 1, 9)]),
        "date_of_birth": ((2, 20), [(2, 14, 19)]),
        "date_of_expiry": ((2, 28), [(2, 22, 27)]),
        "optional_data": ((2, 43), [(2, 29, 42)]),
        "composite": ((2, 44), [(2, 1, 10), (2, 14, 20), (2, 22, 43)]),
    },
    DocumentFormat.MRV_A: {
        "document_number": ((2, 10), [(2, 1, 9)]),
        "date_of_birth": ((2, 20), [(2, 14, 19)]),
        "date_of_expiry": ((2, 28), [(2, 22, 27)]),
    },
    DocumentFormat.MRV_B: {
        "document_number": ((2, 10), [(2, 1, 9)]),
        "date_of_birth": ((2, 20), [(2, 14, 19)]),
        "date_of_expiry": ((2, 28), [(2, 22, 27)]),
    },
}


@pytest.mark.parametrize("document_format", STANDARD)
def test_check_digits_cover_what_the_standard_says(document_format: DocumentFormat) -> None:
    table = {
        rule.name: (
            (rule.line + 1, rule.position + 1),
            [(line + 1, start + 1, end) for line, start, end in rule.covers],
        )
        for rule in layout_of(document_format).checks
    }
    assert table == STANDARD[document_format]


@pytest.mark.parametrize("document_format", DocumentFormat)
def test_elements_and_check_digits_fill_the_zone_exactly_once(document_format: DocumentFormat) -> None:
    layout = layout_of(document_format)
    used = Counter(
        (element.line, place) for element in layout.elements for place in range(element.start, element.end)
    )
    used.update((rule.line, rule.position) for rule in layout.checks)
    lines, width = document_format.shape
    assert used == Counter((line, place) for line in range(lines) for place in range(width))


@pytest.mark.parametrize("document_format", DocumentFormat)
def test_alphabet_has_a_set_for_every_position(document_format: DocumentFormat) -> None:
    table = alphabet(document_format)
    assert (len(table), {len(row) for row in table}) == (
        document_format.shape[0],
        {document_format.shape[1]},
    )
    assert all(symbols and symbols <= set(MRZ_ALPHABET) for row in table for symbols in row)


def test_alphabet_tells_letters_digits_and_fillers_apart() -> None:
    upper, lower = alphabet(DocumentFormat.TD3)
    assert not upper[10] & set("0123456789"), "no digits in names (Doc 9303-3, 4.6)"
    assert lower[9] == set("0123456789"), "the number's check digit is a digit"
    assert lower[42] == set("0123456789<"), "that of unused optional data may be a filler"
    assert lower[14] == set("0123456789<"), "parts of a birth date may be unknown"
    assert lower[22] == set("0123456789"), "an expiry is known"
    assert lower[20] == set("FM<")
    assert alphabet(DocumentFormat.TD1)[0][14] == set("0123456789<"), "a long number goes on"
    assert alphabet(DocumentFormat.MRV_A)[1][43] == set(MRZ_ALPHABET), "a visa has no composite check digit"


def test_an_unknown_element_is_a_bug() -> None:
    with pytest.raises(LookupError, match="MRV-A has no optional_data_2"):
        layout_of(DocumentFormat.MRV_A).require("optional_data_2")
