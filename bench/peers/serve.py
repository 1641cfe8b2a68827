"""One peer in a process of its own that stays up: asked for a picture in a line, it answers in a line.

Run in the peer's private environment, which holds nothing of this project's packages; of this checkout only
`bench._clock` and this folder are imported. Lines are JSON: `{"file": path}` in; `{"lines": [...], "cpu": s,
"wall": s, "error": null | str}` out. The first line out is `{"version": str}`.
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

from bench._clock import timed

Read = Callable[[str], Sequence[str]]


@contextmanager
def tessdata(model: Path) -> Iterator[str]:
    """A folder for Tesseract in which a model is called `mrz`, the one name that FastMRZ asks for."""
    with tempfile.TemporaryDirectory(prefix="borderdesk-") as folder:
        (Path(folder) / "mrz.traineddata").symlink_to(model.resolve())
        yield folder


def serve(package: str, read: Read) -> None:
    """Answer until the standard input ends."""
    # What libraries print goes to standard error, so that standard output holds answers only.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    print(json.dumps({"version": version(package)}), file=out)
    for line in sys.stdin:
        (lines, error), cpu, wall = timed(partial(_tried, read, json.loads(line)["file"]))
        print(json.dumps({"lines": list(lines), "cpu": cpu, "wall": wall, "error": error}), file=out)


def _tried(read: Read, file: str) -> tuple[Sequence[str], str | None]:
    """A peer that fails on a picture has read nothing in it."""
    try:
        return read(file), None
    except Exception as error:  # noqa: BLE001 - whatever a peer raises
        return (), repr(error)
