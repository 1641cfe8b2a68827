"""Known defects: a rule that an issuer's genuine documents break weighs little where it is theirs to break.

The check still says failed, as printed; its weight and its sentence change (BSI TR-03135, 5.8, on known
defects). The rows are narrow (`resources/issuers/known_defects.tsv`), since a forger may read them.
"""

from __future__ import annotations

from dataclasses import replace

from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz.issuers import known_defects
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
    return result
