"""One name in the orthographies of the region's offices.

A part is read in the orthography that it is spelled in, into sounds, and written in another one:

* French, as in Niger, Mali, Senegal, the Maghreb; English, as in Nigeria, Ghana, the Gambia and the Arabic
  press;
* Portuguese, as in Guinea-Bissau; Boko, the official Hausa one (c for tch, no p, th as s); the official one
  of Fula and Wolof (c, j, x); Turkish;
* romanisations of Arabic: ALA-LC (as BGN/PCGN; ta marbuta as AH), ISO 233 and DIN 31635 whose marks a zone
  leaves out (sh as S, kh as H, gh and j as G), the Egyptian usage (j as G, th and dh as S and Z).

Source: general knowledge of these published standards and of the names on both sides of the region's borders
(Diallo, Jallow, Djalo). Not complete and not reversible: offices are neither.
"""

from __future__ import annotations

import random
import re

_VOWELS = "aeiou"
_COMMON = (
    ("TCH", "č"),
    ("KH", "x"),
    ("GH", "γ"),
    ("TH", "θ"),
    ("DH", "ð"),
    ("PH", "f"),
    ("SH", "š"),
    ("EE", "i"),
    ("OO", "u"),
    ("CK", "k"),
    ("Q", "q"),
    ("X", "ks"),
)
_READ = {
    "french": (
        ("THI(?=[AEO])", "č"),
        ("DI(?=[AEOU])", "ǰ"),
        ("DJ", "ǰ"),
        ("J", "ǰ"),
        ("CH", "š"),
        ("OU(?=[AEIO])", "w"),
        ("OU", "u"),
        ("GU(?=[EIY])", "g"),
        ("GN", "ñ"),
        ("QU", "k"),
        ("C(?=[EIY])", "s"),
        ("SS", "s"),
        ("(?<=[A-Z]{3}[AI]N)E$", ""),
        ("C", "k"),
        ("Y(?![AEIOU])", "i"),
    ),
    "english": (
        ("CH", "č"),
        ("OU", "u"),
        ("QU", "k"),
        ("J", "ǰ"),
        ("C(?=[EI])", "s"),
        ("C", "k"),
        ("Y(?![AEIOU])", "i"),
    ),
    "portuguese": (
        ("DJ", "ǰ"),
        ("J", "ǰ"),
        ("CH", "š"),
        ("QU(?=[EI])", "k"),
        ("NH", "ñ"),
        ("SS", "s"),
        ("C(?=[EI])", "s"),
        ("C", "k"),
        ("^I(?=[AEOU])", "y"),
        ("U(?=[AEIO])", "w"),
        ("(?<=[AEIOU])I(?=[AEIOU])", "y"),
        ("(?<=[A-Z]{3})O$", "u"),
    ),
}
_READERS = {
    name: [(re.compile(pattern), sound) for pattern, sound in (_COMMON[0], *rules, *_COMMON[1:])]
    for name, rules in _READ.items()
}
_PLAIN = {
    "č": "CH",
    "ǰ": "J",
    "š": "SH",
    "x": "KH",
    "γ": "GH",
    "θ": "TH",
    "ð": "DH",
    "ñ": "NY",
    "q": "Q",
}
_WRITE = {
    "french": _PLAIN | {"č": "TCH", "ǰ": "DJ", "š": "CH", "θ": "T", "ð": "D", "ñ": "GN", "q": "K", "u": "OU"},
    "english": _PLAIN,
    "boko": _PLAIN | {"č": "C", "x": "H", "γ": "G", "θ": "S", "ð": "Z", "q": "K", "p": "F", "v": "B"},
    "portuguese": _PLAIN
    | {
        "č": "TCH",
        "ǰ": "DJ",
        "š": "CH",
        "x": "C",
        "γ": "G",
        "θ": "T",
        "ð": "D",
        "ñ": "NH",
        "q": "C",
        "w": "U",
        "y": "I",
        "h": "",
    },
    "fula": _PLAIN
    | {"č": "C", "š": "S", "x": "X", "γ": "G", "θ": "T", "ð": "D", "ñ": "N", "q": "X", "v": "W"},
    "turkish": _PLAIN
    | {"č": "C", "ǰ": "C", "š": "S", "x": "H", "γ": "G", "θ": "S", "ð": "Z", "w": "V", "q": "K"},
    "ala_lc": _PLAIN | {"o": "U"},
    "iso_233": _PLAIN | {"š": "S", "x": "H", "γ": "G", "ǰ": "G", "θ": "T", "ð": "D", "o": "U"},
    "egyptian": _PLAIN | {"ǰ": "G", "θ": "S", "ð": "Z", "q": "K"},
}
_WEST = {
    "french": ("english", "boko", "portuguese", "fula"),
    "english": ("french", "boko"),
    "portuguese": ("french", "english", "fula"),
}
_ARABIC = {
    "french": ("english", "ala_lc", "iso_233", "egyptian"),
    "english": ("french", "french", "ala_lc", "iso_233", "egyptian", "turkish"),
}
EQUALS = [
    row.split()
    for row in (
        "DIALLO JALLOW DJALO JALLO JALO",
        "DIOP JOBE JOOB",
        "NDIAYE NJIE NJAAY INJAI",
        "CISSE CEESAY SISSE",
        "THIAM CHAM CAAM TCHAM",
        "SOW SOWE SOU",
        "BAH BA BAA",
        "BARRY BARI BARI",
        "TOURE TOURAY TURE TUURE",
        "GUEYE GAYE GEY",
        "MBAYE MBYE MBAY",
        "SY SEY SII SI",
        "LY LEIGH LII LI",
        "DIATTA JATTA",
        "DIAWARA JAWARA DJAUARA",
        "DIABATE JOBARTEH",
        "FOFANA FOFANAH",
        "KONATE KONTEH",
        "SARR SAAR SAR",
        "NIANG NYANG NAN",
        "SECK SECKA",
        "KEBE KEBBEH",
        "DIAGNE JAGNE JAAN",
        "DRAME DRAMMEH",
        "SISSOKO SUSO",
        "CAMARA KAMARA",
        "CONDE KONDEH",
        "SYLLA SILLAH",
        "KAMARA CAMARA",
        "BALDE BALDEH",
        "SANE SANNEH",
        "SAMBOU SAMBOU SAMBU",
        "MANE MANNEH",
        "COULIBALY KULIBALI",
        "OUATTARA WATTARA WATARA",
        "OUEDRAOGO WEDRAOGO",
        "KOUASSI KWASI",
        "KOFFI KOFI",
        "YAO YAW",
        "KOUAME KWAME",
        "KODJO KOJO",
        "KONE KONEH",
        "TRAORE TARAWALLY TRAWALLY",
        "SANGARE SANGAREH",
    )
]
"""One family name across the region's borders: French, English, Portuguese, official orthography."""
_EQUALS = {name: row for row in EQUALS for name in row}


def sounds(part: str, orthography: str) -> str:
    """What a part of a name sounds like, a letter a sound.

    >>> sounds("DJIBRILLA", "french"), sounds("OUSMANE", "french"), sounds("SHEHU", "english")
    ('ǰibrilla', 'usman', 'šehu')
    """
    found, place = "", 0
    while place < len(part):
        for pattern, sound in _READERS[orthography]:
            if match := pattern.match(part, place):
                found, place = found + sound, match.end()
                break
        else:
            found, place = found + part[place].lower(), place + 1
    return found


def written(heard: str, orthography: str, chance: random.Random) -> str:
    """Sounds in the letters of an orthography.

    >>> written("usman", "french", random.Random(1)), written("ǰibrilla", "portuguese", random.Random(1))
    ('OUSMANE', 'DJIBRILLA')
    """
    table = _WRITE[orthography]
    out = ""
    for place, sound in enumerate(heard):
        before, after = heard[:place][-1:], heard[place + 1 : place + 2]
        between = before in _VOWELS and after in _VOWELS and bool(before and after)
        if orthography in ("french", "portuguese") and sound == "s" and between:
            out += "SS"
        elif orthography in ("french", "portuguese") and sound == "g" and after in ("e", "i"):
            out += "GU"
        elif orthography == "portuguese" and sound == "k":
            out += "QU" if after in ("e", "i") else "C"
        elif orthography == "french" and sound == "w" and not before:
            out += "OU"
        elif orthography in ("ala_lc", "iso_233") and sound == "e":
            out += "A" if chance.random() < 0.6 else "I"
        else:
            out += table.get(sound, sound.upper())
    if orthography == "french" and len(heard) > 4 and heard[-1:] == "n" and heard[-2:-1] in ("a", "i"):
        out += "E"
    if orthography == "ala_lc" and len(heard) > 4 and heard[-1:] == "a":
        out += "H"
    return out


def respelled(part: str, orthography: str, target: str, chance: random.Random) -> str:
    """A part of a name as the office of another country spells it."""
    if part in _EQUALS and target in ("english", "portuguese", "fula", "french"):
        return chance.choice([name for name in _EQUALS[part] if name != part] or [part])
    return written(sounds(part, orthography), target, chance)


def targets(orthography: str, *, arabic: bool) -> tuple[str, ...]:
    """Orthographies that a name spelled in this one is met in."""
    return (_ARABIC if arabic else _WEST).get(orthography, ())


def hausa_ending(part: str) -> str:
    """A name of Arabic origin with the ending that Hausa and Fula give it, or without.

    >>> hausa_ending("IBRAHIM"), hausa_ending("ADAMOU"), hausa_ending("MUSA")
    ('IBRAHIMU', 'ADAM', 'MUSA')
    """
    for ending in ("OU", "U"):
        bare = part.removesuffix(ending)
        if bare != part and len(bare) > 3 and bare[-1] not in "AEIOU":
            return bare
    return part + "U" if len(part) > 3 and part[-1] in "MDNRLBSF" else part
