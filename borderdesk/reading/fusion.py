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

LOOKALIKES = ("O0", "O0DQ", "I1L", "B83", "S5", "Z27", "G6C", "UV", "K<X", "MNH", "FPE", "4A", "1J")
"""Symbols that OCR-B readers take for one another, as seen on drawn and specimen lines; most alike first."""
_SIZE = len(MRZ_ALPHABET)
# A network that is sure is still wrong now and then: this much is kept back for look-alikes and for all.
_FLOOR_LOOKALIKE = 0.02
_FLOOR_ANY = 0.002
# How often a witness says one for the other. O and 0 differ by a hair in OCR-B, and readers fail at them
# together: agreement there is worth little.
_TWINS = 0.2
_ALIKE = 0.03
_UNLIKE = 0.02


def _confusion() -> Cells:
    """(37, 37) how likely a witness says the column where the row is printed; rows sum to 1."""
    matrix = np.full((_SIZE, _SIZE), _UNLIKE / (_SIZE - 1))
    for group in reversed(LOOKALIKES):
        places = [MRZ_ALPHABET.index(symbol) for symbol in group]
        for i in places:
            for j in places:
                matrix[i, j] = _TWINS if group == LOOKALIKES[0] else _ALIKE
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, 1.0 - matrix.sum(axis=1))
    return matrix


_CONFUSION = _confusion()
_OFF_DIAGONAL = _CONFUSION - np.diag(np.diag(_CONFUSION))
_MISREAD = _OFF_DIAGONAL / _OFF_DIAGONAL.sum(axis=1, keepdims=True)


def tempered(cells: Cells) -> Cells:
    """Cells that sum to 1, with a little kept back for what the network cannot know it confuses.

    Args:
        cells: (n, 37) as read; a row that sums to less than 1 was partly nothing, which is doubt.
    """
    spread = cells @ _MISREAD
    mixed = (
        cells * (1 - _FLOOR_LOOKALIKE - _FLOOR_ANY)
        + spread * _FLOOR_LOOKALIKE
        + cells.sum(axis=1, keepdims=True) * _FLOOR_ANY / _SIZE
        + _missing(cells)
    )
    return np.asarray(mixed / mixed.sum(axis=1, keepdims=True))


def completed(cells: Cells) -> Cells:
    """Cells that sum to 1: where the network saw partly nothing, it might be any symbol.

    Args:
        cells: (n, 37) as read.
    """
    mixed = cells + _missing(cells)
    return np.asarray(mixed / mixed.sum(axis=1, keepdims=True))


def _missing(cells: Cells) -> Cells:
    """(n, 1) what each symbol gains by what the network took for nothing."""
    return np.asarray(np.clip(1.0 - cells.sum(axis=1, keepdims=True), 0.0, 1.0) / _SIZE)


def heard(cells: Cells, text: str, *, weight: float = 1.0) -> Cells:
    """Cells after a witness was heard.

    Args:
        cells: (n, 37), rows sum to 1.
        text: What it read; aligned to the cells, so missing and added characters are borne.
        weight: 1 for an independent witness; less for one that shares its eyes with another.

    Returns:
        (n, 37), rows sum to 1; unchanged where the witness had nothing to say of a cell.
    """
    if not text:
        return cells
    said = aligned("".join(MRZ_ALPHABET[i] for i in cells.argmax(axis=1)), text)
    likelihood = _CONFUSION**weight
    fused = cells.copy()
    for place, symbol in enumerate(said):
        if symbol is not None:
            fused[place] *= likelihood[:, MRZ_ALPHABET.index(symbol)]
    return np.asarray(fused / fused.sum(axis=1, keepdims=True))


def otherwise(text: str, said: str) -> set[int]:
    """Places in which a witness says another symbol than `text` has; none where it says nothing.

    >>> otherwise("UTOERIKSSON", "UT0ERIKSON")
    {2}
    """
    return {place for place, symbol in enumerate(aligned(text, said)) if symbol not in (None, text[place])}


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
