"""Who works at this desk: people, their roles, and what they prove themselves with."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.people import Role
from models.tables.base import UtcDateTime, stored_enum
from models.tables.cases import CasesBase


class PersonRow(CasesBase):
    """A person who may sign in. Nobody is ever deleted while an act of theirs is kept: they are closed.

    Attributes:
        person_id: 32 hexadecimal digits.
        username: As typed at sign-in, in lower case.
        full_name: As it stands in a case.
        role: What they may do.
        password_hash: argon2id in PHC form.
        must_change: The password was set by somebody else.
        made_at: When the account was made.
        closed_at: When it was closed; None while open.
        failures: Wrong passwords since the last right one.
        next_try_at: Before that moment no password is looked at.
        radio_secret: 20 bytes from which numbered one-time codes come (RFC 4226); None where none was made.
        radio_used: Number of the last code that was used or skipped.
        radio_last: Highest number that was ever printed; numbers of an old sheet never come back.
        radio_failures: Wrong codes since the last right one.
        radio_next_try_at: Before that moment no code is looked at.
    """

    __tablename__ = "people"
    __table_args__ = (sa.UniqueConstraint("username"),)

    person_id: Mapped[str] = mapped_column(primary_key=True)
    username: Mapped[str]
    full_name: Mapped[str]
    role: Mapped[Role] = mapped_column(stored_enum(Role))
    password_hash: Mapped[str]
    must_change: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int]
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    radio_secret: Mapped[bytes | None]
    radio_used: Mapped[int]
    radio_last: Mapped[int]
    radio_failures: Mapped[int]
    radio_next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
