"""Whose name the desk acts in."""

from __future__ import annotations

from pathlib import Path

from borderdesk.storage.station import Station
from models.people import THE_DESK, Person, Role
from ui.desktop.desk import Desk

AWA = Person("a" * 32, "awa", "Awa Tall", Role.OFFICER)
SALIF = Person("b" * 32, "salif", "Salif Ba", Role.OFFICER)


def test_what_one_person_began_stays_theirs_after_a_hand_over(tmp_path: Path) -> None:
    with Station.create(tmp_path / "post", "passphrase", name="Kidira") as station:
        desk = Desk(station)
        assert desk.person is THE_DESK
        desk.person = AWA
        begun = desk.as_of_now()
        desk.person = SALIF
        assert (begun.person, desk.person) == (AWA, SALIF)
        assert begun.recent() == ()  # it works on the same station
