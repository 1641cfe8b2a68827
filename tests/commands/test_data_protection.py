"""Purging, keeping, handing out, requests, notice and health by the command line; and what the log says."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import argon2
import pytest

from borderdesk.cases import inspections
from borderdesk.storage.station import Station
from models.people import Role
from models.tables.keeping import KeepingRow
from models.tables.people import PersonRow

CASES = Path(__file__).resolve().parents[1] / "cases" / "conftest.py"
PASSPHRASE = "seven words that nobody would guess"
NOW = datetime.now(UTC)
TODAY = NOW.date()


@pytest.fixture
def post(shell: Any) -> Any:
    """An environment with a station that holds two inspections: one is due, one for another month."""
    make = runpy.run_path(str(CASES))["an_inspection"]
    with Station.create(shell.folder / "station", PASSPHRASE, name="Torodi") as station:
        for number, review_on in ((1, TODAY), (2, TODAY + timedelta(days=30))):
            with station.cases(writing=True) as session:
                whole = make(number, taken_at=NOW - timedelta(days=2))
                inspections.store(session, whole)
                terms = {"owner": "police", "purpose": "border control", "legal_basis": "law 1", "held": ""}
                session.add(
                    KeepingRow(kind="inspection", record_id=whole.inspection_id, review_on=review_on, **terms)
                )
    return shell


def run(post: Any, *arguments: object, **more: Any) -> Any:
    return post.run(*arguments, "--home", "station", passphrase=True, **more)


def staff(post: Any) -> dict[str, str]:
    """A supervisor and an officer; the variables that prove the supervisor, with a second one."""
    with Station.open(post.folder / "station", PASSPHRASE) as station, station.cases() as session:
        for username, role in (
            ("salif", Role.SUPERVISOR),
            ("fati", Role.SUPERVISOR),
            ("awa", Role.OFFICER),
        ):
            session.add(
                PersonRow(
                    person_id=username.ljust(32, "0"),
                    username=username,
                    full_name=username,
                    role=role,
                    password_hash=argon2.PasswordHasher(time_cost=1, memory_cost=64).hash(
                        f"{username} knows"
                    ),
                    must_change=False,
                    made_at=NOW,
                    closed_at=None,
                    failures=0,
                    next_try_at=None,
                    radio_secret=None,
                    radio_used=0,
                    radio_last=0,
                    radio_failures=0,
                    radio_next_try_at=None,
                )
            )
            (post.folder / username).write_text(f"{username} knows\n")
    return {
        "BORDERDESK_PASSWORD_FILE": str(post.folder / "salif"),
        "BORDERDESK_SECOND_PASSWORD_FILE": str(post.folder / "fati"),
    }


def test_purge_tells_what_is_due_and_erases_it(post: Any) -> None:
    told = run(post, "purge", "--dry-run", "--json")
    assert told.objects == [{"due": {"inspections": 1, "false_matches": 0, "sent": 0, "requests": 0}}]
    done = run(post, "purge", "--json")
    assert (done.status, done.objects[0]["erased"]["inspections"], done.objects[0]["clean"]) == (0, 1, True)
    again = run(post, "purge")
    assert again.status == 0
    assert again.out.startswith("Erased: 0 inspections")


def test_terms_are_shown_and_changed(post: Any) -> None:
    number = f"{2:032x}"
    (shown,) = run(post, "keep", "show", "inspection", number, "--json").objects
    assert (shown["until"], shown["owner"]) == (str(TODAY + timedelta(days=30)), "police")
    until = str(TODAY + timedelta(days=60))
    (renewed,) = run(
        post, "keep", "renew", "inspection", number, "--until", until, "--reason", "trial", "--json"
    ).objects
    assert renewed["until"] == until
    held = run(post, "keep", "hold", "inspection", number, "--reason", "court order 12")
    assert "court order 12" in held.out
    (released,) = run(post, "keep", "release", "inspection", number, "--reason", "over", "--json").objects
    assert released["held"] == ""
    refused = run(post, "keep", "release", "inspection", number, "--reason", "over")
    assert refused.status == 1
    assert "Nothing holds" in refused.err
    assert run(post, "keep", "renew", "inspection", number, "--until", "soon", "--reason", "x").status == 2


def test_how_long_records_are_kept_is_changed_by_two(post: Any) -> None:
    words = ("keep", "terms", "--term", "case", "--days", "200")
    (changed,) = [row for row in run(post, *words, "--json").objects if row["term"] == "case"]
    assert changed == {"term": "case", "kind": "case", "days": 200}  # a station without people
    proofs = staff(post)
    alone = run(post, *words, "--user", "salif", "--purpose", "law 2", variables=proofs)
    assert (alone.status, "--second-user" in alone.err) == (1, True)
    both = ("--user", "salif", "--second-user", "fati", "--purpose", "law 2")
    done = run(post, "keep", "terms", "--term", "case", "--days", "90", *both, variables=proofs)
    assert (done.status, "   90  case" in done.out) == (0, True), done.err
    assert run(post, "keep", "terms", "--term", "case", "--days", "0", *both, variables=proofs).status == 1
    assert "   90  case" in run(post, "keep", "terms").out
    assert run(post, "keep", "terms", "--term", "case").status == 2


def test_a_traveller_is_handed_what_is_held(post: Any) -> None:
    words = ("traveller", "export", "--document", "L898902C3", "--state", "UTO", "--out", "out")
    refused = run(post, *words)
    assert refused.status == 1
    assert "No reason was given" in refused.err
    done = run(post, *words, "--purpose", "request 1", "--json")
    assert (done.status, done.objects[0]["inspections"], done.objects[0]["files"]) == (0, 2, 2), done.err
    data = json.loads((post.folder / "out" / "traveller.json").read_text(encoding="utf-8"))
    assert [each["received_by"][0]["recipient"] for each in data["inspections"]] == ["the traveller"] * 2
    assert run(post, *words, "--purpose", "request 1").status == 1  # the folder is used
    assert run(post, "traveller", "export", "--document", "L898902C3", "--out", "x").status == 2


def test_where_there_are_people_two_supervisors_export(post: Any) -> None:
    proofs = staff(post)
    words = ("traveller", "export", "--inspection", f"{2:032x}", "--purpose", "request 1", "--out", "out")
    assert run(post, *words).status == 1
    alone = run(post, *words, "--user", "salif", variables=proofs)
    assert (alone.status, "--second-user" in alone.err) == (1, True)
    same = run(post, *words, "--user", "salif", "--second-user", "salif", variables=proofs)
    assert same.status == 1
    wrong = {**proofs, "BORDERDESK_PASSWORD_FILE": str(post.folder / "fati")}
    assert run(post, *words, "--user", "salif", "--second-user", "fati", variables=wrong).status == 1
    officer = {**proofs, "BORDERDESK_PASSWORD_FILE": str(post.folder / "awa")}
    refused = run(post, *words, "--user", "awa", "--second-user", "fati", variables=officer)
    assert (refused.status, "may not" in refused.err) == (1, True)
    assert not (post.folder / "out").exists()
    done = run(post, *words, "--user", "salif", "--second-user", "fati", variables=proofs)
    assert done.status == 0, done.err


def test_requests_are_taken_listed_and_answered(post: Any) -> None:
    number = f"{2:032x}"
    (taken,) = run(
        post, "requests", "take", "erasure", "--about", "erase me", "--inspection", number, "--json"
    ).objects
    assert (taken["number"], taken["overdue"]) == (1, False)
    (listed,) = run(post, "requests", "list", "--json").objects
    assert listed == taken
    done = run(post, "requests", "answer", "1", "--outcome", "erased today", "--granted", "--json")
    assert (done.status, done.objects[0]["inspection"]) == (0, ""), done.err
    assert run(post, "requests", "list").out.startswith("No request waits")
    with Station.open(post.folder / "station", PASSPHRASE) as station, station.cases() as session:
        assert [each.inspection_id for each in inspections.recent(session, 5)] == [f"{1:032x}"]
    assert run(post, "requests", "answer", "1", "--outcome", "again").status == 1


def test_a_breach_is_reported(post: Any) -> None:
    run(post, "requests", "take", "breach", "--about", "the laptop is gone")
    report = run(post, "requests", "report", "1")
    assert report.status == 0
    assert "the laptop is gone" in report.out
    assert "2 inspections" in report.out


def test_a_notice_needs_no_station(shell: Any) -> None:
    done = shell.run("notice", "--language", "fr", "--out", "avis.html", "--authority", "Police")
    assert done.status == 0
    assert "Vos données" in (shell.folder / "avis.html").read_text(encoding="utf-8")
    assert shell.run("notice", "--language", "xx", "--out", "a.html").status == 1


def test_health_is_told_in_words_and_as_json(post: Any) -> None:
    done = run(post, "health", "--json")
    assert done.status == 0, done.err
    found = {each["about"]: each for each in done.objects}
    assert found["lists"]["state"] == "bad"
    assert "borderdesk watchlist import" in found["lists"]["remedy"]
    assert found["erasing"]["state"] == "ok"
    words = run(post, "health")
    assert "BAD" in words.out
    assert "OK" in words.out


def test_no_log_names_who_was_inspected(post: Any, tray: Path) -> None:
    """Good and bad documents, and a bug on the way; every file outside the station is looked through."""
    (post.folder / "ERIKSSON.jpg").write_bytes(b"no picture")
    done = run(
        post,
        "inspect",
        tray / "01-clean-passport.jpg",
        tray / "03-wanted-person.jpg",
        post.folder / "ERIKSSON.jpg",
        "--json",
    )
    names = {
        each["document"]["fields"][key]
        for each in done.objects
        if each["document"]
        for key in ("primary_identifier", "secondary_identifier", "document_number")
    }
    assert len(names) >= 5
    breaks = (
        "import sys, logging\n"
        "import ui.commands.inspect as room\n"
        "from ui.commands.main import run\n"
        "def broken(*a, **k):\n"
        f"    logging.getLogger('borderdesk.x').error('failed for %s', {sorted(names)!r})\n"
        f"    raise ValueError({sorted(names)!r})\n"
        "room._inspected = broken\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    subprocess.run(
        [sys.executable, "-c", breaks, "inspect", "--no-watchlist", str(tray / "01-clean-passport.jpg")],
        env=post.environment,
        cwd=post.folder,
        capture_output=True,
        check=False,
    )
    logs = [each for each in (post.folder / "state").rglob("*") if each.is_file()]
    assert any(each.name == "commands.log" for each in logs)
    assert any(each.name.startswith("crash-") for each in logs)
    written = "".join(each.read_text(encoding="utf-8") for each in logs)
    assert "ValueError" in written
    assert [name for name in {*names, "ERIKSSON"} if name in written] == []
