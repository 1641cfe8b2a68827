"""Documents of a list in their own table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.tables.watchlist import ReportedDocument
from models.watchlist import DocumentEntry
from watchlist import stored


def add(connection: sa.Connection, list_id: int, entries: Iterable[DocumentEntry]) -> None:
    rows = sorted((_row(list_id, entry) for entry in entries), key=lambda row: (row["number"], row["state"]))
    if rows:
        connection.execute(sa.insert(ReportedDocument), rows)


def remove(connection: sa.Connection, list_id: int, entry_ids: Iterable[str] | None) -> int:
    if entry_ids is None:
        return connection.exec_driver_sql("DELETE FROM documents WHERE list_id = ?", (list_id,)).rowcount
    return sum(
        connection.exec_driver_sql(
            "DELETE FROM documents WHERE list_id = ? AND entry_id = ?", (list_id, entry_id)
        ).rowcount
        for entry_id in entry_ids
    )


def entries(session: Session, list_id: int) -> Iterator[DocumentEntry]:
    query = (
        sa.select(ReportedDocument)
        .where(ReportedDocument.list_id == list_id)
        .order_by(ReportedDocument.number, ReportedDocument.state)
    )
    for row in session.scalars(query.execution_options(yield_per=1000)):
        yield stored.document(row)


def _row(list_id: int, entry: DocumentEntry) -> dict[str, Any]:
    return {
        "number": entry.document_number,
        "state": entry.issuing_state,
        "list_id": list_id,
        "entry_id": entry.entry_id,
        "code": entry.document_code,
        "loss": entry.loss,
        "reported_on": entry.reported_on,
        "action": entry.mandate.action,
        "note": entry.mandate.note,
        "valid_until": entry.mandate.valid_until,
    }
