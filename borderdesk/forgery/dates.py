"""Dates: whether what is printed can be a date, and whether the document is still valid.

Parts of a date of birth may be unknown, those of a date of expiry may not (ICAO Doc 9303-3, 4.8; 9303-4 to
9303-7, 4.2.2). That a document has expired is no sign of forgery and is a check of its own.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz.layouts import Range
from models.check import CheckResult, CheckStatus, Severity
from models.document import PartialDate
from models.message import message

BIRTH = "mrz.date.date_of_birth"
EXPIRY = "mrz.date.date_of_expiry"
EXPIRED = "document.expired"
CODES = (BIRTH, EXPIRY, EXPIRED)


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """Both dates, and whether the document has expired."""
    yield _birth(evidence)
    yield _expiry(evidence)
    yield _expired(evidence)


def last_day(expiry: PartialDate) -> date | None:
    """The last day on which a document is valid; the end of the month or year where the day is unknown.

    >>> last_day(PartialDate("1202<<", 2012, 2))
    datetime.date(2012, 2, 29)
    >>> last_day(PartialDate("<<<<<<", None)) is None
    True
    """
    if expiry.year is None or not expiry.possible:
        return None
    month = expiry.month or 12
    return date(expiry.year, month, expiry.day or monthrange(expiry.year, month)[1])


def _birth(evidence: Evidence) -> CheckResult:
    printed = evidence.document.fields.date_of_birth
    places = _places(evidence, "date_of_birth")
    status = evidence.settled(places, fine=printed.possible)
    ending = "unknown" if status is CheckStatus.PASSED and printed.year is None else status.value
    return CheckResult(
        BIRTH,
        status,
        Severity.MAJOR,
        message(f"check.{BIRTH}.{ending}", printed=printed.raw),
        region=evidence.region(places),
    )


def _expiry(evidence: Evidence) -> CheckResult:
    printed = evidence.document.fields.date_of_expiry
    if printed is None:
        return _not_supported(EXPIRY)
    places = _places(evidence, "date_of_expiry")
    whole = printed.day is not None and printed.month is not None and printed.year is not None
    status = evidence.settled(places, fine=printed.possible and whole)
    # A date that is no date was never printed by an issuer; one left open may be an issuer's own custom.
    severity, ending = Severity.MAJOR, status.value
    if printed.possible and not whole:
        severity = Severity.MINOR
        ending = "open" if status is CheckStatus.FAILED else ending
    return CheckResult(
        EXPIRY,
        status,
        severity,
        message(f"check.{EXPIRY}.{ending}", printed=printed.raw),
        evidence.region(places),
    )


def _expired(evidence: Evidence) -> CheckResult:
    printed = evidence.document.fields.date_of_expiry
    if printed is None:
        return _not_supported(EXPIRED)
    places = _places(evidence, "date_of_expiry")
    region = evidence.region(places)
    until = last_day(printed)
    if until is None:
        # Nothing to compare; what is wrong with the date is told by the check of the date itself.
        return CheckResult(
            EXPIRED, CheckStatus.NOT_DONE, Severity.MINOR, message(f"check.{EXPIRED}.not_done"), region
        )
    agrees = any(digit.name == "date_of_expiry" and digit.agrees for digit in evidence.document.check_digits)
    status = evidence.settled(places, fine=evidence.today <= until)
    if status is CheckStatus.UNDETERMINED and evidence.document.certain and agrees:
        status = CheckStatus.FAILED  # its own check digit vouches for the date
    return CheckResult(
        EXPIRED,
        status,
        Severity.MINOR,
        message(f"check.{EXPIRED}.{status.value}", on=until.isoformat()),
        region,
    )


def _not_supported(code: str) -> CheckResult:
    return CheckResult(code, CheckStatus.NOT_SUPPORTED, Severity.INFO, message(f"check.{code}.not_supported"))


def _places(evidence: Evidence, name: str) -> tuple[Range, ...]:
    return (evidence.layout.require(name).range,)
