"""May two names be one person's?

Parts are paired whatever their order, best pair first; a pair counts by what it shares: the same letters, the
same sound, one family, the same consonants, or letters that few slips separate. Then the name is judged as a
whole:

* a part that has no partner although the other name has a part left over **contradicts**;
* a part that is only missing (a patronymic left out) weakens a little;
* a name cut off at its end (ICAO Doc 9303-4, 4.2.3) agrees with what begins like it.

The answer is the same whichever name comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from models.message import Message, message
from watchlist.names.families import Families
from watchlist.names.sounds import sound
from watchlist.names.tokens import Part, Word, part, parts

MATCH = 0.8
"""Score from which two names may be one person's."""
_PAIR = 0.6
"""Likeness below which two parts are no pair."""
_SAME_CORE = 0.85
"""Likeness from which a name with and without its glue (ABDELAZIZ, AZIZ) is one name."""
_CONTRADICTION = 1.5
"""What a part that contradicts weighs, beside one that agrees."""
_MISSING = 0.12
"""Share of the score that is lost where one name has as much again as the other lacks."""
_LONG_NAME = 25
"""Letters from which a name may have been cut off: TD1 has room for 30, visas and TD2 for 31."""
_FAMILY, _SHORT_FORM, _INITIAL, _OTHER_FAMILY = 0.95, 0.85, 0.65, 0.55
"""Likeness of two spellings of one name, of a short form, of an initial, and at most of two other names."""
_SAME_SKELETON, _BARE_SKELETON = 0.88, 0.75
"""Likeness of two words with the same consonants, and with the same but for a first vowel."""
_GOOD, _DOUBT = 0.8, 0.6
_OTHER_INITIAL = 0.5
_TURNED_ROUND = 0.75
_ALONE = 0.9
"""A name of one part is found in a longer one."""


@dataclass(frozen=True, slots=True)
class NameComparison:
    """How alike two names are.

    Attributes:
        score: 0 to 1.
        match: Whether both may be names of one person.
        reasons: In words, what agreed and what did not, weightiest first.
        evidence: How many parts agree; a part that many people bear (MOHAMED) counts half.
    """

    score: float
    match: bool
    reasons: tuple[Message, ...]
    evidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parts that agree.

    Attributes:
        a: Of the first name.
        b: Of the second one.
        likeness: 0 to 1.
    """

    a: Part
    b: Part
    likeness: float

    @property
    def cut_off(self) -> bool:
        """Whether one is the beginning of the other."""
        short, long = sorted((self.a.text, self.b.text), key=len)
        return 3 <= len(short) < len(long) and long.startswith(short)

    @property
    def weight(self) -> float:
        return (self.a.weight + self.b.weight) / 2


def compare(a: str, b: str, *, truncated: bool = False, families: Families | None = None) -> NameComparison:
    """Hold two names against each other.

    Args:
        a: A name in any script, parts in any order.
        b: The other.
        truncated: Whether one of them is known to be cut off at its end.

    >>> compare("MOHAMED OULD ABDEL AZIZ", "Aziz, Mouhamadou Abdul").match
    True
    >>> compare("ERIKSSON ANNA MARIA", "ERIKSSON ANNA").match
    True
    >>> compare("HASSAN DIALLO", "HUSSEIN DIALLO").match
    False
    """
    judged = _judged(a, b, truncated, families)
    if judged is None:
        return NameComparison(0.0, False, (message("screening.name.empty"),))
    score = round(_score(*judged), 4)
    return NameComparison(score, score >= MATCH, _reasons(*judged), _evidence(judged[0]))


def pairing(
    a: str, b: str, *, truncated: bool = False, families: Families | None = None
) -> tuple[list[Pair], list[Part], list[Part]] | None:
    """Parts of both names that agree, and what is left over of each; None where one of the names is empty."""
    return _judged(a, b, truncated, families)


def likeness(a: str, b: str, *, truncated: bool = False, families: Families | None = None) -> float:
    """The score alone, for many names in a row.

    >>> likeness("DIALLO MAMADOU", "MOHAMED DIALO") == compare("DIALLO MAMADOU", "MOHAMED DIALO").score
    True
    """
    judged = _judged(a, b, truncated, families)
    return 0.0 if judged is None else round(_score(*judged), 4)


def _judged(
    a: str, b: str, truncated: bool, families: Families | None
) -> tuple[list[Pair], list[Part], list[Part]] | None:
    """Pairs, and what is left over of each; None where one of the names is empty."""
    parts_a, parts_b = parts(a, families), parts(b, families)
    if parts_a != parts_b:
        parts_a, parts_b = _joined(parts_a, parts_b, families), _joined(parts_b, parts_a, families)
    return _paired(parts_a, parts_b, truncated) if parts_a and parts_b else None


def _joined(a: tuple[Part, ...], b: tuple[Part, ...], families: Families | None) -> tuple[Part, ...]:
    """Neighbours put together where only together they are a part of the other name (POL POT, POLPOT)."""
    together = _neighbours(a)
    wanted = _sounds(b) & together.keys()
    if not wanted:
        return a
    at, width = min((together[heard] for heard in wanted), key=lambda found: (-found[1], found[0]))
    joined = part("".join(own.text for own in a[at : at + width]), families)
    return _joined((*a[:at], joined, *a[at + width :]), b, families)


@lru_cache(maxsize=8192)
def _sounds(name: tuple[Part, ...]) -> frozenset[str]:
    return frozenset([own.word.sound for own in name])


@lru_cache(maxsize=8192)
def _neighbours(name: tuple[Part, ...]) -> dict[str, tuple[int, int]]:
    """Sounds of two or three neighbours together, with place and number; none that a part sounds like."""
    own = _sounds(name)
    found = {}
    for width in (2, 3):
        for at in range(len(name) - width + 1):
            together = sound("".join(each.text for each in name[at : at + width]))
            if together not in own and len(together) > 3:
                found[together] = (at, width)
    return found


def _paired(
    a: tuple[Part, ...], b: tuple[Part, ...], truncated: bool
) -> tuple[list[Pair], list[Part], list[Part]]:
    """Best pairs first; what is left over on either side."""
    possible = []
    last_a, last_b = len(a) - 1, len(b) - 1
    for i, own in enumerate(a):
        for j, other in enumerate(b):
            low, high = (own, other) if own.text <= other.text else (other, own)
            found = _likeness(low, high)
            if found < _PAIR and i == last_a:
                found = max(found, _cut_off(a, other, truncated))
            if found < _PAIR and j == last_b:
                found = max(found, _cut_off(b, own, truncated))
            if found >= _PAIR:
                # The texts, smaller first, settle ties alike whichever name comes first.
                weight = -(own.weight + other.weight)
                possible.append((-found, weight, low.text, high.text, abs(i - j), i, j))
    possible.sort(key=lambda found: found[:5])
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    pairs = []
    for negative, _, _, _, _, i, j in possible:
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            pairs.append(Pair(a[i], b[j], -negative))
    left_a = [own for i, own in enumerate(a) if i not in taken_a]
    left_b = [other for j, other in enumerate(b) if j not in taken_b]
    if not left_a or not left_b:
        left_a, left_b = _unsaid(left_a, pairs), _unsaid(left_b, pairs)
    return pairs, left_a, left_b


def _unsaid(left: list[Part], pairs: list[Pair]) -> list[Part]:
    """Without parts that only say again what was paired (SHOIGU SHOIGU SERGEY)."""
    said = {text for pair in pairs for text in (pair.a.text, pair.b.text)}
    return [own for own in left if own.text not in said]


def _cut_off(name: tuple[Part, ...], other: Part, truncated: bool) -> float:
    """Likeness of the last part of a long name, cut off, with one that begins like it."""
    short, long = name[-1].text, other.text
    if len(short) < 2 or len(long) <= len(short) or not long.startswith(short):
        return 0.0
    return 0.85 if truncated or sum(len(own.text) + 1 for own in name) >= _LONG_NAME else 0.0


@lru_cache(maxsize=65536)
def _likeness(a: Part, b: Part) -> float:
    """0 to 1 for two parts, the smaller text first, with and without what may be glued to them."""
    whole = _alike(a.word, b.word)
    if a.word is a.core_word and b.word is b.core_word:
        return whole
    cores = _alike(a.core_word, b.core_word)
    if a.glue is b.glue:
        # What both have glued to them says nothing: ABDELAZIZ and ABDELKADER are two names.
        return cores if not a.glue.comes_and_goes else max(cores, whole)
    return max(whole, cores * min(a.glue.value, b.glue.value)) if cores >= _SAME_CORE else whole


def _alike(a: Word, b: Word) -> float:
    """0 to 1 for two words; the same whichever comes first."""
    if a.text == b.text:
        return 1.0
    if len(a.text) == 1 or len(b.text) == 1:
        return _INITIAL if a.text[0] == b.text[0] else 0.0
    if a.family is not None and a.family == b.family:
        return _FAMILY
    if a.unmarked == b.unmarked:
        return _FAMILY
    if a.family in b.stands_for or b.family in a.stands_for:
        return _SHORT_FORM
    alike = max(OSA.normalized_similarity(a.text, b.text), OSA.normalized_similarity(a.sound, b.sound) * 0.98)
    if a.family is not None and b.family is not None:
        return min(alike, _OTHER_FAMILY)
    if a.skeleton == b.skeleton and len(a.skeleton) >= 3:
        return max(alike, _SAME_SKELETON)
    bare = a.skeleton.lstrip("aiu")
    if len(bare) >= 3 and bare == b.skeleton.lstrip("aiu"):
        return max(alike, _BARE_SKELETON)
    return alike


def _score(pairs: list[Pair], left_a: list[Part], left_b: list[Part]) -> float:
    """Likeness of the pairs, against what contradicts and what is only missing."""
    shared = sum([pair.weight for pair in pairs])
    if not shared:
        return 0.0
    agreed = sum([pair.weight * _counted(pair) for pair in pairs])
    rest_a, rest_b = sum([_rest(own) for own in left_a]), sum([_rest(other) for other in left_b])
    contradiction, missing = min(rest_a, rest_b), abs(rest_a - rest_b)
    score = max(0.0, agreed) / (shared + _CONTRADICTION * contradiction)
    score *= 1.0 - _MISSING * missing / (shared + missing)
    if missing + contradiction > 0.3:
        named = sum([not (pair.a.initial or pair.b.initial or pair.a.title) for pair in pairs])
        if named < 2:
            score *= _ALONE if named else 0.5
    if _turned_round(pairs):
        score *= _TURNED_ROUND
    return min(1.0, score)


def _counted(pair: Pair) -> float:
    """What a pair brings: below a good likeness it is as much another name as the same one misspelt."""
    likeness = pair.likeness
    if likeness >= _GOOD or pair.a.initial or pair.b.initial:
        return likeness
    return likeness - (_GOOD - likeness) * _DOUBT


def _rest(left: Part) -> float:
    """What a part without partner weighs; another initial is another name (WILLIAM G., WILLIAM W.)."""
    return max(left.weight, _OTHER_INITIAL) if left.initial else left.weight


def _turned_round(pairs: list[Pair]) -> bool:
    """Whether the father of one is the child of the other (SALMAN BIN MUHAMMAD, MUHAMMAD BIN SALMAN)."""
    fathers_a = [pair for pair in pairs if pair.a.son and not pair.b.son]
    fathers_b = [pair for pair in pairs if pair.b.son and not pair.a.son]
    return bool(fathers_a and fathers_b)


def _evidence(pairs: list[Pair]) -> float:
    """Parts that agree, those that stand in a family of common names half, titles and initials not at all."""
    telling = [
        pair for pair in pairs if not (pair.a.initial or pair.b.initial or pair.a.title or pair.b.title)
    ]
    return sum([1.0 if pair.a.family is None and pair.b.family is None else 0.5 for pair in telling])


def _reasons(pairs: list[Pair], left_a: list[Part], left_b: list[Part]) -> tuple[Message, ...]:
    """In words: what is the same, spelled alike, different, missing."""
    same = sorted(pair.a.text for pair in pairs if pair.likeness == 1.0)
    alike = sorted(
        "{} ~ {}".format(*sorted((pair.a.text, pair.b.text))) for pair in pairs if pair.likeness < 1.0
    )
    found = []
    if same:
        found.append(message("screening.name.same", parts=", ".join(same)))
    if alike:
        found.append(message("screening.name.alike", parts=", ".join(alike)))
    rest = sorted(" ".join(sorted(own.text for own in left)) for left in (left_a, left_b))
    if rest[0] and rest[1]:
        found.append(message("screening.name.different", one=rest[0], other=rest[1]))
    elif rest[1]:
        found.append(message("screening.name.missing", parts=rest[1]))
    return tuple(found)
