"""Print of the zone: whether it was measured, and all that is told of it.

Doc 9303-3, 4.2 wants OCR-B size 1 at one pitch. What a page prints is measured against that and against the
rest of the same page (`cells`, `print_letters`). A picture that is too coarse, too soft or not flat, and a
zone that is worn or printed in something else, cannot carry such measures: that is said, and is no fault.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from borderdesk.forgery import print_copies, print_grain, print_letters, print_place
from borderdesk.forgery.cells import Cells, measure
from borderdesk.forgery.evidence import Evidence
from models.check import CheckResult, CheckStatus, Severity
from models.message import Message, message

CODES = (*print_letters.CODES, *print_copies.CODES, *print_grain.CODES, *print_place.CODES)

_COARSEST = 280.0  # dots per inch
_SOFTEST = 0.1  # of a millimetre, standard deviation of the blur
_FAINTEST = 60.0  # grey levels
_FLATTEST = 0.06  # of a millimetre: characters of a page pressed flat stand on straight, even lines
_LEANING = 0.03
_STRANGEST = 0.16  # of the ink, that letters other than OCR-B lack or have too much, on the median
_MOST_WORN = 0.4


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """All answers about the print."""
    page = evidence.page
    cells = _measured(evidence)
    if page is None or isinstance(cells, Message):
        why = cells if isinstance(cells, Message) else message("check.no_picture")
        yield from (CheckResult(code, CheckStatus.NOT_SUPPORTED, Severity.INFO, why) for code in CODES)
        return
    yield from print_letters.run(evidence, cells)
    yield print_copies.run(evidence, cells)
    yield print_grain.run(evidence, page, cells)
    yield from print_place.run(evidence, page, cells)


def _measured(evidence: Evidence) -> Cells | Message:
    """The characters measured, or why they cannot be."""
    page, plane, reading = evidence.page, evidence.plane, evidence.document.reading
    if page is None or plane is None or reading is None:
        return message("check.zone.print.no_place")
    if plane.dpi < _COARSEST:
        return message("check.zone.print.coarse", dpi=round(plane.dpi), needed=round(_COARSEST))
    cells = measure(page, plane, reading.lines, evidence.document.lines)
    if cells is None:
        return message("check.zone.print.cut_off")
    if cells.page_blur > _SOFTEST:
        return message("check.zone.print.soft")
    if float(np.median(cells.ink)) < _FAINTEST:
        return message("check.zone.print.faint")
    if cells.unevenness > _FLATTEST or cells.slant > _LEANING:
        return message("check.zone.print.bent")
    if float(np.median(np.minimum(cells.missing, cells.surplus))) > _STRANGEST:
        return message("check.zone.print.strange")
    if float(print_letters.worn(cells).mean()) > _MOST_WORN:
        return message("check.zone.print.worn")
    return cells
