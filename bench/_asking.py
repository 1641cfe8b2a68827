"""Asking the watchlist as the benches do: as shipped, with everything told, and for candidates only."""

from __future__ import annotations

import importlib
import inspect
import time
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.document import MrzFields
from models.tables.watchlist import Person
from models.watchlist import PersonEntry, Screening
from watchlist import screening, stored

TODAY = date(2026, 11, 24)
_LOWEST = {"least": 0.0, "least_bits": float("-inf"), "threshold": 0.0}
"""What lets a screening tell of everybody that it compared, by the name of its argument."""


def shipped(session: Session, fields: MrzFields) -> Screening:
    """As the desk asks without traffic to go by."""
    return screening.screen(session, fields, today=TODAY)


def everything(session: Session, fields: MrzFields) -> Screening:
    """With everybody told who was compared, the likeliest first."""
    asked: Any = screening.screen
    known = inspect.signature(asked).parameters
    lowest = {name: value for name, value in _LOWEST.items() if name in known}
    found: Screening = asked(session, fields, today=TODAY, **lowest)
    return found


def scores(found: Screening) -> dict[str, float]:
    """Score of each entry that was told, by list and number."""
    best: dict[str, float] = {}
    for hit in found.hits:
        key = f"{hit.list_name}/{hit.entry.entry_id}"
        best[key] = max(best.get(key, 0.0), hit.score)
    return best


def candidates(session: Session, fields: MrzFields) -> list[int]:
    """Numbers of the persons who are compared in earnest, before any is judged."""
    name = f"{fields.primary_identifier} {fields.secondary_identifier}".strip()
    try:
        found: Any = importlib.import_module("watchlist.candidates")
        index: Any = importlib.import_module("watchlist.index")
    except ImportError:
        earlier: Any = screening
        return list(earlier._candidates(session, name, fields.date_of_birth.year))
    population = index.population(session)
    return list(
        found.candidates(name, fields.date_of_birth, partial(index.look_up, session), population).persons
    )


def entries(session: Session, numbers: Iterable[int]) -> dict[int, PersonEntry]:
    """Entries by the numbers that candidates are."""
    read: Any = stored.person
    takes_number = len(inspect.signature(read).parameters) == 2
    wanted, found = list(numbers), {}
    for start in range(0, len(wanted), 500):
        query = sa.select(Person.person_id, Person.entry_id, Person.body).where(
            Person.person_id.in_(wanted[start : start + 500])
        )
        for number, entry_id, body in session.execute(query):
            found[number] = read(entry_id, body) if takes_number else read(body)
    return found


def milliseconds(session: Session, fields: MrzFields) -> float:
    """How long the shipped screening takes."""
    started = time.perf_counter()
    shipped(session, fields)
    return (time.perf_counter() - started) * 1000
