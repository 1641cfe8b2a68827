"""How issuers differ in what they print for people: fonts, dates, order of rows, a second script, colours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from borderdesk.training.press import background
from borderdesk.training.press.background import Palette
from borderdesk.training.press.type import Lettering

_ENGLISH = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_FRENCH = ("JAN", "FÉV", "MARS", "AVR", "MAI", "JUIN", "JUIL", "AOÛT", "SEPT", "OCT", "NOV", "DÉC")
_PORTUGUESE = ("JAN", "FEV", "MAR", "ABR", "MAI", "JUN", "JUL", "AGO", "SET", "OUT", "NOV", "DEZ")


class DateOrder(Enum):
    """Ways to print the 12th of August 1974."""

    WORDS = "12 AUG 1974"
    FRENCH = "12 AOÛT/AUG 1974"
    PORTUGUESE = "12 AGO/AUG 1974"
    DOTS = "12.08.1974"
    SLASHES = "12/08/1974"
    ISO = "1974-08-12"


@dataclass(frozen=True, slots=True)
class ArabicNames:
    """The same holder in Arabic letters."""

    surname: str
    given_names: str
    place_of_birth: str


@dataclass(frozen=True, slots=True)
class Style:
    """One issuer's way; the default is the training tray's.

    Attributes:
        lettering: Font of the values.
        dates: How dates are printed.
        rows: Order of the rows between the first and the last: places of rows 1 to 4.
        mirrored: True where the portrait of a data page is on the right.
        arabic: Names in Arabic letters beside the Latin ones; None for none.
        french_first: True where captions are in French before English.
        palette: Colours; None for those of the kind of document.
    """

    lettering: Lettering = Lettering.PLAIN
    dates: DateOrder = DateOrder.WORDS
    rows: tuple[int, int, int, int] = (1, 2, 3, 4)
    mirrored: bool = False
    arabic: ArabicNames | None = None
    french_first: bool = False
    palette: Palette | None = None

    def date(self, iso: str) -> str:
        """A date as people read it, XX where it is unknown (ICAO Doc 9303-3, 3.8).

        >>> Style().date("1974-08-12"), Style(dates=DateOrder.FRENCH).date("1974-08-12")
        ('12 AUG 1974', '12 AOÛT/AUG 1974')
        >>> Style().date("1974"), Style(dates=DateOrder.DOTS).date("1974-08")
        ('XX XXX 1974', 'XX.08.1974')
        """
        year, month, day = [*iso.split("-"), "", ""][:3]
        if self.dates is DateOrder.ISO:
            return f"{year}-{month or 'XX'}-{day or 'XX'}"
        if self.dates in (DateOrder.DOTS, DateOrder.SLASHES):
            mark = "." if self.dates is DateOrder.DOTS else "/"
            return mark.join((day or "XX", month or "XX", year))
        name = _ENGLISH[int(month) - 1] if month else "XXX"
        if month and self.dates is not DateOrder.WORDS:
            own = (_FRENCH if self.dates is DateOrder.FRENCH else _PORTUGUESE)[int(month) - 1]
            name = name if own == name else f"{own}/{name}"
        return f"{day or 'XX'} {name} {year}"

    def caption(self, caption: str) -> str:
        """`English / French`, in this issuer's order."""
        english, slash, french = caption.partition(" / ")
        return f"{french} / {english}" if self.french_first and slash else caption


def invent_style(rng: np.random.Generator, arabic: ArabicNames, lettering: Lettering | None) -> Style:
    """An issuer's way by chance.

    Args:
        rng: Chance.
        arabic: The holder's names, printed by some.
        lettering: Of the values; None for any that suits an engraved page.
    """
    fonts = (Lettering.PLAIN, Lettering.PLAIN, Lettering.SERIF, Lettering.HUMANIST, Lettering.SANS)
    orders = ((1, 2, 3, 4), (1, 2, 3, 4), (1, 2, 4, 3), (2, 3, 1, 4))
    palettes = (None, None, background.BLUE, background.ROSE, background.OCHRE)
    dates = tuple(DateOrder)
    return Style(
        lettering=fonts[int(rng.integers(len(fonts)))] if lettering is None else lettering,
        dates=dates[int(rng.integers(len(dates)))],
        rows=orders[int(rng.integers(len(orders)))],
        mirrored=bool(rng.random() < 0.25),
        arabic=arabic if rng.random() < 0.3 else None,
        french_first=bool(rng.random() < 0.4),
        palette=palettes[int(rng.integers(len(palettes)))],
    )
