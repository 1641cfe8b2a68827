"""From probabilities to a document: what is used, what was changed, and whether it may be relied on.

In this order:

1. *as read*: the likeliest symbol of every cell is the raw text, kept as it is;
2. *place*: what Doc 9303 expects there decides between close alternatives (O and 0, a known code of a state),
   never against print that was seen clearly (`expectation`);
3. *check digits*: where some do not agree, and one change of one character to a close alternative makes all
   agree, that change is made, if it is far likelier than every other that would do (Doc 9303-3, 4.9);
4. *certainty*: every character must be probable, given its place and that check digits agree. A check digit
   thereby settles doubt in what it covers, unless another likely text agrees as well or another check digit
   that covers it fails; it settles none in names, issuer, nationality or sex. There the first reader itself
   must have been sure, because witnesses of one poor picture err alike.

A confident text whose check digit fails stays as it is: it may be a forgery, and the checks say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

import numpy as np

from borderdesk.mrz import MrzFormatError, ParsedZone, alphabet, detect_format, parse
from borderdesk.mrz.codes import state
from borderdesk.mrz.layouts import LETTERS
from borderdesk.reading.cells import Cells
from borderdesk.reading.expectation import VALUES, Agreement, Place, expected
from models.document import CheckDigit, Correction
from models.reading import MRZ_ALPHABET

CLOSE = 0.03
"""Probability from which an alternative counts as close."""
CERTAIN = 0.96
"""Probability that every character of a certain document reaches."""
SEEN_SURELY = 0.97
"""Probability that the first reader alone gives a character that no check digit vouches for, where a second
reader was heard and does not say otherwise."""
SURE_ALONE = 0.995
"""The same where no second reader was heard, or where a check digit fails: of 2,300 hard drawn documents four
were sure and wrong at 0.97, three of them with a digit that failed for it (bench/results.md)."""
BEYOND_DISSENT = 0.9995
"""The same where a second reader says otherwise; it errs in some characters of a hundred."""
SURELY_OUT_OF_PLACE = 0.985
"""Probability at which a symbol that Doc 9303 does not allow in its place is taken for printed so."""
FAR_LIKELIER = 4.0
"""Times by which a correction outdoes the next best, or it is none."""
CORRECTED_AT_MOST = 3
_FIRST_LETTERS = tuple("PVIAC")
"""Of passports, visas and cards (ICAO Doc 9303-4, -5, -6 and -7, 4.2)."""
_MARKS = 2
_ALLOWED = 0.85
"""Share of the characters that stand where Doc 9303 allows them."""
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
    unsure: tuple[Place, ...]

    @property
    def certain(self) -> bool:
        """Whether the document may be relied on."""
        return self.zone is not None and not self.unsure

    @property
    def like_a_zone(self) -> bool:
        """Whether what was read has two marks of a zone: a code, a state, check digits that mostly agree.

        Nearly all its characters must be allowed in their places, too; digits that all agree are two marks.
        Tables and pages of capitals can be read as rows of one length, but they have one mark at most.
        """
        if self.zone is None:
            return False
        fields, digits = self.zone.fields, self.zone.check_digits
        marks = (
            fields.document_code[:1] in _FIRST_LETTERS,
            state(fields.issuing_state) is not None,
            2 * sum(digit.agrees for digit in digits) >= len(digits),
            self.agrees,
        )
        table = alphabet(self.zone.format)
        places = list(_places(self.zone.lines))
        allowed = sum(self.zone.lines[line][at] in table[line][at] for line, at in places)
        return sum(marks) >= _MARKS and allowed >= _ALLOWED * len(places)

    @property
    def agrees(self) -> bool:
        """Whether every check digit agrees."""
        return self.zone is not None and all(digit.agrees for digit in self.zone.check_digits)


def decide(
    rows: Sequence[Cells],
    *,
    today: date,
    first: Sequence[str] | None = None,
    seen: Sequence[Cells] | None = None,
    dissent: AbstractSet[Place] | None = None,
) -> Decision:
    """Decide on the probabilities of a zone.

    Args:
        rows: (n, 37) each, rows of cells sum to 1; two or three of equal length.
        today: For the century of two-digit years.
        first: What the first reader alone said; where the others overruled it, the character is doubtful.
        seen: The first reader's own probabilities, as `rows`; None where `rows` are all there is.
        dissent: Where the second reader said otherwise than the first; None where none was heard.
    """
    raw = tuple("".join(MRZ_ALPHABET[i] for i in row.argmax(axis=1)) for row in rows)
    document_format = detect_format(_begun(rows, raw))
    if document_format is None:
        return Decision(None, raw, (), tuple(_places(raw)))
    weighed = expected(rows, document_format)
    lines = _in_place(rows, weighed, raw)
    zone = _parsed(lines, today)
    if zone is None:
        return Decision(None, raw, (), tuple(_places(raw)))
    if not all(digit.agrees for digit in zone.check_digits):
        zone = _by_check_digits(rows, weighed, zone, today) or zone
    corrections = _corrections(rows, raw, zone.lines)
    if len(corrections) > CORRECTED_AT_MOST:
        # So many close calls are a poor picture, not a handful of look-alikes.
        return Decision(zone, raw, corrections, tuple(_places(raw)))
    overruled = {(n, p) for n, p in _places(raw) if first and first[n][p] != raw[n][p]}
    unsure = set(_unsure(rows, weighed, zone, overruled))
    if seen is not None:
        unsure |= set(_not_seen_surely(expected(seen, document_format), zone, dissent))
    return Decision(zone, raw, corrections, tuple(sorted(unsure)))


def _begun(rows: Sequence[Cells], raw: Sequence[str]) -> tuple[str, ...]:
    """The text with the likeliest letter where every zone has one, at its beginning."""
    likeliest = max(LETTERS, key=lambda letter: float(rows[0][0, _PLACES[letter]]))
    return (likeliest + raw[0][1:], *raw[1:])


def _parsed(lines: Sequence[str], today: date) -> ParsedZone | None:
    try:
        return parse(lines, today=today)
    except MrzFormatError:
        return None


def _in_place(rows: Sequence[Cells], weighed: Sequence[Cells], raw: Sequence[str]) -> tuple[str, ...]:
    """The likeliest text given its places; nothing becomes what was not at least close."""
    lines = []
    for row, chances, text in zip(rows, weighed, raw, strict=True):
        symbols = list(text)
        for position, place in enumerate(chances.argmax(axis=1)):
            if row[position, place] >= CLOSE:
                symbols[position] = MRZ_ALPHABET[place]
        lines.append("".join(symbols))
    return tuple(lines)


def _by_check_digits(
    rows: Sequence[Cells], weighed: Sequence[Cells], zone: ParsedZone, today: date
) -> ParsedZone | None:
    """The zone with the one change of one character that makes every check digit agree, if there is one."""
    suspects = _covered(digit for digit in zone.check_digits if not digit.agrees)
    table = alphabet(zone.format)
    found: list[tuple[float, ParsedZone]] = []
    for number, position in sorted(suspects):
        used = zone.lines[number][position]
        for place in np.flatnonzero(rows[number][position] >= CLOSE):
            symbol = MRZ_ALPHABET[place]
            if symbol == used or symbol not in table[number][position]:
                continue
            attempt = _parsed(_changed(zone.lines, (number, position), symbol), today)
            if attempt and all(digit.agrees for digit in attempt.check_digits):
                chances = weighed[number][position]
                found.append((float(chances[place] / max(chances[_PLACES[used]], 1e-9)), attempt))
    found.sort(key=lambda each: -each[0])
    if not found or (len(found) > 1 and found[0][0] < FAR_LIKELIER * found[1][0]):
        return None
    return found[0][1]


def _changed(lines: Sequence[str], place: Place, symbol: str) -> list[str]:
    number, position = place
    changed = list(lines)
    changed[number] = changed[number][:position] + symbol + changed[number][position + 1 :]
    return changed


def _corrections(rows: Sequence[Cells], raw: Sequence[str], lines: Sequence[str]) -> tuple[Correction, ...]:
    return tuple(
        Correction(n, p, raw[n][p], lines[n][p], float(rows[n][p, _PLACES[lines[n][p]]]))
        for n, p in _places(raw)
        if raw[n][p] != lines[n][p]
    )


def _places(lines: Sequence[str]) -> Iterator[Place]:
    return ((number, position) for number, line in enumerate(lines) for position in range(len(line)))


def _unsure(
    rows: Sequence[Cells],
    weighed: Sequence[Cells],
    zone: ParsedZone,
    overruled: set[Place],
) -> Iterator[Place]:
    table = alphabet(zone.format)
    agreement = Agreement(weighed, _that_settle(zone.check_digits))
    for number, position in _places(zone.lines):
        symbol = zone.lines[number][position]
        if symbol not in table[number][position]:
            if rows[number][position, _PLACES[symbol]] < SURELY_OUT_OF_PLACE:
                yield number, position
            continue
        place, of_symbol = (number, position), _PLACES[symbol]
        alone = float(weighed[number][position, of_symbol])
        if not agreement.covers(place):
            if alone < CERTAIN or place in overruled:
                yield place
        elif (alone < CERTAIN or place in overruled) and agreement.of(place, symbol) < CERTAIN:
            yield place


def _not_seen_surely(
    seen: Sequence[Cells], zone: ParsedZone, dissent: AbstractSet[Place] | None
) -> Iterator[Place]:
    """Characters that no check digit vouches for and that the first reader itself did not see well enough.

    A check digit knows symbols modulo 10 only: it vouches that 0 is no O, but U, K, A and the filler are the
    same to it. Between those the first reader must have been sure, too.
    """
    settled = _covered(_that_settle(zone.check_digits))
    doubted = _covered(digit for digit in zone.check_digits if not digit.agrees)
    for place in _places(zone.lines):
        number, position = place
        symbol = _PLACES[zone.lines[number][position]]
        sight = seen[number][position]
        if place in settled:
            alike = float(sight[VALUES[symbol] == VALUES].sum())
            if sight[symbol] < SEEN_SURELY * alike:
                yield place
            continue
        least = SURE_ALONE if dissent is None or place in doubted else SEEN_SURELY
        if dissent is not None and place in dissent:
            least = BEYOND_DISSENT
        if sight[symbol] < least:
            yield place


def _covered(digits: Iterable[CheckDigit]) -> set[Place]:
    """What check digits speak of, themselves included."""
    covered: set[Place] = set()
    for digit in digits:
        covered.add((digit.line, digit.position))
        covered |= {(line, at) for line, start, end in digit.covers for at in range(start, end)}
    return covered


def _that_settle(digits: Sequence[CheckDigit]) -> list[CheckDigit]:
    """Check digits that agree, and cover nothing that another one contradicts.

    The composite digit agrees by chance once in ten times; beside one that fails it proves nothing.
    """
    failing = any(not digit.agrees for digit in digits if digit.name != "composite")
    return [digit for digit in digits if digit.agrees and not (failing and digit.name == "composite")]
