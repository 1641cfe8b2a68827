"""All that is held on one traveller, gathered and written out: what, why, until when, and who received it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.audit.chain import record
from borderdesk.cases import disclosures, inspections, retention
from borderdesk.cases.erasing import CASE, FALSE_MATCH, INSPECTION
from borderdesk.cases.sealed import attachment_name, unseal
from borderdesk.privacy import requests
from borderdesk.privacy.page import traveller_page
from models.errors import KnownError
from models.people import Person
from models.tables.audit import OutboxRow
from models.tables.cases import (
    AttachmentRow,
    CaseEventRow,
    CaseRow,
    FalseMatchRow,
    InspectionRow,
    PictureKeyRow,
)
from models.tables.keeping import KeepingRow

FORMAT = 1
DATA_FILE, PAGE_FILE = "traveller.json", "traveller.html"
_SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png"}


class TravellerError(KnownError):
    """Nothing is held, or it cannot be written out."""


@dataclass(frozen=True, slots=True)
class Held:
    """All that is held on one traveller.

    Attributes:
        data: JSON.
        files: Pictures and attachments by the file names that `data` gives them.
    """

    data: Mapping[str, Any]
    files: Mapping[str, bytes]


def find(session: Session, document_number: str, issuing_state: str) -> tuple[str, ...]:
    """The inspections of a document, the oldest first.

    Args:
        session: Of `Station.cases`.
        document_number: As printed, without fillers; capitals do not matter.
        issuing_state: Three letters as printed.

    Raises:
        TravellerError: There is none.
    """
    found = session.scalars(
        sa.select(InspectionRow.inspection_id)
        .where(
            InspectionRow.document_number == document_number.strip().strip("<").upper(),
            InspectionRow.issuing_state == issuing_state.strip().strip("<").upper(),
        )
        .order_by(InspectionRow.taken_at, InspectionRow.inspection_id)
    ).all()
    if not found:
        raise TravellerError("error.traveller.none")
    return tuple(found)


def hand_out(
    session: Session,
    numbers: Sequence[str],
    folder: Path,
    who: Person,
    *,
    station: str,
    recipient: str,
    legal_basis: str,
    purpose: str,
    now: datetime,
    second: Person | None = None,
    language: str = "en",
) -> Held:
    """Write all that is held on a traveller into a folder, list it as handed over, and audit it.

    The folder is not encrypted; only its owner can read it. It is there whole or not at all.

    Args:
        session: Of `Station.cases(writing=True)`.
        numbers: The traveller's inspections, of one document.
        folder: New, or empty.
        who: Who hands it out.
        station: The station's name, for the page.
        recipient: Who receives it.
        legal_basis: The rule that allows it.
        purpose: Why; it stands in the audit and names no traveller.
        now: When, timezone-aware.
        second: The second pair of eyes.
        language: Two-letter code of the page.

    Raises:
        KnownError: An inspection is not stored any more, or the folder cannot be written.
    """
    for each in numbers:
        if session.get(InspectionRow, each) is None:
            raise KnownError("error.inspection.unknown", inspection=each)
        disclosures.record(session, INSPECTION, each, recipient, legal_basis, who, now)
    held = gather(session, numbers, station=station, now=now)
    details = {"inspections": list(numbers), "files": len(held.files)}
    record(
        session,
        who,
        "traveller.exported",
        now=now,
        subject=(INSPECTION, numbers[0]),
        purpose=purpose,
        second=second,
        details=details,
    )
    session.flush()
    _write(held, folder, language)
    return held


def gather(session: Session, numbers: Sequence[str], *, station: str, now: datetime) -> Held:
    """All that is held on a traveller, without handing it to anybody; see `hand_out` for the arguments."""
    files: dict[str, bytes] = {}
    documents = sorted(
        {
            (row.document_number, row.issuing_state)
            for row in session.scalars(
                sa.select(InspectionRow).where(InspectionRow.inspection_id.in_(numbers))
            )
            if row.document_number
        }
    )
    data = {
        "format": FORMAT,
        "station": station,
        "made_at": now.isoformat(),
        "documents": [{"document_number": number, "issuing_state": state} for number, state in documents],
        "inspections": [_inspection(session, each, files) for each in numbers],
        "false_matches": [each for document in documents for each in _false_matches(session, *document)],
    }
    return Held(data, files)


def _inspection(session: Session, inspection_id: str, files: dict[str, bytes]) -> dict[str, Any]:
    stored = inspections.load(session, inspection_id)
    pictures = []
    for position, picture in enumerate(stored.pictures):
        name = f"{inspection_id}-{position}{_SUFFIX.get(picture.media_type, '')}"
        files[name] = picture.data
        pictures.append({"file": name, "light": picture.light.value, "source": picture.source})
    cases = session.scalars(
        sa.select(CaseRow).where(CaseRow.inspection_id == inspection_id).order_by(CaseRow.opened_at)
    ).all()
    of_it = [(INSPECTION, inspection_id), *((CASE, case.case_id) for case in cases)]
    places = sa.tuple_(OutboxRow.subject_kind, OutboxRow.subject_id)
    home = session.scalars(sa.select(OutboxRow).where(places.in_(of_it)).order_by(OutboxRow.sequence))
    return {
        "inspection": inspection_id,
        "taken_at": stored.taken_at.isoformat(),
        "advice": stored.advice.value,
        "terms": _terms(session, INSPECTION, inspection_id),
        "record": stored.record,
        "pictures": pictures,
        "decisions": [
            {
                "decision": each.decision.value,
                "reason": each.reason,
                "officer": each.officer,
                "decided_at": each.decided_at.isoformat(),
            }
            for each in stored.decisions
        ],
        "cases": [_case(session, case, files) for case in cases],
        "requests": [
            {
                "number": each.number,
                "kind": each.kind.value,
                "about": each.about,
                "made_at": each.made_at.isoformat(),
                "outcome": each.outcome,
                "closed_at": each.closed_at.isoformat() if each.closed_at else None,
            }
            for each in requests.about_inspection(session, inspection_id)
        ],
        "sent_home": [
            {
                "kind": each.kind,
                "made_at": each.made_at.isoformat(),
                "sent_at": each.sent_at.isoformat() if each.sent_at else None,
                "content": each.payload,
            }
            for each in home
        ],
        "received_by": [
            {
                "recipient": each.recipient,
                "what": kind,
                "legal_basis": each.legal_basis,
                "at": each.at.isoformat(),
            }
            for kind, number in of_it
            for each in disclosures.of(session, kind, number)
        ],
    }


def _case(session: Session, case: CaseRow, files: dict[str, bytes]) -> dict[str, Any]:
    steps = session.scalars(
        sa.select(CaseEventRow).where(CaseEventRow.case_id == case.case_id).order_by(CaseEventRow.event_id)
    )
    attached = session.scalars(sa.select(AttachmentRow).where(AttachmentRow.case_id == case.case_id)).all()
    attachments = []
    for each in attached:
        sealed_id = attachment_name(each.attachment_id)
        key = session.get(PictureKeyRow, sealed_id)
        if key is None:  # erased: what is left is noise
            continue
        name = f"attachment-{each.attachment_id}{Path(each.name).suffix[:8]}"
        files[name] = unseal(sealed_id, each.data, key.key)
        attachments.append({"file": name, "name": each.name, "media_type": each.media_type})
    return {
        "case": case.case_id,
        "state": case.state.value,
        "opened_at": case.opened_at.isoformat(),
        "terms": _terms(session, CASE, case.case_id),
        "steps": [
            {"kind": each.kind.value, "at": each.at.isoformat(), "text": each.text, "details": each.details}
            for each in steps
        ],
        "attachments": attachments,
    }


def _false_matches(session: Session, document_number: str, issuing_state: str) -> list[dict[str, Any]]:
    rows = session.scalars(
        sa.select(FalseMatchRow)
        .where(FalseMatchRow.document_number == document_number, FalseMatchRow.issuing_state == issuing_state)
        .order_by(FalseMatchRow.false_match_id)
    )
    return [
        {
            "list": each.list_name,
            "reason": each.reason,
            "made_at": each.made_at.isoformat(),
            "until": each.until.isoformat(),
            "terms": _terms(session, FALSE_MATCH, str(each.false_match_id)),
        }
        for each in rows
    ]


def _terms(session: Session, kind: str, record_id: str) -> dict[str, Any] | None:
    if kind == INSPECTION:
        row: KeepingRow | None = retention.terms(session, kind, record_id)
    else:
        row = session.get(KeepingRow, (kind, record_id))
    if row is None:
        return None
    until: date = row.review_on
    return {
        "owner": row.owner,
        "purpose": row.purpose,
        "legal_basis": row.legal_basis,
        "until": until.isoformat(),
        "held": row.held,
    }


def _write(held: Held, folder: Path, language: str) -> None:
    folder = folder.absolute()
    text = json.dumps(held.data, ensure_ascii=False, allow_nan=False, indent=1)
    files = {**held.files, DATA_FILE: text.encode(), PAGE_FILE: traveller_page(held.data, language).encode()}
    building: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))  # its owner's alone
        for name, data in files.items():
            with open(building / name, "xb", opener=_for_its_owner) as file:
                file.write(data)
        if folder.is_dir() and os.name != "posix":
            folder.rmdir()  # POSIX renames onto an empty folder by itself
        building.rename(folder)
    except OSError as error:
        raise TravellerError("error.traveller.folder", path=folder, why=error.strerror or "") from error
    finally:
        if building is not None:
            shutil.rmtree(building, ignore_errors=True)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
