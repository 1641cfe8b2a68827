"""Type for what people read: a plain sans with accents.

The sans is Aileron (CC0), which comes inside Pillow; it has no accented letters, so accents are drawn.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TypeAlias

from PIL import ImageDraw, ImageFont

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


def width_of(text: str, *, cap: float, tracking: float = 0.0) -> float:
    """Width in pixels of a text as `write` writes it."""
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
) -> float:
    """Write one line of text, accents included.

    Args:
        page: To draw on.
        at: Left end (middle or right end by `anchor`) of the base line, in pixels.
        text: Any Latin text; a letter with accents is drawn as its base letter and its accents.
        cap: Height of a capital, in pixels.
        ink: Colour; a shade on a grey page.
        bold: Thickening of every stroke, in pixels.
        tracking: Additional space after every letter, in pixels.
        anchor: `l`, `m` or `r`.

    Returns:
        Width of the text in pixels.
    """
    font = sans(cap)
    letters = [(unit[0], unit[1:]) for unit in _units(text)]
    width = width_of(text, cap=cap, tracking=tracking)
    x = at[0] - {"l": 0.0, "m": width / 2, "r": width}[anchor]
    for base, marks in letters:
        page.text((x, at[1]), base, font=font, fill=ink, anchor="ls", stroke_width=bold)
        for mark in marks:
            _draw_mark(page, font, (x, at[1]), base, mark, ink, bold)
        x += font.getlength(base) + tracking
    return width


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
