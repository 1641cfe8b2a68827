"""One peer in a process of its own that stays up: asked for a picture or pairs in a line, it answers in one.

Run in the peer's private environment, which holds nothing of this project's packages; of this checkout only
`bench._clock` and this folder are imported. Lines are JSON: `{"file": path}` in; `{"lines": [...], "cpu": s,
"wall": s, "error": null | str}` out; or `{"pairs": [[name, name], ...]}` in and `"scores"` for `"lines"` out.
The first line out is `{"version": str}`.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench._clock import timed

Read = Callable[[str], Sequence[str]]


@contextmanager
def tessdata(model: Path) -> Iterator[str]:
    """A folder for Tesseract in which a model is called `mrz`, the one name that FastMRZ asks for."""
    with tempfile.TemporaryDirectory(prefix="borderdesk-") as folder:
        (Path(folder) / "mrz.traineddata").symlink_to(model.resolve())
        yield folder


def serve(package: str, read: Read) -> None:
    """Answer what pictures hold until the standard input ends."""
    _serve(package, "file", "lines", read)


def serve_pairs(package: str, score: Callable[[Sequence[Sequence[str]]], Sequence[float]]) -> None:
    """Answer how alike pairs of names are until the standard input ends."""
    _serve(package, "pairs", "scores", score)


def _serve(package: str, asked: str, answered: str, work: Callable[[Any], Sequence[object]]) -> None:
    # What libraries print goes to standard error, so that standard output holds answers only.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    print(json.dumps({"version": version(package)}), file=out)
    for line in sys.stdin:
        (found, error), cpu, wall = timed(partial(_tried, work, json.loads(line)[asked]))
        print(json.dumps({answered: list(found), "cpu": cpu, "wall": wall, "error": error}), file=out)


def _tried(work: Callable[[Any], Sequence[object]], what: object) -> tuple[Sequence[object], str | None]:
    """A peer that fails has read nothing."""
    try:
        return work(what), None
    except Exception as error:  # noqa: BLE001 - whatever a peer raises
        return (), repr(error)
