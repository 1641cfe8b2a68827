"""What the tests of the ground look at: the checkout's own files, and where its code names a sentence."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("borderdesk", "ui", "models", "watchlist", "resources")
_MADE = re.compile(r"\.git|\.venv.*|build|dist|__pycache__|\..*cache|\.hypothesis|.*\.egg-info")


@dataclass(frozen=True, slots=True)
class SentenceUse:
    """A call that makes a message or an error from a key.

    Attributes:
        place: File and line, for the report of a failing test.
        pattern: Matches the key, or every key that an f-string may make.
        literal: The key where it is written out, else None.
        names: Names of the values handed over, None where they cannot be told (`**values`).
        error: True where an error is made.
    """

    place: str
    pattern: re.Pattern[str]
    literal: str | None
    names: frozenset[str] | None
    error: bool


def own_files(root: Path, suffix: str = "") -> Iterator[Path]:
    """Files of the checkout, without what is made from them."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not _MADE.fullmatch(name))
        for name in sorted(files):
            if name.endswith(suffix) and not _MADE.fullmatch(name):
                yield Path(folder, name)


def _pattern(node: ast.expr) -> re.Pattern[str] | None:
    """What a string in the code may become."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.compile(re.escape(node.value))
    if isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[\w.]+" for p in node.values]
        return re.compile("".join(parts))
    return None


def _uses(file: Path) -> Iterator[SentenceUse]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        error = name.endswith("Error")
        if name not in ("message", "Message") and not error:
            continue
        pattern = _pattern(node.args[0])
        if pattern is None or not re.match(r"[a-z_]+\\\.|error\\\.", pattern.pattern):
            continue
        names = [keyword.arg for keyword in node.keywords]
        told = None if None in names or name == "Message" else frozenset(str(each) for each in names)
        literal = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        yield SentenceUse(f"{file.relative_to(ROOT)}:{node.lineno}", pattern, literal, told, error)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def code_files(root: Path) -> tuple[Path, ...]:
    """Python files of the five packages."""
    return tuple(file for package in PACKAGES for file in own_files(root / package, ".py"))


@pytest.fixture(scope="session")
def text_files(root: Path) -> dict[Path, str]:
    """Every file of the checkout that is text, with its text."""
    found = {}
    for file in own_files(root):
        data = file.read_bytes()
        if b"\0" not in data[:4096]:
            found[file.relative_to(root)] = data.decode("utf-8", errors="replace")
    return found


@pytest.fixture(scope="session")
def sentence_uses(code_files: tuple[Path, ...]) -> tuple[SentenceUse, ...]:
    """Every call in the packages that makes a message or an error from a key."""
    return tuple(use for file in code_files for use in _uses(file))


@pytest.fixture(scope="session")
def string_patterns(
    code_files: tuple[Path, ...], root: Path
) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Strings that stand in the code or in shipped tables, and patterns of those that are put together."""
    plain: set[str] = set()
    made: set[re.Pattern[str]] = set()
    for file in code_files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            pattern = _pattern(node) if isinstance(node, ast.expr) else None
            if isinstance(node, ast.JoinedStr) and pattern and re.match(r"[a-z_]+\\\.", pattern.pattern):
                made.add(pattern)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                plain.add(node.value)
    for file in own_files(root / "resources", ".toml"):
        if "messages" not in file.parts:
            plain.update(re.findall(r'"([a-z_]+\.[\w.]+)"', file.read_text(encoding="utf-8")))
    return frozenset(plain), tuple(made)
