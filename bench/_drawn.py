"""Drawn documents at three levels of difficulty, each with its truth; the same ones for every seed.

The press prints a page at 300 dots per inch; what happens between the page and the file is done here, apart
from the press, so that neither the reader nor the drawing of training lines shares code with it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.training.press import draw
from borderdesk.training.press.specimen import Holder, Side, Specimen
from models.document import DocumentFormat
from models.image import Pixels

LEVELS = ("easy", "usual", "hard")
TODAY = date(2026, 11, 24)
_SYLLABLES = [
    start + vowel
    for start in ["b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "w", "z", "kh", "ch", "dj", "mb", "nd"]
    for vowel in ["a", "e", "i", "o", "ou"]
]
_NATIONS = ("UTO", "UTO", "UTO", "MLI", "NER", "TCD", "SDN", "DZA", "MAR", "SEN", "XXA", "XXB", "BEN")
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Level:
    """How bad it gets; lengths in pixels of the final picture unless said otherwise.

    Attributes:
        dpi: Of the final picture.
        tilt: Largest, degrees either way.
        lean: Largest perspective: share by which one edge is narrower.
        bow: Largest curve of the page, share of its width.
        blur: Gaussian, standard deviation.
        motion: Longest smear.
        noise: Standard deviation, grey levels.
        shade: Largest loss of light from one side to the other, share.
        glare: Probability of a bright spot on the page.
        scuffs: Largest number of scratches.
        contrast: Smallest share of the contrast that is left.
        jpeg: Quality.
        turned: Probability of lying on its side or upside down.
    """

    dpi: Range
    tilt: float
    lean: float
    bow: float
    blur: Range
    motion: float
    noise: Range
    shade: float
    glare: float
    scuffs: int
    contrast: float
    jpeg: Range
    turned: float


LEVEL = {
    "easy": Level((250, 400), 2, 0, 0, (0.3, 0.8), 0, (0.5, 2), 0.05, 0, 0, 0.9, (80, 95), 0.1),
    "usual": Level((150, 300), 8, 0.06, 0.01, (0.5, 1.1), 1.5, (1, 5), 0.3, 0.05, 12, 0.7, (60, 92), 0.2),
    "hard": Level((95, 220), 18, 0.12, 0.025, (0.6, 1.4), 3, (3, 11), 0.5, 0.25, 40, 0.4, (30, 80), 0.3),
}


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """One picture with its truth.

    Attributes:
        name: Level, seed, page and picture, such as `hard/1/17/0`: `picture` draws it again.
        jpeg: As it lies in a file.
        lines: Of the zone, as printed.
        wrong: Whether the check digit of the birth date was printed wrong on purpose.
    """

    name: str
    jpeg: bytes
    lines: tuple[str, ...]
    wrong: bool

    @property
    def pixels(self) -> Pixels:
        """(h, w, 3) uint8 BGR."""
        encoded = np.frombuffer(self.jpeg, dtype=np.uint8)
        return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), dtype=np.uint8)


def documents(level: str, count: int, *, seed: int, pictures: int = 1) -> Iterator[Drawn]:
    """Drawn documents.

    Args:
        level: One of `LEVELS`.
        count: How many pages are printed.
        seed: Of everything.
        pictures: How many pictures are taken of each page, each in its own way.
    """
    for number in range(count):
        yield from pictures_of(level, seed, number, pictures)


def pictures_of(level: str, seed: int, number: int, pictures: int) -> Iterator[Drawn]:
    """Pictures of one page; the same ones whatever is drawn before or beside it."""
    chance = random.Random(f"{seed}/{level}/{number}")
    specimen, wrong = invented(chance)
    page = draw(specimen, seed=chance.getrandbits(31))
    rng = np.random.default_rng(chance.getrandbits(60))
    for count in range(pictures):
        jpeg = photographed(page.pixels, LEVEL[level], rng)
        yield Drawn(f"{level}/{seed}/{number}/{count}", jpeg, specimen.lines, wrong)


def picture(name: str) -> Drawn:
    """One picture again, by its name."""
    level, seed, number, count = name.split("/")
    *_, last = pictures_of(level, int(seed), int(number), int(count) + 1)
    return last


def invented(chance: random.Random) -> tuple[Specimen, bool]:
    kind = chance.choice((DocumentFormat.TD3,) * 4 + (DocumentFormat.TD1,) * 3 + (DocumentFormat.TD2,
                         DocumentFormat.MRV_A, DocumentFormat.MRV_B))  # fmt: skip
    holder = Holder(
        _word(chance, 2, 4) + (" " + _word(chance, 1, 3) if chance.random() < 0.2 else ""),
        " ".join(_word(chance, 2, 3) for _ in range(chance.randint(1, 3))),
        chance.choice(_NATIONS),
        (date(1940, 1, 1) + timedelta(days=chance.randrange(27000))).isoformat(),
        chance.choice("FM"),
    )
    issued = TODAY - timedelta(days=chance.randrange(30, 1500))
    codes = {DocumentFormat.TD3: "P", DocumentFormat.TD1: "I", DocumentFormat.TD2: "I"}
    specimen = Specimen(
        kind,
        holder,
        codes.get(kind, "V"),
        _number(chance),
        issued.isoformat(),
        (issued + timedelta(days=3650)).isoformat(),
        "SPECIMEN",
        optional_data=_number(chance)[:6] if chance.random() < 0.3 else "",
        side=Side.BACK if kind is DocumentFormat.TD1 else Side.FRONT,
    )
    wrong = chance.random() < 0.1
    if wrong:
        lines = list(specimen.right_lines)
        number, at = (1, 6) if kind is DocumentFormat.TD1 else (1, 19)
        old = lines[number][at]
        new = chance.choice([digit for digit in "0123456789" if digit != old])
        lines[number] = lines[number][:at] + new + lines[number][at + 1 :]
        specimen = replace(specimen, zone=tuple(lines))
    return specimen, wrong


def _word(chance: random.Random, fewest: int, most: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(fewest, most))).capitalize()


def _number(chance: random.Random) -> str:
    pattern = chance.choice(("LL7", "L8", "9", "LL7", "mixed", "2L5L"))
    digits, letters = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if pattern == "mixed":
        return "".join(chance.choice(letters + digits + digits) for _ in range(9))
    text = ""
    for mark in pattern:
        text += chance.choice(letters) if mark == "L" else "".join(chance.choices(digits, k=int(mark)))
    return text[:9]


def photographed(page: Pixels, level: Level, rng: np.random.Generator) -> bytes:
    """From a printed page to what lies in the file, a JPEG."""
    picture = page.astype(np.float32)
    for _ in range(int(rng.integers(0, level.scuffs + 1))):
        _scratch(picture, rng)
    dpi = rng.uniform(*level.dpi)
    picture = _moved(picture, dpi / 300.0, level, rng)
    height, width = picture.shape[:2]
    if level.glare > rng.random():
        _shine(picture, rng)
    left, right = rng.uniform(1 - level.shade, 1.0, 2)
    picture *= np.linspace(left, right, width, dtype=np.float32)[None, :, None]
    keep = rng.uniform(level.contrast, 1.0)
    picture = picture * keep + rng.uniform(60, 190) * (1 - keep)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(*level.blur)), dtype=np.float32)
    if level.motion:
        picture = _smeared(picture, rng.uniform(0, level.motion), rng.uniform(0, np.pi))
    noise = rng.normal(0, rng.uniform(*level.noise), (height, width, 1))
    picture = np.asarray(picture + noise, dtype=np.float32)
    pixels = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < level.turned:
        pixels = np.ascontiguousarray(np.rot90(pixels, int(rng.integers(1, 4))))
    quality = int(rng.uniform(*level.jpeg))
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def _scratch(picture: npt.NDArray[np.float32], rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    start = (int(rng.integers(0, width)), int(rng.integers(0, height)))
    reach, angle = rng.uniform(20, 200), rng.uniform(0, np.pi)
    end = (int(start[0] + reach * np.cos(angle)), int(start[1] + reach * np.sin(angle)))
    depth, thickness = float(rng.uniform(0.2, 0.8)), int(rng.integers(1, 4))
    # Only the part around the line is touched: a scratch is small, and a hard page has dozens.
    left, top = (max(0, min(a, b) - thickness) for a, b in zip(start, end, strict=True))
    right, bottom = (max(a, b) + thickness + 1 for a, b in zip(start, end, strict=True))
    part = picture[top:bottom, left:right]
    mask = np.zeros(part.shape[:2], np.float32)
    cv2.line(
        mask,
        (start[0] - left, start[1] - top),
        (end[0] - left, end[1] - top),
        depth,
        thickness,
        cv2.LINE_AA,
    )
    part += (rng.choice((255.0, 120.0)) - part) * mask[:, :, None]


def _moved(
    picture: npt.NDArray[np.float32], scale: float, level: Level, rng: np.random.Generator
) -> npt.NDArray[np.float32]:
    """Turned, leant and bowed onto a desk."""
    height, width = picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    moved = (corners - [width / 2, height / 2]) * scale
    lean = rng.uniform(-level.lean, level.lean, 2)
    moved[:, 0] *= 1 + lean[0] * moved[:, 1] / (height * scale)
    moved[:, 1] *= 1 + lean[1] * moved[:, 0] / (width * scale)
    angle = np.radians(rng.uniform(-level.tilt, level.tilt))
    moved @= np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    margin = rng.uniform(0.0, 0.06) * width * scale
    moved -= moved.min(axis=0) - margin
    size = np.ceil(moved.max(axis=0) + margin).astype(int)
    back = cv2.getPerspectiveTransform(moved.astype(np.float32), corners.astype(np.float32))
    bow = rng.uniform(-level.bow, level.bow) * width
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float64)
    w = back[2, 0] * x + back[2, 1] * y + back[2, 2]
    source_x = (back[0, 0] * x + back[0, 1] * y + back[0, 2]) / w
    source_y = (back[1, 0] * x + back[1, 1] * y + back[1, 2]) / w
    source_y += bow * ((2 * source_x / width - 1) ** 2 - 0.5)
    soft = cv2.GaussianBlur(picture, (0, 0), 0.42 / scale) if scale < 0.75 else picture
    desk = [float(tone) for tone in rng.choice([[40, 50, 60], [220, 222, 224], [90, 110, 130]])]
    return np.asarray(
        cv2.remap(
            soft,
            source_x.astype(np.float32),
            source_y.astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=desk,
        ),
        dtype=np.float32,
    )


def _shine(picture: npt.NDArray[np.float32], rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    centre = rng.uniform(0, width), rng.uniform(0.4 * height, height)
    reach = rng.uniform(0.03, 0.12) * width
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    spot = np.exp(-(((x - centre[0]) / reach) ** 2 + ((y - centre[1]) / (0.5 * reach)) ** 2))
    picture += (rng.uniform(120, 300) * spot)[:, :, None]


def _smeared(picture: npt.NDArray[np.float32], length: float, angle: float) -> npt.NDArray[np.float32]:
    if length < 0.5:
        return picture
    kernel = np.zeros((9, 9), np.float32)
    for step in np.linspace(-length / 2, length / 2, 25):
        x, y = 4 + step * np.cos(angle), 4 + step * np.sin(angle)
        kernel[round(float(y)), round(float(x))] += 1
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), dtype=np.float32)
