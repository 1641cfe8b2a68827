"""`borderdesk cases`: a case from its opening to its end, and what is refused on the way.

All but one run the command line in this process: the imports of a hundred processes would take a minute.
"""

from __future__ import annotations

import json
import os
import runpy
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from borderdesk.access import people, radio
from borderdesk.cases import cases, keeping, reading
from borderdesk.cases.terms import Terms
from borderdesk.storage.station import Station
from models.message import message
from models.people import THE_DESK, Role
from models.tables.audit import AuditEntryRow
from models.tables.cases import AttachmentRow, FalseMatchRow
from models.tables.keeping import KeepingRow
from models.watchlist import Hit, HitKind, PersonEntry
from ui.commands import acting
from ui.commands.main import run

PASSPHRASE = "seven words that nobody would guess"
CHIEF, MOUSSA, AWA = "red clay under the bridge", "a slow ferry at Ayorou", "seven kites over Tera"
WORDS = {"chief": CHIEF, "moussa": MOUSSA, "awa": AWA}
SPECIMENS = Path(__file__).resolve().parents[1] / "cases" / "conftest.py"
TERMS = Terms.load()
LIST = ("--list", "NER/persons", "--entry", "p1", "--reason", "born elsewhere")
UNTIL = (datetime.now().astimezone().date() + timedelta(days=30)).isoformat()


@dataclass(frozen=True)
class Answer:
    """What a run came to."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Every line of standard output as JSON; fails where one is none."""
        return [json.loads(line) for line in self.out.splitlines()]


class Post:
    """A station in `s` with two cases: `case` is open, `late` was let go three days ago by awa alone."""

    def __init__(self, shell: Any, numbers: Mapping[str, str], told: pytest.CaptureFixture[str]) -> None:
        self.shell, self._told = shell, told
        self.case, self.late = numbers["case"], numbers["late"]

    def run(self, *arguments: object, by: str = "", second: str = "", code: str = "") -> Answer:
        """One run of `borderdesk cases`, in the name of `by`."""
        named = [*(("--user", by) if by else ()), *(("--second-user", second) if second else ())]
        words = [str(word) for word in ("cases", *arguments, *named, "--home", self.shell.folder / "s")]
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.shell.folder)
            for name, value in self.variables(by, code or WORDS.get(second, "")).items():
                patch.setenv(name, value)
            status = run(words)
        told = self._told.readouterr()
        return Answer(status, told.out, told.err)

    def variables(self, by: str, second: str) -> dict[str, str]:
        """What proves those who act."""
        found = {"BORDERDESK_PASSPHRASE_FILE": str(self.shell.passphrase_file)}
        for name, secret in (("PASSWORD", WORDS.get(by, "")), ("SECOND_PASSWORD", second)):
            file: Path = self.shell.folder / name.lower()
            file.write_text(f"{secret}\n", encoding="utf-8")
            if secret:
                found[f"BORDERDESK_{name}_FILE"] = str(file)
        return found

    def done(self, *arguments: object, **acting: str) -> list[dict[str, Any]]:
        answer = self.run(*arguments, "--json", **acting)
        assert answer.status == 0, answer.err
        return answer.objects

    def said(self, *arguments: object, **acting: str) -> str:
        answer = self.run(*arguments, **acting)
        assert (answer.status, answer.err) == (0, "")
        return answer.out

    def refused(self, *arguments: object, **acting: str) -> str:
        answer = self.run(*arguments, **acting)
        assert (answer.status, answer.out) == (1, "")
        (line,) = answer.err.splitlines()
        return line

    def open(self) -> Station:
        return Station.open(self.shell.folder / "s", PASSPHRASE)

    def rows(self, query: Any) -> list[Any]:
        with self.open() as station, station.cases() as session:
            return list(session.scalars(query))

    def audit(self, act: str) -> list[AuditEntryRow]:
        wanted = AuditEntryRow.act.startswith(act)
        return self.rows(sa.select(AuditEntryRow).where(wanted).order_by(AuditEntryRow.number))


def filled(home: Path, *, peopled: bool) -> dict[str, str]:
    """Make a station with two cases; everything in it happened three days ago."""
    made = runpy.run_path(str(SPECIMENS))["an_inspection"]
    hit = Hit("NER/persons", PersonEntry("p1", ("Anna Eriksson",)), HitKind.PERSON, 0.93, True, ())
    reasons = (message("error.station.none", path="a list"),)  # any shipped sentence with a value will do
    now = datetime.now(UTC) - timedelta(days=3)
    by = awa = THE_DESK
    with Station.create(home, PASSPHRASE, name="Torodi") as station:
        if peopled:
            for name, role in (
                ("chief", Role.ADMINISTRATOR),
                ("moussa", Role.SUPERVISOR),
                ("awa", Role.OFFICER),
            ):
                with station.cases(writing=True) as session:
                    awa = people.add(
                        session, by, name, name.title(), role, WORDS[name], now=now, must_change=False
                    )
                by = awa if by == THE_DESK else by
        numbers = {}
        for number, name in enumerate(("case", "late"), 1):
            whole = made(number, taken_at=now)
            hits = (*whole.screening.hits, replace(hit, reasons=reasons))
            whole = replace(whole, screening=replace(whole.screening, hits=hits))
            with station.cases() as session:
                kept = keeping.keep(session, whole, awa, now=now, today=now.date(), terms=TERMS)
            numbers[name] = str(kept)
        with station.cases(writing=True) as session:
            cases.release(session, numbers["late"], awa, "the radio was dead", now=now)
    return numbers


@pytest.fixture(scope="module")
def two_stations(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, tuple[Path, dict[str, str]]]:
    """One without people and one with."""
    folder = tmp_path_factory.mktemp("posts")
    return {
        peopled: (folder / str(peopled), filled(folder / str(peopled), peopled=peopled))
        for peopled in (False, True)
    }


def copied(shell: Any, made: tuple[Path, dict[str, str]], told: pytest.CaptureFixture[str]) -> Post:
    shutil.copytree(made[0], shell.folder / "s")
    return Post(shell, made[1], told)


@pytest.fixture
def fresh(shell: Any, two_stations: Any, capsys: pytest.CaptureFixture[str]) -> Post:
    """A station without people."""
    return copied(shell, two_stations[False], capsys)


@pytest.fixture
def post(shell: Any, two_stations: Any, capsys: pytest.CaptureFixture[str]) -> Post:
    """An administrator, a supervisor and an officer, each with a password of their own."""
    return copied(shell, two_stations[True], capsys)


def test_without_people_the_program_decides_and_nobody_confirms(fresh: Post) -> None:
    (decided,) = fresh.done("decide", fresh.case[:6], "--decision", "refer", "--reason", "to Niamey")
    assert {"case": fresh.case, "state": "decided", "confirmed": False}.items() <= decided.items()
    assert fresh.audit("case.decided")[0].person_id == ""
    for act in (
        ("confirm", fresh.case, "--reason", "right"),
        ("return", fresh.case, "--reason", "wrong"),
        ("clear-hit", fresh.case, *LIST, "--until", UNTIL),
    ):
        told = fresh.refused(*act)
        assert "Two people are needed" in told
        assert "borderdesk people add NAME" in told
    assert "no people" in fresh.refused("assign", fresh.case, "--to", "moussa")
    assert "not confirmed" in fresh.refused("close", fresh.case)
    assert fresh.done("list", "--state", "decided")[1]["state"] == "decided"


def test_a_case_from_its_opening_to_its_end(post: Post) -> None:
    (post.shell.folder / "seal.png").write_bytes(b"\x89PNG of a seal")
    case = post.case[:8]
    (assigned,) = post.done("assign", case, "--to", "awa", by="moussa")
    assert (assigned["state"], assigned["assigned_to"]) == ("assigned", "awa")
    post.done("note", case, "--text", "the seal \x1b[2J looks new", by="awa")
    (attached,) = post.done("attach", case, "seal.png", by="awa")
    assert (attached["name"], attached["media_type"]) == ("seal.png", "image/png")
    (decided,) = post.done("decide", case, "--decision", "refuse", "--reason", "forged seal", by="awa")
    assert (decided["state"], decided["decision"], decided["confirmed"]) == ("decided", "refuse", False)
    assert "not confirmed" in post.refused("close", case, by="awa")
    (confirmed,) = post.done("confirm", case, "--reason", "seen it too", by="moussa")
    assert (confirmed["state"], confirmed["confirmed"]) == ("decided", True)
    said = post.said("show", case, "--purpose", "the court asks", by="moussa")
    for words in ("ERIKSSON, ANNA MARIA", "UTO  L898902C3", "NER/persons, entry p1", "Awa: decided: refuse"):
        assert words in said
    assert "forged seal" in said
    assert "\x1b" not in said
    (closed,) = post.done("close", case, by="awa")
    assert closed["state"] == "closed"
    assert "closed" in post.refused("note", case, "--text", "one more", by="awa")
    (shown,) = post.done("show", case, by="awa")
    assert [(each["step"], each["user"], each["text"]) for each in shown["steps"]] == [
        ("opened", "awa", ""),
        ("assigned", "moussa", ""),
        ("noted", "awa", "the seal \x1b[2J looks new"),
        ("attached", "awa", ""),
        ("decided", "awa", "forged seal"),
        ("confirmed", "moussa", "seen it too"),
        ("closed", "awa", ""),
    ]
    assert [each["name"] for each in shown["attachments"]] == ["seal.png"]
    assert shown["record"]["document"]["fields"]["primary_identifier"] == "ERIKSSON"
    assert [each["case"] for each in post.done("list", by="awa")] == [post.late]
    assert [each["case"] for each in post.done("list", "--state", "closed", by="awa")] == [post.case]
    with post.open() as station, station.cases(writing=True) as session:
        held = reading.open_attachment(session, attached["attachment"], THE_DESK, "", datetime.now(UTC))
    assert held == b"\x89PNG of a seal"
    assert [entry.purpose for entry in post.audit("case.read")] == ["the court asks", ""]
    keepings = post.rows(sa.select(KeepingRow).where(KeepingRow.record_id == post.case))
    assert [each.held for each in keepings] == [""]


def test_who_decided_does_not_confirm_and_an_officer_never_does(post: Post) -> None:
    confirm = ("confirm", post.case, "--reason", "right")
    assert "Nothing waits" in post.refused(*confirm, by="moussa")
    post.done("decide", post.case, "--decision", "admit", "--reason", "his brother", by="moussa")
    assert "Moussa is both" in post.refused(*confirm, by="moussa")
    assert "Awa may not do this: confirming" in post.refused(*confirm, by="awa")
    post.done("decide", post.case, "--decision", "refer", "--reason", "not sure after all", by="awa")
    assert "few words" in post.refused("confirm", post.late, "--reason", " ", by="moussa")
    assert post.audit("case.confirmed") == []
    (confirmed,) = post.done(*confirm, by="moussa")  # the newest decision is somebody else's
    assert confirmed["confirmed"]


def test_a_late_review_is_listed_and_given_back(post: Post) -> None:
    (late,) = post.done("list", "--overdue", by="moussa")
    assert (late["case"], late["overdue"], late["confirmed"]) == (post.late, True, False)
    head, line = post.said("list", "--overdue", by="moussa").splitlines()
    assert head.split()[0] == "case"
    assert line.startswith(post.late[:8])
    assert "OVERDUE" in line
    (back,) = post.done("return", post.late, "--reason", "call Niamey first", by="moussa")
    assert (back["state"], back["assigned_to"], back["overdue"]) == ("assigned", "awa", False)
    answer = post.run("list", "--overdue", by="moussa")
    assert (answer.status, answer.out) == (0, "")
    assert "No such case" in answer.err


def test_a_lone_officer_lets_go_for_a_day(post: Post) -> None:
    before = datetime.now(UTC)
    (let_go,) = post.done("release", post.case, "--reason", "the radio is dead", by="awa")
    left = datetime.fromisoformat(let_go["review_by"]) - before
    assert timedelta(hours=24) <= left < timedelta(hours=24, minutes=5)
    assert (let_go["state"], let_go["overdue"]) == ("decided", False)
    assert [each["case"] for each in post.done("list", "--overdue", by="awa")] == [post.late]


def test_a_hit_is_cleared_under_four_eyes(post: Post) -> None:
    clear = ("clear-hit", post.case, *LIST, "--until")
    assert "--second-user NAME" in post.refused(*clear, UNTIL, by="awa")
    assert "somebody else" in post.refused(*clear, UNTIL, by="moussa", second="moussa")
    assert "may not be the second" in post.refused(*clear, UNTIL, by="moussa", second="awa")
    assert "a year from today" in post.refused(*clear, "2199-01-01", by="awa", second="moussa")
    other = ("clear-hit", post.case, "--list", "UTO/documents", "--entry", "17", *LIST[4:], "--until", UNTIL)
    assert "this very document" in post.refused(*other, by="awa", second="moussa")
    assert post.rows(sa.select(FalseMatchRow)) == []
    (cleared,) = post.done(*clear, UNTIL, by="awa", second="moussa")
    (made,) = post.rows(sa.select(FalseMatchRow))
    assert (made.document_number, made.entry_id, made.until.isoformat()) == ("L898902C3", "p1", UNTIL)
    assert (cleared["false_match"], cleared["until"]) == (made.false_match_id, UNTIL)
    (entry,) = post.audit("case.cleared")
    assert made.supervisor_id == entry.second_person_id != entry.person_id


def test_a_hit_is_cleared_over_the_radio_by_a_program_of_its_own(post: Post) -> None:
    with post.open() as station, station.cases(writing=True) as session:
        moussa = people.named(session, "moussa").person
        ((_, code),) = radio.make_sheet(session, moussa, 1, datetime.now(UTC))
    answer = post.shell.run(
        *("cases", "clear-hit", post.case, *LIST, "--until", UNTIL, "--home", "s"),
        *("--user", "awa", "--second-user", "moussa", "--radio", 1),
        variables=post.variables("awa", code),
    )
    assert (answer.status, answer.err) == (0, "")
    assert "NER/persons" in answer.out
    assert len(post.rows(sa.select(FalseMatchRow))) == 1


def test_a_search_needs_a_purpose_and_leaves_no_name_behind(post: Post) -> None:
    assert "No reason" in post.refused("search", "eriksson", by="awa")
    found = post.done("search", "anna", "eriksson", "--purpose", "a missing child", by="awa")
    assert {each["case"] for each in found} == {post.case, post.late}
    assert {each["name"] for each in found} == {"ERIKSSON, ANNA MARIA"}
    nobody = post.run("search", "nobody", "--purpose", "a missing child", by="awa")
    assert (nobody.status, nobody.out) == (0, "")
    assert "Nobody of that name" in nobody.err
    entries = post.audit("people.searched")
    assert [(entry.purpose, entry.details) for entry in entries] == [
        ("a missing child", {"found": 2}),
        ("a missing child", {"found": 0}),
    ]


def test_cases_are_for_officers_and_supervisors(post: Post) -> None:
    assert "--user NAME" in post.refused("list")
    for act in (("list",), ("show", post.case), ("note", post.case, "--text", "a word")):
        assert "Chief may not do this" in post.refused(*act, by="chief")
    assert "Chief may not do this" in post.refused("assign", post.case, "--to", "chief", by="moussa")
    assert "no account" in post.refused("assign", post.case, "--to", "nobody", by="moussa")
    assert {each.act for each in post.audit("case.")} == {"case.opened", "case.released"}


def test_an_account_that_is_closed_meanwhile_writes_nothing(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in = acting.who

    def closed_after(arguments: Any, station: Station, act: Any, *, now: datetime) -> acting.Acting:
        found = signed_in(arguments, station, act, now=now)
        with station.cases(writing=True) as session:
            chief, awa = (people.named(session, name).person for name in ("chief", "awa"))
            people.close(session, chief, awa.person_id, now=now)
        return found

    monkeypatch.setattr(acting, "who", closed_after)
    assert "closed" in post.refused("note", post.case, "--text", "a word", by="awa")
    assert post.audit("case.noted") == []


def test_what_was_typed_wrongly_is_told(fresh: Post) -> None:
    assert "no number of a case" in fresh.refused("show", fresh.case[:5])
    assert "not stored here" in fresh.refused("show", "0" * 32)
    assert "few words" in fresh.refused("decide", fresh.case, "--decision", "admit", "--reason", "  ")
    assert "No such file" in fresh.refused("attach", fresh.case, "gone.png")
    assert "not a file" in fresh.refused("attach", fresh.case, "s")
    with (fresh.shell.folder / "large").open("wb") as file:
        file.truncate(cases.LARGEST_ATTACHMENT + 1)
    assert "larger than 32 MiB" in fresh.refused("attach", fresh.case, "large")
    assert fresh.rows(sa.select(AttachmentRow)) == []
    for usage in (
        ("decide", fresh.case, "--decision", "shoot", "--reason", "x"),
        ("confirm", fresh.case),
        ("clear-hit", fresh.case, *LIST, "--until", "tomorrow"),
        ("list", "--state", "lost"),
        ("list", "--limit", "0"),
    ):
        assert fresh.run(*usage).status == 2


def test_a_list_that_is_cut_says_so_and_half_characters_are_taken(fresh: Post) -> None:
    answer = fresh.run("list", "--limit", 1, "--json")
    assert (answer.status, len(answer.objects)) == (0, 1)
    assert "--limit" in answer.err
    fresh.done("note", fresh.case, "--text", os.fsdecode(b"for \xff"))
    (shown,) = fresh.done("show", fresh.case)
    assert shown["steps"][-1]["text"] == "for ?"
