"""What a document may also say: number and name with one doubtful character read otherwise.

By the reader's own probabilities, before any correction: they are what the reader saw. One character at a
time, because two doubtful ones in one number are a picture to take again, not texts to search. What came as
text, from a swipe reader, leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from borderdesk.mrz import MrzFormatError, layout_of, parse
from borderdesk.mrz.layouts import Element
from models.document import MrzFields, TravelDocument
from watchlist.doubts import Alternative, Doubts

PROBABLE = 0.05
"""Probability from which a character may be the other one; CLOSE in `decide` is a little lower, for there the
check digits have their say, too."""
MOST = 8
"""Texts of each kind; each is one more question to the watchlist."""
_NUMBER = ("document_number", "optional_data")
_NAME = ("name", "surname", "given_names")


def doubts_of(document: TravelDocument, *, today: date) -> Doubts:
    """Every likely text that one doubtful character would make of number and name.

    Args:
        document: As read.
        today: As it was read with; it settles centuries.
    """
    if document.reading is None:
        return Doubts()
    return Doubts(
        document_numbers=_texts(document, _NUMBER, lambda fields: fields.document_number, today),
        names=_texts(document, _NAME, _whole_name, today),
    )


def _whole_name(fields: MrzFields) -> str:
    return f"{fields.primary_identifier} {fields.secondary_identifier}".strip()


def _texts(
    document: TravelDocument, elements: tuple[str, ...], text_of: Callable[[MrzFields], str], today: date
) -> tuple[Alternative, ...]:
    """Texts that differ from the one used, likeliest first."""
    used = text_of(document.fields)
    found: dict[str, Alternative] = {}
    for element in layout_of(document.format).elements:
        if element.name not in elements:
            continue
        for place, symbol, probability in _others(document, element):
            text = _changed(document, element.line, place, symbol, text_of, today)
            if text and text != used and probability > found.get(text, _NEVER).probability:
                found[text] = _alternative(used, text, probability)
    likeliest = sorted(found.values(), key=lambda each: (-each.probability, each.text))
    return tuple(likeliest[:MOST])


_NEVER = Alternative("", 0.0)


def _others(document: TravelDocument, element: Element) -> Iterator[tuple[int, str, float]]:
    """Place, symbol and probability of everything likely that is not used, where the element allows it."""
    assert document.reading is not None  # noqa: S101 - the caller looked
    for place in range(element.start, element.end):
        char = document.reading.lines[element.line][place]
        used = document.lines[element.line][place]
        for symbol, probability in ((char.symbol, char.probability), *char.alternatives):
            if symbol != used and probability >= PROBABLE and symbol in element.symbols:
                yield place, symbol, probability


def _changed(
    document: TravelDocument,
    line: int,
    place: int,
    symbol: str,
    text_of: Callable[[MrzFields], str],
    today: date,
) -> str:
    """The text with one character of the zone changed; empty where that is no zone any more."""
    lines = list(document.lines)
    lines[line] = lines[line][:place] + symbol + lines[line][place + 1 :]
    try:
        return text_of(parse(lines, today=today, format=document.format).fields)
    except MrzFormatError:
        return ""


def _alternative(used: str, text: str, probability: float) -> Alternative:
    """With the first character in which both differ."""
    at = next(
        (at for at, (one, other) in enumerate(zip(used, text, strict=False)) if one != other),
        min(len(used), len(text)),
    )
    return Alternative(text, probability, at, used[at : at + 1].strip(), text[at : at + 1].strip())
