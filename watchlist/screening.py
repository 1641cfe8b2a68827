"""Asking the lists about a document and its holder.

Rules:

* a document number with its issuer is exact; the number alone is a hint, for other states count too
  (`watchlist.document_hits`);
* persons are found by keys of their names and judged on everything that is known of both
  (`watchlist.judgement`); a name alone is never exact;
* few alerts: what the evidence does not bear is left out, the rest is sorted best first and says in words
  what agreed and what did not.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from math import log2

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.document import MrzFields
from models.tables.watchlist import Person, WatchList
from models.watchlist import Hit, HitKind, PersonEntry, Screening
from watchlist import index, own_families, store, stored
from watchlist.candidates import Candidates, candidates
from watchlist.document_hits import document_hits
from watchlist.doubts import Doubts
from watchlist.index_keys import births_by_year
from watchlist.judgement import Asked, Weighed, counts, hit, weigh
from watchlist.names.tokens import parts
from watchlist.paper_bearers import in_force
from watchlist.rarity import ANY_NATIONALITY, Rarity, counted_as, nationality_key, one_code
from watchlist.threshold import usual_bits

MAX_HITS = 20
_CHUNK = 500


def screen(
    session: Session,
    fields: MrzFields,
    *,
    today: date,
    doubts: Doubts | None = None,
    least_bits: float | None = None,
    without: str = "",
) -> Screening:
    """Ask every list about one document and its holder.

    Args:
        session: On the watchlist database.
        fields: Of the document; parts may be empty.
        today: Entries that ended before it match no more.
        doubts: Characters that may have been read otherwise.
        least_bits: Evidence in bits from which a person is a hit; None for what these lists ask for,
            minus infinity for everybody who was compared.
        without: Number of an entry about a person that is not asked.

    Returns:
        Every list that was asked, and at most `MAX_HITS` hits, best first.
    """
    started = time.perf_counter()
    consulted = store.lists(session)
    hits: dict[tuple[str, str, HitKind], Hit] = {}
    strongest = None
    if consulted:
        for found in document_hits(session, fields, today, doubts=doubts):
            _keep_best(hits, found)
        persons = _Persons(session, fields, today, doubts, without)
        strongest = persons.strongest
        for found in persons.hits(least_bits):
            _keep_best(hits, found)
    ordered = sorted(
        hits.values(), key=lambda each: (not each.exact, -each.score, each.list_name, each.entry.entry_id)
    )
    milliseconds = (time.perf_counter() - started) * 1000
    population = index.population(session)
    return Screening(consulted, tuple(ordered[:MAX_HITS]), milliseconds, (), strongest, population)


def _keep_best(hits: dict[tuple[str, str, HitKind], Hit], found: Hit) -> None:
    """One hit an entry: the better one, with the reasons of both."""
    key = (found.list_name, found.entry.entry_id, found.kind)
    other = hits.get(key)
    if other is None:
        hits[key] = found
        return
    best, second = sorted((other, found), key=lambda each: (each.doubted, not each.exact, -each.score))
    reasons = tuple(dict.fromkeys((*best.reasons, *second.reasons)))
    hits[key] = Hit(
        best.list_name, best.entry, best.kind, best.score, best.exact, reasons, best.doubted, best.overdue
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A person found on a list, before judgement."""

    list_name: str
    entry: PersonEntry


class _Persons:
    """Listed persons held against one traveller."""

    def __init__(
        self, session: Session, fields: MrzFields, today: date, doubts: Doubts | None, without: str
    ) -> None:
        self._session = session
        self._today = today
        self._population = index.population(session)
        self._weighed: list[tuple[_Found, Weighed]] = []
        asked = tuple(_asked(fields, doubts))
        self._families = own_families.families(session.connection())
        self._rarity = Rarity(self._population)
        if not asked or not self._population:
            return
        look_up = partial(index.look_up, session)
        found = [
            candidates(each.name, fields.date_of_birth, look_up, self._population, self._families)
            for each in asked
        ]
        numbers = dict.fromkeys(number for each in found for number in each.persons)
        persons = [person for person in self._read(numbers) if person.entry.entry_id != without]
        self._rarity = self._counted(asked, persons, found)
        self._weighed = [(person, weigh(person.entry, asked, self._rarity)) for person in persons]

    @property
    def strongest(self) -> float | None:
        """Evidence of the person who agrees best."""
        return max((weighed.bits for _, weighed in self._weighed), default=None)

    def hits(self, least_bits: float | None) -> Iterator[Hit]:
        """Those whom the evidence bears, best first."""
        bound = usual_bits(self._session) if least_bits is None else least_bits
        told = sorted(
            ((person, weighed) for person, weighed in self._weighed if counts(weighed, bound, self._rarity)),
            key=lambda each: -each[1].bits,
        )
        for person, weighed in told[:MAX_HITS]:
            yield hit(person.list_name, person.entry, weighed, self._rarity, self._today)

    def _read(self, numbers: Iterable[int]) -> Iterator[_Found]:
        """Entries in force, with the names of their lists."""
        for chunk in _chunks(numbers):
            query = (
                sa.select(Person.entry_id, Person.body, WatchList.name)
                .join(WatchList, WatchList.list_id == Person.list_id)
                .where(Person.person_id.in_(chunk), in_force(self._today))
            )
            for entry_id, body, list_name in self._session.execute(query):
                yield _Found(list_name, stored.person(entry_id, body))

    def _counted(self, asked: Iterable[Asked], persons: Iterable[_Found], found: list[Candidates]) -> Rarity:
        """How many bear the names that are to be compared."""
        names = {each.name for each in asked}
        names |= {name for person in persons for name in (*person.entry.names, *person.entry.weak_names)}
        wanted = {
            key for name in names for part in parts(name, self._families) for key in counted_as(part.word)
        }
        nationalities = {one_code(code) for person in persons for code in person.entry.nationalities}
        wanted |= {nationality_key(code) for code in nationalities} | {ANY_NATIONALITY}
        bearers = index.bearers(self._session, wanted)
        years, first_of_january = births_by_year(index.births(self._session))
        return Rarity(
            self._population,
            bearers,
            {couple: counted for each in found for couple, counted in each.pairs.items()},
            years,
            first_of_january,
            self._families,
        )


def _asked(fields: MrzFields, doubts: Doubts | None) -> Iterator[Asked]:
    """The traveller's name as read, and with one character read otherwise."""
    name = f"{fields.primary_identifier} {fields.secondary_identifier}".strip()
    if not parts(name):
        return
    yield Asked(name, fields)
    for other in doubts.names if doubts else ():
        yield Asked(other.text, fields, doubted=max(-log2(other.probability), 1.0))


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    left = iter(sorted(numbers))
    while chunk := list(islice(left, _CHUNK)):
        yield chunk
