"""The checks: worst first, and what passed folded away."""

from __future__ import annotations

from dataclasses import dataclass

from models.check import CheckResult, CheckStatus, Severity
from models.image import Quad
from ui.desktop.views.marks import Mark, mark_of
from ui.desktop.views.wording import Wording

_STATUS_WEIGHT = {
    CheckStatus.FAILED: 0,
    CheckStatus.UNDETERMINED: 1,
    CheckStatus.NOT_DONE: 2,
    CheckStatus.NOT_SUPPORTED: 3,
    CheckStatus.PASSED: 4,
}
_SEVERITY_WEIGHT = {Severity.MAJOR: 0, Severity.MINOR: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check.

    Attributes:
        code: Its stable name, shown small for whoever writes a report.
        mark: Its shape.
        status: The same in a word.
        sentence: What was found.
        region: Where to look on the page, or None.
    """

    code: str
    mark: Mark
    status: str
    sentence: str
    region: Quad | None


@dataclass(frozen=True, slots=True)
class ChecksView:
    """All checks of a document.

    Attributes:
        open: What failed, stayed unsure or could not be done, worst first.
        passed: What passed, in the order in which it was checked.
    """

    open: tuple[CheckView, ...] = ()
    passed: tuple[CheckView, ...] = ()


def checks_view(checks: tuple[CheckResult, ...], wording: Wording) -> ChecksView:
    """Sort checks for the eye."""
    ranked = sorted(
        checks, key=lambda check: (_STATUS_WEIGHT[check.status], _SEVERITY_WEIGHT[check.severity])
    )
    views = [(check.status, _view(check, wording)) for check in ranked]
    return ChecksView(
        open=tuple(view for status, view in views if status is not CheckStatus.PASSED),
        passed=tuple(view for status, view in views if status is CheckStatus.PASSED),
    )


def _view(check: CheckResult, wording: Wording) -> CheckView:
    return CheckView(
        code=check.code,
        mark=mark_of(check),
        status=wording.say(f"window.status.{check.status.value}"),
        sentence=wording.text(check.detail),
        region=check.region,
    )
