"""Schema 1 of the cases: inspections, their pictures, and decisions that are final."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cases_1"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "inspections",
        sa.Column("inspection_id", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("advice", sa.String(16), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("issuing_state", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("inspection_id", name="pk_inspections"),
    )
    op.create_index("ix_inspections_taken_at", "inspections", ["taken_at"])
    op.create_index(
        "ix_inspections_document_number_issuing_state", "inspections", ["document_number", "issuing_state"]
    )
    op.create_table(
        "pictures",
        sa.Column("inspection_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("light", sa.String(16), nullable=False),
        sa.Column("dpi", sa.Float(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("inspection_id", "position", name="pk_pictures"),
        _of_inspection("pictures"),
    )
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name="pk_decisions"),
        _of_inspection("decisions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decisions_inspection_id", "decisions", ["inspection_id"])
    op.execute(
        "CREATE TRIGGER decisions_are_not_changed BEFORE UPDATE ON decisions "
        "BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER decisions_are_not_taken_back BEFORE DELETE ON decisions "
        "WHEN EXISTS (SELECT 1 FROM inspections WHERE inspection_id = OLD.inspection_id) "
        "BEGIN SELECT RAISE(ABORT, 'a decision goes only with its inspection'); END"
    )


def _of_inspection(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["inspection_id"], ["inspections.inspection_id"], f"fk_{table}_inspection_id", ondelete="CASCADE"
    )


def downgrade() -> None:
    """Back to nothing; an inspection goes before its decisions, as their trigger demands."""
    op.execute("DELETE FROM inspections")
    for table in ("decisions", "pictures", "inspections"):
        op.drop_table(table)
