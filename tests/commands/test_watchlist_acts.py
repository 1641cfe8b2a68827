"""What an import would change, quarantine, search and removal, on a terminal and without one."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from typing import Any

import pytest

HEADER = "entry_id,name,date_of_birth,nationalities,action\n"
ROWS = "p1,Anna Maria Eriksson,1974-08-12,UTO,stop\np2,Bert Lindqvist,1960..1965,,\n"


@pytest.fixture
def station(shell: Any) -> Any:
    """An environment with an empty station in `s`."""
    made = shell.run("station", "create", "--home", "s", passphrase=True)
    assert made.status == 0, made.err
    return shell


def watchlist(shell: Any, *arguments: object) -> Any:
    return shell.run("watchlist", *arguments, "--home", "s", passphrase=True)


def take_in(shell: Any, text: str, *options: object, name: str = "list.csv") -> Any:
    (shell.folder / name).write_text(text, encoding="utf-8")
    return watchlist(shell, "import", name, *options)


def test_what_would_change_is_shown_before_it_is_taken(station: Any) -> None:
    first = take_in(station, HEADER + ROWS, "--json")
    assert first.objects[0]["difference"] is None  # nothing was here to compare with
    changed = HEADER + ROWS.replace("1974", "1975") + "p3,Carl Berg,,,\n"
    dry = take_in(station, changed.replace("p2", "p4"), "--dry-run", "--json")
    assert dry.objects == [
        {
            "list": "list",
            "difference": {
                "added": 2,
                "changed": 1,
                "removed": 1,
                "unchanged": 0,
                "quarantined": 0,
                "examples": {"added": ["p4", "p3"], "changed": ["p1"], "removed": ["p2"]},
            },
        }
    ]
    (stored,) = watchlist(station, "status", "--json").objects
    assert (stored["sequence"], stored["entries"]) == (1, 2)
    taken = take_in(station, changed, "--json")
    assert taken.objects[0]["difference"]["changed"] == 1
    assert "1 new, 1 changed, 0 gone, 1 as before" in taken.err
    quick = take_in(station, changed, "--json", "--yes")
    assert (quick.err, quick.objects[0]["difference"]) == ("", None)


def test_rows_that_are_not_understood_wait_in_quarantine(station: Any) -> None:
    text = HEADER + ROWS + "p3,Carl Berg,12.8.1974,,\np4,,,,\n"
    refused = take_in(station, text)
    assert refused.status == 1
    assert "row 4, column date_of_birth" in refused.err
    taken = take_in(station, text, "--quarantine", "--json")
    assert taken.status == 0, taken.err
    assert (taken.objects[0]["entries"], taken.objects[0]["quarantined"]) == (2, 2)
    bad = watchlist(station, "quarantine", "list", "--json").objects
    assert [(row["row"], row["column"]) for row in bad] == [(4, "date_of_birth"), (5, "name")]
    assert bad[0]["raw"] == "p3,Carl Berg,12.8.1974,,\n"
    assert "12.8.1974 is no date" in bad[0]["why"]
    assert "1974-08-12" in bad[0]["remedy"]
    assert "2 rows wait" in watchlist(station, "status").out
    take_in(station, HEADER + ROWS)
    assert watchlist(station, "quarantine", "list").out == ""
    assert watchlist(station, "quarantine", "other").status == 1


def test_politically_exposed_persons_are_left_out_and_told(station: Any) -> None:
    lines = "".join(
        json.dumps({"id": str(number), "schema": "Person", "datasets": ["x"], "properties": properties})
        + "\n"
        for number, properties in enumerate(
            (
                {"name": ["Anna Eriksson"], "topics": ["role.pep"]},
                {"name": ["Bert Lindqvist"], "topics": ["sanction"]},
            )
        )
    )
    taken = take_in(station, lines, "--json", name="list.json")
    assert taken.status == 0, taken.err
    assert (taken.objects[0]["entries"], taken.objects[0]["left_out"]) == (1, {"politically_exposed": 1})
    assert "CC BY-NC 4.0" in taken.objects[0]["licence"]
    assert "1 persons were left out" in taken.err
    assert "not free for commercial use" in watchlist(station, "status").out
    everybody = take_in(station, lines, "--json", "--with-politically-exposed", name="list.json")
    assert everybody.objects[0]["entries"] == 2


def test_what_is_exported_as_follow_the_money_comes_back(station: Any) -> None:
    take_in(station, HEADER + ROWS, "--list", "UTO/a", "--licence", "free for all")
    out = watchlist(station, "export", "out.jsonl", "--list", "UTO/a")
    assert out.status == 0, out.err
    assert [
        json.loads(line)["schema"] for line in (station.folder / "out.jsonl").read_text().splitlines()
    ] == [
        "Person",
        "Person",
    ]
    dry = watchlist(station, "import", "out.jsonl", "--list", "UTO/a", "--dry-run", "--json")
    assert dry.objects[0]["difference"]["unchanged"] == 2
    assert watchlist(station, "status", "--json").objects[0]["licence"] == "free for all"


def test_a_search_tells_hits_and_who_came_near_and_is_audited(station: Any) -> None:
    take_in(station, HEADER + ROWS + "p3,Anna Eriksson,1931-01-02,D,\n")
    assert watchlist(station, "search", "Eriksson").status == 1  # without a purpose
    found = watchlist(
        station,
        *(
            "search",
            "Eriksson",
            "Anna Maria",
            "--birth-date",
            "1974-08-12",
            "--purpose",
            "call from Zenith",
            "--json",
        ),
    )
    assert found.status == 0, found.err
    assert (found.objects[0]["entry"], found.objects[0]["near"]) == ("p1", False)
    assert [(hit["entry"], hit["near"]) for hit in found.objects[1:]] == [("p3", True)]
    assert found.objects[0]["reasons"]
    assert found.objects[0]["names"] == ["Anna Maria Eriksson"]
    audit = station.run("audit", "show", "--home", "s", "--json", passphrase=True)
    entry = next(each for each in audit.objects if each["act"] == "list.searched")
    assert entry["purpose"] == "call from Zenith"
    assert "Eriksson" not in audit.out
    assert (
        watchlist(station, "search", "Nobody", "--purpose", "x").out == "Nothing on the watchlist matches.\n"
    )
    assert watchlist(station, "search", "A", "--birth-date", "12.8.1974", "--purpose", "x").status == 1


def test_a_list_is_taken_out(station: Any) -> None:
    take_in(station, HEADER + ROWS)
    gone = watchlist(station, "remove", "list", "--json")
    assert (gone.status, gone.objects[0]["entries"]) == (0, 2)
    assert watchlist(station, "status", "--json").objects == []
    again = watchlist(station, "remove", "list")
    assert (again.status, again.out) == (1, "")
    assert "no list list here" in again.err
    audit = station.run("audit", "show", "--home", "s", "--json", passphrase=True)
    assert "list.removed" in [each["act"] for each in audit.objects]


def test_on_a_terminal_it_asks_and_no_leaves_all_as_it_was(station: Any) -> None:
    take_in(station, HEADER + ROWS)
    (station.folder / "list.csv").write_text(HEADER, encoding="utf-8")
    status, out, shown = terminal(station, b"n\n", "import", "list.csv", "--json")
    assert (status, out) == (1, "")
    assert "2 gone" in shown
    assert "Gone: p1, p2" in shown
    assert "Take in list? [y/N]" in shown
    assert watchlist(station, "status", "--json").objects[0]["entries"] == 2
    status, out, shown = terminal(station, b"y\n", "import", "list.csv", "--json")
    assert (status, json.loads(out)["entries"]) == (0, 0)
    status, _, shown = terminal(station, b"\n", "remove", "list")
    assert status == 1
    assert "Take out list with its 0 entries?" in shown
    assert len(watchlist(station, "status", "--json").objects) == 1


def test_ctrl_c_stops_and_changes_nothing(station: Any) -> None:
    take_in(station, HEADER + ROWS)
    with (station.folder / "list.csv").open("w", encoding="utf-8") as file:
        file.write(HEADER)
        file.writelines(f"q{number},Anna Eriksson {number},,,\n" for number in range(400_000))
    ours, theirs = pty.openpty()
    process = start(station, "import", "list.csv", "--yes", stdin=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while b"Taking in: " not in shown:  # it tells how far it is
        shown += os.read(ours, 1 << 16)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=120)
    shown += rest_of(ours)
    assert (process.returncode, out) == (130, b"")
    assert b"nothing was changed" in shown
    assert watchlist(station, "status", "--json").objects[0]["entries"] == 2


def start(shell: Any, *arguments: object, **streams: Any) -> subprocess.Popen[bytes]:
    environment = {**shell.environment, "BORDERDESK_PASSPHRASE_FILE": str(shell.passphrase_file)}
    return subprocess.Popen(
        [sys.executable, "-m", "ui.commands", "watchlist", *map(str, arguments), "--home", "s"],
        env=environment,
        cwd=shell.folder,
        start_new_session=True,
        stdout=subprocess.PIPE,
        **streams,
    )


def terminal(shell: Any, typed: bytes, *arguments: object) -> tuple[int, str, str]:
    """A run with a terminal for its input and its errors: status, standard output, what was shown."""
    ours, theirs = pty.openpty()
    process = start(shell, *arguments, stdin=theirs, stderr=theirs)
    os.close(theirs)
    os.write(ours, typed)
    out = process.stdout.read() if process.stdout is not None else b""
    status = process.wait(timeout=120)
    shown = rest_of(ours)
    if process.stdout is not None:
        process.stdout.close()
    return status, out.decode(), shown.decode()


def rest_of(terminal: int) -> bytes:
    """What was shown on a terminal that nobody else has open any more."""
    shown = b""
    while True:
        try:
            chunk = os.read(terminal, 1 << 16)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(terminal)
    return shown
