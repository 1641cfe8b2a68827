"""Document numbers by issuer, and dates beside each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from borderdesk.forgery.evidence import Evidence
from borderdesk.forgery.registry import run_checks
from borderdesk.mrz import compose
from models.check import CheckResult, CheckStatus, Severity
from models.document import DocumentFormat, TravelDocument

MakeDocument = Callable[..., TravelDocument]
TODAY = date(2026, 11, 24)
PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
NOT_SUPPORTED = CheckStatus.NOT_SUPPORTED


def zone(document_format: DocumentFormat = DocumentFormat.TD3, **changes: str) -> tuple[str, ...]:
    first = {DocumentFormat.TD1: "I", DocumentFormat.TD3: "P", DocumentFormat.MRV_A: "V"}[document_format]
    values: dict[str, str] = {
        "document_code": first,
        "issuing_state": "FRA",
        "primary_identifier": "ERIKSSON",
        "secondary_identifier": "ANNA MARIA",
        "document_number": "08CD50338",
        "nationality": "FRA",
        "date_of_birth": "740812",
        "sex": "F",
        "date_of_expiry": "300415",
        **changes,
    }
    return compose(document_format, **values)


def result(document: TravelDocument, code: str) -> CheckResult:
    return next(one for one in run_checks(Evidence(document, TODAY)) if one.code == code)


@pytest.fixture
def of(make_document: MakeDocument) -> Callable[..., TravelDocument]:
    """Documents as read today."""
    return lambda lines, **options: make_document(lines, today=TODAY, **options)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, PASSED),
        ({"document_number": "8CD503380"}, FAILED),
        ({"document_number": "08CD5033"}, FAILED),
        ({"issuing_state": "CAN", "document_number": "ZE000509"}, PASSED),
        ({"issuing_state": "CAN", "document_number": "P001756ZA"}, PASSED),
        ({"issuing_state": "NER", "document_number": "ANY<THING"}, NOT_SUPPORTED),
        ({"document_code": "PD", "document_number": "8CD503380"}, NOT_SUPPORTED),
    ],
)
def test_a_number_is_held_against_its_issuers_patterns(
    of: MakeDocument, changes: dict[str, str], status: CheckStatus
) -> None:
    changes = {"nationality": changes.get("issuing_state", "FRA"), **changes}
    found = result(of(zone(**changes)), "mrz.number.pattern")
    assert found.status is status
    assert found.severity in (Severity.INFO, Severity.MINOR)


def test_a_number_that_was_not_surely_read_is_undetermined(of: MakeDocument) -> None:
    document = of(zone(document_number="8CD503380"), doubtful={(1, 0): 0.5})
    assert result(document, "mrz.number.pattern").status is UNDETERMINED


def test_cards_have_numbers_of_other_patterns(of: MakeDocument) -> None:
    assert result(of(zone(DocumentFormat.TD1)), "mrz.number.pattern").status is NOT_SUPPORTED


@pytest.mark.parametrize(
    ("field", "status", "words"),
    [
        ("L898902C3", PASSED, "in its place"),
        ("S0002<8<<", PASSED, "in its place"),
        ("<L898902C", FAILED, "none belong"),
        ("L8<<902C3", FAILED, "none belong"),
        ("<<<<<<<<<", FAILED, "no document number"),
    ],
)
def test_a_number_begins_at_its_first_place(
    of: MakeDocument, field: str, status: CheckStatus, words: str
) -> None:
    # Doc 9303-4, 4.2.2: fillers stand for spaces and marks inside, and after the number.
    upper, lower = zone()
    found = result(of((upper, field + lower[9:])), "mrz.number.fillers")
    assert (found.status, found.severity) == (status, Severity.MINOR)
    assert words in found.detail.text()


@pytest.mark.parametrize(
    ("changes", "status", "severity"),
    [
        ({"date_of_expiry": "361124"}, PASSED, Severity.INFO),  # ten years from today
        ({"date_of_expiry": "370624"}, FAILED, Severity.INFO),  # more than France gives
        ({"date_of_expiry": "371225"}, FAILED, Severity.MINOR),  # more than anybody gives
        ({"date_of_expiry": "341124", "date_of_birth": "150101"}, FAILED, Severity.INFO),  # a child's: five
        ({"date_of_expiry": "311124", "date_of_birth": "150101"}, PASSED, Severity.INFO),
        ({"date_of_expiry": "341124", "issuing_state": "NER"}, FAILED, Severity.INFO),
        ({"date_of_expiry": "341124", "issuing_state": "UTO"}, PASSED, Severity.INFO),
        ({"date_of_expiry": "281124", "document_code": "PE"}, FAILED, Severity.INFO),  # Doc 9303-8, 4.4.2
        ({"date_of_expiry": "271124", "document_code": "PE"}, PASSED, Severity.INFO),
    ],
)
def test_no_document_is_valid_for_longer_than_its_kind(
    of: MakeDocument, changes: dict[str, str], status: CheckStatus, severity: Severity
) -> None:
    found = result(of(zone(**changes)), "mrz.date.validity")
    assert (found.status, found.severity) == (status, severity)


def test_cards_and_dates_that_are_none_are_not_judged(of: MakeDocument) -> None:
    card = of(zone(DocumentFormat.TD1, date_of_expiry="740415"))  # some are valid for life
    assert result(card, "mrz.date.validity").status is NOT_SUPPORTED
    impossible = of(zone(date_of_expiry="301331"))
    assert result(impossible, "mrz.date.validity").status is NOT_SUPPORTED
    assert result(impossible, "mrz.date.birth_before_expiry").status is NOT_SUPPORTED


@pytest.mark.parametrize(
    ("birth", "expiry", "status"),
    [
        ("740812", "200415", PASSED),
        ("220101", "200415", FAILED),
        ("22<<<<", "200415", FAILED),
        ("<<<<<<", "200415", NOT_SUPPORTED),
        ("260101", "300415", PASSED),
    ],
)
def test_a_holder_is_born_before_the_document_ends(
    of: MakeDocument, birth: str, expiry: str, status: CheckStatus
) -> None:
    found = result(of(zone(date_of_birth=birth, date_of_expiry=expiry)), "mrz.date.birth_before_expiry")
    assert (found.status, found.severity) == (status, Severity.INFO)
