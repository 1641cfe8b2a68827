"""Every check of ours is one of the guideline's, and results come together as its table 5.44 says."""

from __future__ import annotations

from itertools import combinations

import pytest

from borderdesk.forgery.registry import FAMILIES
from borderdesk.reports.guideline import guideline, together
from models.check import CheckStatus

CODES = [code for family in FAMILIES for code in family.codes]


@pytest.mark.parametrize("code", [*CODES, "a.check.of.tomorrow"])
def test_every_check_has_a_term_in_a_group_in_a_domain(code: str) -> None:
    table = guideline()
    term = table.term(code)
    (group,) = [each for each in table.groups if each.name == term.group]
    assert group.domain in table.domains


@pytest.mark.parametrize(
    ("code", "clause", "generic"),
    [  # as the guideline numbers them
        ("mrz.check_digit.composite", "5.5.4.1.1", ""),
        ("zone.print.glyph", "5.5.4.1.3", ""),
        ("zone.print.ink", "5.5.4.3", ""),
        ("infrared.zone_ink", "5.5.4.1.2", "(IR, AB, MR)"),
        ("ultraviolet.paper_dull", "5.5.4.2", "(UV, BR, FU)"),
        ("document.expired", "5.7.1", ""),
        ("documents.name", "5.7.4", ""),
        ("viz.name", "5.7.5", ""),
        ("picture.halftone", "5.5.4.3", ""),
    ],
)
def test_a_check_is_the_one_that_the_guideline_means(code: str, clause: str, generic: str) -> None:
    term = guideline().term(code)
    assert (term.clause, term.generic) == (clause, generic)


def test_every_status_has_a_result_and_what_was_not_done_is_never_successful() -> None:
    results = guideline().results
    assert set(results) == {status.value for status in CheckStatus}
    assert [status for status, result in results.items() if result == "successful"] == ["passed"]


def test_the_weightier_result_stands_for_both() -> None:
    order = ["failed", "aborted", "undetermined", "successful", "not_supported"]
    for weightier, other in combinations(order, 2):
        assert together([other, weightier, other]) == weightier
    assert together([]) == "not_supported"
