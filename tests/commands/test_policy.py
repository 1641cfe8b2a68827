"""`borderdesk policy` shows the table row by row, tries a file, and changes it for two people."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from borderdesk.audit import listing
from borderdesk.policy import Policy, shipped_file
from borderdesk.storage.station import Station

PASSPHRASE = "seven words that nobody would guess"
SHIPPED = shipped_file().read_text(encoding="utf-8")
TODAY = datetime.now(UTC).date()


@pytest.fixture
def post(shell: Any) -> Any:
    Station.create(shell.folder / "station", PASSPHRASE, name="Torodi").close()
    return shell


@pytest.fixture
def staff() -> Callable[[Any], dict[str, str]]:
    """Makes two supervisors and an officer; the variables that prove the two."""
    made: Callable[[Any], dict[str, str]] = runpy.run_path(
        str(Path(__file__).with_name("test_threshold.py"))
    )["staff"]
    return made


def run(post: Any, *arguments: object, **more: Any) -> Any:
    return post.run("policy", *arguments, "--home", "station", passphrase=True, **more)


def test_every_row_is_shown_with_what_it_fits_and_advises(shell: Any) -> None:
    rows = run(shell, "show", "--json").objects  # no station: the shipped table
    assert [row["name"] for row in rows] == [row.name for row in Policy.load().rows]
    expired = next(row for row in rows if row["name"] == "expired")
    assert expired["conditions"] == {"code": ["document.expired"], "status": ["failed"]}
    assert (expired["advice"], expired["outweighs_rescan"]) == ("refer", True)
    said = run(shell, "show").out
    assert all(row["name"] in said for row in rows)
    assert run(shell, "show", "--text").out == SHIPPED


def test_a_file_is_tried_and_compared_before_it_is_taken_in(shell: Any) -> None:
    file = shell.folder / "new.toml"
    more = '\n[[row]]\nname = "one more"\nabout = "check"\nadvice = "refer"\nreason = "detail"\n'
    file.write_text(SHIPPED.replace("fresh_days = 7", "fresh_days = 3") + more, encoding="utf-8")
    (found,) = run(shell, "check", "new.toml", "--json").objects
    assert (found["added"], found["changed"], found["removed"]) == (["one more"], [], [])
    assert (found["settings"], found["moved"]) == (True, False)
    file.write_text(SHIPPED.replace('advice = "stop"', 'advice = "arrest"', 1), encoding="utf-8")
    refused = run(shell, "check", "new.toml")
    assert (refused.status, refused.out) == (1, "")
    assert "arrest" in refused.err
    for bad in ("missing.toml", "."):
        assert run(shell, "check", bad).status == 1
    file.write_bytes(b"format = 1\n\xff")
    assert "line 2" in run(shell, "check", "new.toml").err


def test_two_people_change_it_bring_it_back_and_the_audit_has_it(post: Any, staff: Any) -> None:
    proofs = staff(post)
    (post.folder / "new.toml").write_text(SHIPPED.replace("= 7 ", "= 3 "), encoding="utf-8")
    words = ("new.toml", "--user", "salif", "--purpose", "lists come late")
    assert run(post, "set", *words, variables=proofs).status == 1  # alone
    done = run(post, "set", *words, "--second-user", "fati", "--json", variables=proofs)
    assert done.status == 0, done.err
    assert (done.objects[0]["own"], done.objects[0]["before"]) == (True, 1)
    assert run(post, "show", "--text").out == SHIPPED.replace("= 7 ", "= 3 ")
    names = ("--user", "salif", "--second-user", "fati", "--purpose", "too strict")
    back = run(post, "set", "--previous", *names, "--json", variables=proofs)
    assert back.objects[0]["own"] is False
    with Station.open(post.folder / "station", PASSPHRASE) as station, station.cases() as session:
        last, first = listing.listed(session, act="policy.changed")
    assert (first.details["own"], last.details["own"]) == (True, False)
    assert (first.person_id[:5], first.second_person_id[:4]) == ("salif", "fati")


def test_a_change_needs_a_reason_even_where_nobody_has_an_account(post: Any) -> None:
    refused = run(post, "set", "--shipped")
    assert refused.status == 1
    assert "No reason was given" in refused.err


def test_the_desk_goes_by_what_was_taken_in(post: Any, tray: Path) -> None:
    picture = tray / "01-clean-passport.jpg"
    (before,) = post.run("inspect", picture, "--home", "station", "--json", passphrase=True).objects
    assert before["advice"] == "in_order"  # no list is here
    table = SHIPPED.replace('state = "none"\nadvice = "in_order"', 'state = "none"\nadvice = "refer"')
    assert table != SHIPPED
    (post.folder / "new.toml").write_text(table, encoding="utf-8")
    assert run(post, "set", "new.toml", "--purpose", "never without a list").status == 0
    (after,) = post.run("inspect", picture, "--home", "station", "--json", passphrase=True).objects
    assert after["advice"] == "refer"


def test_a_check_is_set_aside_and_restored(post: Any) -> None:
    until = (TODAY + timedelta(days=20)).isoformat()
    words = ("mrz.check_digit.composite", "NER", "--purpose", "known defect")
    (done,) = run(post, "set-aside", *words, "--until", until, "--json").objects
    assert done["set_aside"] == [{"code": "mrz.check_digit.composite", "issuer": "NER", "until": until}]
    assert until in run(post, "show").out
    (done,) = run(post, "restore", *words, "--json").objects
    assert done["set_aside"] == []
    refused = run(post, "set-aside", "no.such", "NER", "--purpose", "x", "--until", until)
    assert (refused.status, "no.such" in refused.err) == (1, True)
