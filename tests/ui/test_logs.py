"""The log takes only what is known to be harmless, and is cut in time; a crash leaves a bare report."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from pytestqt.qtbot import QtBot

from borderdesk.storage.station import Station
from ui import crashes
from ui import logs as both
from ui.desktop import logs
from ui.desktop.desk import Desk
from ui.desktop.jobs import Job, JobRunner

CHECKOUT = Path(__file__).resolve().parents[2]
TRAY = CHECKOUT / "resources" / "tray"
NAME, NUMBER = "ERIKSSON", "L898902C3"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    opened = logs.open_log(tmp_path / "log" / "desk.log")
    assert opened is not None
    yield opened
    logs.close_log()


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_fields_and_values_that_are_not_known_are_dropped(file: Path) -> None:
    log = structlog.get_logger("ui.desktop.jobs")
    log.info("job.failed", job="read", error="error.no_picture", count=3, name=NAME, file=f"{NUMBER}.jpg")
    log.info("job.failed", job=f"read {NAME}", error=NUMBER, count=NUMBER, ms=1.5)
    first, second = lines(file)
    assert {key: first.get(key) for key in ("event", "job", "error", "count", "level")} == {
        "event": "job.failed",
        "job": "read",
        "error": "error.no_picture",
        "count": 3,
        "level": "info",
    }
    assert set(first) == {"event", "job", "error", "count", "level", "logger", "timestamp"}
    assert set(second) == {"event", "ms", "level", "logger", "timestamp"}


def test_words_of_libraries_and_hasty_lines_become_the_place_where_they_were_said(file: Path) -> None:
    logging.getLogger("PIL.Image").warning("cannot read %s", f"{NAME}.jpg")
    logging.getLogger("x").error(f"bad zone {NUMBER}")
    structlog.get_logger("ui.desktop").warning(f"{NAME} waits")
    logging.getLogger("ui.desktop").warning("window.slow", extra={"name_of_traveller": NAME})
    text = file.read_text(encoding="utf-8")
    assert NAME not in text
    assert NUMBER not in text
    found = lines(file)
    assert [each["event"] for each in found] == ["log.said", "log.said", "log.said", "window.slow"]
    assert all(each["place"].startswith("test_logs.py:") for each in found[:2])


def test_a_crash_leaves_a_report_without_what_it_said(file: Path) -> None:
    def inner(name: str) -> None:
        raise LookupError(f"no {name}")

    try:
        inner(NAME)
    except LookupError:
        structlog.get_logger("ui.desktop").error("window.crashed", exc_info=True)
    try:
        inner(NAME)
    except LookupError:
        structlog.get_logger("ui.desktop").info("job.failed", exc_info=True)  # expected: no crash
    (crash,) = crashes.listed(file.parent / crashes.FOLDER)
    report = json.loads(crash.file.read_text(encoding="utf-8"))
    assert report["event"] == "window.crashed"
    assert report["trace"][0] == "builtins.LookupError"
    assert report["trace"][-1].endswith(" inner")
    everything = "".join(each.read_text() for each in file.parent.rglob("*") if each.is_file())
    assert NAME not in everything


def test_a_desk_at_work_writes_no_name_outside_of_the_encrypted_station(
    qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    """Documents that are read, a file that is none, and a bug that quotes all of them."""
    bad = tmp_path / "ERIKSSON.jpg"
    bad.write_bytes(b"no picture")
    station = Station.create(tmp_path / "station", "four goats cross the Sirba", name="Torodi")
    desk, runner, names = Desk(station), JobRunner(), {"ERIKSSON"}

    def work(*_: object) -> None:
        paths = [TRAY / "01-clean-passport.jpg", TRAY / "03-wanted-person.jpg", bad]
        for looked in desk.inspect_files(paths):
            for inspection in looked.inspections:
                assert inspection.document is not None
                fields = inspection.document.fields
                names.update({fields.primary_identifier, fields.secondary_identifier, fields.document_number})
            if looked.problem is not None:
                logging.getLogger("ui.desktop").error("refused: %s", looked.problem)
        raise ValueError(f"cannot show {sorted(names)}")

    job = Job("reading", work)
    with qtbot.waitSignal(job.signals.failed, timeout=60_000):
        runner.start(job)
    assert runner.stop()
    outside = "".join(each.read_text(encoding="utf-8") for each in file.parent.rglob("*") if each.is_file())
    inside = b"".join(each.read_bytes() for each in (tmp_path / "station").rglob("*") if each.is_file())
    desk.close()
    assert len(names) >= 6
    assert "job.crashed" in outside
    assert "log.said" in outside
    assert [name for name in names if name in outside or name.encode() in inside] == []


DIES = """
import os, signal, sys
from pathlib import Path
from ui.desktop import logs
logs.open_log(Path(sys.argv[1]))
def reading(name):
    os.kill(os.getpid(), signal.SIGSEGV)
reading("ERIKSSON")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal of POSIX")
def test_where_the_interpreter_dies_the_next_start_finds_a_report(tmp_path: Path) -> None:
    file = tmp_path / "log" / "desk.log"
    died = subprocess.run([sys.executable, "-c", DIES, file], cwd=CHECKOUT, capture_output=True, check=False)
    assert died.returncode < 0
    assert logs.open_log(file) == file
    logs.close_log()
    (crash,) = crashes.listed(file.parent / crashes.FOLDER)
    text = crash.file.read_text(encoding="utf-8")
    assert "in reading" in text
    assert NAME not in text


def test_a_clean_end_leaves_no_report(tmp_path: Path) -> None:
    for _ in range(2):
        logs.open_log(tmp_path / "desk.log")
        logs.close_log()
    assert crashes.listed(tmp_path / crashes.FOLDER) == ()


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for number in range(25):
        assert crashes.write(tmp_path, f"2026-11-24T09:31:{number:02d}Z", "window.crashed", ["x"])
    kept = crashes.listed(tmp_path)
    assert len(kept) == 20


def test_a_log_is_cut_before_it_grows_large(file: Path) -> None:
    log = structlog.get_logger("ui.desktop")
    for number in range(40_000):
        log.info("job.failed", count=number)
    files = sorted(each.name for each in file.parent.glob("desk.log*"))
    assert files == ["desk.log", "desk.log.1", "desk.log.2", "desk.log.3"]
    assert all(each.stat().st_size <= 1_000_000 for each in file.parent.glob("desk.log*"))


def test_a_log_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert logs.open_log(tmp_path / "file" / "desk.log") is None
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "command.crashed", (), None)
    assert both.append(tmp_path / "file" / "commands.log", record) is None
