"""The number of a case as people type it: its beginning, where only one case begins so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from borderdesk.cases import inspections, reading
from borderdesk.cases.cases import CaseError
from borderdesk.storage.station import Station
from models.case import CaseState
from models.inspection import Inspection
from models.tables.cases import CaseRow

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
FIRST, SECOND, THIRD = "abcdef01" + "0" * 24, "abcdef02" + "0" * 24, "abcde0" + "f" * 26


@pytest.fixture
def three(station: Station, inspection: Callable[..., Inspection]) -> Station:
    """A station with three cases of one inspection."""
    with station.cases(writing=True) as session:
        whole = inspection()
        inspections.store(session, whole)
        for number in (FIRST, SECOND, THIRD):
            session.add(
                CaseRow(
                    case_id=number,
                    inspection_id=whole.inspection_id,
                    state=CaseState.OPEN,
                    opened_at=NOW,
                    opened_by="",
                    assigned_to="",
                    review_by=None,
                )
            )
    return station


@pytest.mark.parametrize(
    ("typed", "number"),
    [("abcdef01", FIRST), ("ABCDEF02", SECOND), (" abcde0 ", THIRD), (THIRD, THIRD)],
)
def test_the_beginning_of_a_number_is_enough(three: Station, typed: str, number: str) -> None:
    with three.cases() as session:
        assert reading.number_of(session, typed) == number
        assert reading.summary(session, number).case_id == number


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("abcdef", "error.case.ambiguous"),
        ("abcdef03", "error.case.unknown"),
        ("abcde", "error.case.number"),
        ("", "error.case.number"),
        ("abcde_", "error.case.number"),
        ("abcde%", "error.case.number"),
        (f"{FIRST}0", "error.case.number"),
        ("\udcff" * 6, "error.case.number"),
    ],
)
def test_what_is_no_number_of_one_case_is_told(three: Station, typed: str, key: str) -> None:
    with three.cases() as session, pytest.raises(CaseError) as told:
        reading.number_of(session, typed)
    assert told.value.message.key == key
