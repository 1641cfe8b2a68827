"""Every row of the shipped policy is reached, and advises what docs/policy.md says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from borderdesk.verdict import Policy
from models.check import CheckStatus, Severity
from models.message import message
from models.verdict import Advice, Verdict
from models.watchlist import EntryAction

STOP, REFER, INFORM = EntryAction.STOP, EntryAction.REFER, EntryAction.INFORM
Case = tuple[Callable[[Any], Verdict], Advice, str]

# Row of the policy -> how it is reached, the advice then, and the reason shown.
CASES: dict[str, Case] = {
    "document reported stolen": (
        lambda d: d.verdict(screening=d.screening(d.document_hit(loss="stolen_blank"))),
        Advice.STOP,
        "verdict.hit.stolen",
    ),
    "document reported lost": (
        lambda d: d.verdict(screening=d.screening(d.document_hit(loss="lost"))),
        Advice.REFER,
        "verdict.hit.lost",
    ),
    "document no longer valid": (
        lambda d: d.verdict(screening=d.screening(d.document_hit(loss="revoked"))),
        Advice.STOP,
        "verdict.hit.revoked",
    ),
    "document on a list, owner asks to stop it": (
        lambda d: d.verdict(screening=d.screening(d.document_hit(loss="a word of a later list"))),
        Advice.STOP,
        "verdict.hit.document",
    ),
    "owner asks only to be told of the document": (
        lambda d: d.verdict(screening=d.screening(d.document_hit(action=INFORM))),
        Advice.CLEAR,
        "verdict.hit.inform",
    ),
    "document on a list, owner asks to look closer": (
        lambda d: d.verdict(screening=d.screening(d.document_hit(action=REFER))),
        Advice.REFER,
        "verdict.hit.document",
    ),
    "a hit only if a character was misread": (
        lambda d: d.verdict(screening=d.screening(d.document_hit(exact=False, doubted=True))),
        Advice.RESCAN,
        "verdict.hit.doubted",
    ),
    "the same after another scan": (
        lambda d: d.verdict(
            screening=d.screening(d.person_hit(exact=False, doubted=True)),
            doubt_stayed={("NER/persons", "p7")},
        ),
        Advice.REFER,
        "verdict.hit.doubt_stayed",
    ),
    "document much like one on a list": (
        lambda d: d.verdict(screening=d.screening(d.document_hit(exact=False))),
        Advice.REFER,
        "verdict.hit.document_alike",
    ),
    "person on a list, owner asks to stop": (
        lambda d: d.verdict(screening=d.screening(d.person_hit())),
        Advice.STOP,
        "verdict.hit.person",
    ),
    "financial list": (
        lambda d: d.verdict(screening=d.screening(d.person_hit(action=INFORM, topics=("sanction",)))),
        Advice.CLEAR,
        "verdict.hit.financial",
    ),
    "much like an entry of a financial list": (
        lambda d: d.verdict(
            screening=d.screening(d.person_hit(action=INFORM, exact=False, topics=("sanction.linked",)))
        ),
        Advice.CLEAR,
        "verdict.hit.financial_alike",
    ),
    "owner asks only to be told of the person": (
        lambda d: d.verdict(screening=d.screening(d.person_hit(action=INFORM))),
        Advice.CLEAR,
        "verdict.hit.inform",
    ),
    "person on a list, owner asks to look closer": (
        lambda d: d.verdict(screening=d.screening(d.person_hit(action=REFER))),
        Advice.REFER,
        "verdict.hit.person",
    ),
    "person much like one on a list": (
        lambda d: d.verdict(screening=d.screening(d.person_hit(exact=False))),
        Advice.REFER,
        "verdict.hit.person_alike",
    ),
    "much like an entry whose owner only asks to be told": (
        lambda d: d.verdict(screening=d.screening(d.person_hit(action=INFORM, exact=False))),
        Advice.CLEAR,
        "verdict.hit.inform_alike",
    ),
    "not read for certain": (
        lambda d: d.verdict(d.document(certain=False)),
        Advice.RESCAN,
        "verdict.uncertain",
    ),
    "a character was changed after reading": (
        lambda d: d.verdict(d.document(corrected=True)),
        Advice.CLEAR,
        "verdict.corrected",
    ),
    "expired, of a national who comes home": (
        lambda d: d.at_home("NER").verdict(d.document(date_of_expiry="111231")),
        Advice.IN_ORDER,
        "check.document.expired.failed",
    ),
    "expired": (
        lambda d: d.verdict(d.document(date_of_expiry="111231")),
        Advice.REFER,
        "check.document.expired.failed",
    ),
    "no date of expiry to read": (
        lambda d: d.verdict(d.french_card()),
        Advice.CLEAR,
        "check.document.expired.not_supported",
    ),
    "number of another pattern": (
        lambda d: d.verdict(d.document(issuing_state="FRA", nationality="FRA", document_number="L898902C3")),
        Advice.IN_ORDER,
        "check.mrz.number.pattern.failed",
    ),
    "a specimen shown to travel": (
        lambda d: d.verdict(d.document(issuing_state="UTO", nationality="UTO")),
        Advice.IN_ORDER,
        "check.mrz.issuer.specimen.failed",
    ),
    "a check failed on what was surely read": (
        lambda d: d.verdict(d.document(issuing_state="ZZZ")),
        Advice.REFER,
        "check.mrz.code.issuing_state.failed",
    ),
    "a check failed that weighs little": (
        lambda d: d.verdict(extra=(d.check("later.hint", CheckStatus.FAILED, Severity.INFO),)),
        Advice.IN_ORDER,
        "check.not_done",
    ),
    "print or picture could not be judged": (
        lambda d: d.verdict(extra=(d.check("zone.print.pitch", CheckStatus.UNDETERMINED),)),
        Advice.IN_ORDER,
        "check.not_done",
    ),
    "a check could not be decided": (
        lambda d: d.verdict(extra=(d.check("mrz.check_digit.composite", CheckStatus.UNDETERMINED),)),
        Advice.RESCAN,
        "check.not_done",
    ),
    "a check was not made": (
        lambda d: d.verdict(extra=(d.check("chip.signature", CheckStatus.NOT_DONE),)),
        Advice.IN_ORDER,
        "check.not_done",
    ),
    "the holder may have immunity": (
        lambda d: d.verdict(d.document(document_code="PD")),
        Advice.REFER,
        "verdict.protected",
    ),
    "kind of document unknown": (
        lambda d: d.verdict(d.document(document_code="XX")),
        Advice.REFER,
        "verdict.kind_unknown",
    ),
    "specimen, for training only": (
        lambda d: d.verdict(d.document(issuing_state="UTO"), training=True),
        Advice.CLEAR,
        "verdict.specimen",
    ),
    "issuer that no longer exists": (
        lambda d: d.verdict(d.document(issuing_state="ANT")),
        Advice.CLEAR,
        "verdict.former_issuer",
    ),
    "no list consulted": (lambda d: d.verdict(screening=None), Advice.IN_ORDER, "verdict.lists.none"),
    "lists could not be consulted": (
        lambda d: d.verdict(screening=None, not_screened=message("verdict.lists.failed")),
        Advice.IN_ORDER,
        "verdict.lists.failed",
    ),
    "every list is empty": (
        lambda d: d.verdict(screening=d.screening(entries=0)),
        Advice.IN_ORDER,
        "verdict.lists.empty",
    ),
    "list too old": (
        lambda d: d.verdict(screening=d.screening(age=timedelta(days=9, hours=1))),
        Advice.IN_ORDER,
        "verdict.lists.old",
    ),
    "list dated in the future": (
        lambda d: d.verdict(screening=d.screening(age=-timedelta(days=3))),
        Advice.IN_ORDER,
        "verdict.lists.future",
    ),
    "list more than a day old": (
        lambda d: d.verdict(screening=d.screening(age=timedelta(hours=30))),
        Advice.CLEAR,
        "verdict.lists.ageing",
    ),
}


def test_the_cases_are_the_rows() -> None:
    assert set(CASES) == {row.name for row in Policy.load().rows}


def test_names_of_rows_are_unique() -> None:
    names = [row.name for row in Policy.load().rows]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", CASES)
def test_row(desk: Any, keys: Callable[[Verdict], list[str]], name: str) -> None:
    ask, advice, reason = CASES[name]
    verdict = ask(desk)
    assert verdict.advice is advice
    assert reason in keys(verdict)
    assert all(each.text() for each in verdict.reasons)


@pytest.mark.parametrize("name", CASES)
def test_a_row_is_needed(desk: Any, keys: Callable[[Verdict], list[str]], name: str) -> None:
    """Without the row its finding is still not passed over, or its note is not shown: no row is idle."""
    ask, advice, _ = CASES[name]
    before = ask(desk)
    whole = desk.policy
    rows = tuple(row for row in whole.rows if row.name != name)
    desk.policy = Policy(rows, whole.fresh_for, whole.note_after, whole.then, whole.then_protected)
    after = ask(desk)
    assert (after.advice, keys(after)) != (advice, keys(before)) or name in {
        # What the code says where no row fits is the same: these rows are there to be read and changed.
        "not read for certain",
        "expired",
        "a check failed on what was surely read",
        "a specimen shown to travel",
    }
    if before.advice is not Advice.CLEAR and name not in {
        "the holder may have immunity",
        "kind of document unknown",
    }:
        assert after.advice is not Advice.CLEAR


def test_the_days_in_the_sentence_are_counted(desk: Any) -> None:
    verdict = desk.verdict(screening=desk.screening(age=timedelta(days=9, hours=1)))
    assert "The list NER/persons is 9 days old." in [reason.text() for reason in verdict.reasons]


def test_an_expired_document_leads_home_only_its_own_national(desk: Any) -> None:
    ended = {"date_of_expiry": "111231"}
    assert desk.at_home("MLI").verdict(desk.document(**ended)).advice is Advice.REFER
    foreigner = desk.document(nationality="MLI", **ended)
    assert desk.at_home("NER").verdict(foreigner).advice is Advice.REFER
    assert desk.at_home("MLI", "NER").verdict(desk.document(**ended)).advice is Advice.IN_ORDER
