"""Inspections with everything that can hang on them, and what is left of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from borderdesk.cases import inspections
from borderdesk.cases.inspections import Decision
from borderdesk.cases.sealed import attachment_name, seal
from borderdesk.storage.station import Station
from models.case import CaseEventKind, CaseState
from models.inspection import Inspection
from models.people import Person, Role
from models.tables.audit import OutboxRow
from models.tables.cases import (
    AttachmentRow,
    CaseEventRow,
    CaseRow,
    CasesBase,
    PictureKeyRow,
)
from models.tables.keeping import DisclosureRow, KeepingRow

PASSPHRASE = "four goats cross the Sirba"
NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
TODAY = NOW.date()
SALIF = Person("b" * 32, "salif", "Salif Kone", Role.SUPERVISOR)
Make = Callable[..., Inspection]


def planted(whole: Inspection, number: int) -> Inspection:
    """An inspection of somebody with a name and a number of their own, and a picture named after them."""
    assert whole.document is not None
    assert whole.page is not None
    fields = replace(
        whole.document.fields, primary_identifier=f"PLANTED{number:05d}Q", document_number=f"PN{number:05d}Q"
    )
    page = replace(whole.page, source=f"PLANTED{number:05d}Q.jpg")
    return replace(whole, page=page, document=replace(whole.document, fields=fields))


def keep(station: Station, whole: Inspection, review_on: date = TODAY, *, case: bool = False) -> str:
    """Store an inspection with its terms; with a case, a note, an attachment, an alert and a disclosure."""
    inspection_id = whole.inspection_id
    name = whole.document.fields.primary_identifier if whole.document else ""
    with station.cases(writing=True) as session:
        inspections.store(session, whole)
        inspections.decide(session, inspection_id, Decision.REFER, f"{name} waits", "K. Diallo", NOW)
        terms = {"owner": "police", "purpose": "border control", "legal_basis": "law 1", "held": ""}
        session.add(KeepingRow(kind="inspection", record_id=inspection_id, review_on=review_on, **terms))
        if case:
            case_id, file_id = f"c{inspection_id[1:]}", f"a{inspection_id[1:]}"
            session.add(
                CaseRow(
                    case_id=case_id,
                    inspection_id=inspection_id,
                    state=CaseState.OPEN,
                    opened_at=NOW,
                    opened_by=SALIF.person_id,
                    assigned_to="",
                )
            )
            session.flush()
            data, key = seal(attachment_name(file_id), f"letter of {name}".encode())
            session.add(PictureKeyRow(sealed_id=attachment_name(file_id), key=key))
            session.add_all(
                [
                    CaseEventRow(
                        case_id=case_id,
                        kind=CaseEventKind.NOTED,
                        at=NOW,
                        person_id=SALIF.person_id,
                        second_person_id="",
                        text=f"{name} says nothing",
                        details={},
                    ),
                    AttachmentRow(
                        attachment_id=file_id,
                        case_id=case_id,
                        name=f"{name}.pdf",
                        media_type="application/pdf",
                        data=data,
                    ),
                    OutboxRow(
                        kind="case.opened",
                        subject_kind="case",
                        subject_id=case_id,
                        made_at=NOW,
                        payload={"name": name},
                    ),
                    DisclosureRow(
                        kind="inspection",
                        record_id=inspection_id,
                        recipient=f"the lawyer of {name}",
                        legal_basis="law 2",
                        person_id=SALIF.person_id,
                        at=NOW,
                    ),
                ]
            )
    return inspection_id


def counts(station: Station) -> dict[str, int]:
    """Rows of every table that has any."""
    with station.cases() as session:
        found = {
            table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in CasesBase.metadata.sorted_tables
        }
    return {name: count for name, count in found.items() if count}


@pytest.fixture
def plant() -> Callable[..., str]:
    """`plant(station, inspection, review_on=, case=)` stores one with its terms and says its number."""
    return keep


@pytest.fixture
def named() -> Callable[[Inspection, int], Inspection]:
    """`named(inspection, number)` is one of somebody with a name and a number of their own."""
    return planted


@pytest.fixture
def left() -> Callable[[Station], dict[str, int]]:
    """`left(station)` counts the rows of every table that has any."""
    return counts
