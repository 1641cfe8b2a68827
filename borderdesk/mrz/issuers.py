"""What is known of single issuers, beyond Doc 9303: tables in `resources/issuers`, each row with its source.

* How long documents are valid, what their numbers look like, and which rules genuine documents are known to
  break, so that a genuine odd document does not alarm.
* Codes that look like an issuer's and are none, and what stands on specimens.
* What no source tells is in no table, and nothing is concluded from that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from borderdesk.mrz.codes import DocumentKind
from models.document import DocumentFormat, MrzFields
from resources.tables import rows

_ROOM = "issuers"
_ANY = "*"
_LONGEST_YEARS = 10
"""For which a document that bears a withdrawn code can have been valid."""


class NoIssuerKind(Enum):
    """Why a code that looks like an issuer's is none."""

    FANTASY = "fantasy"
    SAMPLE = "sample"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class NoIssuer:
    """A code that looks like an issuer's and is none.

    Attributes:
        code: As in a zone.
        kind: Why it is none.
        name: Whose it is or was; empty where nobody says.
        withdrawn: The year in which it was; None where it never was an issuer's.
    """

    code: str
    kind: NoIssuerKind
    name: str
    withdrawn: int | None

    def may_expire_in(self, year: int) -> bool:
        """Whether a document that ends in that year can be from before the code was withdrawn.

        >>> no_issuer("YUG").may_expire_in(2012), no_issuer("YUG").may_expire_in(2030)
        (True, False)
        """
        return self.withdrawn is not None and year <= self.withdrawn + _LONGEST_YEARS


@dataclass(frozen=True, slots=True)
class Validity:
    """How far ahead a document may expire.

    Attributes:
        months: From the day on which it is looked at.
        minors_below: Holders younger than so many years have `minors_months`; None where all are alike.
        minors_months: The same as `months`, for them.
        firm: True where no issuer goes beyond it; False where one issuer's rule may have changed.
    """

    months: int
    minors_below: int | None
    minors_months: int
    firm: bool

    def months_at(self, age: int | None) -> int:
        """The months for a holder of that age; for grown ones where it is unknown."""
        minor = self.minors_below is not None and age is not None and age < self.minors_below
        return self.minors_months if minor else self.months


@dataclass(frozen=True, slots=True)
class KnownDefect:
    """A rule that genuine documents of some make break.

    Attributes:
        name: Of its sentence, `check.known_defect.<name>`.
        format: Of the documents.
        zone: What all lines look like, joined by `|`.
        checks: Codes of the checks that fail for it.
    """

    name: str
    format: DocumentFormat
    zone: re.Pattern[str]
    checks: frozenset[str]

    def fits(self, document_format: DocumentFormat, lines: tuple[str, ...]) -> bool:
        """Whether a zone is one of those documents'."""
        return document_format is self.format and self.zone.fullmatch("|".join(lines)) is not None


@dataclass(frozen=True, slots=True)
class _Marks:
    """What stands on specimens: parts of names, whole names, issuers (or any) with patterns of numbers."""

    words: frozenset[str]
    names: frozenset[str]
    numbers: tuple[tuple[str, re.Pattern[str]], ...]


def no_issuer(code: str) -> NoIssuer | None:
    """What a code is that is no issuer's, or None where it is not known as such.

    >>> no_issuer("WSA").name, no_issuer("YUG").withdrawn, no_issuer("NER")
    ('World Service Authority', 2003, None)
    """
    return _no_issuers().get(code)


def number_patterns(issuing_state: str) -> tuple[re.Pattern[str], ...]:
    """What numbers of this issuer's ordinary passports look like; none where no source tells.

    >>> any(pattern.fullmatch("08CD50338") for pattern in number_patterns("FRA")), number_patterns("NER")
    (True, ())
    """
    return _number_patterns().get(issuing_state, ())


def validity(issuing_state: str, kind: DocumentKind) -> Validity | None:
    """How far ahead a document of this issuer and kind may expire, or None where nothing is known.

    >>> validity("NER", DocumentKind.ORDINARY_PASSPORT).months, validity("UTO", DocumentKind.IDENTITY_CARD)
    (61, None)
    """
    table = _validities()
    return table.get((issuing_state, kind)) or table.get((_ANY, kind))


def longest_validity(kind: DocumentKind) -> Validity | None:
    """How far ahead any issuer's documents of this kind may expire, or None where nothing is known."""
    return _validities().get((_ANY, kind))


def specimen_mark(fields: MrzFields) -> str | None:
    """What marks a document as printed to be shown, in its name or number; None where nothing does."""
    marks = _specimens()
    names = f"{fields.primary_identifier} {fields.secondary_identifier}".strip()
    for word in names.split():
        if word in marks.words:
            return word
    if names in marks.names:
        return names
    for issuer, pattern in marks.numbers:
        if issuer in (_ANY, fields.issuing_state) and pattern.fullmatch(fields.document_number):
            return fields.document_number
    return None


@lru_cache(maxsize=1)
def known_defects() -> tuple[KnownDefect, ...]:
    """Every known defect."""
    return tuple(
        KnownDefect(
            row["id"],
            DocumentFormat(row["format"]),
            re.compile(row["zone"]),
            frozenset(row["checks"].split()),
        )
        for row in rows(_ROOM, "known_defects.tsv")
    )


@lru_cache(maxsize=1)
def _no_issuers() -> Mapping[str, NoIssuer]:
    return {
        row["code"]: NoIssuer(
            row["code"],
            NoIssuerKind(row["kind"]),
            row["name"],
            int(row["withdrawn"]) if row["withdrawn"] else None,
        )
        for row in rows(_ROOM, "no_issuers.tsv")
    }


@lru_cache(maxsize=1)
def _number_patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    found: dict[str, tuple[re.Pattern[str], ...]] = defaultdict(tuple)
    for row in rows(_ROOM, "number_patterns.tsv"):
        found[row["issuing_state"]] += (re.compile(row["pattern"]),)
    return dict(found)


@lru_cache(maxsize=1)
def _validities() -> Mapping[tuple[str, DocumentKind], Validity]:
    return {
        (row["issuing_state"], DocumentKind(row["kind"])): Validity(
            months=int(row["months"]),
            minors_below=int(row["minors_below"]) if row["minors_below"] else None,
            minors_months=int(row["minors_months"] or row["months"]),
            firm=row["firm"] == "yes",
        )
        for row in rows(_ROOM, "validity.tsv")
    }


@lru_cache(maxsize=1)
def _specimens() -> _Marks:
    table = list(rows(_ROOM, "specimens.tsv"))
    return _Marks(
        words=frozenset(row["value"] for row in table if row["what"] == "word"),
        names=frozenset(row["value"] for row in table if row["what"] == "name"),
        numbers=tuple(
            (row["issuing_state"], re.compile(row["value"])) for row in table if row["what"] == "number"
        ),
    )
