"""How a person is named in the window."""

from __future__ import annotations

from models.people import Person
from ui.desktop.views.wording import Wording


def person_line(person: Person, wording: Wording) -> str:
    """Name and role, as `Amina Njoya (officer)`."""
    if person.role is None:
        return person.full_name
    role = wording.say(f"access.role.{person.role.value}")
    return wording.say("window.person.line", name=person.full_name, role=role)


def account_line(person: Person, *, closed: bool, wording: Wording) -> str:
    """An account in the list of people: name, role, user name, and whether it is closed."""
    key = "window.person.account_closed" if closed else "window.person.account"
    return wording.say(key, person=person_line(person, wording), username=person.username)
