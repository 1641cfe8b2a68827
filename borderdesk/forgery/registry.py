"""The families of checks, and the one way to run them.

A check that crashes is a bug of ours and no finding about the document: it is contained here, logged, and
told as undetermined, so that it neither hides the other answers nor counts as passed. A code that a family
promised and did not answer is told as not done. (TR-03135-1 codes a check that was begun and came to no
result apart from one that passed; so do we.)
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from borderdesk.forgery import (
    check_digits,
    codes,
    companions,
    dates,
    formats,
    issuers,
    light,
    numbers,
    periods,
    picture_colour,
    picture_pattern,
    picture_storage,
    portrait,
    print_zone,
    printed_fields,
)
from borderdesk.forgery.evidence import Evidence
from borderdesk.forgery.known_defects import weighed
from models.cancel import Cancelled
from models.check import CheckResult, CheckStatus, Severity
from models.message import message

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Family:
    """Checks that belong together.

    Attributes:
        name: For the log.
        codes: Of every check that it answers, in that order.
        run: Looks at the evidence and answers.
        needs_picture: It measures the picture; what came as text is answered with not supported.
        needs_certain: It is not done where the zone was not read for certain: its answer would not count.
    """

    name: str
    codes: tuple[str, ...]
    run: Callable[[Evidence], Iterable[CheckResult]]
    needs_picture: bool = False
    needs_certain: bool = False


FAMILIES = (
    Family("check_digits", check_digits.CODES, check_digits.run),
    Family("codes", codes.CODES, codes.run),
    Family("dates", dates.CODES, dates.run),
    Family("formats", formats.CODES, formats.run),
    Family("issuers", issuers.CODES, issuers.run),
    Family("numbers", numbers.CODES, numbers.run),
    Family("periods", periods.CODES, periods.run),
    Family("portrait", portrait.CODES, portrait.run, needs_picture=True, needs_certain=True),
    Family("picture_colour", picture_colour.CODES, picture_colour.run, needs_picture=True),
    Family("picture_pattern", picture_pattern.CODES, picture_pattern.run, needs_picture=True),
    Family("picture_storage", picture_storage.CODES, picture_storage.run, needs_picture=True),
    Family("light", light.CODES, light.run, needs_picture=True, needs_certain=True),
    Family("print", print_zone.CODES, print_zone.run, needs_picture=True, needs_certain=True),
    Family(
        "printed_fields", printed_fields.CODES, printed_fields.run, needs_picture=True, needs_certain=True
    ),
    Family("companions", companions.CODES, companions.run),
)


def run_checks(evidence: Evidence, *, families: tuple[Family, ...] = FAMILIES) -> tuple[CheckResult, ...]:
    """Run every check on a document.

    Args:
        evidence: The document as read, and what goes with it.
        families: Which checks; all by default.

    Returns:
        Exactly one result for each code of each family, in their order; anything further that a family
        answered follows its own codes.
    """
    return tuple(weighed(evidence, result) for family in families for result in _answers(family, evidence))


def _answers(family: Family, evidence: Evidence) -> list[CheckResult]:
    if family.needs_picture and (evidence.page is None or evidence.document.reading is None):
        return [_spared(code, CheckStatus.NOT_SUPPORTED, "no_picture") for code in family.codes]
    if family.needs_certain and not evidence.document.certain:
        return [_spared(code, CheckStatus.NOT_DONE, "not_certain") for code in family.codes]
    given: list[CheckResult] = []
    crashed = False
    try:
        for result in family.run(evidence):
            given.append(result)  # one by one: what came before a crash is kept
    except Cancelled:
        raise
    except Exception:  # noqa: BLE001 - the border of a check: one that fails must not take the others along
        _LOG.exception("checks %s crashed", family.name)
        crashed = True
    by_code = {result.code: result for result in given}
    answered = [by_code.get(code) or _unanswered(code, crashed=crashed) for code in family.codes]
    return answered + [result for result in given if result.code not in family.codes]


def _spared(code: str, status: CheckStatus, why: str) -> CheckResult:
    return CheckResult(code, status, Severity.INFO, message(f"check.{why}"))


def _unanswered(code: str, *, crashed: bool) -> CheckResult:
    if crashed:
        return CheckResult(
            code, CheckStatus.UNDETERMINED, Severity.MAJOR, message("check.crashed", code=code)
        )
    return CheckResult(code, CheckStatus.NOT_DONE, Severity.MAJOR, message("check.not_done", code=code))
