"""Under which hashes a person stands in the index, and which are asked for a traveller.

A posting is a 32-bit hash of a key, the person, and a code of the birth date. Keys:

* pairs of parts of a name (`names.keys.pair_keys`), for any birth date;
* single parts of a name with a year (`part@1974`);
* a whole date of birth (`@1974-08-12`);
* the number of a paper (`#L898902C3`), whoever issued it.

Hashes meet now and then (a million persons, 32 bits): what is found is a candidate, and its entry decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from zlib import crc32

from models.document import PartialDate
from models.watchlist import PersonEntry, YearRange
from watchlist.names import keys as name_keys
from watchlist.names.families import Families
from watchlist.names.keys import pair_keys, single_keys
from watchlist.names.tokens import parts
from watchlist.rarity import ANY_NATIONALITY, counted_as, nationality_key, one_code

VERSION = f"2.{name_keys.VERSION}"
"""Of the rules by which keys are made; where another one stands in the database it is indexed anew."""

FIRST_YEAR = 1890
LAST_YEAR = 2046
_DAYS_OF_YEAR = 416
UNKNOWN_BIRTH = 0

CIRCA_YEARS = 2
"""Years by which a range that its list calls rough is made wider on both sides."""
MOST_YEARS = 30
"""A wider range of years says nothing: its person is found by pairs of parts, as without any date."""
YEARS_BY_RARE = 2
"""Years around the traveller's in which a part of a name is looked for that few people bear."""


def birth_code(year: int | None, month: int | None = None, day: int | None = None) -> int:
    """A birth date in 16 bits; 0 where no year is known, or one outside of 1890 to 2046.

    >>> birth_code(1974, 8, 12), birth_code(1974), birth_code(None)
    (35213, 34945, 0)
    """
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return UNKNOWN_BIRTH
    return 1 + (year - FIRST_YEAR) * _DAYS_OF_YEAR + (month or 0) * 32 + (day or 0)


def birth_year(code: int) -> int | None:
    """The year that a code tells, if any.

    >>> birth_year(35213), birth_year(0)
    (1974, None)
    """
    return None if code == UNKNOWN_BIRTH else FIRST_YEAR + (code - 1) // _DAYS_OF_YEAR


def entry_keys(entry: PersonEntry) -> set[tuple[int, int]]:
    """Hash and birth code of every posting that leads to a person."""
    return {(packed >> 16, packed & 0xFFFF) for packed in packed_keys(entry)}


def packed_keys(entry: PersonEntry, families: Families | None = None) -> set[int]:
    """The same, each pair as one number: `hash << 16 | birth code`."""
    dates = [born for born in entry.dates_of_birth if born.year is not None and born.possible]
    codes = {_code(born) for born in dates}
    if entry.birth_years or not codes:
        codes.add(UNKNOWN_BIRTH)
    years = {born.year: _code(born) for born in dates if born.year is not None}
    for within in entry.birth_years:
        years |= {year: birth_code(year) for year in years_of(within) if year not in years}
    found: set[int] = set()
    for name in chain(entry.names, entry.weak_names):
        hashes = [crc32(key.encode()) << 16 for key in pair_keys(name, families)]
        for code in codes:
            found.update([hashed | code for hashed in hashes])
        if years:
            common, rare = single_keys(name, families)
            singles = [crc32(key.encode()) for key in chain(common, rare)]
            for year, code in years.items():
                at_year = f"@{year}".encode()
                found.update([crc32(at_year, single) << 16 | code for single in singles])
    for born in dates:
        if born.month is not None and born.day is not None:
            found.add(crc32(f"@{born.iso}".encode()) << 16 | _code(born))
    for number, _ in entry.document_numbers:
        found.add(paper_hash(number) << 16 | UNKNOWN_BIRTH)
    return found


def paper_hash(number: str) -> int:
    """The hash under which the bearer of a paper stands.

    Args:
        number: As lists hold it: capital letters and digits.
    """
    return crc32(f"#{number}".encode())


def years_of(within: YearRange) -> range:
    """Every year of a range; none where it is too wide to say anything."""
    margin = CIRCA_YEARS if within.circa else 0
    years = range(within.first - margin, within.last + margin + 1)
    return years if len(years) <= MOST_YEARS else range(0)


def _code(born: PartialDate) -> int:
    return birth_code(born.year, born.month, born.day)


@dataclass(frozen=True, slots=True)
class QueryKeys:
    """The hashes to ask the index for.

    Attributes:
        pairs: Two parts of the name, whatever the birth date.
        rare: A part that few people bear, in a year near the traveller's.
        common: A part that many people bear, in the traveller's year.
        born: The whole birth date; empty where it is not known.
    """

    pairs: tuple[int, ...]
    rare: tuple[int, ...] = ()
    common: tuple[int, ...] = ()
    born: tuple[int, ...] = ()


def query_keys(name: str, born: PartialDate, families: Families | None = None) -> QueryKeys:
    """What to ask for a traveller.

    Args:
        name: All of it, as printed or decoded.
        born: As printed; without a year only pairs are asked for.
        families: Of names; None for those that ship.
    """
    pairs = tuple(sorted({crc32(key.encode()) for key in pair_keys(name, families)}))
    if born.year is None or not born.possible:
        return QueryKeys(pairs)
    common, rare = single_keys(name, families)
    near = range(born.year - YEARS_BY_RARE, born.year + YEARS_BY_RARE + 1)
    return QueryKeys(
        pairs,
        tuple(sorted({crc32(f"{key}@{year}".encode()) for key in rare for year in near})),
        tuple(sorted({crc32(f"{key}@{born.year}".encode()) for key in common})),
        (crc32(f"@{born.iso}".encode()),) if born.month is not None and born.day is not None else (),
    )


def hashed_key(key: str) -> int:
    """The hash of a key of a name."""
    return crc32(key.encode())


def counted_parts(entry: PersonEntry, families: Families | None = None) -> set[str]:
    """What `name_parts` counts a person under: parts of names with their classes, and nationalities."""
    words = {part.word for name in chain(entry.names, entry.weak_names) for part in parts(name, families)}
    found = {key for word in words for key in _counted_as(word)}
    if entry.nationalities:
        found.add(ANY_NATIONALITY)
        found.update(nationality_key(one_code(code)) for code in entry.nationalities)
    return found


_counted_as = lru_cache(maxsize=8192)(counted_as)


def births_by_year(births: Mapping[int, int]) -> tuple[dict[int, int], int]:
    """Persons by year of birth, and how many were born on a 1 January, from counts by birth code."""
    years = {}
    first_of_january = 0
    for code, persons in births.items():
        if (code - 1) % _DAYS_OF_YEAR:
            first_of_january += persons
        else:
            years[FIRST_YEAR + (code - 1) // _DAYS_OF_YEAR] = persons
    return years, first_of_january


def counted_births(entry: PersonEntry) -> set[int]:
    """What `birth_counts` counts a person under: each year, and each 1 January."""
    found = set()
    for born in entry.dates_of_birth:
        if born.possible and (code := birth_code(born.year)):
            found.add(code)
            if (born.month, born.day) == (1, 1):
                found.add(_code(born))
    return found
