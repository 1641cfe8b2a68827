"""The same zones in the eyes of the `mrz` package, which was written by others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mrz.base.countries import english
from mrz.checker.mrva import MRVACodeChecker
from mrz.checker.mrvb import MRVBCodeChecker
from mrz.checker.td1 import TD1CodeChecker
from mrz.checker.td2 import TD2CodeChecker
from mrz.checker.td3 import TD3CodeChecker
from mrz.generator.mrva import MRVACodeGenerator
from mrz.generator.mrvb import MRVBCodeGenerator
from mrz.generator.td1 import TD1CodeGenerator
from mrz.generator.td2 import TD2CodeGenerator
from mrz.generator.td3 import TD3CodeGenerator

from borderdesk.mrz import compose, parse
from borderdesk.mrz.codes import state
from models.document import DocumentFormat

CHECKERS = {
    DocumentFormat.TD1: TD1CodeChecker,
    DocumentFormat.TD2: TD2CodeChecker,
    DocumentFormat.TD3: TD3CodeChecker,
    DocumentFormat.MRV_A: MRVACodeChecker,
    DocumentFormat.MRV_B: MRVBCodeChecker,
}
GENERATORS = {
    DocumentFormat.TD1: TD1CodeGenerator,
    DocumentFormat.TD2: TD2CodeGenerator,
    DocumentFormat.TD3: TD3CodeGenerator,
    DocumentFormat.MRV_A: MRVACodeGenerator,
    DocumentFormat.MRV_B: MRVBCodeGenerator,
}
OPTIONAL = {"TD1": 15, "TD2": 7, "TD3": 14, "MRV-A": 16, "MRV-B": 8}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SYMBOLS = LETTERS + "0123456789"
HASHES = {
    "document_number": "document_number_hash",
    "date_of_birth": "birth_date_hash",
    "date_of_expiry": "expiry_date_hash",
    "optional_data": "optional_data_hash",
    "composite": "final_hash",
}


@st.composite
def documents(draw: st.DrawFn) -> tuple[DocumentFormat, dict[str, str]]:
    """Values that both know how to write: short numbers, whole names, known dates."""
    document_format = draw(st.sampled_from(sorted(CHECKERS, key=lambda known: known.value)))
    first = {"TD3": "P", "MRV-A": "V", "MRV-B": "V"}.get(document_format.value, "I")
    day = st.dates(date(1950, 1, 1), date(2011, 12, 31)).map(lambda drawn: drawn.strftime("%y%m%d"))
    values = {
        "document_code": first,
        "issuing_state": draw(st.sampled_from(["NER", "MLI", "TCD", "FRA", "UTO"])),
        "primary_identifier": draw(st.text(LETTERS, min_size=1, max_size=12)),
        "secondary_identifier": draw(st.text(LETTERS, min_size=1, max_size=12)),
        "document_number": draw(st.text(SYMBOLS, min_size=1, max_size=9)),
        "nationality": draw(st.sampled_from(["NER", "MLI", "TCD", "FRA", "UTO"])),
        "date_of_birth": draw(day),
        "sex": draw(st.sampled_from("FM")),
        "date_of_expiry": draw(day),
        "optional_data": draw(st.text(SYMBOLS, max_size=OPTIONAL[document_format.value])),
    }
    if document_format is DocumentFormat.TD1:
        values["optional_data_2"] = draw(st.text(SYMBOLS, max_size=11))
    return document_format, values


def peer_says(document_format: DocumentFormat, lines: tuple[str, ...]) -> dict[str, bool]:
    checker: Any = CHECKERS[document_format]("\n".join(lines))
    return {
        ours: bool(getattr(checker, theirs)) for ours, theirs in HASHES.items() if hasattr(checker, theirs)
    }


@given(documents())
def test_zones_are_written_as_the_peer_writes_them(document: tuple[DocumentFormat, dict[str, str]]) -> None:
    document_format, values = document
    head, names = ["document_code", "issuing_state"], ["primary_identifier", "secondary_identifier"]
    dates = ["date_of_birth", "sex", "date_of_expiry"]
    if document_format is DocumentFormat.TD1:
        order = [*head, "document_number", *dates, "nationality", *names, "optional_data", "optional_data_2"]
    else:
        order = [*head, *names, "document_number", "nationality", *dates, "optional_data"]
    peer = GENERATORS[document_format](*(values[name] for name in order))
    assert compose(document_format, **values) == tuple(str(peer).split("\n"))


@given(documents(), st.data())
def test_the_peer_finds_the_same_check_digits_wrong(
    document: tuple[DocumentFormat, dict[str, str]], data: st.DataObject
) -> None:
    document_format, values = document
    lines = list(compose(document_format, **values))
    digits = parse(lines, today=date(2012, 1, 1)).check_digits
    line, place = data.draw(
        st.sampled_from(
            [(line, at) for digit in digits for line, start, end in digit.covers for at in range(start, end)]
        )
    )
    symbols = "0123456789" if (line, place) in {(digit.line, digit.position) for digit in digits} else SYMBOLS
    new = data.draw(st.sampled_from(symbols))
    lines[line] = lines[line][:place] + new + lines[line][place + 1 :]
    ours = {digit.name: digit.agrees for digit in parse(lines, today=date(2012, 1, 1)).check_digits}
    assert ours == {name: peer_says(document_format, tuple(lines))[name] for name in ours}


# The peer gives the United Kingdom its two-letter code; the zone has three (Doc 9303-3, 4.7).
NOT_OF_THE_STANDARD = {"GB"}


@pytest.mark.parametrize("code", sorted(set(english.values()) - NOT_OF_THE_STANDARD))
def test_states_that_the_peer_knows_are_known(code: str) -> None:
    assert state(code) is not None
