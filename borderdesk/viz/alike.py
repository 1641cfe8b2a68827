"""How far two texts are apart, when one of them was read from unknown type.

Letters that readers take for each other (0 and O, 5 and S) hardly count; a wholly other one counts one.
"""

from __future__ import annotations

from itertools import combinations

_CONFUSED = 0.3
_FAMILIES = (
    "0OQDCGU",
    "1IJLT7",
    "2Z7",
    "5S6G",
    "8B3E6",
    "4A",
    "VYU",
    "MNHW",
    "EFP",
    "PRB",
    "KXH",
    "9G",
    "TY",
)
_ALIKE = frozenset(frozenset(pair) for family in _FAMILIES for pair in combinations(family, 2))
_SAME_IN_NUMBERS = str.maketrans("OQDIL", "00011")


def distance(a: str, b: str) -> float:
    """Letters to change, to add or to leave out; those that readers confuse count a third.

    >>> distance("L898902C3", "L8989O2C3"), distance("L898902C3", "L898942C3"), distance("ANNA", "ANNAS")
    (0.3, 1.0, 1.0)
    """
    row = [float(place) for place in range(len(b) + 1)]
    for done, own in enumerate(a, start=1):
        before, row[0] = row[0], float(done)
        for place, other in enumerate(b, start=1):
            kept = before + _price(own, other)
            before = row[place]
            row[place] = min(kept, before + 1.0, row[place - 1] + 1.0)
    return row[-1]


def plain_number(text: str) -> str:
    """A number without spaces, letters that no type tells from digits as digits.

    >>> plain_number("NO 12 I4")
    'N01214'
    """
    return "".join(symbol for symbol in text if symbol.isalnum()).translate(_SAME_IN_NUMBERS)


def piece_of(part: str, whole: str) -> float:
    """How far a text is from the likest piece of a longer one.

    >>> piece_of("OUMADE", "ZEINABOUNADEGE"), piece_of("IBRAHIM", "ZEINABOUNADEGE") > 4
    (0.3, True)
    """
    last = max(0, len(whole) - len(part))
    return min(distance(part, whole[start : start + len(part)]) for start in range(last + 1))


def another_number(a: str, b: str) -> bool:
    """Whether two numbers of one length are two: by more than letters and digits taken for each other.

    >>> another_number("OSHF77433", "05HF77433"), another_number("05HF77483", "05HF77433")
    (False, True)
    """
    return any(
        own != other and not (_price(own, other) < 1.0 and not (own.isdigit() and other.isdigit()))
        for own, other in zip(a, b, strict=True)
    )


def _price(own: str, other: str) -> float:
    if own == other:
        return 0.0
    return _CONFUSED if frozenset((own, other)) in _ALIKE else 1.0
