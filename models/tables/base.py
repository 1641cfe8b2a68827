"""What both databases share: names of constraints, and column types that refuse what must not be stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

NAMES_OF_CONSTRAINTS: Mapping[str, str] = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""A constraint without a name can never be changed by a migration."""

LONGEST_ENUM_VALUE = 16


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment. Goes in timezone-aware, is stored as UTC, comes out as UTC.

    Raises:
        ValueError: A naive datetime is to be stored (SQLAlchemy wraps it in a StatementError).
    """

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the naive UTC value that SQLite keeps as sortable text."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value.isoformat()} has no time zone; only aware datetimes are stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back to an aware datetime."""
        return None if value is None else value.replace(tzinfo=UTC)


def stored_enum(kind: type[Enum]) -> sa.Enum:
    """A column that keeps an enum by its value, as text.

    Text, so that a database can be read without this program; of one fixed length, so that a new member is
    no change of the schema.
    """

    def values(members: type[Enum]) -> list[str]:
        return [str(member.value) for member in members]

    return sa.Enum(
        kind, native_enum=False, length=LONGEST_ENUM_VALUE, values_callable=values, validate_strings=True
    )


def without_rowid(*constraints: sa.schema.SchemaItem) -> tuple[Any, ...]:
    """`__table_args__` of a table kept in the order of its primary key: one look-up, no second tree."""
    return (*constraints, {"sqlite_with_rowid": False})
