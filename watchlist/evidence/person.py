"""Evidence of sex and nationality."""

from __future__ import annotations

from math import log2

from models.document import Sex
from models.message import message
from models.watchlist import PersonEntry
from watchlist.evidence import Evidence, odds
from watchlist.rarity import Rarity, one_code

_SAME_SEX = 0.8
"""About half of all strangers are of the same sex: a little less than one bit."""
_OTHER_SEX = -5.0
"""One sex written down as the other about once in a hundred times."""
_SAME_NATIONALITY = 0.85
"""Share of entries whose person travels on a paper of a nationality that the list knows."""
_OTHER_NATIONALITY = 0.15


def sex(own: Sex, entry: PersonEntry) -> Evidence:
    """Says something only where one is a man and the other a woman."""
    known = (Sex.FEMALE, Sex.MALE)
    if own not in known or entry.sex not in known:
        return Evidence(0.0)
    if own is entry.sex:
        return Evidence(_SAME_SEX)
    return Evidence(_OTHER_SEX, (message("screening.sex.different", sex=own.value, listed=entry.sex.value),))


def nationality(own: str, entry: PersonEntry, rarity: Rarity) -> Evidence:
    """Whether the nationality is one that the list knows; a common one says less."""
    code = one_code(own)
    listed = [one_code(known) for known in entry.nationalities]
    if not code or not listed:
        return Evidence(0.0)
    if code in listed:
        bits = log2(_SAME_NATIONALITY / rarity.nationality(code))
        return Evidence(bits, (message("screening.nationality.same", nationality=code, odds=odds(bits)),))
    bits = log2(_OTHER_NATIONALITY / (1 - rarity.nationality(listed[0])))
    told = message("screening.nationality.different", nationality=code, listed=", ".join(listed))
    return Evidence(bits, (told,))
