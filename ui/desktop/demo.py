"""The training tray without a display: read in the terminal, and the window drawn into a file."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.errors import KnownError
from models.inspection import Inspection
from models.verdict import Advice
from ui.desktop.desk import Clock, Desk, system_clock
from ui.desktop.opening import training_desk, training_tray
from ui.desktop.views.entries import WaitingView
from ui.desktop.views.verdict import advice_word
from ui.desktop.views.wording import Wording

_WIDEST = 110


@dataclass(frozen=True, slots=True)
class Shown:
    """One document of the tray with what was found on it; None where it could not be opened."""

    entry: WaitingView
    inspection: Inspection | None


def demonstrate(home: Path, picture: Path, *, clock: Clock = system_clock, out: TextIO | None = None) -> int:
    """Inspect the tray in the terminal and write a picture of the window.

    Args:
        home: Folder of the training station, made at the first time.
        picture: PNG file to write.
        clock: Tells now.
        out: Where the table goes; standard output where None.

    Returns:
        The exit status.
    """
    stream = out or sys.stdout
    wording = Wording(isolate=False)
    try:
        desk = training_desk(home, clock)
    except KnownError as error:
        sys.stderr.write(error.sentence() + "\n")
        return 1
    try:
        stream.write("There is no display: the tray of the training station is inspected here instead.\n\n")
        shown = [_inspect(desk, entry, wording, stream) for entry in training_tray()]
        return _write_picture(desk, shown, picture, stream)
    finally:
        desk.close()


def _inspect(desk: Desk, entry: WaitingView, wording: Wording, stream: TextIO) -> Shown:
    """Inspect one document and say what was found."""
    looked = desk.inspect_files([entry.path])[0]
    for inspection in looked.inspections:
        word = advice_word(inspection.verdict.advice, wording)
        reasons = [wording.text(reason) for reason in inspection.verdict.reasons]
        _row(stream, word, entry.title, [*reasons, f"({inspection.timings.total:.0f} ms)"])
    if looked.problem is not None:
        _row(stream, "", entry.title, [looked.problem.sentence()])
    return Shown(entry, looked.inspections[0] if looked.inspections else None)


def _row(stream: TextIO, word: str, title: str, lines: Sequence[str]) -> None:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    stream.write(f"{word:<12}{title}\n")
    for line in lines:
        stream.write(textwrap.fill(line, width, initial_indent=" " * 12, subsequent_indent=" " * 14) + "\n")
    stream.flush()


def _write_picture(desk: Desk, shown: Sequence[Shown], picture: Path, stream: TextIO) -> int:
    """Write what the window would show of the first document that is to be stopped."""
    read = [each for each in shown if each.inspection is not None]
    stops = [each for each in read if each.inspection and each.inspection.verdict.advice is Advice.STOP]
    if not read:
        return 1
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from ui.desktop.portrait import portray
    except ImportError as error:
        sys.stderr.write(f"The picture of the window cannot be made: {error.msg}\n")
        return 1
    chosen = (stops or read)[0]
    waiting = tuple(each.entry for each in shown if each is not chosen)
    if chosen.inspection is None or not portray(desk, chosen.inspection, chosen.entry, waiting, picture):
        sys.stderr.write(f"The picture {picture} cannot be written. Check the folder and the disk.\n")
        return 1
    stream.write(f"\nThe window would show this: {picture}\n")
    return 0
