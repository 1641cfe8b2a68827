"""From the lines that a swipe reader sent to a document, parsed by the same code as everything else.
 The text is certain where every check digit agrees. Where one does not, nobody can tell a misreading from a
misprint without a picture: the document is uncertain, says in which element, and asks for another swipe or
a scan. What no check digit covers (names, issuer, nationality, sex) is held against Doc 9303 by the checks;
what fails there makes a swiped document uncertain, too (`borderdesk.inspection`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from borderdesk.mrz import MrzFormatError, ParsedZone, parse
from borderdesk.swiping.framing import Swiped, SwipeError
from borderdesk.swiping.keyboards import FILLERS, joined, meant
from models.document import TravelDocument
from models.message import Message, message
from models.reading import MRZ_ALPHABET

AGAIN = message("reading.swiped")
"""Why a swipe alone does not settle it, and what to do."""


def document_of(swiped: Swiped, *, today: date) -> TravelDocument:
    """The document of a swipe.

    Args:
        swiped: What the reader sent.
        today: For the century of two-digit years.

    Raises:
        SwipeError: The reader marked characters as unread, the lines are laid out like no document, or the
            keyboard's layout leaves more than one reading.

    >>> swipe = Swiped(("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"))
    >>> document = document_of(swipe, today=date(2012, 1, 1))
    >>> document.fields.document_number, document.certain, document.reading
    ('D23145890', True, None)
    """
    lines = tuple(joined(line) for line in swiped.lines)
    readings = meant(lines)
    if not readings:
        raise SwipeError("error.swipe.unclear", count=_unread("".join(lines)))
    zones = list(_parsed(readings, today))
    if not zones:
        raise SwipeError("error.swipe.no_zone")
    agreeing = [zone for zone in zones if _agrees(zone)]
    chosen = agreeing or zones
    if len(chosen) > 1:
        raise SwipeError("error.swipe.keyboard")
    zone = chosen[0]
    return TravelDocument(
        format=zone.format,
        lines=zone.lines,
        fields=zone.fields,
        check_digits=zone.check_digits,
        certain=bool(agreeing),
        doubts=() if agreeing else (*_doubts(zone), AGAIN),
    )


def _unread(text: str) -> int:
    """How many signs stand neither for themselves nor for the filler."""
    signs = Counter(symbol for symbol in text if symbol not in MRZ_ALPHABET or symbol == "<")
    filler = "<" if "<" in signs else max((" ", *signs), key=signs.__getitem__)
    return signs.total() - (signs[filler] if filler in FILLERS else 0)


def _parsed(readings: tuple[tuple[str, ...], ...], today: date) -> Iterator[ParsedZone]:
    for lines in readings:
        try:
            yield parse(lines, today=today)
        except MrzFormatError:
            continue


def _agrees(zone: ParsedZone) -> bool:
    return all(digit.agrees for digit in zone.check_digits)


def _doubts(zone: ParsedZone) -> Iterator[Message]:
    """Which check digits do not agree; the one over all of it only where it is the only one."""
    wrong = [digit.name for digit in zone.check_digits if not digit.agrees]
    for name in wrong:
        if name != "composite" or len(wrong) == 1:
            yield message(f"check.mrz.check_digit.{name}.undetermined")
