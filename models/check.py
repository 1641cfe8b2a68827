"""Results of checks, in the coding of BSI TR-03135."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from models.image import Quad
from models.message import Message


class CheckStatus(Enum):
    """How a check ended. Never a bool: what could not be done never counts as passed."""

    PASSED = "passed"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_SUPPORTED = "not_supported"
    NOT_DONE = "not_done"


class Severity(Enum):
    """How much a failed check weighs."""

    INFO = "info"
    MINOR = "minor"
    MAJOR = "major"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One answer of one check.

    Attributes:
        code: Dotted name, such as `mrz.check_digit.date_of_birth`; stable, other programs rely on it.
        status: How it ended.
        severity: What it weighs where it failed.
        detail: One sentence for the officer.
        region: Where on the page to look, in page pixels, or None.
        score: 0 (surely false) to 1 (surely genuine) where the check measures something, else None.
    """

    code: str
    status: CheckStatus
    severity: Severity
    detail: Message
    region: Quad | None = None
    score: float | None = None
