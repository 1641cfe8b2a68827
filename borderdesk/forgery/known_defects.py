"""Known defects: a rule that an issuer's genuine documents break weighs little where it is theirs to break.

The check still says failed, as printed; its weight and its sentence change (BSI TR-03135, 5.8, on known
defects). The rows are narrow (`resources/issuers/known_defects.tsv`), since a forger may read them. A
code that was withdrawn since was right on a document that is old enough, which has expired by now.
"""

from __future__ import annotations

from dataclasses import replace

from borderdesk.forgery import codes, issuers
from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz.issuers import known_defects, no_issuer
from models.check import CheckResult, CheckStatus, Severity
from models.message import message


def weighed(evidence: Evidence, result: CheckResult) -> CheckResult:
    """A result as it weighs on a document of this issuer."""
    if result.status is not CheckStatus.FAILED:
        return result
    for defect in known_defects():
        if result.code in defect.checks and defect.fits(evidence.document.format, evidence.document.lines):
            return replace(
                result, severity=Severity.INFO, detail=message(f"check.known_defect.{defect.name}")
            )
    if _right_in_its_day(evidence, result.code):
        return replace(result, severity=Severity.INFO)
    return result


def _right_in_its_day(evidence: Evidence, code: str) -> bool:
    """Whether a check is about a code that was still in use when the document can have been issued."""
    fields = evidence.document.fields
    about = {
        codes.ISSUER: (fields.issuing_state,),
        codes.NATIONALITY: (fields.nationality,),
        issuers.FANTASY: (fields.issuing_state, fields.nationality),
    }
    year = None if fields.date_of_expiry is None else fields.date_of_expiry.year
    found = [one for one in map(no_issuer, about.get(code, ())) if one is not None]
    return year is not None and bool(found) and all(one.may_expire_in(year) for one in found)
