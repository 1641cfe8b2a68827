"""Single issuers: invented and withdrawn codes, specimens, and to whom they give passports."""

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


def passport(**changes: str) -> tuple[str, ...]:
    values: dict[str, str] = {
        "document_code": "P",
        "issuing_state": "NER",
        "primary_identifier": "ERIKSSON",
        "secondary_identifier": "ANNA MARIA",
        "document_number": "L898902C3",
        "nationality": "NER",
        "date_of_birth": "740812",
        "sex": "F",
        "date_of_expiry": "120415",
        **changes,
    }
    return compose(DocumentFormat.TD3, **values)


def result(document: TravelDocument, code: str, *, training: bool = False) -> CheckResult:
    evidence = Evidence(document, TODAY, training=training)
    return next(one for one in run_checks(evidence) if one.code == code)


@pytest.mark.parametrize(
    ("code", "severity", "words"),
    [
        ("WSA", Severity.MAJOR, "World Service Authority"),
        ("ZAR", Severity.MAJOR, "withdrawn in 1997"),
        ("YUG", Severity.INFO, "withdrawn in 2003"),  # a passport of 2002 would have ended by 2012
        ("TRC", Severity.INFO, "printing house"),
    ],
)
def test_a_code_that_is_none_is_told_for_what_it_is(
    make_document: MakeDocument, code: str, severity: Severity, words: str
) -> None:
    for changes in ({"issuing_state": code}, {"nationality": code}):
        found = result(make_document(passport(**changes)), "mrz.issuer.fantasy")
        assert (found.status, found.severity) == (FAILED, severity)
        assert words in found.detail.text()
        assert found.region is not None


def test_an_invented_issuer_that_was_not_surely_read_is_undetermined(make_document: MakeDocument) -> None:
    document = make_document(passport(issuing_state="WSA"), doubtful={(0, 3): 0.5})
    assert result(document, "mrz.issuer.fantasy").status is UNDETERMINED


@pytest.mark.parametrize("code", ["NER", "D", "XXB", "UNO", "UTO"])
def test_issuers_that_exist_are_not_invented(make_document: MakeDocument, code: str) -> None:
    assert result(make_document(passport(issuing_state=code)), "mrz.issuer.fantasy").status is PASSED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issuing_state": "UTO", "nationality": "UTO"}, "UTO is Utopia"),
        ({"nationality": "UTO"}, "UTO is Utopia"),
        ({"primary_identifier": "SPECIMEN"}, "SPECIMEN"),
        ({"secondary_identifier": "ANNA SPECIMEN"}, "SPECIMEN"),
        ({"primary_identifier": "MUSTERMANN", "secondary_identifier": "ERIKA"}, "MUSTERMANN ERIKA"),
        ({"issuing_state": "POL", "nationality": "POL", "document_number": "AA0000000"}, "AA0000000"),
    ],
)
def test_a_working_station_calls_a_specimen_what_it_is(
    make_document: MakeDocument, changes: dict[str, str], words: str
) -> None:
    document = make_document(passport(**changes))
    found = result(document, "mrz.issuer.specimen")
    assert (found.status, found.severity) == (FAILED, Severity.INFO)
    assert words in found.detail.text()
    at_school = result(document, "mrz.issuer.specimen", training=True).status
    assert at_school is (PASSED if words.startswith("UTO") else FAILED)


def test_half_of_a_mark_says_nothing(make_document: MakeDocument) -> None:
    for changes in (
        {"primary_identifier": "MUSTERMANN"},
        {"document_number": "007007007"},  # of another issuer's specimens
        {"document_number": "AA0000010"},
    ):
        assert result(make_document(passport(**changes)), "mrz.issuer.specimen").status is PASSED


@pytest.mark.parametrize(
    ("issuer", "nationality", "status"),
    [
        ("NER", "NER", PASSED),
        ("GBR", "GBN", PASSED),
        ("HKG", "CHN", PASSED),
        ("NER", "MLI", FAILED),
        ("NER", "XXB", NOT_SUPPORTED),
        ("UNO", "NER", NOT_SUPPORTED),
        ("UTO", "NER", NOT_SUPPORTED),
        ("NER", "", NOT_SUPPORTED),
        ("NER", "ZZZ", NOT_SUPPORTED),
    ],
)
def test_a_passport_for_another_states_national_is_rare(
    make_document: MakeDocument, issuer: str, nationality: str, status: CheckStatus
) -> None:
    document = make_document(passport(issuing_state=issuer, nationality=nationality))
    found = result(document, "mrz.issuer.nationality")
    assert (found.status, found.severity) == (status, Severity.INFO)


def test_passports_for_aliens_and_visas_are_for_any_nationality(make_document: MakeDocument) -> None:
    alien = make_document(passport(document_code="PT", nationality="MLI"))
    assert result(alien, "mrz.issuer.nationality").status is NOT_SUPPORTED
    visa = compose(
        DocumentFormat.MRV_A,
        document_code="V",
        issuing_state="NER",
        primary_identifier="ERIKSSON",
        secondary_identifier="ANNA",
        document_number="L898902C3",
        nationality="MLI",
        date_of_birth="740812",
        sex="F",
        date_of_expiry="120415",
    )
    assert result(make_document(visa), "mrz.issuer.nationality").status is NOT_SUPPORTED


AUSTRIAN = (
    "IDAUT000009993<<<<<<<<<<<<<<<<",
    "7109094F111231AUT<<<<<<<<<<<<0",
    "MUSTERFRAU<<ISOLDE<<<<<<<<<<<<",
)


def test_a_known_defect_still_fails_and_weighs_little(make_document: MakeDocument) -> None:
    found = run_checks(Evidence(make_document(AUSTRIAN), TODAY))
    failed = {one.code: one for one in found if one.status is FAILED and one.code != "document.expired"}
    number = failed["mrz.check_digit.document_number"]
    assert number.severity is Severity.INFO
    assert "Austria" in number.detail.text()
    assert {one.severity for one in failed.values()} == {Severity.INFO}


@pytest.mark.parametrize(
    ("row", "place", "symbol", "code"),
    [
        (1, 6, "5", "mrz.check_digit.date_of_birth"),  # it is printed on these cards, and so may be wrong
        (0, 2, "B", "mrz.check_digit.document_number"),  # another issuer's card has no such defect
        (0, 20, "7", "mrz.check_digit.document_number"),  # something is printed where they leave all open
    ],
)
def test_what_else_is_wrong_weighs_as_ever(
    make_document: MakeDocument, row: int, place: int, symbol: str, code: str
) -> None:
    lines = list(AUSTRIAN)
    lines[row] = lines[row][:place] + symbol + lines[row][place + 1 :]
    found = result(make_document(lines), code)
    assert (found.status, found.severity) == (FAILED, Severity.MAJOR)


def test_a_code_that_was_in_use_in_its_day_weighs_little(make_document: MakeDocument) -> None:
    old, new = (
        make_document(passport(issuing_state="SCG", nationality="SCG", date_of_expiry=expiry))
        for expiry in ("120415", "200415")
    )
    for code in ("mrz.code.issuing_state", "mrz.code.nationality", "mrz.issuer.fantasy"):
        assert (result(old, code).status, result(old, code).severity) == (FAILED, Severity.INFO)
        assert (result(new, code).status, result(new, code).severity) == (FAILED, Severity.MAJOR)
