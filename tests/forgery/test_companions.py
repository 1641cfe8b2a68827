"""Documents that one traveller shows, against each other; zones composed by the standard, altered by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from borderdesk.forgery import companions
from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz import compose, parse
from models.check import CheckResult, CheckStatus
from models.document import DocumentFormat, TravelDocument

TODAY = date(2026, 11, 24)
_HOLDER = {
    "document_code": "P",
    "issuing_state": "UTO",
    "primary_identifier": "Ould Eriksson",
    "secondary_identifier": "Anna Maria",
    "document_number": "L898902C3",
    "nationality": "UTO",
    "date_of_birth": "740812",
    "sex": "F",
    "date_of_expiry": "320415",
}


def shown(kind: DocumentFormat = DocumentFormat.TD3, **other: str) -> TravelDocument:
    lines = compose(kind, **(_HOLDER | other))
    zone = parse(lines, today=TODAY)
    return TravelDocument(zone.format, lines, zone.fields, zone.check_digits, certain=True)


def visa(**other: str) -> TravelDocument:
    return shown(DocumentFormat.MRV_A, document_code="V", **({"document_number": "VV1234567"} | other))


def answers(own: TravelDocument, *others: TravelDocument) -> dict[str, CheckResult]:
    return {each.code: each for each in companions.run(Evidence(own, TODAY, companions=others))}


def test_alone_there_is_nothing_to_compare() -> None:
    found = answers(shown())
    assert tuple(found) == companions.CODES
    assert {each.status for each in found.values()} == {CheckStatus.NOT_SUPPORTED}


def test_one_person_in_two_spellings_passes() -> None:
    found = answers(shown(), visa(primary_identifier="Eriksson", secondary_identifier="Anna"))
    for code in (companions.NAME, companions.BIRTH, companions.SEX):
        assert found[code].status is CheckStatus.PASSED
    assert found[companions.PASSPORT].status is CheckStatus.NOT_SUPPORTED


@pytest.mark.parametrize(
    ("code", "other"),
    [
        (companions.NAME, {"primary_identifier": "Diallo", "secondary_identifier": "Hassan"}),
        (companions.BIRTH, {"date_of_birth": "740813"}),
        (companions.SEX, {"sex": "M"}),
        (companions.PASSPORT, {"optional_data": "L898902C4"}),
    ],
)
def test_what_differs_fails_on_both(code: str, other: dict[str, str]) -> None:
    passport, second = shown(), visa(**other)
    for own, beside in ((passport, second), (second, passport)):
        found = answers(own, beside)
        assert [each.code for each in found.values() if each.status is CheckStatus.FAILED] == [code]


def test_a_visa_that_names_its_passport_passes() -> None:
    for second in (visa(document_number="L898902C3"), visa(optional_data="L898902C3")):
        assert answers(shown(), second)[companions.PASSPORT].status is CheckStatus.PASSED


def test_what_is_unknown_is_not_compared() -> None:
    found = answers(shown(), visa(date_of_birth="74<<<<", sex="X"))
    assert found[companions.BIRTH].status is CheckStatus.PASSED
    assert found[companions.SEX].status is CheckStatus.NOT_SUPPORTED


def test_one_of_three_that_differs_is_enough_and_doubt_is_told() -> None:
    wrong = visa(sex="M")
    assert answers(shown(), visa(), wrong)[companions.SEX].status is CheckStatus.FAILED
    unsure = replace(wrong, certain=False)
    assert answers(shown(), visa(), unsure)[companions.SEX].status is CheckStatus.UNDETERMINED
