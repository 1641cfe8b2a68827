"""The sheet round a page and the scale of a drawing; pages are in `borderdesk.mrz.page_geometry`."""

from __future__ import annotations

from dataclasses import dataclass

from borderdesk.mrz.page_geometry import MM_PER_INCH

SHEET_MARGIN = 9.0
"""Of the sheet round every page, in millimetres; a page is never drawn borderless."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Millimetres on the page to pixels.

    Attributes:
        dpi: Dots per inch of the drawing.
    """

    dpi: float

    def px(self, millimetres: float) -> float:
        """A length in pixels, not rounded.

        >>> Scale(300).px(2.54)
        30.0
        """
        return millimetres * self.dpi / MM_PER_INCH

    def whole(self, millimetres: float) -> int:
        """A length in whole pixels."""
        return round(self.px(millimetres))
