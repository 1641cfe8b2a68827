"""A drawn person: what stays the same in all their pictures, and what changes from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

import numpy as np

Tone: TypeAlias = tuple[float, float, float]
"""Red, green, blue, 0 to 255."""

# From very dark to light; what lies between two is mixed.
_SKINS = np.array(
    (
        (52, 34, 28), (80, 53, 41), (112, 76, 56), (146, 102, 76), (182, 136, 104), (212, 170, 138),
        (234, 198, 172),
    ),
    np.float64,
)  # fmt: skip
_HAIRS = ((22, 19, 18), (30, 25, 23), (46, 34, 27), (78, 54, 38), (128, 96, 58))
_GREY = (172, 170, 166)
_CLOTHS = (
    (60, 78, 104), (92, 70, 88), (58, 92, 84), (124, 116, 104), (44, 48, 58), (150, 60, 52), (206, 204, 198),
    (34, 62, 46), (168, 140, 84), (108, 128, 156),
)  # fmt: skip


class Hair(Enum):
    """What is on the head."""

    SHORT = "short"
    CROPPED = "cropped"
    BALD = "bald"
    ROUND = "round"
    LONG = "long"
    SCARF = "scarf"
    TURBAN = "turban"


class Beard(Enum):
    """What grows on the face."""

    NONE = "none"
    MOUSTACHE = "moustache"
    GOATEE = "goatee"
    SHORT = "short"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Person:
    """A face; lengths are shares of the height of a portrait.

    Attributes:
        skin, hair_tone, cloth, scarf: Colours.
        width, height: Half the width and height of the face.
        jaw: How much narrower the jaw is than the cheeks, as a share.
        square: Exponent of the outline: 2 is an ellipse, more is squarer.
        eye_apart, eye_up, eye_size, eye_open, eye_slant: Of the eyes.
        brow_up, brow_thick, brow_slant: Of the brows.
        nose_long, nose_wide: Of the nose.
        mouth_down, mouth_wide, lip: Of the mouth.
        hair, hair_line: Style, and how far down the forehead it grows.
        beard: Style.
        glasses: Thickness of their frame; 0 for none.
        age: In years, in the first picture.
    """

    skin: Tone
    hair_tone: Tone
    cloth: Tone
    scarf: Tone
    width: float
    height: float
    jaw: float
    square: float
    eye_apart: float
    eye_up: float
    eye_size: float
    eye_open: float
    eye_slant: float
    brow_up: float
    brow_thick: float
    brow_slant: float
    nose_long: float
    nose_wide: float
    mouth_down: float
    mouth_wide: float
    lip: float
    hair: Hair
    hair_line: float
    beard: Beard
    glasses: float
    age: int


@dataclass(frozen=True, slots=True)
class Look:
    """How a person looks in one picture.

    Attributes:
        smile: -1 for a stern mouth to 1 for a smile.
        light: Where it comes from: -1 left to 1 right.
        tilt: Head tilted, in degrees.
        years: Passed since the first picture.
        cloth: Turns the colour of the clothes to another one; 0 keeps it.
    """

    smile: float = 0.0
    light: float = -0.4
    tilt: float = 0.0
    years: int = 0
    cloth: int = 0


FIRST = Look()


def another_look(rng: np.random.Generator, *, years: int = 0) -> Look:
    """A look for a second picture of somebody: another mood, light, bearing and shirt."""
    return Look(
        smile=float(rng.uniform(-0.6, 1.0)),
        light=float(rng.uniform(-1, 1)),
        tilt=float(rng.uniform(-5, 5)),
        years=years,
        cloth=int(rng.integers(1, len(_CLOTHS))),
    )


def person_of(number: int, sex: str = "", age: int | None = None) -> Person:
    """The person of a number; every number is one, and no two look alike.

    Args:
        number: Whose face.
        sex: F or M; by chance where it is neither.
        age: In years; by chance where it is left out.
    """
    rng = np.random.default_rng((number, 77))
    woman = (sex == "F") if sex in ("F", "M") else bool(rng.random() < 0.5)
    years = int(rng.integers(18, 75))
    years = years if age is None else age
    level = rng.uniform(0, len(_SKINS) - 1)
    low = min(int(level), len(_SKINS) - 2)
    skin = _SKINS[low] * (1 - (level - low)) + _SKINS[low + 1] * (level - low) + rng.normal(0, 3, 3)
    hair = np.array(_HAIRS[int(rng.integers(3 if level < 4 else len(_HAIRS)))], np.float64)
    grey = float(np.clip((years - 42 + rng.normal(0, 8)) / 30, 0, 0.95))
    styles = (
        (Hair.SCARF, Hair.SCARF, Hair.LONG, Hair.ROUND, Hair.CROPPED)
        if woman
        else (Hair.SHORT, Hair.CROPPED, Hair.CROPPED, Hair.BALD, Hair.ROUND, Hair.TURBAN)
    )
    beards = (Beard.NONE,) if woman or years < 17 else tuple(Beard)
    child = float(np.clip((16 - years) / 14, 0, 1))
    cloth, scarf = (_CLOTHS[int(at)] for at in rng.integers(len(_CLOTHS), size=2))
    return Person(
        skin=_tone(skin),
        hair_tone=_tone(hair * (1 - grey) + np.array(_GREY) * grey),
        cloth=cloth,
        scarf=scarf,
        width=rng.uniform(0.148, 0.182) * (1 - 0.04 * child),
        height=rng.uniform(0.205, 0.238) * (1 - 0.12 * child),
        jaw=rng.uniform(0.08, 0.34) * (0.8 if woman else 1.0),
        square=rng.uniform(1.9, 2.7),
        eye_apart=rng.uniform(0.064, 0.082),
        eye_up=rng.uniform(0.012, 0.044) - 0.03 * child,
        eye_size=rng.uniform(0.029, 0.040) * (1 + 0.15 * child),
        eye_open=rng.uniform(0.34, 0.60),
        eye_slant=rng.uniform(-0.16, 0.2),
        brow_up=rng.uniform(0.038, 0.058),
        brow_thick=rng.uniform(0.006, 0.016) * (0.8 if woman else 1.1),
        brow_slant=rng.uniform(-0.25, 0.25),
        nose_long=rng.uniform(0.072, 0.112) * (1 - 0.2 * child),
        nose_wide=rng.uniform(0.026, 0.052),
        mouth_down=rng.uniform(0.112, 0.142),
        mouth_wide=rng.uniform(0.050, 0.078),
        lip=rng.uniform(0.010, 0.026),
        hair=styles[int(rng.integers(len(styles)))],
        hair_line=rng.uniform(0.42, 0.72),
        beard=beards[int(rng.integers(len(beards)))],
        glasses=float(rng.uniform(0.003, 0.007)) if rng.random() < 0.2 else 0.0,
        age=years,
    )


def other_cloth(cloth: Tone, steps: int) -> Tone:
    """The colour of the clothes of another day."""
    return cloth if steps == 0 else _CLOTHS[(_CLOTHS.index(cloth) + steps) % len(_CLOTHS)]


def _tone(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Tone:
    red, green, blue = (float(value) for value in np.clip(values, 12, 245))
    return red, green, blue
