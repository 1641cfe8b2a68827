"""Infrared and ultraviolet pictures: ink of the zone, and paper (BSI TR-03135; ICAO Doc 9303-2, appendix C).

Rules of this file:

* the names of Doc 9303-2, C.3.1 are (IR, AB, MR): the zone absorbs infrared, and (UV, BR, FU): brightness of
  the page under ultraviolet;
* the zone is printed in ink that is dark at B900, print contrast signal at least 0.6 (Doc 9303-3, 4.3). It is
  FAILED where the zone, or single characters that are plain in visible light, vanish;
* the paper is dull, or glows in a colour that tells it from the blue-white of common paper (Doc 9303-2,
  A.5.1.1);
* a picture is judged only where it is seen to show this page. One of another document is UNDETERMINED and
  asks for another picture: it says nothing about this document;
* documents that the standard does not bind are NOT_SUPPORTED by `resources/issuers/light.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.forgery.evidence import Evidence
from borderdesk.imaging.page_plane import Box, PagePlane
from borderdesk.imaging.registration import Registration, as_framed, register
from borderdesk.mrz.codes import document_kind
from borderdesk.mrz.page_geometry import MM_PER_INCH, page_geometry
from models.check import CheckResult, CheckStatus, Severity
from models.document import TravelDocument
from models.image import Light, PageImage, Pixels, Point, Quad
from models.message import message
from models.reading import CharReading
from resources import path

INK = "infrared.zone_ink"
PAPER = "ultraviolet.paper_dull"
CODES = (INK, PAPER)

_Field = npt.NDArray[np.float32]
_DPI = 200.0
"""At which characters are compared: a stroke of OCR-B (0.35 mm) is three dots wide."""
_CELL = (17, 27)  # dots: a character of 1.5 x 2.4 mm with a little paper round it
_ROUND = 6  # dots: paper round a character, and how far it may stand off
_REQUIRED = 0.6
_PRESENT, _GONE = 0.45, 0.30
"""Print contrast of the zone from which its ink is there, and below which it is gone. `_REQUIRED` is the
standard's; a picture of a page loses some of it in the lens."""
_CELL_GONE, _CELL_PLAIN = 0.22, 0.45
"""The same of one character, and the contrast in visible light from which it is plainly there."""
_SAME = 0.7
"""Likeness of characters, on the median, from which two pictures show the same text."""
_TILES = 6
"""Tiles of the page that must be found again before what is missing counts as missing."""
_DULL, _BRIGHT = 95.0, 125.0
"""Blue of blank paper under ultraviolet, in grey levels."""
_BLACK = 6.0


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """Ink under infrared, paper under ultraviolet."""
    yield _judged(evidence, INK, Light.INFRARED)
    yield _judged(evidence, PAPER, Light.ULTRAVIOLET)


@dataclass(frozen=True, slots=True)
class _Answer:
    ending: str
    status: CheckStatus
    region: Quad | None = None
    score: float | None = None
    count: int = 0


def _judged(evidence: Evidence, code: str, light: Light) -> CheckResult:
    answer = _answer(evidence, code, light)
    said = message(f"check.{code}.{answer.ending}", count=answer.count)
    return CheckResult(code, answer.status, Severity.MAJOR, said, answer.region, answer.score)


def _answer(evidence: Evidence, code: str, light: Light) -> _Answer:
    pictures = evidence.under(light)
    if not pictures:
        return _Answer("not_supported", CheckStatus.NOT_SUPPORTED)
    spared = _spared(evidence.document, code)
    if spared is not None:
        return _Answer(spared, CheckStatus.NOT_SUPPORTED)
    page, plane = evidence.page, evidence.plane
    if page is None or plane is None:
        return _Answer("no_page", CheckStatus.NOT_SUPPORTED)
    answers = [
        (_ink if code == INK else _paper)(evidence.document, page, plane, picture) for picture in pictures
    ]
    settled = [answer for answer in answers if answer.status is not CheckStatus.UNDETERMINED]
    failed = [answer for answer in settled if answer.status is CheckStatus.FAILED]
    return (failed or settled or answers)[0]


def _spared(document: TravelDocument, code: str) -> str | None:
    """Why the standard does not bind this document; None where it does."""
    fields = document.fields
    kind = document_kind(fields.document_code, fields.issuing_state, fields.nationality).value
    for rule in _rules():
        if code in rule.checks and kind in rule.kinds and rule.binds(fields.issuing_state):
            return rule.why
    return None


@dataclass(frozen=True, slots=True)
class _Rule:
    checks: tuple[str, ...]
    kinds: tuple[str, ...]
    issuers: tuple[str, ...]
    why: str

    def binds(self, issuer: str) -> bool:
        """Whether the rule is about documents of this issuer."""
        return not self.issuers or issuer in self.issuers


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    with path("issuers", "light.toml").open("rb") as file:
        rows = tomllib.load(file)["rule"]
    return tuple(
        _Rule(tuple(row["checks"]), tuple(row["kinds"]), tuple(row.get("issuers", ())), row["why"])
        for row in rows
    )


def _ink(document: TravelDocument, page: PageImage, plane: PagePlane, picture: PageImage) -> _Answer:
    found = register(plane, page, picture)
    if found is None:
        return _Answer("unregistered", CheckStatus.UNDETERMINED)
    zone = _Zone.of(document, page, plane, picture, found.plane)
    if not zone.quads:
        return _Answer("unregistered", CheckStatus.UNDETERMINED)
    contrast = float(np.median(zone.there))
    score = float(np.clip(contrast / _REQUIRED, 0.0, 1.0))
    if contrast < _PRESENT:
        if found.tiles < _TILES:
            return _Answer("unregistered", CheckStatus.UNDETERMINED)
        if contrast >= _GONE:
            return _Answer("pale", CheckStatus.UNDETERMINED, score=score)
        return _Answer("failed", CheckStatus.FAILED, plane.quad(zone.box), score)
    if zone.alike < _SAME:
        return _Answer("other_document", CheckStatus.UNDETERMINED)
    gone = [
        quad
        for quad, there, seen in zip(zone.quads, zone.there, zone.seen, strict=True)
        if there < _CELL_GONE and seen >= _CELL_PLAIN
    ]
    if gone:
        score = 1.0 - len(gone) / len(zone.quads)
        return _Answer("some", CheckStatus.FAILED, _around(gone), score, len(gone))
    return _Answer("passed", CheckStatus.PASSED, score=score)


def _paper(document: TravelDocument, page: PageImage, plane: PagePlane, picture: PageImage) -> _Answer:
    brightest = float(np.percentile(picture.pixels[::4, ::4], 99.8))
    if brightest < _BLACK:
        return _Answer("dark", CheckStatus.UNDETERMINED)
    found = register(plane, page, picture)
    lies = _lies(found, plane, page, picture)
    if lies is None:
        return _Answer("unregistered", CheckStatus.UNDETERMINED)
    inside = plane.page_box.grown(-3.0)
    blue, green, red = (float(value) for value in np.median(_flat(lies, picture, inside), axis=0))
    # Paper may glow in a colour of its own; a camera without colours sees all three alike.
    blue_white = blue >= green * 0.97 and blue >= red * 0.97
    score = float(np.clip(1.0 - (blue - _DULL / 2) / _BRIGHT, 0.0, 1.0))
    if blue < _DULL or not blue_white:
        return _Answer("passed", CheckStatus.PASSED, score=score)
    if found is not None and found.tiles >= _TILES:
        zone = _Zone.of(document, page, plane, picture, found.plane)
        if float(np.median(zone.there)) >= _PRESENT and zone.alike < _SAME:
            return _Answer("other_document", CheckStatus.UNDETERMINED)
    if blue < _BRIGHT:
        return _Answer("between", CheckStatus.UNDETERMINED, score=score)
    return _Answer("failed", CheckStatus.FAILED, plane.quad(plane.page_box), score)


def _lies(
    found: Registration | None, plane: PagePlane, page: PageImage, picture: PageImage
) -> PagePlane | None:
    """Where the page lies: by what is seen of it, else, as dull paper shows nothing, by the same frame."""
    if found is not None and found.tiles >= _TILES:
        return found.plane
    return as_framed(plane, page, picture)


def _flat(plane: PagePlane, picture: PageImage, box: Box) -> _Field:
    """(n, 3) blue green red of a box, from a coarse view."""
    return plane.view(picture.pixels, box, dpi=40.0).reshape(-1, 3).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Zone:
    """Every character of the zone on both pictures.

    Attributes:
        box: Of the zone, on the page.
        quads: Of each character, on the visible picture.
        seen: Print contrast of each in visible light.
        there: The same on the other picture.
        alike: Median likeness of characters other than fillers.
    """

    box: Box
    quads: tuple[Quad, ...]
    seen: npt.NDArray[np.float64]
    there: npt.NDArray[np.float64]
    alike: float

    @classmethod
    def of(
        cls, document: TravelDocument, page: PageImage, plane: PagePlane, picture: PageImage, lies: PagePlane
    ) -> _Zone:
        geometry = page_geometry(document.format)
        box = Box(0.0, geometry.zone_top, geometry.width, geometry.zone_height)
        visible = _grey(plane.view(page.pixels, box, dpi=_DPI))
        other = _grey(lies.view(picture.pixels, box, dpi=_DPI))
        quads, seen, there, alike = [], [], [], []
        for char in _chars(document):
            x, y = plane.to_mm(_centre(char.quad))
            at = (round((x - box.x) * _DPI / MM_PER_INCH), round((y - box.y) * _DPI / MM_PER_INCH))
            cell, round_it, round_there = (
                _cut(visible, at, 0),
                _cut(visible, at, _ROUND),
                _cut(other, at, _ROUND),
            )
            if cell is None or round_it is None or round_there is None:
                continue
            quads.append(char.quad)
            seen.append(round_it)
            there.append(round_there)
            if char.symbol != "<":
                alike.append(float(cv2.matchTemplate(round_there, cell, cv2.TM_CCOEFF_NORMED).max()))
        return cls(
            box,
            tuple(quads),
            _contrasts(seen),
            _contrasts(there),
            float(np.median(alike)) if alike else 0.0,
        )


def _chars(document: TravelDocument) -> Iterator[CharReading]:
    for line in document.reading.lines if document.reading is not None else ():
        yield from line


def _cut(grey: Pixels, at: tuple[int, int], margin: int) -> Pixels | None:
    """A character's cell with a margin; None where it runs off the view."""
    left, top = at[0] - _CELL[0] // 2 - margin, at[1] - _CELL[1] // 2 - margin
    right, below = left + _CELL[0] + 2 * margin, top + _CELL[1] + 2 * margin
    if left < 0 or top < 0 or right > grey.shape[1] or below > grey.shape[0]:
        return None
    return grey[top:below, left:right]


def _contrasts(cells: list[Pixels]) -> npt.NDArray[np.float64]:
    """Print contrast signal of each: how much darker ink is than the paper round it (Doc 9303-3, 4.3)."""
    if not cells:
        return np.zeros(0)
    ink, paper = np.percentile(np.stack(cells).reshape(len(cells), -1), (4, 80), axis=1)
    return np.asarray((paper - ink) / np.maximum(paper, 1.0), dtype=np.float64)


def _grey(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _centre(quad: Quad) -> Point:
    return (sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4)


def _around(quads: list[Quad]) -> Quad:
    """An upright rectangle round some characters."""
    x, y = zip(*(point for quad in quads for point in quad), strict=True)
    left, right, top, below = min(x), max(x), min(y), max(y)
    return ((left, top), (right, top), (right, below), (left, below))
