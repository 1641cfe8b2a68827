"""Each character of a zone measured against OCR-B as the page itself prints it.

A cell of the picture is explained as paper plus ink times a letter of OCR-B, moved, thickened, blurred and
stretched a little. Those changes are small, so they are found as the coefficients of the letter's own slopes:
one least-squares problem a cell, in which stained pixels count little. How far ink spreads and how soft the
picture is are first told from some letters all over the zone. The picture is nowhere resampled, so that noise
stays noise.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.forgery.ocr_b import CELL, STEPS, Cut, Look, Slope, covers, letters
from borderdesk.imaging.page_plane import PagePlane
from borderdesk.mrz.page_geometry import PITCH, page_geometry
from models.image import PageImage
from models.reading import MRZ_ALPHABET, CharReading

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_Floats32 = npt.NDArray[np.float32]
_Grey = npt.NDArray[np.uint8]

_TOLD_FROM = 16  # letters from which spread and blur of the page are told
_ROUNDS = 4
_FURTHEST = 0.25  # of a millimetre, by which one fit may move a letter
_NEAR = 0.35  # of a pixel
_PLAIN = Look(Cut.ROUND, 0.0, 0.7)  # where the search begins
_REACH = (1.12, 1.58)
"""No letter's ink lies further from its middle, across and down, in millimetres."""
_FROM_INK = 0.775
"""From the left edge of the ink of H and P to the middle of their cell, in millimetres: on OCRB.otf."""
_SLANT = 0.04
_CENTRED = (CELL[0] / 2, CELL[1] / 2)
_PAPER, _STRETCH = len(Slope), len(Slope) + 1
_KINDS = len(Slope) + 2
_FAINTEST = 25.0
"""Ink darker than its paper by fewer grey levels is too faint to be measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What was measured of n characters, in reading order.

    Attributes:
        row: (n,) line of the zone.
        column: (n,) place in the line.
        symbol: (n,) number in `MRZ_ALPHABET`.
        x: (n,) off its place in its line, to the right, in millimetres.
        y: (n,) off its line, downwards, in millimetres.
        spread: (n,) how far its edges lie outside the page's usual ones, in millimetres.
        blur: (n,) variance of its blur beyond the page's usual one, in square millimetres.
        height: (n,) how much higher it is than OCR-B, as a share.
        ink: (n,) how much darker its ink is than the paper, in grey levels.
        missing: (n,) how much ink the letter lacks, root mean square, as a share of `ink`.
        surplus: (n,) how much there is where it has none, likewise.
        dirt: (n,) the strongest mark on the rim of the cell, where no letter reaches, as a share of `ink`.
        patches: (n, h, w) grey levels of its cell.
        residue: (n, h, w) how much darker it is than the letter explains, in grey levels.
        cover: (n, h, w) share of each pixel that is the letter's ink, 0 to 1.
        corner: (n, 2) x and y of the patches' first pixel on the picture.
        middle: (n, 2) x and y of the letter's middle, in pixels, whole numbers in the middle of a pixel.
        page_blur: Standard deviation of the page's usual blur, in millimetres.
        frame: (3, 2) from x, y in millimetres of the page, and 1, to pixels, as the zone tells it.
        unevenness: How far the letters stand off the places of an even, flat zone, root mean square, in mm.
        slant: By how much the zone's sides differ in scale, or its corners from a right angle.
        page_spread: How far its ink spreads beyond the outlines of OCR-B, in millimetres.
    """

    row: Ints
    column: Ints
    symbol: Ints
    x: Floats
    y: Floats
    spread: Floats
    blur: Floats
    height: Floats
    ink: Floats
    missing: Floats
    surplus: Floats
    dirt: Floats
    patches: _Floats32
    residue: _Floats32
    cover: _Floats32
    corner: Ints
    middle: Floats
    page_blur: float
    page_spread: float
    frame: Floats
    unevenness: float
    slant: float


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """Letters laid over their cells: coefficients (n, 7), and the rest as in `Cells`."""

    coefficients: Floats
    moved: Floats
    patches: _Floats32
    residue: _Floats32
    cover: _Floats32
    corner: Ints

    def put(self, which: Ints, better: _Fit) -> None:
        """Replace some by a better fit."""
        for each in fields(self):
            getattr(self, each.name)[which] = getattr(better, each.name)

    @property
    def ink(self) -> Floats:
        return np.asarray(np.maximum(self.coefficients[:, Slope.COVER], _FAINTEST))

    def share(self, kind: int) -> Floats:
        return np.asarray(self.coefficients[:, kind] / self.ink)


def measure(
    page: PageImage, plane: PagePlane, lines: tuple[tuple[CharReading, ...], ...], text: tuple[str, ...]
) -> Cells | None:
    """Measure every character.

    Args:
        page: The picture.
        plane: Where the page lies on it.
        lines: Where the characters stand.
        text: What they are.

    Returns:
        None where a character does not lie wholly on the picture.
    """
    grey = np.asarray(cv2.cvtColor(page.pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    across = plane.matrix[:2, :2]
    every = [(r, c) for r, line in enumerate(lines) for c in range(len(line))]
    row, column = (np.asarray(each, np.int64) for each in zip(*every, strict=True))
    symbol = np.asarray([MRZ_ALPHABET.index(text[r][c]) for r, c in every], np.int64)
    rough = np.asarray([lines[r][c].quad for r, c in every], np.float64).mean(axis=1) - 0.5
    used, index = np.unique(symbol, return_inverse=True)
    half = np.ceil(np.abs(across) @ np.asarray(_CENTRED)).astype(np.int64)
    at = on_lines(rough, row, column)
    room = half + 2 + round(plane.scale * _FURTHEST)
    if (at < room).any() or (at + room >= np.asarray([page.width, page.height])).any():
        return None
    at = _weighed(grey, at, half, covers(used.tolist(), across, _room(half), _PLAIN), index, row, column)
    if (at < room).any() or (at + room >= np.asarray([page.width, page.height])).any():
        return None
    look, at = _usual(grey, at, half, across, index, used, row)
    drawn = letters(used.tolist(), across, _room(half), look)
    reach = plane.scale * _FURTHEST
    fit = _fit(grey, at, half, across, drawn, index, reach, again=1)
    astray = np.flatnonzero(np.abs(fit.moved - at).max(axis=1) > _NEAR)
    if len(astray):  # slopes tell small ways only: those that went further are laid on anew where they stand
        fit.put(astray, _fit(grey, fit.moved[astray], half, across, drawn, index[astray], reach, again=1))
    off = (fit.moved - on_lines(fit.moved, row, column)) @ np.linalg.inv(across).T
    scale = plane.scale
    missing, surplus, dirt = _unexplained(fit, across, half)
    frame, unevenness, slant = _evenness(fit.moved, plane, row, column)
    return Cells(
        row=row,
        column=column,
        symbol=symbol,
        x=off[:, 0],
        y=off[:, 1],
        spread=fit.share(Slope.SPREAD) / scale,
        blur=fit.share(Slope.BLUR) / scale**2,
        height=-fit.share(_STRETCH),
        ink=fit.coefficients[:, Slope.COVER],
        missing=missing,
        surplus=surplus,
        dirt=dirt,
        patches=fit.patches,
        residue=fit.residue,
        cover=fit.cover,
        corner=fit.corner,
        middle=fit.moved,
        page_blur=float(np.sqrt(look.blur)) / scale,
        page_spread=look.spread / scale,
        frame=frame,
        unevenness=unevenness,
        slant=slant,
    )


def _evenness(middle: Floats, plane: PagePlane, row: Ints, column: Ints) -> tuple[Floats, float, float]:
    """Frame, unevenness and slant of `Cells`; a letter or two that were tampered with hardly matter."""
    geometry = page_geometry(plane.format)
    lines = np.asarray([geometry.centre_from_top(number) for number in range(len(geometry.centre_lines))])
    first = geometry.first_character + _FROM_INK
    places = np.stack([first + column * PITCH, lines[row], np.ones(len(row))], axis=1)
    frame = np.linalg.lstsq(places, middle, rcond=None)[0]
    off = np.hypot(*(places @ frame - middle).T) / plane.scale
    right, down = frame[0], frame[1]
    wide, high = float(np.hypot(*right)), float(np.hypot(*down))
    slant = max(abs(wide / high - 1.0), abs(float(right @ down)) / (wide * high))
    if slant <= _SLANT:
        # Lines close together tell little of slant, and all of it would be carried to the page's far edges.
        frame = _turned(places, middle)
    return frame, float(np.sqrt(np.mean(np.sort(off)[: int(0.9 * len(off))] ** 2))), slant


def _turned(places: Floats, middle: Floats) -> Floats:
    """(3, 2) the same without slant: scale, turn and place alone."""
    x, y, one = places.T
    none = np.zeros_like(x)
    sides = np.concatenate([np.stack([x, -y, one, none], axis=1), np.stack([y, x, none, one], axis=1)])
    a, b, right, down = np.linalg.lstsq(sides, np.concatenate([middle[:, 0], middle[:, 1]]), rcond=None)[0]
    return np.asarray([[a, b], [-b, a], [right, down]])


def on_lines(values: Floats, row: Ints, column: Ints) -> Floats:
    """Values, such as places, as the straight line through those of their row would have them.

    Args:
        values: (n, k), each column a line of its own, fitted so that a few far off it do not matter.
        row: (n,) line of the zone.
        column: (n,) place in the line.
    """
    fitted = np.empty_like(values)
    for number in np.unique(row):
        inside = row == number
        place, here = column[inside].astype(np.float64)[:, None], values[inside]
        weight = np.ones_like(here)
        for _ in range(5):
            total = weight.sum(axis=0)
            at, level = (weight * place).sum(axis=0) / total, (weight * here).sum(axis=0) / total
            far = weight * (place - at)
            slope = (far * (here - level)).sum(axis=0) / ((far * (place - at)).sum(axis=0) + 1e-9)
            fitted[inside] = level + slope * (place - at)
            off = np.abs(here - fitted[inside])
            weight = 1.0 / np.maximum(1.0, off / (2.2 * np.median(off, axis=0) + 1e-9))
    return fitted


def softened(stack: _Floats32, deviation: float) -> _Floats32:
    """(n, h, w) blurred, all at once: where two cells touch, each shows some of the other."""
    tall = cv2.GaussianBlur(stack.reshape(-1, stack.shape[2]), (0, 0), deviation)
    return np.asarray(tall, np.float32).reshape(stack.shape)


def _room(half: Ints) -> tuple[int, int]:
    """Of a cell, with a pixel to spare all round for where in a pixel its letter stands."""
    return (int(2 * half[0] + 3), int(2 * half[1] + 3))


def _cut(grey: _Grey, whole: Ints, half: Ints) -> _Floats32:
    """Cells of the picture round whole pixels."""
    ys = whole[:, 1, None] + np.arange(-half[1], half[1] + 1)
    xs = whole[:, 0, None] + np.arange(-half[0], half[0] + 1)
    return grey[ys[:, :, None], xs[:, None, :]].astype(np.float32)


def _weighed(
    grey: _Grey, at: Floats, half: Ints, drawn: _Floats32, index: Ints, row: Ints, column: Ints
) -> Floats:
    """Places of the letters as the weight of their ink tells, good to about half a pixel."""
    whole = np.round(at).astype(np.int64)
    patches = _cut(grey, whole, half)
    paper, ink = np.percentile(patches.reshape(len(patches), -1), (60, 3), axis=1)[:, :, None, None]
    found = _balance((paper - patches) / np.maximum(paper - ink, _FAINTEST))
    wanted = _balance(drawn)[index] / STEPS
    return on_lines(whole + found - wanted, row, column)


def _balance(cover: _Floats32) -> Floats:
    """(n, 2) middle of the weight of what is darker than a third, from the middle of the array."""
    dark = np.clip(cover - 0.3, 0.0, None)
    total = np.maximum(dark.sum(axis=(1, 2)), 1e-3)
    right, down = (np.arange(size) - (size - 1) / 2 for size in (cover.shape[2], cover.shape[1]))
    middle = np.stack([dark.sum(axis=1) @ right, dark.sum(axis=2) @ down], axis=1)
    return np.asarray(middle / total[:, None], np.float64)


def _usual(
    grey: _Grey, at: Floats, half: Ints, across: Floats, index: Ints, used: Ints, row: Ints
) -> tuple[Look, Floats]:
    """How the page prints its letters, told from some of them; and all of them moved by their lines."""
    some = np.unique(np.linspace(0, len(at) - 1, _TOLD_FROM).astype(int))
    kinds, place = np.unique(index[some], return_inverse=True)
    reach = float(np.sqrt(abs(np.linalg.det(across)))) * _FURTHEST

    def laid(look: Look, where: Floats) -> _Fit:
        drawn = letters(used[kinds].tolist(), across, _room(half), look)
        return _fit(grey, where, half, across, drawn, place, reach, again=0)

    look, here = _PLAIN, at[some]
    for turn in range(_ROUNDS):
        fit = laid(look, here)
        if turn == 1:
            other = Look(Cut.SQUARE, look.spread, look.blur)
            square = laid(other, here)
            if np.abs(square.residue).mean() < np.abs(fit.residue).mean():
                look, fit = other, square
        here = fit.moved
        look = _nearer(look, fit)
    moved = at.copy()
    for number in np.unique(row):
        mine = row[some] == number
        if mine.any():
            moved[row == number] += np.median(here[mine] - at[some][mine], axis=0)
    return look, moved


def _nearer(look: Look, fit: _Fit) -> Look:
    """A step towards what the letters say; not a whole one: from afar, ink and blur are hardly told apart."""
    spread = look.spread + float(np.clip(0.7 * np.median(fit.share(Slope.SPREAD)), -0.5, 0.5))
    blur = look.blur * float(np.clip(1.0 + 0.6 * np.median(fit.share(Slope.BLUR)) / look.blur, 0.6, 1.6))
    return Look(look.cut, spread, max(blur, 0.05))


def _fit(
    grey: _Grey,
    at: Floats,
    half: Ints,
    across: Floats,
    drawn: _Floats32,
    index: Ints,
    reach: float,
    *,
    again: int,
) -> _Fit:
    """Lay each letter over its cell.

    Args:
        grey: The picture.
        at: (n, 2) where the letters stand, as far as is known.
        half: Half of a cell's width and height, in pixels.
        across: (2, 2), from millimetres to pixels.
        drawn: Letters, as `_drawn` gives them.
        index: (n,) which of them stands where.
        reach: How far a letter is moved at most, in pixels.
        again: How often to fit once more with little weight on what did not fit.
    """
    whole = np.round(at).astype(np.int64)
    step = np.round((at - whole) * STEPS).astype(np.int64)
    patches = _cut(grey, whole, half)
    count, height, width = patches.shape
    bases = np.empty((count, height, width, _KINDS), np.float32)
    for base, symbol, (left, top) in zip(bases, index, (STEPS - 1) // 2 + STEPS - step, strict=True):
        base[..., : len(Slope)] = drawn[symbol, top::STEPS, left::STEPS][:height, :width]
    bases[..., _PAPER] = 1.0
    down = across[:, 1] / np.hypot(*across[:, 1])
    right_of = np.arange(width) - half[0] - step[:, 0, None] / STEPS
    below = np.arange(height) - half[1] - step[:, 1, None] / STEPS
    along = (down[0] * right_of[:, None, :] + down[1] * below[:, :, None]).astype(np.float32)
    bases[..., _STRETCH] = along * (
        np.float32(down[0]) * bases[..., Slope.RIGHT] + np.float32(down[1]) * bases[..., Slope.DOWN]
    )
    flat, values = bases.reshape(count, -1, _KINDS), 255.0 - patches.reshape(count, -1, 1)
    solved = _solved(flat, flat, values)
    residue = values - flat @ solved
    for _ in range(again):
        level = np.maximum(2.5 * np.abs(residue).mean(axis=1, keepdims=True), 4.0)
        solved = _solved(flat, flat / np.maximum(1.0, np.abs(residue) / level), values)
        residue = values - flat @ solved
    coefficients = solved[:, :, 0].astype(np.float64)
    ink = np.maximum(coefficients[:, Slope.COVER], _FAINTEST)[:, None]
    by = -coefficients[:, [Slope.RIGHT, Slope.DOWN]] / ink
    moved = whole + step / STEPS + np.clip(by, -reach, reach)
    return _Fit(
        coefficients,
        moved,
        patches,
        residue.reshape(patches.shape),
        bases[..., Slope.COVER],
        whole - half,
    )


def _solved(bases: _Floats32, weighted: _Floats32, values: _Floats32) -> _Floats32:
    turned = weighted.transpose(0, 2, 1)
    normal = (turned @ bases).astype(np.float64) + np.eye(_KINDS) * 1e-3
    return np.linalg.solve(normal, (turned @ values).astype(np.float64)).astype(np.float32)


def _unexplained(fit: _Fit, across: Floats, half: Ints) -> tuple[Floats, Floats, Floats]:
    """Missing, surplus and dirt of `Cells`."""
    share = fit.residue / fit.ink[:, None, None].astype(np.float32)
    weight = np.maximum(fit.cover.sum(axis=(1, 2)), 1.0)
    rim = share[:, _rim(across, half)]
    return (
        np.sqrt((np.minimum(share, 0) ** 2).sum(axis=(1, 2)) / weight).astype(np.float64),
        np.sqrt((np.maximum(share, 0) ** 2).sum(axis=(1, 2)) / weight).astype(np.float64),
        np.percentile(np.abs(rim - np.median(rim, axis=1, keepdims=True)), 97, axis=1).astype(np.float64),
    )


def _rim(across: Floats, half: Ints) -> npt.NDArray[np.bool_]:
    """(h, w) the part of a cell that no letter reaches, even one that is shifted."""
    down, right = np.mgrid[-half[1] : half[1] + 1, -half[0] : half[0] + 1].astype(np.float64)
    places = np.abs(np.linalg.inv(across) @ np.stack([right.ravel(), down.ravel()]))
    return np.asarray((places > np.asarray(_REACH)[:, None]).any(axis=0).reshape(right.shape))
