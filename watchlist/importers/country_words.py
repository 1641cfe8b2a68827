"""States as lists name them in words, to codes as in a zone (ICAO Doc 9303-3, section 5).

The words are the short names of `resources/icao/states.tsv` and what `resources/lists/country_words.tsv`
adds: long and older names, French and Spanish ones, and who comes from there. Case, accents, stops and
THE do not matter; `Congo, Democratic Republic of the` is turned round. What is not known is answered by
None, never guessed: a wrong nationality speaks against the right person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from resources.tables import rows

NOTHING = frozenset({"", "na", "n a", "unknown", "not available", "undetermined", "none", "nil", "inconnu"})
"""What lists write where they know no state, once it is plain."""
_LONGEST = 120
_ASIDE = re.compile(r"\([^()]*\)")
_ONE_OF_TWO = frozenset({"congo", "korea", "guinea", "saint martin", "sint maarten"})
"""What may not be taken without what stands in brackets behind it."""


def code_named(words: str) -> str | None:
    """The code of the state that is named, or None.

    >>> code_named("Iran (Islamic Republic of)"), code_named("Congo, Democratic Republic of the")
    ('IRN', 'COD')
    >>> code_named("GERMANY"), code_named("Nigerien"), code_named("Nigerian"), code_named("Atlantis")
    ('D', 'NER', 'NGA', None)
    """
    if len(words) > _LONGEST:
        return None
    table = _codes()
    for form in _forms(words):
        if form in table:
            return table[form]
    return None


def names_nothing(words: str) -> bool:
    """Whether a list says by these words that it knows no state.

    >>> names_nothing("na"), names_nothing("Chad")
    (True, False)
    """
    return plain(words) in NOTHING


def plain(words: str) -> str:
    """Words without case, accents, marks and THE.

    >>> plain("Côte d'Ivoire (the)")
    'cote d ivoire'
    """
    letters = (char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    folded = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", "".join(letters).casefold())
    return " ".join(word for word in re.sub(r"\W+", " ", folded).split() if word != "the")


def _forms(words: str) -> Iterator[str]:
    """Ways to write the same, the surest first."""
    yield plain(words)
    first, comma, rest = words.partition(",")
    if comma:
        yield plain(f"{rest} {first}")
    without = plain(_ASIDE.sub(" ", words))
    if without not in _ONE_OF_TWO:
        yield without
    sentence = plain(words.partition(". ")[0])
    if sentence not in _ONE_OF_TWO:
        yield sentence


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("icao", "states.tsv"):
        if row["kind"] == "state":
            for name in (row["name"], row["name_fr"]):
                found.setdefault(plain(name), row["code"])
    for row in rows("lists", "country_words.tsv"):
        for name in row["words"].split("|"):
            found[plain(name)] = row["code"]
    return found
