"""Jobs: one of three ends, then `finished`; stopped when asked; a bug becomes a sentence."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.cancel import CancelToken
from models.errors import KnownError
from ui.desktop import logs
from ui.desktop.jobs import Job, JobRunner, Report, Work


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    del qtbot
    runner = JobRunner()
    yield runner
    assert runner.stop()


def run(qtbot: QtBot, runner: JobRunner, work: Work, **options: Path) -> list[tuple[str, object]]:
    """Everything that a job told, in order."""
    told: list[tuple[str, object]] = []
    job = Job("test", work, log_file=options.get("log_file"))
    job.signals.progressed.connect(lambda part: told.append(("progressed", part)))
    job.signals.succeeded.connect(lambda result: told.append(("succeeded", result)))
    job.signals.failed.connect(lambda error: told.append(("failed", error)))
    job.signals.cancelled.connect(lambda: told.append(("cancelled", None)))
    with qtbot.waitSignal(job.signals.finished):
        runner.start(job)
    qtbot.waitUntil(lambda: not runner.running)
    return told


def test_a_job_works_in_another_thread_and_hands_its_result_over(qtbot: QtBot, runner: JobRunner) -> None:
    def work(_: CancelToken, report: Report) -> int:
        report(0.5)
        return threading.get_ident()

    progressed, succeeded = run(qtbot, runner, work)
    assert progressed == ("progressed", 0.5)
    assert succeeded[0] == "succeeded"
    assert succeeded[1] != threading.get_ident()


def test_a_job_stops_when_asked_and_tells_nothing_else(qtbot: QtBot, runner: JobRunner) -> None:
    started = threading.Event()

    def work(cancel: CancelToken, _: Report) -> None:
        started.set()
        while True:
            cancel.raise_if_cancelled()

    told: list[str] = []
    job = Job("endless", work)
    job.signals.succeeded.connect(lambda _: told.append("succeeded"))
    job.signals.failed.connect(lambda _: told.append("failed"))
    with qtbot.waitSignals([job.signals.cancelled, job.signals.finished], order="strict"):
        runner.start(job)
        assert started.wait(10)
        job.cancel.cancel()
    qtbot.waitUntil(lambda: not runner.running)
    assert told == []


def test_closing_stops_what_runs(qtbot: QtBot) -> None:
    del qtbot
    runner, started = JobRunner(), threading.Event()

    def work(cancel: CancelToken, _: Report) -> None:
        started.set()
        while True:
            cancel.raise_if_cancelled()

    runner.start(Job("endless", work))
    assert started.wait(10)
    assert runner.stop()


def test_what_the_user_can_mend_goes_on_as_it_is(qtbot: QtBot, runner: JobRunner) -> None:
    error = KnownError("error.no_picture", file="notes.jpg")

    def work(*_: object) -> None:
        raise error

    assert run(qtbot, runner, work) == [("failed", error)]


def test_a_bug_becomes_a_sentence_and_its_trace_quotes_no_traveller(
    qtbot: QtBot, runner: JobRunner, tmp_path: Path
) -> None:
    file = tmp_path / "log" / "desk.log"

    def work(*_: object) -> None:
        raise ValueError("L898902C3 ERIKSSON")

    assert logs.open_log(file) == file
    try:
        ((kind, error),) = run(qtbot, runner, work, log_file=file)
    finally:
        logs.close_log()
    assert kind == "failed"
    assert isinstance(error, KnownError)
    assert str(file) in error.sentence()
    text = file.read_text(encoding="utf-8")
    assert "ERIKSSON" not in text
    event = json.loads(text)
    assert event["trace"][0] == "builtins.ValueError"
    assert any("test_jobs.py" in line for line in event["trace"])
