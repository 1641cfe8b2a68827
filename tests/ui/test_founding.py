"""A station with its first administrator: both are there, or neither is and nothing is left beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from borderdesk import access
from borderdesk.access import people
from borderdesk.storage import header
from borderdesk.storage.station import Station
from models.errors import KnownError
from models.people import Role
from ui.desktop.founding import found
from ui.desktop.views.new_post import NewPost

NOW = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)
NEW = NewPost("Kidira", "seven cranes over the dry river", "Oumar Sy", "oumar", "grey stone by the well")


@pytest.mark.parametrize("place", ["missing", "missing/two/deep", "empty"])
def test_the_administrator_is_in_it_and_may_sign_in(tmp_path: Path, place: str) -> None:
    (tmp_path / "empty").mkdir()
    home = tmp_path / place
    key = found(home, NEW, NOW)
    with Station.open(home, NEW.passphrase) as station:
        assert (station.name, station.training) == ("Kidira", False)
        with station.cases() as session:
            (account,) = people.listed(session)
        assert account.person.role is Role.ADMINISTRATOR
        assert not account.must_change
        assert access.sign_in(station, "oumar", NEW.password, NOW) == account.person
    Station.recover(home, key, "another passphrase")
    Station.open(home, "another passphrase").close()
    assert not [each for each in home.parent.iterdir() if each.name.startswith(".")]


@pytest.mark.parametrize(
    ("new", "key"),
    [
        (replace(NEW, password="tiny"), "error.access.password_short"),
        (replace(NEW, username="o"), "error.access.username"),
        (replace(NEW, name=" "), "error.station.no_name"),
        (replace(NEW, passphrase=""), "error.station.no_passphrase"),
    ],
)
def test_an_answer_that_will_not_do_leaves_nothing(tmp_path: Path, new: NewPost, key: str) -> None:
    with pytest.raises(KnownError) as caught:
        found(tmp_path / "post", new, NOW)
    assert caught.value.message.key == key
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    letter = tmp_path / "post" / "letter.txt"
    letter.parent.mkdir()
    letter.write_text("dear", encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        found(letter.parent, NEW, NOW)
    assert caught.value.message.key == "error.station.not_empty"
    assert [each.name for each in tmp_path.rglob("*")] == ["post", "letter.txt"]


def test_what_fails_at_the_end_names_the_folder_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "post"
    whole = header.StationHeader.write

    def write_and_fill(head: header.StationHeader, folder: Path) -> None:
        """Somebody else uses the folder while the station is being made."""
        whole(head, folder)
        home.mkdir(exist_ok=True)
        (home / "letter.txt").write_text("dear", encoding="utf-8")

    monkeypatch.setattr(header.StationHeader, "write", write_and_fill)
    with pytest.raises(KnownError) as caught:
        found(home, NEW, NOW)
    assert str(home) in caught.value.sentence()
    assert f".{home.name}-" not in caught.value.sentence()
    assert [each.name for each in tmp_path.iterdir()] == ["post"]
