"""Long tails of rare surnames.

West African ones are formed as the languages form them (general knowledge: syllables, and for Yoruba and Igbo
the words that names are made of); Arabic and European ones are the tokens of `arabic_latin_wikidata.tsv`: a
token is called Arabic where its Arabic spelling holds a letter that foreign names are not written with.
"""

from __future__ import annotations

import random
from functools import cache, lru_cache

from bench.people.shared import NAMES, capitals

_SIZE = 20_000
_ARABIC_ONLY = frozenset("عحصضظ")
_SYLLABLES = {
    "hausa": (
        "BA DA GA KA LA MA NA RA SA TA WA YA ZA BOU DOU GOU KOU MOU SOU ZOU DAN GAR KAN MAI TSA TCHI "
        "DI GI KI LI RI SI",
        "WA RI KA DO GUE MI YE RA BA TA MA DJI KO",
    ),
    "hausa_english": (
        "BA DA GA KA LA MA NA RA SA TA WA YA ZA BU DU GU KU MU SU ZU DAN GAR KAN MAI TSA CHI DI GI KI "
        "LI RI SI",
        "WA RI KA DO MI RA BA TA MA JI KO SHI",
    ),
    "mande": (
        "KA MA SA DIA TOU BA FO SI KO DOU NIA KOU FA SO MO TIE DA BOU SOU GA KE LA WA YA DEM SAN BAM DAM SIM",
        "RE RA LA NE BA KO TE DE GA YOKO KARA SSOKO NTE MARE BATE KITE RA LE",
    ),
    "gur": (
        "OUE SA KA ZO COM IL NI TIEN KIN BA TAP NA YA LOM SIM BON ROU ZA GUI PA KO DI BEL NE SO TI ZI "
        "BE DA OU TOU",
        "RAOGO WADOGO BORE NGO OUDO KIEMA DREBEOGO SOBA GMA NGRANA MEOGO PORE GNE DEGA LGO TENGA YIRI GA BRE",
    ),
    "songhay": (
        "HA SA KO GA BO DO ZA MOU SEY TI YA KA WA MA DJI SOU LA BA GOU TOU FO HI DA NA",
        "MA NI DOU RE BE YE NA GOU KOYE BORI ZE RA MBOU TCHE KI LLO",
    ),
    "kanuri": (
        "A BA GO KE MA WAR MO GRE KO DJI TCHA LA BOU KA DOU FAN YA ALI KAS MAL OR TOU NGA",
        "DELLA RI KAR DOUGOU LLA MA RAM MI TCHI LOUM DJA BE NI GA RE KAIMI SSO",
    ),
    "tuareg": (
        "A AGH AM AN IN IL OU RHI GHA TA TIN EL MO KHA AB AS AK AL IG",
        "LI SSA MAR TALLA GHALI KLI NAG LAK BDOUL MOUNE TTOUB WAN NTA RABA SSOU FENE",
    ),
    "gbe": (
        "A AGBO ADO HOUN DOS TOS SOS AKO GBE KPO AHO ZIN KOU DEGBE AME ATTI ZO FAN GNON DJO KPE AGO "
        "VI HOUE ASSO TO",
        "SSOU VI NOU DJI DE GBEDJI KPATIN GNON GAH NDE GAN DO LE WONOU VOR MEY GLO VO KPO GBA DZI NSOU",
    ),
}
_SOUTH = (
    "ADE OLA OLU AKIN OGUN AYO FOLA OYE OMO IFE BABA ODU AWO CHUKWU NNA NWA OKE ONYE IFE UGO OBI EKE "
    "EZE UCHE OKO EME",
    "WALE BAYO DIPO LEYE TUNDE KUNLE SANYA YEMI TOLA BIYI DELE GBOLA RINDE SOLA MIDE TADE NIYI KANMI "
    "BODE EMEKA DI MA"
    "KA NNA OZO RIE BUZO NWA KE CHI UGO MAKA LUM NYERE FOR KORIE",
)


@cache
def tail(name: str) -> tuple[str, ...]:
    """Rare surnames of one kind, in falling order of how common they are.

    Raises:
        FileNotFoundError: It is mined, and the shared data are missing.
    """
    if name == "arabic":
        return _mined()[0]
    if name == "european":
        return _mined()[1]
    return _formed(name)


def _formed(name: str) -> tuple[str, ...]:
    chance = random.Random(f"tail {name}")
    if name == "nigeria_south":
        first, last = (words.split() for words in _SOUTH)
        middle: tuple[str, ...] = ("", "", "LU", "WA", "RA", "GBA")
    else:
        first, last = (words.split() for words in _SYLLABLES[name])
        middle = ("", "", *first)
    formed = (chance.choice(first) + chance.choice(middle) + chance.choice(last) for _ in range(3 * _SIZE))
    return tuple(dict.fromkeys(name for name in formed if 4 <= len(name) <= 14))[:_SIZE]


@lru_cache(maxsize=1)
def _mined() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Arabic tokens and others, by how often the source has them."""
    counts: tuple[dict[str, int], dict[str, int]] = ({}, {})
    with (NAMES / "arabic_latin_wikidata.tsv").open(encoding="utf-8") as file:
        for line in file:
            latin, arabic, count = line.rstrip("\n").split("\t")
            name = capitals(latin)
            if " " not in name and 4 <= len(name) <= 14:
                found = counts[not _ARABIC_ONLY & set(arabic)]
                found[name] = found.get(name, 0) + int(count)
    chance = random.Random("mined")
    # The source counts famous people, so that its order is taken in steps only and drawn by lot within one.
    ordered = [
        sorted(
            (name for name in found if found is counts[0] or name not in counts[0]),
            key=lambda name, found=found: (-min(found[name], 8), chance.random()),  # type: ignore[misc]
        )
        for found in counts
    ]
    return tuple(ordered[0]), tuple(ordered[1])
