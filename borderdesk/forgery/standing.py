"""How far one of a page's characters stands apart from its fellows.

No page is as the standard has it: ink spreads, a roller slips, another foundry's OCR-B has a wider R. What a
page does to all its characters alike, or to all of one symbol, is its own way; what it does to one alone is
to be looked at. A symbol's own way is told by its other instances, so far as there are any, and by how much
the symbols of this page differ at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_TO_DEVIATION = 1.4826  # from the median distance to the standard deviation of a normal distribution
_MEDIAN_COSTS = np.pi / 2  # variance of a median against that of a mean
_ENOUGH = 3  # instances of one symbol that tell how much they differ among themselves


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Of n characters by k measures.

    Attributes:
        off: (n, k) how far each is from what its fellows let expect, in the measure's own unit.
        usual: (n, k) standard deviation of that on this page.
    """

    off: Floats
    usual: Floats


def standing(values: Floats, symbol: Ints, counts: npt.NDArray[np.bool_], least: Floats) -> Standing:
    """Compare each character with the others of its page.

    Args:
        values: (n, k) measures.
        symbol: (n,) which symbol each is.
        counts: (n,) False for those that are not to be asked about the others, such as worn ones.
        least: (k,) standard deviation below which no measure is believed.
    """
    groups = [np.flatnonzero((symbol == each) & counts) for each in np.unique(symbol[counts])]
    middles = np.stack([np.median(values[group], axis=0) for group in groups])
    # Against the median of the others: against one that holds the value itself, small groups seem too alike.
    others = [_without_each(values[group]) if len(group) > 1 else values[group] for group in groups]
    many = [
        (values[group] - rest) / np.sqrt(1 + _MEDIAN_COSTS / (len(group) - 1))
        for group, rest in zip(groups, others, strict=True)
        if len(group) >= _ENOUGH
    ]
    within = np.maximum(_spread(np.concatenate(many)) if many else least, least)
    whole = np.median(middles, axis=0)
    shares = np.mean([1.0 / len(group) for group in groups])
    between = np.maximum(_spread(middles - whole) ** 2 - within**2 * shares, 1e-3 * within**2)
    off, usual = values - whole, np.broadcast_to(np.sqrt(within**2 + between), values.shape).copy()
    for group, middle, rest in zip(groups, middles, others, strict=True):
        number = symbol[group[0]]
        strangers = np.flatnonzero((symbol == number) & ~counts)
        _compare(
            off,
            usual,
            strangers,
            np.broadcast_to(middle - whole, (len(strangers), len(least))),
            len(group),
            within,
            between,
        )
        if len(group) > 1:
            _compare(off, usual, group, rest - whole, len(group) - 1, within, between)
    return Standing(off, usual)


def _compare(
    off: Floats, usual: Floats, which: Ints, way: Floats, fellows: int, within: Floats, between: Floats
) -> None:
    """Take the way of the symbol's other instances off, as far as so many of them can be trusted."""
    doubt = within**2 / between
    off[which] -= way * fellows / (fellows + doubt)
    usual[which] = np.sqrt(within**2 + between * doubt / (fellows + doubt))


def _without_each(values: Floats) -> Floats:
    """(n, k) median of the column without the value itself; n is at least 2."""
    count = len(values)
    order = np.argsort(values, axis=0, kind="stable")
    rank = np.argsort(order, axis=0, kind="stable")
    low, high = (count - 2) // 2, (count - 1) // 2
    ordered = np.take_along_axis(values, order, axis=0)
    below = np.take_along_axis(ordered, np.where(low < rank, low, low + 1), axis=0)
    above = np.take_along_axis(ordered, np.where(high < rank, high, high + 1), axis=0)
    return np.asarray((below + above) / 2)


def _spread(values: Floats) -> Floats:
    """(k,) robust standard deviation about zero."""
    return np.asarray(_TO_DEVIATION * np.median(np.abs(values), axis=0))
