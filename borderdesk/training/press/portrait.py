"""Portraits of drawn persons: nobody's faces, with features enough to tell them apart.

A face is drawn small, shaded by soft masks, and then set in the size of the portrait; that is quick, and fine
lines come on top at full size.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.training.press.person import FIRST, Beard, Hair, Look, Person, other_cloth, person_of

_Field: TypeAlias = npt.NDArray[np.float32]
_Points: TypeAlias = npt.NDArray[np.float64]

_TALL = 320  # height at which a face is drawn, in pixels
_CENTRE = 0.50  # of the face, from the top, as a share of the height
_ZOOM = 1.32
"""Makes crown to chin seven to eight tenths of the height (Doc 9303-3, 3.9.1.3, table of portraits)."""
_GROUND = (216.0, 221.0, 225.0)
_SHIFT = 4  # cv2 draws in sixteenths of a pixel


def paint_portrait(
    height: int, width: int, person: int, look: Look = FIRST, *, sex: str = "", age: int | None = None
) -> _Field:
    """Draw a portrait.

    Args:
        height: In pixels.
        width: In pixels.
        person: Number of the person.
        look: Mood, light, age and clothes; those of the first picture when left out.
        sex: F or M; by chance where it is neither.
        age: In years in the first picture; by chance when left out.

    Returns:
        (height, width, 3) red green blue, 0 to 255.
    """
    small = _face(person_of(person, sex, age), look, round(_TALL * width / height))
    large = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
    return _engraved(large)


def _engraved(picture: _Field) -> _Field:
    """Break the tones into fine curved lines, as a printed portrait is."""
    height, width = picture.shape[:2]
    u = np.linspace(-0.5 * width / height, 0.5 * width / height, width, dtype=np.float32)
    v = np.linspace(0, 1, height, dtype=np.float32)
    wave = np.sin(2 * np.pi * (118 * v[:, None] + 2.2 * np.sin(9 * u)[None, :]))
    # Dark tones carry the deeper lines: tone * (1 + (0.11 - 0.07 * tone / 255) * wave) + 4.
    depth = 0.11 - picture * np.float32(0.07 / 255)
    depth *= cv2.merge([wave] * 3)
    depth += 1
    depth *= picture
    depth += 4
    return np.clip(depth, 0, 255, out=depth)


@lru_cache(maxsize=8)
def _face(person: Person, look: Look, width: int) -> _Field:
    return _Sitter(person, look, width).picture()


class _Sitter:
    """One person before the camera; lengths are shares of the height, from the middle of the face."""

    def __init__(self, person: Person, look: Look, width: int) -> None:
        self._person, self._look = person, look
        self._size = _TALL, width
        self._canvas = np.empty((_TALL, width, 3), np.float32)
        self._canvas[:] = _GROUND
        self._canvas *= np.linspace(1.04, 0.92, _TALL, dtype=np.float32)[:, None, None]
        turn = np.radians(look.tilt)
        self._turn = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        self._skin = np.array(person.skin)
        self._contrast = 0.55 + 0.45 * self._skin.mean() / 200

    def picture(self) -> _Field:
        """Everything, from the back to the front."""
        person = self._person
        self._behind()
        self._body()
        face = self._outline()
        if person.hair in (Hair.SHORT, Hair.CROPPED, Hair.BALD, Hair.ROUND):
            for side in (-1, 1):
                ear = _ellipse(side * person.width * 0.98, 0.02, 0.022, 0.042)
                self._fill(ear, self._skin * 0.82)
        self._fill(face, self._skin)
        self._shade(face)
        self._lines_of_age()
        self._beard(face)
        for side in (-1, 1):
            self._eye(side)
        self._nose()
        self._mouth()
        self._on_top(face)
        self._glasses()
        return np.clip(self._canvas, 0, 255, out=self._canvas)

    def _behind(self) -> None:
        person, tone = self._person, np.array(self._person.hair_tone)
        wide, tall = person.width, person.height
        if person.hair is Hair.LONG:
            self._fill(_ellipse(0, 0.06, wide * 1.34, tall * 1.42), tone * 0.9, soft=2)
        elif person.hair is Hair.ROUND:
            self._fill(_ellipse(0, -0.06, wide * 1.42, tall * 1.12), tone, soft=2.5)
        elif person.hair is Hair.SCARF:
            self._fill(_ellipse(0, 0.09, wide * 1.42, tall * 1.5), np.array(person.scarf) * 0.9)
        elif person.hair is not Hair.BALD:
            self._fill(_ellipse(0, -0.045, wide * 1.08, tall * 1.03), tone)

    def _body(self) -> None:
        person = self._person
        cloth = np.array(other_cloth(person.cloth, self._look.cloth))
        neck = [(-0.085, 0.1), (0.085, 0.1), (0.10, 0.36), (-0.10, 0.36)]
        self._fill(np.array(neck), self._skin * 0.74)
        self._fill(_ellipse(0, 0.56, 0.37, 0.27), cloth, still=True)
        self._fill(np.array([(-0.1, 0.29), (0.1, 0.29), (0.0, 0.42)]), self._skin * 0.8)
        if person.hair is Hair.SCARF:
            self._fill(_ellipse(0, 0.33, person.width * 1.2, 0.15), np.array(person.scarf) * 0.82)

    def _outline(self) -> _Points:
        """The face, narrower towards the chin."""
        person = self._person
        angle = np.linspace(0, 2 * np.pi, 90)
        cos, sin = np.cos(angle), np.sin(angle)
        x = np.sign(cos) * np.abs(cos) ** (2 / person.square) * person.width
        y = np.sign(sin) * np.abs(sin) ** (2 / 2.1) * person.height
        x = x * (1 - person.jaw * np.clip(sin, 0, 1) ** 1.6)
        return np.stack([x, y + 0.01], axis=1)

    def _shade(self, face: _Points) -> None:
        """Light from one side, hollows of the cheeks and of the eyes, a lighter forehead."""
        person, light = self._person, self._look.light
        within = self._mask(face)
        self._tint(_ellipse(-light * person.width * 1.1, 0.0, person.width * 0.9, 0.3), 0.66, within, 18)
        self._tint(_ellipse(light * person.width * 0.35, -0.10, 0.10, 0.06), 1.14, within, 14)
        self._tint(_ellipse(0, person.height * 1.02, person.width, 0.05), 0.72, within, 8)
        for side in (-1, 1):
            self._tint(_ellipse(side * person.eye_apart, -person.eye_up - 0.006, 0.05, 0.03), 0.74, within, 7)
            self._tint(_ellipse(side * 0.095, 0.06, 0.03, 0.025), 1.10, within, 8)

    def _eye(self, side: int) -> None:
        person = self._person
        x, y = side * person.eye_apart, -person.eye_up
        centre = np.array([x, y])
        size, opened = (
            person.eye_size,
            person.eye_size * person.eye_open * (1 - 0.12 * max(0, self._look.smile)),
        )
        t = np.linspace(0, np.pi, 16)
        slant = person.eye_slant * side
        upper = np.stack([-np.cos(t) * size, -np.sin(t) * opened], axis=1)
        lower = np.stack([np.cos(t) * size, np.sin(t) * opened * 0.7], axis=1)
        almond = np.concatenate([upper, lower])
        almond[:, 1] -= almond[:, 0] * slant
        almond += centre
        white = self._mask(almond)
        self._lay(white, np.array([232.0, 228.0, 222.0]) * (0.72 + 0.28 * self._contrast))
        iris = np.minimum(self._mask(_ellipse(x, y, opened * 0.95, opened * 0.95)), white)
        self._lay(iris, np.array([52.0, 36.0, 26.0]))
        pupil = np.minimum(self._mask(_ellipse(x, y, opened * 0.45, opened * 0.45)), white)
        self._lay(pupil, np.array([10.0, 9.0, 9.0]))
        self._fill(_ellipse(x + 0.004, y - opened * 0.35, 0.0032, 0.0032), np.full(3, 240.0))
        lid = upper.copy()
        lid[:, 1] -= lid[:, 0] * slant
        self._stroke(lid + centre, 0.0065, self._skin * 0.28)
        self._stroke(lid + centre - [0, 0.011], 0.003, self._skin * 0.62)
        self._brow(side, centre)

    def _brow(self, side: int, centre: _Points) -> None:
        person = self._person
        s = np.linspace(-1, 1, 12)
        x = centre[0] + s * person.eye_size * 1.35
        y = centre[1] - person.brow_up + 0.010 * s**2 - side * s * person.brow_slant * 0.03
        thick = person.brow_thick * (1 - 0.55 * (side * s > 0) * np.abs(s))
        outline = np.concatenate([np.stack([x, y - thick], 1), np.stack([x, y + thick], 1)[::-1]])
        dark = np.minimum(np.array(person.hair_tone), self._skin * 0.62)
        self._fill(outline, dark * 0.8, soft=1.0)

    def _nose(self) -> None:
        person, light = self._person, self._look.light
        long, wide = person.nose_long - person.eye_up, person.nose_wide
        side = -1 if light > 0 else 1
        ridge = np.array(
            [(side * 0.012, -person.eye_up), (side * 0.016, long * 0.5), (side * wide * 0.8, long)]
        )
        self._stroke(ridge, 0.008, self._skin * 0.70, soft=2.5)
        self._fill(_ellipse(-side * 0.004, long * 0.4, 0.008, 0.05), self._skin * 1.14 + 6, soft=3.5)
        base = np.array([(-wide, long - 0.006), (-wide * 0.6, long + 0.008), (0, long + 0.012),
                         (wide * 0.6, long + 0.008), (wide, long - 0.006)])  # fmt: skip
        self._stroke(base, 0.006, self._skin * 0.55, soft=1.2)
        for nostril in (-1, 1):
            self._fill(
                _ellipse(nostril * wide * 0.5, long + 0.004, wide * 0.26, 0.006), self._skin * 0.25, soft=0.8
            )

    def _mouth(self) -> None:
        person, smile = self._person, self._look.smile
        down, half, lip = person.mouth_down, person.mouth_wide * (1 + 0.14 * max(0.0, smile)), person.lip
        s = np.linspace(-1, 1, 21)
        middle = down - 0.016 * smile * s**2
        bow = lip * 0.75 * (1 - s**2) * (1 - 0.35 * np.exp(-((s / 0.22) ** 2)))
        under = lip * 1.1 * (1 - s**2) ** 0.8
        x = s * half
        red = self._skin * np.array([0.86, 0.62, 0.62]) + np.array([18.0, 0.0, 4.0])
        upper = np.concatenate([np.stack([x, middle - bow], 1), np.stack([x, middle], 1)[::-1]])
        lower = np.concatenate([np.stack([x, middle], 1), np.stack([x, middle + under], 1)[::-1]])
        self._fill(upper, red * 0.82, soft=0.8)
        self._fill(lower, red, soft=0.8)
        self._stroke(np.stack([x, middle], 1), 0.0048, self._skin * 0.30)
        self._fill(_ellipse(0, down + lip * 1.1 + 0.012, half * 0.5, 0.008), self._skin * 0.72, soft=3)

    def _beard(self, face: _Points) -> None:
        person = self._person
        if person.beard is Beard.NONE:
            return
        tone, within = np.array(person.hair_tone), self._mask(face)
        down, half = person.mouth_down, person.mouth_wide
        moustache = _ellipse(0, down - person.lip - 0.012, half * 0.95, 0.012)
        if person.beard is not Beard.SHORT:
            self._lay(self._mask(moustache, soft=1.5) * 0.9, tone)
        if person.beard is Beard.MOUSTACHE:
            return
        if person.beard is Beard.GOATEE:
            self._lay(self._mask(_ellipse(0, down + 0.06, half * 0.7, 0.038), soft=2) * 0.9, tone)
            return
        grown = self._mask(_ellipse(0, 0.16, person.width * 1.1, 0.125), soft=3)
        bare = self._mask(_ellipse(0, 0.035, person.width * 0.74, 0.10), soft=4)
        share = np.minimum(np.clip(grown - bare, 0, 1), within)
        self._lay(share * (0.9 if person.beard is Beard.FULL else 0.45), tone)
        if person.beard is Beard.FULL:
            below = _ellipse(0, person.height + 0.004, person.width * 0.62, 0.035)
            self._lay(self._mask(below, soft=2.5) * 0.9, tone)

    def _lines_of_age(self) -> None:
        old = float(np.clip((self._person.age + self._look.years - 34) / 40, 0, 1))
        if old == 0:
            return
        person = self._person
        faint = self._skin * (1 - 0.32 * old)
        for side in (-1, 1):
            fold = [(side * person.nose_wide * 1.25, person.nose_long - person.eye_up),
                    (side * (person.mouth_wide + 0.018), person.mouth_down)]  # fmt: skip
            self._stroke(np.array(fold), 0.005, faint, soft=1.6)
            bag = _ellipse(side * person.eye_apart, 0.026 - person.eye_up, person.eye_size, 0.006)
            self._fill(bag, faint, soft=1.8)
        for row in range(3):
            y = -person.eye_up - person.brow_up - 0.03 - 0.017 * row
            self._stroke(np.array([(-0.06, y), (0.0, y - 0.004), (0.06, y)]), 0.003, faint, soft=1.2)

    def _on_top(self, face: _Points) -> None:
        """Hair or cloth that lies over the forehead."""
        person, within = self._person, self._mask(face)
        tone = np.array(person.hair_tone)
        brow = -person.eye_up - person.brow_up
        line = brow - 0.022 - (1 - person.hair_line) * 0.08
        if person.hair is Hair.BALD:
            return
        if person.hair is Hair.SCARF:
            opening = self._mask(_ellipse(0, 0.035, person.width * 0.92, person.height * 0.90))
            cloth = self._mask(_ellipse(0, 0.03, person.width * 1.24, person.height * 1.18))
            self._lay(np.clip(cloth - opening, 0, 1), np.array(person.scarf))
            self._tint(_ellipse(0, -0.17, person.width * 0.9, 0.03), 0.8, within, 5)
        elif person.hair is Hair.TURBAN:
            self._fill(_ellipse(0, line - 0.085, person.width * 1.24, 0.115), np.array(person.scarf))
            for fold in (-0.05, 0.0, 0.05):
                arc = [(-person.width * 1.15, line - 0.08 + fold), (0.02, line - 0.13 + fold * 1.3),
                       (person.width * 1.15, line - 0.06 + fold)]  # fmt: skip
                self._stroke(np.array(arc), 0.004, np.array(person.scarf) * 0.7, soft=1)
        else:
            cut = self._mask(np.array([(-1, -1), (1, -1), (1, line), (-1, line)]), soft=3.0)
            crown = self._mask(_ellipse(0, -0.035, person.width * 1.1, person.height * 1.04))
            temples = self._mask(_ellipse(0, line + 0.05, person.width * 0.86, 0.085), soft=2.5)
            share = np.minimum(np.clip(cut - temples, 0, 1), crown)
            self._lay(share * (0.75 if person.hair is Hair.CROPPED else 1.0), tone)

    def _glasses(self) -> None:
        person = self._person
        if not person.glasses:
            return
        rim = np.full(3, 34.0)
        half = 0.050
        for side in (-1, 1):
            ring = _ellipse(side * person.eye_apart, 0.004 - person.eye_up, half, 0.036, square=3.2)
            self._stroke(np.concatenate([ring, ring[:1]]), person.glasses, rim)
        inner = person.eye_apart - half
        y = -person.eye_up - 0.004
        self._stroke(np.array([(-inner, y), (0, y - 0.008), (inner, y)]), person.glasses, rim)

    def _mask(self, outline: _Points, *, soft: float = 0.0, still: bool = False) -> _Field:
        """Where an outline is, 0 to 1; `still` for what does not tilt with the head."""
        mask = np.zeros(self._size, np.uint8)
        cv2.fillPoly(mask, [self._pixels(outline, still)], 255, cv2.LINE_AA, _SHIFT)
        return _softened(mask, soft)

    def _pixels(self, points: _Points, still: bool = False) -> npt.NDArray[np.int32]:
        moved = points if still else points @ self._turn.T
        height, width = self._size
        placed = moved * (height * _ZOOM) + [width / 2, height * _CENTRE]
        return np.round(placed * (1 << _SHIFT)).astype(np.int32)

    def _fill(self, outline: _Points, tone: _Points, *, soft: float = 0.0, still: bool = False) -> None:
        self._lay(self._mask(outline, soft=soft, still=still), tone)

    def _stroke(self, points: _Points, width: float, tone: _Points, *, soft: float = 0.0) -> None:
        mask = np.zeros(self._size, np.uint8)
        thick = max(1, round(width * _TALL * _ZOOM))
        cv2.polylines(mask, [self._pixels(points)], False, 255, thick, cv2.LINE_AA, _SHIFT)
        self._lay(_softened(mask, soft), tone)

    def _tint(self, outline: _Points, factor: float, within: _Field, soft: float) -> None:
        """Make a soft place lighter or darker."""
        share = self._mask(outline, soft=soft) * within
        self._canvas *= (1 + (factor - 1) * share)[:, :, None]

    def _lay(self, mask: _Field, tone: _Points) -> None:
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        if rows.size == 0:
            return
        part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        share = mask[part][:, :, None]
        self._canvas[part] += share * (np.asarray(tone, np.float32) - self._canvas[part])


def _softened(mask: npt.NDArray[np.uint8], soft: float) -> _Field:
    """The mask as shares, its edge softened; a wide blur is as good on a small picture."""
    if soft >= 4:
        small = cv2.resize(mask, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        large = cv2.resize(cv2.GaussianBlur(small, (0, 0), soft / 4), mask.shape[::-1])
        return np.asarray(large * np.float32(1 / 255), np.float32)
    if soft:
        x, y, width, height = cv2.boundingRect(mask)
        reach = round(3 * soft)
        part = mask[max(0, y - reach) : y + height + reach, max(0, x - reach) : x + width + reach]
        part[:] = cv2.GaussianBlur(part, (0, 0), soft)
    return np.asarray(mask * np.float32(1 / 255), np.float32)


def _ellipse(x: float, y: float, half_width: float, half_height: float, *, square: float = 2.0) -> _Points:
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack(
        [
            x + half_width * np.sign(cos) * np.abs(cos) ** (2 / square),
            y + half_height * np.sign(sin) * np.abs(sin) ** (2 / square),
        ],
        axis=1,
    )
