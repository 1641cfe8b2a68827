"""Schema 2 of reported documents: tables in place of schema 1's `documents`, and its rows brought over.

Called by the watchlist's step to schema 2. It knows the stored form as it was then, not as it is declared
now.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

_SYMBOLS = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BATCH = 20_000
TABLES = (
    "document_details", "document_ranges", "long_documents", "numbered_documents", "short_documents",
    "document_terms",
)  # fmt: skip


def make_tables() -> None:
    """Make the tables of reported documents; `lists` must be there."""
    op.create_table(
        "document_terms",
        sa.Column("terms_id", sa.Integer(), nullable=False),
        _number("list_id"),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("terms_id", name="pk_document_terms"),
        sa.UniqueConstraint("list_id", "body", name="uq_document_terms_list_id_body"),
        _of_list("document_terms"),
    )
    op.create_table(
        "short_documents",
        _number("key"),
        _number("terms_id"),
        sa.Column("reported", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("key", "terms_id", name="pk_short_documents"),
        sa.ForeignKeyConstraint(
            ["terms_id"], ["document_terms.terms_id"], "fk_short_documents_terms_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    _table("numbered_documents", (_number("key"),), ())
    _table("long_documents", (_text("number"), _text("state")), ())
    _table(
        "document_ranges",
        (_text("state"), _number("length"), _number("span"), _text("first")),
        (_text("last"),),
    )
    op.create_table(
        "document_details",
        _number("list_id"),
        _text("entry_id"),
        _text("body"),
        sa.PrimaryKeyConstraint("list_id", "entry_id", name="pk_document_details"),
        _of_list("document_details"),
        sqlite_with_rowid=False,
    )


def bring_over() -> None:
    """Bring the rows of schema 1's `documents` over; that table stays for the caller to drop."""
    connection = op.get_bind()
    terms: dict[tuple[int, str], int] = {}
    for rows in _old(connection):
        new: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
        for row in rows:
            shared = (row.list_id, _body(row))
            if shared not in terms:
                terms[shared] = len(terms) + 1
                new["document_terms"].append((terms[shared], *shared))
            _divide(row, terms[shared], new)
        for table in reversed(TABLES):
            if new[table]:
                marks = ",".join("?" * len(new[table][0]))
                connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", new[table])  # noqa: S608


def drop_tables() -> None:
    """Back to nothing."""
    for table in TABLES:
        op.drop_table(table)


def _table(name: str, clustered: tuple[sa.Column[Any], ...], others: tuple[sa.Column[Any], ...]) -> None:
    """A table of documents that have a number of their own."""
    columns = [column.name for column in clustered]
    op.create_table(
        name,
        *clustered,
        _number("list_id"),
        _text("entry_id"),
        *others,
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("reported", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint(*columns, "list_id", "entry_id", name=f"pk_{name}"),
        sa.UniqueConstraint("list_id", "entry_id", name=f"uq_{name}_list_id_entry_id"),
        _of_list(name),
        sqlite_with_rowid=False,
    )


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False)


def _of_list(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["list_id"], ["lists.list_id"], f"fk_{table}_list_id", ondelete="CASCADE")


def _old(connection: sa.Connection) -> Iterator[Any]:
    found = connection.exec_driver_sql(
        "SELECT number, state, list_id, entry_id, code, loss, reported_on, action, note, valid_until "
        "FROM documents ORDER BY number, state"
    )
    yield from found.partitions(_BATCH)


def _body(row: Any) -> str:
    """What a document shares with others, as usual left out."""
    usual = {"code": "", "loss": "stolen", "action": "stop", "valid_until": None}
    whole = {name: getattr(row, name) for name in usual}
    told = {name: value for name, value in whole.items() if value != usual[name]}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _divide(row: Any, terms_id: int, new: dict[str, list[tuple[Any, ...]]]) -> None:
    """Put a row where it belongs."""
    reported = None
    if row.reported_on is not None:
        reported = (date.fromisoformat(row.reported_on) - date(1970, 1, 1)).days
    key = _key(row.number, row.state)
    if key is not None and not row.note and row.entry_id == f"{row.state}/{row.number}":
        new["short_documents"].append((key, terms_id, reported))
        return
    if key is not None:
        new["numbered_documents"].append((key, row.list_id, row.entry_id, terms_id, reported))
    else:
        values = (row.number, row.state, row.list_id, row.entry_id, terms_id, reported)
        new["long_documents"].append(values)
    if row.note:
        note = json.dumps({"note": row.note}, ensure_ascii=False, separators=(",", ":"))
        new["document_details"].append((row.list_id, row.entry_id, note))


def _key(number: str, state: str) -> int | None:
    """Nine characters of a number and three of its issuer in base 37; None where they do not fit."""
    if not number or len(number) > 9 or len(state) > 3 or " " in number + state:
        return None
    found = 0
    for symbol in f"{number:<9}{state:<3}":
        value = _SYMBOLS.find(symbol)
        if value < 0:
            return None
        found = found * 37 + value
    return found
