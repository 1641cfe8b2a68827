"""Rates are counted by document, with one threshold a check; a run that was stopped goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bench._forged import Copied, document
from bench._forgery_kinds import MEASURES
from bench._roc import alarmed, failed, share, thresholds, value
from bench.forgery import comparable, kept, told
from borderdesk.training.press.frauds import Fraud
from models.image import Light

Row = dict[str, object]


def _row(**answers: tuple[str, str, float | None]) -> Row:
    return {"checks": answers, "dpi": 300.0, "truth": {"lit": False}}


def _scored(score: float) -> Row:
    return _row(cue=("passed", "info", score))


def test_what_failed_without_a_score_alarms_at_any_threshold() -> None:
    row = _row(cue=("failed", "major", None))
    assert value(row, "cue") < 0
    assert alarmed(row, {"cue": -1.0})


@pytest.mark.parametrize("status", ["not_supported", "not_done"])
def test_what_could_not_be_done_never_alarms(status: str) -> None:
    row = _row(cue=(status, "info", 0.1))
    assert not alarmed(row, {"cue": 1.0})
    assert not alarmed(_row(), {"cue": 1.0})


@pytest.mark.parametrize(("rate", "most"), [(0.0, 0), (0.01, 1), (0.05, 5), (0.5, 50)])
def test_a_threshold_lets_no_more_genuine_documents_alarm_than_it_may(rate: float, most: int) -> None:
    genuine = [_scored(score) for score in np.linspace(0.01, 1.0, 100)]
    at = thresholds(genuine, ["cue"], rate)
    assert sum(alarmed(row, at) for row in genuine) == most


def test_equal_scores_alarm_together_or_not_at_all() -> None:
    genuine = [_scored(0.2)] * 10 + [_scored(0.9)] * 90
    assert share(genuine, thresholds(genuine, ["cue"], 0.05)) == 0.0
    assert share(genuine, thresholds(genuine, ["cue"], 0.10)) == 0.10


def test_two_cues_share_one_rate_between_them() -> None:
    genuine = [_row(one=("passed", "info", n / 100), two=("passed", "info", 1 - n / 100)) for n in range(100)]
    at = thresholds(genuine, ["one", "two"], 0.10)
    assert share(genuine, at) == 0.10
    forged = [_row(one=("failed", "major", 0.04), two=("passed", "info", 0.9))]
    assert share(forged, at) == 1.0


def test_only_what_weighs_counts_as_found() -> None:
    row = _row(cue=("failed", "info", 0.1))
    assert failed(row, ["cue"], weighty=False)
    assert not failed(row, ["cue"], weighty=True)
    assert failed(_row(cue=("failed", "minor", 0.1)), ["cue"], weighty=True)


def test_forgeries_of_one_resolution_are_held_against_genuine_ones_of_it() -> None:
    genuine = [_row() | {"dpi": dpi, "truth": {"lit": dpi > 350}} for dpi in (300.0, 400.0)]
    assert comparable(genuine, 400.0, MEASURES["overtype@400"]) == [genuine[1]]
    assert comparable(genuine, 400.0, MEASURES["screen"]) == genuine
    assert comparable(genuine, 300.0, MEASURES["inkjet_zone"]) == [genuine[1]]


def test_every_fraud_of_the_press_but_the_watchlists_is_measured() -> None:
    measured = {measure.forgery for measure in MEASURES.values()}
    assert {*Fraud, *Copied} - measured == {Fraud.STOLEN_BLANK}


def test_the_same_seed_gives_the_same_document_forged_or_not() -> None:
    one, other = (document(Copied.INKJET_ZONE, None, 75) for _ in range(2))
    assert np.array_equal(one.page.pixels, other.page.pixels)
    assert [page.light for page in one.others] == [page.light for page in other.others]
    assert {page.light for page in one.others} >= {Light.INFRARED, Light.ULTRAVIOLET}
    genuine = document(None, None, 75)
    assert (genuine.lines, genuine.dpi) == (one.lines, one.dpi)
    assert genuine.page.pixels.shape == one.page.pixels.shape


def _run(root: Path, file: Path, *options: str) -> str:
    done = subprocess.run(
        [
            sys.executable,
            str(root / "bench" / "forgery.py"),
            "--seed",
            "75",
            "--results",
            str(file),
            *options,
        ],
        env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin", "OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_stopped_run_goes_on_where_it_was(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    common = ("--each", "1", "--only", "digit_changed")
    _run(root, file, "--genuine", "1", *common)
    first = file.read_text(encoding="utf-8")
    assert [(row["kind"], row["seed"]) for row in kept(file)] == [("genuine", 75), ("digit_changed", 75)]
    file.write_text(first + '{"kind": "genuine", "seed"', encoding="utf-8")
    told = _run(root, file, "--genuine", "2", *common)
    assert file.read_text(encoding="utf-8").startswith(first)
    assert {(row["kind"], row["seed"]) for row in kept(file)} == {
        ("genuine", 75),
        ("genuine", 76),
        ("digit_changed", 75),
    }
    found = next(line for line in told.splitlines() if line.startswith("| digit_changed |"))
    assert [cell.strip() for cell in found.split("|")][2:5] == ["1", "100.0", "100.0"]
    assert json.loads(first.splitlines()[0])["advice"] in {"in_order", "refer", "rescan"}


def test_doubt_tells_where_another_document_lies_under_the_lamp() -> None:
    row = _row(**{"infrared.zone_ink": ("undetermined", "info", None)})
    assert told(row, ["infrared.zone_ink"], MEASURES["other_under_light"])
    assert not told(row, ["infrared.zone_ink"], MEASURES["inkjet_zone"])
