"""Genuine and forged documents to measure checks on: each drawn from its seed and captured, its truth beside it.

The press prints; what happens to the sheet in use, in a copier or before a camera is of the press as well. A
forged page and the genuine one of the same seed are the same document in other hands.
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Any

import cv2
import numpy as np

from bench._drawn import invented
from borderdesk.training.press import Capture, Side, Specimen, draw
from borderdesk.training.press.capture import take
from borderdesk.training.press.copies import ColourCopy, GreyCopy, Tones, copy_colour, copy_grey
from borderdesk.training.press.light import (
    Infrared,
    Ultraviolet,
    beside,
    under_infrared,
    under_ultraviolet,
)
from borderdesk.training.press.recapture import Recapture, recapture
from borderdesk.training.press.wear import Level, Wear, wear_out
from models.document import DocumentFormat
from models.image import Light, PageImage, Pixels, Quad

GENUINE = "genuine"
DPI = (300, 400)


class Forged(Enum):
    """What a forged document is."""

    GREY_COPY = "grey_copy"
    ROSETTE_COPY = "rosette_copy"
    INKJET_COPY = "inkjet_copy"
    SCREEN = "screen"
    INKJET_ZONE = "inkjet_zone"
    BRIGHT_PAPER = "bright_paper"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document that is measured.

    Attributes:
        name: As in the results, such as `grey_copy` or `other_font@400`.
        forged: What is wrong with it; None where nothing is.
        dpi: Resolution of its scans; None for the mix of resolutions.
    """

    name: str
    forged: Forged | None = None
    dpi: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A document as it comes to the desk.

    Attributes:
        page: Where its zone is.
        others: Its other side, infrared, ultraviolet.
        lines: Of the zone, as printed.
        dpi: Of the scan.
        truth: What else is known of it, for the results.
        live: The face of whoever shows it.
    """

    page: PageImage
    others: tuple[PageImage, ...]
    lines: tuple[str, ...]
    dpi: float
    truth: dict[str, Any] = field(default_factory=dict)
    live: PageImage | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """A page as printed and worn, before any picture of it."""

    pixels: Pixels
    lines: tuple[str, ...]
    quads: tuple[Quad, ...]
    page: Quad
    dpi: float


def kinds() -> dict[str, Kind]:
    """Every kind by its name, the genuine one first."""
    found = [Kind(GENUINE), *(Kind(forged.value, forged) for forged in Forged)]
    return {kind.name: kind for kind in found}


def document(kind: Kind, seed: int) -> Document:
    """The document of a kind and a seed; the same one whatever was drawn before."""
    chance = random.Random(seed)
    rng = np.random.default_rng([seed, 9303])
    dpi = float(chance.choices(DPI, (0.7, 0.3))[0])
    if kind.dpi is not None:
        dpi = float(kind.dpi)
    level = chance.choices(tuple(Level), (0.35, 0.4, 0.25))[0]
    wear = Wear.any(level, rng)
    specimen = _specimen(chance)
    capture = _capture(dpi, rng)
    sheet = _sheet(specimen, seed, dpi, wear, rng)
    page, more = _pictured(kind.forged, sheet, capture, rng)
    others = list(_lights(kind.forged, sheet, capture, rng))
    lit = bool(others)
    if specimen.side is Side.BACK:
        front = _sheet(replace(specimen, side=Side.FRONT), seed, dpi, wear, rng)
        others.append(PageImage(take(front.pixels, (), dpi, capture, rng)[0]))
    truth = {"format": specimen.format.value, "level": level.value, "lit": lit}
    return Document(PageImage(page), tuple(others), sheet.lines, dpi, truth | more)


def _specimen(chance: random.Random) -> Specimen:
    """Passports 60 %, small cards on both sides 15, cards of the middle size 5, visas 10, refugees' 10."""
    wanted = chance.choices(("passport", "TD1", "TD2", "visa", "refugee"), (60, 15, 5, 10, 10))[0]
    visas = {DocumentFormat.MRV_A, DocumentFormat.MRV_B}
    formats = {"TD1": {DocumentFormat.TD1}, "TD2": {DocumentFormat.TD2}, "visa": visas}
    while True:
        specimen, _ = invented(chance)
        specimen = replace(specimen, zone=None)
        if specimen.format in formats.get(wanted, {DocumentFormat.TD3}):
            break
    if wanted == "refugee":
        stateless = replace(specimen.holder, nationality=chance.choice(("XXB", "XXA")))
        return replace(specimen, holder=stateless, document_code="PR", title="TRAVEL DOCUMENT (1951)")
    return specimen


def _sheet(specimen: Specimen, seed: int, dpi: float, wear: Wear, rng: np.random.Generator) -> _Sheet:
    drawn = draw(specimen, seed=seed, capture=Capture(noise=0.0))
    pixels, quads = drawn.pixels, (*drawn.quads, drawn.page)
    if dpi != drawn.dpi:
        ratio = dpi / drawn.dpi
        pixels = np.asarray(cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_CUBIC))
        quads = tuple(_scaled(quad, ratio) for quad in quads)
    worn = wear_out(pixels.astype(np.uint8), quads[-1], dpi, wear, rng)
    return _Sheet(worn, drawn.lines, quads[:-1], quads[-1], dpi)


def _scaled(quad: Quad, ratio: float) -> Quad:
    a, b, c, d = ((x * ratio, y * ratio) for x, y in quad)
    return a, b, c, d


def _capture(dpi: float, rng: np.random.Generator) -> Capture:
    """One of the scanners there are; half of what they take is stored as JPEG."""
    return Capture(
        dpi=dpi,
        tilt=float(rng.uniform(-1.5, 1.5)),
        border=float(rng.uniform(0.5, 3.0)),
        blur=float(rng.uniform(0.35, 0.65)) * dpi / 300,
        noise=0.0,
        chroma=float(rng.uniform(0.5, 1.6)),
        sharpen=float(rng.choice((0.0, rng.uniform(0.1, 0.7)))),
        jpeg=int(rng.integers(82, 98)) if rng.random() < 0.5 else None,
    )


def _pictured(
    forged: Forged | None, sheet: _Sheet, capture: Capture, rng: np.random.Generator
) -> tuple[Pixels, dict[str, Any]]:
    """The visible picture, and what was done to get it."""
    pixels, done = sheet.pixels, {}
    if forged is Forged.SCREEN:
        screen = Recapture.any(rng)
        return recapture(pixels, (), sheet.dpi, screen, rng)[0], {"screen": asdict(screen)}
    if forged is Forged.GREY_COPY:
        copier = GreyCopy.any(rng)
        pixels, done = copy_grey(pixels, sheet.dpi, copier, rng), {"copier": _plain(copier)}
        if len(set(copier.cast)) == 1:  # a scanner in grey has no noise of colour either
            capture = replace(capture, noise=capture.chroma, chroma=0.0)
    elif forged in (Forged.ROSETTE_COPY, Forged.INKJET_COPY):
        tones = Tones.DOTS if forged is Forged.ROSETTE_COPY else Tones.STREWN
        printer = ColourCopy.any(rng, tones)
        pixels, done = copy_colour(pixels, sheet.dpi, printer, rng), {"printer": _plain(printer)}
    return take(pixels, (), sheet.dpi, capture, rng)[0], done


def _plain(how: GreyCopy | ColourCopy) -> dict[str, Any]:
    return asdict(how) | {"tones": how.tones.value}


def _lights(
    forged: Forged | None, sheet: _Sheet, capture: Capture, rng: np.random.Generator
) -> list[PageImage]:
    """Infrared and ultraviolet pictures: of every fifth genuine document, and where they tell."""
    lit = forged in (Forged.INKJET_ZONE, Forged.BRIGHT_PAPER) or (forged is None and rng.random() < 0.2)
    if not lit:
        return []
    inks = Infrared.inkjet(rng) if forged is Forged.INKJET_ZONE else Infrared.any(rng)
    paper = Ultraviolet.bright(rng) if forged is Forged.BRIGHT_PAPER else Ultraviolet.any(rng)
    infrared = under_infrared(sheet.pixels, sheet.quads, sheet.dpi, inks)
    ultraviolet = under_ultraviolet(sheet.pixels, sheet.page, sheet.dpi, paper, rng)
    return [
        PageImage(take(pixels, (), sheet.dpi, beside(capture, rng), rng)[0], light)
        for pixels, light in ((infrared, Light.INFRARED), (ultraviolet, Light.ULTRAVIOLET))
    ]
