"""Schema 1 of the watchlist: lists, persons with their names, keys and papers, reported documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "watchlist_1"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "lists",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.DateTime(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", name="pk_lists"),
        sa.UniqueConstraint("name", name="uq_lists_name"),
    )
    _persons()
    _documents()


def _persons() -> None:
    op.create_table(
        "persons",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(16), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_persons"),
        sa.UniqueConstraint("list_id", "entry_id", name="uq_persons_list_id_entry_id"),
        sa.ForeignKeyConstraint(["list_id"], ["lists.list_id"], "fk_persons_list_id", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "person_names",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "position", name="pk_person_names"),
        _of_person("person_names"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "name_keys",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "birth_year", "person_id", name="pk_name_keys"),
        _of_person("name_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_name_keys_person_id", "name_keys", ["person_id"])
    op.create_table(
        "person_papers",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", "state", "person_id", name="pk_person_papers"),
        _of_person("person_papers"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_person_papers_person_id", "person_papers", ["person_id"])


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], ["persons.person_id"], f"fk_{table}_person_id", ondelete="CASCADE"
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("list_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("loss", sa.String(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("number", "state", "list_id", "entry_id", name="pk_documents"),
        sa.UniqueConstraint("list_id", "entry_id", name="uq_documents_list_id_entry_id"),
        sa.ForeignKeyConstraint(["list_id"], ["lists.list_id"], "fk_documents_list_id", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Back to nothing."""
    for table in ("documents", "person_papers", "name_keys", "person_names", "persons", "lists"):
        op.drop_table(table)
