"""Printing what people read: emblem, title, captions and values, portrait and signature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from borderdesk.imaging.page_plane import Box
from borderdesk.mrz.page_geometry import MM_PER_INCH, PageGeometry
from borderdesk.training.press.arabic import shaped
from borderdesk.training.press.geometry import Scale
from borderdesk.training.press.layout import Entry, Layout
from borderdesk.training.press.portrait import paint_portrait
from borderdesk.training.press.specimen import FANTASY_ISSUERS, ISSUER, Specimen
from borderdesk.training.press.styles import Style
from borderdesk.training.press.type import Ink, Lettering, width_of, write
from models.image import Pixels

_VALUE_INK: Ink = (26, 26, 32)
_NAMES = {ISSUER: "UTOPIA / UTOPIE", **FANTASY_ISSUERS}
_PEN_INK: Ink = (28, 34, 96)
_CAPTION_CAP = 1.02  # Doc 9303-3, 3.3: captions of 1.0 to 1.8 mm
_VALUE_DROP = 3.35  # from a caption's base line to its value's, for a capital of 2.15 mm
_GHOST = 0.34


@dataclass(frozen=True, slots=True)
class Faces:
    """Whose faces a page shows.

    Attributes:
        portrait: The person of the portrait; any number is one.
        ghost: The person of the pale second portrait.
        stuck: True where the portrait is another photograph stuck over the first one.
        sex: Of both, F or M; by chance where it is neither.
        age: Of both when the pictures were taken, in years; by chance where it is None.
    """

    portrait: int
    ghost: int
    stuck: bool = False
    sex: str = ""
    age: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedField:
    """What is printed for people in one place.

    Attributes:
        name: As `TravelDocument` names it; of what the zone has not, such as `place_of_birth`.
        text: As printed.
        box: Where it stands, round its capitals.
    """

    name: str
    text: str
    box: Box


def print_viz(
    page: Pixels,
    geometry: PageGeometry,
    layout: Layout,
    specimen: Specimen,
    style: Style,
    faces: Faces | None,
    scale: Scale,
    rng: np.random.Generator,
) -> tuple[PrintedField, ...]:
    """Print all but the zone.

    Args:
        page: (h, w, 3) uint8 red green blue, exactly the page; drawn upon.
        geometry: Of the page.
        layout: What stands where.
        specimen: What is printed.
        style: The issuer's way.
        faces: Whose portraits; None for somebody by chance.
        scale: Of the drawing.
        rng: Chance, for portrait and signature.

    Returns:
        Every value with its place.
    """
    person = int(rng.integers(2**31))
    faces = Faces(person, person, sex=specimen.holder.sex) if faces is None else faces
    image = Image.fromarray(page)
    draw = ImageDraw.Draw(image)
    _print_heading(draw, geometry, layout, specimen, scale)
    if layout.portrait is not None:
        picture = _portrait(faces.portrait, faces, layout.portrait, scale)
        if faces.stuck:
            _stick(image, picture, layout.portrait, scale, rng)
        else:
            image.paste(picture, _corner(layout.portrait, scale))
        if layout.ghost is not None:
            _print_ghost(image, _portrait(faces.ghost, faces, layout.portrait, scale), layout.ghost, scale)
    fields = tuple(_print_entry(draw, entry, layout, style, scale, rng) for entry in layout.entries)
    if layout.signature is not None:
        _print_signature(draw, layout.signature, layout, scale, rng)
    page[:] = np.asarray(image)
    return fields


def _portrait(person: int, faces: Faces, box: Box, scale: Scale) -> Image.Image:
    size = scale.whole(box.height), scale.whole(box.width)
    return Image.fromarray(paint_portrait(*size, person, sex=faces.sex, age=faces.age).astype(np.uint8))


def _stick(page: Image.Image, picture: Image.Image, box: Box, scale: Scale, rng: np.random.Generator) -> None:
    """A photograph of its own, cut by hand a little askew and stuck on: its edge throws a thin shadow."""
    edge = max(1, scale.whole(rng.uniform(0.12, 0.3)))
    framed = Image.new("RGB", picture.size, (246, 246, 244))
    framed.paste(picture.resize((picture.width - 2 * edge, picture.height - 2 * edge)), (edge, edge))
    angle = float(rng.uniform(-1.2, 1.2))
    mask = Image.new("L", framed.size, 255).rotate(angle, Image.Resampling.BICUBIC, expand=True)
    turned = framed.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    dx, dy = (scale.px(float(off)) for off in rng.uniform(-0.5, 0.5, 2))
    at = round(scale.px(box.x) + dx), round(scale.px(box.y) + dy)
    drop = max(1, scale.whole(0.12))
    shadow = mask.filter(ImageFilter.GaussianBlur(scale.px(0.12))).point(
        [tone * 9 // 20 for tone in range(256)]
    )
    page.paste((60, 60, 60), (at[0] + drop, at[1] + drop), shadow)
    page.paste(turned, at, mask)


def _corner(box: Box, scale: Scale) -> tuple[int, int]:
    return scale.whole(box.x), scale.whole(box.y)


def _print_heading(
    draw: ImageDraw.ImageDraw, geometry: PageGeometry, layout: Layout, specimen: Specimen, scale: Scale
) -> None:
    ink, base = layout.palette.dark, scale.px(layout.heading)
    left = 5.0
    _print_emblem(draw, (scale.px(left + 3.0), base - scale.px(1.2)), scale.px(3.0), ink)
    cap = geometry.height * 0.031
    write(
        draw, (scale.px(left + 8.0), base), _NAMES[specimen.issuer], cap=scale.px(cap), ink=ink,
        bold=scale.px(0.05), tracking=scale.px(0.35),
    )  # fmt: skip
    write(
        draw, (scale.px(geometry.width - 5.0), base), specimen.title, cap=scale.px(cap * 0.86), ink=ink,
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
    draw: ImageDraw.ImageDraw,
    entry: Entry,
    layout: Layout,
    style: Style,
    scale: Scale,
    rng: np.random.Generator,
) -> PrintedField:
    red, green, blue = (round(0.72 * tone + 0.28 * 110) for tone in layout.palette.dark)
    base = entry.y + _VALUE_DROP * layout.cap / 2.15
    room = entry.room or layout.right - entry.x
    if entry.arabic:
        lettering, anchor, tracking = Lettering.ARABIC, "r", 0.0
        caption, value = shaped(entry.caption), shaped(entry.value)
    else:
        lettering, anchor, tracking = style.lettering, "l", scale.px(0.1)
        caption, value = entry.caption, entry.value
    kind = Lettering.ARABIC if entry.arabic else Lettering.PLAIN
    cap = _CAPTION_CAP * min(1.0, room / _width(caption, _CAPTION_CAP, 0.0, kind, scale))
    write(
        draw, (scale.px(entry.x), scale.px(entry.y)), caption, cap=scale.px(cap), ink=(red, green, blue),
        anchor=anchor, lettering=kind,
    )  # fmt: skip
    # Long names are set smaller (Doc 9303-4, 4.1.1 note k).
    cap = layout.cap * min(1.0, room / _width(value, layout.cap, tracking, lettering, scale))
    ink = _PEN_INK if lettering is Lettering.HAND else _VALUE_INK
    if lettering is Lettering.HAND:
        base += float(rng.uniform(-0.25, 0.25))
    width = write(
        draw, (scale.px(entry.x), scale.px(base)), value, cap=scale.px(cap), ink=ink, bold=scale.px(0.03),
        tracking=tracking, anchor=anchor, lettering=lettering,
    )  # fmt: skip
    wide = width * MM_PER_INCH / scale.dpi
    box = Box(entry.x - (wide if entry.arabic else 0.0), base - cap, wide, cap)
    return PrintedField(entry.field, entry.value, box)


def _width(text: str, cap: float, tracking: float, lettering: Lettering, scale: Scale) -> float:
    """Of a text, in millimetres, never none."""
    wide = width_of(text, cap=scale.px(cap), tracking=tracking, lettering=lettering)
    return max(0.01, wide * MM_PER_INCH / scale.dpi)


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
