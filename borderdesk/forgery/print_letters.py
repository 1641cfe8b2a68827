"""Single characters of the zone: each held against OCR-B and against its fellows on the page.

One threshold a cue: a character is told only where it stands off by so much as a hand would do, and by far
more than this page's own characters do among themselves. Where print, wear or picture do not allow so fine a
measure, the answer is "not supported".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borderdesk.forgery.cells import Cells, Floats, on_lines
from borderdesk.forgery.evidence import Evidence
from borderdesk.forgery.standing import standing
from models.check import CheckResult, CheckStatus, Severity
from models.message import message
from models.reading import MRZ_ALPHABET

_MEASURES = ("x", "y", "height", "spread", "ink", "blur", "missing", "surplus")
_DRIFTING = ("spread", "ink", "blur")
"""Uneven light and pressing change these from one end of a line to the other."""
_SHARES = frozenset({"missing", "surplus"})


@dataclass(frozen=True, slots=True)
class Cue:
    """What makes a character stand out.

    Attributes:
        code: Of the check.
        measures: Of `Cells`; with several, the character must stand out in each of them.
        effect: So far off is told, in the measure's unit (ink as a share of the page's; missing and
            surplus as a natural logarithm).
        times: And so many of the page's own standard deviations.
        least: Standard deviation that every page is granted.
        upwards: Only more than its fellows is told: use and folds take ink away and add none.
        clean: A worn character is not told, and no filler: a scratch along its arms only thickens them.
        severity: What it weighs.
    """

    code: str
    measures: tuple[str, ...]
    effect: float
    times: float
    least: float
    upwards: bool = False
    clean: bool = True
    severity: Severity = Severity.MAJOR


CUES = (
    Cue("zone.print.glyph", ("missing", "surplus"), 1.55, 10.5, 0.1, upwards=True),
    Cue("zone.print.pitch", ("x",), 0.065, 5.0, 0.004, clean=False),
    Cue("zone.print.baseline", ("y",), 0.065, 5.0, 0.004, clean=False),
    Cue("zone.print.height", ("height",), 0.05, 7.0, 0.003, clean=False),
    Cue("zone.print.ink", ("spread",), 0.0125, 9.0, 0.0012),
    Cue("zone.print.ink", ("ink",), 0.12, 8.0, 0.01, upwards=True),
    # Worn and folded genuine pages reach it too: a hint.
    Cue("zone.print.sharpness", ("blur",), 0.0024, 10.0, 0.0002, severity=Severity.INFO),
)
CODES = tuple(dict.fromkeys(cue.code for cue in CUES))

FILLER = MRZ_ALPHABET.index("<")

_WORN_MARK, _WORN_TIMES = 0.1, 3.0
"""A mark on the rim of a cell of this share of the ink, and so many times that of clean cells, is wear."""
_LOST, _ADDED, _TIMES = 0.6, 0.9, 2.0
"""By so much more than usual (a natural logarithm) ink is missing than is too much, or the other way round,
and it is so many times what the page's letters lack or have too much: ink was scratched off or smeared on.
Another letter's shape both lacks ink and has too much."""

_PALE, _RUBBED_TIMES = 0.85, 3.0
"""Ink of less than this share of the usual, and so much of it missing, was rubbed off, as in a fold."""


def worn(cells: Cells) -> npt.NDArray[np.bool_]:
    """(n,) True where a stain runs through the cell, or ink was scratched or rubbed off or smeared on."""
    stained = (cells.dirt > _WORN_MARK) & (cells.dirt > _WORN_TIMES * np.percentile(cells.dirt, 25))
    lost = np.log(np.maximum(cells.missing, 1e-4) / np.maximum(cells.surplus, 1e-4))
    lost = lost - np.median(lost)
    scratched = (lost > _LOST) & (cells.missing > _TIMES * np.median(cells.missing))
    smeared = (lost < -_ADDED) & (cells.surplus > _TIMES * np.median(cells.surplus))
    pale = cells.ink < _PALE * np.median(cells.ink)
    rubbed = pale & (cells.missing > _RUBBED_TIMES * np.median(cells.missing))
    return np.asarray(stained | scratched | smeared | rubbed, np.bool_)


def ratios(cells: Cells) -> dict[Cue, Floats]:
    """(n,) for each cue how far each character stands out: from 1 on it is told."""
    clean = ~worn(cells)
    if not clean.any():
        return {}
    least = {measure: cue.least for cue in CUES for measure in cue.measures}
    values = np.stack([_measured(cells, name) for name in _MEASURES], axis=1)
    drifting = [_MEASURES.index(name) for name in _DRIFTING]
    values[:, drifting] -= on_lines(values[:, drifting], cells.row, cells.column)
    found = standing(values, cells.symbol, clean, np.asarray([least[name] for name in _MEASURES]))
    told = {}
    for cue in CUES:
        each = []
        for name in cue.measures:
            at = _MEASURES.index(name)
            off = found.off[:, at] if cue.upwards else np.abs(found.off[:, at])
            each.append(np.minimum(off / cue.effect, off / (cue.times * found.usual[:, at])))
        ratio = np.maximum(np.min(each, axis=0), 0.0)
        told[cue] = np.where(clean & (cells.symbol != FILLER), ratio, 0.0) if cue.clean else ratio
    return told


def run(evidence: Evidence, cells: Cells) -> Iterator[CheckResult]:
    """One result for each code."""
    told = ratios(cells)
    for code in CODES:
        mine = {cue: ratio for cue, ratio in told.items() if cue.code == code}
        yield _result(evidence, cells, code, mine)


def _measured(cells: Cells, name: str) -> Floats:
    values: Floats = getattr(cells, name)
    if name in _SHARES:
        return np.log(np.maximum(values, 0.004))
    if name == "ink":
        values = values / max(float(np.median(values)), 1.0)
    return values


def _result(evidence: Evidence, cells: Cells, code: str, told: dict[Cue, Floats]) -> CheckResult:
    ratio = np.max(list(told.values()), axis=0)
    return worst_letter(evidence, cells, code, ratio, next(iter(told)).severity)


def worst_letter(
    evidence: Evidence, cells: Cells, code: str, ratio: Floats, severity: Severity, *, ending: str = "failed"
) -> CheckResult:
    """One result, for the letter that stands out most.

    Args:
        evidence: Of the document.
        cells: Its letters.
        code: Of the check.
        ratio: (n,) how far each letter stands out, from 1 on it is told.
        severity: Of the result.
        ending: Of the sentence where one is told.
    """
    worst = int(np.argmax(ratio))
    score = 1.0 / (1.0 + float(ratio[worst]))
    if ratio[worst] < 1.0:
        return CheckResult(code, CheckStatus.PASSED, severity, message(f"check.{code}.passed"), None, score)
    line, place = int(cells.row[worst]), int(cells.column[worst])
    said = message(
        f"check.{code}.{ending}",
        symbol=evidence.document.lines[line][place],
        line=line + 1,
        position=place + 1,
        count=int((ratio >= 1.0).sum()),
    )
    region = evidence.region([(line, place, place + 1)])
    return CheckResult(code, CheckStatus.FAILED, severity, said, region, score)
