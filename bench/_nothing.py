"""Drawn pictures of things that show no zone of a travel document; the same ones for every seed."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import resources
from bench._drawn import LEVEL, invented, photographed
from borderdesk.training.press import Side, draw
from models.document import DocumentFormat
from models.image import Pixels

_SIZE = (1000, 1400)
_CODE = [
    "def total(rows):",
    '    """Sum of <amount> in every row."""',
    "    if len(rows) << 1 > MAXIMUM:",
    "        raise ValueError(f'{len(rows)}')",
    "    return sum(row.amount for row in rows)",
    "for (int i = 0; i < 44; i++) {",
    "    buffer[i] = values[i] << 8 | 0xFF;",
    "}  // <<<<<<<<<< HEAD",
    "SELECT number, state FROM documents WHERE id < 100;",
]


def _paper(tone: int = 245) -> Image.Image:
    return Image.new("RGB", _SIZE, (tone, tone, tone - 5))


def _ocr_b(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resources.path("fonts", "OCRB.otf")), size)


def _plain(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _word(chance: random.Random, letters: str = string.ascii_uppercase) -> str:
    return "".join(chance.choices(letters, k=chance.randint(2, 9)))


def _table(chance: random.Random) -> Image.Image:
    """A table of numbers and words in the very type of a zone."""
    image = _paper()
    pen, font = ImageDraw.Draw(image), _ocr_b(chance.randint(20, 34))
    columns = [40 + 230 * number for number in range(4)]
    step = int(font.size * 1.7)
    for y in range(60, _SIZE[1] - 60, step):
        pen.line((30, y - 6, _SIZE[0] - 30, y - 6), fill=(120, 120, 120))
        for x in columns:
            text = _word(chance) if chance.random() < 0.4 else f"{chance.randrange(10**7):07d}"
            pen.text((x, y), text, font=font, fill=(20, 20, 20))
    return image


def _barcodes(chance: random.Random) -> Image.Image:
    """Labels with bars and with squares, a number under each."""
    image = _paper()
    pen = ImageDraw.Draw(image)
    for top in range(80, 1200, 260):
        x = 100
        while x < 850:
            width = chance.choice((3, 3, 6, 9))
            pen.rectangle((x, top, x + width, top + 130), fill=(10, 10, 10))
            x += width + chance.choice((3, 3, 6, 9))
        number = " ".join(str(chance.randrange(10)) for _ in range(13))
        pen.text((120, top + 140), number, font=_ocr_b(36), fill=(10, 10, 10))
    for row in range(24):
        for column in range(24):
            if chance.random() < 0.5:
                corner = (650 + 8 * column, 1150 + 8 * row)
                pen.rectangle((*corner, corner[0] + 7, corner[1] + 7), fill=(0, 0, 0))
    return image


def _letter(chance: random.Random) -> Image.Image:
    """A typed letter in fixed pitch, capitals and small letters."""
    image = _paper()
    pen, font = ImageDraw.Draw(image), _ocr_b(chance.randint(24, 30))
    for y in range(80, _SIZE[1] - 80, int(font.size * 1.6)):
        line = ""
        while len(line) < 44:
            line += _word(chance, string.ascii_lowercase + string.ascii_uppercase[:4]) + " "
        if chance.random() < 0.85:
            pen.text((60, y), line[: chance.randint(20, 44)], font=font, fill=(30, 30, 40))
    return image


def _capitals(chance: random.Random) -> Image.Image:
    """Lines of capitals and digits, as long as those of a zone, with spaces and full stops."""
    image = _paper()
    pen, font = ImageDraw.Draw(image), _ocr_b(30)
    for y in range(80, _SIZE[1] - 80, chance.randint(48, 70)):
        line = " ".join(_word(chance, string.ascii_uppercase + string.digits) for _ in range(12))
        pen.text((40, y), line[:44], font=font, fill=(20, 20, 20))
    return image


def _receipt(chance: random.Random) -> Image.Image:
    """A till receipt, narrow and pale, with stars and lines between its parts."""
    image = Image.new("RGB", (560, 1400), (240, 240, 236))
    pen, font = ImageDraw.Draw(image), _ocr_b(22)
    lines = ["*" * 30, "MARKET <<CENTRAL>>", "-" * 30]
    lines += [f"{_word(chance):<18}{chance.randrange(100, 99999) / 100:>10.2f}" for _ in range(22)]
    lines += ["=" * 30, f"TOTAL{chance.randrange(10000, 999999) / 100:>23.2f}", "<" * 30, "THANK YOU"]
    for number, line in enumerate(lines):
        pen.text((50, 60 + 42 * number), line, font=font, fill=(90, 90, 100))
    return image


def _code(chance: random.Random) -> Image.Image:
    """A page of code, with more `<` than a passport."""
    image = _paper()
    pen, font = ImageDraw.Draw(image), _ocr_b(chance.randint(20, 28))
    for y in range(60, _SIZE[1] - 60, int(font.size * 1.5)):
        pen.text((50, y), chance.choice(_CODE), font=font, fill=(30, 30, 30))
    return image


def _page(chance: random.Random) -> Image.Image:
    """A printed page in a proportional type."""
    image = _paper()
    pen, font = ImageDraw.Draw(image), _plain(chance.randint(18, 30))
    for y in range(60, _SIZE[1] - 60, 40):
        text = " ".join(_word(chance, string.ascii_lowercase) for _ in range(9))
        pen.text((60, y), text, font=font, fill=(25, 25, 25))
    return image


def _card_front(chance: random.Random) -> Pixels:
    """The front of a card whose zone is on its back."""
    while True:
        card, _ = invented(chance)
        if card.format is DocumentFormat.TD1:
            return draw(replace(card, side=Side.FRONT, zone=None), seed=chance.getrandbits(31)).pixels


def _noise(chance: random.Random) -> Pixels:
    """Noise with grain of some size, as from a covered lens."""
    rng = np.random.default_rng(chance.getrandbits(60))
    grain = rng.normal(0, 60, (700, 1000, 3))
    soft = cv2.GaussianBlur(grain, (0, 0), chance.choice((0.3, 1.0, 2.5, 6.0)))
    return np.clip(soft / soft.std() * 40 + 128, 0, 255).astype(np.uint8)


def _desk(chance: random.Random) -> Pixels:
    """A desk with grain, a keyboard, a pen and papers."""
    rng = np.random.default_rng(chance.getrandbits(60))
    grain = cv2.GaussianBlur(rng.normal(0, 1, (1000, 1400)), (0, 0), 40, sigmaY=1.5)
    tone = np.array([60, 95, 140]) + (grain / grain.std() * 12)[:, :, None]
    pixels = np.clip(tone, 0, 255).astype(np.uint8)
    for row in range(5):
        for key in range(14):
            corner = (120 + 62 * key + 15 * row, 560 + 62 * row)
            cv2.rectangle(pixels, corner, (corner[0] + 52, corner[1] + 52), (45, 42, 40), -1)
            mark = chance.choice(string.ascii_uppercase + string.digits)
            where = (corner[0] + 16, corner[1] + 36)
            cv2.putText(pixels, mark, where, cv2.FONT_HERSHEY_SIMPLEX, 0.8, (225, 225, 225), 2, cv2.LINE_AA)
    cv2.rectangle(pixels, (900, 80), (1300, 480), (235, 238, 240), -1)
    cv2.line(pixels, (150, 150), (620, 330), (30, 30, 160), 14, cv2.LINE_AA)
    return pixels


def _empty(chance: random.Random) -> Pixels:
    """The bare plate of a scanner."""
    return np.full((900, 1250, 3), chance.choice((0, 12, 128, 243, 255)), dtype=np.uint8)


KINDS: dict[str, Callable[[random.Random], Image.Image | Pixels]] = {
    "table in OCR-B": _table,
    "barcodes": _barcodes,
    "letter in fixed pitch": _letter,
    "lines of capitals": _capitals,
    "receipt": _receipt,
    "page of code": _code,
    "printed page": _page,
    "front of a card": _card_front,
    "noise": _noise,
    "desk": _desk,
    "empty plate": _empty,
}


def pictures(count: int, *, kinds: Iterable[str] = tuple(KINDS), seed: int) -> Iterator[tuple[str, bytes]]:
    """Of each kind so many, as (kind, JPEG): the first as if scanned well, the others photographed.

    Args:
        count: Of each kind.
        kinds: Names of `KINDS`.
        seed: Of everything.
    """
    for kind in kinds:
        for number in range(count):
            chance = random.Random(f"{seed}/{kind}/{number}")
            page = KINDS[kind](chance)
            pixels = page if isinstance(page, np.ndarray) else np.asarray(page)[:, :, ::-1]
            level = LEVEL["easy" if number == 0 else "usual"]
            rng = np.random.default_rng(chance.getrandbits(60))
            yield kind, photographed(np.ascontiguousarray(pixels), level, rng)
