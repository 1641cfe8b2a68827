"""Aliases that the UN and the US list for real people: whole, and part by part as another source of
spellings.

Read here and not by the importers under test. Organisations and ships are left out. No name of these lists is
written into the project: they are read from `../shared/names`.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from rapidfuzz.distance import Levenshtein

from bench.people.persons import UNKNOWN, partial
from bench.people.shared import NAMES, capitals
from models.document import PartialDate

_ALIKE = 0.65
"""So that ALI is no spelling of WALID, which differs by two of five letters."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A real entry, as its list has it.

    Attributes:
        entry_id: With the list's name before it.
        name: Main name.
        aliases: Those that the list calls good.
        births: Birth dates; ranges and unknown ones left out.
        nationality: In words; may be empty.
    """

    entry_id: str
    name: str
    aliases: tuple[str, ...]
    births: tuple[PartialDate, ...]
    nationality: str = ""


@lru_cache(maxsize=1)
def united_nations() -> tuple[Listed, ...]:
    """Persons of the UN's list.

    Raises:
        FileNotFoundError: The shared data are missing.
    """
    root = ElementTree.parse(NAMES / "un_consolidated.xml").getroot()
    return tuple(
        Listed(
            "UN/" + str(person.findtext("REFERENCE_NUMBER")),
            " ".join(
                part.strip()
                for tag in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
                if (part := person.findtext(tag))
            ),
            tuple(
                text.strip()
                for alias in person.iter("INDIVIDUAL_ALIAS")
                if alias.findtext("QUALITY") == "Good" and (text := alias.findtext("ALIAS_NAME"))
            ),
            tuple(_births(person.iter("INDIVIDUAL_DATE_OF_BIRTH"))),
            person.findtext("NATIONALITY/VALUE") or "",
        )
        for person in root.iter("INDIVIDUAL")
    )


def _births(elements: Iterable[Element]) -> Iterator[PartialDate]:
    for element in elements:
        date, year = element.findtext("DATE"), element.findtext("YEAR")
        if date:
            first, month, day = (int(part) for part in date[:10].split("-"))
            yield partial(first, month, day)
        elif year and year.isdigit():
            yield partial(int(year))


@lru_cache(maxsize=1)
def united_states() -> tuple[Listed, ...]:
    """Persons of the US list; birth dates stand in its remarks and are left out.

    Raises:
        FileNotFoundError: The shared data are missing.
    """
    names: dict[str, str] = {}
    with (NAMES / "ofac_sdn.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.reader(file):
            if len(row) > 2 and row[2].strip() == "individual":
                names[row[0]] = row[1]
    others: dict[str, list[str]] = defaultdict(list)
    with (NAMES / "ofac_alt.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.reader(file):
            if len(row) > 3 and row[0] in names and row[2] in ("aka", "fka"):
                others[row[0]].append(row[3])
    return tuple(
        Listed(f"US/{number}", name, tuple(others[number]), (UNKNOWN,)) for number, name in names.items()
    )


@lru_cache(maxsize=1)
def _spellings() -> dict[str, dict[str, int]]:
    """Parts of two names of one person that resemble and stand in one of them only."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for person in (*united_nations(), *united_states()):
        names = [set(capitals(name).split()) for name in (person.name, *person.aliases)]
        for place, one in enumerate(names):
            for other in names[place + 1 :]:
                for part in one - other:
                    alike = [
                        each
                        for each in other - one
                        if min(len(part), len(each)) > 2
                        and Levenshtein.normalized_similarity(part, each) >= _ALIKE
                    ]
                    for each in alike:
                        found[part][each] += 1
                        found[each][part] += 1
    return {part: dict(others) for part, others in found.items()}


def spelled(part: str, chance: random.Random) -> str | None:
    """Another spelling of a part of a name from aliases; None where none is known."""
    known = _spellings().get(part)
    return chance.choices(list(known), [count**0.5 for count in known.values()])[0] if known else None
