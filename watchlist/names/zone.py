"""Names of a machine-readable zone read backwards: ICAO Doc 9303-3, section 6.

* Arabic (table C): X opens a letter that takes more than one, so that `MXHMD` is no Latin spelling but Arabic
  letter by letter, without short vowels. It is turned back, and every Arabic name takes one way;
* Latin (table A): a letter with a mark may stand as two (AE, OE, UE, AA, SS, TH) or with XX (NXX, UXX). Which
  one was printed cannot be told (SAMUEL), so both spellings are only made alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

from models.letters import letter_table

# Escapes that hardly stand in a name spelt in Latin letters; XE, XI, XC and XJ do (ALEXEI, MAXIME, EXCEL).
_SURE = re.compile(r"X(?:AA|AE|TA|AH|TH|H|KH|DH|SH|SS|DZ|TT|ZZ|AY|XA|XT|RT|KK|GG|YA)")
# No Arabic word holds hah before ain, or a hamza below alif but at its beginning; Albanian names read so
# (XHEMAJL, XHAFERI).
_NO_ARABIC = re.compile(r"حع|.(?<!^ال)إ")
_MARKED = re.compile(r"([NU])XX")
# Where table A gives two letters for one, what is left when the mark is simply dropped, as it also permits.
_TWO_FOR_ONE = (("AE", "A"), ("OE", "O"), ("UE", "U"), ("AA", "A"), ("TH", "T"), ("IJ", "Y"), ("NG", "N"))
_DOUBLED = re.compile(r"(.)\1+")


def from_zone(name: str) -> str:
    """Arabic out of a zone's transliteration; any other name comes back without escapes.

    A name is taken for transliterated where every part reads as such and an escape stands in it that no
    Latin spelling has.

    Args:
        name: Capital letters and spaces.

    >>> from_zone("MXHMD BN EMR BN ALXHSYN")  # ICAO Doc 9303-3, Appendix B
    'محمد بن عمر بن الحسين'
    >>> from_zone("ERIKSSON ANNA MARIA"), from_zone("NUNXXEZ")
    ('ERIKSSON ANNA MARIA', 'NUNEZ')
    """
    if "X" not in name:
        return name
    if _SURE.search(name):
        parts = [_part_from_zone(part) for part in name.split()]
        if None not in parts:
            return " ".join(part for part in parts if part)
    return _MARKED.sub(r"\1", name)


def _part_from_zone(part: str) -> str | None:
    """One part turned back, a cut escape at its end dropped; None where it holds what the table has not."""
    found_letters: list[str] = []
    escapes, pattern = _escapes()
    at = 0
    while at < len(part):
        found = pattern.match(part, at)
        if found is None:
            cut = part[at] == "X" and len(part) - at <= 2 and found_letters
            return "".join(found_letters) if cut else None
        found_letters.append(escapes[found.group()])
        at = found.end()
    word = "".join(found_letters)
    return None if _NO_ARABIC.search(word) else word


@lru_cache(maxsize=1)
def _escapes() -> tuple[dict[str, str], re.Pattern[str]]:
    """Table C backwards; where two letters are written alike, the one for which it is the first form."""
    found: dict[str, str] = {}
    arabic = [(symbol, letter.forms) for symbol, letter in letter_table().items() if letter.table == "C"]
    for first in (True, False):
        for symbol, forms in arabic:
            for form in forms[:1] if first else forms[1:]:
                if form.letters.isalpha():
                    found.setdefault(form.letters, symbol)
    longest_first = sorted(found, key=lambda escape: (-len(escape), escape))
    return found, re.compile("|".join(longest_first))


def unmarked(part: str) -> str:
    """One spelling for a letter with a mark that stands as two letters, as one, or doubled.

    Args:
        part: Capital Latin letters.

    >>> unmarked("MUELLER") == unmarked("MULLER"), unmarked("AAGAARD") == unmarked("AGARD")
    (True, True)
    """
    for two, one in _TWO_FOR_ONE:
        part = part.replace(two, one)
    return _DOUBLED.sub(r"\1", part)
