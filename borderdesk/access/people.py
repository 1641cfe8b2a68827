"""Accounts: making, closing and reopening them, and asking what somebody may do now.

The functions here are handed a session of `Station.cases(writing=True)`; what they change and what the audit
says of it are one transaction.
"""

from __future__ import annotations

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from borderdesk.access import passwords
from borderdesk.access.errors import AccessError
from borderdesk.access.permissions import Act, may, require
from borderdesk.audit.chain import record
from models.people import THE_DESK, Person, Role
from models.tables.people import PersonRow

_LONGEST_USERNAME = 40
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Account:
    """An account as an administrator sees it.

    Attributes:
        person: Who.
        made_at: When the account was made.
        closed_at: When it was closed; None while open.
        must_change: The password was set by somebody else.
        failures: Wrong passwords since the last right one.
        radio_left: One-time codes that are left on the sheet for the radio.
    """

    person: Person
    made_at: datetime
    closed_at: datetime | None
    must_change: bool
    failures: int
    radio_left: int


def anybody(session: Session) -> bool:
    """Whether the station has any people, open or closed. Once it has, it has for good."""
    return session.execute(sa.select(PersonRow.person_id).limit(1)).first() is not None


def listed(session: Session) -> list[Account]:
    """Every account, by username."""
    return [_account(row) for row in session.scalars(sa.select(PersonRow).order_by(PersonRow.username))]


def named(session: Session, username: str) -> Account:
    """The account of a name.

    Raises:
        AccessError: Nobody has that name.
    """
    row = row_of(session, username)
    if row is None:
        raise AccessError("error.access.unknown_person", name=username)
    return _account(row)


def permit(session: Session, who: Person, act: Act, second: Person | None = None) -> None:
    """Refuse what the table does not give, or what it gave to an account that has changed since.

    What the program does by itself, such as a purge that is due, is not asked for here.

    Args:
        session: Of `Station.cases`; the one in which the act is written, so that nothing comes between.
        who: In whose name it is done.
        act: What.
        second: The second pair of eyes.

    Raises:
        AccessError: As `permissions.require`; or one of the two was closed, or has another role, since.
    """
    require(who, act, second, people=anybody(session))
    for person in (who, second):
        if person is not None and person != THE_DESK:
            _require_as_it_was(session, person)


def add(
    session: Session,
    by: Person,
    username: str,
    full_name: str,
    role: Role,
    password: str,
    *,
    now: datetime,
    must_change: bool | None = None,
) -> Person:
    """Make an account. The first one of a station is an administrator's and needs nobody's permission.

    Args:
        session: Of `Station.cases(writing=True)`.
        by: Who makes it; the first is made in the name of the program, whoever is given.
        username: Letters and digits of any script, `.`, `-`, `_`; kept in lower case.
        full_name: As it is to stand in a case.
        role: What they may do.
        password: Their first one.
        now: What the clock says, timezone-aware.
        must_change: False where they typed the password themselves. By default true, but for the first.

    Raises:
        AccessError: The person may not, the name is taken or no name, the password is too weak, or the
            first one is no administrator.
    """
    first = not anybody(session)
    if first and role is not Role.ADMINISTRATOR:
        raise AccessError("error.access.first_administrator")
    if not first:
        permit(session, by, Act.MANAGE_PEOPLE)
    name, full = _username(username), " ".join(unicodedata.normalize("NFC", full_name).split())
    if not full or len(full) > _LONGEST_NAME or not full.isprintable():
        raise AccessError("error.access.full_name")
    if row_of(session, name) is not None:
        raise AccessError("error.access.taken", name=name)
    passwords.require_good(password, name)
    row = PersonRow(
        person_id=uuid.uuid4().hex,
        username=name,
        full_name=full,
        role=role,
        password_hash=passwords.hashed(password),
        must_change=not first if must_change is None else must_change,
        made_at=now,
        closed_at=None,
        failures=0,
        next_try_at=None,
        radio_secret=None,
        radio_used=0,
        radio_last=0,
        radio_failures=0,
        radio_next_try_at=None,
    )
    session.add(row)
    session.flush()
    _record(
        session,
        THE_DESK if first else by,
        "person.added",
        row,
        now,
        role=role.value,
        must_change=row.must_change,
    )
    return person_of(row)


def close(session: Session, by: Person, person_id: str, *, now: datetime) -> None:
    """Close an account: nobody signs in with it any more, its sheet for the radio is worth nothing.

    Raises:
        AccessError: The person may not, there is no such account, it is closed, or it is the last open
            administrator's.
    """
    permit(session, by, Act.MANAGE_PEOPLE)
    row = _open_row(session, person_id)
    _keep_an_administrator(session, row)
    row.closed_at = now
    _forget_sheet(row)
    _record(session, by, "person.closed", row, now)


def reopen(session: Session, by: Person, person_id: str, password: str, *, now: datetime) -> None:
    """Open a closed account again, with a new password that must be changed.

    Raises:
        AccessError: The person may not, there is no such account, it is open, or the password is too weak.
    """
    permit(session, by, Act.MANAGE_PEOPLE)
    row = _row(session, person_id)
    if row.closed_at is None:
        raise AccessError("error.access.is_open", name=row.username)
    row.closed_at = None
    _set_password(row, password)
    _record(session, by, "person.reopened", row, now, role=row.role.value)


def reset_password(session: Session, by: Person, person_id: str, password: str, *, now: datetime) -> None:
    """Give somebody a new password that must be changed, and end any wait of theirs.

    Raises:
        AccessError: The person may not, there is no such account, it is closed, it is their own (that one
            is changed with the old one in hand), or the password is too weak.
    """
    permit(session, by, Act.MANAGE_PEOPLE)
    row = _open_row(session, person_id)
    if row.person_id == by.person_id:
        raise AccessError("error.access.own_password")
    _set_password(row, password)
    _record(session, by, "person.password_reset", row, now)


def change_role(session: Session, by: Person, person_id: str, role: Role, *, now: datetime) -> None:
    """Give somebody another role; whoever is signed in under the old one must sign in again.

    Raises:
        AccessError: The person may not, there is no such account, it is closed, or it is the last open
            administrator's.
    """
    permit(session, by, Act.MANAGE_PEOPLE)
    row = _open_row(session, person_id)
    if role is not Role.ADMINISTRATOR:
        _keep_an_administrator(session, row)
    before, row.role = row.role, role
    if not may(role, Act.MAKE_RADIO_SHEET):
        _forget_sheet(row)
    _record(session, by, "person.role_changed", row, now, before=before.value, role=role.value)


def row_of(session: Session, username: str) -> PersonRow | None:
    """The row of a name as typed; for this room."""
    return session.scalars(sa.select(PersonRow).where(PersonRow.username == normal(username))).one_or_none()


def person_of(row: PersonRow) -> Person:
    """The person of a row; for this room."""
    return Person(row.person_id, row.username, row.full_name, row.role)


def normal(username: str) -> str:
    """A username as it is kept.

    >>> normal(" Awa.T ")
    'awa.t'
    """
    whole = username.encode("utf-8", "replace").decode("utf-8")  # a terminal may hand over half characters
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", whole).strip().lower())


def _username(typed: str) -> str:
    name = normal(typed)
    if (
        not 2 <= len(name) <= _LONGEST_USERNAME
        or not all(letter.isalnum() or letter in "._-" for letter in name)
        or name == THE_DESK.username
    ):
        raise AccessError("error.access.username", longest=_LONGEST_USERNAME)
    return name


def _row(session: Session, person_id: str) -> PersonRow:
    row = session.get(PersonRow, person_id)
    if row is None:
        raise AccessError("error.access.unknown_person", name=person_id)
    return row


def _open_row(session: Session, person_id: str) -> PersonRow:
    row = _row(session, person_id)
    if row.closed_at is not None:
        raise AccessError("error.access.is_closed", name=row.username)
    return row


def _require_as_it_was(session: Session, person: Person) -> None:
    row = session.get(PersonRow, person.person_id)
    if row is None or row.closed_at is not None:
        raise AccessError("error.access.is_closed", name=person.username)
    if row.role is not person.role:
        raise AccessError("error.access.role_changed", name=person.username)


def _keep_an_administrator(session: Session, leaving: PersonRow) -> None:
    others = sa.select(PersonRow.person_id).where(
        PersonRow.role == Role.ADMINISTRATOR,
        PersonRow.closed_at.is_(None),
        PersonRow.person_id != leaving.person_id,
    )
    if leaving.role is Role.ADMINISTRATOR and session.execute(others.limit(1)).first() is None:
        raise AccessError("error.access.last_administrator", name=leaving.username)


def _set_password(row: PersonRow, password: str) -> None:
    passwords.require_good(password, row.username)
    row.password_hash = passwords.hashed(password)
    row.must_change = True
    row.failures, row.next_try_at = 0, None


def _forget_sheet(row: PersonRow) -> None:
    row.radio_secret = None
    row.radio_used = row.radio_last


def _account(row: PersonRow) -> Account:
    left = 0 if row.radio_secret is None else row.radio_last - row.radio_used
    return Account(person_of(row), row.made_at, row.closed_at, row.must_change, row.failures, left)


def _record(session: Session, by: Person, act: str, row: PersonRow, now: datetime, **details: object) -> None:
    record(session, by, act, now=now, subject=("person", row.person_id), details=details)
