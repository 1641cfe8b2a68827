"""Any script to capital Latin letters.

Arabic and Cyrillic are written out, Latin loses its marks, other scripts stay as they are (and then agree
only with themselves). A name from a zone may hold Arabic in the transliteration of ICAO Doc 9303-3, section
6 C: `MXHMD` is no Latin spelling but Arabic letter by letter, without short vowels. It is turned back into
Arabic first, so that every Arabic name takes one way.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LATIN = {
    "Æ": "AE", "Œ": "OE", "Ø": "O", "Đ": "D", "Ð": "D", "Þ": "TH", "Ł": "L", "İ": "I", "Ŋ": "NG",
    "Ɓ": "B", "Ɗ": "D", "Ƙ": "K", "Ƴ": "Y", "Ə": "A", "Ɛ": "E", "Ɔ": "O", "Ɲ": "NY", "Ɖ": "D", "Ƒ": "F",
    "Ɣ": "G", "Ʋ": "V", "Ħ": "H", "Ŧ": "T", "ẞ": "SS", "Ĳ": "IJ", "Ǝ": "E",
}  # fmt: skip
_CYRILLIC = {
    "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "Ж": "ZH", "З": "Z", "И": "I", "К": "K",
    "Л": "L", "М": "M", "Н": "N", "О": "O", "П": "P", "Р": "R", "С": "S", "Т": "T", "У": "U", "Ф": "F",
    "Х": "KH", "Ц": "TS", "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ъ": "", "Ы": "Y", "Ь": "", "Э": "E", "Ю": "YU",
    "Я": "YA", "Ђ": "DJ", "Є": "YE", "Ѕ": "DZ", "І": "I", "Ј": "J", "Љ": "LJ", "Њ": "NJ", "Ћ": "C",
    "Џ": "DZH", "Ґ": "G", "Ғ": "GH", "Қ": "Q", "Ң": "NG", "Ө": "O", "Ү": "U", "Ұ": "U", "Һ": "H", "Ә": "A",
    "Ҳ": "H", "Ҷ": "J", "Ӏ": "", "Ҙ": "DH", "Ҡ": "Q", "Ҫ": "TH", "Җ": "J",
}  # fmt: skip
_ARABIC = {
    "ء": "", "ا": "A", "ٱ": "A", "ب": "B", "ة": "A", "ت": "T", "ث": "TH", "ج": "J", "ح": "H", "خ": "KH",
    "د": "D", "ذ": "DH", "ر": "R", "ز": "Z", "س": "S", "ش": "SH", "ص": "S", "ض": "D", "ط": "T", "ظ": "Z",
    "ع": "A", "غ": "GH", "ف": "F", "ق": "Q", "ك": "K", "ل": "L", "م": "M", "ن": "N", "ه": "H", "و": "W",
    "ى": "A", "ي": "Y", "ٹ": "T", "ټ": "T", "پ": "P", "ځ": "DZ", "څ": "TS", "چ": "CH", "ڈ": "D", "ډ": "D",
    "ڑ": "R", "ړ": "R", "ږ": "ZH", "ژ": "ZH", "ښ": "SH", "ڢ": "F", "ڤ": "V", "ڧ": "Q", "ڨ": "G", "ک": "K",
    "ګ": "G", "ڭ": "NG", "گ": "G", "ں": "N", "ڼ": "N", "ھ": "H", "ہ": "H", "ۃ": "A", "ی": "Y", "ۍ": "Y",
    "ې": "E", "ے": "E", "ە": "E", "ـ": "",
}  # fmt: skip
_OTHER_LETTERS = {**_LATIN, **_CYRILLIC}
# ICAO Doc 9303-3, section 6 C, read backwards.
_FROM_ZONE = {
    "XE": "ء", "XAA": "آ", "XAE": "أ", "U": "ؤ", "I": "إ", "XI": "ئ", "A": "ا", "B": "ب", "XTA": "ة",
    "XAH": "ة", "T": "ت", "XTH": "ث", "J": "ج", "XH": "ح", "XKH": "خ", "D": "د", "XDH": "ذ", "R": "ر",
    "Z": "ز", "S": "س", "XSH": "ش", "XSS": "ص", "XDZ": "ض", "XTT": "ط", "XZZ": "ظ", "E": "ع", "G": "غ",
    "F": "ف", "Q": "ق", "K": "ك", "L": "ل", "M": "م", "N": "ن", "H": "ه", "W": "و", "XAY": "ى", "Y": "ي",
    "XXA": "ٱ", "XXT": "ٹ", "XRT": "ټ", "P": "پ", "XKE": "ځ", "XXH": "څ", "XC": "چ", "XXD": "ڈ",
    "XDR": "ډ", "XXR": "ڑ", "XRR": "ړ", "XRX": "ږ", "XJ": "ژ", "XXS": "ښ", "XKK": "ک", "XXK": "ګ",
    "XNG": "ڭ", "XGG": "گ", "XNN": "ں", "XXN": "ڼ", "XDO": "ھ", "XXG": "ہ", "XTG": "ۃ", "XYA": "ی",
    "XXY": "ۍ", "XYB": "ے",
}  # fmt: skip
# Escapes that hardly stand in a name spelt in Latin letters; XE, XI, XC and XJ do (ALEXEI, MAXIME, EXCEL).
_SURE = re.compile(r"X(?:AA|AE|TA|AH|TH|H|KH|DH|SH|SS|DZ|TT|ZZ|AY|XA|XT|RT|KK|GG|YA)")
_ESCAPES = re.compile("|".join(sorted(_FROM_ZONE, key=lambda escape: (-len(escape), escape))))
_ARABIC_LETTER = re.compile(r"[\u0620-\u06ff]")
_DIGITS_FOR_LETTERS = str.maketrans("0153", "OISE")


def from_zone(name: str) -> str:
    """Arabic out of a zone's transliteration; any other name comes back as it is.

    A name is taken for transliterated where every part reads as such and an escape stands in it that no
    Latin spelling has.

    Args:
        name: Capital letters and spaces.

    >>> from_zone("MXHMD BN EMR BN ALXHSYN")  # ICAO Doc 9303-3, Appendix B
    'محمد بن عمر بن الحسين'
    >>> from_zone("ERIKSSON ANNA MARIA")
    'ERIKSSON ANNA MARIA'
    """
    if "X" not in name or not _SURE.search(name):
        return name
    parts = [_part_from_zone(part) for part in name.split()]
    return name if None in parts else " ".join(part for part in parts if part)


def _part_from_zone(part: str) -> str | None:
    """One part turned back, a cut escape at its end dropped; None where it holds what the table has not."""
    letters: list[str] = []
    at = 0
    while at < len(part):
        found = _ESCAPES.match(part, at)
        if found is None:
            return "".join(letters) if part[at] == "X" and len(part) - at <= 2 and letters else None
        letters.append(_FROM_ZONE[found.group()])
        at = found.end()
    return "".join(letters)


@lru_cache(maxsize=65536)
def romanise(text: str) -> str:
    """Capital Latin letters and single spaces, as far as the script is known.

    Short vowels, which Arabic does not write, are not guessed at.

    Args:
        text: A name in any script, fillers and punctuation included.

    >>> romanise("Müller-Lüdenscheidt, Jürgen")
    'MULLER LUDENSCHEIDT JURGEN'
    >>> romanise("Лавров Сергей"), romanise("محمد عبد الرحمن")
    ('LAVROV SERGEI', 'MHMD ABD AL RHMN')
    >>> romanise("ABD<AL<<MXHMD"), romanise("N'GUESSAN")
    ('ABD AL MHMD', 'NGUESSAN')
    """
    if text.isascii() and "X" not in text.upper():
        return " ".join(_letters(part) for part in _spaced(text.upper()).split())
    flat = unicodedata.normalize("NFKD", text.upper())
    flat = "".join(char for char in flat if not unicodedata.combining(char))
    flat = _spaced(flat)
    flat = from_zone(flat)
    if _ARABIC_LETTER.search(flat):
        flat = unicodedata.normalize("NFKD", flat)
        flat = " ".join(_arabic_part(part) for part in flat.split())
    flat = "".join(_OTHER_LETTERS.get(char, char) for char in flat)
    return " ".join(_letters(part) for part in flat.split())


def _spaced(text: str) -> str:
    """Letters, digits and single spaces; apostrophes join, everything else parts."""
    kept = []
    for char in text:
        if char.isalnum() or unicodedata.category(char) in ("Mn", "Mc"):
            kept.append(char)
        elif char not in "'’‘ʼʻ`´ʿʾʹ":
            kept.append(" ")
    return "".join(kept)


def _arabic_part(part: str) -> str:
    """One Arabic part; the article is set apart, a long vowel at the beginning is a vowel."""
    if not _ARABIC_LETTER.search(part):
        return part
    part = "".join(char for char in part if not unicodedata.combining(char)).replace("ـ", "")
    if part in ("الله", "اللّه"):
        return "ALLAH"
    article = ""
    if part.startswith("ال") and len(part) >= 5:
        article, part = "AL ", part[2:]
    beginning = {"او": "U", "اي": "I", "ای": "I"}.get(part[:2], "")
    rest = part[2:] if beginning else part
    return article + beginning + "".join(_ARABIC.get(char, char) for char in rest)


def _letters(part: str) -> str:
    """Digits inside a Latin part are letters misread or disguised (`IG0R`)."""
    if part.isdigit() or part.isalpha():
        return part
    return part.translate(_DIGITS_FOR_LETTERS)
