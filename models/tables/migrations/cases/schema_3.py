"""Schema 3 of the cases: how near travellers came to persons on the lists, counted without naming anybody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cases_3"
down_revision: str | None = "cases_2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of counts."""
    op.create_table(
        "evidence_counts",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("size", sa.Float(), nullable=False),
        sa.Column("bits", sa.Float(), nullable=False),
        sa.Column("travellers", sa.Integer(), nullable=False),
        sa.Column("alerts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week", "size", "bits", name="pk_evidence_counts"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Back to schema 2; the counts go."""
    op.drop_table("evidence_counts")
