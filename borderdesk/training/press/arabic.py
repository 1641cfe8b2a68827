"""Arabic letters in the shapes they take in a word, in the order in which they stand on paper.

For fonts drawn letter by letter: Unicode keeps every shape as a character of its own (Arabic Presentation
Forms-B) and says which letter it is a shape of.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_FORMS = range(0xFE80, 0xFEFD)
_LAM = "\u0644"


@lru_cache(maxsize=1)
def _shapes() -> dict[tuple[str, str], str]:
    """Shape by (`isolated`, `initial`, `medial` or `final`, letter or pair of letters)."""
    shapes = {}
    for code in _FORMS:
        how, *letters = unicodedata.decomposition(chr(code)).split()
        shapes[how.strip("<>"), "".join(chr(int(letter, 16)) for letter in letters)] = chr(code)
    return shapes


def shaped(text: str) -> str:
    """Arabic text as it stands on paper, from left to right.

    Args:
        text: Letters and spaces, without vowel signs and digits.

    >>> [f"{ord(letter):04x}" for letter in shaped("\u0639\u0644\u064a")]
    ['fef2', 'fee0', 'fecb']
    """
    return " ".join(_word(word) for word in text.split())[::-1]


def _word(word: str) -> str:
    shapes, units = _shapes(), _units(word)
    written = ""
    for at, unit in enumerate(units):
        # A letter joins the one before it if that one joins forwards, which some never do.
        before = at > 0 and ("initial", units[at - 1]) in shapes and ("final", unit) in shapes
        after = at + 1 < len(units) and ("initial", unit) in shapes and ("final", units[at + 1]) in shapes
        how = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get(
            (before, after), "isolated"
        )
        written += shapes.get((how, unit), unit)
    return written


def _units(word: str) -> list[str]:
    """Letters; lam and alef are written as one."""
    units: list[str] = []
    for letter in word:
        if units and units[-1] == _LAM and ("isolated", _LAM + letter) in _shapes():
            units[-1] += letter
        else:
            units.append(letter)
    return units
