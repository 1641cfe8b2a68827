"""A hit that two people settled before is a note and never an alert; every other hit is as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from models.verdict import Advice, Verdict
from models.watchlist import Screening, SparedHit

UNTIL = date(2012, 12, 1)


def settled(desk: Any, *, also: tuple[Any, ...] = ()) -> Screening:
    screening: Screening = desk.screening(*also)
    return replace(screening, spared=(SparedHit(desk.person_hit(), UNTIL),))


def test_a_settled_hit_is_told_and_changes_no_advice(desk: Any, keys: Callable[[Verdict], list[str]]) -> None:
    verdict = desk.verdict(screening=settled(desk))
    assert verdict.advice is Advice.CLEAR
    assert keys(verdict) == ["verdict.clear_spared", "verdict.hit.spared"]
    assert dict(verdict.reasons[1].params) == {"entry": "p7", "list": "NER/persons", "until": "2012-12-01"}
    assert "nothing on the watchlist matches but" in verdict.reasons[0].text()


def test_without_it_the_same_hit_stops(desk: Any) -> None:
    assert desk.verdict(screening=desk.screening(desk.person_hit())).advice is Advice.STOP


def test_another_hit_beside_it_stops_and_what_to_do_stands_last(
    desk: Any, keys: Callable[[Verdict], list[str]]
) -> None:
    verdict = desk.verdict(screening=settled(desk, also=(desk.document_hit(),)))
    assert verdict.advice is Advice.STOP
    assert keys(verdict) == ["verdict.hit.stolen", "verdict.hit.spared", "verdict.then.stop"]


def test_where_the_document_was_not_surely_read_nothing_is_settled(
    desk: Any, keys: Callable[[Verdict], list[str]]
) -> None:
    verdict = desk.verdict(desk.document(certain=False), settled(desk))
    assert verdict.advice is Advice.RESCAN
    assert "verdict.hit.spared" not in keys(verdict)
