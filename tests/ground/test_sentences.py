"""Every sentence that the code names is there, is filled in wholly, and no sentence is left over."""

from __future__ import annotations

import string
import subprocess
import sys
from pathlib import Path

from resources import messages

SENTENCES = messages.sentences("en")


def fields(sentence: str) -> set[str]:
    """Names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_named_sentence_exists(sentence_uses):
    assert len(sentence_uses) > 100
    missing = [f"{use.place} {use.pattern.pattern}" for use in sentence_uses if not _keys(use)]
    assert not missing


def test_every_error_has_a_remedy(sentence_uses):
    without = [
        f"{use.place} {key}"
        for use in sentence_uses
        if use.error
        for key in _keys(use)
        if f"{key}.remedy" not in SENTENCES
    ]
    assert not without
    errors = [key for key in SENTENCES if key.startswith("error.") and not key.endswith(".remedy")]
    assert not [key for key in errors if f"{key}.remedy" not in SENTENCES]


def test_every_value_that_a_sentence_names_is_handed_over(sentence_uses):
    lacking = []
    for use in sentence_uses:
        if use.literal is None or use.names is None or use.literal not in SENTENCES:
            continue
        wanted = fields(SENTENCES[use.literal]) | fields(SENTENCES.get(f"{use.literal}.remedy", ""))
        if wanted - use.names:
            lacking.append(f"{use.place} {use.literal} lacks {sorted(wanted - use.names)}")
    assert not lacking


def test_no_sentence_is_left_over(string_patterns):
    plain, made = string_patterns
    unused = [
        key
        for key in SENTENCES
        if not key.endswith(".remedy")
        and key not in plain
        and not any(pattern.fullmatch(key) for pattern in made)
    ]
    assert unused == []


def test_the_page_of_errors_is_what_the_sentences_say(root: Path):
    page = subprocess.run(
        [sys.executable, root / "script" / "errors-page", "--print"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    assert (root / "docs" / "errors.md").read_text(encoding="utf-8") == page, "please run script/errors-page"


def _keys(use) -> list[str]:
    return [key for key in SENTENCES if use.pattern.fullmatch(key) and not key.endswith(".remedy")]
