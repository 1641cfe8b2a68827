"""Columns refuse what must not be stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
import sqlcipher3

from models.tables.base import UtcDateTime, stored_enum
from models.verdict import Advice

TABLE = sa.Table(
    "moments",
    sa.MetaData(),
    sa.Column("at", UtcDateTime, nullable=True),
    sa.Column("advice", stored_enum(Advice), nullable=True),
)
NIAMEY = timezone(timedelta(hours=1))


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://", module=sqlcipher3)
    with engine.connect() as connection:
        TABLE.create(connection)
        yield connection
    engine.dispose()


def test_a_moment_comes_back_as_utc(connection: sa.Connection) -> None:
    connection.execute(TABLE.insert().values(at=datetime(2026, 11, 24, 0, 30, tzinfo=NIAMEY)))
    (found,) = connection.scalars(sa.select(TABLE.c.at))
    assert found == datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert found.tzinfo is UTC


def test_moments_of_two_time_zones_sort_by_time(connection: sa.Connection) -> None:
    earlier = datetime(2026, 11, 24, 0, 30, tzinfo=NIAMEY)
    later = datetime(2026, 11, 23, 23, 31, tzinfo=UTC)
    connection.execute(TABLE.insert(), [{"at": later}, {"at": earlier}])
    assert list(connection.scalars(sa.select(TABLE.c.at).order_by(TABLE.c.at))) == [earlier, later]
    assert list(connection.scalars(sa.select(TABLE.c.at).where(TABLE.c.at > earlier))) == [later]


def test_a_naive_moment_is_refused(connection: sa.Connection) -> None:
    with pytest.raises(sa.exc.StatementError) as caught:
        connection.execute(TABLE.insert().values(at=datetime(2026, 11, 24)))  # noqa: DTZ001 - the point of it
    assert isinstance(caught.value.orig, ValueError)
    assert connection.scalar(sa.select(sa.func.count()).select_from(TABLE)) == 0


def test_no_moment_stays_none(connection: sa.Connection) -> None:
    connection.execute(TABLE.insert().values(at=None))
    assert list(connection.scalars(sa.select(TABLE.c.at))) == [None]


@pytest.mark.parametrize("advice", list(Advice))
def test_an_enum_is_kept_by_its_value(connection: sa.Connection, advice: Advice) -> None:
    connection.execute(TABLE.insert().values(advice=advice))
    assert connection.exec_driver_sql("SELECT advice FROM moments").scalar_one() == advice.value
    assert connection.scalar(sa.select(TABLE.c.advice)) is advice


def test_a_word_that_is_no_member_is_refused(connection: sa.Connection) -> None:
    with pytest.raises(sa.exc.StatementError):
        connection.execute(TABLE.insert().values(advice="perhaps"))
