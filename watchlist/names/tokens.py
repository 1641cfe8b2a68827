"""The parts of a name, each with what it weighs.

* particles (EL, AL, BEN, BIN, IBN, OULD, AG, WALET, VAN, DE) join names and tell nobody apart: they go, as
  long as a name is left; of whom somebody is the child is remembered (`Part.son`);
* titles (SHEIKH, HAJI, MULLAH, MR) weigh little, for they come and go;
* `ABD` with what follows is one name (ABD EL AZIZ, ABDUL AZIZ, ABDELAZIZ); so is what stands before DIN and
  ULLAH (SALAH EDDINE, NAJIB ULLAH).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from watchlist.names.families import Families, shipped
from watchlist.names.scripts import romanise
from watchlist.names.sounds import skeleton, sound
from watchlist.names.zone import unmarked


def words(text: str) -> frozenset[str]:
    """A set of words out of a text."""
    return frozenset(text.split())


LONGEST_NAME = 1000
"""Characters of a name that are looked at; a longer text is no name, and must not hold up the desk."""
MOST_PARTS = 30


class Glue(Enum):
    """What may be glued to a name; the value is how much the name counts without it.

    SERVANT (Abd el-), FAITH (-eddin) and GOD (-ullah) make names of their own; ARTICLE and SON come and go.
    """

    NONE = 1.0
    ARTICLE = 0.95
    SON = 0.9
    SERVANT = 0.85
    FAITH = 0.8
    GOD = 0.81

    @property
    def comes_and_goes(self) -> bool:
        """Whether the name stays the same without it."""
        return self in (Glue.ARTICLE, Glue.SON)


_SONS = words(
    """
    BEN BIN BINT BINTI IBN IBNU BN BNT BNOU OULD WELD WULD OULED OULAD WALAD WALD MINT MENT AG AGG AOUT OULT
    OUALET WALET WELET
    """
)
_PARTICLES = _SONS | words(
    """
    EL AL UL AS ES AR ER UR AD ED AZ EZ AN EN ESH ASH OUL L AIT AYT AT DIT DITE DE DEL LA LE DU DES DA DO DOS
    DAS DI D VAN VON DER DEN ZU Y E FILS NEE EPOUSE EP VEUVE VVE
    """
)
_TITLES = words(
    """
    MR MRS MS MISS DR PROF PR SIR SHEIKH SHAIKH CHEIKH CHEICK SHAYKH HAJ HAJI HAJJI HADJ HADJI ALHAJI ELHADJ
    ALHAJ ALHADJI ELHADJI HADJA MULLAH MULLA MAWLAWI MAULAVI MAULVI MALAM QARI IMAM AYATOLLAH GENERAL COLONEL
    PRESIDENT MONSIEUR MADAME MME MLLE JR SR SENIOR JUNIOR II III SAYYID SAYED LLC ABU ABOU HAJIYA ALHADJ
    MALLAM MOULAY MOULAYE LALLA ALFA SERIGNE OUSTAZ USTAZ HAFIZ
    """
)
_SERVANT = words("ABD ABDEL ABDUL ABDOUL ABDAL ABDIL ABDU EBD ABDER ABDUR ABDES ABDEN ABDOUR")
_ARTICLES = words("EL AL UL OUL AR ER UR AZ EZ AS ES AN EN ASH ESH AD ED IL E A")
_SECOND_HALVES = words("DIN DYN DINE DEEN EDDINE EDDIN UDDIN OUDDINE ADDIN ULLAH OULLAH ALLAH LLAH")
_SERVANT_GLUED = re.compile(
    r"ABD(?:[AEIOU]{1,2}L(?P<a>[A-Z]{3,})|[AEIOU]{1,2}(?P<b>([RNSZTD])\3?[A-Z]{3,})"
    r"|(?P<c>[RNSZTKHJGWML][A-Z]{3,}))$"
)
_GLUED = (
    (Glue.FAITH, re.compile(r"(?P<rest>[A-Z]{3,}?)(?:[EAIU]|OU)?DD(?:I|EE|Y|IY)NE?$")),
    (Glue.GOD, re.compile(r"(?P<rest>[A-Z]{3,}?)(?:[EAIU]|OU)LLAH$")),
    (Glue.ARTICLE, re.compile(r"[EA]L(?P<rest>[A-Z]{4,})$")),
    (Glue.SON, re.compile(r"(?:BEN|BIN|BEL|OULD|BOU)(?P<rest>[A-Z]{3,})$")),
)
_JOINING = _SERVANT | _SECOND_HALVES
_VOWELS = frozenset("AEIOU")
_FULL_WEIGHT = 8
_TITLE_WEIGHT = 0.15


@dataclass(frozen=True, slots=True)
class Word:
    """A part, or its core, as it is compared.

    Attributes:
        text: Capital letters.
        family: It belongs to; None where it stands in none.
        stands_for: Families of which it may be a short form.
        sound: How it sounds.
        skeleton: Its consonants.
        unmarked: Spelt as without the letters that a zone writes as two.
        bare: Whether it has no vowel, as out of a script that writes none.
    """

    text: str
    family: str | None
    stands_for: frozenset[str]
    sound: str
    skeleton: str
    unmarked: str
    bare: bool

    def __hash__(self) -> int:
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name.

    Attributes:
        text: Capital letters.
        weight: What it tells; longer parts tell more, titles and initials little.
        core: The part without what may be glued to it; the text itself where nothing is.
        glue: What is glued to it.
        title: Whether it comes and goes.
        son: Whether the part before is said to be a child of this one (BIN, OULD, AG).
        word: The text as it is compared.
        core_word: The core as it is compared.
    """

    text: str
    weight: float
    core: str
    glue: Glue
    title: bool
    son: bool
    word: Word
    core_word: Word

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def initial(self) -> bool:
        """Whether only a letter is given."""
        return len(self.text) == 1

    @property
    def family(self) -> str | None:
        """Family that the part as it is spelt belongs to."""
        return self.word.family


@lru_cache(maxsize=8192)
def parts(name: str, families: Families | None = None) -> tuple[Part, ...]:
    """The parts of a name in the order written.

    Args:
        name: In any script, with any punctuation.
        families: Of names; those that ship by default.

    Returns:
        At least one part wherever the name holds a letter or digit.

    >>> [part.text for part in parts("ABD EL AZIZ BEN MOHAMED AL-TIKRITI")]
    ['ABDELAZIZ', 'MOHAMED', 'TIKRITI']
    >>> [part.text for part in parts("OULD")], [part.core for part in parts("BENALI")]
    (['OULD'], ['ALI'])
    """
    written = romanise(name[:LONGEST_NAME]).split()[:MOST_PARTS]
    joined = written
    if not _JOINING.isdisjoint(written):
        joined = _with_second_halves(_with_servants(written))
    if _PARTICLES.isdisjoint(joined):
        return tuple([part(text, families) for text in joined])
    found: list[Part] = []
    son = False
    for text in joined:
        if text not in _PARTICLES:
            found.append(part(text, families, son=son and bool(found)))
            son = False
        elif text in _SONS:
            son = True
    return tuple(found) or tuple([part(text, families) for text in joined])


def _with_servants(written: list[str]) -> list[str]:
    """`ABD EL AZIZ` and `ABDUL AZIZ` to `ABDELAZIZ`."""
    joined: list[str] = []
    at = 0
    while at < len(written):
        text = written[at]
        following = at + 1
        if text in _SERVANT:
            while following < len(written) - 1 and written[following] in _ARTICLES:
                following += 1
        if text in _SERVANT and following < len(written) and len(written[following]) > 2:
            master = written[following]
            joined.append("ABDALLAH" if master in ("ALLAH", "LLAH") else f"ABDEL{master}")
            at = following + 1
        else:
            joined.append(text)
            at += 1
    return joined


def _with_second_halves(written: list[str]) -> list[str]:
    """`SALAH EDDINE`, `SALAH AL DIN` to `SALAHEDDIN`; `NAJIB ULLAH` to `NAJIBULLAH`."""
    joined: list[str] = []
    for text in written:
        if text in _SECOND_HALVES:
            while len(joined) > 1 and joined[-1] in _ARTICLES:
                joined.pop()
            if joined and joined[-1] not in _PARTICLES and len(joined[-1]) > 1:
                joined[-1] += "ULLAH" if text.endswith("LAH") else "EDDIN"
                continue
        joined.append(text)
    return joined


@lru_cache(maxsize=24576)
def part(text: str, families: Families | None = None, *, son: bool = False) -> Part:
    """One part with its core and weight.

    >>> part("ABDERRAHMANE").core, part("ALTIKRITI").core, part("NOORUDDIN").core
    ('RAHMANE', 'TIKRITI', 'NOOR')
    """
    known = families or shipped()
    core, glue = _core(text, known)
    title = text in _TITLES
    weight = min(len(text), _FULL_WEIGHT) / _FULL_WEIGHT
    whole = _word(text, known)
    return Part(
        text,
        weight * (_TITLE_WEIGHT if title else 1.0),
        core,
        glue,
        title,
        son,
        whole,
        whole if core == text else _word(core, known),
    )


def _word(text: str, families: Families) -> Word:
    return Word(
        text,
        families.family(text),
        families.stands_for(text),
        sound(text),
        skeleton(text),
        unmarked(text),
        _VOWELS.isdisjoint(text[1:]),
    )


def _core(text: str, families: Families) -> tuple[str, Glue]:
    """What is left of a part without what may be glued to it, and what that is."""
    if families.family(text) is not None:
        return text, Glue.NONE
    if servant := _SERVANT_GLUED.match(text):
        rest = servant["a"] or servant["b"] or servant["c"]
        return (rest[1:] if rest[0] == rest[1] else rest), Glue.SERVANT
    for glue, pattern in _GLUED:
        if found := pattern.match(text):
            return found["rest"], glue
    return text, Glue.NONE
