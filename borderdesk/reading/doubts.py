"""Why a zone could not be read surely, in words that tell the officer what to do with the next shot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from borderdesk.imaging.quality import glare, sharpness
from borderdesk.imaging.views import View
from borderdesk.reading.cells import CellRow
from borderdesk.reading.decide import Decision
from models.image import PageImage
from models.message import Message, message

SMALLEST_CAPITAL = 8.0
"""Pixels; below it the specimens are read with errors (bench/results.md, reading)."""
_MARGIN = 0.7
"""Characters; the first one stands 4.0 mm or 1.6 characters from the edge at least (Doc 9303-6, 4.1)."""
SMALLEST_PAGE = 220
"""Pixels of a page's longer side: 44 characters at 5 pixels each."""
_DARK = 60
_GLARE_SHARE = 0.25
_LEAST_CONTRAST = 35.0
_BLURRED = 40.0
_PLACES_NAMED = 6


def doubts_of(view: View, rows: Sequence[CellRow], decision: Decision) -> tuple[Message, ...]:
    """What stands in the way of a sure reading; empty where it is sure.

    Args:
        view: The turned page.
        rows: The rows that were read.
        decision: What was made of them.
    """
    if decision.certain:
        return ()
    found: list[Message] = []
    height = min(row.strip.line.capital((row.strip.line.first + row.strip.line.last) / 2) for row in rows)
    if height < SMALLEST_CAPITAL:
        found.append(message("reading.small", height=round(height)))
    for number, row in enumerate(rows, start=1):
        doubtful = [place for line, place in decision.unsure if line == number - 1]
        if doubtful:
            found.extend(_causes(view, row, number))
    if not found and any(sharpness(row.strip.pixels) < _BLURRED for row in rows):
        found.append(message("reading.blurred"))
    for number in range(1, len(rows) + 1):
        doubtful = [place + 1 for line, place in decision.unsure if line == number - 1]
        if doubtful:
            places = ", ".join(str(place) for place in doubtful[:_PLACES_NAMED])
            if len(doubtful) > _PLACES_NAMED:
                places += ", ..."
            if len(doubtful) == 1:
                found.append(message("reading.unclear_one", line=number, place=places))
            else:
                found.append(message("reading.unclear", line=number, count=len(doubtful), places=places))
    if decision.zone is None:
        found.append(message("reading.no_format"))
    return tuple(found)


def doubts_without_zone(page: PageImage) -> tuple[Message, ...]:
    """Why nothing may have been found on a page, as far as the picture tells.

    Args:
        page: On which no zone was found.
    """
    if max(page.width, page.height) < SMALLEST_PAGE:
        return (message("reading.page_small", pixels=max(page.width, page.height)),)
    if float(np.percentile(page.pixels[::4, ::4], 95)) < _DARK:
        return (message("reading.page_dark"),)
    return (message("reading.no_zone"),)


def _causes(view: View, row: CellRow, number: int) -> list[Message]:
    """What is wrong with the picture of one line."""
    first, last = row.strip.x(float(row.centres[0])), row.strip.x(float(row.centres[-1]))
    margin = _MARGIN * row.strip.line.pitch
    if first < margin:
        return [message("reading.cut_off_left", line=number)]
    if last > view.width - margin:
        return [message("reading.cut_off_right", line=number)]
    if not 0 < row.strip.line.y((first + last) / 2) < view.height:
        return [message("reading.cut_off", line=number)]
    pixels = row.strip.pixels
    dark, light = np.percentile(pixels, (5, 90))
    if light - dark < _LEAST_CONTRAST:
        return [message("reading.faint", line=number)]
    if glare(pixels) > _GLARE_SHARE:
        return [message("reading.glare", line=number)]
    return []
