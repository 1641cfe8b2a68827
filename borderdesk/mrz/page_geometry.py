"""Where the zone stands on a page, in millimetres from the page's top left corner.

Nominal sizes and zones are those of ICAO Doc 9303: part 4, 2.1, 3.2.1 and figure 3 (TD3); part 5, 2.1 and
figure 6 (TD1); part 6, 2.1 and figure 6 (TD2); part 7, 4.4 and 7.4, figures 3 (MRV-A and MRV-B). The French
2 x 36 card is one state's and has no figure there.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.document import DocumentFormat

MM_PER_INCH = 25.4
PITCH = 2.54
"""From one character to the next (Doc 9303-3, 4.2)."""


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """A page and its zone, in millimetres.

    Attributes:
        width: Of the page.
        height: Of the page.
        corner: Radius of its corners.
        first_character: From the left edge of the page to the left edge of the first character.
        centre_lines: Reference centre lines of the printed lines, from the bottom edge, top line first.
        zone_height: Of the machine-readable zone, from the bottom edge.
    """

    width: float
    height: float
    corner: float
    first_character: float
    centre_lines: tuple[float, ...]
    zone_height: float

    @property
    def zone_top(self) -> float:
        """Upper edge of the zone, from the top of the page."""
        return self.height - self.zone_height

    def centre_from_top(self, line: int) -> float:
        """Centre line of a printed line, from the top of the page."""
        return self.height - self.centre_lines[line]


_TWO_LINES = (15.75, 9.40)
_THREE_LINES = (11.5 + 4.23, 11.5, 11.5 - 4.23)

_PAGES = {
    DocumentFormat.TD3: PageGeometry(125.0, 88.0, 3.18, 6.0, _TWO_LINES, 23.2),
    DocumentFormat.TD2: PageGeometry(105.0, 74.0, 3.18, 4.0, _TWO_LINES, 23.2),
    DocumentFormat.TD1: PageGeometry(85.6, 53.98, 3.18, 5.0, _THREE_LINES, 23.3),
    DocumentFormat.MRV_A: PageGeometry(120.0, 80.0, 0.0, 4.0, _TWO_LINES, 23.2),
    DocumentFormat.MRV_B: PageGeometry(105.0, 74.0, 0.0, 4.0, _TWO_LINES, 23.2),
}


def page_geometry(document_format: DocumentFormat) -> PageGeometry:
    """The page of a format.

    Raises:
        ValueError: Doc 9303 gives this format no geometry.

    >>> page_geometry(DocumentFormat.TD3).centre_from_top(0)
    72.25
    """
    if document_format not in _PAGES:
        raise ValueError(f"Doc 9303 gives {document_format.value} no geometry")
    return _PAGES[document_format]
