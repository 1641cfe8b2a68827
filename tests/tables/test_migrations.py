"""The way from the first schema to the declared one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory

from borderdesk.storage import schema
from borderdesk.storage.engine import connect, make_engine
from borderdesk.storage.errors import DamagedError, NewerError
from borderdesk.storage.schema import Database
from models.tables.cases import CasesBase
from models.tables.watchlist import WatchlistBase

KEY = bytes(range(32))
DECLARED = {Database.CASES: CasesBase.metadata, Database.WATCHLIST: WatchlistBase.metadata}
both = pytest.mark.parametrize("database", list(Database), ids=lambda database: database.value)


@pytest.fixture
def empty(tmp_path: Path) -> Callable[[str], Path]:
    def make(name: str) -> Path:
        path = tmp_path / name
        path.touch()
        return path

    return make


def schema_of(path: Path) -> dict[str, str]:
    """Everything that makes up a database, by name, as SQLite itself keeps it."""
    connection = connect(path, KEY)
    try:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
            "AND name <> 'alembic_version'"
        ).fetchall()
    finally:
        connection.close()
    return {name: " ".join(sql.split()) for name, sql in rows}


def steps_upwards(database: Database) -> list[Script]:
    return list(reversed(list(schema.steps(database).walk_revisions())))


@both
def test_newest_migration_equals_declared_tables_word_for_word(
    database: Database, empty: Callable[[str], Path]
) -> None:
    migrated, declared = empty("migrated.db"), empty("declared.db")
    schema.walk(migrated, KEY, database)
    engine = make_engine(declared, KEY)
    with engine.begin() as connection:
        DECLARED[database].create_all(connection)
    engine.dispose()
    assert schema_of(migrated) == schema_of(declared)
    assert len(schema_of(migrated)) > 3


@both
def test_alembic_finds_nothing_left_to_migrate(database: Database, empty: Callable[[str], Path]) -> None:
    path = empty("migrated.db")
    schema.walk(path, KEY, database)
    engine = make_engine(path, KEY)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, DECLARED[database]) == []
    engine.dispose()


@both
def test_each_step_goes_up_and_back_down_to_where_it_was(
    database: Database, empty: Callable[[str], Path]
) -> None:
    path = empty("walked.db")
    assert steps_upwards(database)
    for step in steps_upwards(database):
        before = schema_of(path)
        schema.walk(path, KEY, database, to=step.revision)
        after = schema_of(path)
        assert after != before
        schema.walk(path, KEY, database, to="-1")
        assert schema_of(path) == before
        schema.walk(path, KEY, database, to=step.revision)
        assert schema_of(path) == after
    schema.walk(path, KEY, database, to=schema.NOTHING)
    assert schema_of(path) == {}


def test_cases_with_decisions_go_down_though_decisions_are_final(empty: Callable[[str], Path]) -> None:
    path = empty("cases.db")
    schema.walk(path, KEY, Database.CASES)
    connection = connect(path, KEY)
    connection.execute(
        "INSERT INTO inspections VALUES ('a', '2026-11-24', 'clear', '', '', '', '', '{}', '{}')"
    )
    connection.execute("INSERT INTO decisions VALUES (1, 'a', 'admit', '', 'K', '2026-11-24')")
    connection.close()
    schema.walk(path, KEY, Database.CASES, to=schema.NOTHING)
    assert schema_of(path) == {}


@both
def test_running_again_changes_nothing(database: Database, empty: Callable[[str], Path]) -> None:
    path = empty("twice.db")
    schema.walk(path, KEY, database)
    before = path.read_bytes()
    schema.walk(path, KEY, database)
    assert path.read_bytes() == before


@both
def test_a_database_of_a_newer_program_is_refused_and_left_alone(
    database: Database, empty: Callable[[str], Path]
) -> None:
    path = empty("newer.db")
    schema.walk(path, KEY, database)
    connection = connect(path, KEY)
    connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NewerError) as caught:
        schema.walk(path, KEY, database)
    assert str(path) in caught.value.sentence()
    assert path.read_bytes() == before


def with_an_addition_at_the_end(addition: Callable[[], object]) -> ScriptDirectory:
    """The real first step of the cases, and something that happens before it is committed."""
    known = schema.steps(Database.CASES)
    module: Any = known.get_revision("cases_1").module
    real = module.upgrade

    def upgrade() -> None:
        real()
        addition()

    module.upgrade = upgrade
    return known


def test_steps_that_fail_half_way_leave_the_database_as_it_was(
    empty: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut() -> None:
        raise RuntimeError("power cut")

    path = empty("half.db")
    broken = with_an_addition_at_the_end(power_cut)
    monkeypatch.setattr(schema, "steps", lambda _: broken)
    with pytest.raises(RuntimeError, match="power cut"):
        schema.walk(path, KEY, Database.CASES)
    monkeypatch.undo()
    assert schema_of(path) == {}
    schema.walk(path, KEY, Database.CASES)
    assert "inspections" in schema_of(path)


def test_a_step_that_leaves_rows_pointing_nowhere_is_taken_back(
    empty: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def orphan() -> None:
        op.execute("INSERT INTO decisions VALUES (1, 'gone', 'admit', '', 'K', '2026-11-24')")

    path = empty("orphans.db")
    broken = with_an_addition_at_the_end(orphan)
    monkeypatch.setattr(schema, "steps", lambda _: broken)
    with pytest.raises(DamagedError):
        schema.walk(path, KEY, Database.CASES)
    assert schema_of(path) == {}


def test_tables_looked_up_at_every_traveller_are_clustered(empty: Callable[[str], Path]) -> None:
    path = empty("watchlist.db")
    schema.walk(path, KEY, Database.WATCHLIST)
    connection = connect(path, KEY)
    plans = {
        "index_buckets": "SELECT postings FROM index_buckets WHERE bucket_id IN (16777216, 33554432)",
        "persons": "SELECT body FROM persons WHERE person_id IN (1, 2)",
        "name_parts": "SELECT persons FROM name_parts WHERE part = 'ANNA'",
        "short_documents": "SELECT terms_id FROM short_documents WHERE key = 1",
        "numbered_documents": "SELECT entry_id FROM numbered_documents WHERE key = 1",
        "long_documents": "SELECT entry_id FROM long_documents WHERE number = 'L' AND state = 'UTO'",
    }
    for table, query in plans.items():
        (plan,) = connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
        assert re.match(f"SEARCH {table} USING (INTEGER )?PRIMARY KEY", plan[3])
    connection.close()


def test_deleting_a_list_takes_all_that_hangs_on_it(empty: Callable[[str], Path]) -> None:
    path = empty("watchlist.db")
    schema.walk(path, KEY, Database.WATCHLIST)
    connection = connect(path, KEY)
    for number in (1, 2):
        connection.execute(
            "INSERT INTO lists VALUES (?, ?, 'UTO', 1, '2026-11-24', '2026-11-24', 1, 1, '', 0)",
            (number, str(number)),
        )
        connection.execute("INSERT INTO persons VALUES (?, ?, 'e', NULL, '{}')", (number, number))
        connection.execute("INSERT INTO pictures VALUES ('digest', ?, 'data')", (number,))
        connection.execute("INSERT INTO quarantine VALUES (?, 0, 2, 'sex', '[]', '')", (number,))
        connection.execute("INSERT INTO document_terms VALUES (?, ?, '{}')", (number, number))
        connection.execute("INSERT INTO short_documents VALUES (7, ?, NULL)", (number,))
        connection.execute("INSERT INTO document_details VALUES (?, 'e', '{}')", (number,))
    connection.execute("DELETE FROM lists WHERE list_id = 1")
    for table in (
        "lists", "persons", "pictures", "quarantine", "document_terms", "short_documents", "document_details",
    ):  # fmt: skip
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,), table  # noqa: S608
    with pytest.raises(sqlcipher3.IntegrityError):
        connection.execute("INSERT INTO persons VALUES (99, 3, 'e', NULL, '{}')")
    connection.close()
