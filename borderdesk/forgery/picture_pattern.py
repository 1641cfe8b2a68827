"""Patterns that lie over the whole page: dots of a colour printer, and the grid of a screen.

A page's own print changes from place to place; a printer's screen and a display's grid are the same in
every corner. So the spectra of many small cuts are averaged, as logarithms, and only what stands out in all
of them is left: peaks.

* Ruled lines of a genuine page make peaks along one line through the middle of the spectrum; a screen of dots
  makes them in two directions at least.
* Ink is dark in every colour at the same place. A display shines red, green and blue side by side, and its
  moire has colours that follow one another: red and blue are out of step, wherever one looks.
* Stored pictures have peaks of their own, at eighths of the sampling rate (JPEG) and in its corners (cameras
  that see one colour a pixel); these are left out.

Halftone alone is a hint and no more: genuine pages may hold tints that were printed so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.forgery.evidence import Evidence
from borderdesk.imaging.page_plane import PagePlane
from models.check import CheckResult, CheckStatus, Severity
from models.image import Light, PageImage, Pixels, Quad
from models.message import message

HALFTONE = "picture.halftone"
RECAPTURE = "picture.recapture"
CODES = (HALFTONE, RECAPTURE)

_Field = npt.NDArray[np.float64]
_Spectrum = npt.NDArray[np.complexfloating]
_SIZE = 128
_ACROSS, _DOWN = 6, 4
_FEWEST_CUTS = 6
_FINE_ENOUGH = 200.0
"""Dots per inch below which a screen of 133 lines an inch or more cannot be seen."""
_LOWEST, _HIGHEST = 0.11, 0.66
"""Cycles a pixel: below are text and guilloche, above the corners of a camera's colour grid."""
_PEAK = 4.3
"""How far a peak stands out, in natural logarithms of power: twenty times."""
_CROSSING = 25.0
"""Degrees by which two peaks must differ in direction to belong to no ruled lines."""
_AS_FINE = 0.05
"""By which share they may differ in frequency; the overtones of ruled lines differ by more."""
_FOLLOWING, _FOLLOWING_PEAK, _PLAIN_PEAK = 0.32, 0.15, 5.0
"""Share of what red and blue have in common that is a quarter of a wave apart, in fine patterns: alone, and
beside a peak of so much. Drawn scans and telephone pictures stayed below 0.08, published specimens with a
soft lens or coloured edges of text below 0.25; most pictures of screens lay above."""
_MOST_PEAKS = 8
_APART = 4.0  # bins between peaks


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """Dots of a printer, grid of a screen."""
    page, plane = evidence.page, evidence.plane
    if page is None or plane is None or page.light is not Light.VISIBLE:
        yield from (_result(code, "no_page", CheckStatus.NOT_SUPPORTED) for code in CODES)
        return
    cuts = _cuts(page, plane)
    if len(cuts) < _FEWEST_CUTS:
        yield from (_result(code, "too_small", CheckStatus.NOT_SUPPORTED) for code in CODES)
        return
    spectra = _Spectra.of(cuts)
    peaks = _peaks(spectra)
    where = plane.quad(plane.page_box)
    strongest = max((peak.height for peak in peaks), default=0.0)
    following = spectra.out_of_step
    shines = following >= (_FOLLOWING_PEAK if strongest >= _PLAIN_PEAK else _FOLLOWING)
    if not shines and _crossing([peak for peak in peaks if not peak.on_axis]):
        yield _result(HALFTONE, "failed", CheckStatus.FAILED, where, _score(strongest))
    elif plane.dpi < _FINE_ENOUGH:
        yield _result(HALFTONE, "too_coarse", CheckStatus.NOT_SUPPORTED)
    else:
        yield _result(HALFTONE, "passed", CheckStatus.PASSED, score=1.0)
    if shines:
        score = min(0.5, 1.0 - following)
        yield _result(RECAPTURE, "failed", CheckStatus.FAILED, where, score)
    else:
        yield _result(RECAPTURE, "passed", CheckStatus.PASSED, score=1.0 - following)


_SEVERITIES = {HALFTONE: Severity.INFO, RECAPTURE: Severity.MAJOR}


def _result(
    code: str, ending: str, status: CheckStatus, region: Quad | None = None, score: float | None = None
) -> CheckResult:
    return CheckResult(code, status, _SEVERITIES[code], message(f"check.{code}.{ending}"), region, score)


def _score(height: float) -> float:
    """One where nothing stands out, falling by half where a peak just counts."""
    return float(np.clip(1.0 - height / (2 * _PEAK), 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class _Peak:
    """What stands out in every cut.

    Attributes:
        across: Cycles a pixel; the other half of the plane mirrors it, so never negative.
        down: Cycles a pixel.
        height: Above its surroundings, natural logarithm of power.
    """

    across: float
    down: float
    height: float

    @property
    def frequency(self) -> float:
        """Cycles a pixel."""
        return float(np.hypot(self.across, self.down))

    @property
    def direction(self) -> float:
        """Degrees, 0 to 180."""
        return float(np.degrees(np.arctan2(self.down, self.across))) % 180.0

    @property
    def on_axis(self) -> bool:
        """Along a row or column of pixels, where enlarged and stored pictures have their own."""
        return min(abs(self.across), abs(self.down)) < 1.5 / _SIZE


def _crossing(peaks: list[_Peak]) -> bool:
    """Whether two peaks as fine as each other lie in two directions, as those of ruled lines never do."""
    return any(
        _CROSSING <= abs(one.direction - other.direction) <= 180.0 - _CROSSING
        and abs(one.frequency / other.frequency - 1.0) <= _AS_FINE
        for number, one in enumerate(peaks)
        for other in peaks[:number]
    )


def _cuts(page: PageImage, plane: PagePlane) -> list[Pixels]:
    """Cuts of the page as it is on the picture: resampling would move and blur what is looked for."""
    corners = np.asarray(plane.quad(plane.page_box.grown(-2.0)))
    left, top = (max(0, int(np.ceil(value))) for value in corners.min(axis=0))
    right, below = int(corners[:, 0].max()), int(corners[:, 1].max())
    right, below = min(right, page.width), min(below, page.height)
    if right - left < _SIZE or below - top < _SIZE:
        return []
    across = min(_ACROSS, (right - left) // _SIZE)
    down = min(_DOWN, (below - top) // _SIZE)
    return [
        page.pixels[y : y + _SIZE, x : x + _SIZE]
        for y in np.linspace(top, below - _SIZE, down).astype(int)
        for x in np.linspace(left, right - _SIZE, across).astype(int)
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Spectra:
    """Averages over all cuts.

    Attributes:
        height: (128, 65), by how much brightness or colour stands out, whichever more.
        out_of_step: How much red and blue follow one another, 0 to 1.
    """

    height: _Field
    out_of_step: float

    @classmethod
    def of(cls, cuts: list[Pixels]) -> _Spectra:
        logs = [np.zeros(_BINS) for _ in range(3)]
        of_red, of_blue = (np.zeros(len(_OF_PATTERNS)) for _ in range(2))
        cross = np.zeros(len(_OF_PATTERNS), dtype=np.complex128)
        for cut in cuts:
            fine = cut.astype(np.float32)
            fine -= cv2.blur(fine, (15, 15))
            blue, green, red = (_spectrum(fine[:, :, number] * _WINDOW) for number in range(3))
            signals = (0.1 * blue + 0.6 * green + 0.3 * red, red - blue, green - 0.5 * (red + blue))
            for number, signal in enumerate(signals):
                logs[number] += np.log(signal.real**2 + signal.imag**2 + 1.0)
            red, blue = red.ravel(), blue.ravel()
            of_red += np.abs(red[_OF_PATTERNS]) ** 2
            of_blue += np.abs(blue[_OF_PATTERNS]) ** 2
            cross += _laid(red, blue)
        height = np.max([_standing_out(log / len(cuts)) for log in logs], axis=0)
        together = np.abs(cross.imag).sum()
        alone = np.sqrt(of_red * of_blue).sum() + 1e-9
        return cls(np.asarray(height, dtype=np.float64), float(together / alone))


def _spectrum(signal: npt.NDArray[np.float32]) -> _Spectrum:
    """(128, 65), the half of the plane that tells the other."""
    whole = cv2.dft(signal, flags=cv2.DFT_COMPLEX_OUTPUT)
    return np.asarray(whole[:, : _BINS[1]].view(np.complex64)[:, :, 0])


def _laid(red: _Spectrum, blue: _Spectrum) -> _Spectrum:
    """What two colours of a cut have in common in fine patterns, once they are laid on each other.

    Scanners and lenses shift one colour a little against the other. That turns the phase in proportion to the
    frequency; it is told from coarse print, where it cannot turn by more than half a wave, and taken back.

    Args:
        red: Spectrum of all bins in a row.
        blue: The same.

    Returns:
        Of `_OF_PATTERNS`.
    """
    coarse = red[_OF_COARSE] * np.conj(blue[_OF_COARSE])
    weight, phase = np.abs(coarse), np.angle(coarse)
    x, y = _AT[:, _OF_COARSE]
    normal = np.asarray([[weight @ (x * x), weight @ (x * y)], [weight @ (x * y), weight @ (y * y)]])
    aimed = np.asarray([weight @ (x * phase), weight @ (y * phase)])
    shift = np.linalg.solve(normal + np.eye(2) * 1e-9, aimed)
    back = np.exp(-1j * shift[1] * _Y) * np.exp(-1j * shift[0] * _X)
    fine = red[_OF_PATTERNS] * np.conj(blue[_OF_PATTERNS])
    return np.asarray(fine * back.ravel()[_OF_PATTERNS], dtype=np.complex128)


def _standing_out(log: _Field) -> _Field:
    """Height above the median of all bins as far from the middle; what is left out is below everything."""
    medians = np.asarray([np.median(log[ring]) if ring.any() else 0.0 for ring in _RINGS])
    return np.asarray(np.where(_KEPT, log - medians[_RING], -np.inf), dtype=np.float64)


def _peaks(spectra: _Spectra) -> list[_Peak]:
    """The highest peaks, highest first."""
    height = spectra.height.copy()
    peaks: list[_Peak] = []
    while len(peaks) < _MOST_PEAKS:
        row, column = np.unravel_index(int(np.argmax(height)), height.shape)
        if height[row, column] < _PEAK:
            break
        across, down = float(_X[0, column]), float(_Y[row, 0])
        peaks.append(_Peak(across, down, float(height[row, column])))
        for x, y in ((across, down), (-across, -down)):  # both ends of the half plane that is kept
            height[np.hypot(_X - x, _Y - y) < _APART / _SIZE] = -np.inf
    return peaks


_BINS = (_SIZE, _SIZE // 2 + 1)
_WINDOW = np.outer(np.hanning(_SIZE), np.hanning(_SIZE)).astype(np.float32)
_Y: _Field = np.asarray(np.fft.fftfreq(_SIZE)[:, None], dtype=np.float64)
_X: _Field = np.asarray(np.fft.rfftfreq(_SIZE)[None, :], dtype=np.float64)
_FAR: _Field = np.hypot(_X, _Y)
_RING = (_FAR * _SIZE / 3).astype(int)
_RINGS = [np.asarray(np.equal(_RING, number)) for number in range(int(_RING.max()) + 1)]
_AT: _Field = np.stack([np.broadcast_to(axis, _FAR.shape).ravel() for axis in (_X, _Y)])
"""(2, bins), frequencies across and down of all bins in a row."""
_OF_COARSE = np.flatnonzero((_FAR > 0.02) & (_FAR < 0.12))
_OF_PATTERNS = np.flatnonzero((_FAR > 0.15) & (_FAR < 0.5))


def _of_storage() -> npt.NDArray[np.bool_]:
    """Where a JPEG has its blocks: eighths of the sampling rate along rows and columns."""
    near = 1.5 / _SIZE
    along_column = np.less(_X, near)
    eighth_across = np.abs(_X * 8 - np.round(_X * 8)) < near * 8
    eighth_down = np.abs(_Y * 8 - np.round(_Y * 8)) < near * 8
    return np.asarray(((np.abs(_Y) < near) & eighth_across) | (along_column & eighth_down))


_KEPT = (_FAR > _LOWEST) & (_FAR < _HIGHEST) & ~_of_storage()
