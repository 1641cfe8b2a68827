"""Whether a row ends where it seems to: 44 characters with a gleam over the last eight look like 36.

Passports have rows of 44 only and visas have both (ICAO Doc 9303-4, -6 and -7), their dates and numbers stand
in the same places, and a visa has no composite check digit. So rows of 36 that begin like a passport's or a
visa's count only where paper is seen beyond both ends.

Rows of any length are part of longer ones where print goes on clearly before or after them: the picture was
cut, and what is left of a long row looks like a short one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from borderdesk.imaging.blobs import Grey
from borderdesk.imaging.lines import PITCH_IN_STRIP, rectify
from borderdesk.imaging.views import View
from borderdesk.reading.cells import CellRow
from models.message import Message, message

# Part of a character's cell that is paper anyway.
_SLACK = 0.12
_PRINT = 0.8
"""Probability of characters beside a row at which it goes on."""
_CUT_WIDTH = 36
_ALSO_LONGER = "PV"
# Characters of paper that must be seen beyond either end. Grey levels: how much brighter than the paper
# beside it a gleam is, where white is so full that no gleam can be brighter, how dark ink is.
_BEYOND, _GLEAM, _FULL_WHITE, _INK = 2.0, 8.0, 246.0, 45.0
_HIDDEN = 0.35
# Share of the ink's darkness that the last characters keep under full light; a gleam pales what is near it.
_UNFADED = 0.75
# Of the pixels of a row of print at least so many are paper.
_PAPER = 60
_NEAR, _LAST = 10, 3


def open_ends(view: View, rows: Sequence[CellRow]) -> tuple[Message, ...]:
    """Why a zone may be part of a longer one, or lack half a character; empty where its ends are seen.

    Args:
        view: The page that it was read in.
        rows: Its rows.
    """
    for number, row in enumerate(rows, start=1):
        side = _leaves(view, row)
        if side:
            return (message(f"reading.cut_off_{side}", line=number),)
    goes_on = any(max(row.left_out) > _PRINT for row in rows)
    if not goes_on and len(rows[0].cells) == _CUT_WIDTH and rows[0].text[0] in _ALSO_LONGER:
        goes_on = not all(_ends_on_paper(view, row) for row in rows)
    return (message("reading.may_go_on"),) if goes_on else ()


def edges(row: CellRow) -> tuple[float, float]:
    """x of the left edge of a row's first cell and of the right edge of its last."""
    half = 0.5 * PITCH_IN_STRIP
    return row.strip.x(float(row.centres[0]) - half), row.strip.x(float(row.centres[-1]) + half)


def _leaves(view: View, row: CellRow) -> str:
    """At which side a row's outermost character is not whole in the picture; empty where both are."""
    first, last = edges(row)
    slack = _SLACK * row.strip.line.pitch
    if first < -slack:
        return "left"
    return "right" if last > view.width + slack else ""


def _ends_on_paper(view: View, row: CellRow) -> bool:
    """Whether paper is seen beyond both ends of a row: no gleam, no ink, not the picture's edge."""
    line = row.strip.line
    first, last = edges(row)
    reach_left, reach_right = _BEYOND * line.pitch_at(first), _BEYOND * line.pitch_at(last)
    if first - reach_left < 0 or last + reach_right > view.width:
        return False
    near_left, near_right = _NEAR * line.pitch_at(first), _NEAR * line.pitch_at(last)
    return _is_paper(
        rectify(view.grey, line, first - reach_left, first).pixels,
        rectify(view.grey, line, first, first + near_left).pixels,
    ) and _is_paper(
        rectify(view.grey, line, last, last + reach_right).pixels,
        np.asarray(rectify(view.grey, line, last - near_right, last).pixels[:, ::-1]),
    )


def _is_paper(beyond: Grey, near: Grey) -> bool:
    """Whether what lies beyond an end is bare paper.

    Args:
        beyond: (32, w) what lies there.
        near: (32, w) the row from that end inwards.
    """
    paper = float(np.percentile(near, _PAPER))
    bright = beyond.mean(axis=0)
    gleams = bright > paper + _GLEAM
    if paper + _GLEAM > _FULL_WHITE and _faded(near, paper):
        gleams |= bright > _FULL_WHITE
    inked = beyond.min(axis=0) < paper - _INK
    return float((gleams | inked).mean()) <= _HIDDEN


def _faded(near: Grey, paper: float) -> bool:
    """Whether the outermost characters are paler than the others."""
    edge = round(_LAST * PITCH_IN_STRIP)
    outer, inner = (paper - float(np.percentile(part, 5)) for part in (near[:, :edge], near[:, edge:]))
    return outer < _UNFADED * inner
