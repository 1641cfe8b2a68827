"""Printing what people read: emblem, title, captions and values, portrait and signature."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from borderdesk.imaging.page_plane import Box
from borderdesk.mrz.page_geometry import PageGeometry
from borderdesk.training.press.geometry import Scale
from borderdesk.training.press.layout import Entry, Layout
from borderdesk.training.press.portrait import paint_portrait
from borderdesk.training.press.type import Ink, write

_VALUE_INK: Ink = (26, 26, 32)
_ISSUER_NAME = "UTOPIA / UTOPIE"
_CAPTION_CAP = 1.02  # Doc 9303-3, 3.3: captions of 1.0 to 1.8 mm
_VALUE_DROP = 3.35  # from a caption's base line to its value's, for a capital of 2.15 mm
_GHOST = 0.34


def print_viz(
    page: Image.Image,
    geometry: PageGeometry,
    layout: Layout,
    title: str,
    scale: Scale,
    rng: np.random.Generator,
) -> None:
    """Print all but the zone.

    Args:
        page: RGB, exactly the page; drawn upon.
        geometry: Of the page.
        layout: What stands where.
        title: Of the document.
        scale: Of the drawing.
        rng: Chance, for portrait and signature.
    """
    draw = ImageDraw.Draw(page)
    _print_heading(draw, geometry, layout, title, scale)
    if layout.portrait is not None:
        size = scale.whole(layout.portrait.height), scale.whole(layout.portrait.width)
        picture = Image.fromarray(paint_portrait(*size, rng).astype(np.uint8))
        page.paste(picture, _corner(layout.portrait, scale))
        if layout.ghost is not None:
            _print_ghost(page, picture, layout.ghost, scale)
    for entry in layout.entries:
        _print_entry(draw, entry, layout, geometry, scale)
    if layout.signature is not None:
        _print_signature(draw, layout.signature, layout, scale, rng)


def _corner(box: Box, scale: Scale) -> tuple[int, int]:
    return scale.whole(box.x), scale.whole(box.y)


def _print_heading(
    draw: ImageDraw.ImageDraw, geometry: PageGeometry, layout: Layout, title: str, scale: Scale
) -> None:
    ink, base = layout.palette.dark, scale.px(layout.heading)
    left = 5.0
    _print_emblem(draw, (scale.px(left + 3.0), base - scale.px(1.2)), scale.px(3.0), ink)
    cap = geometry.height * 0.031
    write(
        draw, (scale.px(left + 8.0), base), _ISSUER_NAME, cap=scale.px(cap), ink=ink,
        bold=scale.px(0.05), tracking=scale.px(0.35),
    )  # fmt: skip
    write(
        draw, (scale.px(geometry.width - 5.0), base), title, cap=scale.px(cap * 0.86), ink=ink,
        bold=scale.px(0.03), tracking=scale.px(0.12), anchor="r",
    )  # fmt: skip
    line = base + scale.px(2.5)
    draw.line([(scale.px(left + 8.0), line), (scale.px(geometry.width - 5.0), line)], fill=ink, width=2)


def _print_emblem(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, ink: Ink) -> None:
    """A sun above water in a ring: nobody's arms."""
    x, y = centre
    stroke = max(1, round(radius / 12))
    draw.ellipse([x - radius, y - radius, x + radius, y + radius], outline=ink, width=stroke)
    sun = radius * 0.30
    for angle in np.linspace(np.pi, 2 * np.pi, 9):
        near, far = sun * 1.35, radius * 0.78
        ray = [(x + np.cos(angle) * reach, y + np.sin(angle) * reach) for reach in (near, far)]
        draw.line(ray, fill=ink, width=stroke)
    draw.pieslice([x - sun, y - sun, x + sun, y + sun], 180, 360, fill=ink)
    for row in (0.22, 0.44, 0.66):
        half = radius * float(np.sqrt(1 - row**2)) * 0.82
        across = np.linspace(-half, half, 30)
        wave = [(x + step, y + radius * row + radius * 0.06 * np.sin(step / radius * 9)) for step in across]
        draw.line(wave, fill=ink, width=stroke)


def _print_entry(
    draw: ImageDraw.ImageDraw, entry: Entry, layout: Layout, geometry: PageGeometry, scale: Scale
) -> None:
    x, y = scale.px(entry.x), scale.px(entry.y)
    room = scale.px(geometry.width - 3.0) - x
    red, green, blue = (round(0.72 * tone + 0.28 * 110) for tone in layout.palette.dark)
    write(draw, (x, y), entry.caption, cap=scale.px(_CAPTION_CAP), ink=(red, green, blue))
    drop = scale.px(_VALUE_DROP * layout.cap / 2.15)
    cap = scale.px(layout.cap)
    blank = ImageDraw.Draw(Image.new("L", (1, 1)))
    width = write(blank, (0, 0), entry.value, cap=cap, ink=0, tracking=scale.px(0.1))
    cap *= min(1.0, room / max(1.0, width))  # long names are set smaller (Doc 9303-4, 4.1.1 note k)
    write(
        draw, (x, y + drop), entry.value, cap=cap, ink=_VALUE_INK, bold=scale.px(0.03), tracking=scale.px(0.1)
    )


def _print_ghost(page: Image.Image, picture: Image.Image, box: Box, scale: Scale) -> None:
    size = scale.whole(box.width), scale.whole(box.height)
    small = picture.convert("L").convert("RGB").resize(size, Image.Resampling.LANCZOS)
    at = _corner(box, scale)
    under = page.crop((*at, at[0] + size[0], at[1] + size[1]))
    page.paste(Image.blend(under, small, _GHOST), at)


def _print_signature(
    draw: ImageDraw.ImageDraw, box: Box, layout: Layout, scale: Scale, rng: np.random.Generator
) -> None:
    """A running line that spells nothing."""
    dark = layout.palette.dark
    at = scale.px(box.x), scale.px(box.y + 1.4)
    write(draw, at, "Holder's signature / Signature", cap=scale.px(_CAPTION_CAP), ink=dark)
    steps = np.linspace(0.0, 1.0, 140)
    x = box.x + 2.0 + (box.width - 8.0) * (steps + 0.035 * np.sin(2 * np.pi * steps * rng.uniform(5, 7)))
    swing = (1.0 - 0.72 * steps) * np.sin(2 * np.pi * steps * rng.uniform(6, 9) + rng.uniform(0, 6))
    y = box.y + box.height * 0.66 + box.height * 0.24 * swing + 0.25 * np.sin(2 * np.pi * steps * 2)
    points = [(scale.px(float(a)), scale.px(float(b))) for a, b in zip(x, y, strict=True)]
    draw.line(points, fill=(30, 36, 92), width=max(2, scale.whole(0.22)), joint="curve")
