"""Codes: whether issuer, nationality and kind of document are ones that exist.

No check digit covers them (ICAO Doc 9303-3, 4.9), so each is held against its table: states and
organisations in 9303-3, 5; document codes in 9303-4, 4.4 (passports), 9303-5 and 9303-6, 4.2.2 note k
(cards), 9303-8, 4.1.5 (single sheets), and 9303-7, 4.2.2 and 7.2.2 (visas). Codes of refugees and stateless
persons are nationalities like any other and nothing to suspect; as an issuer they do not exist.
"""

from __future__ import annotations

from collections.abc import Iterator

from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz.codes import StateKind, state
from borderdesk.mrz.layouts import Element
from models.check import CheckResult, CheckStatus, Severity
from models.document import DocumentFormat
from models.message import message

ISSUER = "mrz.code.issuing_state"
NATIONALITY = "mrz.code.nationality"
DOCUMENT = "mrz.code.document"
CODES = (DOCUMENT, ISSUER, NATIONALITY)

_FILLER = "<"
_NO_ISSUERS = frozenset({StateKind.REFUGEE, StateKind.STATELESS, StateKind.UNSPECIFIED})
_CARD_LETTERS = frozenset("ACI")
_SINGLE_SHEET = "PU"


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """What the document says it is, who issued it, whose it is."""
    yield _document(evidence)
    yield _issuer(evidence)
    yield _nationality(evidence)


def code_allowed(document_format: DocumentFormat, printed: str) -> bool:
    """Whether a document code may stand in a zone of that format.

    The harmonised second letters of passports bind only those issued from 2026 on, and no zone tells the day
    of issue, so any letter is let through there.

    Args:
        document_format: The format of the zone.
        printed: Both characters, filler and all.

    Source: ICAO Doc 9303-4, 4.2.2 and 4.4; 9303-5 and 9303-6, 4.2.2 note k; 9303-7, 4.2.2 and 7.2.2;
        9303-8, 4.1.5.

    >>> [code_allowed(DocumentFormat.TD1, code) for code in ("I<", "IV", "AI", "AC", "P<")]
    [True, False, False, True, False]
    """
    first, second = printed[0], printed[1]
    if document_format is DocumentFormat.TD3:
        return first == "P" and (second.isalpha() or second == _FILLER)
    if document_format in (DocumentFormat.MRV_A, DocumentFormat.MRV_B):
        return first == "V"
    if document_format is DocumentFormat.FRA_ID:
        return printed == "ID"
    if document_format is DocumentFormat.TD2 and printed == _SINGLE_SHEET:
        return True
    return first in _CARD_LETTERS and second != "V" and printed != "AI"


def _document(evidence: Evidence) -> CheckResult:
    element = evidence.layout.require("document_code")
    printed = evidence.printed(element)
    # Issuers bend this rule on genuine cards, so it weighs less than an issuer that does not exist.
    return _result(
        evidence, DOCUMENT, element, Severity.MINOR, code_allowed(evidence.document.format, printed), printed
    )


def _issuer(evidence: Evidence) -> CheckResult:
    element = evidence.layout.require("issuing_state")
    printed = evidence.printed(element).rstrip(_FILLER)
    known = state(printed)
    fine = known is not None and known.kind not in _NO_ISSUERS
    return _result(evidence, ISSUER, element, Severity.MAJOR, fine, printed, known.name if known else "")


def _nationality(evidence: Evidence) -> CheckResult:
    element = evidence.layout.element("nationality")
    if element is None:
        return CheckResult(
            NATIONALITY,
            CheckStatus.NOT_SUPPORTED,
            Severity.INFO,
            message(f"check.{NATIONALITY}.not_supported"),
        )
    printed = evidence.printed(element).rstrip(_FILLER)
    if not printed:  # may be left out on refugees' documents (9303-4, 4.2.2 note o) and is on some cards
        return CheckResult(
            NATIONALITY,
            CheckStatus.NOT_SUPPORTED,
            Severity.INFO,
            message(f"check.{NATIONALITY}.blank"),
            evidence.region([element.range]),
        )
    known = state(printed)
    return _result(
        evidence,
        NATIONALITY,
        element,
        Severity.MAJOR,
        known is not None,
        printed,
        known.name if known else "",
    )


def _result(
    evidence: Evidence,
    code: str,
    element: Element,
    severity: Severity,
    fine: bool,
    printed: str,
    name: str = "",
) -> CheckResult:
    status = evidence.settled([element.range], fine=fine)
    return CheckResult(
        code,
        status,
        severity,
        message(f"check.{code}.{status.value}", printed=printed.rstrip(_FILLER) or _FILLER, name=name),
        evidence.region([element.range]),
    )
