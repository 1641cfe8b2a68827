"""What was meant by the characters that a keyboard reader typed through a foreign keyboard layout.
 A reader that plays a keyboard presses the keys of an American one; the computer takes them for its own.
Then the filler, Shift and comma, arrives as `.` `;` `,` or `>`, on a French keyboard A and Q, Z and W and
all digits change places, on a German one Y and Z, on an Arabic one every letter. Some readers send spaces
for fillers.

* A text that holds `<` came through unchanged: nothing is undone in it.
* Otherwise each layout that knows every character offers one reading; whoever asks takes a reading only where
  check digits leave a single one (`zone.document_of`).
* One kind of character alone stands for the filler: where there are two, one of them marks what the reader
  could not read, and no layout fits.
 Sources: the layouts `us`, `fr`, `be`, `de` and `ara` of xkeyboard-config, and Windows' Arabic (101), which
types ligatures as two characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.reading import MRZ_ALPHABET

_UNREADABLE = "\ufffd"
_UPPER = {ord(small): small.upper() for small in "abcdefghijklmnopqrstuvwxyz"}
_SAME = {symbol: symbol for symbol in MRZ_ALPHABET if symbol != "<"}
FILLERS = "< >,;."
"""What arrives in the place of fillers, on keyboards that leave letters where they are."""
_LIGATURES = {"ل" + "آ": "ﻵ", "ل" + "أ": "ﻷ", "ل" + "إ": "ﻹ", "ل" + "ا": "ﻻ"}

_GERMAN = {**_SAME, "Y": "Z", "Z": "Y", ";": "<"}
_FRENCH = {
    **{symbol: meant for symbol, meant in _SAME.items() if symbol != "M"},
    **dict(zip("AQZW", "QAWZ", strict=True)),
    **dict(zip("&é\"'(-è_çà", "1234567890", strict=True)),
    **dict(zip("ÉÈÇÀ§!", "279068", strict=True)),  # with Caps Lock on; Belgian 6 and 8
    "?": "M",
    ",": "M",
    ".": "<",
}
_ARABIC = {
    **{digit: digit for digit in "0123456789"},
    **dict(
        zip(
            "\u064e\u064b\u064f\u064c\ufef9\u0625\u0060\u00f7\u00d7\u061b"  # QWERTYUIOP
            "\u0650\u064d][\ufef7\u0623\u0640\u060c/"  # ASDFGHJKL
            "~\u0652}{\ufef5\u0622'",  # ZXCVBNM
            "QWERTYUIOPASDFGHJKLZXCVBNM",
            strict=True,
        )
    ),
    "\u2018": "U",  # Windows
    "\u2019": "M",
    ",": "<",
}
_LAYOUTS: tuple[Mapping[str, str], ...] = (
    *({**_SAME, filler: "<"} for filler in FILLERS),
    _GERMAN,
    _FRENCH,
    _ARABIC,
)


def joined(line: str) -> str:
    """The line with ligatures that came as two characters as one each, and small letters as capitals.

    >>> joined("p<utoeriksson")
    'P<UTOERIKSSON'
    """
    for pair, ligature in _LIGATURES.items():
        line = line.replace(pair, ligature)
    return line.translate(_UPPER)


def meant(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Every reading of the lines in the 37 symbols of a zone, each once; none where no layout fits.

    Args:
        lines: As `joined` gives them.

    >>> meant(["I;UTO"])
    (('I<UTO',),)
    >>> meant(["I;TZP"])
    (('I<TZP',), ('I<TYP',))
    """
    found: dict[tuple[str, ...], None] = {}
    for layout in _layouts("".join(lines)):
        if all(symbol in layout for line in lines for symbol in line):
            found[tuple("".join(layout[symbol] for symbol in line) for line in lines)] = None
    return tuple(found)


def meant_at_most(line: str) -> str:
    """The reading with the fewest unknown characters, U+FFFD for each."""
    line = joined(line)
    readings = ("".join(layout.get(symbol, _UNREADABLE) for symbol in line) for layout in _layouts(line))
    return min(readings, key=lambda reading: reading.count(_UNREADABLE))


def _layouts(text: str) -> tuple[Mapping[str, str], ...]:
    return _LAYOUTS[:1] if "<" in text else _LAYOUTS
