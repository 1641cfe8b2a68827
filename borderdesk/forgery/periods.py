"""Dates beside each other: how long a document could be valid, and whether its holder was born by then.

The zone tells no day of issue. A document that is shown was issued by today, so that it expires no later
than today and the longest period that its issuer gives to a holder of that age
(`resources/issuers/validity.tsv`). Since the zone tells no century, a birth after today cannot be read; one
after the day of expiry can.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from borderdesk.forgery.dates import last_day
from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz.codes import document_kind
from borderdesk.mrz.issuers import longest_validity, validity
from borderdesk.mrz.layouts import Range
from models.check import CheckResult, CheckStatus, Severity
from models.document import PartialDate
from models.message import message

VALIDITY = "mrz.date.validity"
ORDER = "mrz.date.birth_before_expiry"
CODES = (VALIDITY, ORDER)


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """How far ahead it expires, and birth beside expiry."""
    yield _validity(evidence)
    yield _order(evidence)


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> months_on(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def oldest_age(birth: PartialDate, today: date) -> int | None:
    """How old a holder can be in whole years, or None where the year is unknown.

    >>> oldest_age(PartialDate("1508<<", 2015, 8), date(2026, 8, 1))
    11
    """
    if birth.year is None or not birth.possible:
        return None
    month, day = birth.month or 1, (birth.day or 1) if birth.month else 1
    return today.year - birth.year - ((today.month, today.day) < (month, day))


def _validity(evidence: Evidence) -> CheckResult:
    fields = evidence.document.fields
    kind = document_kind(fields.document_code, fields.issuing_state, fields.nationality)
    until = None if fields.date_of_expiry is None else last_day(fields.date_of_expiry)
    own, any_issuers = validity(fields.issuing_state, kind), longest_validity(kind)
    if until is None or own is None:
        return CheckResult(
            VALIDITY, CheckStatus.NOT_SUPPORTED, Severity.INFO, message(f"check.{VALIDITY}.not_supported")
        )
    age = oldest_age(fields.date_of_birth, evidence.today)
    latest = months_on(evidence.today, own.months_at(age))
    beyond_all = (
        any_issuers is not None
        and any_issuers.firm
        and until > months_on(evidence.today, any_issuers.months_at(age))
    )
    places = _places(evidence, "date_of_expiry")
    status = evidence.settled(places, fine=until <= latest and not beyond_all)
    return CheckResult(
        VALIDITY,
        status,
        Severity.MINOR if beyond_all else Severity.INFO,
        message(f"check.{VALIDITY}.{status.value}", on=until.isoformat(), latest=latest.isoformat()),
        evidence.region(places),
    )


def _order(evidence: Evidence) -> CheckResult:
    fields = evidence.document.fields
    birth = fields.date_of_birth
    until = None if fields.date_of_expiry is None else last_day(fields.date_of_expiry)
    if until is None or birth.year is None or not birth.possible:
        return CheckResult(
            ORDER, CheckStatus.NOT_SUPPORTED, Severity.INFO, message(f"check.{ORDER}.not_supported")
        )
    born = (birth.year, birth.month or 1, birth.day or 1)
    places = _places(evidence, "date_of_birth", "date_of_expiry")
    status = evidence.settled(places, fine=born <= (until.year, until.month, until.day))
    return CheckResult(
        ORDER,
        status,
        Severity.INFO,  # two digits cannot tell a holder of more than a hundred years from an unborn one
        message(f"check.{ORDER}.{status.value}"),
        evidence.region(_places(evidence, "date_of_birth")),
    )


def _places(evidence: Evidence, *names: str) -> tuple[Range, ...]:
    return tuple(evidence.layout.require(name).range for name in names)
