"""The terms on which records are kept: how long, what for, by which rule. A table that a supervisor can read.

A table is taken whole or refused whole, and must have a term for every kind of record and every advice: no
record is ever kept without terms. A station's own days lie among its facts, and changing them is audited.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

import resources
from borderdesk.audit.chain import record
from borderdesk.storage import facts
from models.errors import KnownError
from models.people import Person
from models.verdict import Advice

FORMAT = 1
INSPECTION, CASE, FALSE_MATCH = "inspection", "case", "false_match"
KINDS = (INSPECTION, CASE, FALSE_MATCH)
OWN_DAYS = "keeping.days"
"""Fact: days by name of a term, where the station has its own."""
_MOST_DAYS = 3650


class TermsError(KnownError):
    """A table of terms that cannot be used, or a change that means nothing."""


@dataclass(frozen=True, slots=True)
class Term:
    """One row.

    Attributes:
        name: In words.
        kind: Of record: `inspection`, `case` or `false_match`.
        advice: Only inspections with this advice; any where empty.
        days: From its making, for a case from its closing, until it goes.
        purpose: What it is kept for.
        legal_basis: The rule that allows it.
    """

    name: str
    kind: str
    advice: frozenset[Advice]
    days: int
    purpose: str
    legal_basis: str

    def review_on(self, today: date) -> date:
        """The day on which a record that is made, or a case that is closed, today goes."""
        return today + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Terms:
    """A table that was found to be sound.

    Attributes:
        owner: The authority that answers for the records.
        rows: The first that fits is taken.
    """

    owner: str
    rows: tuple[Term, ...]

    @classmethod
    def load(cls, path: Path | None = None) -> Terms:
        """Read a table.

        Args:
            path: The file; the shipped one where None.

        Raises:
            TermsError: It is missing, damaged, or says something that means nothing.
        """
        path = path or resources.path("policy", "keeping.toml")
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise TermsError("error.terms.unreadable", file=path) from error
        return _terms(table, path.name)

    def of(self, kind: str, advice: Advice | None = None) -> Term:
        """The term of a record.

        Args:
            kind: One of `KINDS`.
            advice: Of an inspection.
        """
        for row in self.rows:
            if row.kind == kind and (not row.advice or advice in row.advice):
                return row
        raise ValueError(f"no term for {kind} {advice}")

    def with_days(self, days: Mapping[str, int]) -> Terms:
        """The same with other days, by name of the term; names that are not there mean nothing any more."""
        return replace(self, rows=tuple(replace(row, days=days.get(row.name, row.days)) for row in self.rows))


def in_force(session: Session, table: Terms) -> Terms:
    """A table with the station's own days.

    Args:
        session: Of `Station.cases`.
        table: As loaded.
    """
    own = facts.get(session, OWN_DAYS)
    return table.with_days(own) if own else table


def change(
    session: Session,
    table: Terms,
    name: str,
    days: int,
    who: Person,
    second: Person | None,
    *,
    purpose: str,
    now: datetime,
) -> None:
    """Keep records of one term for another time from now on; those that are there keep their day.

    Whether the two may is asked by the caller (`access.permissions`, changing policy).

    Args:
        session: Of `Station.cases(writing=True)`.
        table: As loaded.
        name: Of the term.
        days: From 1 to 3650.
        who: Who changes it.
        second: The second pair of eyes.
        purpose: Why.
        now: Timezone-aware.

    Raises:
        TermsError: There is no such term, or no such number of days.
    """
    before = next((row for row in in_force(session, table).rows if row.name == name), None)
    if before is None:
        raise TermsError("error.terms.unknown", name=name)
    if not 1 <= days <= _MOST_DAYS:
        raise TermsError("error.terms.days", days=days, most=_MOST_DAYS)
    facts.put(session, OWN_DAYS, {**(facts.get(session, OWN_DAYS) or {}), name: days})
    details = {"term": name, "before": before.days, "days": days}
    record(session, who, "policy.terms_changed", now=now, purpose=purpose, second=second, details=details)


def _terms(table: Mapping[str, Any], file: str) -> Terms:
    rows = table.get("term")
    if table.get("format") != FORMAT or not isinstance(rows, list):
        raise TermsError("error.terms.unreadable", file=file)
    terms = Terms(_text(table, "owner", file, "the file"), tuple(_term(row, file) for row in rows))
    for kind in KINDS:
        for advice in Advice:
            try:
                terms.of(kind, advice)
            except ValueError as error:
                raise TermsError("error.terms.lacking", file=file, kind=kind, advice=advice.value) from error
    return terms


def _term(row: Any, file: str) -> Term:
    if not isinstance(row, Mapping):
        raise TermsError("error.terms.unreadable", file=file)
    name = _text(row, "name", file, "?")
    kind = _text(row, "kind", file, name)
    days, advice = row.get("days"), row.get("advice", [])
    words = advice if isinstance(advice, list) else [advice]
    known = {each.value for each in Advice}
    if kind not in KINDS:
        raise TermsError("error.terms.value", file=file, row=name, word="kind")
    if type(days) is not int or not 1 <= days <= _MOST_DAYS:
        raise TermsError("error.terms.value", file=file, row=name, word="days")
    if not all(isinstance(word, str) and word in known for word in words):
        raise TermsError("error.terms.value", file=file, row=name, word="advice")
    return Term(
        name=name,
        kind=kind,
        advice=frozenset(Advice(word) for word in words),
        days=days,
        purpose=_text(row, "purpose", file, name),
        legal_basis=_text(row, "legal_basis", file, name),
    )


def _text(table: Mapping[str, Any], key: str, file: str, row: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise TermsError("error.terms.value", file=file, row=row, word=key)
    return value
