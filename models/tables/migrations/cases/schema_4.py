"""Schema 4 of the cases: how often checks failed on the documents of each issuer, without naming anybody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "cases_4"
down_revision: str | None = "cases_3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of counts."""
    op.create_table(
        "check_counts",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("looked", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week", "issuer", "code", name="pk_check_counts"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Back to schema 3; the counts go."""
    op.drop_table("check_counts")
