"""Documents that were never issued, reported stolen or lost, in great number.

Most states report few and some report very many; one report in 200 is a range of stolen blanks. Source:
general knowledge.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from models.watchlist import DocumentEntry, EntryAction, Mandate

_STATES = [
    "FRA",
    "GBR",
    "ITA",
    "DEU",
    "ESP",
    "NLD",
    "BEL",
    "TUR",
    "MAR",
    "DZA",
    "TUN",
    "EGY",
    "NGA",
    "SEN",
    "MLI",
    "CIV",
    "NER",
    "BFA",
    "BEN",
    "TGO",
    "GHA",
    "GIN",
    "TCD",
    "CMR",
    "MRT",
    "LBY",
    "SDN",
    "SYR",
    "IRQ",
    "LBN",
    "JOR",
    "SAU",
    "PRT",
    "POL",
    "ROU",
    "BGR",
    "SRB",
    "RUS",
    "UKR",
    "CHE",
    "AUT",
    "SWE",
    "NOR",
    "DNK",
    "FIN",
    "USA",
    "CAN",
    "BRA",
    "COL",
    "IND",
    "PAK",
    "CHN",
    "KEN",
    "ETH",
    "UGA",
    "TZA",
    "COD",
    "COG",
    "GAB",
    "GMB",
    "GNB",
    "SLE",
    "LBR",
    "CPV",
]
_LOSSES = ("lost", "lost", "lost", "stolen", "stolen", "revoked", "stolen_blank")
_CODES = ("P", "P", "P", "I", "V")
_BLOCK = 10_000
_LAST_DAY = date(2026, 11, 1)
_STOP, _REFER = Mandate(EntryAction.STOP), Mandate(EntryAction.REFER)
_REPORTED = [_LAST_DAY - timedelta(days=days) for days in range(3650)]


def documents(seed: int, count: int) -> Iterator[DocumentEntry]:
    """Reported documents; no two have one number of one state, and `entry_id` is state and number.

    Args:
        seed: The same ones again for the same seed.
        count: How many.
    """
    weights = [1 / (rank + 2) for rank in range(len(_STATES))]
    for start in range(0, count, _BLOCK):
        chance = random.Random(f"documents {seed}/{start}")
        size = min(_BLOCK, count - start)
        states = chance.choices(_STATES, weights, k=size)
        for place in range(start, start + size):
            state = states[place - start]
            # A step prime to the size of the number space: scattered, and never the same one twice.
            scattered = (place * 7_368_787 + 1_234_567) % 10**8 * 10 + chance.randrange(5)
            loss = _LOSSES[chance.randrange(len(_LOSSES))]
            number = f"{'ABCEGHKLMNPRSTVX'[sum(map(ord, state)) % 16]}{scattered // 10:08d}"
            last = ""
            if chance.random() < 0.005:
                loss, last = "stolen_blank", f"{number[0]}{min(10**8 - 1, scattered // 10 + 49):08d}"
            yield DocumentEntry(
                f"{state}/{number}",
                number,
                state,
                _CODES[chance.randrange(len(_CODES))],
                loss,
                _REPORTED[chance.randrange(len(_REPORTED))],
                _REFER if loss == "lost" else _STOP,
                last,
            )
