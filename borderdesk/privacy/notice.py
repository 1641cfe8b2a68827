"""The notice that is printed for travellers: what is done with their data, and what they may ask for."""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path
from typing import Any

import resources
from models.errors import KnownError

_PARTS = ("what", "kept", "rights")
_RIGHT_TO_LEFT = frozenset({"ar"})
_TO_FILL_IN = "_" * 40
_STYLE = "body{font:14pt/1.5 sans-serif;max-width:42em;margin:2em auto;padding:0 1em}li{margin:.3em 0}"


class NoticeError(KnownError):
    """There is no such notice."""


def languages() -> tuple[str, ...]:
    """Two-letter codes of the languages in which there is a notice."""
    return tuple(sorted(file.stem for file in resources.path("notices").glob("*.toml")))


def notice(language: str, *, authority: str = "", contact: str = "") -> str:
    """The notice as a page of HTML.

    Args:
        language: Two-letter code.
        authority: Who runs the border post; a line to fill in by hand where empty.
        contact: Where to ask and complain; likewise.

    Raises:
        NoticeError: There is none in that language.
    """
    if language not in languages():
        raise NoticeError("error.notice.language", language=language, languages=", ".join(languages()))
    said = _read(resources.path("notices", f"{language}.toml"))
    direction = "rtl" if language in _RIGHT_TO_LEFT else "ltr"
    title = escape(said["title"])
    lines = [
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}"><head><meta charset="utf-8">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>",
        f"<p>{_filled(said['authority'], 'authority', authority)}</p>",
    ]
    for part in _PARTS:
        lines.append(f"<h2>{escape(said[f'{part}_title'])}</h2>")
        lines.append(f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in said[part])}</ul>")
    lines.append(f"<p>{_filled(said['contact'], 'contact', contact)}</p></body></html>")
    return "\n".join(lines)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _filled(sentence: str, name: str, value: str) -> str:
    shown = f"<bdi>{escape(value.strip() or _TO_FILL_IN)}</bdi>"
    return escape(sentence).replace(f"{{{name}}}", shown)
