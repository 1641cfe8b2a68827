"""The registry: every promised check is answered, and a crash never counts as passed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from borderdesk.forgery.evidence import Evidence
from borderdesk.forgery.registry import FAMILIES, Family, run_checks
from models.cancel import Cancelled
from models.check import CheckResult, CheckStatus, Severity
from models.document import TravelDocument
from models.message import message
from resources import messages

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TODAY = date(2012, 1, 1)
MakeDocument = Callable[..., TravelDocument]


def passed(code: str) -> CheckResult:
    return CheckResult(code, CheckStatus.PASSED, Severity.MAJOR, message("check.not_done", code=code))


def test_codes_are_unique_and_answered_once_in_order(make_document: MakeDocument) -> None:
    promised = [code for family in FAMILIES for code in family.codes]
    assert len(set(promised)) == len(promised)
    assert [result.code for result in run_checks(Evidence(make_document(TD3), TODAY))] == promised


def test_every_check_has_a_title_and_every_detail_a_sentence(make_document: MakeDocument) -> None:
    for result in run_checks(Evidence(make_document(TD3), TODAY)):
        assert result.detail.text()
        assert messages.text(f"check.{result.code}.title")


def test_a_crash_is_undetermined_logged_and_harms_no_other_check(
    make_document: MakeDocument, caplog: pytest.LogCaptureFixture
) -> None:
    def crashing(evidence: Evidence) -> Iterator[CheckResult]:
        yield passed("new.first")
        raise ZeroDivisionError

    families = (Family("new", ("new.first", "new.second", "new.third"), crashing), *FAMILIES)
    with caplog.at_level(logging.ERROR):
        results = {
            one.code: one for one in run_checks(Evidence(make_document(TD3), TODAY), families=families)
        }
    assert results["new.first"].status is CheckStatus.PASSED
    assert {results[code].status for code in ("new.second", "new.third")} == {CheckStatus.UNDETERMINED}
    assert results["mrz.check_digit.composite"].status is CheckStatus.PASSED
    assert "new" in caplog.text


def test_a_check_that_gives_no_answer_is_told_as_not_done(make_document: MakeDocument) -> None:
    silent = Family("silent", ("silent.one",), lambda evidence: iter(()))
    (result,) = run_checks(Evidence(make_document(TD3), TODAY), families=(silent,))
    assert (result.code, result.status) == ("silent.one", CheckStatus.NOT_DONE)


def test_a_reading_that_does_not_fit_its_document_is_no_pass(make_document: MakeDocument) -> None:
    document = make_document(TD3)
    assert document.reading is not None
    short = replace(document.reading, lines=(document.reading.lines[0], document.reading.lines[1][:-3]))
    results = {one.code: one for one in run_checks(Evidence(replace(document, reading=short), TODAY))}
    assert results["mrz.check_digit.composite"].status is CheckStatus.UNDETERMINED


def test_stopping_is_passed_on(make_document: MakeDocument) -> None:
    def stopped(evidence: Evidence) -> Iterator[CheckResult]:
        raise Cancelled
        yield

    with pytest.raises(Cancelled):
        run_checks(Evidence(make_document(TD3), TODAY), families=(Family("slow", ("slow.one",), stopped),))
