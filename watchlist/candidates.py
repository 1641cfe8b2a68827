"""Whom to look at closer: persons who share keys of a name, the best of them by a first, coarse weighing.

The keys of a name and of a birth date lead to postings (`watchlist.index`); how many a key has says how
rare it is, and the birth code in each says how the dates agree. Thousands of postings are weighed at once
in arrays; only the best are compared in earnest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from models.document import PartialDate
from watchlist.index import Postings
from watchlist.index_keys import FIRST_YEAR, YEARS_BY_RARE, QueryKeys, hashed_key, query_keys
from watchlist.names.families import Families
from watchlist.names.keys import key_of_pair
from watchlist.names.tokens import parts

MOST = 24
"""Persons who are compared in earnest (`bench/results.md`, Screening: recall of candidates)."""
_FURTHER_KEY = 0.5
_SINGLE_AND_YEAR = 5.0
"""Bits that a single part says less than its key is rare: the year, which is weighed by itself, is in the
key."""
_DAY = 4.0
"""Bits of a key that is the birth date alone: the date is weighed by itself."""
_SAME_DAY, _SAME_WEAK, _EXCHANGED, _SAME_YEAR, _ONE_DIGIT, _OTHER_DAY, _OTHER = (
    14.0,
    8.0,
    8.0,
    4.5,
    5.0,
    0.0,
    -5.0,
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Whom to compare.

    Attributes:
        persons: Their numbers, likeliest first; some may be gone from the lists.
        pairs: How many persons bear two parts of the name together, by the parts in the order of letters.
        looked_at: How many persons were weighed coarsely.
    """

    persons: tuple[int, ...]
    pairs: Mapping[tuple[str, str], int]
    looked_at: int


def candidates(
    name: str,
    born: PartialDate,
    look_up: Callable[[Sequence[int]], list[Postings]],
    population: int,
    families: Families | None = None,
    most: int | None = MOST,
) -> Candidates:
    """Persons whom the bearer of a name may be.

    Args:
        name: The traveller's.
        born: The traveller's date of birth; may be unknown.
        look_up: From hashes of keys to postings, such as `watchlist.index.look_up` on a session.
        population: Persons on all lists.
        families: Of names; None for those that ship.
        most: Persons who are to be compared; None for all that were found.
    """
    keys = query_keys(name, born, families)
    couples = _couples(name, families)
    hashes = list(dict.fromkeys((*keys.pairs, *couples.values(), *keys.rare, *keys.common, *keys.born)))
    found = dict(zip(hashes, look_up(hashes), strict=True))
    pairs = {couple: len(np.unique(found[hashed].persons)) for couple, hashed in couples.items()}
    weighed = [
        (found[hashed], bits)
        for hashed, bits in _coarse_bits(keys, found, population)
        if len(found[hashed].persons)
    ]
    if not weighed:
        return Candidates((), pairs, 0)
    persons = np.concatenate([postings.persons for postings, _ in weighed])
    births = np.concatenate([postings.births for postings, _ in weighed])
    bits = np.concatenate([np.full(len(postings.persons), each, np.float32) for postings, each in weighed])
    bits += _agreement(born, births)
    order = np.lexsort((-bits, persons))
    persons, bits = persons[order], bits[order]
    starts = np.flatnonzero(np.r_[True, persons[1:] != persons[:-1]])
    best = bits[starts] + _FURTHER_KEY * (np.diff(np.r_[starts, len(persons)]) - 1)
    chosen = np.argsort(-best, kind="stable")[:most]
    return Candidates(tuple(int(number) for number in persons[starts[chosen]]), pairs, len(starts))


def _couples(name: str, families: Families | None) -> dict[tuple[str, str], int]:
    """Each two parts of a name, in the order of letters, with the hash that leads to who bears both."""
    told = {part.text: part for part in parts(name, families) if not part.title and not part.initial}
    return {(a, b): hashed_key(key_of_pair(told[a], told[b])) for a, b in combinations(sorted(told), 2)}


def _coarse_bits(
    keys: QueryKeys, found: Mapping[int, Postings], population: int
) -> Iterator[tuple[int, float]]:
    """What each key says of those it leads to."""

    def rarity(hashed: int) -> float:
        borne = max(len(found[hashed].persons), 1)
        return float(np.log2(max(population, borne) / borne))

    for hashed in keys.pairs:
        yield hashed, rarity(hashed)
    for hashed in (*keys.rare, *keys.common):
        yield hashed, max(rarity(hashed) - _SINGLE_AND_YEAR, 0.0)
    for hashed in keys.born:
        yield hashed, _DAY


def _agreement(born: PartialDate, births: NDArray[np.uint16]) -> NDArray[np.float32]:
    """Coarse bits of the dates of birth."""
    bits = np.zeros(len(births), np.float32)
    if born.year is None or not born.possible:
        return bits
    known = births > 0
    code = births.astype(np.int32) - 1
    year, month, day = code // 416 + FIRST_YEAR, code % 416 // 32, code % 32
    same_year = year == born.year
    whole = (month > 0) & (day > 0)
    first = (month == 1) & (day == 1)
    bits[known] = _OTHER
    own_whole = bool(born.month and born.day)
    vague = ~whole | first | (not own_whole) | ((born.month, born.day) == (1, 1))
    bits[known & same_year] = _OTHER_DAY
    bits[known & same_year & vague] = _SAME_YEAR
    bits[known & ~same_year & ~whole & (np.abs(year - born.year) <= YEARS_BY_RARE)] = 0.0
    if own_whole:
        own = [born.year // 1000, born.year // 100 % 10, born.year // 10 % 10, born.year % 10]
        own += [(born.month or 0) // 10, (born.month or 0) % 10, (born.day or 0) // 10, (born.day or 0) % 10]
        digits = (
            year // 1000,
            year // 100 % 10,
            year // 10 % 10,
            year % 10,
            month // 10,
            month % 10,
            day // 10,
            day % 10,
        )
        differing = sum((digit != mine).astype(np.int8) for digit, mine in zip(digits, own, strict=True))
        bits[known & whole & ~first & (differing == 1) & (bits < _ONE_DIGIT)] = _ONE_DIGIT
        bits[known & same_year & (month == born.day) & (day == born.month)] = _EXCHANGED
        bits[known & whole & (differing == 0)] = _SAME_WEAK if (born.month, born.day) == (1, 1) else _SAME_DAY
    return bits
