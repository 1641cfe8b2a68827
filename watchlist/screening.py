"""Asking the lists about a document and its holder.

Rules:

* a document number with its issuer is exact; the number alone is a hint, for other states count too;
* persons are found by keys of their names and judged on name, birth date, sex and nationality together; a
  name alone is never exact, and it is told of only where it is rare and nothing contradicts;
* few alerts: what is weak is left out, the rest is sorted best first and says in words what agreed and what
  did not.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.document import MrzFields
from models.message import Message, message
from models.tables.watchlist import (
    UNKNOWN_YEAR,
    NameKey,
    Person,
    PersonName,
    PersonPaper,
    ReportedDocument,
    WatchList,
)
from models.watchlist import Hit, HitKind, PersonEntry, Screening
from watchlist import store, stored
from watchlist.doubts import Doubts
from watchlist.evidence import one_code
from watchlist.judgement import judge
from watchlist.names.compare import MATCH, NameComparison, compare, likeness
from watchlist.names.keys import pair_keys, single_keys

MAX_HITS = 20
YEARS_BY_PAIR = 10
"""Birth years this far apart are looked at where two parts of the name agree; one digit may be wrong."""
YEARS_BY_SINGLE = 2
"""The same where one part agrees that few people bear."""
_SHORTEST_TELLING_NUMBER = 6
"""A shorter number alone, of another issuer, is a coincidence."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class _Found:
    """A person found on a list, before judgement."""

    list_name: str
    entry: PersonEntry


def screen(session: Session, fields: MrzFields, *, today: date, doubts: Doubts | None = None) -> Screening:
    """Ask every list about one document and its holder.

    Args:
        session: On the watchlist database.
        fields: Of the document; parts may be empty.
        today: Entries that ended before it match no more.
        doubts: What the document may also say.

    Returns:
        Every list that was asked, and at most `MAX_HITS` hits, best first.
    """
    started = time.perf_counter()
    consulted = store.lists(session)
    hits: dict[tuple[str, str, HitKind], Hit] = {}
    if consulted:
        for hit in (
            *_document_hits(session, fields, today),
            *_paper_hits(session, fields, today),
            *_name_hits(session, fields, today),
        ):
            _keep_best(hits, hit)
    ordered = sorted(
        hits.values(), key=lambda hit: (not hit.exact, -hit.score, hit.list_name, hit.entry.entry_id)
    )
    milliseconds = (time.perf_counter() - started) * 1000
    return Screening(consulted, tuple(ordered[:MAX_HITS]), milliseconds)


def _keep_best(hits: dict[tuple[str, str, HitKind], Hit], hit: Hit) -> None:
    """One hit an entry: the better one, with the reasons of both."""
    key = (hit.list_name, hit.entry.entry_id, hit.kind)
    other = hits.get(key)
    if other is None:
        hits[key] = hit
        return
    best, second = sorted((other, hit), key=lambda found: (not found.exact, -found.score))
    reasons = tuple(dict.fromkeys((*best.reasons, *second.reasons)))
    hits[key] = Hit(best.list_name, best.entry, best.kind, best.score, best.exact, reasons)


def _number(text: str) -> str:
    """A document number as lists hold it."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _document_hits(session: Session, fields: MrzFields, today: date) -> Iterator[Hit]:
    """Documents of this number on the lists."""
    if not (number := _number(fields.document_number)):
        return
    query = (
        sa.select(ReportedDocument, WatchList.name)
        .join(WatchList, WatchList.list_id == ReportedDocument.list_id)
        .where(ReportedDocument.number == number, _in_force(ReportedDocument.valid_until, today))
    )
    for row, list_name in session.execute(query):
        entry = stored.document(row)
        judged = _judge_number(number, fields, entry.issuing_state)
        if judged is None:
            continue
        score, exact, reason = judged
        reasons = [reason, _loss(entry.loss)]
        if entry.reported_on is not None:
            reasons.append(message("screening.document.reported_on", on=entry.reported_on.isoformat()))
        if entry.document_code and fields.document_code and fields.document_code[0] != entry.document_code:
            score, exact = min(score, 0.6), False
            reasons.append(
                message(
                    "screening.document.other_kind", listed=entry.document_code, code=fields.document_code
                )
            )
        yield Hit(list_name, entry, HitKind.DOCUMENT, score, exact, tuple(reasons))


def _judge_number(number: str, fields: MrzFields, listed: str) -> tuple[float, bool, Message] | None:
    """Score, exactness and reason of a number that agrees, by what is known of its issuer."""
    own = one_code(fields.issuing_state)
    if own and one_code(listed) == own:
        return 1.0, True, message("screening.document.exact", number=number, state=own)
    if not own or not listed:
        return 0.7, False, message("screening.document.no_issuer", number=number)
    if len(number) < _SHORTEST_TELLING_NUMBER:
        return None
    return 0.4, False, message("screening.document.other_issuer", number=number, state=own, listed=listed)


def _loss(loss: str) -> Message:
    if loss in ("stolen", "lost", "revoked", "stolen_blank"):
        return message(f"screening.document.{loss}")
    return message("screening.document.other", loss=loss)


def _paper_hits(session: Session, fields: MrzFields, today: date) -> Iterator[Hit]:
    """Wanted persons to whom a document of this number is known to belong."""
    if not (number := _number(fields.document_number)):
        return
    papers = session.execute(
        sa.select(PersonPaper.person_id, PersonPaper.state).where(PersonPaper.number == number)
    ).all()
    persons = _persons(session, {person_id for person_id, _ in papers}, today)
    for person_id, state in papers:
        found = persons.get(person_id)
        judged = _judge_number(number, fields, state)
        if found is None or judged is None:
            continue
        score, exact, reason = judged
        holder = message("screening.document.wanted_holder", number=number, name=found.entry.names[0])
        yield Hit(found.list_name, found.entry, HitKind.PERSON, score, exact, (reason, holder))


def _name_hits(session: Session, fields: MrzFields, today: date) -> Iterator[Hit]:
    """Wanted persons whom the holder may be, by name."""
    name = f"{fields.primary_identifier} {fields.secondary_identifier}".strip()
    if not name:
        return
    alike: dict[int, tuple[NameComparison, str]] = {}
    for person_id, listed in _names(session, _candidates(session, name, fields.date_of_birth.year)):
        if likeness(name, listed, truncated=fields.names_truncated) < MATCH:
            continue
        found = compare(name, listed, truncated=fields.names_truncated)
        if person_id not in alike or found.score > alike[person_id][0].score:
            alike[person_id] = (found, listed)
    persons = _persons(session, alike, today)
    for person_id, person in persons.items():
        comparison, listed = alike[person_id]
        hit = judge(person.list_name, person.entry, fields, comparison, listed)
        if hit is not None:
            yield hit


def _candidates(session: Session, name: str, year: int | None) -> set[int]:
    """Persons who share keys of the name, around the birth year where it is known."""
    keys = pair_keys(name)
    if year is None:
        return set(session.scalars(sa.select(NameKey.person_id).where(NameKey.key.in_(keys))))
    around = NameKey.birth_year.between(year - YEARS_BY_PAIR, year + YEARS_BY_PAIR)
    close = NameKey.birth_year.between(year - YEARS_BY_SINGLE, year + YEARS_BY_SINGLE)
    common, rare = single_keys(name)
    # One select each, so that SQLite walks a range of the clustered key and nothing else.
    query = sa.union_all(
        sa.select(NameKey.person_id).where(NameKey.key.in_(keys), around),
        sa.select(NameKey.person_id).where(NameKey.key.in_(keys), NameKey.birth_year == UNKNOWN_YEAR),
        sa.select(NameKey.person_id).where(NameKey.key.in_(rare), close),
        sa.select(NameKey.person_id).where(NameKey.key.in_(common), NameKey.birth_year == year),
    )
    return set(session.scalars(query))


def _names(session: Session, person_ids: Iterable[int]) -> Iterator[tuple[int, str]]:
    for chunk in _chunks(person_ids):
        query = sa.select(PersonName.person_id, PersonName.name).where(PersonName.person_id.in_(chunk))
        yield from session.execute(query)


def _persons(session: Session, person_ids: Iterable[int], today: date) -> dict[int, _Found]:
    """Persons with their list's name, those whose entry has ended left out."""
    found = {}
    for chunk in _chunks(person_ids):
        query = (
            sa.select(Person.person_id, Person.body, WatchList.name)
            .join(WatchList, WatchList.list_id == Person.list_id)
            .where(Person.person_id.in_(chunk), _in_force(Person.valid_until, today))
        )
        for person_id, body, list_name in session.execute(query):
            found[person_id] = _Found(list_name, stored.person(body))
    return found


def _in_force(until: sa.orm.InstrumentedAttribute[date | None], today: date) -> sa.ColumnElement[bool]:
    return sa.or_(until.is_(None), until >= today)


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    left = iter(sorted(numbers))
    while chunk := list(islice(left, _CHUNK)):
        yield chunk
