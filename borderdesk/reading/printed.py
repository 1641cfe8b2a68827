"""Words that are printed for people, read by Tesseract.

Unlike the zone this is any type in any language, so what is read is evidence and no text to rely on: whoever
uses it looks twice before saying that something is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from borderdesk.imaging.blobs import Grey
from borderdesk.reading.tesseract import as_tiff, ask

_LANGUAGE = "eng"
# Of the reader's table: twelve columns, rows of level 5 are words.
_COLUMNS, _LEVEL = 12, "5"


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """One word.

    Attributes:
        text: As read.
        confidence: 0 to 1, as the reader says; not calibrated.
        x: Left edge, in pixels of the picture that was read.
        y: Upper edge.
        width: In pixels.
        height: In pixels.
    """

    text: str
    confidence: float
    x: float
    y: float
    width: float
    height: float


def read_words(pictures: Sequence[Grey], *, one_line: bool = False) -> tuple[tuple[PrintedWord, ...], ...]:
    """What is printed on some pictures.

    Args:
        pictures: (h, w) uint8 each, upright, dark on light, about 250 dots per inch.
        one_line: Each picture is one line; else text may stand anywhere on it.

    Returns:
        The words of each picture, in the reader's order.

    Raises:
        TesseractError: It is not installed, or it did not answer in time.
    """
    found: list[list[PrintedWord]] = [[] for _ in pictures]
    if not pictures:
        return ()
    # 11: sparse text in no order, 7: one line. The density is told because a pipe carries none.
    flags = ["--psm", "7" if one_line else "11", "--dpi", "250", "-l", _LANGUAGE]
    for row in ask(as_tiff(pictures), flags, "tsv").splitlines():
        cells = row.split("\t")
        if len(cells) == _COLUMNS and cells[0] == _LEVEL and cells[-1].strip():
            x, y, width, height = (float(cell) for cell in cells[6:10])
            word = PrintedWord(cells[-1].strip(), float(cells[10]) / 100.0, x, y, width, height)
            found[int(cells[1]) - 1].append(word)
    return tuple(tuple(words) for words in found)
