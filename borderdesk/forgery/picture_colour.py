"""Grey copy: a page of which only grey is left.

A photocopier in black prints a page without colour. A scanner then gives its paper and its toner a faint
tint of their own, so colour is measured against the paper's, coarsely, where single pixels' noise is gone.
Even a pale page has a little colour somewhere: a portrait, an emblem, a stamp, the tint of its background.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from borderdesk.forgery.evidence import Evidence
from borderdesk.imaging.page_plane import PagePlane
from borderdesk.mrz.page_geometry import MM_PER_INCH
from models.check import CheckResult, CheckStatus, Severity
from models.image import Light, PageImage, Pixels
from models.message import message

GREY = "picture.grey_copy"
CODES = (GREY,)

_DPI = 50.0
_EDGE = 1.5
"""Of the page, in millimetres, that is left out: what lies round it shines in."""
_CUT_OFF = 10.0
"""So much of the page, in millimetres, may be missing at an edge of the picture."""
_COLOURFUL = 98.0
"""Percentile that counts as the page's most colourful part: a fiftieth of it, a stamp or a printed title."""
_LEAST = 1.7
"""Chroma (CIE 1976 L*a*b*) which that part of a page in colour exceeds."""


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """Whether the page has any colour."""
    page = evidence.page
    if page is None or page.light is not Light.VISIBLE:
        yield _spared("not_supported")
        return
    plane = evidence.plane
    if plane is not None and not plane.shows(page, plane.page_box.grown(-_CUT_OFF)):
        yield _spared("cut_off")
        return
    view = _whole(page) if plane is None else _page(page, plane)
    region = None if plane is None else plane.quad(plane.page_box)
    colour = chroma(view)
    score = float(np.clip(colour / (2 * _LEAST), 0.0, 1.0))
    if colour >= _LEAST:
        yield CheckResult(
            GREY, CheckStatus.PASSED, Severity.MAJOR, message(f"check.{GREY}.passed"), score=score
        )
    elif (view == view[:, :, :1]).all():
        # Weighs less: the officer's own scanner may be the reason.
        yield CheckResult(
            GREY, CheckStatus.FAILED, Severity.MINOR, message(f"check.{GREY}.grey_file"), region, score
        )
    else:
        yield CheckResult(
            GREY, CheckStatus.FAILED, Severity.MAJOR, message(f"check.{GREY}.failed"), region, score
        )


def _spared(why: str) -> CheckResult:
    return CheckResult(GREY, CheckStatus.NOT_SUPPORTED, Severity.INFO, message(f"check.{GREY}.{why}"))


def chroma(view: Pixels) -> float:
    """How colourful the most colourful part of a page is, beyond the tint of its paper.

    Args:
        view: (h, w, 3) uint8 blue green red, coarse.

    >>> chroma(np.full((20, 20, 3), 200, dtype=np.uint8))
    0.0
    """
    lab = cv2.cvtColor(view.astype(np.float32) / 255, cv2.COLOR_BGR2LAB).reshape(-1, 3)
    light = lab[:, 0]
    paper = np.median(lab[light >= np.median(light), 1:], axis=0)
    # A tint of paper or lamp fades with the light that carries it.
    own = lab[:, 1:] - paper[None, :] * (light / 100.0)[:, None]
    return float(np.percentile(np.hypot(own[:, 0], own[:, 1]), _COLOURFUL).round(6))


def _page(page: PageImage, plane: PagePlane) -> Pixels:
    # Reduced before it is laid flat: a view of a large picture would be cut at full size first.
    by = min(1.0, _DPI * 1.4 / (plane.scale * MM_PER_INCH))
    small = cv2.resize(page.pixels, None, fx=by, fy=by, interpolation=cv2.INTER_AREA)
    reduced = replace(plane, matrix=np.diag([by, by, 1.0]) @ plane.matrix, scale=plane.scale * by)
    return reduced.view(np.asarray(small, dtype=np.uint8), plane.page_box.grown(-_EDGE), dpi=_DPI)


def _whole(page: PageImage) -> Pixels:
    by = min(1.0, 250.0 / max(page.width, page.height))
    size = (max(1, round(page.width * by)), max(1, round(page.height * by)))
    return np.asarray(cv2.resize(page.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
