"""Names of the printed zone as they stand in the machine-readable zone (ICAO Doc 9303-3, 4.6 and 6).

* Apostrophes and all other marks are left out; hyphens, commas and spaces part components.
* Letters follow tables A (Latin), B (Cyrillic) and C (Arabic), which ship as
  `resources/icao/transliteration.tsv`; where a table leaves a choice, the first form is the recommended one.
* Languages that write a letter their own way (`be`, `bg`, `mk`, `sr`, `uk`) do so only when they are named.
* Arabic: X opens a letter that takes more than one; vowel marks are left out; shadda doubles (EBBAS,
  FXDZDZXAH: without its X). Teh marbuta is XAH at the end of a component, XTA elsewhere.
* Other Latin letters lose their marks. A letter of any further script, or a digit, is refused: left out, it
  would make another name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import islice, product

from borderdesk.mrz.errors import MrzFormatError
from models.letters import Form, letter_table

_SPACE = (" ",)
_SEPARATORS = frozenset(" ,،<")
_ALLAH = "الله"
_LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NOT_WRITTEN = "-"
_DOUBLES = "="
MOST_SPELLINGS = 256


def transliterate(text: str, *, language: str | None = None) -> str:
    """A name, or a part of one, in the letters A to Z, with the recommended form of each letter.

    Args:
        text: As printed, in Latin, Cyrillic or Arabic script, upper or lower case.
        language: `be`, `bg`, `mk`, `sr` or `uk` where Cyrillic text is known to be in it.

    Returns:
        Components parted by single spaces, as in `MrzFields`.

    Raises:
        MrzFormatError: A letter has no form in the standard's tables.

    Source: ICAO Doc 9303-3, 4.6, 6 and appendix B.

    >>> transliterate("D'Artagnan"), transliterate("Marie-Élise"), transliterate("Öz, Ýlmaz")
    ('DARTAGNAN', 'MARIE ELISE', 'OEZ YLMAZ')
    >>> transliterate("محمد بن زكريا")
    'MXHMD BN ZKRYA'
    """
    return "".join(options[0] for options in _options(text, language))


def transliterations(text: str, *, most: int = MOST_SPELLINGS) -> tuple[str, ...]:
    """Every spelling that the standard permits, the recommended one first.

    Args:
        text: As printed.
        most: How many at most; the number doubles with each letter that has two forms.

    Raises:
        MrzFormatError: A letter has no form in the standard's tables.

    >>> transliterations("Nuñez Öz", most=4)
    ('NUNEZ OEZ', 'NUNEZ OZ', 'NUNXXEZ OEZ', 'NUNXXEZ OZ')
    """
    spellings = ("".join(chosen) for chosen in product(*_options(text, None)))
    return tuple(dict.fromkeys(islice(spellings, most)))


def agrees(printed: str, mrz: str, *, truncated: bool = False) -> bool:
    """Whether a name in the zone is a permitted spelling of the printed one.

    Args:
        printed: As printed, in any script of section 6.
        mrz: As in the zone, fillers or spaces between components.
        truncated: True where the zone may have cut it at its end.

    >>> agrees("Ærøskøbing-Müller", "AEROESKOEBING<MULLER")
    True
    >>> agrees("Müller", "MILLER")
    False
    """
    target = " ".join(mrz.replace("<", " ").split())
    try:
        sequence = list(_options(printed, None))
    except MrzFormatError:
        return False
    reached = {0}
    for options in sequence:
        if truncated and any(_is_cut_from(target, place, form) for place in reached for form in options):
            return True
        reached = {
            place + len(form) for place in reached for form in options if target.startswith(form, place)
        }
    return len(target) in reached


def _is_cut_from(target: str, place: int, form: str) -> bool:
    """Whether the zone ends within this letter; an empty zone says nothing, so it is none."""
    return bool(target) and form.startswith(target[place:])


def _options(text: str, language: str | None) -> Iterator[tuple[str, ...]]:
    """What may be written, in order: one tuple a letter, and a space between components."""
    written = [letters for component in _components(text) if (letters := _letters(component, language))]
    for number, letters in enumerate(written):
        if number:
            yield _SPACE
        yield from letters


def _components(text: str) -> list[str]:
    """The parts of a name, composed and in capitals, without what is left out in any script."""
    composed = unicodedata.normalize("NFKC", text).upper()
    kept = (
        " " if _separates(symbol) else symbol
        for symbol in composed
        if _separates(symbol) or symbol in letter_table() or unicodedata.category(symbol)[0] in "LN"
    )
    return "".join(kept).split()


def _separates(symbol: str) -> bool:
    return symbol in _SEPARATORS or symbol.isspace() or unicodedata.category(symbol) == "Pd"


def _letters(component: str, language: str | None) -> list[tuple[str, ...]]:
    written: list[tuple[str, ...]] = []
    last = max((place for place, symbol in enumerate(component) if _is_written(symbol)), default=0)
    for place, symbol in enumerate(component):
        forms = _forms(symbol)
        if forms[0].letters == _DOUBLES:
            if written:
                written[-1] = _doubled(written[-1])
        elif forms[0].letters != _NOT_WRITTEN:
            written.append(_ordered(forms, language, first=not written, last=place == last))
    if component == _ALLAH:
        # The example of B.5.9 writes heh as XH in this one word ("EBD<ALLXH"); B.5.5.11 calls it special.
        written[-1] = (*written[-1], "XH")
    return written


def _is_written(symbol: str) -> bool:
    return _forms(symbol)[0].letters not in {_NOT_WRITTEN, _DOUBLES}


def _ordered(forms: tuple[Form, ...], language: str | None, *, first: bool, last: bool) -> tuple[str, ...]:
    """The forms that may stand in this place, the fitting one first."""
    here = [form for form in forms if not form.place or (first if form.place == "^" else last)]
    named = [form for form in here if language in form.languages]
    placed = [form for form in here if form.place and not form.languages]
    plain = [form for form in here if not form.place and not form.languages]
    return tuple(dict.fromkeys(form.letters for form in (*named, *placed, *plain, *here)))


def _doubled(options: tuple[str, ...]) -> tuple[str, ...]:
    """Under a shadda: doubled without the escape, doubled with it (B.7.1), or single (B.5.5.11)."""
    without = tuple(f"{form}{form.lstrip('X')}" for form in options)
    return tuple(dict.fromkeys((*without, *(form * 2 for form in options), *options)))


def _forms(symbol: str) -> tuple[Form, ...]:
    """How a letter is written.

    Raises:
        MrzFormatError: The standard does not say.
    """
    found = letter_table().get(symbol)
    if found is not None:
        return found.forms
    if unicodedata.category(symbol) == "Lm":
        return (Form(_NOT_WRITTEN),)
    bare = unicodedata.normalize("NFD", symbol)[0]
    if bare not in _LATIN:
        raise MrzFormatError("error.mrz_letter", letter=symbol)
    return (Form(bare),)
