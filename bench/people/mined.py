"""Spellings that others wrote: Latin forms of one Arabic word, and aligned parts of real aliases.

Source: `arabic_latin_google.tsv`, `arabic_latin_wikidata.tsv` (as others mined them, noisy) and the aliases
of the UN and the US list. Forms of one Arabic word are taken for spellings of each other where they resemble
one another, which leaves out rows that are aligned wrongly.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from bench.people.shared import NAMES, capitals

_MARKS = re.compile("[\u064b-\u0652\u0670\u0640. ]")
_ALEFS = re.compile("[أإآٱ]")
_SERVANT = "عبد"
"""Is cut from many words, so that its Latin forms are no spellings of one another."""
_ALIKE, _ALIKE_IF_RARE = 0.55, 0.7
"""Likeness from which two Latin forms are taken for spellings of one another; the second where a form is met
once only, for the sources hold misaligned rows (GOMES for LOPES)."""


def _arabic(text: str) -> str:
    return _ALEFS.sub("ا", _MARKS.sub("", text))


@lru_cache(maxsize=1)
def forms() -> dict[str, dict[str, int]]:
    """Latin forms of each Arabic word, with how often the sources have them.

    Raises:
        FileNotFoundError: The shared data are missing.
    """
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, arabic_column in (("arabic_latin_google.tsv", 0), ("arabic_latin_wikidata.tsv", 1)):
        with (NAMES / name).open(encoding="utf-8") as file:
            for line in file:
                cells = line.rstrip("\n").split("\t")
                word, latin = (
                    _arabic(cells[arabic_column]),
                    capitals(cells[1 - arabic_column]).replace(" ", ""),
                )
                if len(word) >= 3 and len(latin) >= 3 and word != _SERVANT:
                    found[word][latin] += int(cells[2]) if len(cells) > 2 else 1
    return {word: dict(latin) for word, latin in found.items()}


@lru_cache(maxsize=1)
def _spellings() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for latin in forms().values():
        for one in latin:
            for other, count in latin.items():
                least = _ALIKE if min(count, latin[one]) > 1 else _ALIKE_IF_RARE
                if one != other and Levenshtein.normalized_similarity(one, other) >= least:
                    # Famous people are counted again and again: the root brings the others nearer.
                    found[one][other] = found[one].get(other, 0.0) + count**0.5
    return dict(found)


def spelled(part: str, chance: random.Random) -> str | None:
    """Another mined spelling of a part of a name; None where none is known."""
    known = _spellings().get(part)
    return chance.choices(list(known), list(known.values()))[0] if known else None


@lru_cache(maxsize=1)
def _originals() -> dict[str, str]:
    best: dict[str, tuple[int, str]] = {}
    for word, latin in forms().items():
        for form, count in latin.items():
            best[form] = max(best.get(form, (0, "")), (count, word))
    return {form: word for form, (count, word) in best.items() if count > 1}


def original(part: str) -> str | None:
    """The Arabic word that a Latin form most often stands for; None where it is rare."""
    return _originals().get(part)
