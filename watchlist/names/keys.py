"""Under what a name is found in an index. Made for recall: `compare` decides afterwards.

A common part such as MOHAMED leads to a large part of any list here; a pair of parts leads to few. So a name
gives:

* a key for each pair of its parts, to be looked up whatever the birth date;
* a key for each single part, to be looked up together with a birth year only, which catches a name of which a
  second part was misspelt beyond recognition;
* a key for the whole where it is one part.

Each part is keyed by its family or skeleton, and once more by its coarsest consonants.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from watchlist.names.families import family
from watchlist.names.sounds import consonants, skeleton
from watchlist.names.tokens import Part, part, parts

MAX_PARTS = 7
"""Longer names give keys for their first parts and the last only; the rest would add rows, not recall."""


def pair_keys(name: str) -> frozenset[str]:
    """Keys for any birth date: of pairs of parts, or of the one part that there is.

    >>> pair_keys("DIALLO MAMADOU") == pair_keys("Mohammed DIALO")
    True
    """
    known = _told_apart(name)
    if len(known) == 1:
        return frozenset(f"1{key}" for key in (*_fine(known[0]), *_coarse(known[0])))
    return frozenset(
        f"2{one}|{other}" if one < other else f"2{other}|{one}"
        for a, b in combinations(known, 2)
        for keys_a, keys_b in ((_fine(a), _fine(b)), (_coarse(a), _coarse(b)))
        for one in keys_a
        for other in keys_b
    )


def key_of_pair(a: str, b: str) -> str:
    """The pair key of two parts as they stand.

    >>> key_of_pair("DIALLO", "MAMADOU") in pair_keys("DIALLO MAMADOU")
    True
    """
    one, other = sorted((_fine(part(a))[0], _fine(part(b))[0]))
    return f"2{one}|{other}"


def single_keys(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Keys to be looked up together with a birth year: of parts that many people bear, and of the others.

    >>> common, rare = single_keys("DIALLO MAMADOU")
    >>> common & single_keys("MOHAMED ERIKSSON")[0] == common, rare & single_keys("DIALO AHMED")[1] == rare
    (True, True)
    """
    known = _told_apart(name)
    common = [part for part in known if family(part.text) is not None]
    rare = [part for part in known if family(part.text) is None]
    return (
        frozenset(f"0{key}" for part in common for key in _fine(part)),
        frozenset(f"0{key}" for part in rare for key in (*_fine(part), *_coarse(part))),
    )


def _told_apart(name: str) -> list[Part]:
    """The parts that are worth a key."""
    found = parts(name)
    known = [part for part in found if not part.title and not part.initial] or list(found)
    return known if len(known) <= MAX_PARTS else [*known[: MAX_PARTS - 1], known[-1]]


@lru_cache(maxsize=131072)
def _fine(part: Part) -> tuple[str, ...]:
    """Family or skeleton, of the whole and of its core."""
    return tuple(dict.fromkeys(_fine_word(text) for text in (part.text, part.core)))


@lru_cache(maxsize=131072)
def _coarse(part: Part) -> tuple[str, ...]:
    """Related consonants as one; parts with a single consonant have no such key, it would lead everywhere."""
    found = (consonants(text)[:5] for text in (part.text, part.core))
    return tuple(dict.fromkeys(f"*{key}" for key in found if len(key) >= 2))


def _fine_word(text: str) -> str:
    number = family(text)
    return f"~{number}" if number is not None else skeleton(text)
