"""`borderdesk people ...`: accounts, passwords, and the sheet of codes for the radio."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from models.people import THE_DESK, Person, Role
from ui.commands import acting, settings
from ui.commands.output import complain, emit, label, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderdesk.access.people import Account
    from borderdesk.storage.station import Station

_CODES_ON_A_SHEET = 40


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    room: ArgumentParser = commands.add_parser(
        "people",
        parents=[common],
        allow_abbrev=False,
        help="who may work at this station",
        description="Accounts of a station. The first person added is an administrator and needs nobody; "
        "after that, acts need --user.",
    )
    acts = room.add_subparsers(title="acts", metavar="ACT", required=True)

    def add(name: str, act: Callable[[Namespace], int], told: str, *, named: bool = True) -> ArgumentParser:
        parser: ArgumentParser = acts.add_parser(
            name, parents=[common], allow_abbrev=False, help=told, description=f"{told[0].upper()}{told[1:]}."
        )
        if named:
            parser.add_argument("name", metavar="NAME", help="the name to sign in with")
        parser.add_argument("--json", action="store_true", help="answer with JSON, one object a line")
        parser.set_defaults(act=act, parser=parser)
        return parser

    roles = [role.value for role in Role]
    adding = add("add", add_person, "make an account; the first one is an administrator's")
    adding.add_argument("--full-name", metavar="TEXT", help="as it is to stand in a case (NAME)")
    adding.add_argument("--role", choices=roles, help="what they may do (administrator for the first)")
    acting.add_to(adding)
    acting.add_to(add("list", show, "show every account", named=False))
    acting.add_to(add("close", close, "close an account; nobody is ever deleted"))
    acting.add_to(add("reopen", reopen, "open a closed account again, with a new password"))
    acting.add_to(add("reset-password", reset_password, "give somebody a new password, to be changed"))
    changing = add("change-role", change_role, "give somebody another role")
    changing.add_argument("--role", choices=roles, required=True, help="what they may do from now on")
    acting.add_to(changing)
    add("change-password", change_password, "change your own password, with the old one in hand")
    sheet = add(
        "radio-sheet", radio_sheet, "make your sheet of one-time codes; an old one is void", named=False
    )
    sheet.add_argument(
        "--count", metavar="N", type=int, default=_CODES_ON_A_SHEET, help="how many codes (%(default)s)"
    )
    acting.add_to(sheet)


def add_person(arguments: Namespace) -> int:
    """Make an account."""
    from borderdesk.access import people

    with settings.open_station(settings.home(arguments)) as station:
        by = _manager(arguments, station)
        role = Role(arguments.role) if arguments.role else None
        if role is None:
            if by != THE_DESK:
                arguments.parser.error("--role is missing")
            role = Role.ADMINISTRATOR
        chosen, now = acting.new_password(arguments.name), _now()
        with station.cases(writing=True) as session:
            made = people.add(
                session, by, arguments.name, arguments.full_name or arguments.name, role, chosen, now=now
            )
            account = people.named(session, made.username)
    return _answer(arguments, account, label("person_added", **_words(account)))


def show(arguments: Namespace) -> int:
    """Show every account."""
    from borderdesk.access import Act, people

    with settings.open_station(settings.home(arguments)) as station:
        acting.who(arguments, station, Act.LIST_PEOPLE, now=_now())
        with station.cases() as session:
            accounts = people.listed(session)
    if not accounts:
        complain(label("nobody"))
    for account in accounts:
        _answer(arguments, account, label(f"person_{_state(account)}", **_words(account)))
    return 0


def close(arguments: Namespace) -> int:
    """Close an account."""
    from borderdesk.access import people

    return _manage(arguments, people.close, "person_was_closed")


def reopen(arguments: Namespace) -> int:
    """Open a closed account again."""
    from borderdesk.access import people

    return _manage(arguments, people.reopen, "person_reopened", chooses=True)


def reset_password(arguments: Namespace) -> int:
    """Give somebody a new password."""
    from borderdesk.access import people

    return _manage(arguments, people.reset_password, "password_reset", chooses=True)


def change_role(arguments: Namespace) -> int:
    """Give somebody another role."""
    from borderdesk.access import people

    return _manage(arguments, people.change_role, "role_changed", given=(Role(arguments.role),))


def change_password(arguments: Namespace) -> int:
    """Change one's own password."""
    from borderdesk.access import change_password as changed
    from borderdesk.access import people

    with settings.open_station(settings.home(arguments)) as station:
        old = acting.password(arguments.name)
        changed(station, arguments.name, old, acting.new_password(arguments.name), _now())
        with station.cases() as session:
            account = people.named(session, arguments.name)
    return _answer(arguments, account, label("password_changed", **_words(account)))


def radio_sheet(arguments: Namespace) -> int:
    """Make and print a sheet of one-time codes."""
    from borderdesk.access import Act, radio

    now = _now()
    with settings.open_station(settings.home(arguments)) as station:
        person = acting.who(arguments, station, Act.MAKE_RADIO_SHEET, now=now).person
        if person == THE_DESK:
            raise acting.ActingError("error.command.nobodys_sheet")
        with station.cases(writing=True) as session:
            sheet = radio.make_sheet(session, person, arguments.count, now)
        name = station.name
    if arguments.json:
        for number, code in sheet:
            emit({"user": person.username, "number": number, "code": code})
        return 0
    made = f"{now:%Y-%m-%d %H:%M} UTC"
    say(label("sheet_head", name=person.full_name, station=name, made=made), "")
    say(*(f"  {number:>5}   {code[:4]} {code[4:]}" for number, code in sheet))
    say("", label("sheet_foot"))
    return 0


def _manage(
    arguments: Namespace,
    act: Callable[..., None],
    told: str,
    *,
    chooses: bool = False,
    given: tuple[object, ...] = (),
) -> int:
    """Do something to the account that is named."""
    from borderdesk.access import people

    with settings.open_station(settings.home(arguments)) as station:
        by = _manager(arguments, station)
        with station.cases() as session:
            person_id = people.named(session, arguments.name).person.person_id
        chosen = (acting.new_password(arguments.name),) if chooses else given
        with station.cases(writing=True) as session:
            act(session, by, person_id, *chosen, now=_now())
            account = people.named(session, arguments.name)
    return _answer(arguments, account, label(told, **_words(account)))


def _manager(arguments: Namespace, station: Station) -> Person:
    from borderdesk.access import Act

    return acting.who(arguments, station, Act.MANAGE_PEOPLE, now=_now()).person


def _answer(arguments: Namespace, account: Account, sentence: str) -> int:
    if arguments.json:
        emit(account_record(account))
    else:
        say(sentence)
    return 0


def account_record(account: Account) -> dict[str, Any]:
    """An account; nothing that proves anybody."""
    role = account.person.role
    return {
        "person": account.person.person_id,
        "user": account.person.username,
        "full_name": account.person.full_name,
        "role": None if role is None else role.value,
        "made_at": account.made_at.isoformat(),
        "closed_at": None if account.closed_at is None else account.closed_at.isoformat(),
        "must_change": account.must_change,
        "wrong_passwords": account.failures,
        "radio_codes_left": account.radio_left,
    }


def _state(account: Account) -> str:
    if account.closed_at is not None:
        return "closed"
    return "new" if account.must_change else "open"


def _words(account: Account) -> dict[str, object]:
    role, closed = account.person.role, account.closed_at
    return {
        "user": account.person.username,
        "name": account.person.full_name,
        "role": "" if role is None else role.value,
        "made": f"{account.made_at:%Y-%m-%d}",
        "closed": "" if closed is None else f"{closed:%Y-%m-%d}",
    }


def _now() -> datetime:
    return datetime.now(UTC)
