"""The screening bench runs to its end on a tiny list, and counts as a person with pencil and paper would."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from bench import _crowd, _recall
from bench._rates import above, best_f1, bound, f1
from bench._speed import _told
from bench.people import shared
from bench.people.persons import persons
from bench.people.variants import Kind
from borderdesk.storage.station import Station

TINY = {
    "people": 1500, "documents": 800, "seen": 30, "strangers": 60, "each-kind": 2, "negatives": 40,
    "asked": 10, "starts": 2, "delta": 50,
}  # fmt: skip
needs_names = pytest.mark.skipif(
    not shared.present(), reason="the shared name data are not beside the checkout"
)


def test_a_bound_lets_no_more_strangers_above_it_than_are_borne():
    strangers = [place / 100 for place in range(100)]
    assert bound(strangers, 0.01) == 0.98
    assert sum(score > bound(strangers, 0.01) for score in strangers) == 1
    assert sum(score > bound(strangers, 0.003) for score in strangers) == 0
    assert bound([0.5, 0.5, 0.5], 0.5) == 0.5  # equal scores are alerted together, or not at all


def test_recall_counts_what_is_above_the_bound():
    assert above([0.2, 0.5, 0.9, -1.0], 0.5) == 0.25


def test_f1_is_that_of_the_textbook():
    scores, truth = [0.9, 0.8, 0.7, 0.1], [True, False, True, True]
    # 2 right of 3 said, 2 of 3 true: both 2/3.
    assert f1(scores, truth, 0.7) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert best_f1(scores, truth)[-1] == 0.1


def test_peers_are_counted_by_the_own_entry_and_strangers_by_the_best():
    flat = [0.3, 0.9, 0.4, 0.8]
    wanted = [[False, False], [True, False], []]
    assert _told(flat, wanted, strangers=1) == [0.9, 0.4, -1.0]


@needs_names
def test_listed_people_are_found_as_they_are_listed(tmp_path):
    home = tmp_path / "station"
    taken = _crowd.make(home, people=1200, reported=300)
    assert taken.disk_mb > 0
    assert taken.persons_disk_mb > 0
    assert taken.documents_mb >= taken.persons_mb >= taken.base_mb > 0
    with Station.open(home, _crowd.PASSPHRASE) as station, station.watchlist() as session:
        for found in _recall.of_each_kind(1200, 5)[Kind.SAME]:
            fields = _recall.MODES[0].seen(found)
            assert _recall.candidate(session, found, fields)
            assert _recall.own_score(session, found, fields) > 0
        stranger = next(persons(_crowd.STRANGERS, 1))
        assert _recall.best_score(session, stranger.fields()) <= 1


@needs_names
def test_every_part_is_printed(root):
    options = [text for name, number in TINY.items() for text in (f"--{name}", str(number))]
    done = subprocess.run(
        [sys.executable, str(root / "bench" / "screening.py"), "--no-peers", *options],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed = done.stdout
    for heading in (
        "274 pairs of persons' names",
        "altered by hand, name and birth date",
        "those that resemble a name that is listed",
        "name and birth date only",
        "Hausa and Fula",
        "hard: two or three of these at once",
        "rapidfuzz, token set ratio, judging only",
        "persons taken in and indexed",
        "the first screening of a fresh process",
        "a delta",
    ):
        assert heading in printed
    f1_of_ours = re.search(r"BorderDesk, as shipped \| ([0-9.]+)", printed)
    assert f1_of_ours is not None
    assert 0 < float(f1_of_ours[1]) <= 1
