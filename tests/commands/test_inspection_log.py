"""`borderdesk log export` and `borderdesk inspect --log`: what each check came to, for other systems."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import parse

from borderdesk.audit import listing
from borderdesk.cases import inspections
from borderdesk.storage.station import Station
from models.inspection import Inspection

PASSPHRASE = "seven words that nobody would guess"
OURS = "{urn:borderdesk:inspection-log:1}"
HERE = Path(__file__).resolve().parent


@pytest.fixture
def post(shell: Any) -> Any:
    """A station with one inspection, of the morning of 24 November."""
    made: Callable[..., Inspection] = runpy.run_path(str(HERE.parent / "cases" / "conftest.py"))[
        "an_inspection"
    ]
    folder = shell.folder / "station"
    with Station.create(folder, PASSPHRASE, name="Torodi") as station, station.cases() as session:
        inspections.store(session, made())
    return shell


def run(post: Any, *arguments: object, **more: Any) -> Any:
    return post.run("log", "export", *arguments, "--home", "station", passphrase=True, **more)


def test_two_people_take_it_out_and_it_names_nobody(post: Any) -> None:
    proofs = runpy.run_path(str(HERE / "test_threshold.py"))["staff"](post)
    words = ("log.xml", "--user", "salif", "--purpose", "evaluation")
    assert run(post, *words, variables=proofs).status == 1
    done = run(post, *words, "--second-user", "fati", "--json", variables=proofs)
    assert done.status == 0, done.err
    file = post.folder / "log.xml"
    assert done.objects == [{"inspections": 1, "file": str(file), "form": "xml"}]
    text = file.read_text(encoding="utf-8")
    assert "ERIKSSON" not in text
    assert len(parse(file).getroot().findall(f"{OURS}transaction")) == 1
    with Station.open(post.folder / "station", PASSPHRASE) as station, station.cases() as session:
        (entry,) = listing.listed(session, act="log.exported")
    assert (entry.person_id[:5], entry.second_person_id[:4]) == ("salif", "fati")


def test_days_are_those_of_the_border_and_both_count(post: Any) -> None:
    def count(*days: str) -> int:
        done = run(post, "log.json", "--purpose", "evaluation", "--json", *days)
        assert done.status == 0, done.err
        return int(done.objects[0]["inspections"])

    assert count("--from", "2026-11-24", "--to", "2026-11-24") == 1
    assert count("--from", "2026-11-26") == 0


def test_what_cannot_be_done_is_told_before_anything_is_written(post: Any) -> None:
    for words in (("log.txt", "--purpose", "evaluation"), ("log.xml",)):
        refused = run(post, *words)
        assert (refused.status, refused.out) == (1, "")
    assert not list(post.folder.glob("log.*"))


def test_inspect_writes_a_log_without_a_station(shell: Any, tray: Path) -> None:
    picture = tray / "02-altered-expiry.jpg"
    words = ("inspect", picture, "missing.jpg", "--no-watchlist", "--log")
    done = shell.run(*words, "log.json", "--json")
    assert done.status == 1  # of the missing one
    found = json.loads((shell.folder / "log.json").read_text(encoding="utf-8"))
    (transaction,) = found["transactions"]
    assert (transaction["result"], transaction["advice"]) == ("failed", done.objects[0]["advice"])
    assert found["station"] == ""
    number = done.objects[0]["document"]["fields"]["document_number"]
    assert number not in (shell.folder / "log.json").read_text(encoding="utf-8")
