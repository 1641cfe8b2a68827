"""How many people bear a name, a birth year, a nationality: from the lists themselves.

A short list says little about how rare a name is, so that it is blended with what is usual in the region,
as if `_KNOWN_BEFORE` persons had been counted before. Pure: the counts are handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from watchlist.names.families import Families
from watchlist.names.tokens import Word

_KNOWN_BEFORE = 3000
_REGION = 1_000_000
"""Persons among whom a full name that stands once on a list is held to be as rare as names get."""
_SEEN_ONCE = 0.5
"""How often a pair of names that was counted once is met again among as many others (Good and Turing)."""
_SHARE_OF_FAMILY, _SHARE_IN_FAMILY = 0.03, 0.006
_SHARES_BY_LENGTH = {1: 0.06, 2: 0.004, 3: 0.002, 4: 0.001}
_SHARE = 0.0005
_YEARS_BEFORE = 500
_YEARS = 70
_FIRST_OF_JANUARY = 0.1
_SHARE_OF_NATIONALITY = 0.08


def class_of(word: Word) -> str:
    """The class that a part of a name is counted in: its family, or how it sounds."""
    return f"~{word.sound if word.family is None else word.family}"


def skeleton_of(word: Word) -> str:
    """The wider class: its consonants as they sound."""
    return f"~~{word.skeleton}"


def counted_as(word: Word) -> tuple[str, str, str]:
    """Everything under which a part of a name is counted: itself and its classes."""
    return word.text, class_of(word), skeleton_of(word)


ANY_NATIONALITY = "="


def nationality_key(code: str) -> str:
    """Under which a nationality is counted; `ANY_NATIONALITY` counts everybody with one."""
    return f"={code}"


def one_code(code: str) -> str:
    """One code where a state has two: Germany is `D` in a zone and `DEU` elsewhere (ICAO Doc 9303-3, 5).

    >>> one_code("DEU"), one_code("UTO")
    ('D', 'UTO')
    """
    return "D" if code == "DEU" else code


@dataclass(frozen=True, slots=True)
class Rarity:
    """Counts of one moment.

    Attributes:
        population: Persons on all lists.
        bearers: Persons by part of a name, by its classes (`counted_as`) and by nationality.
        pairs: Persons by two parts of the traveller's name, in the order of letters.
        years: Persons by year of birth.
        first_of_january: How many of those were born on a 1 January.
        families: Of names; None for those that ship.
        with_year: Persons whose year of birth is known.
    """

    population: int = 0
    bearers: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    first_of_january: int = 0
    families: Families | None = None
    with_year: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "with_year", sum(self.years.values()))

    def part(self, word: Word) -> float:
        """Share of people who bear a part, spelled so."""
        usual = _usual(word) if word.family is None else _SHARE_IN_FAMILY
        return self._blended(self.bearers.get(word.text, 0), usual)

    def of_class(self, word: Word) -> float:
        """Share of people who bear a part of the same family or sound."""
        usual = 2 * _usual(word) if word.family is None else _SHARE_OF_FAMILY
        return self._blended(self.bearers.get(class_of(word), 0), usual)

    def of_skeleton(self, word: Word) -> float:
        """Share of people who bear a part with these consonants."""
        usual = 4 * _usual(word) if word.family is None else _SHARE_OF_FAMILY
        return self._blended(self.bearers.get(skeleton_of(word), 0), usual)

    def pair(self, a: str, b: str) -> float:
        """Share of people who bear both parts, as they sound: names come together, they are not drawn by
        lot."""
        counted = self.pairs.get((a, b) if a <= b else (b, a), 0)
        return (max(counted - 1, 0) + _SEEN_ONCE) / max(self.population, _REGION)

    @property
    def least_pair(self) -> float:
        """Share of people who bear two parts that nobody else on the lists bears together."""
        return _SEEN_ONCE / max(self.population, _REGION)

    def born_in(self, first: int, last: int) -> float:
        """Share of people born in these years."""
        counted = sum(self.years.get(year, 0) for year in range(first, last + 1))
        usual = _YEARS_BEFORE * (last - first + 1) / _YEARS
        return min((counted + usual) / (self.with_year + _YEARS_BEFORE), 1.0)

    @property
    def on_first_of_january(self) -> float:
        """Share of birth dates that are a 1 January."""
        usual = _YEARS_BEFORE * _FIRST_OF_JANUARY
        return (self.first_of_january + usual) / (self.with_year + _YEARS_BEFORE)

    def nationality(self, code: str) -> float:
        """Share of people of a nationality."""
        known = self.bearers.get(ANY_NATIONALITY, 0)
        usual = _YEARS_BEFORE * _SHARE_OF_NATIONALITY
        return min((self.bearers.get(nationality_key(code), 0) + usual) / (known + _YEARS_BEFORE), 0.95)

    def _blended(self, counted: int, usual: float) -> float:
        return (counted + _KNOWN_BEFORE * usual) / (self.population + _KNOWN_BEFORE)


def _usual(word: Word) -> float:
    return _SHARES_BY_LENGTH.get(len(word.text), _SHARE)
