"""Invented persons: names in Latin and in Arabic letters, dates, sexes; nobody that lives or lived.

Surnames are made up; given names are common ones of the Sahel, the Maghreb and Europe
(`resources/training/names.tsv`). Arabic spellings are those in everyday use, so that what a reader finds in
them is no echo of the transliteration of ICAO Doc 9303-3, 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from borderdesk.training.press.specimen import ISSUER, Holder
from resources import path

TODAY = date(2026, 11, 24)
"""The day on which a drawn document is shown; its dates are chosen about it."""
_DIGITS, _LETTERS = "0123456789", "ABCDEFGHIJKLMNPQRSTUVWXYZ"
# Letters and digits of a number; an O beside zeros would be a case for another scan, so there is none.
_PATTERNS = ("LLDDDDDDD", "LDDDDDDDD", "DDDDDDDDD", "LLDDDDDDD", "DDLLDDDDD")


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person in two scripts.

    Attributes:
        holder: As a specimen has it.
        arabic_surname: The surname in Arabic letters.
        arabic_given_names: The given names in Arabic letters.
        arabic_place: The place of birth in Arabic letters.
    """

    holder: Holder
    arabic_surname: str
    arabic_given_names: str
    arabic_place: str


def invent_person(rng: np.random.Generator, *, nationality: str = ISSUER) -> Person:
    """Somebody between three and eighty-six years old."""
    sex = "F" if rng.random() < 0.5 else "M"
    surname = _chosen("surname", rng)
    pool = _names()["woman" if sex == "F" else "man"]
    given = [pool[int(at)] for at in rng.permutation(len(pool))[: 1 + int(rng.integers(3) > 0)]]
    place = _chosen("place", rng)
    born = TODAY - timedelta(days=int(rng.integers(3 * 365, 86 * 365)))
    unknown = rng.random()
    birth = born.isoformat()
    if unknown < 0.05:  # many papers of the region know a year only
        birth = birth[:4] if unknown < 0.04 else birth[:7]
    holder = Holder(surname[0], " ".join(name for name, _ in given), nationality, birth, sex, place[0])
    return Person(holder, surname[1], " ".join(name for _, name in given), place[1])


@lru_cache(maxsize=1)
def _names() -> dict[str, list[tuple[str, str]]]:
    """Pairs of a Latin and an Arabic spelling, by what they are names of."""
    pools: dict[str, list[tuple[str, str]]] = {}
    for row in path("training", "names.tsv").read_text(encoding="utf-8").splitlines()[2:]:
        part, latin, arabic = row.split("\t")
        pools.setdefault(part, []).append((latin, arabic))
    return pools


def _chosen(part: str, rng: np.random.Generator) -> tuple[str, str]:
    pool = _names()[part]
    return pool[int(rng.integers(len(pool)))]


def invent_number(rng: np.random.Generator) -> str:
    """A document number of nine characters."""
    pattern = _PATTERNS[int(rng.integers(len(_PATTERNS)))]
    pools = {"L": _LETTERS, "D": _DIGITS}
    return "".join(pools[mark][int(rng.integers(len(pools[mark])))] for mark in pattern)
