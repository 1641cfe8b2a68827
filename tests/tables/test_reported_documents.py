"""Reported documents of schema 1 in the tables of schema 2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy.orm import Session

from models.tables.documents import DocumentTerms
from models.tables.migrations import reported_documents
from models.tables.watchlist import WatchList, WatchlistBase
from models.watchlist import DocumentEntry, EntryAction, Mandate
from watchlist import documents
from watchlist.document_search import look_up

NOW = datetime(2026, 11, 24, tzinfo=UTC)
NEW = {"persons": 0, "licence": "", "quarantined": 0}
MADE = [table for name, table in WatchlistBase.metadata.tables.items() if name in reported_documents.TABLES]
ENTRIES = {
    DocumentEntry("UTO/L898902C3", "L898902C3", "UTO", "P", "lost", date(2026, 10, 2)),
    DocumentEntry("7", "A1", "D", mandate=Mandate(EntryAction.REFER, valid_until=date(2030, 1, 1))),
    DocumentEntry(
        "8", "A1", "NER", "V", "revoked", date(1969, 1, 1), Mandate(EntryAction.STOP, note="ring 17")
    ),
    DocumentEntry("9", "D23145890734", "UTO"),
    DocumentEntry("10", "D23145890735", "UTO", mandate=Mandate(EntryAction.INFORM, note="زنگ")),
}


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    """A database without the tables of schema 2, where alembic's `op` works."""
    with sa.create_engine("sqlite://").begin() as opened:
        WatchList.metadata.create_all(opened, [WatchList.__table__])
        with Operations.context(MigrationContext.configure(opened)):
            yield opened


def schema_of(connection: sa.Connection) -> dict[str, str]:
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: " ".join(sql.split()) for name, sql in found}


def test_made_tables_are_the_declared_ones_word_for_word(connection: sa.Connection) -> None:
    before = schema_of(connection)
    reported_documents.make_tables()
    made = schema_of(connection)
    reported_documents.drop_tables()
    assert schema_of(connection) == before
    DocumentTerms.metadata.create_all(connection, MADE)
    assert made == schema_of(connection)


def test_rows_of_schema_1_come_over_without_loss(connection: sa.Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TABLE documents (number TEXT, state TEXT, list_id INTEGER, entry_id TEXT, code TEXT, "
        "loss TEXT, reported_on TEXT, action TEXT, note TEXT, valid_until TEXT)"
    )
    connection.execute(
        sa.insert(WatchList),
        {"name": "L", "owner": "X", "sequence": 1, "as_of": NOW, "imported_at": NOW, "entries": 5, **NEW},
    )
    for entry in ENTRIES:
        reported, until = entry.reported_on, entry.mandate.valid_until
        connection.exec_driver_sql(
            "INSERT INTO documents VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.document_number, entry.issuing_state, entry.entry_id, entry.document_code, entry.loss,
                reported and reported.isoformat(), entry.mandate.action.value, entry.mandate.note,
                until and until.isoformat(),
            ),
        )  # fmt: skip
    reported_documents.make_tables()
    reported_documents.bring_over()
    session = Session(bind=connection)
    assert set(documents.entries(session, 1)) == ENTRIES
    assert {found.entry.entry_id for found in look_up(session, "A1")} == {"7", "8"}
    edition = documents.Edition(connection, 1)
    edition.add(list(ENTRIES))
    assert edition.finish().unchanged == len(ENTRIES)
