"""What was read, character by character, before any correction."""

from __future__ import annotations

from dataclasses import dataclass

from models.image import PageImage, Quad

MRZ_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
"""The 37 symbols of a machine-readable zone (ICAO Doc 9303-3, 4.3)."""


@dataclass(frozen=True, slots=True)
class MrzZone:
    """A place on a page that may hold a machine-readable zone.

    Attributes:
        page: The page it lies on.
        lines: One quad a text line, top line first, in page pixels.
        quad: The whole zone, in page pixels, upright as the text reads.
        character_height: Height of a capital letter in page pixels; below about 8 nothing reads well.
    """

    page: PageImage
    lines: tuple[Quad, ...]
    quad: Quad
    character_height: float


@dataclass(frozen=True, slots=True)
class CharReading:
    """One printed character as read.

    Attributes:
        symbol: The likeliest of the 37 symbols.
        probability: Its probability, 0 to 1, after all readers were heard.
        alternatives: Other symbols with their probabilities, likeliest first, without `symbol`.
        quad: Where it stands, in page pixels.
    """

    symbol: str
    probability: float
    alternatives: tuple[tuple[str, float], ...]
    quad: Quad

    def __post_init__(self) -> None:
        if self.symbol not in MRZ_ALPHABET or len(self.symbol) != 1:
            raise ValueError(f"{self.symbol!r} is no symbol of a machine-readable zone")
        if not 0.0 <= self.probability <= 1.0:
            raise ValueError(f"probability {self.probability} is outside 0 to 1")


@dataclass(frozen=True, slots=True)
class Witness:
    """What one independent reader said of the same zone.

    Attributes:
        reader: `network`, `tesseract` or `passporteye`.
        lines: The text it read, one string a line; a line it did not see is empty.
    """

    reader: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MrzReading:
    """The characters of a zone as read, before any correction.

    Attributes:
        zone: Where they were read.
        lines: One tuple of characters a line; lines of one zone are equally long.
        witnesses: What each reader that was asked said.
    """

    zone: MrzZone
    lines: tuple[tuple[CharReading, ...], ...]
    witnesses: tuple[Witness, ...] = ()

    @property
    def raw_lines(self) -> tuple[str, ...]:
        """The likeliest symbols of each line as text."""
        return tuple("".join(char.symbol for char in line) for line in self.lines)
