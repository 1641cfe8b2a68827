"""Codes, dates and formats: what is printed can be what it says it is."""

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
TODAY = date(2012, 1, 1)
PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
NOT_SUPPORTED = CheckStatus.NOT_SUPPORTED


def zone(document_format: DocumentFormat = DocumentFormat.TD3, **changes: str) -> tuple[str, ...]:
    """The specimen of Doc 9303-4 with some of its values changed."""
    first = {"TD1": "I", "TD2": "I", "TD3": "P", "MRV-A": "V", "MRV-B": "V", "FRA-ID": "ID"}[
        document_format.value
    ]
    values: dict[str, str] = {
        "document_code": first,
        "issuing_state": "FRA" if document_format is DocumentFormat.FRA_ID else "UTO",
        "primary_identifier": "ERIKSSON",
        "secondary_identifier": "ANNA MARIA",
        "document_number": "L898902C3",
        "nationality": "" if document_format is DocumentFormat.FRA_ID else "UTO",
        "date_of_birth": "740812",
        "sex": "F",
        "date_of_expiry": "" if document_format is DocumentFormat.FRA_ID else "120415",
        **changes,
    }
    return compose(document_format, **values)


def printed(lines: tuple[str, ...], row: int, start: int, text: str) -> tuple[str, ...]:
    line = lines[row]
    return (*lines[:row], line[:start] + text + line[start + len(text) :], *lines[row + 1 :])


def result(document: TravelDocument, code: str, today: date = TODAY) -> CheckResult:
    return next(one for one in run_checks(Evidence(document, today)) if one.code == code)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("UTO", PASSED),
        ("NER", PASSED),
        ("D", PASSED),
        ("UNO", PASSED),
        ("XOM", PASSED),
        ("ZZZ", FAILED),
        ("SI", FAILED),
    ],
)
def test_an_issuer_must_exist(make_document: MakeDocument, code: str, status: CheckStatus) -> None:
    found = result(make_document(zone(issuing_state=code)), "mrz.code.issuing_state")
    assert (found.status, found.severity) == (status, Severity.MAJOR)


@pytest.mark.parametrize("code", ["XXA", "XXB", "XXC", "XXX"])
def test_persons_without_a_nationality_pass_but_such_a_code_issues_nothing(
    make_document: MakeDocument, code: str
) -> None:
    # Doc 9303-3, 5 part E: codes of persons without a defined nationality.
    assert result(make_document(zone(nationality=code)), "mrz.code.nationality").status is PASSED
    assert result(make_document(zone(issuing_state=code)), "mrz.code.issuing_state").status is FAILED


def test_an_unknown_issuer_that_was_not_surely_read_is_undetermined(make_document: MakeDocument) -> None:
    document = make_document(zone(issuing_state="UTQ"), doubtful={(0, 4): 0.6})
    assert result(document, "mrz.code.issuing_state").status is UNDETERMINED


def test_a_blank_nationality_is_neither_passed_nor_failed(make_document: MakeDocument) -> None:
    assert result(make_document(zone(nationality="")), "mrz.code.nationality").status is NOT_SUPPORTED


def test_the_french_card_tells_no_nationality(make_document: MakeDocument) -> None:
    document = make_document(zone(DocumentFormat.FRA_ID))
    assert document.format is DocumentFormat.FRA_ID
    assert result(document, "mrz.code.nationality").status is NOT_SUPPORTED


@pytest.mark.parametrize(
    ("document_format", "code", "status"),
    [
        (DocumentFormat.TD3, "P", PASSED),
        (DocumentFormat.TD3, "PD", PASSED),
        (DocumentFormat.TD3, "I", FAILED),
        (DocumentFormat.TD1, "AC", PASSED),
        (DocumentFormat.TD1, "C1", PASSED),
        (DocumentFormat.TD1, "IV", FAILED),
        (DocumentFormat.TD1, "AI", FAILED),
        (DocumentFormat.TD1, "P", FAILED),
        (DocumentFormat.TD2, "PU", PASSED),
        (DocumentFormat.TD2, "P", FAILED),
        (DocumentFormat.MRV_A, "VB", PASSED),
        (DocumentFormat.MRV_B, "V", PASSED),
        (DocumentFormat.FRA_ID, "ID", PASSED),
    ],
)
def test_document_codes_belong_to_their_formats(
    make_document: MakeDocument, document_format: DocumentFormat, code: str, status: CheckStatus
) -> None:
    # Doc 9303-4, 4.4; 9303-5 and 9303-6, 4.2.2 note k; 9303-7, 4.2.2; 9303-8, 4.1.5.
    document = make_document(zone(document_format, document_code=code), document_format=document_format)
    assert result(document, "mrz.code.document").status is status


@pytest.mark.parametrize(
    ("birth", "status", "words"),
    [
        ("740812", PASSED, "can be"),
        ("7408<<", PASSED, "can be"),
        ("<<<<<<", PASSED, "unknown"),
        ("741312", FAILED, "no date"),
        ("740230", FAILED, "no date"),
        ("74<812", FAILED, "no date"),
    ],
)
def test_a_date_of_birth_may_be_unknown_but_not_impossible(
    make_document: MakeDocument, birth: str, status: CheckStatus, words: str
) -> None:
    found = result(make_document(zone(date_of_birth=birth)), "mrz.date.date_of_birth")
    assert found.status is status
    assert words in found.detail.text()


def test_an_impossible_date_that_was_not_surely_read_is_undetermined(make_document: MakeDocument) -> None:
    document = make_document(zone(date_of_birth="741312"), doubtful={(1, 15): 0.7})
    assert result(document, "mrz.date.date_of_birth").status is UNDETERMINED


def test_an_expiry_must_be_a_whole_date(make_document: MakeDocument) -> None:
    # `compose` keeps to digits there, so the print is altered afterwards.
    left_open = result(make_document(printed(zone(), 1, 21, "<<<<<<0")), "mrz.date.date_of_expiry")
    assert (left_open.status, left_open.severity) == (FAILED, Severity.MINOR)
    impossible = result(make_document(zone(date_of_expiry="120431")), "mrz.date.date_of_expiry")
    assert (impossible.status, impossible.severity) == (FAILED, Severity.MAJOR)


@pytest.mark.parametrize(
    ("today", "status"),
    [(date(2012, 4, 15), PASSED), (date(2012, 4, 16), FAILED), (date(2026, 11, 24), FAILED)],
)
def test_a_document_is_valid_up_to_and_on_its_last_day(
    make_document: MakeDocument, today: date, status: CheckStatus
) -> None:
    found = result(make_document(zone(), today=today), "document.expired", today)
    assert (found.status, found.severity) == (status, Severity.MINOR)
    assert "2012-04-15" in found.detail.text()


def test_an_expiry_that_its_own_digit_vouches_for_is_expired_in_spite_of_a_doubtful_character(
    make_document: MakeDocument,
) -> None:
    today = date(2013, 1, 1)
    vouched = make_document(zone(), today=today, doubtful={(1, 22): 0.7})
    assert result(vouched, "document.expired", today).status is FAILED
    not_vouched = make_document(printed(zone(), 1, 27, "1"), today=today, doubtful={(1, 22): 0.7})
    assert result(not_vouched, "document.expired", today).status is UNDETERMINED


def test_without_a_usable_date_expiry_is_not_done_or_not_supported(make_document: MakeDocument) -> None:
    no_date = make_document(zone(date_of_expiry="120431"))
    assert result(no_date, "document.expired").status is CheckStatus.NOT_DONE
    french = make_document(zone(DocumentFormat.FRA_ID))
    assert result(french, "document.expired").status is NOT_SUPPORTED
    assert result(french, "mrz.date.date_of_expiry").status is NOT_SUPPORTED


def test_a_digit_in_a_name_is_found_with_its_place(make_document: MakeDocument) -> None:
    lines = printed(zone(), 0, 6, "1")
    found = result(make_document(lines), "mrz.format.symbols")
    assert found.status is FAILED
    assert "place 7 of line 1" in found.detail.text()
    assert result(make_document(lines, doubtful={(0, 6): 0.5}), "mrz.format.symbols").status is UNDETERMINED


def test_a_doubtful_symbol_does_not_excuse_a_sure_one_elsewhere(make_document: MakeDocument) -> None:
    lines = printed(printed(zone(), 0, 6, "1"), 0, 15, "4")
    found = result(make_document(lines, doubtful={(0, 6): 0.5}), "mrz.format.symbols")
    assert found.status is FAILED
    assert "place 16 of line 1" in found.detail.text()


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("ERIKSSON<<ANNA<MARIA", PASSED),
        ("ARKFREITH", PASSED),
        ("<ERIKSSON<<ANNA", FAILED),
        ("ERIKSSON<<ANNA<<MARIA", FAILED),
        ("ERIKSSON<<ANNA<<<<<<<K", FAILED),
        ("", FAILED),
        ("ERIKSSON<<ANNAKKKKKKKKKK", FAILED),
        ("GROSSSCHMIDT<<ANNA", PASSED),
    ],
)
def test_names_follow_the_filler_pattern(
    make_document: MakeDocument, field: str, status: CheckStatus
) -> None:
    # Doc 9303-3, 4.6: one filler between components, two after the primary identifier, then only at the end.
    lines = printed(zone(), 0, 5, field.ljust(39, "<"))
    assert result(make_document(lines), "mrz.format.names").status is status


@pytest.mark.parametrize(
    ("letter", "status"), [("F", PASSED), ("M", PASSED), ("<", PASSED), ("X", FAILED), ("8", FAILED)]
)
def test_sex_is_f_m_or_a_filler(make_document: MakeDocument, letter: str, status: CheckStatus) -> None:
    # Doc 9303-4, 4.2.2 note p: the X of the printed zone is a filler here.
    document = make_document(printed(zone(), 1, 20, letter))
    assert result(document, "mrz.format.sex").status is status
    assert result(document, "mrz.format.symbols").status is PASSED


@pytest.mark.parametrize("document_format", list(DocumentFormat))
def test_a_well_written_document_of_any_format_fails_nothing(
    make_document: MakeDocument, document_format: DocumentFormat
) -> None:
    results = run_checks(Evidence(make_document(zone(document_format)), TODAY, training=True))
    assert {one.status for one in results} <= {PASSED, NOT_SUPPORTED}
    assert any(one.status is PASSED for one in results)
