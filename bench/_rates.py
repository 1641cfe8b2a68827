"""Shares of people found at a bearable share of people alerted in vain; pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def bound(strangers: Sequence[float], share: float) -> float:
    """The score that no more than a share of strangers exceeds; an alert is a score above it.

    >>> bound([0.1, 0.9, 0.5, 0.3], 0.25)
    0.5
    >>> bound([0.1, 0.9, 0.5, 0.3], 0)
    0.9
    """
    ordered = sorted(strangers, reverse=True)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def above(values: Iterable[float], least: float) -> float:
    """The share of values above a bound.

    >>> above([0.2, 0.6, 0.8, 0.5], 0.5)
    0.5
    """
    found = [value > least for value in values]
    return sum(found) / len(found) if found else float("nan")


def by(keys: Callable[[T], K], rows: Iterable[T]) -> dict[K, list[T]]:
    """Rows by a key, in the order in which keys are met.

    >>> by(len, ["a", "bb", "c"])
    {1: ['a', 'c'], 2: ['bb']}
    """
    found: dict[K, list[T]] = {}
    for row in rows:
        found.setdefault(keys(row), []).append(row)
    return found


def spread(values: Iterable[float]) -> float:
    """How many times the least value the greatest one is.

    >>> spread([0.5, 0.75]), spread([0.0, 0.1])
    (1.5, inf)
    """
    ordered = sorted(values)
    return ordered[-1] / ordered[0] if ordered[0] else float("inf")


def f1(scores: Sequence[float], truth: Sequence[bool], least: float) -> tuple[float, float, float]:
    """F1, precision and recall of a threshold, which counts as a match itself.

    >>> f1([0.9, 0.8, 0.3, 0.2], [True, False, True, False], 0.8)
    (0.5, 0.5, 0.5)
    """
    said = [score >= least for score in scores]
    right = sum(one and true for one, true in zip(said, truth, strict=True))
    precision, recall = right / max(1, sum(said)), right / max(1, sum(truth))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def best_f1(scores: Sequence[float], truth: Sequence[bool]) -> tuple[float, float, float, float]:
    """The best F1 with its precision and recall, and the threshold that gives it."""
    return max((*f1(scores, truth, least), least) for least in set(scores))
