"""What a document may also say, by its reader's own probabilities.

A reader that is not sure of a character names others, and how probable each is. The watchlist is asked for
those texts, too; what is found only so is told as doubtful and leads to another scan, never to STOP.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alternative:
    """A text in which one character is read otherwise.

    Attributes:
        text: The whole text with that character.
        probability: 0 to 1, of that character by the reader.
        position: Place of the character in the text, from 0.
        read: The character that was read.
        instead: The character that stands in `text`; empty where a space does (a filler in the zone).
    """

    text: str
    probability: float
    position: int = 0
    read: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Doubts:
    """Everything that one document may say instead.

    Attributes:
        document_numbers: Other document numbers, likeliest first.
        names: Other names, primary and secondary identifier joined by a space, likeliest first.
    """

    document_numbers: tuple[Alternative, ...] = ()
    names: tuple[Alternative, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.document_numbers or self.names)
