"""What a swipe reader sent: checked and screened like any document, and never told to be printed wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from borderdesk.inspection import Inspector
from borderdesk.mrz import compose
from borderdesk.swiping.framing import Swiped
from borderdesk.swiping.zone import document_of
from borderdesk.verdict import Policy
from models.check import CheckStatus
from models.document import DocumentFormat, MrzFields
from models.record import as_record
from models.verdict import Advice
from models.watchlist import ListState, Screening
from watchlist.doubts import Doubts

TODAY = date(2012, 1, 1)
NOW = datetime(2012, 1, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def swipe():
    """`swipe(**changes)` inspects the specimen of Doc 9303-4, issued by Niger, as a reader sends it."""

    def do(*, line=None, place=None, symbol=None, today=TODAY, **changes):
        values = {
            "document_code": "PP",
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
        lines = list(compose(DocumentFormat.TD3, **values))
        if symbol is not None:
            lines[line] = lines[line][:place] + symbol + lines[line][place + 1 :]
        document = document_of(Swiped(tuple(lines)), today=today)
        inspector = Inspector(Policy.load(), nothing_found)
        return inspector.inspect_document(document, today=today, now=NOW)

    return do


def nothing_found(_: MrzFields, __: Doubts) -> Screening:
    return Screening((ListState("NER/persons", "NER", 4, NOW, 10),), ())


def reasons(inspection):
    return " ".join(reason.text() for reason in inspection.verdict.reasons)


def test_a_swipe_in_which_all_agrees_is_clear(swipe):
    found = swipe()
    assert found.verdict.advice is Advice.CLEAR
    assert found.document.certain
    assert found.page is None
    assert {check.status for check in found.checks} <= {CheckStatus.PASSED, CheckStatus.NOT_SUPPORTED}


@pytest.mark.parametrize(
    ("line", "place", "symbol"),
    [
        (1, 19, "3"),  # check digit of the date of birth
        (1, 43, "9"),  # the one over all of it
        (1, 1, "9"),  # a character of the number
        (0, 2, "X"),  # XER issues nothing, and no check digit covers it
        (1, 10, "X"),  # no such nationality
        (0, 6, "4"),  # a digit in the name
        (1, 20, "P"),  # no sex
    ],
)
def test_whatever_fails_asks_for_another_swipe_and_is_never_told_to_be_printed(swipe, line, place, symbol):
    found = swipe(line=line, place=place, symbol=symbol)
    assert found.verdict.advice is Advice.RESCAN
    assert not found.document.certain
    assert "Swipe once more" in reasons(found)
    assert not any(check.status is CheckStatus.FAILED for check in found.checks)
    assert "printed" not in reasons(found)
    assert "wrong" not in reasons(found)


def test_a_month_that_is_none_is_doubted_although_its_digit_agrees(swipe):
    found = swipe(date_of_birth="741312")
    assert found.verdict.advice is Advice.RESCAN
    assert "date of birth" in reasons(found)


def test_an_expired_document_is_expired_by_a_swipe_too(swipe):
    found = swipe(today=date(2012, 6, 1))
    assert found.verdict.advice is Advice.REFER
    assert "expired on 2012-04-15" in reasons(found)


def test_a_hint_is_no_sign_of_a_bad_swipe(swipe):
    french = swipe(issuing_state="FRA", nationality="FRA")  # whose passports have other numbers
    assert french.verdict.advice is Advice.IN_ORDER
    assert french.document.certain
    late = swipe(date_of_expiry="300415")  # 18 years from then
    assert late.verdict.advice is Advice.REFER
    assert late.document.certain
    other = swipe(nationality="MLI")
    assert other.verdict.advice is Advice.IN_ORDER
    assert other.document.certain


def test_the_record_of_a_swipe_keeps_to_the_contract(swipe):
    record = as_record(swipe())
    assert (record["file"], record["page"], record["index"]) == ("", 0, 0)
    assert record["document"]["lines"] == record["document"]["raw_lines"]
    assert record["document"]["probabilities"] == []
    assert record["corrections"] == []
    assert all(check["region"] is None for check in record["checks"])
