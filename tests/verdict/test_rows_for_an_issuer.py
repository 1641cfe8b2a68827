"""Rows that weigh a check otherwise for the documents of one issuer, or until a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from borderdesk.policy import Row
from models.check import CheckStatus
from models.message import message
from models.verdict import Advice

CODE = "zone.other_font"


def demoting(desk: Any, **said: Any) -> None:
    """Put a row before the shipped ones by which a failed check is in order."""
    conditions = {"code": (CODE,), "status": ("failed",), **said.pop("conditions", {})}
    row = Row("demoted", "check", conditions, Advice.IN_ORDER, "detail", **said)
    desk.policy = replace(desk.policy, rows=(row, *desk.policy.rows))


def advice(desk: Any, **fields: str) -> Advice:
    failed = desk.check(CODE, CheckStatus.FAILED)
    found: Advice = desk.verdict(desk.document(**fields), extra=(failed,)).advice
    return found


def test_a_row_for_one_issuer_leaves_the_documents_of_others_as_they_were(desk: Any) -> None:
    demoting(desk, conditions={"issuer": ("NER",)})
    assert advice(desk) is Advice.IN_ORDER
    assert advice(desk, issuing_state="MLI", nationality="MLI") is Advice.REFER


def test_a_row_for_one_kind_of_document_leaves_other_kinds_as_they_were(desk: Any) -> None:
    demoting(desk, conditions={"document": ("emergency_passport",)})
    assert advice(desk, document_code="PE") is Advice.IN_ORDER
    assert advice(desk) is Advice.REFER


@pytest.mark.parametrize(("days", "expected"), [(0, Advice.IN_ORDER), (-1, Advice.REFER)])
def test_a_row_counts_on_its_last_day_and_no_longer(desk: Any, days: int, expected: Advice) -> None:
    demoting(desk, until=desk.today + timedelta(days=days))
    assert advice(desk) is expected


def test_a_demoted_check_that_failed_is_never_clear(desk: Any) -> None:
    demoting(desk, conditions={"issuer": ("NER",)})
    desk.policy = replace(
        desk.policy, rows=(replace(desk.policy.rows[0], advice=None), *desk.policy.rows[1:])
    )
    assert advice(desk) is Advice.IN_ORDER


def test_where_another_table_stands_in_the_verdict_says_so_and_is_never_clear(desk: Any, keys: Any) -> None:
    assert desk.verdict().advice is Advice.CLEAR
    desk.policy = replace(desk.policy, trouble=message("policy.set_aside_unreadable"))
    found = desk.verdict()
    assert found.advice is Advice.IN_ORDER
    assert "policy.set_aside_unreadable" in keys(found)
    assert advice(desk) is Advice.REFER
