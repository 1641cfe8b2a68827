"""From what was counted to a threshold: the evidence that a given share of travellers reaches. Pure.

Evidence is counted from the size of the lists on: *excess* is evidence in bits less log2 of the persons on
the lists. The more of it, the fewer reach it by chance: a likelihood ratio of 2^b is reached by at most
2^-b of those who are not meant (Markov's inequality, for it is 1 in the mean where there is no match). How
far below that bound the lists of a station lie is measured with strangers (`watchlist.reference`): the
reference, with which it begins.

* Until `FULL` travellers were counted the reference stands for those that are lacking: a handful of
  travellers cannot swing the threshold.
* A quantile far out rests on few travellers. So it is not read off but reached from where at least
  `SUPPORT` travellers lie, along the slope that was seen on the way, which begins as the reference's.
  Who comes with any amount of evidence counts for no more than who just came so far. What is reached must
  agree with what was counted within chance.
* It never leaves the reference by more than `LOWER` and `HIGHER` bits: no traffic switches screening off,
  none drowns the desk. Where that does not hold the budget, the health page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from math import ceil, log2

STEP = 0.5
"""Bits; what is counted lies on this grid, each at the lower end of its step."""
FULL = 2000.0
"""Travellers from which on the reference speaks no more."""
SUPPORT = 100.0
"""Travellers who lie above the place from which a quantile is reached, where there are so many."""
SLOPE_WEIGHT = 20.0
"""As how many travellers the reference speaks for the slope."""
LOWER, HIGHER = 8.0, 4.0
SHARE = 0.005
"""The share of travellers for which the reference is handed in."""
_NEARER = 4.0  # budgets; a quantile is reached from there, so that it rests on four times as many travellers
_FARTHEST = 2.0  # times as far as the reference would have to go; further out nothing is looked at
_LOWEST, _HIGHEST = -32.0, 64.0
_STAYS = 2.0**-STEP


def reference_excess(share: float, reference: float) -> float:
    """The excess that a share of the reference population reaches.

    Args:
        share: Of travellers.
        reference: The excess that `SHARE` of them reach.

    >>> reference_excess(SHARE / 8, -2.0)
    1.0
    """
    return reference + log2(SHARE / share)


def excess(counted: Mapping[float, float], share: float, reference: float) -> float:
    """The excess that a share of travellers reaches, by what was counted.

    Args:
        counted: Travellers by their excess in bits on the grid of `STEP`; weights need not be whole.
        share: Of travellers, above 0 and at most one half.
        reference: As of `reference_excess`.

    >>> round(excess({}, SHARE / 2, -2.0), 2)
    -1.0
    """
    number = max(sum(counted.values()), FULL)
    above = _above(counted, reference + log2(SHARE))
    level = min(0.5, max(_NEARER * share, SUPPORT / number))
    asked = share * number
    start = _start(above, level * number, asked)
    far = start + ceil(_FARTHEST * log2(level / share) / STEP)
    end = max(start + 1, min(_last(above, asked / 2), far))
    gone, passed = above[start] - above[end], sum(above[start:end])
    leaves = (gone + SLOPE_WEIGHT) / (passed + SLOPE_WEIGHT / (1 - _STAYS))
    slope = -log2(1 - leaves) / STEP
    found = _LOWEST + start * STEP + log2(above[start] / asked) / slope
    found = _within_chance(above, asked, found)
    middle = reference_excess(share, reference)
    return min(max(found, middle - LOWER), middle + HIGHER)


def _above(counted: Mapping[float, float], sure: float) -> list[float]:
    """How many reach each step of the grid, the reference among them for as many as are lacking.

    Beyond the last step is nobody; the whole reference reaches an excess of `sure`.
    """
    steps = int((_HIGHEST - _LOWEST) / STEP)
    at = [0.0] * steps
    for bits, travellers in counted.items():
        at[min(max(int((bits - _LOWEST) // STEP), 0), steps - 1)] += travellers
    lacking = max(FULL - sum(counted.values()), 0.0)
    reached = list(accumulate(reversed(at)))[::-1]
    return [
        each + lacking * min(1.0, 2.0 ** (sure - _LOWEST - step * STEP)) for step, each in enumerate(reached)
    ] + [0.0]


def _start(above: list[float], level: float, asked: float) -> int:
    """The place from which the quantile is reached: the last step that `level` travellers reach.

    Most travellers may come near nobody and be counted at one place. Where the level falls there, and those
    who did come near are nearer to it in number, it is reached from where they begin.
    """
    start = _last(above, level)
    beyond = above[start + 1]
    if asked < beyond and level / beyond < above[start] / level:
        return _last(above, beyond)
    return start


def _within_chance(above: list[float], asked: float, found: float) -> float:
    """What was reached, held to what was counted: not over two deviations more or fewer than asked reach it.

    Within a step of the grid, for inside it nothing is known.
    """
    chance = 2.0 * asked**0.5
    lowest = _LOWEST + _last(above, asked + chance) * STEP
    highest = _LOWEST + (_last(above, asked - chance) + 1) * STEP if asked > chance else _HIGHEST
    return min(max(found, lowest), highest)


def _last(above: list[float], number: float) -> int:
    """The last step that at least so many reach; the first one where there is none."""
    return max((step for step, each in enumerate(above) if each >= number), default=0)
