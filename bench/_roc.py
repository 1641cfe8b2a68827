"""From answers of checks to rates: one threshold a code, false alarms counted by document; pure.

A row holds, for each code, how the check ended, its severity and its score (1 surely genuine, 0 surely
false). An alarm at a threshold is a score at or below it. A check that failed without a score is below
every threshold; one that could not be done, or passed without a score, is above every one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Any

Row = dict[str, Any]
Answer = tuple[str, str, float | None]
"""Status, severity, score."""
_SURE, _NONE = -1.0, math.inf


def codes_of(rows: Iterable[Row], patterns: Sequence[str]) -> list[str]:
    """Codes that any row answers and a pattern fits, in order."""
    found = {code for row in rows for code in row["checks"]}
    return sorted(code for code in found if any(fnmatchcase(code, pattern) for pattern in patterns))


def value(row: Row, code: str) -> float:
    """How genuine a document is by a check; -1 where it failed without a score, infinite where untold.

    >>> value({"checks": {"a": ("failed", "major", None)}}, "a"), value({"checks": {}}, "a")
    (-1.0, inf)
    """
    status, _, score = row["checks"].get(code, ("not_done", "info", None))
    if score is not None and status in ("passed", "failed", "undetermined"):
        return float(score)
    return _SURE if status == "failed" else _NONE


def failed(row: Row, codes: Iterable[str], *, weighty: bool) -> bool:
    """Whether any of these checks failed; `weighty` counts only what leads to REFER."""
    answers = (row["checks"].get(code) for code in codes)
    return any(
        answer is not None and answer[0] == "failed" and (answer[1] != "info" or not weighty)
        for answer in answers
    )


def thresholds(genuine: Sequence[Row], codes: Sequence[str], rate: float) -> dict[str, float]:
    """One threshold a code, so that together they alarm at no more than a share of genuine documents.

    Every code is given the same share for itself: the largest with which the union stays within `rate`.
    """
    values = {code: sorted(value(row, code) for row in genuine) for code in codes}
    most = int(rate * len(genuine))
    best = dict.fromkeys(codes, -math.inf)
    for allowed in range(most + 1):
        tried = {code: _below(ordered, allowed) for code, ordered in values.items()}
        if sum(alarmed(row, tried) for row in genuine) > most:
            break
        best = tried
    return best


def _below(ordered: Sequence[float], allowed: int) -> float:
    """The largest threshold at or below which no more than so many values lie.

    >>> _below([0.1, 0.2, 0.2, 0.9], 1), _below([0.1, 0.2, 0.2, 0.9], 2) < 0.2
    (0.15000000000000002, True)
    """
    if allowed >= len(ordered):
        return ordered[-1] if ordered else -math.inf
    above = ordered[allowed]
    under = [each for each in ordered[:allowed] if each < above]
    if math.isinf(above):
        return under[-1] if under else _SURE
    # Between the last that may alarm and the first that may not.
    return (under[-1] + above) / 2 if under else above - 1e-9


def alarmed(row: Row, at: dict[str, float]) -> bool:
    """Whether any code alarms at its threshold."""
    return any(value(row, code) <= threshold for code, threshold in at.items())


def share(rows: Sequence[Row], at: dict[str, float]) -> float:
    """Share of rows that alarm; not a number where there are none."""
    return sum(alarmed(row, at) for row in rows) / len(rows) if rows else math.nan
