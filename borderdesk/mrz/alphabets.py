"""Which symbols Doc 9303 allows at each place of a zone."""

from __future__ import annotations

from borderdesk.mrz.layouts import DIGITS, FILLER, layout_of
from models.document import DocumentFormat


def alphabet(format: DocumentFormat) -> tuple[tuple[frozenset[str], ...], ...]:  # noqa: A002 - the field's word
    """Which symbols the standard allows, by line and position.

    Told by class (letters, digits, fillers), not by value: the first letter of a passport may be any letter
    here, so that a reader that narrows its choice by this table cannot make a P of anything else. Sex is F, M
    or a filler: the X of the printed zone has no place here (Doc 9303-4, 4.2.2 note p).

    Args:
        format: The format of the zone.

    Returns:
        One tuple a line, one set a position.

    Source: ICAO Doc 9303-4, 9303-5, 9303-6 (4.2.2 each) and 9303-7 (4.2.2, 7.2.2), with their notes.

    >>> sorted(alphabet(DocumentFormat.TD3)[1][20])
    ['<', 'F', 'M']
    """
    layout = layout_of(format)
    lines, width = format.shape
    table: list[list[frozenset[str]]] = [[frozenset()] * width for _ in range(lines)]
    for element in layout.elements:
        table[element.line][element.start : element.end] = [element.symbols] * element.width
        if element.first is not None:
            table[element.line][element.start] = element.first
    for rule in layout.checks:
        table[rule.line][rule.position] = DIGITS | FILLER if rule.or_filler else DIGITS
    return tuple(tuple(row) for row in table)
