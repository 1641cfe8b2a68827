"""Document numbers as numbers: base 37, number before issuer, so that one number's issuers lie side by side.

Nine characters of a number and three of an issuer, each one of 37 (nothing, 0 to 9, A to Z), fit into 63
bits exactly; the order of keys is the order of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

NUMBER, ISSUER = 9, 3
"""Characters of a number and of its issuer that a key holds."""
_BASE = 37
OF_ONE_NUMBER = _BASE**ISSUER
"""So many keys, one after another, are of one number."""
_SYMBOLS = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {symbol: value for value, symbol in enumerate(_SYMBOLS)}
_NONE = 255
_FEW = 8
_TABLE = np.full(256, _NONE, np.uint8)
_TABLE[[ord(symbol) for symbol in _SYMBOLS]] = range(_BASE)
_LETTERS = np.frombuffer(_SYMBOLS.encode(), np.uint8)
SPANS: tuple[int, ...] = tuple(16**power for power in range(1, 13))
"""How many numbers a range may hold, by which it is filed; the last holds every larger one, too."""

Keys = npt.NDArray[np.int64]


def key(number: str, issuer: str) -> int | None:
    """One number in base 37; None where it does not fit.

    >>> key("L898902C3", "UTO"), key("1", "")
    (3958797120330065675, 355835243558920826)
    >>> key("L898902C31", "UTO") is None
    True
    """
    if not number or len(number) > NUMBER or len(issuer) > ISSUER or " " in number or " " in issuer:
        return None
    found = 0
    for symbol in f"{number:<9}{issuer:<3}":
        value = _VALUES.get(symbol)
        if value is None:
            return None
        found = found * _BASE + value
    return found


def keys(numbers: Sequence[str], issuers: Sequence[str]) -> tuple[Keys, npt.NDArray[np.bool_]]:
    """Many at once: the keys, and which of them are sound (the others do not fit)."""
    texts = [f"{number:<9}{issuer:<3}" for number, issuer in zip(numbers, issuers, strict=True)]
    width = NUMBER + ISSUER
    fits = np.fromiter(map(len, texts), np.int32, len(texts)) == width
    try:
        raw = np.array(texts, dtype=f"S{width}")
    except UnicodeEncodeError:
        raw = np.array([text if text.isascii() else "?" * width for text in texts], dtype=f"S{width}")
    values = _TABLE[raw.view(np.uint8).reshape(len(texts), width)]
    fits &= (values != _NONE).all(axis=1) & (values[:, 0] != 0)
    for first, end in ((0, NUMBER), (NUMBER, width)):
        part = values[:, first:end]
        fits &= ~((part[:, :-1] == 0) & (part[:, 1:] != 0)).any(axis=1)
    found = np.zeros(len(texts), np.int64)
    for column in range(width):
        found = found * _BASE + np.where(fits, values[:, column], 0)
    return found, fits


def texts(found: Keys) -> list[tuple[str, str]]:
    """Numbers and issuers that keys were made from."""
    if len(found) <= _FEW:
        return [_text(each) for each in found.tolist()]
    width = NUMBER + ISSUER
    symbols = np.empty((len(found), width), np.uint8)
    left = found.copy()
    for column in reversed(range(width)):
        left, value = np.divmod(left, _BASE)
        symbols[:, column] = _LETTERS[value]
    whole = [each.decode() for each in symbols.view(f"S{width}").reshape(-1)]
    return [(text[:NUMBER].rstrip(), text[NUMBER:].rstrip()) for text in whole]


def _text(left: int) -> tuple[str, str]:
    """The same for one, without the start that many need."""
    symbols = ""
    for _ in range(NUMBER + ISSUER):
        left, value = divmod(left, _BASE)
        symbols = _SYMBOLS[value] + symbols
    return symbols[:NUMBER].rstrip(), symbols[NUMBER:].rstrip()


def array(found: Iterable[int]) -> Keys:
    """Keys as `texts` wants them."""
    return np.fromiter(found, np.int64)


def key_of_entry(entry_id: str) -> int | None:
    """The key of an entry numbered `STATE/NUMBER`; None where it is numbered otherwise."""
    issuer, slash, number = entry_id.partition("/")
    return key(number, issuer) if slash else None


def span(first: str, last: str) -> int:
    """The smallest of `SPANS` that a range fits into.

    >>> span("AB100000", "AB100015"), span("AB100000", "AB1000ZZ")
    (256, 4096)
    """
    width = _value(last) - _value(first) + 1
    for size in SPANS:
        if width <= size:
            return size
    return SPANS[-1]


def lowest(number: str, size: int) -> str:
    """The lowest number at which a range filed under a span can begin and still hold this one."""
    if size == SPANS[-1]:
        return "0" * len(number)
    value = max(0, _value(number) - size + 1)
    symbols = []
    for _ in number:
        value, digit = divmod(value, 36)
        symbols.append(_SYMBOLS[digit + 1])
    return "".join(reversed(symbols))


def holds(first: str, last: str, number: str) -> bool:
    """Whether a range of numbers holds one.

    As long, between both, and a digit wherever both ends have a digit: the blanks of a book are counted in
    digits, and `AB10A000` is none of `AB100000` to `AB199999`.

    >>> holds("AB100000", "AB199999", "AB123456"), holds("AB100000", "AB199999", "AB1A3456")
    (True, False)
    """
    return (
        len(number) == len(first)
        and first <= number <= last
        and all(
            one.isdigit()
            for low, high, one in zip(first, last, number, strict=True)
            if low.isdigit() and high.isdigit()
        )
    )


def _value(number: str) -> int:
    return int(number, 36)
