"""Drawn heads for tests, of another make than the press: ellipses with soft edges. Nobody's face."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.image import Pixels

_Field = npt.NDArray[np.float32]
PEOPLE = {
    "veiled": {
        "skin": (96, 130, 172),
        "hair": (110, 60, 40),
        "wide": 0.19,
        "veil": 1.5,
        "brow": 0.035,
        "mouth": 0.05,
    },
    "bald": {
        "skin": (58, 72, 104),
        "hair": (62, 76, 108),
        "wide": 0.17,
        "veil": 1.0,
        "brow": 0.050,
        "mouth": 0.07,
    },
    "fair": {
        "skin": (150, 180, 224),
        "hair": (24, 26, 30),
        "wide": 0.18,
        "veil": 1.25,
        "brow": 0.042,
        "mouth": 0.06,
    },
}


def head(person: str, height: int, width: int) -> Pixels:
    """A portrait.

    Args:
        person: One of `PEOPLE`.
        height: In pixels.
        width: In pixels.

    Returns:
        (height, width, 3) uint8 BGR.
    """
    look = PEOPLE[person]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (x / width - 0.5) * (width / height), y / height
    picture = np.full((height, width, 3), (230, 226, 222), np.float32)
    skin, hair = np.asarray(look["skin"], np.float32), np.asarray(look["hair"], np.float32)
    wide = float(look["wide"])

    def lay(cx: float, cy: float, a: float, b: float, tone: _Field, soft: float = 0.012) -> None:
        radius = np.sqrt(((u - cx) / a) ** 2 + ((v - cy) / b) ** 2)
        cover = np.clip((1 - radius) * min(a, b) / soft + 0.5, 0, 1)[:, :, None]
        picture[:] = picture * (1 - cover) + cover * tone

    lay(0, 0.50, wide * float(look["veil"]), 0.33 * float(look["veil"]) ** 0.5, hair)
    lay(0, 0.72, 0.09, 0.2, skin * 0.78)
    lay(0, 1.08, 0.42, 0.36, np.asarray((120, 90, 60), np.float32))
    lay(0, 0.40, wide * 1.1, 0.27, hair)
    lay(0, 0.47, wide, 0.235, skin)
    for side in (-1, 1):
        eye = side * 0.077
        lay(eye, 0.41, 0.05, 0.036, skin * 0.85, 0.03)
        lay(eye, 0.42, 0.028, 0.015, np.asarray((222, 226, 228), np.float32), 0.006)
        lay(eye, 0.42, 0.015, 0.015, np.asarray((24, 26, 34), np.float32), 0.006)
        lay(eye, 0.42 - float(look["brow"]), 0.042, 0.009, skin * 0.4, 0.008)
        lay(side * 0.018, 0.53, 0.009, 0.006, skin * 0.3, 0.006)
    lay(0, 0.525, 0.036, 0.014, skin * 0.75, 0.014)
    lay(0, 0.585, float(look["mouth"]), 0.014, skin * np.asarray((0.7, 0.62, 0.9), np.float32), 0.008)
    return np.clip(picture, 0, 255).astype(np.uint8)


def printed(page: Pixels, picture: Pixels, left: int, top: int, share: float = 1.0) -> None:
    """Print a picture on a page, in place: paler by its share, as a second portrait is."""
    height, width = picture.shape[:2]
    place = page[top : top + height, left : left + width].astype(np.float32)
    ink = place * (1 - share * (1 - picture.astype(np.float32) / 255))
    page[top : top + height, left : left + width] = (picture if share == 1.0 else ink).astype(np.uint8)
