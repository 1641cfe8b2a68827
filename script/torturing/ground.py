"""What both tortures stand on: stations that open at once, inspections, and what is sound."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.audit import chain
from borderdesk.cases import inspections, keeping, pictures
from borderdesk.cases.terms import Terms
from borderdesk.storage import header, keys
from borderdesk.storage.header import StationHeader
from borderdesk.storage.schema import Database
from borderdesk.storage.station import Station
from models.case import CaseEventKind
from models.document import DocumentFormat, MrzFields, PartialDate, Sex, TravelDocument
from models.image import Light, PageImage
from models.inspection import Inspection, Timings
from models.message import message
from models.people import THE_DESK
from models.tables.audit import AuditEntryRow, OutboxRow
from models.tables.cases import (
    CaseEventRow,
    CaseRow,
    DecisionRow,
    InspectionRow,
    PictureKeyRow,
    PictureRow,
)
from models.tables.keeping import KeepingRow
from models.verdict import Advice, Verdict

PASSPHRASE = "twelve thousand goats"  # noqa: S105 - it guards nothing
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
_SIDE = 24


class BrokenError(Exception):
    """A station is not what it has to be; the text says how."""


def prepare() -> None:
    """For a process that will be forked: no threads of OpenCV."""
    cv2.setNumThreads(0)


def make_station(home: Path) -> None:
    """A station whose passphrase is stretched for no time at all: here it guards nothing."""
    Station.create(home, PASSPHRASE, name="Torture").close()
    head = header.read(home)
    fast = keys.Stretching(salt=bytes(keys.SALT_BYTES), memory_kib=8, passes=1, lanes=1)
    StationHeader.seal(
        PASSPHRASE,
        head.unseal(PASSPHRASE, home),
        station_id=head.station_id,
        name=head.name,
        training=head.training,
        stretching=fast,
    ).write(home)


def open_station(home: Path) -> Station:
    """Open it by the program's own way: recovery, migrations, the check of every page."""
    return Station.open(home, PASSPHRASE)


def copy_station(home: Path, target: Path) -> Path:
    """A copy in place of an older one."""
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.copytree(home, target))


def remove(folder: Path) -> None:
    """Take a folder away with all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def inspection(number: int) -> Inspection:
    """One with a tiny picture of its own."""
    pixels = np.full((_SIDE, _SIDE, 3), number % 251, np.uint8)
    page = PageImage(pixels=pixels, light=Light.VISIBLE, dpi=300.0, source=f"{number}.png", page=0)
    fields = MrzFields(
        document_code="P",
        issuing_state="UTO",
        primary_identifier="ERIKSSON",
        secondary_identifier="ANNA MARIA",
        names_truncated=False,
        document_number=f"L{number:08}",
        nationality="UTO",
        date_of_birth=PartialDate("740812", 1974, 8, 12),
        sex=Sex.FEMALE,
        date_of_expiry=PartialDate("120415", 2012, 4, 15),
        optional_data="x" * (number * 7919 % 3000),  # records of one page and of several
    )
    document = TravelDocument(
        format=DocumentFormat.TD3,
        lines=_LINES,
        fields=fields,
        check_digits=(),
        certain=True,
        corrections=(),
        reading=None,
    )
    return Inspection(
        inspection_id=identity(number),
        taken_at=NOW + timedelta(seconds=number),
        page=page,
        index=0,
        document=document,
        checks=(),
        screening=None,
        verdict=Verdict(
            Advice.REFER if flagged(number) else Advice.IN_ORDER,
            (message("error.decision.no_officer"),),
            None,
        ),
        timings=Timings(1.0, 1.0, 1.0, 3.0, 3.0),
        other_pages=(),
    )


def identity(number: int) -> str:
    """The inspection's."""
    return f"{number:032x}"


def store(session: Session, number: int) -> None:
    """What the desk does with an inspection: record, picture, terms, audit; if flagged, case and outbox."""
    store_one(session, inspection(number))


def store_one(session: Session, one: Inspection) -> None:
    """The same with an inspection that was made elsewhere."""
    at = one.taken_at
    keeping.keep(session, one, THE_DESK, now=at, today=at.date(), terms=_terms())


def decide(session: Session, number: int) -> None:
    """What the desk does when a person decides; a case moves on with it."""
    keeping.decide(
        session,
        identity(number),
        inspections.Decision.ADMIT,
        "torture",
        THE_DESK,
        officer="Torture",
        now=NOW,
        today=NOW.date(),
        terms=_terms(),
    )


@cache
def _terms() -> Terms:
    return Terms.load()


def flagged(number: int) -> bool:
    """Whether an inspection becomes a case: every second one does."""
    return number % 2 == 1


def checkpoint(station: Station, how: str) -> tuple[int, int, int]:
    """Copy the WAL into the cases database, outside of any transaction; answers what SQLite says of it."""
    connection = station._engines[Database.CASES].raw_connection()
    try:
        row = connection.cursor().execute(f"PRAGMA wal_checkpoint({how})").fetchone()
    finally:
        connection.close()
    return int(row[0]), int(row[1]), int(row[2])


def stored(session: Session) -> list[int]:
    """Every inspection that is there, by number."""
    return sorted(int(found, 16) for found in session.scalars(sa.select(InspectionRow.inspection_id)))


def check(session: Session, fresh: Collection[int]) -> None:
    """Whether all that hangs together came together.

    Args:
        session: Of a station that was just opened.
        fresh: Inspections whose content is looked at as well.

    Raises:
        BrokenError: A half of something is there.
    """
    there = set(stored(session))
    kept = set(_numbers(session, AuditEntryRow.subject_id, AuditEntryRow.act == "inspection.kept"))
    erased = set(_numbers(session, AuditEntryRow.subject_id, AuditEntryRow.act == "inspection.purged"))
    terms = set(_numbers(session, KeepingRow.record_id, KeepingRow.kind == "inspection"))
    for other, name in ((kept - erased, "the audit"), (terms, "their terms")):
        if other != there:
            raise BrokenError(f"inspections and {name} differ by {sorted(other ^ there)}")
    _check_cases(session, {number for number in there if flagged(number)})
    with_picture = set(_numbers(session, PictureRow.inspection_id))
    with_key = {
        int(name.partition("/")[0], 16) for name in session.scalars(sa.select(PictureKeyRow.sealed_id))
    }
    if not there == with_picture == with_key:
        raise BrokenError(f"pictures or keys are missing or left: {sorted(there ^ with_picture ^ with_key)}")
    previous = chain.START
    for entry in session.scalars(sa.select(AuditEntryRow).order_by(AuditEntryRow.number)):
        if entry.previous != previous or chain.digest(entry) != entry.hash:
            raise BrokenError(f"the audit is broken at {entry.number}")
        previous = entry.hash
    for number in fresh:
        _check_content(session, number)


def _check_cases(session: Session, wanted: set[int]) -> None:
    """Every flagged inspection has one case, and the case its terms, its first step and its word for home."""
    cases = set(session.scalars(sa.select(CaseRow.case_id)))
    if set(_numbers(session, CaseRow.inspection_id)) != wanted or len(cases) != len(wanted):
        raise BrokenError(f"{len(cases)} cases for {len(wanted)} flagged inspections")
    for column, where, name in (
        (KeepingRow.record_id, KeepingRow.kind == "case", "terms"),
        (CaseEventRow.case_id, CaseEventRow.kind == CaseEventKind.OPENED, "first steps"),
        (OutboxRow.subject_id, OutboxRow.kind == "case.opened", "the outbox"),
    ):
        if sorted(session.scalars(sa.select(column).where(where))) != sorted(cases):
            raise BrokenError(f"cases and {name} differ")
    decided = sa.select(sa.func.count()).select_from(DecisionRow)
    told = sa.select(sa.func.count()).select_from(AuditEntryRow)
    told = told.where(AuditEntryRow.act == "inspection.decided")
    if session.scalar(decided) > session.scalar(told):
        raise BrokenError("a decision is not in the audit")


def _check_content(session: Session, number: int) -> None:
    found = inspections.load(session, identity(number))
    (picture,) = found.pictures
    middle = int(pictures.decode(picture).pixels[_SIDE // 2, _SIDE // 2, 0])
    document = found.record["document"]
    if abs(middle - number % 251) > 2 or document["fields"]["document_number"] != f"L{number:08}":
        raise BrokenError(f"inspection {number} is another one")


def _numbers(
    session: Session, column: sa.orm.InstrumentedAttribute[str], *where: sa.ColumnElement[bool]
) -> list[int]:
    return [int(found, 16) for found in session.scalars(sa.select(column).where(*where))]
