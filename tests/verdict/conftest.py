"""What a verdict is made from, built by the standard's own specimens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from borderdesk.forgery.evidence import Evidence
from borderdesk.forgery.registry import run_checks
from borderdesk.mrz import compose, parse
from borderdesk.verdict import Policy, decide
from models.check import CheckResult, CheckStatus, Severity
from models.document import Correction, DocumentFormat, TravelDocument
from models.message import Message, message
from models.verdict import Verdict
from models.watchlist import (
    DocumentEntry,
    EntryAction,
    Hit,
    HitKind,
    ListState,
    Mandate,
    PersonEntry,
    Screening,
)

TODAY = date(2012, 1, 1)
NOW = datetime(2012, 1, 1, 9, 0, tzinfo=UTC)


class Desk:
    """Makes findings and asks for verdicts at one moment."""

    now = NOW
    today = TODAY

    def __init__(self) -> None:
        self.policy = Policy.load()

    def at_home(self, *codes: str) -> Desk:
        """The desk of these states, whose nationals come home at it."""
        self.policy = replace(self.policy, home_states=frozenset(codes))
        return self

    def document(
        self,
        *,
        certain: bool = True,
        doubts: tuple[Message, ...] = (),
        corrected: bool = False,
        **changes: str,
    ) -> TravelDocument:
        """The specimen of Doc 9303-4, issued by Niger, with some of its values changed."""
        values = {
            "document_code": "PP",
            "issuing_state": "NER",
            "primary_identifier": "ERIKSSON",
            "secondary_identifier": "ANNA MARIA",
            "document_number": "L898902C3",
            "nationality": "NER",
            "date_of_birth": "740812",
            "sex": "F",
            "date_of_expiry": "120415",
            **changes,
        }
        zone = parse(compose(DocumentFormat.TD3, **values), today=TODAY)
        return TravelDocument(
            format=zone.format,
            lines=zone.lines,
            fields=zone.fields,
            check_digits=zone.check_digits,
            certain=certain,
            doubts=doubts,
            corrections=(Correction(1, 3, "B", "8", 0.4),) if corrected else (),
        )

    def french_card(self) -> TravelDocument:
        """A document without a date of expiry."""
        lines = compose(
            DocumentFormat.FRA_ID,
            document_code="ID",
            issuing_state="FRA",
            primary_identifier="BERTHIER",
            secondary_identifier="CORINNE",
            document_number="940992310285",
            date_of_birth="651206",
            sex="F",
        )
        zone = parse(lines, today=TODAY)
        return TravelDocument(zone.format, zone.lines, zone.fields, zone.check_digits, certain=True)

    def check(
        self, code: str, status: CheckStatus, severity: Severity = Severity.MAJOR, **params: object
    ) -> CheckResult:
        """An answer of a check."""
        return CheckResult(code, status, severity, message("check.not_done", code=code, **params))

    def document_hit(
        self,
        *,
        action: EntryAction = EntryAction.STOP,
        exact: bool = True,
        loss: str = "stolen",
        doubted: bool = False,
        overdue: bool = False,
        **mandate: Any,
    ) -> Hit:
        """A document on a list."""
        entry = DocumentEntry("d7", "L898902C3", "NER", loss=loss, mandate=Mandate(action, **mandate))
        score = 1.0 if exact else 0.6
        return Hit(
            "NER/documents", entry, HitKind.DOCUMENT, score, exact, (), doubted=doubted, overdue=overdue
        )

    def person_hit(
        self,
        *,
        action: EntryAction = EntryAction.STOP,
        exact: bool = True,
        doubted: bool = False,
        overdue: bool = False,
        **mandate: Any,
    ) -> Hit:
        """A person on a list."""
        entry = PersonEntry("p7", ("Anna Maria Eriksson",), mandate=Mandate(action, **mandate))
        score = 0.97 if exact else 0.8
        return Hit("NER/persons", entry, HitKind.PERSON, score, exact, (), doubted=doubted, overdue=overdue)

    def screening(self, *hits: Hit, age: timedelta = timedelta(hours=2), entries: int = 10) -> Screening:
        """An answer of a watchlist of one list."""
        return Screening((ListState("NER/persons", "NER", 4, NOW - age, entries),), hits)

    def verdict(
        self,
        document: TravelDocument | None = None,
        screening: Screening | str | None = "fresh",
        *,
        extra: tuple[CheckResult, ...] = (),
        training: bool = False,
        **options: Any,
    ) -> Verdict:
        """The verdict on a document, its own checks and some more, at a working or a training station."""
        document = document or self.document()
        asked = self.screening() if isinstance(screening, str) else screening
        checks = (*run_checks(Evidence(document, TODAY, training=training)), *extra)
        return decide(document, checks, asked, self.policy, now=NOW, **options)


@pytest.fixture
def desk() -> Desk:
    """A desk with the shipped policy."""
    return Desk()


@pytest.fixture
def keys() -> Callable[[Verdict], list[str]]:
    """The keys of a verdict's reasons."""
    return lambda verdict: [reason.key for reason in verdict.reasons]
