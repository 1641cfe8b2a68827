"""How well something stands, told by a shape and a word, never by colour alone."""

from __future__ import annotations

from enum import Enum

from models.check import CheckResult, CheckStatus


class Mark(Enum):
    """From nothing known to wrong; each has its own shape."""

    NONE = "none"
    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


_OF_STATUS = {
    CheckStatus.PASSED: Mark.GOOD,
    CheckStatus.FAILED: Mark.BAD,
    CheckStatus.UNDETERMINED: Mark.DOUBTFUL,
    CheckStatus.NOT_SUPPORTED: Mark.NONE,
    CheckStatus.NOT_DONE: Mark.NONE,
}
_WEIGHT = {Mark.NONE: 0, Mark.GOOD: 1, Mark.DOUBTFUL: 2, Mark.BAD: 3}


def mark_of(check: CheckResult) -> Mark:
    """The mark of one check; what could not be done is never good."""
    return _OF_STATUS[check.status]


def worst(marks: list[Mark]) -> Mark:
    """The gravest of some marks.

    >>> worst([Mark.GOOD, Mark.DOUBTFUL])
    <Mark.DOUBTFUL: 'doubtful'>
    """
    return max(marks, key=_WEIGHT.__getitem__, default=Mark.NONE)
