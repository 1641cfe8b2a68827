"""The document number: how it stands in its field, and whether its issuer numbers passports like this.

A number begins at the first place of its field; a space or mark inside it becomes one filler (ICAO Doc 9303-4
to 9303-7, 4.2.2). Patterns by issuer are public knowledge and no standard: issuers change them without a
word, so that a number of another pattern is a hint and never more (`resources/issuers/number_patterns.tsv`).
"""

from __future__ import annotations

from collections.abc import Iterator

from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz.codes import DocumentKind, document_kind
from borderdesk.mrz.issuers import number_patterns
from models.check import CheckResult, CheckStatus, Severity
from models.message import message

FILLERS = "mrz.number.fillers"
PATTERN = "mrz.number.pattern"
CODES = (FILLERS, PATTERN)

_FILLER = "<"


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """Fillers, pattern."""
    yield _fillers(evidence)
    yield _pattern(evidence)


def well_placed(field: str) -> bool:
    """Whether a number stands in its field as it should: from the first place on, one filler at most inside.

    Args:
        field: All characters of the element.

    >>> [well_placed(field) for field in ("D23145890", "12281507<", "S00<06<8<", "<12281507", "AB<<12345")]
    [True, True, True, False, False]
    """
    written = field.rstrip(_FILLER)
    return bool(written) and not written.startswith(_FILLER) and _FILLER * 2 not in written


def _fillers(evidence: Evidence) -> CheckResult:
    element = evidence.layout.require("document_number")
    field = evidence.printed(element)
    status = evidence.settled([element.range], fine=well_placed(field))
    ending = "empty" if status is CheckStatus.FAILED and not field.strip(_FILLER) else status.value
    return CheckResult(
        FILLERS,
        status,
        Severity.MINOR,
        message(f"check.{FILLERS}.{ending}"),
        evidence.region([element.range]),
    )


def _pattern(evidence: Evidence) -> CheckResult:
    fields = evidence.document.fields
    patterns = number_patterns(fields.issuing_state)
    kind = document_kind(fields.document_code, fields.issuing_state, fields.nationality)
    if kind is not DocumentKind.ORDINARY_PASSPORT or not patterns:
        return CheckResult(
            PATTERN, CheckStatus.NOT_SUPPORTED, Severity.INFO, message(f"check.{PATTERN}.not_supported")
        )
    places = [evidence.layout.require("document_number").range]
    fine = any(pattern.fullmatch(fields.document_number) for pattern in patterns)
    status = evidence.settled(places, fine=fine)
    return CheckResult(
        PATTERN,
        status,
        Severity.MINOR,
        message(
            f"check.{PATTERN}.{status.value}", printed=fields.document_number, issuer=fields.issuing_state
        ),
        evidence.region(places),
    )
