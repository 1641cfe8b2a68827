"""What no policy may change, tried with every mixture of findings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borderdesk.policy import Row
from borderdesk.verdict import decide, unreadable
from models.check import CheckStatus, Severity
from models.document import TravelDocument
from models.message import message
from models.verdict import Advice, Verdict
from models.watchlist import EntryAction, HitKind, Screening

FINE = {CheckStatus.PASSED, CheckStatus.NOT_SUPPORTED}
PROTECTED_CODES = [("PD", "NER"), ("PO", "NER"), ("PP", "UNO"), ("PP", "XAU"), ("PP", "EUE"), ("PP", "XEC")]
CUSTODY = re.compile(
    r"\b(keep|kept|hold|held|detain|arrest|custody|seize|wait|search|police|second line)\b", re.I
)
WEEK = timedelta(days=7)

statuses = st.sampled_from(list(CheckStatus))
actions = st.sampled_from(list(EntryAction))
ages = st.timedeltas(min_value=-timedelta(days=20), max_value=timedelta(days=20))
mixtures = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)


def everything(desk: Any, data: st.DataObject) -> tuple[TravelDocument, list[Any], Screening | None]:
    """Any mixture of a document, answers and hits."""
    code, issuer = data.draw(st.sampled_from([("PP", "NER"), ("P", "UTO"), *PROTECTED_CODES]))
    document = desk.document(
        document_code=code,
        issuing_state=issuer,
        nationality=data.draw(st.sampled_from(["NER", "XXA", "XXB", "XXC", ""])),
        certain=data.draw(st.booleans()),
        corrected=data.draw(st.booleans()),
    )
    checks = [
        desk.check(f"some.check_{number}", status, data.draw(st.sampled_from(list(Severity))))
        for number, status in enumerate(data.draw(st.lists(statuses, max_size=6)))
    ]
    if data.draw(st.booleans()):
        return document, checks, None
    hits = []
    for kind, action, exact, doubted, overdue in data.draw(
        st.lists(
            st.tuples(st.sampled_from(list(HitKind)), actions, st.booleans(), st.booleans(), st.booleans())
        )
    ):
        make = desk.person_hit if kind is HitKind.PERSON else desk.document_hit
        ground = data.draw(st.sampled_from([{}, {"legal_basis": "Act 12"}, {"caveat": "tell nobody"}]))
        hits.append(make(action=action, exact=exact, doubted=doubted, overdue=overdue, **ground))
    lists = tuple(
        replace(desk.screening(age=age).lists[0], entries=data.draw(st.integers(min_value=0, max_value=2)))
        for age in data.draw(st.lists(ages, max_size=3))
    )
    return document, checks, Screening(lists, tuple(hits))


def asked(desk: Any, data: st.DataObject) -> tuple[TravelDocument, list[Any], Screening | None, Verdict]:
    document, checks, screening = everything(desk, data)
    return document, checks, screening, decide(document, checks, screening, desk.policy, now=desk.now)


@mixtures
@given(st.data())
def test_clear_needs_checks_that_passed_and_lists_that_are_fresh(desk: Any, data: st.DataObject) -> None:
    document, checks, screening, verdict = asked(desk, data)
    if verdict.advice is Advice.CLEAR:
        assert document.certain
        assert {check.status for check in checks} <= FINE
        assert any(check.status is CheckStatus.PASSED for check in checks)
        assert screening is not None
        assert any(one.entries for one in screening.lists)
        assert all(-timedelta(days=1) <= desk.now - one.as_of <= WEEK for one in screening.lists)
        assert all(hit.entry.mandate.action is EntryAction.INFORM for hit in screening.hits)


@mixtures
@given(st.data())
def test_in_order_needs_that_nothing_failed_that_weighs(desk: Any, data: st.DataObject) -> None:
    _, checks, _, verdict = asked(desk, data)
    if verdict.advice is Advice.IN_ORDER:
        assert not any(
            check.status is CheckStatus.UNDETERMINED
            or (check.status is CheckStatus.FAILED and check.severity is not Severity.INFO)
            for check in checks
        )


@mixtures
@given(st.data())
def test_what_is_not_certain_is_scanned_again_whatever_else_was_found(desk: Any, data: st.DataObject) -> None:
    document, _, _, verdict = asked(desk, data)
    if not document.certain:
        assert verdict.advice is Advice.RESCAN


@mixtures
@given(st.data())
def test_a_hit_that_is_not_exact_never_stops(desk: Any, data: st.DataObject) -> None:
    _, _, screening, verdict = asked(desk, data)
    if verdict.advice is Advice.STOP:
        assert screening is not None
        assert any(
            hit.exact and not hit.doubted and not hit.overdue and hit.entry.mandate.action is EntryAction.STOP
            for hit in screening.hits
        )


def strict(advice: Advice, *, outweighs: bool = False) -> Row:
    """A row that advises the same for every hit."""
    return Row("too strict", "hit", {}, advice, "verdict.hit.person", outweighs)


def surely_read(desk: Any) -> list[Any]:
    return [desk.check("some.check", CheckStatus.PASSED)]


harsh = st.sampled_from([strict(Advice.STOP), strict(Advice.REFER, outweighs=True), strict(Advice.RESCAN)])


@mixtures
@given(st.data(), harsh, st.booleans())
def test_whatever_the_table_a_doubted_hit_asks_for_another_scan_at_most(
    desk: Any, data: st.DataObject, row: Row, stayed: bool
) -> None:
    table = replace(desk.policy, rows=(row, *desk.policy.rows))
    kind, action, overdue = data.draw(st.tuples(st.sampled_from(list(HitKind)), actions, st.booleans()))
    make = desk.person_hit if kind is HitKind.PERSON else desk.document_hit
    hit = make(action=action, exact=data.draw(st.booleans()), doubted=True, overdue=overdue)
    verdict = decide(
        desk.document(),
        surely_read(desk),
        desk.screening(hit),
        table,
        now=desk.now,
        doubt_stayed={(hit.list_name, hit.entry.entry_id)} if stayed else (),
    )
    # As another scan may settle it, a row that outweighs a rescan becomes one, too.
    assert verdict.advice is (Advice.REFER if stayed else Advice.RESCAN)


@mixtures
@given(st.data(), harsh)
def test_whatever_the_table_an_entry_past_its_review_date_refers_at_most(
    desk: Any, data: st.DataObject, row: Row
) -> None:
    table = replace(desk.policy, rows=(row, *desk.policy.rows))
    make = data.draw(st.sampled_from([desk.person_hit, desk.document_hit]))
    hit = make(action=data.draw(actions), exact=True, overdue=True, review_on=desk.today - timedelta(days=1))
    verdict = decide(desk.document(), surely_read(desk), desk.screening(hit), table, now=desk.now)
    assert verdict.advice is Advice.REFER
    assert "verdict.hit.overdue" in [reason.key for reason in verdict.reasons]


@mixtures
@given(st.data())
def test_ground_and_handling_of_every_hit_are_told(desk: Any, data: st.DataObject) -> None:
    _, _, screening, verdict = asked(desk, data)
    texts = [reason.text() for reason in verdict.reasons]
    for hit in screening.hits if screening else ():
        for said in (hit.entry.mandate.legal_basis, hit.entry.mandate.caveat):
            assert not said or any(said in text for text in texts)


@mixtures
@given(st.data())
def test_no_word_of_custody_where_the_holder_may_have_immunity(desk: Any, data: st.DataObject) -> None:
    document, _, _, verdict = asked(desk, data)
    if (document.fields.document_code, document.fields.issuing_state) in PROTECTED_CODES:
        text = " ".join(reason.text() for reason in verdict.reasons)
        # A refugee's document is told by its nationality, unless an organisation issued it.
        if document.fields.nationality == "NER" or document.fields.issuing_state != "NER":
            assert not CUSTODY.search(text), text
            assert verdict.advice not in (Advice.CLEAR, Advice.IN_ORDER)


@mixtures
@given(st.data())
def test_every_reason_is_a_sentence_told_once(desk: Any, data: st.DataObject) -> None:
    _, _, _, verdict = asked(desk, data)
    texts = [reason.text() for reason in verdict.reasons]
    assert all(texts)
    assert len(set(texts)) == len(texts)


def test_two_dates_of_one_list_that_read_the_same_are_told_once(desk: Any) -> None:
    ahead = desk.screening(age=-timedelta(days=2)).lists[0]
    lists = (ahead, replace(ahead, as_of=ahead.as_of - timedelta(hours=1)))
    texts = [reason.text() for reason in desk.verdict(screening=Screening(lists)).reasons]
    assert len(set(texts)) == len(texts)
    assert sum("future" in text for text in texts) == 1


def test_a_stolen_document_stops_even_where_another_check_stayed_open(desk: Any) -> None:
    open_check = desk.check("mrz.check_digit.date_of_birth", CheckStatus.UNDETERMINED)
    verdict = desk.verdict(screening=desk.screening(desk.document_hit()), extra=(open_check,))
    assert verdict.advice is Advice.STOP


def test_a_hit_on_an_uncertain_number_is_told_but_does_not_stop(
    desk: Any, keys: Callable[[Verdict], list[str]]
) -> None:
    doubt = message("verdict.unreadable")
    verdict = desk.verdict(desk.document(certain=False, doubts=(doubt,)), desk.screening(desk.document_hit()))
    assert verdict.advice is Advice.RESCAN
    assert keys(verdict) == [
        "verdict.unreadable",
        "verdict.hits_if_right",
        "verdict.hit.stolen",
        "verdict.then.rescan",
    ]


def test_a_sure_failure_is_not_put_off_by_an_open_check(desk: Any) -> None:
    results = (
        desk.check("mrz.check_digit.date_of_birth", CheckStatus.FAILED),
        desk.check("mrz.check_digit.composite", CheckStatus.UNDETERMINED),
    )
    assert desk.verdict(extra=results).advice is Advice.REFER


def test_a_likely_person_is_put_off_by_an_open_check(desk: Any) -> None:
    open_check = desk.check("mrz.check_digit.date_of_birth", CheckStatus.UNDETERMINED)
    verdict = desk.verdict(screening=desk.screening(desk.person_hit(exact=False)), extra=(open_check,))
    assert verdict.advice is Advice.RESCAN


def test_the_gravest_reason_comes_first_and_what_to_do_last(
    desk: Any, keys: Callable[[Verdict], list[str]]
) -> None:
    verdict = desk.verdict(
        desk.document(date_of_expiry="111231", corrected=True),
        desk.screening(desk.person_hit(exact=False), desk.document_hit()),
    )
    assert keys(verdict) == [
        "verdict.hit.stolen",
        "check.document.expired.failed",
        "verdict.hit.person_alike",
        "verdict.corrected",
        "verdict.then.stop",
    ]


@pytest.mark.parametrize(("code", "issuer"), PROTECTED_CODES)
def test_a_stolen_diplomatic_document_goes_to_the_supervisor_in_other_words(
    desk: Any, keys: Callable[[Verdict], list[str]], code: str, issuer: str
) -> None:
    verdict = desk.verdict(
        desk.document(document_code=code, issuing_state=issuer), desk.screening(desk.document_hit())
    )
    assert verdict.advice is Advice.STOP
    assert keys(verdict)[-1] == "verdict.then.protected_stop"


@pytest.mark.parametrize(
    ("nationality", "kind"),
    [
        ("XXA", "kind.stateless_travel_document"),
        ("XXB", "kind.refugee_travel_document"),
        ("XXC", "kind.other_refugee_travel_document"),
    ],
)
def test_a_refugees_document_is_named_and_not_suspected(desk: Any, nationality: str, kind: str) -> None:
    verdict = desk.verdict(desk.document(document_code="P", nationality=nationality))
    assert verdict.advice is Advice.CLEAR
    assert verdict.kind is not None
    assert verdict.kind.key == kind


@pytest.mark.parametrize(
    ("age", "advice"),
    [
        (WEEK, Advice.CLEAR),
        (WEEK + timedelta(seconds=1), Advice.IN_ORDER),
        (-timedelta(hours=23), Advice.CLEAR),
        (-timedelta(hours=25), Advice.IN_ORDER),
    ],
)
def test_a_list_is_fresh_for_seven_days(desk: Any, age: timedelta, advice: Advice) -> None:
    assert desk.verdict(screening=desk.screening(age=age)).advice is advice


def test_one_old_list_among_fresh_ones_is_enough(desk: Any) -> None:
    fresh, old = desk.screening().lists[0], desk.screening(age=timedelta(days=8)).lists[0]
    assert desk.verdict(screening=Screening((fresh, replace(old, name="B")))).advice is Advice.IN_ORDER


def test_without_any_check_nothing_is_clear(desk: Any) -> None:
    verdict = decide(desk.document(), (), desk.screening(), desk.policy, now=desk.now)
    assert verdict.advice is Advice.REFER


def test_a_table_that_calls_an_open_check_a_note_still_cannot_clear(desk: Any) -> None:
    notes = tuple(replace(row, advice=None, outweighs_rescan=False) for row in desk.policy.rows)
    desk.policy = replace(desk.policy, rows=notes)
    open_check = desk.check("later.hint", CheckStatus.UNDETERMINED)
    assert desk.verdict(extra=(open_check,)).advice is Advice.IN_ORDER
    assert desk.verdict(screening=None).advice is Advice.IN_ORDER
    assert desk.verdict(desk.document(certain=False)).advice is Advice.RESCAN


def test_a_table_made_by_hand_cannot_stop_for_a_name_alone(desk: Any) -> None:
    row = Row("too strict", "hit", {}, Advice.STOP, "verdict.hit.person")
    desk.policy = replace(desk.policy, rows=(row, *desk.policy.rows))
    verdict = desk.verdict(screening=desk.screening(desk.person_hit(exact=False)))
    assert verdict.advice is Advice.REFER


def test_an_unreadable_page_says_why_and_what_to_do(desk: Any, keys: Callable[[Verdict], list[str]]) -> None:
    verdict = unreadable((message("verdict.uncertain"),), desk.policy)
    assert verdict.advice is Advice.RESCAN
    assert keys(verdict) == ["verdict.uncertain", "verdict.then.rescan"]
    assert keys(unreadable((), desk.policy))[0] == "verdict.unreadable"


def test_a_moment_without_a_zone_is_refused(desk: Any) -> None:
    with pytest.raises(ValueError, match="timezone"):
        decide(desk.document(), (), None, desk.policy, now=datetime(2012, 1, 1))  # noqa: DTZ001


def test_another_zone_of_the_same_moment_changes_nothing(desk: Any) -> None:
    from datetime import timezone

    elsewhere = desk.now.astimezone(timezone(timedelta(hours=9)))
    checks = (desk.check("some.check", CheckStatus.PASSED),)
    screening = desk.screening(age=WEEK)
    assert decide(desk.document(), checks, screening, desk.policy, now=elsewhere) == decide(
        desk.document(), checks, screening, desk.policy, now=desk.now.astimezone(UTC)
    )
