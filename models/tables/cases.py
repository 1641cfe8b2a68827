"""The cases database: what this desk saw, and what people decided about it.

* An inspection is kept as the record that the command line prints (`Inspection.record`), beside the keys of
  its sentences (`Inspection.messages`) so that it can be read in another language years later; the columns
  are what one searches by.
* Pictures lie in a table of their own: lists of inspections never touch them, and they can go first.
* A decision is never changed and never taken back: triggers refuse it. It goes only when its inspection is
  erased, whole.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.image import Light
from models.tables.base import NAMES_OF_CONSTRAINTS, UtcDateTime, stored_enum
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
        data: The encoded picture.
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


@sa.event.listens_for(DecisionRow.__table__, "after_create")
def _make_decisions_final(table: sa.Table, connection: sa.Connection, **_: object) -> None:
    for trigger in DECISIONS_ARE_FINAL:
        connection.exec_driver_sql(trigger)
