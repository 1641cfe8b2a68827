"""What speaks for and against a traveller being the person of an entry, in bits. Pure.

One file a kind of evidence. Each answers with bits and with sentences: the bits are the logarithm to base
2 of a likelihood ratio (Fellegi and Sunter, 1969): how much likelier what was seen is if both are one
person than if they are two. Ten bits say "a thousand times likelier"; bits below zero speak against. Bits
of different kinds add up.

* how often a person is written down in another way than on the list was measured on altered names
  (`bench/results.md`, Screening);
* how often strangers agree is counted from the lists themselves (`watchlist.rarity`): what many bear says
  little.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.message import Message


@dataclass(frozen=True, slots=True)
class Evidence:
    """One kind of evidence.

    Attributes:
        bits: For (above zero) or against (below).
        reasons: In words.
    """

    bits: float
    reasons: tuple[Message, ...] = ()


def odds(bits: float) -> int:
    """One in how many strangers agrees so well, rounded to two digits.

    >>> odds(14.77), odds(2.1)
    (28000, 4)
    """
    many = round(float(2.0 ** max(bits, 0.0)))
    step = 10 ** max(len(str(many)) - 2, 0)
    return int(round(many / step) * step)
