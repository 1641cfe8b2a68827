"""Genuine and forged documents to measure checks on: each drawn from its seed and captured, with its truth.

The press prints them and forges what is forged in print. A forged page and the genuine one of the same seed
are the same document in other hands, on the same scanner.
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Any

import numpy as np

from borderdesk.training.press import capture as capturing
from borderdesk.training.press.capture import Capture
from borderdesk.training.press.copies import ColourCopy, GreyCopy, Tones, copy_colour, copy_grey
from borderdesk.training.press.documents import Drawn, draw_document
from borderdesk.training.press.frauds import Fraud
from borderdesk.training.press.light import (
    Infrared,
    Ultraviolet,
    beside,
    under_infrared,
    under_ultraviolet,
)
from borderdesk.training.press.plan import Kind
from borderdesk.training.press.recapture import Recapture, recapture
from borderdesk.training.press.wear import Level, Wear
from models.image import Light, PageImage, Pixels

GENUINE = "genuine"
_MIX = {
    Kind.PASSPORT: 56, Kind.HANDWRITTEN: 4, Kind.CARD: 15, Kind.LARGE_CARD: 5, Kind.VISA: 5,
    Kind.SMALL_VISA: 5, Kind.EMERGENCY: 4, Kind.REFUGEE: 4, Kind.STATELESS: 2,
}  # fmt: skip
"""In a hundred. No diplomatic ones: the desk refers them whatever their checks say."""
_BRIGHT = frozenset({Kind.EMERGENCY})
"""Genuine ones on office paper, printed by inkjet."""
_PHONES = 0.04
"""Share of pictures that a hand-held telephone takes, not a scanner."""


class Copied(Enum):
    """Forgeries that are not made in print: a copy shown for the page, or what only light brings out."""

    GREY_COPY = "grey_copy"
    ROSETTE_COPY = "rosette_copy"
    INKJET_COPY = "inkjet_copy"
    SCREEN = "screen"
    INKJET_ZONE = "inkjet_zone"
    BRIGHT_PAPER = "bright_paper"
    OTHER_UNDER_LIGHT = "other_under_light"


_LIT = frozenset({Copied.INKJET_ZONE, Copied.BRIGHT_PAPER, Copied.OTHER_UNDER_LIGHT})
_DIGITAL = frozenset({Fraud.OVERTYPE, Fraud.COPY_MOVE})
Forgery = Fraud | Copied


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A document as it comes to the desk.

    Attributes:
        page: Where its zone is.
        others: Its other side, infrared, ultraviolet.
        lines: Of the zone, as it shows.
        dpi: Of the scan.
        truth: What else is known of it, for the results.
    """

    page: PageImage
    others: tuple[PageImage, ...]
    lines: tuple[str, ...]
    dpi: float
    truth: dict[str, Any] = field(default_factory=dict)


def document(forgery: Forgery | None, dpi: int | None, seed: int) -> Document:
    """The document of a seed; the same one whatever was drawn before.

    Args:
        forgery: What is wrong with it; None where nothing is.
        dpi: Of the scan; None for the mix of resolutions.
        seed: Of everything.
    """
    chance = random.Random(seed)
    rng = np.random.default_rng([seed, 9303])
    mixed = chance.choices((300, 400), (0.7, 0.3))[0]
    # Both are drawn whatever is asked for, so that the rest of chance is the same.
    level = chance.choices(tuple(Level), (0.35, 0.4, 0.25))[0]
    wear, capture = Wear.any(level, rng), _capture(float(dpi or mixed), rng)
    if chance.random() < _PHONES and dpi is None:
        capture = _telephone(rng)
    fraud = forgery if isinstance(forgery, Fraud) else None
    dpi = round(capture.dpi)
    shot = capture if fraud in _DIGITAL else Capture(dpi=float(dpi), noise=0.0)
    kind, drawn = _drawn(seed, chance, fraud, forgery, shot, wear)
    truth: dict[str, Any] = {"document": kind.value, "format": drawn.truth.format.value, "level": level.value}
    if fraud in _DIGITAL:  # altered after the scan, stored again half the time
        again = int(rng.integers(82, 98)) if rng.random() < 0.5 else None
        page = drawn.pixels if again is None else capturing.stored(drawn.pixels, again)
        truth["stored"] = [capture.jpeg, again]
    else:
        page, done = _pictured(forgery, drawn.pixels, capture, rng)
        truth |= done
    others = []
    if drawn.other is not None:
        other, _ = capturing.take(drawn.other, (), capture.dpi, capture, rng)
        others.append(PageImage(other))
    lights, lit = _lights(forgery, kind, drawn, capture, seed, rng)
    truth |= {"lit": lit, "changed": [list(place) for place in drawn.truth.changed]}
    truth |= {"capture": asdict(capture), "wear": asdict(wear)}
    return Document(PageImage(page), (*others, *lights), drawn.truth.lines, float(dpi), truth)


def _drawn(
    seed: int, chance: random.Random, fraud: Fraud | None, forgery: Forgery | None, shot: Capture, wear: Wear
) -> tuple[Kind, Drawn]:
    """A document of the mix that can carry the forgery; a passport where the one drawn cannot."""
    kind = chance.choices(tuple(_MIX), tuple(_MIX.values()))[0]
    if forgery in _LIT and kind in _BRIGHT:
        kind = Kind.PASSPORT
    try:
        return kind, draw_document(seed, kind=kind, fraud=fraud, capture=shot, wear=wear)
    except ValueError:
        return Kind.PASSPORT, draw_document(seed, kind=Kind.PASSPORT, fraud=fraud, capture=shot, wear=wear)


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


def _telephone(rng: np.random.Generator) -> Capture:
    return Capture(
        dpi=float(rng.integers(180, 300)),
        tilt=float(rng.uniform(-6, 6)),
        lean=float(rng.uniform(0.0, 0.12)),
        desk=bool(rng.random() < 0.7),
        shading=float(rng.uniform(0.05, 0.3)),
        blur=float(rng.uniform(0.5, 0.9)),
        noise=0.5,
        chroma=float(rng.uniform(1.0, 3.0)),
        sharpen=float(rng.uniform(0.0, 0.8)),
        jpeg=int(rng.integers(70, 95)),
        border=float(rng.uniform(2.0, 8.0)),
    )


def _pictured(
    forgery: Forgery | None, sheet: Pixels, capture: Capture, rng: np.random.Generator
) -> tuple[Pixels, dict[str, Any]]:
    """The visible picture of a sheet, and what was done to get it."""
    done: dict[str, Any] = {}
    if forgery is Copied.SCREEN:
        screen = Recapture.any(rng)
        return recapture(sheet, (), capture.dpi, screen, rng)[0], {"screen": asdict(screen)}
    if forgery is Copied.GREY_COPY:
        copier = GreyCopy.any(rng)
        sheet, done = copy_grey(sheet, capture.dpi, copier, rng), {"copier": _plain(copier)}
        if len(set(copier.cast)) == 1:  # a scanner in grey has no noise of colour either
            capture = replace(capture, noise=capture.chroma, chroma=0.0)
    elif forgery in (Copied.ROSETTE_COPY, Copied.INKJET_COPY):
        tones = Tones.DOTS if forgery is Copied.ROSETTE_COPY else Tones.STREWN
        printer = ColourCopy.any(rng, tones)
        sheet, done = copy_colour(sheet, capture.dpi, printer, rng), {"printer": _plain(printer)}
    return capturing.take(sheet, (), capture.dpi, capture, rng)[0], done


def _plain(how: GreyCopy | ColourCopy) -> dict[str, Any]:
    return asdict(how) | {"tones": how.tones.value}


def _lights(
    forgery: Forgery | None,
    kind: Kind,
    drawn: Drawn,
    capture: Capture,
    seed: int,
    rng: np.random.Generator,
) -> tuple[list[PageImage], dict[str, Any]]:
    """Infrared and ultraviolet pictures, of every fifth genuine one and where they tell; and the inks."""
    if forgery not in _LIT and (forgery is not None or rng.random() >= 0.2):
        return [], {}
    inkjet = forgery is Copied.INKJET_ZONE or kind in _BRIGHT
    bright = forgery is Copied.BRIGHT_PAPER or kind in _BRIGHT
    inks = Infrared.inkjet(rng) if inkjet else Infrared.any(rng)
    paper = Ultraviolet.bright(rng) if bright else Ultraviolet.any(rng)
    if forgery is Copied.OTHER_UNDER_LIGHT:
        drawn = draw_document(seed + 500_000_000, kind=kind, capture=Capture(dpi=capture.dpi, noise=0.0))
    side = drawn.truth.zone_side
    infrared = under_infrared(drawn.pixels, side.lines, capture.dpi, inks)
    ultraviolet = under_ultraviolet(drawn.pixels, side.page, capture.dpi, paper, rng)
    pictures = []
    for pixels, light in ((infrared, Light.INFRARED), (ultraviolet, Light.ULTRAVIOLET)):
        taken, _ = capturing.take(pixels, (), capture.dpi, beside(capture, rng), rng)
        pictures.append(PageImage(taken, light))
    return pictures, {"infrared": asdict(inks), "ultraviolet": asdict(paper)}
