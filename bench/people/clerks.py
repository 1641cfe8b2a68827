"""What happens to a name and a birth date at a counter.

Source: general knowledge of keyboards and handwriting, of how registers order and leave out parts, and ICAO
Doc 9303-4, 4.2.3 (9303-5 and 9303-6 for 30 and 31 characters) for the cut of the zone.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date

from bench.people.persons import partial
from borderdesk.mrz.names import write_name
from models.document import PartialDate

_PARTICLES = (
    "EL AL UL BEN BIN IBN BOU ABU ABOU OULD MINT AG WALET AIT DAN MAI DE DA DO DOS DI DU LE LA VON VAN DER "
    "DEN DEL"
)
_TITLES = "ALHAJI MALLAM MALAM HAJIYA HADJIA ELHADJI THIERNO ALPHA ALFA SERIGNE CHEIKH MODIBO"
PARTICLES = frozenset(_PARTICLES.split())
TITLES = frozenset(_TITLES.split())
_OTHER_PARTICLE = {
    "EL": ("AL",),
    "AL": ("EL", "UL"),
    "BEN": ("BIN", "IBN", "BN"),
    "BIN": ("BEN", "IBN"),
    "IBN": ("BEN", "BIN"),
    "OULD": ("WELD", "WOULD", "VALL OULD"),
    "ABU": ("ABOU", "BU"),
    "BOU": ("BU", "ABOU"),
    "MINT": ("BINT", "MENT"),
    "VAN": ("V",),
    "DE": ("D", "DI"),
    "DA": ("DE",),
    "DOS": ("DO",),
}
_ROWS = (("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"), ("AZERTYUIOP", "QSDFGHJKLM", "WXCVBN"))
_HANDWRITING = {
    "A": "OU",
    "C": "EG",
    "D": "O",
    "E": "CF",
    "F": "TP",
    "G": "CY",
    "H": "N",
    "I": "LJ",
    "J": "IY",
    "K": "H",
    "L": "IT",
    "M": "N",
    "N": "MUR",
    "O": "AD",
    "P": "F",
    "Q": "OG",
    "R": "VN",
    "S": "G",
    "T": "FL",
    "U": "NV",
    "V": "UR",
    "W": "M",
    "Y": "G",
    "Z": "S",
}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Told:
    """What a document tells of a person.

    Attributes:
        surname: Primary identifier.
        given: Secondary identifier.
        birth: As printed.
        truncated: True where the zone cut the name.
    """

    surname: str
    given: str
    birth: PartialDate
    truncated: bool = False

    @property
    def parts(self) -> list[str]:
        """All parts of the name."""
        return f"{self.surname} {self.given}".split()

    def named(self, parts: list[str]) -> Told | None:
        """With other parts; what changed first tells where the surname now ends. None where nothing
        changed."""
        before, first = self.parts, len(self.surname.split())
        if parts == before or not parts:
            return None
        same = next(
            (place for place, pair in enumerate(zip(before, parts, strict=False)) if pair[0] != pair[1]), 0
        )
        if same < first:
            first = max(1, first + len(parts) - len(before))
        return replace(self, surname=" ".join(parts[:first]), given=" ".join(parts[first:]))


def _neighbours(letter: str, chance: random.Random) -> str:
    found = ""
    for row in chance.choice(_ROWS):
        place = row.find(letter)
        if place >= 0:
            found += row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    return found or _LETTERS


def mistyped(part: str, chance: random.Random) -> str:
    """One slip in a part: a neighbouring key, a letter that looks like it, one left out, doubled, put in or
    swapped."""
    place, slip = chance.randrange(len(part)), chance.random()
    letter = part[place]
    if slip < 0.22:
        return part[:place] + chance.choice(_neighbours(letter, chance)) + part[place + 1 :]
    if slip < 0.45:
        return part[:place] + chance.choice(_HANDWRITING.get(letter, _LETTERS)) + part[place + 1 :]
    if slip < 0.65:
        return part[:place] + part[place + 1 :]
    if slip < 0.75:
        return part[:place] + letter + part[place:]
    if slip < 0.85:
        return part[:place] + chance.choice(_neighbours(letter, chance)) + part[place:]
    return part[:place] + part[place : place + 2][::-1] + part[place + 2 :]


def typed(told: Told, chance: random.Random) -> Told | None:
    """One slip somewhere in the name."""
    places = [place for place, part in enumerate(told.parts) if len(part) > 2 and part not in PARTICLES]
    if not places:
        return None
    parts, place = told.parts, chance.choice(places)
    parts[place] = mistyped(parts[place], chance)
    return told.named(parts)


def reordered(told: Told, chance: random.Random) -> Told | None:
    """Surname and given names exchanged, or parts in any order; a particle stays before its name."""
    if not told.given:
        return None
    if chance.random() < 0.6:
        return None if told.given == told.surname else replace(told, surname=told.given, given=told.surname)
    groups = _groups(told.parts)
    before = list(groups)
    chance.shuffle(groups)
    return None if groups == before else told.named([part for group in groups for part in group])


def _groups(parts: list[str]) -> list[list[str]]:
    """Parts with the particles before them."""
    groups: list[list[str]] = [[]]
    for part in parts:
        groups[-1].append(part)
        if part not in PARTICLES:
            groups.append([])
    return [group for group in groups if group]


def dropped(told: Told, chance: random.Random) -> Told | None:
    """One part less, where at least two names are left."""
    groups = _groups(told.parts)
    if len(groups) < 3:
        return None
    del groups[chance.randrange(len(groups))]
    return told.named([part for group in groups for part in group])


def added(told: Told, other: str, chance: random.Random) -> Told | None:
    """One given name more: of a father or grandfather, or a second one."""
    if other in told.parts:
        return None
    given = told.given.split()
    given.insert(chance.randint(min(1, len(given)), len(given)), other)
    return replace(told, given=" ".join(given))


def particle(told: Told, chance: random.Random) -> Told | None:
    """A particle or title glued, exchanged, left out, split off, or put in."""
    parts = told.parts
    places = [place for place, part in enumerate(parts[:-1]) if part in PARTICLES or part in TITLES]
    if places:
        place, way = chance.choice(places), chance.randrange(3)
        if way == 0 and parts[place] in PARTICLES:
            return told.named([*parts[:place], parts[place] + parts[place + 1], *parts[place + 2 :]])
        if way == 1 and parts[place] in _OTHER_PARTICLE:
            other = chance.choice(_OTHER_PARTICLE[parts[place]]).split()
            return told.named([*parts[:place], *other, *parts[place + 1 :]])
        return told.named([*parts[:place], *parts[place + 1 :]])
    for place, part in enumerate(parts):
        for word in ("BEN", "BEL", "BOU", "EL", "AL", "AIT", "DAN"):
            if part.startswith(word) and len(part) - len(word) >= 4 and chance.random() < 0.5:
                return told.named([*parts[:place], word, part[len(word) :], *parts[place + 1 :]])
    return None


def initial(told: Told, chance: random.Random) -> Told | None:
    """A given name as its first letter, where another whole one is left."""
    given = told.given.split()
    places = [place for place, part in enumerate(given) if len(part) > 2 and part not in PARTICLES]
    if len(places) < 2:
        return None
    place = chance.choice(places)
    given[place] = given[place][0]
    return replace(told, given=" ".join(given))


def cut(told: Told, chance: random.Random) -> Told | None:
    """The name as a zone too narrow for it has it: 30 characters of a card, 31 of a TD2, 39 of a passport."""
    widths = [width for width in (39, 31, 30) if len(told.surname) + len(told.given) + 2 > width]
    if not widths or not told.given:
        return None
    surname, _, given = write_name(told.surname, told.given, chance.choice(widths)).partition("<<")
    surname, given = (text.replace("<", " ").strip() for text in (surname, given))
    return replace(told, surname=surname, given=given, truncated=True)


def birth_digit(told: Told, chance: random.Random) -> Told | None:
    """One digit of the birth date another one; still a date of somebody alive."""
    born = told.birth
    if born.year is None or born.month is None or born.day is None:
        return None
    for _ in range(50):
        digits = list(f"{born.year:04d}{born.month:02d}{born.day:02d}")
        digits[chance.randrange(2, 8)] = str(chance.randrange(10))
        text = "".join(digits)
        try:
            new = date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            continue
        if 1930 <= new.year <= 2012 and new != date(born.year, born.month, born.day):
            return replace(told, birth=partial(new.year, new.month, new.day))
    return None


def birth_swapped(told: Told, chance: random.Random) -> Told | None:
    """Day and month exchanged."""
    born = told.birth
    if born.year is None or born.month is None or born.day is None or born.day > 12 or born.day == born.month:
        return None
    return replace(told, birth=partial(born.year, born.day, born.month))


def birth_year(told: Told, chance: random.Random) -> Told | None:
    """Only the year is known, or 1 January stands for it."""
    born = told.birth
    if born.year is None or born.day is None or (born.month, born.day) == (1, 1):
        return None
    return replace(told, birth=partial(born.year) if chance.random() < 0.6 else partial(born.year, 1, 1))
