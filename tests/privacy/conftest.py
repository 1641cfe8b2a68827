"""A station with two travellers, one of them with a case."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from borderdesk.cases import inspections
from borderdesk.cases.inspections import Decision
from borderdesk.cases.sealed import attachment_name, seal
from borderdesk.privacy import terms
from borderdesk.privacy.terms import RequestKind, RequestTerms
from borderdesk.storage.station import Station
from models.case import CaseEventKind, CaseState
from models.people import Person, Role
from models.tables.cases import AttachmentRow, CaseEventRow, CaseRow, FalseMatchRow, PictureKeyRow
from models.tables.keeping import KeepingRow

CASES = Path(__file__).resolve().parents[1] / "cases" / "conftest.py"
NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
CASE = "c" * 32


@pytest.fixture(scope="session")
def inspection() -> Callable[..., Any]:
    """`inspection(number, taken_at=, unread=, page=)` makes one of the specimen of Doc 9303-4."""
    made: Callable[..., Any] = runpy.run_path(str(CASES))["an_inspection"]
    return made


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station.create(tmp_path / "station", "four goats cross the Sirba", name="Torodi") as made:
        yield made


@pytest.fixture
def salif() -> Person:
    """A supervisor."""
    return Person("b" * 32, "salif", "Salif Kone", Role.SUPERVISOR)


@pytest.fixture
def rules() -> dict[RequestKind, RequestTerms]:
    """The shipped table of requests."""
    return dict(terms.load())


@pytest.fixture
def known(station: Station, inspection: Callable[..., Any], salif: Person) -> str:
    """An inspection with terms, a decision, a case with a note and an attachment, and a false match."""
    whole = inspection(1)
    with station.cases(writing=True) as session:
        inspections.store(session, whole)
        inspections.decide(session, whole.inspection_id, Decision.REFER, "asks for help", "K. Diallo", NOW)
        session.add(
            KeepingRow(
                kind="inspection",
                record_id=whole.inspection_id,
                owner="Border Police",
                purpose="border control",
                legal_basis="Border Act, 12",
                review_on=date(2027, 1, 2),
                held="",
            )
        )
        session.add(
            CaseRow(
                case_id=CASE,
                inspection_id=whole.inspection_id,
                state=CaseState.DECIDED,
                opened_at=NOW,
                opened_by=salif.person_id,
                assigned_to="",
            )
        )
        session.flush()
        data, key = seal(attachment_name("d" * 32), b"a letter of the embassy")
        session.add(PictureKeyRow(sealed_id=attachment_name("d" * 32), key=key))
        session.add(
            AttachmentRow(
                attachment_id="d" * 32,
                case_id=CASE,
                name="letter.txt",
                media_type="text/plain",
                data=data,
            )
        )
        session.add(
            CaseEventRow(
                case_id=CASE,
                kind=CaseEventKind.NOTED,
                at=NOW,
                person_id=salif.person_id,
                second_person_id="",
                text="The embassy <confirms> the passport",
                details={},
            )
        )
        session.add(
            FalseMatchRow(
                document_number="L898902C3",
                issuing_state="UTO",
                list_name="UTO/persons",
                entry_id="17",
                entry_digest=b"",
                reason="another person",
                supervisor_id=salif.person_id,
                made_at=NOW,
                until=date(2027, 5, 1),
            )
        )
    return str(whole.inspection_id)
