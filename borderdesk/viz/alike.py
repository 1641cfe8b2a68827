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


def _price(own: str, other: str) -> float:
    if own == other:
        return 0.0
    return _CONFUSED if frozenset((own, other)) in _ALIKE else 1.0
