"""Check digits (ICAO Doc 9303-3, 4.9).

Every symbol has a value: digits their own, A to Z 10 to 35, the filler 0. The values are multiplied by 7, 3,
1, 7, 3, 1 ... from the left, added up, and the last digit of the sum is the check digit.
"""

from __future__ import annotations

from models.reading import MRZ_ALPHABET

FILLER = "<"
WEIGHTS = (7, 3, 1)
_VALUES = {symbol: int(symbol, 36) for symbol in MRZ_ALPHABET if symbol != FILLER} | {FILLER: 0}


def value(symbol: str) -> int:
    """What a symbol counts.

    Raises:
        KeyError: It is none of a zone; a bug of the caller.

    >>> value("7"), value("A"), value("<")
    (7, 10, 0)
    """
    return _VALUES[symbol]


def check_digit(text: str) -> str:
    """The check digit over a text.

    Args:
        text: Symbols of the zone (A-Z, 0-9 and the filler), of any length, ranges already joined.

    Returns:
        One digit.

    Raises:
        ValueError: A character is no symbol of a zone; a bug of the caller.

    Source: ICAO Doc 9303-3, 4.9 and the examples in its appendix A.

    >>> check_digit("520727")
    '3'
    >>> check_digit("AB2134<<<")
    '5'
    """
    total = 0
    for place, symbol in enumerate(text):
        if symbol not in _VALUES:
            raise ValueError(f"{symbol!r} is no symbol of a machine-readable zone")
        total += WEIGHTS[place % 3] * _VALUES[symbol]
    return str(total % 10)
