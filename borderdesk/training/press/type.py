"""Type for what people read.

The plain sans is Aileron (CC0), which comes inside Pillow; it has no accented letters, so accents are drawn.
The other fonts are shipped (`resources/fonts/press`, see the licences beside them).
"""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from resources import path

Ink: TypeAlias = tuple[int, int, int]
"""Red, green, blue; Pillow's order. It is turned to BGR once, when the page is done."""

_CAP_HEIGHT = 0.7  # of the em, both fonts
_ACUTE, _GRAVE, _CIRCUMFLEX, _TILDE, _DIAERESIS, _CEDILLA = "\u0301\u0300\u0302\u0303\u0308\u0327"
_STROKES = {
    _ACUTE: (((-0.03, 0.0), (0.08, 0.13)),),
    _GRAVE: (((0.03, 0.0), (-0.08, 0.13)),),
    _CIRCUMFLEX: (((-0.1, 0.0), (0.0, 0.12)), ((0.0, 0.12), (0.1, 0.0))),
    _TILDE: (((-0.12, 0.02), (-0.04, 0.09)), ((-0.04, 0.09), (0.04, 0.03)), ((0.04, 0.03), (0.12, 0.1))),
}


@lru_cache(maxsize=64)
def sans(cap_px: float) -> ImageFont.FreeTypeFont:
    """Plain sans whose capitals are `cap_px` high.

    Raises:
        RuntimeError: Pillow was built without FreeType, which draws every font.
    """
    font = ImageFont.load_default(cap_px / _CAP_HEIGHT)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow has no FreeType")
    return font


class Lettering(Enum):
    """Fonts for what people read; all but the plain one have their own accents."""

    PLAIN = ""
    SERIF = "NotoSerif.ttf"
    HUMANIST = "NotoSans.ttf"
    SANS = "DejaVuSans.ttf"
    MONO = "DejaVuSansMono.ttf"
    TYPEWRITER = "CourierPrime.otf"
    HAND = "Breip.ttf"
    ARABIC = "NotoNaskhArabic.ttf"


@lru_cache(maxsize=64)
def lettering_font(lettering: Lettering, cap_px: float) -> ImageFont.FreeTypeFont:
    """A font other than the plain one, its capitals `cap_px` high."""
    file = str(path("fonts", "press", lettering.value))
    # The layout of Pillow's own: shapes of Arabic letters come ready from `arabic`.
    basic = ImageFont.Layout.BASIC
    high = 700.0
    if lettering is not Lettering.ARABIC:
        high = float(-ImageFont.truetype(file, 1000, layout_engine=basic).getbbox("H", anchor="ls")[1])
    return ImageFont.truetype(file, cap_px * 1000 / high, layout_engine=basic)


def width_of(
    text: str, *, cap: float, tracking: float = 0.0, lettering: Lettering = Lettering.PLAIN
) -> float:
    """Width in pixels of a text as `write` writes it."""
    if lettering is not Lettering.PLAIN:
        return float(lettering_font(lettering, cap).getlength(text))
    font = sans(cap)
    units = _units(text)
    return sum(font.getlength(unit[0]) + tracking for unit in units) - (tracking if units else 0.0)


def write(
    page: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    *,
    cap: float,
    ink: Ink | int,
    bold: float = 0.0,
    tracking: float = 0.0,
    anchor: str = "l",
    lettering: Lettering = Lettering.PLAIN,
) -> float:
    """Write one line of text, accents included.

    Args:
        page: To draw on.
        at: Left end (middle or right end by `anchor`) of the base line, in pixels.
        text: Any Latin text, or Arabic as `arabic.shaped` gives it.
        cap: Height of a capital, in pixels.
        ink: Colour; a shade on a grey page.
        bold: Thickening of every stroke, in pixels; of the plain font only, as is
        tracking: additional space after every letter, in pixels.
        anchor: `l`, `m` or `r`.
        lettering: Font.

    Returns:
        Width of the text in pixels.
    """
    width = width_of(text, cap=cap, tracking=tracking, lettering=lettering)
    x = at[0] - {"l": 0.0, "m": width / 2, "r": width}[anchor]
    if lettering is not Lettering.PLAIN:
        page.text((x, at[1]), text, font=lettering_font(lettering, cap), fill=ink, anchor="ls")
        return width
    run, (before, above) = _run(text, round(cap, 2), round(bold, 2), round(tracking, 2))
    page.bitmap((round(x) - before, round(at[1]) - above), run, fill=ink)
    return width


@lru_cache(maxsize=512)
def _run(text: str, cap: float, bold: float, tracking: float) -> tuple[Image.Image, tuple[int, int]]:
    """A text in the plain font as a mask, and how far left of and above its base point that begins.

    Captions and marks are the same on many pages.
    """
    font = sans(cap)
    before, above = round(cap * 0.5) + 2, round(cap * 1.6) + 2
    width = round(width_of(text, cap=cap, tracking=tracking)) + 2 * before
    mask = Image.new("L", (width, above + round(cap * 0.7) + 2))
    page = ImageDraw.Draw(mask)
    x = float(before)
    for unit in _units(text):
        # Accents, which this font has not, are drawn.
        page.text((x, above), unit[0], font=font, fill=255, anchor="ls", stroke_width=bold)
        for mark in unit[1:]:
            _draw_mark(page, font, (x, above), unit[0], mark, 255, bold)
        x += font.getlength(unit[0]) + tracking
    return mask, (before, above)


def _units(text: str) -> list[str]:
    """Letters, each with the marks that stand on it."""
    units: list[str] = []
    for symbol in unicodedata.normalize("NFD", text):
        if unicodedata.combining(symbol) and units:
            units[-1] += symbol
        else:
            units.append(symbol)
    return units


def _draw_mark(
    page: ImageDraw.ImageDraw,
    font: ImageFont.FreeTypeFont,
    origin: tuple[float, float],
    base: str,
    mark: str,
    ink: Ink | int,
    bold: float,
) -> None:
    left, top, right, _ = font.getbbox(base, anchor="ls")
    middle = origin[0] + (left + right) / 2
    em = font.size
    width = max(1, round(em * 0.075 + bold))
    if mark == _CEDILLA:
        foot = origin[1] + em * 0.02
        page.line(
            [(middle, foot), (middle + em * 0.06, foot + em * 0.07), (middle - em * 0.06, foot + em * 0.16)],
            fill=ink,
            width=width,
            joint="curve",
        )
        return
    foot = origin[1] + top - em * 0.06
    if mark == _DIAERESIS:
        radius = max(1.0, em * 0.05 + bold / 2)
        for dot in (middle - em * 0.1, middle + em * 0.1):
            page.ellipse([dot - radius, foot - 2.2 * radius, dot + radius, foot - 0.2 * radius], fill=ink)
        return
    for (x0, y0), (x1, y1) in _STROKES.get(mark, ()):
        page.line(
            [(middle + x0 * em, foot - y0 * em), (middle + x1 * em, foot - y1 * em)], fill=ink, width=width
        )
