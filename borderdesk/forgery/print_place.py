"""Where the zone stands on its page and how large it is, against the tolerances of Doc 9303.

The first character stands 4.0 to 6.0 mm from the left edge and the lines in given distances from the bottom
edge, each within 1.0 mm, and no more than 3 degrees askew (ICAO Doc 9303-3, 4.3; 9303-4, 3.2.1; 9303-5 and
9303-6, 3.2; 9303-7, 4.4 and 7.4). Characters are those of OCR-B size 1 at a pitch of 2.54 mm (9303-3, 4.2).
That needs the page's own edges: where they do not show in the picture, the place is not judged. Pages are cut
with tolerances of their own, and edges of books are round, so only what is clearly off is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from borderdesk.forgery.cells import Cells, Floats
from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz.page_geometry import PageGeometry, page_geometry
from models.check import CheckResult, CheckStatus, Severity
from models.image import PageImage
from models.message import message

POSITION = "zone.print.position"
SIZE = "zone.print.size"
CODES = (POSITION, SIZE)

_FURTHEST_OFF = 1.6  # of a millimetre: 1.0 by the standard, and 0.6 for how pages are cut and edges seen
_MOST_ASKEW = 3.5  # degrees: 3 by the standard
_TALLEST = 0.12  # share by which letters of size 1 may be higher or lower than their pitch lets expect
_WIDEST = 0.04  # share by which the page may be wider or narrower than its pitch lets expect
_REACH, _STEP = 3.2, 0.1  # of a millimetre: how far and how finely an edge is looked for
_SCANS = 48
_CONTRAST = 8.0  # grey levels from the page to what lies beside it
_STRAIGHT, _AGREEING = 0.25, 0.7
_CROPPED = 0.8  # a picture of the page's own size, to so many millimetres, was cut along its edges


@dataclass(frozen=True, slots=True)
class _Edge:
    """An edge of the page: how far out of its place its middle lies, in mm, and its turn in radians."""

    off: float
    turn: float


def run(evidence: Evidence, page: PageImage, cells: Cells) -> Iterator[CheckResult]:
    """Place and size of the zone."""
    geometry = page_geometry(evidence.document.format)
    grey = np.asarray(cv2.cvtColor(page.pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    low, high = geometry.zone_top + 2.0, geometry.height - max(geometry.corner, 2.0) - 1.0
    left = _edge(grey, cells, (0.0, low), (0.0, high), (1.0, 0.0))
    right = _edge(grey, cells, (geometry.width, low), (geometry.width, high), (1.0, 0.0))
    bottom = _edge(grey, cells, (6.0, geometry.height), (geometry.width - 6.0, geometry.height), (0.0, 1.0))
    if left is None and bottom is None:
        left, right, bottom = _borders(page, cells, geometry)
    yield _position(evidence, left, bottom)
    yield _size(evidence, cells, geometry, left, right)


def _position(evidence: Evidence, left: _Edge | None, bottom: _Edge | None) -> CheckResult:
    if left is None and bottom is None:
        return CheckResult(
            POSITION, CheckStatus.NOT_SUPPORTED, Severity.INFO, message(f"check.{POSITION}.not_supported")
        )
    # The zone stands further right than it should by as much as the edge lies further left.
    across = 0.0 if left is None else left.off
    down = 0.0 if bottom is None else bottom.off
    askew = 0.0 if bottom is None else abs(float(np.degrees(bottom.turn)))
    ratio = max(abs(across) / _FURTHEST_OFF, abs(down) / _FURTHEST_OFF, askew / _MOST_ASKEW)
    ending = "passed"
    if ratio >= 1.0:
        ending = "askew" if askew >= _MOST_ASKEW else "failed"
    return _told(
        evidence, POSITION, ending, ratio, off=f"{max(abs(across), abs(down)):.1f}", turn=f"{askew:.0f}"
    )


def _size(
    evidence: Evidence, cells: Cells, geometry: PageGeometry, left: _Edge | None, right: _Edge | None
) -> CheckResult:
    tall = abs(float(np.median(cells.height)))
    ratio, ending = tall / _TALLEST, "failed"
    if left is not None and right is not None:
        wide = abs(right.off - left.off) / geometry.width
        if wide / _WIDEST > ratio:
            ratio, ending = wide / _WIDEST, "page"
    return _told(evidence, SIZE, ending if ratio >= 1.0 else "passed", ratio)


def _told(evidence: Evidence, code: str, ending: str, ratio: float, **values: str) -> CheckResult:
    failed = ratio >= 1.0
    whole = [(row, 0, len(line)) for row, line in enumerate(evidence.document.lines)]
    return CheckResult(
        code,
        CheckStatus.FAILED if failed else CheckStatus.PASSED,
        Severity.MINOR,
        message(f"check.{code}.{ending}", **values) if failed else message(f"check.{code}.passed"),
        evidence.region(whole) if failed else None,
        1.0 / (1.0 + ratio),
    )


def _edge(
    grey: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
    cells: Cells,
    start: tuple[float, float],
    end: tuple[float, float],
    outwards: tuple[float, float],
) -> _Edge | None:
    """Look for an edge across the place where it should be.

    Args:
        grey: The picture.
        cells: Where the zone is.
        start: Of the edge, in millimetres of the page.
        end: Of the edge.
        outwards: Direction in which to look, along which `off` counts.

    Returns:
        None where no straight edge shows.
    """
    share = np.linspace(0.0, 1.0, _SCANS)[:, None]
    along = np.asarray(start) * (1 - share) + np.asarray(end) * share
    steps = np.arange(-_REACH, _REACH + _STEP / 2, _STEP)
    places = along[:, None, :] + steps[None, :, None] * np.asarray(outwards)
    at = places @ cells.frame[:2] + cells.frame[2]
    inside = ((at >= 0) & (at < np.asarray(grey.shape[::-1]) - 1)).all(axis=2)
    if inside.mean() < 0.9:
        return None
    x, y = (np.ascontiguousarray(at[:, :, axis], np.float32) for axis in (0, 1))
    found = cv2.remap(grey, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    smooth = cv2.blur(found, (3, 3))
    rise = np.abs(smooth[:, 4:] - smooth[:, :-4])
    peak = rise.argmax(axis=1)
    off = steps[2:-2][peak]
    line = _straight(share[:, 0] - 0.5, off)
    near = np.abs(off - np.polyval(line, share[:, 0] - 0.5)) <= _STRAIGHT
    if near.mean() < _AGREEING or float(np.median(rise.max(axis=1)[near])) < _CONTRAST:
        return None
    length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
    return _Edge(float(line[1]), float(line[0]) / length)


def _straight(where: Floats, values: Floats) -> Floats:
    """Slope and middle of the straight line through most of the values."""
    steps = np.subtract.outer(where, where)
    upper = np.triu_indices(len(where), 5)
    slope = float(np.median((np.subtract.outer(values, values))[upper] / steps[upper]))
    return np.asarray([slope, float(np.median(values - slope * where))])


def _borders(
    page: PageImage, cells: Cells, geometry: PageGeometry
) -> tuple[_Edge | None, _Edge | None, _Edge | None]:
    """Left, right and bottom edge where the picture itself was cut along them."""
    back = np.linalg.inv(np.column_stack([cells.frame, (0.0, 0.0, 1.0)]))
    corners = np.asarray([[0, page.height, 1], [page.width, page.height, 1], [0, 0, 1]]) - (0.5, 0.5, 0)
    (left, bottom), (right, lower), (_, top) = (corners @ back)[:, :2]
    if abs(right - left - geometry.width) > _CROPPED or abs(bottom - top - geometry.height) > _CROPPED:
        return None, None, None
    turn = (lower - bottom) / (right - left)
    return (
        _Edge(float(left), 0.0),
        _Edge(float(right - geometry.width), 0.0),
        _Edge(float((bottom + lower) / 2 - geometry.height), float(turn)),
    )
