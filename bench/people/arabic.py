"""Arabic names in Latin letters: the article, Abd with its attribute, and the letters of Doc 9303.

Source: general knowledge of published romanisations (ALA-LC and BGN write the article apart and unchanged,
French and spoken usage glue it and let it take the sun letter's sound), and ICAO Doc 9303-3, table C, for the
letters with X.
"""

from __future__ import annotations

import random

from bench.people import mined
from borderdesk.mrz.errors import MrzFormatError
from borderdesk.mrz.transliteration import transliterate

_ATTRIBUTES = [
    row.split()
    for row in (
        "RAHMANE RAHMAN RAHAMANE RAHIMANE",
        "KARIM KRIM KERIM KAREEM",
        "AZIZ AZIZE AZEEZ",
        "KADER QADIR KADIR QADER KADIRI",
        "LATIF LATEEF LATIFE",
        "HAMID HAMEED HAMIDE",
        "MALIK MALEK MALICK",
        "RAZAK RAZZAQ RAZAQ RAZZAK",
        "WAHAB WAHHAB OUAHAB OUAHEB",
        "WAHID WAHED OUAHID",
        "NASSER NASIR NACER NASSIR",
        "SALAM SALEM SELAM",
        "GHANI GANI RHANI",
        "HAKIM HAKEEM HAKIME",
        "JALIL DJALIL JALEEL GALIL",
        "MAJID MADJID MAJEED MEDJID MAGID",
        "RACHID RASHID RASHEED",
        "SAMAD SAMED",
        "HALIM HALEEM",
        "HAK HAQ HAQQ HAKK",
        "JABBAR DJABBAR JABAR",
        "MOUMINE MUMIN MOUMEN",
        "HADI HEDI",
        "MOUTALIB MUTTALIB MOTALEB",
        "WADOUD WADUD OUADOUD",
        "FATAH FATTAH FETTAH",
        "SATTAR SATAR",
        "NOUR NUR NOOR",
        "BASSIT BASIT BASET",
        "MONEIM MUNIM MOUNIM",
    )
]
_FORMS = {form: row for row in _ATTRIBUTES for form in row}
_SUN = {"R": "R", "S": "S", "N": "N", "Z": "Z", "D": "D", "T": "T"}
ARTICLES = ("EL", "AL", "UL")
_PLAIN_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ ")


def servant(parts: list[str], chance: random.Random) -> list[str] | None:
    """Abd and its attribute written another way; None where the name holds none.

    >>> servant(["ABDERRAHMANE"], random.Random(3))
    ['ABDUR', 'RAHMAN']
    """
    for place, part in enumerate(parts):
        glued = _attribute(part)
        width = 1
        if glued is None and part in ("ABD", "ABDEL", "ABDUL", "ABDOUL"):
            following = parts[place + 1 :]
            if following[:1] and following[0] in _FORMS:
                glued, width = following[0], 2
            elif following[1:2] and following[0] in ARTICLES and following[1] in _FORMS:
                glued, width = following[1], 3
        if glued is None:
            continue
        attribute = chance.choice(_FORMS[glued])
        sun = _SUN.get(attribute[0])
        forms = [
            "ABD EL {}",
            "ABD AL {}",
            "ABDEL{}",
            "ABDEL {}",
            "ABDUL {}",
            "ABDUL{}",
            "ABDOUL{}",
            "ABDAL{}",
        ]
        if sun:
            forms += [f"ABDE{sun}{{}}", f"ABDU{sun} {{}}", "ABDOU{}", f"ABDOU{sun}{{}}"]
        written = [form.format(attribute).split() for form in forms]
        new = chance.choice([one for one in written if one != parts[place : place + width]])
        return [*parts[:place], *new, *parts[place + width :]]
    return None


def _attribute(part: str) -> str | None:
    """The attribute that is glued to Abd, or None."""
    if not part.startswith("ABD"):
        return None
    return next((part[start:] for start in range(3, len(part)) if part[start:] in _FORMS), None)


def article(parts: list[str], chance: random.Random) -> list[str] | None:
    """The article in another shape: other vowel, glued, taking the sun letter's sound, or left out."""
    places = [place for place, part in enumerate(parts[:-1]) if part in ARTICLES]
    if not places:
        return None
    place = chance.choice(places)
    following = parts[place + 1]
    shape = chance.randrange(4)
    if shape == 0:
        new = [chance.choice([form for form in ARTICLES[:2] if form != parts[place]]), following]
    elif shape == 1:
        new = [parts[place] + following]
    elif shape == 2 and following[0] in _SUN:
        new = [parts[place][0] + following[0], following]
    else:
        new = [following]
    return [*parts[:place], *new, *parts[place + 2 :]]


def escaped(parts: list[str]) -> list[str] | None:
    """All parts as Doc 9303 writes their Arabic letters, vowels left out; None where one's Arabic is not
    known.

    Parts without Arabic form that are particles go as they are.
    """
    found = []
    for part in parts:
        if part in ("EL", "AL"):
            found.append("AL")
            continue
        if part in ("BEN", "BIN", "IBN"):
            found.append("BN")
            continue
        word = mined.original(part)
        if word is None:
            return None
        try:
            found.append(transliterate(word))
        except MrzFormatError:
            return None
    return found if all(_PLAIN_LETTERS.issuperset(part) for part in found) else None
