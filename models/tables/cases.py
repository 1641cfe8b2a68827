"""The cases database: what this desk saw, and what people decided about it.

* An inspection is kept as the record that the command line prints (`Inspection.record`), beside the keys of
  its sentences (`Inspection.messages`) so that it can be read in another language years later; the columns
  are what one searches by.
* Pictures lie in a table of their own: lists of inspections never touch them, and they can go first.
* A decision is never changed and never taken back: triggers refuse it. It goes only when its inspection is
  erased, whole.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.case import CaseEventKind, CaseState
from models.image import Light
from models.tables.base import NAMES_OF_CONSTRAINTS, UtcDateTime, stored_enum, without_rowid
from models.verdict import Advice

DECISIONS_ARE_FINAL = (
    "CREATE TRIGGER decisions_are_not_changed BEFORE UPDATE ON decisions "
    "BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END",
    "CREATE TRIGGER decisions_are_not_taken_back BEFORE DELETE ON decisions "
    "WHEN EXISTS (SELECT 1 FROM inspections WHERE inspection_id = OLD.inspection_id) "
    "BEGIN SELECT RAISE(ABORT, 'a decision goes only with its inspection'); END",
)
"""A cascade deletes the inspection before its decisions, so that only an erased inspection lets them go."""


class CasesBase(DeclarativeBase):
    """Base of every table in `cases.db`."""

    metadata = sa.MetaData(naming_convention=dict(NAMES_OF_CONSTRAINTS))


class InspectionRow(CasesBase):
    """One inspection.

    Attributes:
        inspection_id: 32 hexadecimal digits.
        taken_at: When.
        advice: What the desk advised.
        document_number: Empty where no zone was read; the three after it likewise.
        issuing_state: As printed.
        name: Primary and secondary identifier with a comma between.
        file: Name of the picture's file as the officer knew it.
        record: The command line's JSON object, its sentences in English.
        messages: Keys and values of the same sentences (`models.record.Sentences`).
    """

    __tablename__ = "inspections"
    __table_args__ = (sa.Index(None, "document_number", "issuing_state"),)

    inspection_id: Mapped[str] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    advice: Mapped[Advice] = mapped_column(stored_enum(Advice))
    document_number: Mapped[str]
    issuing_state: Mapped[str]
    name: Mapped[str]
    file: Mapped[str]
    record: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    messages: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class PictureRow(CasesBase):
    """One picture of an inspection, encoded; position 0 is the page on which the zone was looked for.

    Attributes:
        light: Under which it was taken.
        dpi: Dots per inch where known.
        source: File name, for messages.
        page: Page number in that file, from 0.
        media_type: `image/jpeg` or `image/png`.
        data: The encoded picture, sealed by its own key (`PictureKeyRow`).
    """

    __tablename__ = "pictures"

    inspection_id: Mapped[str] = mapped_column(
        sa.ForeignKey(InspectionRow.inspection_id, ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    light: Mapped[Light] = mapped_column(stored_enum(Light))
    dpi: Mapped[float | None] = mapped_column(sa.Float)
    source: Mapped[str]
    page: Mapped[int]
    media_type: Mapped[str]
    data: Mapped[bytes]


class PictureKeyRow(CasesBase):
    """The key of one picture or attachment: where it is gone the picture is noise, in every copy.

    Attributes:
        sealed_id: `<inspection_id>/<position>` of a picture, `attachment/<attachment_id>` of an attachment.
        key: 32 bytes for AES-256-GCM.
    """

    __tablename__ = "picture_keys"

    sealed_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[bytes]


class CaseRow(CasesBase):
    """A flagged inspection, until people have settled it.

    Attributes:
        case_id: 32 hexadecimal digits.
        inspection_id: What was flagged.
        state: Where it stands.
        opened_at: When.
        opened_by: Person, by number.
        assigned_to: Person, by number; empty while nobody has it.
        review_by: When a second pair of eyes must have seen it; None where nothing was let through early.
    """

    __tablename__ = "cases"
    __table_args__ = (sa.Index(None, "state", "opened_at"),)

    case_id: Mapped[str] = mapped_column(primary_key=True)
    inspection_id: Mapped[str] = mapped_column(
        sa.ForeignKey(InspectionRow.inspection_id, ondelete="CASCADE"), index=True
    )
    state: Mapped[CaseState] = mapped_column(stored_enum(CaseState))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[str]
    assigned_to: Mapped[str]
    review_by: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CaseEventRow(CasesBase):
    """One step of a case; never changed.

    Attributes:
        event_id: In the order in which they happened; never used twice.
        case_id: Of which case.
        kind: As `CaseEventKind`.
        at: When.
        person_id: Who.
        second_person_id: The second pair of eyes; empty where none was needed.
        text: In the person's words; empty where none were given.
        details: JSON: whom it was assigned to, what was decided.
    """

    __tablename__ = "case_events"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody writes it

    event_id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey(CaseRow.case_id, ondelete="CASCADE"), index=True)
    kind: Mapped[CaseEventKind] = mapped_column(stored_enum(CaseEventKind))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[str]
    second_person_id: Mapped[str]
    text: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class AttachmentRow(CasesBase):
    """A file that belongs to a case, sealed by its own key.

    Attributes:
        attachment_id: 32 hexadecimal digits.
        case_id: Of which case.
        name: File name as the officer knew it.
        media_type: What it is.
        data: The file, sealed.
    """

    __tablename__ = "attachments"

    attachment_id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey(CaseRow.case_id, ondelete="CASCADE"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    data: Mapped[bytes]


class FalseMatchRow(CasesBase):
    """A supervisor's word that the bearer of one document is not whom one entry means.

    Attributes:
        false_match_id: In order; never used twice.
        document_number: Of the document.
        issuing_state: Of the document.
        list_name: Of the list.
        entry_id: The entry in it.
        entry_digest: SHA-256 of the entry as it was; a changed entry alerts again.
        reason: In the supervisor's words.
        supervisor_id: Who said so.
        made_at: When.
        until: The last day on which it counts.
    """

    __tablename__ = "false_matches"
    __table_args__ = (
        sa.Index(None, "document_number", "issuing_state"),
        {"sqlite_autoincrement": True},
    )

    false_match_id: Mapped[int] = mapped_column(primary_key=True)
    document_number: Mapped[str]
    issuing_state: Mapped[str]
    list_name: Mapped[str]
    entry_id: Mapped[str]
    entry_digest: Mapped[bytes]
    reason: Mapped[str]
    supervisor_id: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[date]


class EvidenceCountRow(CasesBase):
    """How many travellers of one week came how near to a person on the lists. Nobody can be found by it.

    Attributes:
        week: Its Monday.
        size: How many persons the lists held then, as a power of two, to the nearest half.
        bits: Evidence of the person who agreed best, rounded down to a half; 0 where nobody came near.
        travellers: How many.
        alerts: How many of them raised an alert on a person.
    """

    __tablename__ = "evidence_counts"
    __table_args__ = without_rowid()

    week: Mapped[date] = mapped_column(primary_key=True)
    size: Mapped[float] = mapped_column(sa.Float, primary_key=True)
    bits: Mapped[float] = mapped_column(sa.Float, primary_key=True)
    travellers: Mapped[int]
    alerts: Mapped[int]


class CheckCountRow(CasesBase):
    """How often one check failed on the documents of one issuer in one week. Nobody can be found by it.

    Attributes:
        week: Its Monday.
        issuer: As in the zone.
        code: Of the check.
        looked: Documents on which the check came to an end: passed, failed or undetermined.
        failed: Those of them on which it failed.
    """

    __tablename__ = "check_counts"
    __table_args__ = without_rowid()

    week: Mapped[date] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    looked: Mapped[int]
    failed: Mapped[int]


class DecisionRow(CasesBase):
    """What a person decided, and why.

    Attributes:
        decision_id: In the order in which they were taken; never used twice.
        inspection_id: What it is about.
        decision: `admit`, `refer` or `refuse`.
        reason: In the officer's words.
        officer: Who decided.
        decided_at: When.
    """

    __tablename__ = "decisions"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody writes it

    decision_id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[str] = mapped_column(
        sa.ForeignKey(InspectionRow.inspection_id, ondelete="CASCADE"), index=True
    )
    decision: Mapped[str]
    reason: Mapped[str]
    officer: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


STEPS_ARE_FINAL = (
    "CREATE TRIGGER case_events_are_not_changed BEFORE UPDATE ON case_events "
    "BEGIN SELECT RAISE(ABORT, 'a step of a case is never changed'); END",
    "CREATE TRIGGER case_events_are_not_taken_back BEFORE DELETE ON case_events "
    "WHEN EXISTS (SELECT 1 FROM cases WHERE case_id = OLD.case_id) "
    "BEGIN SELECT RAISE(ABORT, 'a step goes only with its case'); END",
)


@sa.event.listens_for(CaseEventRow.__table__, "after_create")
def _make_steps_final(table: sa.Table, connection: sa.Connection, **_: object) -> None:
    for trigger in STEPS_ARE_FINAL:
        connection.exec_driver_sql(trigger)


@sa.event.listens_for(DecisionRow.__table__, "after_create")
def _make_decisions_final(table: sa.Table, connection: sa.Connection, **_: object) -> None:
    for trigger in DECISIONS_ARE_FINAL:
        connection.exec_driver_sql(trigger)
