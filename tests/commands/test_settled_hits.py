"""`borderdesk inspect` tells what was settled at the station as a note, as the window does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from borderdesk.cases import false_matches, keeping
from borderdesk.cases.terms import Terms
from borderdesk.imaging.load import load_pages
from borderdesk.inspection import Inspector
from borderdesk.policy import Policy
from borderdesk.screening import screen_at
from borderdesk.storage.station import Station
from models.document import MrzFields
from models.people import Person, Role
from models.watchlist import Screening
from watchlist.doubts import Doubts

PASSPHRASE = "seven words that nobody would guess"
AWA = Person("a" * 32, "awa", "Awa Traore", Role.OFFICER)
BINTA = Person("b" * 32, "binta", "Binta Sow", Role.SUPERVISOR)


def test_inspect_tells_a_hit_that_was_settled_at_the_station_as_a_note(desk: Any, tray: Path) -> None:
    """The wanted person of the tray is met, cleared by two people, and met again."""

    def inspected() -> dict[str, Any]:
        picture = tray / "03-wanted-person.jpg"
        answer = desk.run("inspect", picture, "--home", "station", "--json", passphrase=True)
        assert answer.status == 0, answer.err
        (found,) = answer.objects
        return dict(found)

    before = inspected()
    assert before["advice"] == "stop"
    assert [hit["list"] for hit in before["hits"]] == ["NER/persons"] * 2  # one name in two spellings
    now, terms = datetime.now(UTC), Terms.load()  # the command line asks the clock
    today = now.date()
    with Station.open(desk.folder / "station", PASSPHRASE) as here:

        def screen(fields: MrzFields, doubts: Doubts) -> Screening:
            return screen_at(here, fields, today=today, doubts=doubts)

        inspector = Inspector(Policy.load(), screen)
        (whole,) = inspector.inspect(load_pages(tray / "03-wanted-person.jpg"), today=today, now=now)
        with here.cases() as session:
            case_id = keeping.keep(session, whole, AWA, now=now, today=today, terms=terms)
        with here.cases(writing=True) as session:
            for hit in before["hits"]:
                false_matches.clear_hit(
                    session,
                    str(case_id),
                    AWA,
                    BINTA,
                    list_name=hit["list"],
                    entry_id=hit["entry"],
                    reason="born elsewhere",
                    until=today + timedelta(days=30),
                    now=now,
                    today=today,
                    terms=terms,
                )
    after = inspected()
    assert (after["advice"], after["hits"]) == ("in_order", [])  # a specimen, at a station in service
    assert sum("somebody else" in reason for reason in after["reasons"]) == 2
