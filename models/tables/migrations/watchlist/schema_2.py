"""Schema 2 of the watchlist: persons in one compact row, their index in buckets, pictures, quarantine.

Every person and document comes over with its number. Keys are made of names by rules that this room does not
know: `meta` stays without a version of keys, and who opens the database has the index built
(`watchlist.index.rebuild`). Going down, the lists go: an older program would find nobody in a list without
keys, and must rather say that it holds none.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.tables.migrations import reported_documents
from models.tables.migrations.watchlist import schema_1

revision = "watchlist_2"
down_revision: str | None = "watchlist_1"
branch_labels = None
depends_on = None

_AT_ONCE = 5_000


def upgrade() -> None:
    """Make the new tables and bring every list and person over."""
    _lists()
    _persons()
    op.create_table(
        "pictures",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("list_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "list_id", name="pk_pictures"),
        sa.ForeignKeyConstraint(["list_id"], ["lists.list_id"], "fk_pictures_list_id", ondelete="CASCADE"),
    )
    op.create_index("ix_pictures_list_id", "pictures", ["list_id"])
    op.create_table(
        "quarantine",
        sa.Column("list_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "position", name="pk_quarantine"),
        sa.ForeignKeyConstraint(["list_id"], ["lists.list_id"], "fk_quarantine_list_id", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    _index()
    reported_documents.make_tables()
    reported_documents.bring_over()
    op.drop_table("documents")


def _lists() -> None:
    connection = op.get_bind()
    here = connection.exec_driver_sql(
        "SELECT list_id, name, owner, sequence, as_of, imported_at, entries, "
        "(SELECT count(*) FROM persons WHERE persons.list_id = lists.list_id), '', 0 FROM lists"
    ).all()
    op.drop_table("lists")
    op.create_table(
        "lists",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.DateTime(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", name="pk_lists"),
        sa.UniqueConstraint("name", name="uq_lists_name"),
    )
    for row in here:
        connection.exec_driver_sql("INSERT INTO lists VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", tuple(row))


def _persons() -> None:
    connection = op.get_bind()
    for table in ("person_papers", "name_keys", "person_names"):
        op.drop_table(table)
    op.rename_table("persons", "persons_of_schema_1")
    op.create_table(
        "persons",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_persons"),
        sa.UniqueConstraint("list_id", "entry_id", name="uq_persons_list_id_entry_id"),
        sa.ForeignKeyConstraint(["list_id"], ["lists.list_id"], "fk_persons_list_id", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    last = 0
    while rows := connection.exec_driver_sql(
        "SELECT person_id, list_id, entry_id, valid_until, body FROM persons_of_schema_1 "
        "WHERE person_id > ? ORDER BY person_id LIMIT ?",
        (last, _AT_ONCE),
    ).all():
        connection.exec_driver_sql(
            "INSERT INTO persons (person_id, list_id, entry_id, valid_until, body) VALUES (?, ?, ?, ?, ?)",
            [(*row[:4], _compact(json.loads(row[4]))) for row in rows],
        )
        last = rows[-1][0]
    # The newest number may be of somebody who is gone; it is not given again.
    used = connection.exec_driver_sql(
        "SELECT seq FROM sqlite_sequence WHERE name = 'persons_of_schema_1'"
    ).scalar()
    if used is not None:
        connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = 'persons'")
        connection.exec_driver_sql("INSERT INTO sqlite_sequence VALUES ('persons', ?)", (used,))
    op.drop_table("persons_of_schema_1")


def _compact(old: dict[str, Any]) -> str:
    """A body of schema 1 as schema 2 writes it: only what differs from the defaults."""
    new: dict[str, Any] = {"names": old["names"]}
    if old["dates_of_birth"]:
        new["born"] = [_date(*born) for born in old["dates_of_birth"]]
    if old["sex"] != "unspecified":
        new["sex"] = old["sex"]
    if old["nationalities"]:
        new["nationalities"] = old["nationalities"]
    if old["document_numbers"]:
        new["papers"] = old["document_numbers"]
    if old["action"] != "refer":
        new["action"] = old["action"]
    for name in ("category", "note"):
        if old[name]:
            new[name] = old[name]
    if old["valid_until"] is not None:
        new["valid_until"] = old["valid_until"]
    return json.dumps(new, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _date(raw: str, year: int | None, month: int | None, day: int | None, possible: bool) -> Any:
    if year is None or not possible or (month is None and day is not None):
        return [raw, year, month, day, possible]
    texts = [f"{each:02d}" for each in (month, day) if each is not None]
    if raw != f"{year % 100:02d}" + "".join(texts).ljust(4, "<"):
        return [raw, year, month, day, possible]
    return "-".join([f"{year:04d}", *texts])


def _index() -> None:
    op.create_table(
        "index_segments",
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("bits", sa.Integer(), nullable=False),
        sa.Column("postings", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("segment_id", name="pk_index_segments"),
    )
    op.create_table(
        "index_buckets",
        sa.Column("bucket_id", sa.Integer(), nullable=False),
        sa.Column("postings", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("bucket_id", name="pk_index_buckets"),
    )
    op.create_table(
        "name_parts",
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part", name="pk_name_parts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "birth_counts",
        sa.Column("code", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_birth_counts"),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Back to schema 1, without any list: they are taken in again."""
    for table in (
        "meta",
        "birth_counts",
        "name_parts",
        "index_buckets",
        "index_segments",
        "quarantine",
        "pictures",
        "persons",
        *reported_documents.TABLES,
        "lists",
    ):
        op.drop_table(table)
    schema_1.upgrade()
