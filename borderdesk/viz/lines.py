"""Words to lines, and text to what two readers of it would both see."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from borderdesk.imaging.page_plane import Box
from borderdesk.mrz.page_geometry import MM_PER_INCH
from borderdesk.reading.printed import PrintedWord
from borderdesk.viz.sides import READ_DPI, Side

LEAST_CONFIDENCE = 0.2
"""Below it a word is most often a curl of security print."""
_GAP = 1.5
"""Heights of a word between two words of one line; values in columns stand further apart."""
_SAME_HEIGHT = 0.45
_LETTERS = {
    "Ø": "O",
    "Æ": "AE",
    "Œ": "OE",
    "ß": "SS",
    "Đ": "D",
    "Ð": "D",
    "Ł": "L",
    "Þ": "TH",
    "İ": "I",
    "ı": "I",
    "Ə": "E",
    "ə": "E",
}


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Words that stand together on one line.

    Attributes:
        side: Where.
        text: The words, parted by single spaces.
        confidence: Of its letters on the mean, 0 to 1.
        box: Round it, in millimetres.
    """

    side: Side
    text: str
    confidence: float
    box: Box

    @property
    def folded(self) -> str:
        """Its text in capitals without marks."""
        return fold(self.text)


def fold(text: str) -> str:
    """Capitals, digits and single spaces; accents, points and strokes are left out.

    Arabic letters stay, without their marks and in one form each; Arabic digits become European ones.

    >>> fold("N° 12-a, Müller"), fold("١٢ أغسطس")
    ('N 12 A MULLER', '12 اغسطس')
    """
    spread = "".join(_LETTERS.get(symbol, symbol) for symbol in text.upper())
    kept = []
    for symbol in unicodedata.normalize("NFKD", spread).upper():
        if unicodedata.combining(symbol):
            continue
        if symbol.isdecimal():
            kept.append(str(unicodedata.decimal(symbol)))
        elif symbol.isalpha():
            kept.append(symbol)
        else:
            kept.append("" if symbol in "'’`´" else " ")
    return " ".join("".join(kept).split())


def lines_of(side: Side, words: Iterable[PrintedWord]) -> tuple[PrintedLine, ...]:
    """Put words together that stand beside each other, whatever order the reader gives them in."""
    rows: list[list[PrintedWord]] = []
    for word in sorted(words, key=lambda each: each.x):
        if word.confidence < LEAST_CONFIDENCE or not any(symbol.isalnum() for symbol in word.text):
            continue
        row = next((row for row in rows if _follows(row[-1], word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return tuple(sorted((_line(side, row) for row in rows), key=lambda line: (line.box.y, line.box.x)))


def _follows(before: PrintedWord, word: PrintedWord) -> bool:
    tall = max(before.height, word.height)
    apart = abs((before.y + before.height / 2) - (word.y + word.height / 2))
    gap = word.x - (before.x + before.width)
    return apart < _SAME_HEIGHT * tall and -0.5 * tall < gap < _GAP * tall


def _line(side: Side, words: list[PrintedWord]) -> PrintedLine:
    left, top = min(word.x for word in words), min(word.y for word in words)
    right = max(word.x + word.width for word in words)
    below = max(word.y + word.height for word in words)
    letters = sum(len(word.text) for word in words)
    mean = sum(word.confidence * len(word.text) for word in words) / letters
    mm = MM_PER_INCH / READ_DPI
    box = Box(side.box.x + left * mm, side.box.y + top * mm, (right - left) * mm, (below - top) * mm)
    return PrintedLine(side, " ".join(word.text for word in words), mean, box)
