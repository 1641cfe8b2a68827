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

from watchlist.names.families import Families
from watchlist.names.sounds import consonants
from watchlist.names.tokens import Part, Word, parts

VERSION = 2
"""Raised whenever a name gives other keys. An index of another version, or of families of another digest, is
made anew."""

MAX_PARTS = 7
"""Longer names give keys for their first parts and the last only; the rest would add rows, not recall."""

_LONGEST = 6
"""Consonants of a coarse key; what comes after them is misspelt or cut off most."""


def pair_keys(name: str, families: Families | None = None) -> frozenset[str]:
    """Keys for any birth date: of pairs of parts, or of the one part that there is.

    >>> sorted(pair_keys("DIALLO MAMADOU") & pair_keys("Mohammed DIALO"))
    ['2*NNT|*SL', '2~DIALLO|~MOHAMED']
    """
    known = _told_apart(name, families)
    if len(known) == 1:
        return frozenset([f"1{key}" for key in (*_fine(known[0]), *_coarse(known[0]))])
    # Two parts may be written as one (POL POT, POLPOT).
    together = [f"1*{consonants(known[0].text + known[1].text)[:_LONGEST]}"] if len(known) == 2 else []
    return frozenset(
        [
            *together,
            *[
                f"2{one}|{other}" if one < other else f"2{other}|{one}"
                for a, b in combinations(known, 2)
                for keys_a, keys_b in ((_fine(a), _fine(b)), (_coarse(a), _coarse(b)))
                for one in keys_a
                for other in keys_b
            ],
        ]
    )


def key_of_pair(a: Part, b: Part) -> str:
    """The pair key of two parts as they stand.

    >>> key_of_pair(*parts("DIALLO MAMADOU"))
    '2~DIALLO|~MOHAMED'
    """
    one, other = sorted((_fine(a)[0], _fine(b)[0]))
    return f"2{one}|{other}"


def single_keys(name: str, families: Families | None = None) -> tuple[frozenset[str], frozenset[str]]:
    """Keys to be looked up together with a birth year: of parts that many people bear, and of the others.

    >>> common, rare = single_keys("MAMADOU ERIKSSON")
    >>> sorted(common), sorted(rare)
    (['0*NNT', '0~MOHAMED'], ['0*RKSN', '0iRKSN'])
    """
    common: list[str] = []
    rare: list[str] = []
    for part in _told_apart(name, families):
        keys = [f"0{key}" for key in (*_fine(part), *_coarse(part))]
        (rare if part.family is None else common).extend(keys)
    return frozenset(common), frozenset(rare)


def _told_apart(name: str, families: Families | None) -> list[Part]:
    """The parts that are worth a key."""
    found = parts(name, families)
    known = [part for part in found if not part.title and not part.initial] or list(found)
    return known if len(known) <= MAX_PARTS else [*known[: MAX_PARTS - 1], known[-1]]


@lru_cache(maxsize=16384)
def _fine(part: Part) -> tuple[str, ...]:
    """Family or skeleton, of the whole and of its core; families that a short form stands for."""
    found = [_fine_word(part.word), _fine_word(part.core_word)]
    found += [f"~{family}" for family in sorted(part.word.stands_for)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=16384)
def _coarse(part: Part) -> tuple[str, ...]:
    """Related consonants as one; parts with a single consonant have no such key, it would lead everywhere."""
    texts = [part.text, part.core]
    # A V is a W to some and an F to others (VALDEMAR, WALDEMAR, فالديمار).
    texts += [text.replace("V", "F") for text in texts if "V" in text]
    found = [consonants(text)[:_LONGEST] for text in texts]
    return tuple(dict.fromkeys([f"*{key}" for key in found if len(key) >= 2]))


def _fine_word(word: Word) -> str:
    return word.skeleton if word.family is None else f"~{word.family}"
