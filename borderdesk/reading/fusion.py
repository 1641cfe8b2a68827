"""What several witnesses make of one line: a probability for every symbol of every cell.

The network's probabilities are the ground. Each further witness multiplies them by how likely it would
say what it said, were the symbol another: right nearly always, wrong mostly among look-alikes. Where
witnesses agree doubt vanishes; where they do not it stays, and that is what it is for.
"""

from __future__ import annotations

import numpy as np
from rapidfuzz.distance import Levenshtein

from borderdesk.reading.cells import Cells
from models.reading import MRZ_ALPHABET

LOOKALIKES = ("O0DQ", "I1L", "B83", "S5", "Z27", "G6C", "UV", "K<X", "MNH", "FPE", "4A")
"""Symbols that OCR-B readers take for one another, as seen on drawn and specimen lines."""
_SIZE = len(MRZ_ALPHABET)
# A network that is sure is still wrong now and then: this much is kept back for look-alikes and for all.
_FLOOR_LOOKALIKE = 0.01
_FLOOR_ANY = 0.002


def _lookalike_matrix() -> Cells:
    """(37, 37) chance of reading column for row, given that row was misread."""
    matrix = np.full((_SIZE, _SIZE), 0.25 / (_SIZE - 1))
    for group in LOOKALIKES:
        places = [MRZ_ALPHABET.index(symbol) for symbol in group]
        for i in places:
            for j in places:
                if i != j:
                    matrix[i, j] += 0.75 / (len(places) - 1)
    np.fill_diagonal(matrix, 0.0)
    return np.asarray(matrix / matrix.sum(axis=1, keepdims=True))


_MISREAD = _lookalike_matrix()


def tempered(cells: Cells) -> Cells:
    """Cells that sum to 1, with a little kept back for what the network cannot know it confuses.

    Args:
        cells: (n, 37) as read; a row that sums to less than 1 was partly nothing, which is doubt.
    """
    missing = np.clip(1.0 - cells.sum(axis=1, keepdims=True), 0.0, 1.0)
    spread = cells @ _MISREAD
    mixed = (
        cells * (1 - _FLOOR_LOOKALIKE - _FLOOR_ANY)
        + spread * _FLOOR_LOOKALIKE
        + cells.sum(axis=1, keepdims=True) * _FLOOR_ANY / _SIZE
        + missing / _SIZE
    )
    return np.asarray(mixed / mixed.sum(axis=1, keepdims=True))


def heard(cells: Cells, text: str, *, reliability: float) -> Cells:
    """Cells after a witness was heard.

    Args:
        cells: (n, 37), rows sum to 1.
        text: What it read; aligned to the cells, so missing and added characters are borne.
        reliability: How often it reads a character right on print like this.

    Returns:
        (n, 37), rows sum to 1; unchanged where the witness had nothing to say of a cell.
    """
    if not text:
        return cells
    said = aligned("".join(MRZ_ALPHABET[i] for i in cells.argmax(axis=1)), text)
    likelihood = (1 - reliability) * _MISREAD
    np.fill_diagonal(likelihood, reliability)
    fused = cells.copy()
    for place, symbol in enumerate(said):
        if symbol is not None:
            fused[place] *= likelihood[:, MRZ_ALPHABET.index(symbol)]
    return np.asarray(fused / fused.sum(axis=1, keepdims=True))


def aligned(reference: str, text: str) -> list[str | None]:
    """For each character of `reference`, the one that `text` has in its place, or None.

    >>> aligned("L898902C3", "L89890C3")
    ['L', '8', '9', '8', '9', '0', None, 'C', '3']
    """
    said: list[str | None] = [None] * len(reference)
    for step in Levenshtein.opcodes(reference, text):
        if step.tag in ("equal", "replace"):
            for offset in range(step.src_end - step.src_start):
                said[step.src_start + offset] = text[step.dest_start + offset]
    return said
