"""How listed people are spelled when they are seen again: kinds of variants, each with its source, and their
mix.

`WEIGHTS` is the mix that "fresh variants" means; most travellers carry a mild change. A kind that does not
apply to a person (no particle, no third part) gives way to another one drawn anew, so that parts in the mix
differ from weights: the bench counts what was drawn.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from bench.people import aliases, arabic, clerks, european, mined, orthographies
from bench.people.clerks import Told
from bench.people.persons import Group, Person, document_number, persons
from models.document import MrzFields, Sex


class Kind(Enum):
    """What was done to a name or a birth date; in parentheses the source."""

    SAME = "as listed"
    MINED = "mined spelling of one part (public pairs)"
    ALIAS = "spelling of one part from aliases (UN, OFAC)"
    ORTHOGRAPHY = "another office's orthography, all parts (published)"
    ORTHOGRAPHY_ONE = "another orthography, one part (published)"
    HAUSA_ENDING = "Hausa and Fula ending put on or taken off (general)"
    ARABIC_PARTS = "article or Abd written another way (published)"
    ESCAPED = "Arabic letters as Doc 9303 writes them (standard)"
    TYPED = "one typing error (general)"
    ORDER = "order of the parts (general)"
    DROPPED = "one part left out (general)"
    ADDED = "one part more (general)"
    PARTICLE = "particle glued, split, exchanged or left out (general)"
    INITIAL = "a given name as its initial (general)"
    CUT = "cut by the zone (standard)"
    BIRTH_DIGIT = "one digit of the birth date (general)"
    BIRTH_SWAPPED = "day and month exchanged (general)"
    BIRTH_YEAR = "year of birth only (general)"
    HARD = "hard: two or three of these at once"


WEIGHTS = {
    Kind.SAME: 14,
    Kind.MINED: 12,
    Kind.ALIAS: 4,
    Kind.ORTHOGRAPHY: 9,
    Kind.ORTHOGRAPHY_ONE: 9,
    Kind.HAUSA_ENDING: 2,
    Kind.ARABIC_PARTS: 3,
    Kind.ESCAPED: 1,
    Kind.TYPED: 10,
    Kind.ORDER: 6,
    Kind.DROPPED: 4,
    Kind.ADDED: 4,
    Kind.PARTICLE: 3,
    Kind.INITIAL: 1,
    Kind.CUT: 2,
    Kind.BIRTH_DIGIT: 4,
    Kind.BIRTH_SWAPPED: 2,
    Kind.BIRTH_YEAR: 2,
    Kind.HARD: 8,
}
_NAME_KINDS = (
    Kind.MINED,
    Kind.ALIAS,
    Kind.ORTHOGRAPHY,
    Kind.ORTHOGRAPHY_ONE,
    Kind.HAUSA_ENDING,
    Kind.ARABIC_PARTS,
    Kind.TYPED,
    Kind.ORDER,
    Kind.DROPPED,
    Kind.ADDED,
    Kind.PARTICLE,
    Kind.CUT,
)
_BIRTH_KINDS = (Kind.BIRTH_DIGIT, Kind.BIRTH_SWAPPED, Kind.BIRTH_YEAR)
_SAME_DOCUMENT = 0.75
"""How often somebody listed still bears the document that the list knows."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A listed person at the counter.

    Attributes:
        person: Who it is.
        kind: What is different.
        told: What the document tells of name and birth.
        document: Number and issuing state of the document shown.
    """

    person: Person
    kind: Kind
    told: Told
    document: tuple[str, str]

    def fields(self, *, name_and_birth_only: bool = False) -> MrzFields:
        """As the zone has them."""
        told, person = self.told, self.person
        number, state = ("", "") if name_and_birth_only else self.document
        nationality, sex = ("", Sex.UNSPECIFIED) if name_and_birth_only else (person.nationality, person.sex)
        return MrzFields(
            "P",
            state,
            told.surname,
            told.given,
            told.truncated,
            number,
            nationality,
            told.birth,
            sex,
            None,
            "",
        )


def _one_part(told: Told, chance: random.Random, spell: Callable[[str], str | None]) -> Told | None:
    """The name with one part spelled otherwise, any that can be."""
    parts = told.parts
    places = [place for place, part in enumerate(parts) if part not in clerks.PARTICLES]
    chance.shuffle(places)
    for place in places:
        new = spell(parts[place])
        if new is not None and new != parts[place]:
            return told.named([*parts[:place], *new.split(), *parts[place + 1 :]])
    return None


def _orthography(told: Told, person: Person, chance: random.Random, *, whole: bool) -> Told | None:
    if person.group is Group.EUROPEAN:
        if whole:
            return told.named([european.respelled(part, chance) or part for part in told.parts])
        return _one_part(told, chance, lambda part: european.respelled(part, chance))
    found = orthographies.targets(person.orthography, arabic=person.group is Group.ARABIC)
    target = chance.choice(found)

    def spell(part: str) -> str:
        return orthographies.respelled(part, person.orthography, target, chance)

    if whole:
        return told.named([part if part in clerks.PARTICLES else spell(part) for part in told.parts])
    return _one_part(told, chance, spell)


def _arabic_parts(told: Told, chance: random.Random) -> Told | None:
    ways = [arabic.servant, arabic.article]
    chance.shuffle(ways)
    new = ways[0](told.parts, chance) or ways[1](told.parts, chance)
    return told.named(new) if new else None


def _escaped(told: Told, person: Person) -> Told | None:
    new = arabic.escaped(told.parts) if person.group is Group.ARABIC else None
    return told.named(new) if new else None


def _hausa_ending(told: Told, person: Person, chance: random.Random) -> Told | None:
    if person.group is not Group.HAUSA_FULA:
        return None
    return _one_part(told, chance, orthographies.hausa_ending)


@lru_cache(maxsize=1)
def _given_names() -> dict[tuple[str, Sex], list[str]]:
    """Given names by people and sex, as common as they are."""
    found: dict[tuple[str, Sex], list[str]] = defaultdict(list)
    for person in persons(0, 20_000):
        found[person.people, person.sex].append(person.given.split()[-1])
    return dict(found)


def change(told: Told, person: Person, kind: Kind, chance: random.Random) -> Told | None:
    """What a document tells once one kind of change is done; None where it does not apply."""
    simple: dict[Kind, Callable[[Told, random.Random], Told | None]] = {
        Kind.ARABIC_PARTS: _arabic_parts,
        Kind.TYPED: clerks.typed,
        Kind.ORDER: clerks.reordered,
        Kind.DROPPED: clerks.dropped,
        Kind.PARTICLE: clerks.particle,
        Kind.INITIAL: clerks.initial,
        Kind.CUT: clerks.cut,
        Kind.BIRTH_DIGIT: clerks.birth_digit,
        Kind.BIRTH_SWAPPED: clerks.birth_swapped,
        Kind.BIRTH_YEAR: clerks.birth_year,
    }
    if kind in simple:
        return simple[kind](told, chance)
    if kind is Kind.SAME:
        return told
    if kind is Kind.MINED:
        return _one_part(told, chance, lambda part: mined.spelled(part, chance))
    if kind is Kind.ALIAS:
        return _one_part(told, chance, lambda part: aliases.spelled(part, chance))
    if kind in (Kind.ORTHOGRAPHY, Kind.ORTHOGRAPHY_ONE):
        return _orthography(told, person, chance, whole=kind is Kind.ORTHOGRAPHY)
    if kind is Kind.HAUSA_ENDING:
        return _hausa_ending(told, person, chance)
    if kind is Kind.ESCAPED:
        return _escaped(told, person)
    if kind is Kind.ADDED:
        return clerks.added(told, chance.choice(_given_names()[person.people, person.sex]), chance)
    return _hard(told, person, chance)


def _hard(told: Told, person: Person, chance: random.Random) -> Told | None:
    """Two kinds of change to the name, or one or two with one to the birth date."""
    before = told
    wanted = [*chance.sample(_NAME_KINDS, len(_NAME_KINDS))]
    done, most = 0, chance.choice((2, 2, 3))
    if chance.random() < 0.4 and (new := change(told, person, chance.choice(_BIRTH_KINDS), chance)):
        told, done = new, 1
    for kind in wanted:
        new = change(told, person, kind, chance)
        if new is not None:
            told, done = new, done + 1
        if done == most:
            return None if told == before else told
    return None


def seen(person: Person, kind: Kind, chance: random.Random) -> Seen | None:
    """A listed person seen again with one kind of change; None where it does not apply to them."""
    told = change(Told(person.surname, person.given, person.birth), person, kind, chance)
    if told is None:
        return None
    shown = person.document
    if not person.listed[2] or chance.random() >= _SAME_DOCUMENT:
        shown = (document_number(chance), person.nationality)
    return Seen(person, kind, told, shown)


def fresh(person: Person, chance: random.Random) -> Seen:
    """A listed person seen again with a change drawn from the mix."""
    while True:
        kind = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        found = seen(person, kind, chance)
        if found is not None:
            return found


def with_listed_document(one: Seen) -> Seen:
    """The same traveller bearing the document of the list."""
    return replace(one, document=one.person.document)
