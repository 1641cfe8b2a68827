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

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.document import MrzFields, PartialDate
from models.message import Message, message
from models.tables.watchlist import Person, ReportedDocument, WatchList
from models.watchlist import Hit, HitKind, PersonEntry, Screening
from watchlist import index, store, stored
from watchlist.evidence import one_code
from watchlist.index_keys import UNKNOWN_BIRTH, birth_code, paper_hash, query_keys
from watchlist.judgement import judge
from watchlist.names.compare import MATCH, NameComparison, compare, likeness

MAX_HITS = 20
YEARS_BY_PAIR = 10
"""Birth years this far apart are looked at where two parts of the name agree; one digit may be wrong."""
_SHORTEST_TELLING_NUMBER = 6
"""A shorter number alone, of another issuer, is a coincidence."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class _Found:
    """A person found on a list, before judgement."""

    list_name: str
    entry: PersonEntry


def screen(session: Session, fields: MrzFields, *, today: date, least_bits: float | None = None) -> Screening:
    """Ask every list about one document and its holder.

    Args:
        session: On the watchlist database.
        fields: Of the document; parts may be empty.
        today: Entries that ended before it match no more.
        least_bits: Evidence from which a person is a hit; None where the station has none of its own.

    Returns:
        Every list that was asked, and at most `MAX_HITS` hits, best first.
    """
    del least_bits  # persons are not judged in bits yet
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
    (postings,) = index.look_up(session, [paper_hash(number)])
    for found in _persons(session, postings.persons.tolist(), today).values():
        for listed, state in found.entry.document_numbers:
            judged = _judge_number(number, fields, state) if listed == number else None
            if judged is None:
                continue
            score, exact, reason = judged
            holder = message("screening.document.wanted_holder", number=number, name=found.entry.names[0])
            yield Hit(found.list_name, found.entry, HitKind.PERSON, score, exact, (reason, holder))


def _name_hits(session: Session, fields: MrzFields, today: date) -> Iterator[Hit]:
    """Wanted persons whom the holder may be, by name."""
    name = f"{fields.primary_identifier} {fields.secondary_identifier}".strip()
    if not name:
        return
    for person in _persons(session, _candidates(session, name, fields.date_of_birth), today).values():
        best: tuple[NameComparison, str] | None = None
        for listed in person.entry.names:
            if likeness(name, listed, truncated=fields.names_truncated) < MATCH:
                continue
            found = compare(name, listed, truncated=fields.names_truncated)
            if best is None or found.score > best[0].score:
                best = (found, listed)
        hit = None if best is None else judge(person.list_name, person.entry, fields, *best)
        if hit is not None:
            yield hit


def _candidates(session: Session, name: str, born: PartialDate) -> set[int]:
    """Persons who share keys of the name, around the birth year where it is known."""
    keys = query_keys(name, born)
    hashes = (*keys.pairs, *keys.rare, *keys.common)
    found = index.look_up(session, hashes)
    persons: set[int] = set()
    for place, postings in enumerate(found):
        near: np.typing.NDArray[np.bool_] | slice = slice(None)
        if place < len(keys.pairs) and born.year is not None:
            first, end = birth_code(born.year - YEARS_BY_PAIR), birth_code(born.year + YEARS_BY_PAIR + 1)
            years = postings.births
            near = (years == UNKNOWN_BIRTH) | ((years >= first) & ((years < end) | (end == UNKNOWN_BIRTH)))
        persons.update(postings.persons[near].tolist())
    return persons


def _persons(session: Session, person_ids: Iterable[int], today: date) -> dict[int, _Found]:
    """Persons with their list's name, those whose entry has ended left out."""
    found = {}
    for chunk in _chunks(person_ids):
        query = (
            sa.select(Person.person_id, Person.entry_id, Person.body, WatchList.name)
            .join(WatchList, WatchList.list_id == Person.list_id)
            .where(Person.person_id.in_(chunk), _in_force(Person.valid_until, today))
        )
        for person_id, entry_id, body, list_name in session.execute(query):
            found[person_id] = _Found(list_name, stored.person(entry_id, body))
    return found


def _in_force(until: sa.orm.InstrumentedAttribute[date | None], today: date) -> sa.ColumnElement[bool]:
    return sa.or_(until.is_(None), until >= today)


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    left = iter(sorted(numbers))
    while chunk := list(islice(left, _CHUNK)):
        yield chunk
