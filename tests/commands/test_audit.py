"""`borderdesk audit`: says in words and by its exit status whether the audit is as it was written."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from borderdesk.audit.chain import record
from borderdesk.storage.station import Station
from models.people import THE_DESK

PASSPHRASE = "seven words that nobody would guess"
NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)


@pytest.fixture
def station(shell: Any) -> Any:
    """An environment with a station in `s` whose audit holds 120 entries."""
    with (
        Station.create(shell.folder / "s", PASSPHRASE, name="Torodi") as made,
        made.cases(writing=True) as session,
    ):
        for number in range(119):
            at = NOW + timedelta(minutes=number) - timedelta(days=number // 118)
            record(session, THE_DESK, "case.read", now=at, subject=("case", f"{number % 3}"))
    return shell


def tamper(shell: Any, *statements: str) -> None:
    with Station.open(shell.folder / "s", PASSPHRASE) as here, here.cases(writing=True) as session:
        for statement in statements:
            session.execute(sa.text(statement))


def audit(shell: Any, *arguments: object) -> Any:
    return shell.run("audit", *arguments, "--home", "s", passphrase=True)


def test_a_sound_audit_is_said_to_be_sound_and_a_clock_set_back_is_told(station: Any) -> None:
    answer = audit(station, "verify")
    assert (answer.status, answer.err) == (0, "")
    assert "121 entries" in answer.out
    assert "set back" in answer.out
    (found,) = audit(station, "verify", "--json").objects
    assert (found["sound"], found["entries"], found["vouched"], found["bad"]) == (True, 121, 101, None)
    assert [back["number"] for back in found["set_back"]] == [120]
    assert found["keys"] == [101]


def test_the_first_bad_entry_is_named_and_the_status_is_1(station: Any) -> None:
    tamper(
        station,
        "DROP TRIGGER audit_entries_are_not_changed",
        "UPDATE audit_entries SET purpose = 'other' WHERE number IN (57, 90)",
    )
    answer = audit(station, "verify")
    assert answer.status == 1
    assert "Entry 57" in answer.err
    assert "90" not in answer.err
    answer = audit(station, "verify", "--json")
    assert answer.status == 1
    (found,) = answer.objects
    assert (found["sound"], found["entries"]) == (False, 56)
    assert (found["bad"]["number"], found["bad"]["trouble"]) == (57, "edited")


def test_a_cut_tail_is_found_by_a_checkpoint_that_was_taken_out(station: Any) -> None:
    taken = audit(station, "checkpoint", "--out", "kept.json", "--json")
    assert taken.status == 0, taken.err
    assert taken.objects[0]["number"] == 122
    kept = json.loads((station.folder / "kept.json").read_text(encoding="utf-8"))
    assert {**kept, "file": "kept.json"} == taken.objects[0]
    assert audit(station, "verify", "--checkpoint", "kept.json").status == 0
    tamper(
        station,
        "DROP TRIGGER audit_entries_are_not_deleted",
        "DROP TRIGGER audit_checkpoints_are_not_deleted",
        "DELETE FROM audit_entries WHERE number > 110",
        "DELETE FROM audit_checkpoints WHERE number > 110",
    )
    assert audit(station, "verify").status == 0
    answer = audit(station, "verify", "--checkpoint", "kept.json", "--json")
    assert answer.status == 1
    (found,) = answer.objects
    assert (found["bad"]["number"], found["bad"]["trouble"], found["bad"]["other"]) == (111, "cut", 122)


def test_what_is_no_checkpoint_is_told_with_the_remedy(station: Any) -> None:
    (station.folder / "no.json").write_text("{}", encoding="utf-8")
    for name in ("no.json", "missing.json"):
        answer = audit(station, "verify", "--checkpoint", name)
        assert (answer.status, answer.out) == (1, "")
        assert name in answer.err


def test_a_checkpoint_that_cannot_be_written_leaves_no_entry(station: Any) -> None:
    answer = audit(station, "checkpoint", "--out", "no/such/folder/kept.json")
    assert answer.status == 1
    assert "kept.json" in answer.err
    assert audit(station, "verify", "--json").objects[0]["entries"] == 121


def test_entries_are_shown_newest_first(station: Any) -> None:
    shown = audit(station, "show", "--subject", "case/2", "--limit", "3", "--json").objects
    assert [each["number"] for each in shown] == [118, 115, 112]
    assert {each["subject_id"] for each in shown} == {"2"}
    lines = audit(station, "show", "--act", "clock.").out.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("120  ")
    assert audit(station, "show", "--limit", "0").status == 2
