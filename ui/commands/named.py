"""In whose name a sub-command acts, where the station has people.

A small stand-in until every sub-command asks `borderdesk.access`: it knows the name and the role, and checks
the password from the file that BORDERDESK_PASSWORD_FILE (for the second person
BORDERDESK_SECOND_PASSWORD_FILE) names.
A station without people is worked by the program itself.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import KnownError
from models.people import THE_DESK, Person, Role

if TYPE_CHECKING:
    from borderdesk.storage.station import Station

PASSWORD_FILE = "BORDERDESK_PASSWORD_FILE"  # noqa: S105 - a variable's name, no secret
SECOND_PASSWORD_FILE = "BORDERDESK_SECOND_PASSWORD_FILE"  # noqa: S105 - likewise
IN_CHARGE = (Role.SUPERVISOR, Role.ADMINISTRATOR)
_LONGEST = 4096


class NamedError(KnownError):
    """It is not known in whose name this is done, or they may not."""


@dataclass(frozen=True, slots=True)
class Named:
    """Who acts, why, and the second pair of eyes where there is one."""

    person: Person
    purpose: str
    second: Person | None


def add_to(parser: ArgumentParser, *, second: bool = False) -> None:
    """Add the options to a sub-command."""
    parser.add_argument("--user", metavar="NAME", help="who does it, where the station has people")
    parser.add_argument("--purpose", metavar="TEXT", default="", help="what it is for; kept in the audit")
    if second:
        parser.add_argument("--second-user", metavar="NAME", help="the second pair of eyes")


def who(
    arguments: Namespace, station: Station, roles: Collection[Role] = IN_CHARGE, *, four_eyes: bool = False
) -> Named:
    """Whoever is named, with the right password and one of the roles.

    Raises:
        NamedError: Nobody is named, the password is wrong or cannot be had, or they may not.
    """
    import sqlalchemy as sa

    from models.tables.people import PersonRow

    with station.cases() as session:
        peopled = session.scalar(sa.select(PersonRow.person_id).limit(1)) is not None
    if not peopled:
        return Named(THE_DESK, arguments.purpose.strip(), None)
    if not arguments.user or (four_eyes and not arguments.second_user):
        raise NamedError("error.named.nobody")
    person = _proven(station, arguments.user, PASSWORD_FILE, roles)
    second = _proven(station, arguments.second_user, SECOND_PASSWORD_FILE, roles) if four_eyes else None
    if second == person:
        raise NamedError("error.named.same")
    return Named(person, arguments.purpose.strip(), second)


def _proven(station: Station, username: str, variable: str, roles: Collection[Role]) -> Person:
    import argon2
    import sqlalchemy as sa

    from models.tables.people import PersonRow

    with station.cases() as session:
        row = session.scalars(
            sa.select(PersonRow).where(PersonRow.username == username.lower())
        ).one_or_none()
    file = os.environ.get(variable, "")
    try:
        with Path(file).open("rb") as opened:
            password = opened.read(_LONGEST).decode("utf-8").removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise NamedError("error.named.no_password", name=username, variable=variable) from error
    try:
        if row is None or row.closed_at is not None:
            raise NamedError("error.named.wrong", name=username)
        argon2.PasswordHasher().verify(row.password_hash, password)
    except argon2.exceptions.Argon2Error as error:
        raise NamedError("error.named.wrong", name=username) from error
    if row.role not in roles:
        raise NamedError("error.named.may_not", name=username)
    return Person(row.person_id, row.username, row.full_name, row.role)
