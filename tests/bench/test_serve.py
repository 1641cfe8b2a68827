"""A peer's process answers line by line, whatever the peer prints, and a failing peer has read nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys

_READER = """
from bench.peers.serve import serve

def read(file):
    print("noise of a library")
    sum(range(200_000))
    if file == "broken":
        raise ValueError("no picture")
    return [file.upper(), "<<"]

serve("pytest", read)
"""


def _asked(root, *files):
    requests = "".join(json.dumps({"file": file}) + "\n" for file in files)
    done = subprocess.run(
        [sys.executable, "-c", _READER],
        input=requests,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_one_line_is_answered_for_every_line_asked(root):
    (ready, first, second), noise = _asked(root, "one", "two")
    assert ready["version"]
    assert [first["lines"], second["lines"]] == [["ONE", "<<"], ["TWO", "<<"]]
    assert first["error"] is None
    assert first["cpu"] > 0
    assert first["wall"] > 0
    assert noise.count("noise of a library") == 2


def test_a_peer_that_raises_has_read_nothing_and_goes_on(root):
    (_, broken, after), _ = _asked(root, "broken", "one")
    assert broken["lines"] == []
    assert "no picture" in broken["error"]
    assert after["lines"] == ["ONE", "<<"]


def test_pairs_are_answered_with_scores(root):
    reader = """
from bench.peers.serve import serve_pairs
serve_pairs("pytest", lambda pairs: [float(one == other) for one, other in pairs])
"""
    done = subprocess.run(
        [sys.executable, "-c", reader],
        input=json.dumps({"pairs": [["A", "A"], ["A", "B"]]}) + "\n",
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    _, answer = (json.loads(line) for line in done.stdout.splitlines())
    assert answer["scores"] == [1.0, 0.0]
    assert answer["error"] is None


def test_time_of_child_processes_counts(root):
    script = """
import subprocess, sys
from bench._clock import timed
work = "sum(i * i for i in range(4_000_000))"
_, cpu, _ = timed(lambda: subprocess.run([sys.executable, "-c", work], check=True))
print(cpu > 0.05)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "True"


def test_time_of_a_child_that_goes_on_counts(root):
    script = """
import subprocess, sys
from bench._clock import living_children, timed
work = "sum(i * i for i in range(4_000_000)); print('done', flush=True); input()"
pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
child = subprocess.Popen([sys.executable, "-c", work], **pipes)
_, cpu, _ = timed(lambda: child.stdout.readline())
print(cpu > 0.05, living_children() == [child.pid])
_, idle, _ = timed(lambda: child.communicate(b"end"))
print(idle < 0.5 * cpu, living_children() == [])
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True"] * 4
