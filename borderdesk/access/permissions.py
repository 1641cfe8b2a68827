"""Who may do what: one table, without exceptions anywhere else.

* An act that is not in the table is nobody's.
* Four eyes: the second person is another one than the first, and of a role that the table names for it.
* The program itself may do everything while the station has no people, and nothing that needs a person
  once it has: a fresh station and a training station work without accounts.

`docs/people.md` shows the same table; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from borderdesk.access.errors import AccessError
from models.message import message
from models.people import THE_DESK, Person, Role


class Act(Enum):
    """What somebody may want to do."""

    INSPECT = "inspect"
    DECIDE = "decide"
    RELEASE = "release"
    CONFIRM = "confirm"
    CLEAR_HIT = "clear_hit"
    READ_CASE = "read_case"
    SEARCH_PEOPLE = "search_people"
    IMPORT_LIST = "import_list"
    SEE_QUARANTINE = "see_quarantine"
    EXPORT = "export"
    CHANGE_POLICY = "change_policy"
    TAKE_REQUEST = "take_request"
    HANDLE_REQUEST = "handle_request"
    KEEP = "keep"
    PURGE = "purge"
    READ_AUDIT = "read_audit"
    BACK_UP = "back_up"
    RESTORE = "restore"
    MANAGE_STATION = "manage_station"
    MANAGE_PEOPLE = "manage_people"
    LIST_PEOPLE = "list_people"
    MAKE_RADIO_SHEET = "make_radio_sheet"
    TRAIN = "train"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do one act.

    Attributes:
        roles: Who may do it.
        second: Who may be the second pair of eyes; empty where one person is enough.
        purpose: Whether a reason must be given.
    """

    roles: frozenset[Role]
    second: frozenset[Role] = frozenset()
    purpose: bool = False


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_OFFICER, _SUPERVISOR, _ADMINISTRATOR, _TRAINER = (
    Role.OFFICER,
    Role.SUPERVISOR,
    Role.ADMINISTRATOR,
    Role.TRAINER,
)
_AT_THE_DESK = _roles(_OFFICER, _SUPERVISOR)
_IN_CHARGE = _roles(_SUPERVISOR, _ADMINISTRATOR)

TABLE: Mapping[Act, Rule] = {
    Act.INSPECT: Rule(_AT_THE_DESK),
    Act.DECIDE: Rule(_AT_THE_DESK),
    Act.RELEASE: Rule(_AT_THE_DESK),
    Act.CONFIRM: Rule(_roles(_SUPERVISOR)),
    Act.CLEAR_HIT: Rule(_AT_THE_DESK, second=_roles(_SUPERVISOR)),
    Act.READ_CASE: Rule(_AT_THE_DESK),
    Act.SEARCH_PEOPLE: Rule(_AT_THE_DESK, purpose=True),
    Act.IMPORT_LIST: Rule(_IN_CHARGE, second=_IN_CHARGE, purpose=True),
    Act.SEE_QUARANTINE: Rule(_IN_CHARGE),
    Act.EXPORT: Rule(_IN_CHARGE, second=_IN_CHARGE, purpose=True),
    Act.CHANGE_POLICY: Rule(_IN_CHARGE, second=_roles(_SUPERVISOR), purpose=True),
    Act.TAKE_REQUEST: Rule(frozenset(Role)),
    Act.HANDLE_REQUEST: Rule(_IN_CHARGE),
    Act.KEEP: Rule(_IN_CHARGE),
    Act.PURGE: Rule(_IN_CHARGE),
    Act.READ_AUDIT: Rule(_IN_CHARGE),
    Act.BACK_UP: Rule(_IN_CHARGE),
    Act.RESTORE: Rule(_roles(_ADMINISTRATOR)),
    Act.MANAGE_STATION: Rule(_roles(_ADMINISTRATOR)),
    Act.MANAGE_PEOPLE: Rule(_roles(_ADMINISTRATOR)),
    Act.LIST_PEOPLE: Rule(_IN_CHARGE),
    Act.MAKE_RADIO_SHEET: Rule(_IN_CHARGE),
    Act.TRAIN: Rule(_roles(_TRAINER, _SUPERVISOR)),
}


def rule(act: Act) -> Rule:
    """The row of an act; nobody's where there is none."""
    return TABLE.get(act, Rule(frozenset()))


def may(role: Role | None, act: Act) -> bool:
    """Whether a role may do an act, be it alone or with a second person. For what a window offers."""
    return role in rule(act).roles


def require(who: Person, act: Act, second: Person | None = None, *, people: bool = True) -> None:
    """Refuse what the table does not give.

    Args:
        who: In whose name it is done.
        act: What.
        second: The second pair of eyes; not asked for where one person is enough.
        people: Whether the station has any people (`people.anybody`). Only while it has none may the
            program itself act.

    Raises:
        AccessError: The person may not, nobody has signed in, or the second person is missing, the same
            one, or may not be it.
    """
    if who == THE_DESK:
        if people:
            raise AccessError("error.access.nobody", act=_words(act))
        return
    wanted = rule(act)
    if who.role not in wanted.roles:
        raise AccessError(
            "error.access.not_allowed", act=_words(act), name=who.full_name, roles=_listed(wanted.roles)
        )
    if not wanted.second:
        return
    if second is None:
        raise AccessError("error.access.second_missing", act=_words(act), roles=_listed(wanted.second))
    if second.person_id == who.person_id or second.username == who.username:
        raise AccessError("error.access.second_same", act=_words(act), roles=_listed(wanted.second))
    if second.role not in wanted.second:
        raise AccessError(
            "error.access.second_not_allowed",
            act=_words(act),
            name=second.full_name,
            roles=_listed(wanted.second),
        )


def require_purpose(act: Act, purpose: str) -> None:
    """Refuse an act without a reason where the table asks for one.

    Raises:
        AccessError: The purpose is empty.
    """
    if rule(act).purpose and not purpose.strip():
        raise AccessError("error.access.no_purpose", act=_words(act))


def _words(act: Act) -> str:
    return message(f"access.act.{act.value}").text()


def _listed(roles: frozenset[Role]) -> str:
    return ", ".join(message(f"access.role.{role.value}").text() for role in Role if role in roles)
