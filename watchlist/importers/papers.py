"""Numbers of passports and identity papers, out of what lists write beside them.

A zone prints a number as letters and digits (ICAO Doc 9303-3, 4.6: all else is a filler), so that is how
it is kept. Lists write it with spaces, stops and hyphens, and often with words: `Niger diplomatic passport
no. D00112233`, `K00445566, South Sudan`, `112233445 (Expired 25 Jan. 2016)`. Papers nobody shows at a
border (tax numbers, ration cards) do not count; they stay in the note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from watchlist.importers.country_words import code_named

MAX_PAPERS = 200
"""Papers of one person."""
LONGEST = 24
"""Characters of a number."""
SHORTEST = 5
"""Shorter ones are met on too many papers to tell anything."""
_SHOWN = re.compile(
    r"passport|pasaporte|passeport|travel|laissez|reiseausweis|identi[tfd]|\bid\b|\bi\.d\.|\bdni\b|d\.n\.i"
    r"|c[eé]dula|tazkira|ausweis|residen[tc]|citizen.s card|refugee|seaman|seafarer|stateless|nie\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\btax|fiscal|ration|birth|social security|\bssn\b|driv|voter|student|electoral|company|registration"
    r"|military|armed forces|vessel|aircraft|swift|serial|email|phone|website|currency|enterprise|business"
    r"|legal entity|nationality",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\(([^()]*)\)")
_PLAIN = re.compile(r"(?:No[.\s]*)?((?:[A-Z]{1,4}[\s./-]*){0,2}[0-9][A-Z0-9\s./-]*|[A-Za-z0-9]+)")
_AT_END = re.compile(r"(?:\b[A-Z]{1,3}[\s./-]*)?\b[A-Za-z]{0,3}[0-9][A-Za-z0-9./-]*$")
_ENDS = re.compile(r"\b(?:issued|expir\w+|under|made out|valid|born|dated)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paper:
    """A number out of a text.

    Attributes:
        number: Letters A to Z and digits; empty where the text holds none that could stand in a zone.
        issuer: Code of the state that the text names, or empty.
    """

    number: str = ""
    issuer: str = ""


def shown_at_borders(kind: str) -> bool:
    """Whether a traveller may show such a paper.

    >>> shown_at_borders("Passport"), shown_at_borders("Numéro de passeport"), shown_at_borders("Tax ID No.")
    (True, True, False)
    """
    return bool(_SHOWN.search(kind)) and not _NEVER.search(kind)


def paper_in(text: str) -> Paper:
    """The number that a text holds, and who issued it if it says so.

    >>> paper_in("11223-3445566-7"), paper_in("Libyan passport No. 112233 ")
    (Paper(number='1122334455667', issuer=''), Paper(number='112233', issuer='LBY'))
    >>> paper_in("K00445566, South Sudan"), paper_in("112233445 (US)"), paper_in("issued in 1993").number
    (Paper(number='K00445566', issuer='SSD'), Paper(number='112233445', issuer='USA'), '')
    >>> paper_in("Libya B/112233").number, paper_in("TR-P 112 233").number, paper_in("No11223/344").number
    ('B112233', 'TRP112233', '11223344')
    """
    if len(text) > 500:
        return Paper()
    issuer = ""
    for aside in _ASIDE.findall(text):
        issuer = issuer or code_named(aside) or ""
    rest = " ".join(_ENDS.split(_ASIDE.sub(" ", text), maxsplit=1)[0].split()).strip(" ,.:;")
    before, comma, behind = rest.rpartition(",")
    if comma and (code := code_named(behind)):
        issuer, rest = issuer or code, before.strip()
    if plain := _PLAIN.fullmatch(rest):
        return Paper(_number(plain[1]), issuer)
    found = _AT_END.search(rest)
    if found is None:
        return Paper("", issuer)
    return Paper(_number(found[0]), issuer or _named_first(rest[: found.start()]))


def _number(text: str) -> str:
    found = re.sub(r"[^A-Z0-9]", "", text.upper())
    fits = SHORTEST <= len(found) <= LONGEST and any(char.isdigit() for char in found)
    return found if fits else ""


def _named_first(words: str) -> str:
    """The state by which a description begins (`Russian foreign travel passport number`)."""
    parts = words.replace(":", " ").split()
    for many in range(min(4, len(parts)), 0, -1):
        if code := code_named(" ".join(parts[:many])):
            return code
    return ""
