"""People of invented names, block by block: any one can be made again without those before.

Names are drawn as `stocks.toml` tells for each people. No person is a real one; what is real is how many
share a name. Birth dates: unknown 3 in 100, month and day unknown 8, 1 January as often as the registers of a
people have it, else any day. Sources: general knowledge of the region's registers.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from bench.people.ranks import Ranked, Sometimes, Weighted
from bench.people.tails import tail
from models.document import MrzFields, PartialDate, Sex
from models.watchlist import EntryAction, Mandate, PersonEntry

BLOCK = 1000
"""Persons that are made from one seed."""
UNKNOWN = PartialDate("<<<<<<", None)
_WITH_DOCUMENT = 0.6
_WITH_NATIONALITY = 0.95
_WITH_SEX = 0.97
_OLDEST, _YOUNGEST, _USUAL = 1940, 2008, 1985


class Group(Enum):
    """What rates are told by."""

    ARABIC = "Arabic"
    HAUSA_FULA = "Hausa and Fula"
    WEST_AFRICAN = "other West African"
    EUROPEAN = "European and other"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist.

    Attributes:
        number: Their place in the stream.
        group: What rates are told by.
        people: The table of `stocks.toml`.
        orthography: How their names are spelled, a name of `bench.people.orthographies`.
        surname: Letters A to Z and spaces.
        given: The same.
        birth: May be unknown in part or whole.
        sex: Female or male.
        nationality: Three letters.
        document: Number and issuing state of the passport that they bear.
        listed: What a list knows of nationality, sex and document: flags in that order.
    """

    number: int
    group: Group
    people: str
    orthography: str
    surname: str
    given: str
    birth: PartialDate
    sex: Sex
    nationality: str
    document: tuple[str, str]
    listed: tuple[bool, bool, bool]

    @property
    def name(self) -> str:
        """Surname and given names."""
        return f"{self.surname} {self.given}".strip()

    def entry(self) -> PersonEntry:
        """As a list has them; `entry_id` is their number."""
        nationality, sex, document = self.listed
        return PersonEntry(
            str(self.number),
            (self.name,),
            () if self.birth is UNKNOWN else (self.birth,),
            self.sex if sex else Sex.UNSPECIFIED,
            (self.nationality,) if nationality else (),
            (self.document,) if document else (),
            Mandate(EntryAction.REFER, category="invented"),
        )

    def fields(self, *, name_and_birth_only: bool = False) -> MrzFields:
        """As the zone of their passport has them."""
        if name_and_birth_only:
            return MrzFields(
                "P", "", self.surname, self.given, False, "", "", self.birth, Sex.UNSPECIFIED, None, ""
            )
        number, state = self.document
        return MrzFields(
            "P",
            state,
            self.surname,
            self.given,
            False,
            number,
            self.nationality,
            self.birth,
            self.sex,
            None,
            "",
        )


class _People:
    """One table of the stocks, ready to draw from."""

    def __init__(self, name: str, table: dict[str, Any]) -> None:
        self.name = name
        self.group = Group[table["group"].upper()]
        self.share: float = table["share"]
        self.orthography: str = table["orthography"]
        self._table = table
        self._male = Ranked([word.replace("-", " ") for word in table["male"].split()])
        self._female = Ranked(table["female"].split())
        self._surnames = Ranked([word.replace("-", " ") for word in table["surnames"].split()])
        self._rare = Ranked(tail(table["tail"]), 0.6)
        self._nationalities = Weighted(table["nationalities"])
        self._before = {
            key: Sometimes(table.get(key, {}))
            for key in ("before_surname", "before_given", "before_father", "before_father_woman")
        }

    def draw(self, number: int, chance: random.Random) -> Person:
        """One person."""
        table = self._table
        woman = chance.random() < table["women"]
        own = self._female if woman else self._male
        father = self._before[
            "before_father_woman" if woman and "before_father_woman" in table else "before_father"
        ]
        given = self._before["before_given"].before(own.draw(chance), chance)
        if chance.random() < table["second"]:
            if chance.random() < table["fathers"]:
                given += " " + self._before["before_father"].before(self._male.draw(chance), chance)
            else:
                given += " " + own.draw(chance)
            if chance.random() < table.get("third", 0):
                given += " " + self._before["before_father"].before(self._male.draw(chance), chance)
        kind = chance.random()
        if kind < table["patronymic"]:
            surname = father.before(self._male.draw(chance), chance)
        else:
            rare = kind < table["patronymic"] + table["rare"]
            surname = self._before["before_surname"].before(
                (self._rare if rare else self._surnames).draw(chance), chance
            )
            if chance.random() < table.get("two_surnames", 0):
                surname += " " + self._surnames.draw(chance)
        nationality = self._nationalities.draw(chance)
        listed = (
            chance.random() < _WITH_NATIONALITY,
            chance.random() < _WITH_SEX,
            chance.random() < _WITH_DOCUMENT,
        )
        return Person(
            number,
            self.group,
            self.name,
            self.orthography,
            surname,
            given,
            birth_date(chance, table["january"]),
            Sex.FEMALE if woman else Sex.MALE,
            nationality,
            (document_number(chance), nationality),
            listed,
        )


def birth_date(chance: random.Random, january: float) -> PartialDate:
    """A birth date as registers have it."""
    kind = chance.random()
    if kind < 0.03:
        return UNKNOWN
    year = int(chance.triangular(_OLDEST, _YOUNGEST, _USUAL))
    if kind < 0.11:
        return partial(year)
    if kind < 0.11 + january:
        return partial(year, 1, 1)
    day = date(year, 1, 1) + timedelta(days=chance.randrange(365))
    return partial(year, day.month, day.day)


def partial(year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    """A date as a zone prints it."""
    printed = "".join("<<" if part is None else f"{part:02d}" for part in (year % 100, month, day))
    return PartialDate(printed, year, month, day)


def document_number(chance: random.Random) -> str:
    """Two letters and seven digits, or nine digits."""
    digits = chance.randrange(10**7)
    if chance.random() < 0.2:
        return f"{chance.randrange(100):02d}{digits:07d}"
    return chance.choice("ABCEGHKLMNPRSTX") + chance.choice("ABCDEFGHKLMNPRTZ") + f"{digits:07d}"


@lru_cache(maxsize=1)
def _peoples() -> tuple[tuple[_People, ...], list[float]]:
    with Path(__file__).with_name("stocks.toml").open("rb") as file:
        peoples = tuple(_People(name, table) for name, table in tomllib.load(file).items())
    return peoples, [people.share for people in peoples]


def block(seed: int, number: int) -> list[Person]:
    """The persons of one block; the same again for the same seed.

    Args:
        seed: Of the whole stream.
        number: Of the block, from 0.
    """
    chance = random.Random(f"{seed}/{number}")
    peoples, shares = _peoples()
    drawn = chance.choices(peoples, shares, k=BLOCK)
    return [people.draw(number * BLOCK + place, chance) for place, people in enumerate(drawn)]


def persons(seed: int, count: int) -> Iterator[Person]:
    """The first persons of a stream, one block in memory at a time."""
    for number in range((count + BLOCK - 1) // BLOCK):
        yield from block(seed, number)[: count - number * BLOCK]


def some(seed: int, count: int, wanted: int, chance: random.Random) -> Iterator[Person]:
    """Persons drawn by lot out of the first `count` of a stream, in no order; each at most once a block
    visited."""
    left = wanted
    blocks = list(range((count + BLOCK - 1) // BLOCK))
    chance.shuffle(blocks)
    each = max(1, -(-wanted // len(blocks)))
    for number in blocks:
        made = block(seed, number)[: count - number * BLOCK]
        for person in chance.sample(made, min(each, left, len(made))):
            left -= 1
            yield person
        if not left:
            return
