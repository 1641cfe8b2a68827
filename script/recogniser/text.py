"""What drawn lines say: zones of every format of ICAO Doc 9303 with right check digits, and random strings.

The random strings keep the recogniser from learning a grammar: it shall read what is printed, not what is
likely. Runs of fillers are frequent, because a CTC reader must learn to count them.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from borderdesk.mrz.check_digits import check_digit
from models.reading import MRZ_ALPHABET as ALPHABET

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
LINE_LENGTHS = (30, 36, 44)
_VOWELS, _CONSONANTS = "AEIOUY", "BCDFGHJKLMNPQRSTVWXZ"
_CONFUSABLE = "0OQDO0O01I1I8B5S2Z6G7TKXVY<K<"
_COUNTRIES = [
    "UTO",
    "MLI",
    "NER",
    "BFA",
    "TCD",
    "MRT",
    "SEN",
    "GIN",
    "CIV",
    "BEN",
    "TGO",
    "GHA",
    "NGA",
    "CMR",
    "CAF",
    "SDN",
    "DZA",
    "LBY",
    "TUN",
    "MAR",
    "EGY",
    "ETH",
    "ERI",
    "KEN",
    "COD",
    "COG",
    "GAB",
    "GNB",
    "GMB",
    "SLE",
    "LBR",
    "FRA",
    "ITA",
    "ESP",
    "PRT",
    "GBR",
    "BEL",
    "NLD",
    "CHE",
    "AUT",
    "POL",
    "HUN",
    "CZE",
    "ROU",
    "BGR",
    "GRC",
    "TUR",
    "USA",
    "CAN",
    "BRA",
    "CHN",
    "IND",
    "PAK",
    "IRN",
    "IRQ",
    "SYR",
    "LBN",
    "SAU",
    "ARE",
    "QAT",
    "KWT",
    "YEM",
    "AFG",
    "RUS",
    "UKR",
    "AUS",
    "NZL",
    "JPN",
    "KOR",
    "D<<",
    "XXA",
    "XXB",
    "XXC",
    "XXX",
    "UNO",
    "UNA",
    "UNK",
    "XOM",
    "XPO",
    "EUE",
    "XBA",
    "RKS",
    "GBD",
    "GBN",
    "GBO",
    "GBP",
    "GBS",
    "ZIM",
]


def line(source: random.Random) -> str:
    """A line as trained on: two of three from a zone, whole or a piece of it; the rest random."""
    if source.random() < 0.32:
        length = source.choice(
            [*LINE_LENGTHS, source.randint(4, 24), source.randint(4, 24), source.randint(4, 24)]
        )
        return _random_line(source, length)
    whole = source.choice(zone(source))
    return piece(source, whole) if source.random() < 0.38 else whole


def short_line(source: random.Random, longest: int = 16) -> str:
    """A short line, from which a recurrent network finds its feet."""
    length = source.randint(4, longest)
    if source.random() < 0.5:
        return _random_line(source, length)
    return piece(source, source.choice(zone(source)), length)


def piece(source: random.Random, whole: str, length: int | None = None) -> str:
    """A stretch of a line; one of three ends where the line ends."""
    length = length or source.randint(6, 24)
    start = len(whole) - length if source.random() < 0.34 else source.randint(0, max(0, len(whole) - length))
    return whole[max(0, start) :][:length]


def zone(source: random.Random) -> tuple[str, ...]:
    """Lines of a whole zone of a random format, check digits right."""
    makers: list[Callable[[random.Random], tuple[str, ...]]] = [
        _td1,
        _td1,
        _td2,
        _td3,
        _td3,
        _mrv_a,
        _mrv_b,
        _fra_id,
    ]
    return source.choice(makers)(source)


def _random_line(source: random.Random, length: int) -> str:
    """Uniform symbols with runs, sometimes only of symbols that look alike, often ending in fillers."""
    symbols = _CONFUSABLE if source.random() < 0.25 else ALPHABET
    made = ""
    while len(made) < length:
        made += source.choice(symbols) * (1 if source.random() < 0.92 else source.randint(2, 7))
    made = made[:length]
    if source.random() < 0.35:
        kept = source.randint(1, length)
        made = made[:kept].ljust(length, "<")
    return made


def _word(source: random.Random) -> str:
    if source.random() < 0.2:
        return "".join(source.choices(LETTERS, k=source.randint(1, 10)))
    syllables = source.randint(1, 5)
    return "".join(
        source.choice(_CONSONANTS)
        + source.choice(_VOWELS)
        + (source.choice(_CONSONANTS) if source.random() < 0.3 else "")
        for _ in range(syllables)
    )


def _names(source: random.Random, length: int) -> str:
    primary = "<".join(_word(source) for _ in range(source.choice([1, 1, 1, 2])))
    secondary = "<".join(_word(source) for _ in range(source.choice([0, 1, 1, 2, 2, 3])))
    return f"{primary}<<{secondary}"[:length].ljust(length, "<")


def _mixed(source: random.Random, length: int, digits: float) -> str:
    return "".join(source.choice(DIGITS if source.random() < digits else LETTERS) for _ in range(length))


def _number(source: random.Random) -> str:
    number = _mixed(source, source.choice([9, 9, 9, 8, 7]), source.choice([0.3, 0.7, 0.9, 1.0])).ljust(9, "<")
    return number + check_digit(number)


def _optional(source: random.Random, length: int) -> str:
    if source.random() < 0.4:
        return "<" * length
    return _mixed(source, source.randint(1, length), source.choice([0.5, 0.9, 1.0])).ljust(length, "<")


def _date(source: random.Random) -> str:
    date = f"{source.randint(0, 99):02d}{source.randint(1, 12):02d}{source.randint(1, 28):02d}"
    return date + check_digit(date)


def _person(source: random.Random) -> str:
    return _date(source) + source.choice("MF<") + _date(source)


def _code(source: random.Random, first: str) -> str:
    return first + source.choice("<<" + LETTERS) + source.choice(_COUNTRIES)


def _td1(source: random.Random) -> tuple[str, ...]:
    first = _code(source, source.choice("IAC")) + _number(source) + _optional(source, 15)
    second = _person(source) + source.choice(_COUNTRIES) + _optional(source, 11)
    composite = check_digit(first[5:] + second[0:7] + second[8:15] + second[18:29])
    return first, second + composite, _names(source, 30)


def _td2(source: random.Random) -> tuple[str, ...]:
    second = _number(source) + source.choice(_COUNTRIES) + _person(source) + _optional(source, 7)
    composite = check_digit(second[:10] + second[13:20] + second[21:35])
    return _code(source, source.choice("IAC")) + _names(source, 31), second + composite


def _td3(source: random.Random) -> tuple[str, ...]:
    optional = _optional(source, 14)
    digit = check_digit(optional) if optional.strip("<") else source.choice("0<")
    second = _number(source) + source.choice(_COUNTRIES) + _person(source) + optional + digit
    composite = check_digit(second[:10] + second[13:20] + second[21:43])
    return _code(source, "P") + _names(source, 39), second + composite


def _visa(source: random.Random, length: int) -> tuple[str, ...]:
    second = _number(source) + source.choice(_COUNTRIES) + _person(source) + _optional(source, length - 28)
    return _code(source, "V") + _names(source, length - 5), second


def _mrv_a(source: random.Random) -> tuple[str, ...]:
    return _visa(source, 44)


def _mrv_b(source: random.Random) -> tuple[str, ...]:
    return _visa(source, 36)


def _fra_id(source: random.Random) -> tuple[str, ...]:
    """The old French identity card, 2 x 36."""
    first = "IDFRA" + _word(source)[:25].ljust(25, "<") + _mixed(source, 6, 1.0)
    number = _mixed(source, 12, 1.0)
    given = _names(source, 14)
    second = number + check_digit(number) + given + _date(source) + source.choice("MF")
    return first, second + check_digit(first + second)
