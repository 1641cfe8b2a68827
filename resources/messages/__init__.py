"""Sentences by language: `resources/messages/<language>/<room>.toml`, one key a sentence.

Values are put in with `{name}`. In the window every value is wrapped in Unicode isolates
(U+2066 and U+2069), because in Arabic text a bare `2026-11-23` shows as 23-11-2026.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parent
LEFT_TO_RIGHT_ISOLATE = "\u2066"
POP_ISOLATE = "\u2069"


def isolated(value: str) -> str:
    """Wrap a machine value (number, date, code, line of a zone) so that it keeps its direction anywhere."""
    return f"{LEFT_TO_RIGHT_ISOLATE}{value}{POP_ISOLATE}"


@lru_cache(maxsize=8)
def sentences(language: str) -> Mapping[str, str]:
    """All sentences of a language by dotted key; empty where the language is not shipped."""
    found: dict[str, str] = {}
    for file in sorted((_ROOT / language).glob("*.toml")):
        for key, sentence in _flat("", tomllib.loads(file.read_text(encoding="utf-8"))):
            if key in found:
                raise ValueError(f"message {key} stands twice in {language}")
            found[key] = sentence
    return found


def text(
    key: str, params: tuple[tuple[str, str], ...] = (), *, language: str = "en", isolate: bool = False
) -> str:
    """A sentence in a language, English where that language lacks it.

    Args:
        key: Dotted key.
        params: Name and value pairs.
        language: Two-letter code.
        isolate: True in a window, where values need Unicode isolates; False on a terminal and in records.

    Raises:
        KeyError: No such sentence; a bug.
    """
    sentence = sentences(language).get(key) or sentences("en")[key]
    return sentence.format_map({name: isolated(value) if isolate else value for name, value in params})


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Dotted keys of a table; a table's own sentence stands under the key `text`."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{prefix}{key}.", value)
        else:
            yield (prefix.removesuffix(".") if key == "text" and prefix else f"{prefix}{key}"), str(value)
