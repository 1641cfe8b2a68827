"""Who acts: roles, and the person in whose name something is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What somebody is at this desk. `borderdesk.access.permissions` says what each may do."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has signed in, or the program itself where nobody did.

    Attributes:
        person_id: 32 hexadecimal digits; empty for the program itself.
        username: As typed at sign-in.
        full_name: As it stands in a case.
        role: None for the program itself.
    """

    person_id: str
    username: str
    full_name: str
    role: Role | None


THE_DESK = Person("", "desk", "BorderDesk", None)
"""In whose name the program acts by itself: the purge that is due, a backup before a migration."""
