"""Evidence of names: each part that agrees by how much it agrees and how rare it is, against what is left
over.

* a part spelled the same, of one family, sound or skeleton, or a few letters apart: the less alike, the
  less it says; the more people bear it, the less it says;
* two parts that often come together (names go by region) say less than both would alone;
* a part that contradicts speaks against; one that is only missing a little.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import combinations
from math import log2

from models.message import Message, message
from watchlist.evidence import Evidence
from watchlist.names.compare import NameComparison, Pair, compare, pairing
from watchlist.names.tokens import Part
from watchlist.rarity import Rarity, class_of

_CONTRADICTS = -8.0
_ONLY_ASKED = -3.5
"""A part that only the traveller has."""
_ONLY_LISTED = -3.0
_TITLE = 0.5
_INITIAL = 1.5
_MOST_LEFT = 2
_COMMON = 1 / 100
"""Share of people from which a part is called common."""
_LEAST = -2.0
_AS_GOOD_AS_SAME, _CLOSE, _FAR = 0.95, 0.8, 0.7
"""Likeness of a pair from which it is as good as the same, a slip or two away, farther."""


class Likeness(Enum):
    """How a pair of parts agrees."""

    SAME = auto()
    CLASS = auto()
    SKELETON = auto()
    CUT_OFF = auto()
    CLOSE = auto()
    FAR = auto()
    FARTHER = auto()


_WRITTEN_SO = {
    Likeness.SAME: -1.3,
    Likeness.CLASS: -2.3,
    Likeness.SKELETON: -2.3,
    Likeness.CUT_OFF: -3.5,
    Likeness.CLOSE: -4.2,
    Likeness.FAR: -5.6,
    Likeness.FARTHER: -7.0,
}
"""Bits of how often one name is written so in two places, on altered names (`bench/results.md`,
Screening)."""
_BY_CHANCE = {Likeness.CUT_OFF: 6e-3, Likeness.CLOSE: 3e-4, Likeness.FAR: 1.2e-3, Likeness.FARTHER: 6e-3}
"""Share of strangers with a part so much like a given one, drawn as often as it is borne."""


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """What the names say.

    Attributes:
        evidence: Bits and sentences.
        comparison: The names without any count.
    """

    evidence: Evidence
    comparison: NameComparison


def bits(asked: str, listed: str, rarity: Rarity, *, truncated: bool = False) -> float:
    """What two names say, in bits; without sentences, for many in a row.

    Args:
        asked: The traveller's name.
        listed: A name of an entry.
        rarity: Counts of the lists.
        truncated: Whether the traveller's name is known to be cut off at its end.
    """
    paired = pairing(asked, listed, truncated=truncated, families=rarity.families)
    if paired is None:
        return float("-inf")
    pairs, left_asked, left_listed = _with_cut_off(*paired)
    telling = [pair for pair in pairs if not _says_little(pair)]
    each = [_weighed(pair, rarity) for pair in telling]
    found = sum(part for _, part in each)
    found -= max(
        (
            over
            for (one, bits_one), (other, bits_other) in combinations(
                ((pair, weighed) for pair, weighed in zip(telling, each, strict=True)), 2
            )
            if (over := _come_together(one, bits_one, other, bits_other, rarity)) > 0
        ),
        default=0.0,
    )
    found += sum(_TITLE if pair.a.title or pair.b.title else _INITIAL for pair in pairs if _says_little(pair))
    found += _left_over(left_asked, left_listed)
    # As many ways as the shorter name has parts to find one of them by chance.
    return found - log2(max(1, min(len(pairs) + len(left_asked), len(pairs) + len(left_listed))))


def names(asked: str, listed: str, rarity: Rarity, *, truncated: bool = False) -> NameEvidence:
    """The same with sentences."""
    comparison = compare(asked, listed, truncated=truncated, families=rarity.families)
    paired = pairing(asked, listed, truncated=truncated, families=rarity.families)
    found = bits(asked, listed, rarity, truncated=truncated)
    said = (*comparison.reasons, *_common(paired[0] if paired else [], rarity))
    return NameEvidence(Evidence(found, said), comparison)


def _with_cut_off(
    pairs: list[Pair], left_a: list[Part], left_b: list[Part]
) -> tuple[list[Pair], list[Part], list[Part]]:
    """What is left over paired where one is the beginning of the other: clerks and zones cut names short."""
    left_b = list(left_b)
    still_a = []
    found = list(pairs)
    for own in left_a:
        pair = next((pair for other in left_b if (pair := Pair(own, other, 0.5)).cut_off), None)
        if pair is None:
            still_a.append(own)
        else:
            left_b.remove(pair.b)
            found.append(pair)
    return found, still_a, left_b


def _says_little(pair: Pair) -> bool:
    return pair.a.title or pair.b.title or pair.a.initial or pair.b.initial


def _weighed(pair: Pair, rarity: Rarity) -> tuple[Likeness, float]:
    kind = _kind(pair)
    return kind, max(_WRITTEN_SO[kind] - log2(_strangers(kind, pair, rarity)), _LEAST)


def _kind(pair: Pair) -> Likeness:
    a, b = pair.a.word, pair.b.word
    if a.text == b.text:
        return Likeness.SAME
    if class_of(a) == class_of(b) or pair.likeness >= _AS_GOOD_AS_SAME:
        return Likeness.CLASS
    if len(a.skeleton) > 1 and a.skeleton == b.skeleton:
        return Likeness.SKELETON
    if pair.cut_off:
        return Likeness.CUT_OFF
    if pair.likeness >= _CLOSE:
        return Likeness.CLOSE
    return Likeness.FAR if pair.likeness >= _FAR else Likeness.FARTHER


def _strangers(kind: Likeness, pair: Pair, rarity: Rarity) -> float:
    a, b = pair.a.word, pair.b.word
    match kind:
        case Likeness.SAME:
            return rarity.part(a)
        case Likeness.CLASS:
            return max(rarity.of_class(a), rarity.of_class(b))
        case Likeness.SKELETON:
            return rarity.of_skeleton(a)
        case Likeness.CUT_OFF:
            return _BY_CHANCE[kind] / 2.0 ** min(max(min(len(a.text), len(b.text)) - 3, 0), 5)
        case _:
            return _BY_CHANCE[kind] + min(rarity.part(a), rarity.part(b))


_OF_ONE_CLASS = (Likeness.SAME, Likeness.CLASS, Likeness.SKELETON)


def _come_together(
    one: Pair,
    weighed_one: tuple[Likeness, float],
    other: Pair,
    weighed_other: tuple[Likeness, float],
    rarity: Rarity,
) -> float:
    """By how many bits both say too much, since people who bear the one often bear the other."""
    (kind_one, bits_one), (kind_other, bits_other) = weighed_one, weighed_other
    if kind_one not in _OF_ONE_CLASS or kind_other not in _OF_ONE_CLASS:
        return 0.0
    both = rarity.pair(one.a.text, other.a.text)
    for kind, pair in ((kind_one, one), (kind_other, other)):
        if kind is Likeness.SAME:
            both *= min(1.0, rarity.part(pair.a.word) / rarity.of_class(pair.a.word))
    both = max(both, rarity.least_pair)
    return bits_one + bits_other - (_WRITTEN_SO[kind_one] + _WRITTEN_SO[kind_other] - log2(both))


def _left_over(asked: list[Part], listed: list[Part]) -> float:
    against = min(len(asked), len(listed))
    return (
        _CONTRADICTS * min(against, _MOST_LEFT)
        + _ONLY_ASKED * min(len(asked) - against, _MOST_LEFT)
        + _ONLY_LISTED * min(len(listed) - against, _MOST_LEFT)
    )


def _common(pairs: list[Pair], rarity: Rarity) -> Iterator[Message]:
    """A sentence for what many bear."""
    for pair in pairs:
        if not _says_little(pair) and (borne := rarity.of_class(pair.a.word)) >= _COMMON:
            yield message("screening.name.common", part=pair.a.text, odds=round(1 / borne))
