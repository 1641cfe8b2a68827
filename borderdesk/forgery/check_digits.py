"""Check digits (ICAO Doc 9303-3, 4.9): each printed digit against the characters that it covers.

A digit that is surely read, over characters that are surely read, and that does not agree, is wrong as
printed. If any of them was not surely read, the fault may be the reading's: undetermined, unless the digit
disagrees whichever of the likely characters stand there. A forger's digit would otherwise hide behind a 0
that may be an O: the document is scanned again as its reading asks, but what is known of it is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz.check_digits import WEIGHTS, value
from models.check import CheckResult, CheckStatus, Severity
from models.document import CheckDigit
from models.message import message
from models.reading import CharReading

NAMES = ("document_number", "date_of_birth", "date_of_expiry", "optional_data", "composite")
_FILLER = "<"
_TOLD = 0.995
"""What the likeliest symbol and its alternatives make up together; where it is less, it might be anything."""
_UNLIKELY = 0.005
"""An alternative below it is none: the reader gives that much to look-alikes of print it sees well."""


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
    elif status is CheckStatus.UNDETERMINED and not digit.agrees and _wrong_however_read(evidence, digit):
        status = CheckStatus.FAILED
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


def _wrong_however_read(evidence: Evidence, digit: CheckDigit) -> bool:
    """Whether the digit disagrees whichever likely symbols stand in its place and in those it covers."""
    document = evidence.document
    if document.reading is None or document.corrections:
        return False
    sums, place = {0}, 0
    for line, start, end in digit.covers:
        for char in document.reading.lines[line][start:end]:
            symbols = _likely(char)
            weight = WEIGHTS[place % len(WEIGHTS)]
            sums = {(one + weight * value(symbol)) % 10 for one in sums for symbol in symbols}
            place += 1
    printed = _likely(document.reading.lines[digit.line][digit.position])
    return bool(sums) and bool(printed) and not sums & {value(symbol) % 10 for symbol in printed}


def _likely(char: CharReading) -> tuple[str, ...]:
    """The symbols that may stand in a place; none where the reader cannot tell what may."""
    if char.probability + sum(chance for _, chance in char.alternatives) < _TOLD:
        return ()
    return (char.symbol, *(symbol for symbol, chance in char.alternatives if chance >= _UNLIKELY))
