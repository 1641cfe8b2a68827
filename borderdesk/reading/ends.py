"""Whether a row ends where it seems to: 44 characters with a gleam over the last eight look like 36.

Passports have rows of 44 only and visas have both (ICAO Doc 9303-4, -6 and -7), their dates and numbers stand
in the same places, and a visa has no composite check digit. So rows of 36 that begin like a passport's or a
visa's count only where paper is seen beyond both ends.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from borderdesk.imaging.blobs import Grey
from borderdesk.imaging.lines import PITCH_IN_STRIP, rectify
from borderdesk.imaging.views import View
from borderdesk.reading.cells import CellRow

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


def may_go_on(view: View, rows: Sequence[CellRow]) -> bool:
    """Whether a zone may be a longer one of which an end is hidden.

    Args:
        view: The page that it was read in.
        rows: Its rows, of 36 characters or any other number.
    """
    if len(rows[0].cells) != _CUT_WIDTH or rows[0].text[0] not in _ALSO_LONGER:
        return False
    return not all(_ends_on_paper(view, row) for row in rows)


def _ends_on_paper(view: View, row: CellRow) -> bool:
    """Whether paper is seen beyond both ends of a row: no gleam, no ink, not the picture's edge."""
    line = row.strip.line
    half = 0.5 * PITCH_IN_STRIP
    first, last = row.strip.x(float(row.centres[0]) - half), row.strip.x(float(row.centres[-1]) + half)
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
