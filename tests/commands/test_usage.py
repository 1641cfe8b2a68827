"""Exit statuses, passphrases, and what becomes of a run that cannot go on."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from ui.commands import log, names
from ui.commands.main import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["inspect"],
        ["inspect", "a.jpg", "b.jpg", "--back", "c.jpg"],
        ["inspect", "a.jpg", "b.jpg", "--infrared", "c.jpg"],
        ["inspect", "a.jpg", "b.jpg", "--ultraviolet", "c.jpg"],
        ["inspect", "a.jpg", "--back", "b.jpg", "--back", "c.jpg"],
        ["inspect", "a.jpg", "--today", "24.11.2026"],
        ["inspect", "a.jpg", "--today", "0000-01-01"],
        ["inspect", "a.jpg", "--today", "٢٠٢٦-١١-٢٤"],
        ["inspect", "a.jpg", "--today", ""],
        ["inspect", "a.jpg", "--today", "2026-02-30"],
        ["inspect", "a.jpg", "--today", "20261124"],
        ["inspect", "a.jpg", "--tod", "2026-11-24"],
        ["names"],
        ["watchlist", "import"],
        ["watchlist", "import", "list.csv", "--sequence", "0"],
        ["watchlist", "import", "list.csv", "--as-of", "yesterday"],
    ],
)
def test_wrong_usage_is_status_2_and_leaves_standard_output_alone(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "usage:" in told.err


@pytest.mark.parametrize("arguments", [["--help"], ["inspect", "--help"], ["watchlist", "import", "--help"]])
def test_help_is_status_0(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    assert "usage:" in capsys.readouterr().out


def test_the_programs_own_entry_hands_sub_commands_on(shell: Any) -> None:
    for words, status in ((["names", "compare"], 0), (["--home", "nowhere", "screen"], 1), (["fly"], 2)):
        done = subprocess.run(
            [sys.executable, "-m", "ui.main", *words],
            input=b"",
            capture_output=True,
            env=shell.environment,
            cwd=shell.folder,
            check=False,
        )
        assert (done.returncode, done.stdout) == (status, b"")


def test_help_loads_nothing_heavy() -> None:
    heavy = "{'numpy', 'cv2', 'sqlalchemy', 'sqlcipher3', 'PySide6', 'PIL', 'rapidfuzz'}"
    script = (
        "import sys; from ui.commands.main import run; status = run(['--help']); "
        f"print(sorted({heavy} & set(sys.modules)), file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, cwd=ROOT, text=True, check=True
    )
    assert done.stderr.strip() == "[]"


def test_inspecting_loads_no_window(shell: Any) -> None:
    script = (
        "import sys; from ui.commands.main import run; run(['inspect', 'none.jpg', '--no-watchlist']); "
        "print('PySide6' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        cwd=shell.folder,
        env=shell.environment,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


def test_a_wrong_passphrase_stops_before_anything_is_read(desk: Any) -> None:
    wrong = desk.folder / "wrong"
    wrong.write_text("something else", encoding="utf-8")
    answer = desk.run(
        "inspect",
        "a.jpg",
        "--json",
        "--home",
        "station",
        variables={"BORDERDESK_PASSPHRASE_FILE": str(wrong)},
    )
    assert (answer.status, answer.out) == (1, "")
    assert "passphrase" in answer.err


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_passphrase_file_that_cannot_be_read_is_named(desk: Any, content: bytes | None) -> None:
    file = desk.folder / "unreadable"
    file.unlink(missing_ok=True)
    if content is not None:
        file.write_bytes(content)
    answer = desk.run(
        "watchlist", "status", "--home", "station", variables={"BORDERDESK_PASSPHRASE_FILE": str(file)}
    )
    assert (answer.status, answer.out) == (1, "")
    assert str(file) in answer.err


def test_without_a_terminal_the_variable_is_named_and_standard_input_is_no_passphrase(desk: Any) -> None:
    passphrase = desk.passphrase_file.read_bytes()
    answer = desk.run("screen", "--json", "--home", "station", stdin=passphrase)
    assert (answer.status, answer.out) == (1, "")
    assert "BORDERDESK_PASSPHRASE_FILE" in answer.err


def test_on_a_terminal_the_passphrase_is_asked_for_and_not_shown(desk: Any) -> None:
    passphrase = desk.passphrase_file.read_text(encoding="utf-8").rstrip("\n")
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(desk.folder)
        arguments = [sys.executable, "-m", "ui.commands", "watchlist", "status", "--home", "station"]
        os.execve(sys.executable, arguments, desk.environment)  # noqa: S606 - no shell is wanted
    shown = b""
    while b"Passphrase" not in shown:
        shown += os.read(terminal, 1024)
    os.write(terminal, f"{passphrase}\n".encode())
    try:
        while part := os.read(terminal, 1024):
            shown += part
    except OSError:  # the terminal closes with the program
        pass
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert b"NER/persons" in shown
    assert passphrase.encode() not in shown


def test_a_folder_with_other_things_is_no_station_and_not_passed_over(shell: Any) -> None:
    answer = shell.run("inspect", "a.jpg", "--json", "--home", ".", passphrase=True)
    assert (answer.status, answer.out) == (1, "")
    assert "no station" in answer.err


def test_a_file_in_place_of_the_folder_is_a_mistake_and_not_passed_over(shell: Any) -> None:
    answer = shell.run("inspect", "a.jpg", "--json", "--home", "passphrase")
    assert (answer.status, answer.out) == (1, "")
    assert "Not a directory" in answer.err


def test_an_empty_folder_is_none(shell: Any) -> None:
    (shell.folder / "bare").mkdir()
    answer = shell.run("inspect", "missing.jpg", "--json", "--home", "bare")
    assert [each["file"] for each in answer.objects] == ["missing.jpg"]


@pytest.mark.parametrize("arguments", [["screen"], ["watchlist", "status"]])
def test_what_needs_a_station_says_how_to_get_one(shell: Any, arguments: list[str]) -> None:
    answer = shell.run(*arguments, "--home", "nowhere", passphrase=True)
    assert answer.status == 1
    assert "borderdesk station create" in answer.err


def test_a_reader_that_goes_away_leaves_no_trace(shell: Any) -> None:
    rows = b'{"a": "Mohamed", "b": "Mamadou"}\n' * 3000
    writer = subprocess.Popen(
        [sys.executable, "-m", "ui.commands", "names", "compare", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        env=shell.environment,
        cwd=shell.folder,
    )
    assert writer.stdin is not None
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdin.write(rows[:33])
    assert writer.stdout.read(1)
    writer.stdout.close()
    with suppress(BrokenPipeError):
        writer.stdin.write(rows)
    writer.stdin.close()
    told = writer.stderr.read()
    writer.stderr.close()
    assert writer.wait(60) == 1
    assert told == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_the_output_is_one_sentence(shell: Any) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ui.commands", "names", "compare", "--json"],
            input=b'{"a": "A", "b": "B"}\n',
            stdout=full,
            stderr=subprocess.PIPE,
            env=shell.environment,
            cwd=shell.folder,
            check=False,
        )
    assert done.returncode == 1
    (line,) = done.stderr.decode("utf-8").splitlines()
    assert "could not be written" in line


def test_ctrl_c_ends_cleanly(shell: Any) -> None:
    waiting = subprocess.Popen(
        [sys.executable, "-m", "ui.commands", "names", "compare", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=shell.environment,
        cwd=shell.folder,
    )
    assert waiting.stdin is not None
    assert waiting.stdout is not None
    waiting.stdin.write(b'{"a": "A", "b": "A"}\n')
    waiting.stdin.flush()
    assert waiting.stdout.readline()
    waiting.send_signal(signal.SIGINT)
    _, told = waiting.communicate(timeout=60)
    assert waiting.returncode == 130
    assert told == b""


def test_ctrl_c_in_the_midst_of_pictures_keeps_what_was_answered(shell: Any, tray: Path) -> None:
    pictures = [str(tray / "07-residence-permit.jpg")] * 200
    reading = subprocess.Popen(
        [sys.executable, "-m", "ui.commands", "inspect", "--json", "--no-watchlist", *pictures],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=shell.environment,
        cwd=shell.folder,
    )
    assert reading.stdout is not None
    first = reading.stdout.readline()
    reading.send_signal(signal.SIGINT)
    rest, told = reading.communicate(timeout=60)
    assert reading.returncode == 130
    assert told == b""
    answers = [json.loads(line) for line in (first + rest).splitlines()]
    assert 1 <= len(answers) < 200


def test_two_files_of_one_name_are_both_answered(shell: Any) -> None:
    (shell.folder / "a").mkdir()
    for folder in (".", "a"):
        (shell.folder / folder / "scan.jpg").write_bytes(b"no picture")
    answer = shell.run("inspect", "scan.jpg", "a/scan.jpg", "scan.jpg", "--json", "--no-watchlist")
    assert [each["file"] for each in answer.objects] == ["scan.jpg", "a/scan.jpg", "scan.jpg"]


def test_what_may_never_end_is_answered_with_a_sentence(shell: Any) -> None:
    os.mkfifo(shell.folder / "pipe.jpg")
    answer = shell.run("inspect", "pipe.jpg", "/dev/zero", "--json", "--no-watchlist")
    assert answer.status == 1
    assert [each["advice"] for each in answer.objects] == ["rescan", "rescan"]
    assert all("is no file" in each["error"] for each in answer.objects)


def test_closed_standard_input_is_no_rows(shell: Any) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" -m ui.commands names compare --json <&-', sys.executable],
        capture_output=True,
        env=shell.environment,
        cwd=shell.folder,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_bug_is_one_sentence_and_its_trace_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(arguments: object) -> int:
        raise LookupError("ERIKSSON L898902C3")

    monkeypatch.setattr(names, "run", broken)
    file = tmp_path / "logs" / "commands.log"
    monkeypatch.setattr(log, "log_file", lambda: file)
    assert run(["names", "compare"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    assert str(file) in line
    written = file.read_text(encoding="utf-8")
    assert "LookupError" in written
    assert "test_usage.py" in written
    assert "ERIKSSON" not in written + told.err
