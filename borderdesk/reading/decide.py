"""From probabilities to a document: what is used, what was changed, and whether it may be relied on.

In this order:

1. *as read*: the likeliest symbol of every cell is the raw text, kept as it is;
2. *grammar*: a symbol that Doc 9303 does not allow in its place gives way to the likeliest one allowed, if
   that one was close and no other allowed one rivals it (O and 0, I and 1);
3. *check digits*: where some do not agree, and exactly one change of one character to a close alternative
   makes all agree, that change is made; two possible changes are none (Doc 9303-3, 4.9);
4. *certainty*: every character must be probable among those allowed in its place. A check digit that agrees
   settles one doubtful character that it covers, if every close alternative would break it; it settles
   none of two, since two errors can cancel, and none in names, issuer, nationality or sex.

A confident text whose check digit fails stays as it is: it may be a forgery, and the checks say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from borderdesk.mrz import MrzFormatError, ParsedZone, alphabet, detect_format, parse
from borderdesk.reading.cells import Cells
from models.document import Correction, DocumentFormat
from models.reading import MRZ_ALPHABET

CLOSE = 0.03
"""Probability from which an alternative counts as close."""
CERTAIN = 0.93
"""Probability that every character of a certain document reaches."""
SURELY_OUT_OF_PLACE = 0.985
"""Probability at which a symbol that Doc 9303 does not allow in its place is taken for printed so."""
CORRECTED_AT_MOST = 3
Alphabet = tuple[tuple[frozenset[str], ...], ...]
_PLACES = {symbol: place for place, symbol in enumerate(MRZ_ALPHABET)}


@dataclass(frozen=True, slots=True)
class Decision:
    """What was made of the probabilities.

    Attributes:
        zone: The text used, parsed; None where it has the layout of no document.
        raw_lines: As read.
        corrections: What was changed.
        unsure: (line, position) of every character that is not certain.
    """

    zone: ParsedZone | None
    raw_lines: tuple[str, ...]
    corrections: tuple[Correction, ...]
    unsure: tuple[tuple[int, int], ...]

    @property
    def certain(self) -> bool:
        """Whether the document may be relied on."""
        return self.zone is not None and not self.unsure


def decide(rows: Sequence[Cells], *, today: date, first: Sequence[str] | None = None) -> Decision:
    """Decide on the probabilities of a zone.

    Args:
        rows: (n, 37) each, rows of cells sum to 1; two or three of equal length.
        today: For the century of two-digit years.
        first: What the first reader alone said; where the others overruled it, the character is doubtful.
    """
    raw = tuple("".join(MRZ_ALPHABET[i] for i in row.argmax(axis=1)) for row in rows)
    document_format = detect_format(raw)
    if document_format is None:
        return Decision(None, raw, (), _every_place(raw))
    lines, corrections = _by_grammar(rows, raw, document_format)
    zone = _parsed(lines, today)
    if zone and not all(digit.agrees for digit in zone.check_digits):
        single = _by_check_digits(rows, lines, zone, today)
        if single:
            zone, correction = single
            corrections = (*corrections, correction)
    if len(corrections) > CORRECTED_AT_MOST:
        # So many close calls are a poor picture, not a handful of look-alikes.
        zone, corrections = _parsed(raw, today), ()
    if zone is None:
        return Decision(None, raw, corrections, _every_place(raw))
    overruled = {(n, p) for n, p in _every_place(raw) if first and first[n][p] != raw[n][p]}
    unsure = _unsure(rows, zone, corrections, overruled)
    return Decision(zone, raw, corrections, unsure)


def _parsed(lines: Sequence[str], today: date) -> ParsedZone | None:
    try:
        return parse(lines, today=today)
    except MrzFormatError:
        return None


def _by_grammar(
    rows: Sequence[Cells], raw: Sequence[str], document_format: DocumentFormat
) -> tuple[tuple[str, ...], tuple[Correction, ...]]:
    lines, corrections = [], []
    for number, (row, text, places) in enumerate(zip(rows, raw, alphabet(document_format), strict=True)):
        symbols = list(text)
        for position, allowed in enumerate(places):
            if symbols[position] in allowed:
                continue
            best = max(allowed, key=lambda symbol: row[position, _PLACES[symbol]])
            probability = float(row[position, _PLACES[best]])
            in_place = sum(float(row[position, _PLACES[symbol]]) for symbol in allowed)
            if probability >= CLOSE and probability >= CERTAIN * in_place:
                corrections.append(Correction(number, position, symbols[position], best, probability))
                symbols[position] = best
        lines.append("".join(symbols))
    return tuple(lines), tuple(corrections)


def _by_check_digits(
    rows: Sequence[Cells], lines: Sequence[str], zone: ParsedZone, today: date
) -> tuple[ParsedZone, Correction] | None:
    """The one change of one character that makes every check digit agree, if there is exactly one."""
    table = alphabet(zone.format)
    failing = [digit for digit in zone.check_digits if not digit.agrees]
    suspects = {(digit.line, digit.position) for digit in failing}
    for digit in failing:
        suspects |= {(line, at) for line, start, end in digit.covers for at in range(start, end)}
    found: list[tuple[ParsedZone, Correction]] = []
    for number, position in sorted(suspects):
        row = rows[number][position]
        for place in np.flatnonzero(row >= CLOSE):
            symbol = MRZ_ALPHABET[place]
            if symbol == lines[number][position] or symbol not in table[number][position]:
                continue
            changed = list(lines)
            changed[number] = changed[number][:position] + symbol + changed[number][position + 1 :]
            attempt = _parsed(changed, today)
            if attempt and all(digit.agrees for digit in attempt.check_digits):
                read = lines[number][position]
                found.append((attempt, Correction(number, position, read, symbol, float(row[place]))))
    return found[0] if len(found) == 1 else None


def _every_place(lines: Sequence[str]) -> tuple[tuple[int, int], ...]:
    return tuple((number, position) for number, line in enumerate(lines) for position in range(len(line)))


def _unsure(
    rows: Sequence[Cells],
    zone: ParsedZone,
    corrections: Sequence[Correction],
    overruled: set[tuple[int, int]],
) -> tuple[tuple[int, int], ...]:
    table = alphabet(zone.format)
    by_check_digit = {
        (change.line, change.position)
        for change in corrections
        if change.read in table[change.line][change.position]
    }
    doubtful = {
        place
        for place in _every_place(zone.lines)
        if place in by_check_digit or place in overruled or not _probable(rows, zone, table, place)
    }
    return tuple(place for place in sorted(doubtful) if not _settled(rows, zone, table, place, doubtful))


def _probable(rows: Sequence[Cells], zone: ParsedZone, table: Alphabet, place: tuple[int, int]) -> bool:
    number, position = place
    cell, symbol, allowed = rows[number][position], zone.lines[number][position], table[number][position]
    probability = float(cell[_PLACES[symbol]])
    if symbol not in allowed:
        return probability >= SURELY_OUT_OF_PLACE
    in_place = sum(float(cell[_PLACES[other]]) for other in allowed)
    # What is not allowed here counts too where it is likelier than all that is.
    return probability >= CERTAIN * in_place and in_place >= CLOSE


def _settled(
    rows: Sequence[Cells],
    zone: ParsedZone,
    table: Alphabet,
    place: tuple[int, int],
    doubtful: set[tuple[int, int]],
) -> bool:
    """Whether an agreeing check digit settles this one doubtful character."""
    number, position = place
    symbol = zone.lines[number][position]
    close = [
        MRZ_ALPHABET[i]
        for i in np.flatnonzero(rows[number][position] >= CLOSE)
        if MRZ_ALPHABET[i] in table[number][position] and MRZ_ALPHABET[i] != symbol
    ]
    for digit in zone.check_digits:
        covered = {(digit.line, digit.position)}
        covered |= {(line, at) for line, start, end in digit.covers for at in range(start, end)}
        alone = place in covered and len(covered & doubtful) == 1
        if alone and digit.agrees and all(_value(other) % 10 != _value(symbol) % 10 for other in close):
            return True
    return False


def _value(symbol: str) -> int:
    """Doc 9303-3, 4.9: a filler counts 0, digits their value, letters 10 to 35. Weights 7, 3 and 1 have no
    factor in common with 10, so two values that differ modulo 10 differ in every place."""
    return 0 if symbol == "<" else int(symbol, 36)
