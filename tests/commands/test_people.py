"""`borderdesk people`, and acts in the name of a person: who is asked for what, what the audit says of it."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from borderdesk.access import people
from borderdesk.storage.station import Station
from models.people import THE_DESK, Role
from models.tables.audit import AuditEntryRow

PASSPHRASE = "seven words that nobody would guess"
NOW = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
CHIEF, MOUSSA, AWA = "red clay under the bridge", "a slow ferry at Ayorou", "seven kites over Tera"
FIRST = "for the first day only"
LIST = "entry_id,name,date_of_birth,action\np1,Anna Eriksson,1974-08-12,stop\n"
FOUR_EYES = ("--user", "chief", "--purpose", "stick of the ministry", "--second-user", "moussa")


class Post:
    """A station in `s`, and files with passwords."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        (shell.folder / "list.csv").write_text(LIST, encoding="utf-8")

    def run(self, *arguments: object, by: str = "", second: str = "", new: str = "") -> Any:
        variables = {}
        for name, secret in (("PASSWORD", by), ("SECOND_PASSWORD", second), ("NEW_PASSWORD", new)):
            file: Path = self.shell.folder / name.lower()
            file.write_text(f"{secret}\n", encoding="utf-8")
            if secret:
                variables[f"BORDERDESK_{name}_FILE"] = str(file)
        return self.shell.run(*arguments, "--home", "s", passphrase=True, variables=variables)

    def done(self, *arguments: object, **secrets: str) -> list[dict[str, Any]]:
        answer = self.run(*arguments, "--json", **secrets)
        assert answer.status == 0, answer.err
        found: list[dict[str, Any]] = answer.objects
        return found

    def refused(self, *arguments: object, **secrets: str) -> str:
        answer = self.run(*arguments, **secrets)
        assert (answer.status, answer.out) == (1, "")
        (line,) = answer.err.splitlines()
        return str(line)

    def audit(self) -> list[AuditEntryRow]:
        passphrase = self.shell.passphrase_file.read_text(encoding="utf-8").strip()
        with Station.open(self.shell.folder / "s", passphrase) as station, station.cases() as session:
            return list(session.scalars(sa.select(AuditEntryRow).order_by(AuditEntryRow.number)))

    def lists(self) -> list[str]:
        return [each["list"] for each in self.done("watchlist", "status")]


def copied(shell: Any, made: Path) -> Post:
    shutil.copytree(made, shell.folder / "s")
    return Post(shell)


@pytest.fixture(scope="module")
def without_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("fresh") / "s"
    Station.create(home, PASSPHRASE, name="Torodi").close()
    return home


@pytest.fixture(scope="module")
def with_people(without_people: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Path(shutil.copytree(without_people, tmp_path_factory.mktemp("peopled") / "s"))
    by = THE_DESK
    with Station.open(home, PASSPHRASE) as station:
        for name, role, word in (
            ("chief", Role.ADMINISTRATOR, CHIEF),
            ("moussa", Role.SUPERVISOR, MOUSSA),
            ("awa", Role.OFFICER, AWA),
        ):
            with station.cases(writing=True) as session:
                made = people.add(session, by, name, name, role, word, now=NOW, must_change=False)
            by = made if by == THE_DESK else by
    return home


@pytest.fixture
def fresh(shell: Any, without_people: Path) -> Post:
    """A station without people."""
    return copied(shell, without_people)


@pytest.fixture
def post(shell: Any, with_people: Path) -> Post:
    """An administrator, a supervisor and an officer, each with a password of their own."""
    return copied(shell, with_people)


def test_a_station_without_people_works_in_the_name_of_the_program(fresh: Post) -> None:
    fresh.done("watchlist", "import", "list.csv")
    fresh.done("watchlist", "export", "out.csv", "--list", "list")
    said = [(each.act, each.person_id, each.subject_id) for each in fresh.audit()]
    assert said == [("list.imported", "", "list"), ("list.exported", "", "list")]
    assert "no people" in fresh.refused("watchlist", "import", "list.csv", "--user", "chief", by=CHIEF)
    assert "first administrator" in fresh.refused("people", "radio-sheet")
    listed = fresh.run("people", "list")
    assert (listed.status, listed.out) == (0, "")
    assert "no people" in listed.err


def test_the_first_person_is_an_administrator(fresh: Post) -> None:
    assert "administrator" in fresh.refused("people", "add", "awa", "--role", "officer", new=AWA)
    assert "12 characters" in fresh.refused("people", "add", "chief", new="short")
    (made,) = fresh.done("people", "add", "Chief", "--full-name", "Chief Adamou", new=CHIEF)
    assert {"user": "chief", "full_name": "Chief Adamou", "role": "administrator"}.items() <= made.items()
    assert not made["must_change"]
    assert "--user NAME" in fresh.refused("people", "add", "awa", "--role", "officer", new=AWA)


def test_an_account_from_its_making_to_its_end(post: Post) -> None:
    (made,) = post.done(
        *("people", "add", "issa", "--role", "officer", "--user", "chief"), by=CHIEF, new=FIRST
    )
    assert made["must_change"]
    assert "change-password" in post.refused("people", "list", "--user", "issa", by=FIRST)
    post.done("people", "change-password", "issa", by=FIRST, new=AWA)
    told = post.refused("people", "list", "--user", "issa", by=AWA)
    assert "issa may not do this" in told
    accounts = post.done("people", "list", "--user", "moussa", by=MOUSSA)
    assert [(each["user"], each["role"]) for each in accounts] == [
        ("awa", "officer"),
        ("chief", "administrator"),
        ("issa", "officer"),
        ("moussa", "supervisor"),
    ]
    post.done("people", "close", "awa", "--user", "chief", by=CHIEF)
    assert "wrong" in post.refused("people", "change-password", "awa", by=AWA, new=MOUSSA)
    (back,) = post.done("people", "reopen", "awa", "--user", "chief", by=CHIEF, new=FIRST)
    assert (back["closed_at"], back["must_change"]) == (None, True)
    (changed,) = post.done(
        "people", "change-role", "awa", "--role", "supervisor", "--user", "chief", by=CHIEF
    )
    assert changed["role"] == "supervisor"
    (reset,) = post.done("people", "reset-password", "awa", "--user", "chief", by=CHIEF, new=FIRST)
    assert reset["must_change"]
    assert "last administrator" in post.refused("people", "close", "chief", "--user", "chief", by=CHIEF)


def test_a_role_is_asked_for_after_the_first(post: Post) -> None:
    answer = post.run("people", "add", "issa", "--user", "chief", by=CHIEF, new=FIRST)
    assert answer.status == 2
    assert "--role" in answer.err


def test_wrong_passwords_are_slowed_down_from_one_run_to_the_next(post: Post) -> None:
    told = [post.refused("people", "list", "--user", "moussa", by="not the word at all") for _ in range(4)]
    assert "is wrong" in told[1]
    assert "0:05" in told[2]
    assert "nothing was looked at" in told[3] or "is wrong" in told[3]  # a slow machine may have waited
    assert [each.act for each in post.audit()].count("person.sign_in_failed") >= 3


def test_with_people_a_list_comes_in_under_four_eyes(post: Post) -> None:
    take = ("watchlist", "import", "list.csv")
    assert "--user NAME" in post.refused(*take)
    assert "reason" in post.refused(*take, "--user", "chief")
    assert "--second-user NAME" in post.refused(*take, "--user", "chief", "--purpose", "stick")
    assert "somebody else" in post.refused(*take, *FOUR_EYES[:-1], "chief", by=CHIEF, second=CHIEF)
    assert "may not be the second" in post.refused(*take, *FOUR_EYES[:-1], "awa", by=CHIEF, second=AWA)
    told = post.refused(*take, "--user", "awa", *FOUR_EYES[2:], by=AWA, second=MOUSSA)
    assert "awa may not do this" in told
    assert "is wrong" in post.refused(*take, *FOUR_EYES, by=CHIEF, second=CHIEF)
    assert post.lists() == []
    post.done(*take, *FOUR_EYES, by=CHIEF, second=MOUSSA)
    assert post.lists() == ["list"]
    entry = post.audit()[-1]
    ids = {each["user"]: each["person"] for each in post.done("people", "list", "--user", "chief", by=CHIEF)}
    assert (entry.act, entry.subject_id, entry.purpose) == ("list.imported", "list", "stick of the ministry")
    assert (entry.person_id, entry.second_person_id) == (ids["chief"], ids["moussa"])
    assert entry.details == {"sequence": 1, "entries": 1, "quarantined": 0, "format": "csv"}


def test_a_closed_person_is_no_second_pair_of_eyes(post: Post) -> None:
    post.done("people", "close", "moussa", "--user", "chief", by=CHIEF)
    assert "is wrong" in post.refused("watchlist", "import", "list.csv", *FOUR_EYES, by=CHIEF, second=MOUSSA)
    assert post.lists() == []


def test_with_people_a_list_goes_out_under_four_eyes(post: Post) -> None:
    post.done("watchlist", "import", "list.csv", *FOUR_EYES, by=CHIEF, second=MOUSSA)
    give = ("watchlist", "export", "out.csv", "--list", "list")
    assert "--user NAME" in post.refused(*give)
    assert not (post.shell.folder / "out.csv").exists()
    half = ("--user", "chief", "--purpose", os.fsdecode(b"for \xff"), *FOUR_EYES[4:])
    post.done(*give, *half, by=CHIEF, second=MOUSSA)
    assert (post.shell.folder / "out.csv").exists()
    assert (post.audit()[-1].act, post.audit()[-1].purpose) == ("list.exported", "for ?")


def test_with_people_a_list_is_taken_out_under_four_eyes(post: Post) -> None:
    post.done("watchlist", "import", "list.csv", *FOUR_EYES, by=CHIEF, second=MOUSSA)
    assert "--user NAME" in post.refused("watchlist", "remove", "list")
    assert post.lists() == ["list"]
    post.done("watchlist", "remove", "list", *FOUR_EYES, by=CHIEF, second=MOUSSA)
    assert post.lists() == []
    assert (post.audit()[-1].act, post.audit()[-1].purpose) == ("list.removed", "stick of the ministry")


def test_who_may_see_a_quarantine_and_who_may_search(post: Post) -> None:
    text = LIST + "p2,,1974-08-12,stop\n"
    (post.shell.folder / "list.csv").write_text(text, encoding="utf-8")
    post.done("watchlist", "import", "list.csv", "--quarantine", *FOUR_EYES, by=CHIEF, second=MOUSSA)
    look = ("watchlist", "quarantine", "list", "--user")
    assert "awa may not do this" in post.refused(*look, "awa", by=AWA)
    assert [row["row"] for row in post.done(*look, "moussa", by=MOUSSA)] == [3]
    search = ("watchlist", "search", "Anna", "--purpose", "call", "--user")
    assert "chief may not do this" in post.refused(*search, "chief", by=CHIEF)
    post.done(*search, "awa", by=AWA)
    assert (post.audit()[-1].act, post.audit()[-1].purpose) == ("list.searched", "call")


def test_a_list_that_cannot_be_taken_in_leaves_no_entry(post: Post) -> None:
    (post.shell.folder / "list.csv").write_text(LIST + "p2,,1974-08-12,stop\n", encoding="utf-8")
    post.refused("watchlist", "import", "list.csv", *FOUR_EYES, by=CHIEF, second=MOUSSA)
    assert "list.imported" not in {each.act for each in post.audit()}


def test_the_second_person_reads_out_a_code_over_the_radio(post: Post) -> None:
    sheet = post.done("people", "radio-sheet", "--count", 3, "--user", "moussa", by=MOUSSA)
    assert [(each["user"], each["number"]) for each in sheet] == [("moussa", number) for number in (1, 2, 3)]
    take = ("watchlist", "import", "list.csv", *FOUR_EYES, "--radio")
    post.done(*take, 1, by=CHIEF, second=sheet[0]["code"])
    assert "number 2" in post.refused(*take, 1, by=CHIEF, second=sheet[0]["code"])
    assert "another one" in post.refused(*take, 3, by=CHIEF, second=sheet[1]["code"])
    entry = post.audit()[-1]
    assert (entry.act, entry.details) == ("radio.code_refused", {"number": 3})


def test_the_sheet_is_printed_for_people(post: Post) -> None:
    answer = post.run("people", "radio-sheet", "--count", 2, "--user", "moussa", by=MOUSSA)
    assert answer.status == 0, answer.err
    head, _, first, second, _, foot = answer.out.splitlines()
    assert "moussa" in head
    assert first.split()[0] == "1"
    assert [len(part) for part in second.split()] == [1, 4, 4]
    assert "strike it out" in foot


@pytest.mark.parametrize("missing", ["BORDERDESK_PASSWORD_FILE", "BORDERDESK_SECOND_PASSWORD_FILE"])
def test_a_missing_password_names_the_variable(post: Post, missing: str) -> None:
    by = "" if missing == "BORDERDESK_PASSWORD_FILE" else CHIEF
    assert missing in post.refused("watchlist", "import", "list.csv", *FOUR_EYES, by=by)


def test_a_password_file_that_is_not_there_is_named(post: Post) -> None:
    answer = post.shell.run(
        *("people", "list", "--user", "chief", "--home", "s"),
        passphrase=True,
        variables={"BORDERDESK_PASSWORD_FILE": "gone"},
    )
    assert answer.status == 1
    assert "password file gone" in answer.err


def test_screening_needs_nobody(post: Post) -> None:
    answer = post.run("screen", "--json")
    assert (answer.status, answer.out) == (0, "")
