"""A station's own families of names by the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from borderdesk.audit import listing
from borderdesk.storage.station import Station
from models.watchlist import PersonEntry
from watchlist import store

PASSPHRASE = "seven words that nobody would guess"
NOW = datetime.now(UTC)


@pytest.fixture
def post(shell: Any) -> Any:
    """A station with one person on its list, and a file of families beside it."""
    listed = [PersonEntry("1", ("ZONGO TOGOLAWEN",))]
    with (
        Station.create(shell.folder / "station", PASSPHRASE, name="Torodi") as station,
        station.watchlist(writing=True) as session,
    ):
        store.replace_list(session, "NER", "NER", 1, NOW, listed, imported_at=NOW)
    (shell.folder / "own.tsv").write_text("-\tTOGOLAWEN KABARIKU\n", encoding="utf-8")
    return shell


def run(post: Any, *arguments: object, **more: Any) -> Any:
    return post.run("watchlist", "families", *arguments, "--home", "station", passphrase=True, **more)


def hits(post: Any) -> int:
    (answer,) = post.run(
        "screen", "--json", "--home", "station", passphrase=True,
        stdin='{"primary_identifier": "KABARIKU ZONGO"}\n',
    ).objects  # fmt: skip
    return len(answer["hits"])


def test_own_families_find_whom_the_shipped_ones_do_not_and_are_audited(post: Any) -> None:
    (before,) = run(post, "--json").objects
    assert (before["own"], hits(post)) == ("", 0)
    (after,) = run(
        post, "--set", post.folder / "own.tsv", "--purpose", "asked by headquarters", "--json"
    ).objects
    assert after["spellings"] == before["spellings"] + 2
    assert hits(post) == 1
    assert "TOGOLAWEN KABARIKU" in run(post).out
    with Station.open(post.folder / "station", PASSPHRASE) as station, station.cases() as session:
        (entry,) = listing.listed(session, act="policy.families_changed")
    assert entry.details["digest"] == after["digest"]
    (post.folder / "own.tsv").write_text("", encoding="utf-8")
    run(post, "--set", post.folder / "own.tsv", "--purpose", "no more")
    assert hits(post) == 0


@pytest.mark.parametrize("content", [b"MOHAMED = MAMADOU\n", b"\xff\xfe", b"-\tMOHAMED HASSAN\n"])
def test_what_is_no_families_changes_nothing(post: Any, content: bytes) -> None:
    (post.folder / "own.tsv").write_bytes(content)
    refused = run(post, "--set", post.folder / "own.tsv")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err
    assert run(post, "--json").objects[0]["own"] == ""
