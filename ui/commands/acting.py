"""In whose name a sub-command acts: `--user`, `--purpose`, `--second-user`, and what proves them.

* A station without people is worked by the program itself, and needs none of these.
* Passwords come from the files that BORDERDESK_PASSWORD_FILE and BORDERDESK_SECOND_PASSWORD_FILE name, else
  from a prompt on the terminal; never from standard input or the command line, which others can see.
* With `--radio NUMBER` the second person reads out the code of that number instead of typing a password.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from models.errors import KnownError
from models.people import THE_DESK, Person
from ui.commands import settings
from ui.commands.output import label

if TYPE_CHECKING:
    from borderdesk.access import Act
    from borderdesk.storage.station import Station

PASSWORD_FILE = "BORDERDESK_PASSWORD_FILE"  # noqa: S105 - a variable's name, no secret
SECOND_PASSWORD_FILE = "BORDERDESK_SECOND_PASSWORD_FILE"  # noqa: S105 - likewise
NEW_PASSWORD_FILE = "BORDERDESK_NEW_PASSWORD_FILE"  # noqa: S105 - likewise


class ActingError(KnownError):
    """It is not said in whose name something is to be done."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts.

    Attributes:
        person: In whose name.
        purpose: Why; empty where none was given or needed.
        second: The second pair of eyes; None where none is needed.
    """

    person: Person
    purpose: str
    second: Person | None


def add_to(parser: ArgumentParser, *, second: bool = False) -> None:
    """Add the options to a sub-command.

    Args:
        parser: The sub-command's.
        second: True where it is done under four eyes.
    """
    parser.add_argument("--user", metavar="NAME", help="who does it, where the station has people")
    parser.add_argument(
        "--purpose", metavar="TEXT", type=words, default="", help="what it is for; kept in the audit"
    )
    if second:
        parser.add_argument("--second-user", metavar="NAME", help="the second pair of eyes")
        parser.add_argument(
            "--radio",
            metavar="NUMBER",
            type=int,
            help="the second person is on the radio and reads out the code of this number",
        )


def who(arguments: Namespace, station: Station, act: Act, *, now: datetime) -> Acting:
    """Sign in whoever is named, and see that they may do it.

    Everything that can be told without a password is told before one is asked for.

    Args:
        arguments: As parsed, with the options of `add_to`.
        station: Whose people are asked.
        act: What is to be done.
        now: What the clock says, timezone-aware.

    Raises:
        ActingError: Nobody is named, or somebody in a station without people.
        KnownError: A password is wrong or cannot be had, or the table does not give it.
    """
    from borderdesk.access.people import anybody, permit
    from borderdesk.access.permissions import may, require_purpose, rule

    second_user: str | None = getattr(arguments, "second_user", None)
    with station.cases() as session:
        peopled = anybody(session)
    if not peopled:
        if arguments.user or second_user:
            raise ActingError("error.command.no_people", name=arguments.user or second_user)
        return Acting(THE_DESK, arguments.purpose, None)
    if not arguments.user:
        raise ActingError("error.command.no_user")
    require_purpose(act, arguments.purpose)
    if rule(act).second and not second_user:
        raise ActingError("error.command.no_second_user")
    person = sign_in(station, arguments.user, now)
    second = None
    if rule(act).second and second_user and may(person.role, act):
        second = _second(arguments, station, person, second_user, now)
    with station.cases() as session:
        permit(session, person, act, second)
    return Acting(person, arguments.purpose, second)


def sign_in(station: Station, username: str, now: datetime) -> Person:
    """Sign in somebody by name with the password from the file or the terminal."""
    from borderdesk.access import sign_in as proven

    return proven(station, username, password(username), now)


def password(username: str) -> str:
    """The password of who acts."""
    return settings.secret(PASSWORD_FILE, label("password", name=username))


def new_password(username: str) -> str:
    """A password that is being chosen, asked for twice."""
    return settings.secret(
        NEW_PASSWORD_FILE,
        label("new_password", name=username),
        again=label("new_password_again"),
    )


def words(typed: str) -> str:
    """Words as they can be kept; a terminal may hand over half characters."""
    return typed.encode("utf-8", "replace").decode("utf-8").strip()


def _second(arguments: Namespace, station: Station, person: Person, username: str, now: datetime) -> Person:
    from borderdesk.access import radio
    from borderdesk.access import sign_in as proven
    from borderdesk.access.people import named

    if arguments.radio is None:
        secret = settings.secret(SECOND_PASSWORD_FILE, label("password", name=username))
        return proven(station, username, secret, now, as_second=True)
    with station.cases() as session:
        called = named(session, username).person
    code = settings.secret(SECOND_PASSWORD_FILE, label("radio_code", number=arguments.radio, name=username))
    return radio.accept(station, person, called.person_id, arguments.radio, code, now)
