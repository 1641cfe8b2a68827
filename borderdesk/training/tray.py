"""The tray: drawn specimen documents that lie ready, each with its truth (`resources/tray/truth.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from models.document import DocumentFormat
from models.verdict import Advice
from resources import path

_TRUTH = "truth.toml"


@dataclass(frozen=True, slots=True)
class TrayItem:
    """One document of the tray.

    Attributes:
        path: The picture.
        title: Of the exercise.
        see: What the newcomer should see, and why.
        format: Of the document, even where its zone does not show or cannot be read.
        lines: As printed on this picture; empty where it shows no zone.
        advice: What the desk should advise on the training station.
    """

    path: Path
    title: str
    see: str
    format: DocumentFormat
    lines: tuple[str, ...]
    advice: Advice


def tray() -> tuple[TrayItem, ...]:
    """Every document of the tray, in the order in which a newcomer should take them.

    Raises:
        FileNotFoundError: The tray or one of its pictures is not shipped; the installation is damaged.
    """
    table = tomllib.loads(path("tray", _TRUTH).read_text(encoding="utf-8"))
    return tuple(
        TrayItem(
            path("tray", row["file"]),
            row["title"],
            row["see"],
            DocumentFormat(row["format"]),
            tuple(row["lines"]),
            Advice(row["advice"]),
        )
        for row in table["document"]
    )


def truth_text(items: Iterable[TrayItem]) -> str:
    """The truth as it is stored; the reverse of `tray`."""
    rows = ["# What the tray's pictures are. Written by script/draw-tray; change the recipes, not this file."]
    for item in items:
        lines = "".join(f'    "{line}",\n' for line in item.lines)
        rows.append(
            "[[document]]\n"
            f'file = "{item.path.name}"\n'
            f'title = "{item.title}"\n'
            f'see = "{item.see}"\n'
            f'format = "{item.format.value}"\n'
            f"lines = [{f'{chr(10)}{lines}' if lines else ''}]\n"
            f'advice = "{item.advice.value}"'
        )
    return "\n\n".join(rows) + "\n"
