"""The portrait: whether one is there, and whether other faces agree with it.

What is held against it: the second, small portrait that many documents bear, which is a print of the same
picture, and a picture of whoever shows the document. A face alone never stops anybody: it sends a person to
look.

No face is scored of a holder under fourteen or on a picture that may be more than five years old: faces of
children change too fast, and so do all in time. When a document was issued the zone does not say; it is at
the earliest ten years before it expires (the longest validity of Doc 9303 documents in use).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import cv2
import numpy as np

from borderdesk.forgery.dates import last_day
from borderdesk.forgery.evidence import Evidence
from borderdesk.imaging.faces import SAME, Face, describer, detector, distance
from borderdesk.imaging.page_plane import Box, PagePlane
from borderdesk.imaging.second_portrait import Second, looks_like_a_face, seconds
from borderdesk.mrz.page_geometry import MM_PER_INCH, page_geometry
from models.check import CheckResult, CheckStatus, Severity
from models.document import DocumentFormat, PartialDate
from models.image import Light, PageImage, Pixels, Point, Quad
from models.message import message

PRESENT = "portrait.present"
GHOST = "portrait.ghost"
LIVE = "portrait.live"
CODES = (PRESENT, GHOST, LIVE)

YOUNGEST = 14
OLDEST_PICTURE = 5
LONGEST_VALIDITY = 10
"""Years each."""

_DPI = 220.0
"""Dots per inch at which a page is looked at; a page taken at 300 is still sampled well by one step."""
_COARSE = 120.0
"""Below so many dots per inch small portraits are too coarse to compare."""
_LEAST = 0.55
"""Surer than this the detector must be of a portrait; print seldom reaches it and stands upright."""
_RESEMBLES, _HEAD = 0.52, 0.65
"""Likeness below which a place is no portrait at all, and from which it is one though no face is seen. Of
drawn pages without a second portrait the likest place had 0.60, and 0.51 where a face was seen."""
_LEAST_SECOND = 0.3
"""Of a pale face in a place that was found by its likeness."""
_APART = 9.0
"""Pixels between the eyes below which a second portrait is too small."""
_SEEN, _FREE = 0.3, 0.85
"""Share of a face that nothing covers: below the first it is not looked at, from the second it may differ."""
_AGREE, _DIFFER = 0.65, 0.45
"""Agreement from which two portraits agree, and below which they differ: between lie a tenth of genuine
drawn documents and a quarter of the substituted ones, and nothing is said."""
_PALE = 4.0
"""Of a second portrait that is paler, in grey levels, the pattern of the paper drowns too much."""
_PLAIN = 9.0
"""Where tones over millimetres vary less, standard deviation in grey levels, there is nothing but paper."""
_LONGEST = 1100
"""Pixels to which the longer side of another side's picture is brought."""
_VISAS = frozenset({DocumentFormat.MRV_A, DocumentFormat.MRV_B})
_ON_THE_BACK = frozenset({DocumentFormat.TD1})


@dataclass(frozen=True, slots=True)
class _Side:
    """The side with the portrait, upright, and the faces on it.

    Attributes:
        pixels: (h, w, 3) uint8 BGR.
        faces: On it, the largest first.
        plane: Of the page with the zone; None where the portrait is on another picture.
        dpi: Dots per inch of `pixels`; None where they are not known.
    """

    pixels: Pixels
    faces: tuple[Face, ...]
    plane: PagePlane | None
    dpi: float | None

    def region(self, face: Face) -> Quad | None:
        """Where a face is, on the page with the zone; None where it is on another picture."""
        return self._square(face.centre, 0.75 * face.size)

    def around(self, eyes: Point, apart: float) -> Quad | None:
        """Where a head is, by the middle of its eyes and their distance; None as above."""
        return self._square((eyes[0], eyes[1] + 0.3 * apart), 2.2 * apart)

    def _square(self, middle: Point, reach: float) -> Quad | None:
        if self.plane is None or self.dpi is None:
            return None
        mm = MM_PER_INCH / self.dpi
        x, y = (place - reach for place in middle)
        return self.plane.quad(Box(x * mm, y * mm, 2 * reach * mm, 2 * reach * mm))


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """Portrait, second portrait, the traveller's face."""
    side = _side_of(evidence)
    if isinstance(side, str):
        status = CheckStatus.UNDETERMINED if side == "off_page" else CheckStatus.NOT_SUPPORTED
        yield _result(PRESENT, status, side)
        yield _result(GHOST, CheckStatus.NOT_SUPPORTED, "no_portrait")
        yield _live(evidence, None)
        return
    yield _present(evidence, side)
    yield _second(side)
    yield _live(evidence, side)


def _side_of(evidence: Evidence) -> _Side | str:
    """The side with the portrait, or why there is none to look at."""
    document_format, page = evidence.document.format, evidence.page
    if document_format in _ON_THE_BACK:
        fronts = evidence.under(Light.VISIBLE)
        if not fronts:
            return "other_side"
        sides = [_other_side(front) for front in fronts]
        return max(sides, key=lambda side: side.faces[0].size if side.faces else 0.0)
    plane = evidence.plane
    if plane is None or page is None:
        return "no_place"
    geometry = page_geometry(document_format)
    above = Box(0.0, 0.0, geometry.width, geometry.centre_from_top(0) - 3.0)
    if not _mostly_shown(plane, page, above):
        return "off_page"
    dpi = min(_DPI, plane.dpi)
    view = plane.view(page.pixels, above, dpi=dpi)
    return _Side(view, _faces(view), plane, dpi)


def _mostly_shown(plane: PagePlane, page: PageImage, area: Box) -> bool:
    """Whether the left half of an area is on the picture, but for a margin that a scanner may cut."""
    inner = Box(area.x + 6.0, area.y + 16.0, area.width / 4, area.height - 20.0)
    return plane.shows(page, inner)


def _other_side(page: PageImage) -> _Side:
    scale = min(1.0, _LONGEST / max(page.width, page.height))
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    small = np.asarray(cv2.resize(page.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    return _Side(small, _faces(small), None, None)


def _faces(pixels: Pixels) -> tuple[Face, ...]:
    """Every upright face, looked for in squares along the longer side; the largest first."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    count = -(-max(height, width) // side)
    found: list[Face] = []
    for number in range(count):
        start = round(number * (max(height, width) - side) / max(1, count - 1))
        x, y = (start, 0) if width >= height else (0, start)
        for face in detector().find(pixels[y : y + side, x : x + side], least=_LEAST):
            if face.upright:
                found.append(face.moved(1.0, x, y))
    return _kept(found)


def _kept(found: list[Face]) -> tuple[Face, ...]:
    """One of those that two squares share."""
    kept: list[Face] = []
    for face in sorted(found, key=lambda each: -each.score):
        if all(_off(face.centre, other.centre) > 0.5 * max(face.size, other.size) for other in kept):
            kept.append(face)
    return tuple(sorted(kept, key=lambda each: -each.size))


def _off(one: Point, other: Point) -> float:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))


def _present(evidence: Evidence, side: _Side) -> CheckResult:
    if side.faces:
        face = side.faces[0]
        return _result(PRESENT, CheckStatus.PASSED, "passed", region=side.region(face), score=face.score)
    if evidence.document.format in _VISAS:  # a visa may have none (Doc 9303-7, 4.1.1)
        return _result(PRESENT, CheckStatus.NOT_SUPPORTED, "visa")
    if _plain(side):
        return _result(PRESENT, CheckStatus.UNDETERMINED, "nothing")
    return _result(PRESENT, CheckStatus.NOT_SUPPORTED, "no_face")


def _plain(side: _Side) -> bool:
    """Whether there is nothing but paper where the portrait should be."""
    height, width = side.pixels.shape[:2]
    grey = cv2.cvtColor(side.pixels, cv2.COLOR_BGR2GRAY)
    place = grey[height // 4 : height - height // 16, width // 20 : width * 3 // 10]
    small = cv2.resize(place, (16, 16), interpolation=cv2.INTER_AREA)
    return float(small.std()) < _PLAIN


def _second(side: _Side) -> CheckResult:
    if not side.faces:
        return _result(GHOST, CheckStatus.NOT_SUPPORTED, "no_portrait")
    if side.dpi is not None and side.dpi < _COARSE:
        return _result(GHOST, CheckStatus.NOT_SUPPORTED, "coarse")
    places = seconds(side.pixels, side.faces[0])
    found = [place for place in places if place.apart >= _APART and place.free >= _SEEN]
    best = max(found, key=lambda place: place.agreement, default=None)
    if best is not None and best.agreement >= _AGREE:
        return _compared(side, best, CheckStatus.PASSED)
    portraits = [place for place in found if _is_portrait(side, place)]
    if best is None or not portraits:
        return _result(GHOST, CheckStatus.NOT_SUPPORTED, "not_supported")
    second = max(portraits, key=lambda place: place.likeness)
    ending = "pale" if second.depth < _PALE else "unclear"
    if ending == "pale" or second.free < _FREE or best.agreement >= _DIFFER:
        where = side.around(second.eyes, second.apart)
        return _result(GHOST, CheckStatus.NOT_SUPPORTED, ending, region=where)
    return _compared(side, second, CheckStatus.FAILED)


def _is_portrait(side: _Side, place: Second) -> bool:
    """Whether it is a portrait at all, whoever it shows: very like a head, or seen as a face besides."""
    if place.likeness >= _HEAD:
        return True
    return place.likeness >= _RESEMBLES and looks_like_a_face(side.pixels, place, least=_LEAST_SECOND)


def _compared(side: _Side, second: Second, status: CheckStatus) -> CheckResult:
    score = _scored(second.agreement, wrong=2 * _DIFFER - 1.0, limit=_DIFFER, right=1.0)
    # A hint: two of three exchanged drawn portraits are not told from genuine ones (bench/results.md).
    return _result(GHOST, status, status.value, Severity.INFO, side.around(second.eyes, second.apart), score)


def _live(evidence: Evidence, side: _Side | None) -> CheckResult:
    if evidence.live is None:
        return _result(LIVE, CheckStatus.NOT_SUPPORTED, "not_supported")
    why = _not_to_be_scored(evidence)
    if why is not None:
        return _result(LIVE, CheckStatus.NOT_SUPPORTED, why)
    if side is None or not side.faces:
        return _result(LIVE, CheckStatus.UNDETERMINED, "no_portrait")
    shown = _other_side(evidence.live)
    if not shown.faces:
        return _result(LIVE, CheckStatus.UNDETERMINED, "no_face")
    portrait, face = side.faces[0], shown.faces[0]
    apart = distance(describer().describe(side.pixels, portrait), describer().describe(shown.pixels, face))
    status = CheckStatus.PASSED if apart <= SAME else CheckStatus.FAILED
    score = _scored(apart, wrong=2 * SAME, limit=SAME, right=0.0)
    return _result(LIVE, status, status.value, Severity.MINOR, side.region(portrait), score)


def _not_to_be_scored(evidence: Evidence) -> str | None:
    """Why a face must not be scored for this holder; None where it may."""
    fields, today = evidence.document.fields, evidence.today
    until = None if fields.date_of_expiry is None else last_day(fields.date_of_expiry)
    if until is None or _years_later(until, OLDEST_PICTURE - LONGEST_VALIDITY) < today:
        return "old_picture"
    if not grown_up(fields.date_of_birth, today):
        return "child"
    return None


def grown_up(birth: PartialDate, today: date) -> bool:
    """Whether somebody is surely fourteen or older; a birthday that is not known is held to be the latest.

    >>> [grown_up(PartialDate("120824", 2012, 8, day), date(2026, 8, 24)) for day in (24, 25)]
    [True, False]
    """
    if birth.year is None or not birth.possible:
        return False
    latest = (birth.year + YOUNGEST, birth.month or 12, birth.day or 31)
    return latest <= (today.year, today.month, today.day)


def _years_later(day: date, years: int) -> date:
    """The same day of another year; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _scored(value: float, *, wrong: float, limit: float, right: float) -> float:
    """From a measure to a score: 0 at `wrong` and beyond, a half at the limit, 1 at `right`."""
    reach = (limit - wrong) if (value < limit) == (wrong < limit) else (right - limit)
    return min(1.0, max(0.0, 0.5 + 0.5 * (value - limit) / reach))


def _result(
    code: str,
    status: CheckStatus,
    ending: str,
    severity: Severity = Severity.INFO,
    region: Quad | None = None,
    score: float | None = None,
) -> CheckResult:
    return CheckResult(code, status, severity, message(f"check.{code}.{ending}"), region, score)
