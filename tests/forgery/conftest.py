"""Documents as a reader would hand them on: zones written by the standard, read with chosen probabilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import cos, radians, sin

import numpy as np
import pytest

from borderdesk.mrz import parse
from models.document import Correction, DocumentFormat, TravelDocument
from models.image import PageImage, Point, Quad
from models.reading import CharReading, MrzReading, MrzZone

TODAY = date(2012, 1, 1)
Place = tuple[int, int]
MakeDocument = Callable[..., TravelDocument]


def turned(x: float, y: float, degrees: float) -> Point:
    """A point of the upright zone on a page that lies askew."""
    angle = radians(degrees)
    return (x * cos(angle) - y * sin(angle) + 500.0, x * sin(angle) + y * cos(angle) + 500.0)


def quad_of(row: int, place: int, degrees: float = 0.0) -> Quad:
    """Where a character stands: cells of 20 x 40, characters of 16 x 28."""
    left, top = place * 20.0, row * 40.0
    return (
        turned(left, top, degrees),
        turned(left + 16, top, degrees),
        turned(left + 16, top + 28, degrees),
        turned(left, top + 28, degrees),
    )


def read_as(
    lines: Sequence[str], probability: float, doubtful: Mapping[Place, float], degrees: float
) -> MrzReading:
    """A reading of these lines."""
    page = PageImage(np.zeros((8, 8, 3), dtype=np.uint8))
    zone = MrzZone(page, (), quad_of(0, 0, degrees), 28.0)
    return MrzReading(
        zone,
        tuple(
            tuple(
                CharReading(symbol, doubtful.get((row, place), probability), (), quad_of(row, place, degrees))
                for place, symbol in enumerate(line)
            )
            for row, line in enumerate(lines)
        ),
    )


@pytest.fixture
def make_document() -> MakeDocument:
    """Makes a document from lines as printed."""

    def make(
        lines: Sequence[str],
        *,
        certain: bool = True,
        probability: float = 0.99,
        doubtful: Mapping[Place, float] | None = None,
        corrected: Mapping[Place, str] | None = None,
        degrees: float = 0.0,
        picture: bool = True,
        today: date = TODAY,
        document_format: DocumentFormat | None = None,
    ) -> TravelDocument:
        used = [list(line) for line in lines]
        corrections = []
        for (row, place), symbol in (corrected or {}).items():
            corrections.append(Correction(row, place, used[row][place], symbol, 0.4))
            used[row][place] = symbol
        text = tuple("".join(line) for line in used)
        zone = parse(text, today=today, format=document_format)
        return TravelDocument(
            format=zone.format,
            lines=text,
            fields=zone.fields,
            check_digits=zone.check_digits,
            certain=certain,
            corrections=tuple(corrections),
            reading=read_as(lines, probability, doubtful or {}, degrees) if picture else None,
        )

    return make
