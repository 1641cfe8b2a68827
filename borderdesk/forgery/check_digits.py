"""Check digits (ICAO Doc 9303-3, 4.9): each printed digit against the characters that it covers.

A digit that is surely read, over characters that are surely read, and that does not agree, is wrong as
printed. If any of them was not surely read, the fault may be the reading's: undetermined.
"""

from __future__ import annotations

from collections.abc import Iterator

from borderdesk.forgery.evidence import Evidence
from models.check import CheckResult, CheckStatus, Severity
from models.document import CheckDigit
from models.message import message

NAMES = ("document_number", "date_of_birth", "date_of_expiry", "optional_data", "composite")
_FILLER = "<"


def code(name: str) -> str:
    """The check's code by the digit's name."""
    return f"mrz.check_digit.{name}"


CODES = tuple(code(name) for name in NAMES)


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """One result for each check digit that any format has."""
    digits = {digit.name: digit for digit in evidence.document.check_digits}
    for name in NAMES:
        digit = digits.get(name)
        yield _not_there(name) if digit is None else _judged(evidence, digit)


def _not_there(name: str) -> CheckResult:
    return CheckResult(
        code(name), CheckStatus.NOT_SUPPORTED, Severity.INFO, message(f"check.{code(name)}.not_supported")
    )


def _judged(evidence: Evidence, digit: CheckDigit) -> CheckResult:
    places = (*digit.covers, (digit.line, digit.position, digit.position + 1))
    status = evidence.settled(places, fine=digit.agrees)
    if digit.computed is None:
        status = CheckStatus.UNDETERMINED
    return CheckResult(
        code(digit.name),
        status,
        Severity.MAJOR,
        message(
            f"check.{code(digit.name)}.{_ending(digit, status)}",
            printed=digit.printed,
            computed=digit.computed or "?",
        ),
        region=evidence.region(places),
    )


def _ending(digit: CheckDigit, status: CheckStatus) -> str:
    """Which sentence is told: a filler in the digit's place is no wrong digit but none at all."""
    if status is CheckStatus.FAILED and digit.printed == _FILLER:
        return "absent"
    return status.value
