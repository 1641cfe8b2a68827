"""Any script to capital Latin letters.

Latin loses its marks; Cyrillic, Arabic and Hebrew are written out by tables of this module, in the manner of
clerks of the region, every other script by anyascii. Before that:

* what nobody sees (zero-width letters, marks of direction) goes, presentation forms and full-width letters
  become plain ones, digits of any script become 0 to 9;
* letters of another script that look alike inside a word (a Cyrillic A in a Latin name) become letters of the
  word's own script;
* Arabic in the transliteration of a zone is turned back into Arabic (`zone`), so that it takes one way.

Short vowels, which Arabic and Hebrew do not write, are not guessed at: `sounds` compares without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from anyascii import anyascii

from watchlist.names.zone import from_zone

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
_HEBREW = {
    "א": "A", "ב": "B", "ג": "G", "ד": "D", "ה": "H", "ו": "W", "ז": "Z", "ח": "H", "ט": "T", "י": "Y",
    "כ": "K", "ך": "K", "ל": "L", "מ": "M", "ם": "M", "נ": "N", "ן": "N", "ס": "S", "ע": "A", "פ": "F",
    "ף": "F", "צ": "TS", "ץ": "TS", "ק": "K", "ר": "R", "ש": "SH", "ת": "T",
}  # fmt: skip
_WRITTEN_OUT = {**_LATIN, **_CYRILLIC, **_ARABIC, **_HEBREW}
# Capitals that look alike in print, as a forger or a careless keyboard exchanges them.
_CYRILLIC_ALIKE = dict(zip("АВЕЅІЈКМНОРСТУХҺԚԜ", "ABESIJKMHOPCTYXHQW", strict=True))
_GREEK_ALIKE = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True))
_LATIN_ALIKE = {"CYRILLIC": _CYRILLIC_ALIKE, "GREEK": _GREEK_ALIKE}
_FOREIGN_ALIKE = {
    script: {latin: own for own, latin in reversed(alike.items())} for script, alike in _LATIN_ALIKE.items()
}
_SCRIPTS = re.compile(r"(?P<CYRILLIC>[\u0400-\u052f])|(?P<GREEK>[\u0370-\u03ff])|(?P<LATIN>[A-Z])")
_ARABIC_LETTER = re.compile(r"[\u0620-\u06ff]")
_TWO_PART_SCRIPTS = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]{2,4}|[\uac00-\ud7a3]{2,4}")
_APOSTROPHES = frozenset("'’‘ʼʻ`´ʿʾʹ′＇")
_ASCII_SPACED = re.compile(r"[^A-Z0-9]+")
_NO_APOSTROPHES = str.maketrans("", "", "'`")
_DIGITS_FOR_LETTERS = str.maketrans("0153", "OISE")


@lru_cache(maxsize=8192)
def romanise(text: str) -> str:
    """Capital Latin letters, digits and single spaces.

    Args:
        text: A name in any script, fillers and punctuation included.

    >>> romanise("Müller-Lüdenscheidt, Jürgen")
    'MULLER LUDENSCHEIDT JURGEN'
    >>> romanise("Лавров Сергей"), romanise("محمد عبد الرحمن")
    ('LAVROV SERGEI', 'MHMD ABD AL RHMN')
    >>> romanise("ABD<AL<<MXHMD"), romanise("N'GUESSAN")
    ('ABD AL MHMD', 'NGUESSAN')
    >>> romanise("𞤃𞤢𞤥𞤢𞤣𞤵 Т\u200bRAORE")  # Adlam; a Cyrillic T and a space that nobody sees
    'MAMADU TRAORE'
    """
    if text.isascii():
        flat = from_zone(_ASCII_SPACED.sub(" ", text.upper().translate(_NO_APOSTROPHES)))
        if flat.isascii():
            return " ".join(_letters(part) for part in flat.split())
    else:
        flat = from_zone(_alike(_spaced(_plain(text))))
    return " ".join(_letters(part) for word in flat.split() for part in _latin(word, flat).split())


def _plain(text: str) -> str:
    """Composed letters without marks, in capitals; nothing that is not seen."""
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).upper())
    kept = (char for char in flat if _seen(char))
    # Recomposed, so that the syllables of Hangul and the vowels of Indic scripts are whole again.
    return unicodedata.normalize("NFC", "".join(kept))


def _seen(char: str) -> bool:
    """Neither a mark on another letter nor a sign that only steers how text is shown."""
    if unicodedata.combining(char) or "\ufe00" <= char <= "\ufe0f":
        return False
    return unicodedata.category(char) != "Cf"


def _spaced(text: str) -> str:
    """Letters, digits and single spaces; apostrophes join, everything else parts."""
    kept = []
    for char in text:
        if char.isalnum() or unicodedata.category(char) in ("Mn", "Mc"):
            kept.append(char)
        elif char not in _APOSTROPHES:
            kept.append(" ")
    return "".join(kept)


def _alike(name: str) -> str:
    """A name of which no word mixes scripts through letters that only look like its own."""
    script = next((each for each in _LATIN_ALIKE if _holds(name, each)), None)
    if script is None or not _holds(name, "LATIN"):
        return name
    to_latin, to_foreign = _LATIN_ALIKE[script], _FOREIGN_ALIKE[script]
    words = name.split()
    foreign = [word for word in words if any(_only(word, script, to_latin))]
    return " ".join(_of_one_script(word, script, to_latin, to_foreign, bool(foreign)) for word in words)


def _of_one_script(
    word: str, script: str, to_latin: dict[str, str], to_foreign: dict[str, str], foreign_name: bool
) -> str:
    """One word; a word that may be either is Latin, unless others of the name are surely foreign."""
    if not _holds(word, script):
        return word
    latin_only = any(_only(word, "LATIN", to_foreign))
    foreign_only = any(_only(word, script, to_latin))
    if foreign_only and not latin_only and _holds(word, "LATIN"):
        return "".join(to_foreign.get(char, char) for char in word)
    if foreign_only or (foreign_name and not _holds(word, "LATIN")):
        return word
    return "".join(to_latin.get(char, char) for char in word)


def _holds(text: str, script: str) -> bool:
    return any(found.lastgroup == script for found in _SCRIPTS.finditer(text))


def _only(word: str, script: str, alike: dict[str, str]) -> Iterator[str]:
    """Letters of a script for which the other one has nothing that looks like them."""
    return (
        found.group()
        for found in _SCRIPTS.finditer(word)
        if found.lastgroup == script and found.group() not in alike
    )


def _latin(word: str, name: str) -> str:
    """One word in Latin letters; it may become several."""
    if word.isascii():
        return word
    if _ARABIC_LETTER.search(word):
        return _arabic(word)
    if word == name.strip() and _TWO_PART_SCRIPTS.fullmatch(word):
        # Written as one word in Chinese and Korean, as two in Latin letters: the surname comes first.
        return f"{_written_out(word[0])} {_written_out(word[1:])}"
    return _written_out(word)


def _written_out(word: str) -> str:
    """By our tables, else by anyascii; a letter that neither knows stays and agrees with itself."""
    return "".join(_letter(char) for char in word)


def _letter(char: str) -> str:
    known = _WRITTEN_OUT.get(char)
    if known is not None or char.isascii():
        return char if known is None else known
    return "".join(each for each in anyascii(char).upper() if each.isalnum()) or char


def _arabic(word: str) -> str:
    """One Arabic word; the article is set apart, a long vowel at the beginning is a vowel."""
    if word == "الله":
        return "ALLAH"
    article = ""
    if word.startswith("ال") and len(word) >= 5:
        article, word = "AL ", word[2:]
    beginning = {"او": "U", "اي": "I", "ای": "I"}.get(word[:2], "")
    return article + beginning + _written_out(word[2:] if beginning else word)


def _letters(part: str) -> str:
    """Digits inside a Latin part are letters misread or disguised (`IG0R`)."""
    if part.isdigit() or part.isalpha():
        return part
    return part.translate(_DIGITS_FOR_LETTERS)
