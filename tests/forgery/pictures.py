"""Pages drawn for the checks of pictures, by means that the press does not use."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz import parse
from borderdesk.mrz.page_geometry import MM_PER_INCH, PITCH, page_geometry
from models.document import DocumentFormat, TravelDocument
from models.image import PageImage, Pixels
from models.reading import CharReading, MrzReading, MrzZone
from resources import path

TODAY = date(2012, 1, 1)
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
OTHER = ("P<UTOMBOUWE<<KOFI<JEAN<<<<<<<<<<<<<<<<<<<<<", "K772451B82UTO6911064M1503027ZE184226B<<<<<18")
_MARGIN = 6.0


class Drawn:
    """A passport's page with its border on a dark ground, at a resolution.

    Args:
        lines: Of the zone.
        dpi: Of the picture.
        zone: Grey of the ink of the zone.
        gone: Columns of the second line whose ink is missing.
        paper: Blue, green, red.
        colour: False for a page that has none.
    """

    def __init__(
        self,
        lines: tuple[str, str] = TD3,
        *,
        dpi: float = 200.0,
        zone: int = 30,
        gone: tuple[int, ...] = (),
        paper: tuple[int, int, int] = (225, 232, 238),
        colour: bool = True,
        words: int = 40,
    ) -> None:
        self.lines, self.scale = lines, dpi / MM_PER_INCH
        self.geometry = page_geometry(DocumentFormat.TD3)
        size = (self._at(self.geometry.width + _MARGIN), self._at(self.geometry.height + _MARGIN))
        sheet = Image.new("RGB", size, (25, 25, 25))
        draw = ImageDraw.Draw(sheet)
        corner = self._at(0.0)
        ends = (self._at(self.geometry.width), self._at(self.geometry.height))
        draw.rectangle((corner, corner, *ends), fill=(paper[2], paper[1], paper[0]))
        tint = (120, 80, 60) if colour else (96, 96, 96)
        box = (self._at(6), self._at(14), self._at(38), self._at(54))
        draw.rectangle(box, fill=tuple(min(tone, max(paper)) for tone in tint))
        draw.ellipse((self._at(13), self._at(20), self._at(31), self._at(46)), fill=(words, words, words))
        values = (lines[0][5:20], lines[1][:9], lines[1][13:19], lines[1][21:27], "UTOPIA")
        for row, text in enumerate(values):
            draw.text((self._at(46), self._at(14 + 8 * row)), text, fill=(words,) * 3, font=self._font(3.6))
        self.quads = [self._line(draw, row, zone, gone if row == 1 else ()) for row in range(2)]
        pixels = np.asarray(sheet, dtype=np.float32)[:, :, ::-1]
        noise = np.random.default_rng(5).normal(0, 1.5, (*pixels.shape[:2], 1))
        self.pixels: Pixels = np.clip(pixels + noise, 0, 255).astype(np.uint8)

    def _at(self, mm: float) -> int:
        return round((mm + _MARGIN) * self.scale)

    def _font(self, mm: float) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(path("fonts", "OCRB.otf")), round(mm * self.scale))

    def _line(self, draw: ImageDraw.ImageDraw, row: int, ink: int, gone: tuple[int, ...]) -> list[tuple]:
        y, quads = self.geometry.centre_from_top(row), []
        for column, symbol in enumerate(self.lines[row]):
            x = self.geometry.first_character + column * PITCH
            if column not in gone:
                place = (self._at(x + 0.75), self._at(y))
                draw.text(place, symbol, fill=(ink,) * 3, font=self._font(3.3), anchor="mm")
            corners = ((x, y - 1.2), (x + 1.5, y - 1.2), (x + 1.5, y + 1.2), (x, y + 1.2))
            quads.append(tuple(((u + _MARGIN) * self.scale, (v + _MARGIN) * self.scale) for u, v in corners))
        return quads

    def document(self, code: str | None = None) -> TravelDocument:
        """As it would be read."""
        lines = self.lines if code is None else (code + self.lines[0][2:], self.lines[1])
        page = PageImage(np.zeros((8, 8, 3), dtype=np.uint8))
        rows = tuple(
            tuple(CharReading(symbol, 0.99, (), quad) for symbol, quad in zip(line, quads, strict=True))
            for line, quads in zip(lines, self.quads, strict=True)
        )
        zone = parse(lines, today=TODAY)
        reading = MrzReading(MrzZone(page, (), rows[0][0].quad, 20.0), rows)
        return TravelDocument(zone.format, lines, zone.fields, zone.check_digits, True, (), reading=reading)

    def evidence(self, *others: PageImage, pixels: Pixels | None = None, code: str | None = None) -> Evidence:
        """What a check is handed."""
        seen = self.pixels if pixels is None else pixels
        return Evidence(self.document(code), TODAY, PageImage(np.ascontiguousarray(seen)), others)


@lru_cache(maxsize=1)
def passport() -> Drawn:
    """The usual page, drawn once."""
    return Drawn()


def shaken(pixels: Pixels, turn: float, by: float) -> Pixels:
    """The same picture, turned a little and of another size."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, by)
    matrix[:, 2] += ((by - 1) * width / 2, (by - 1) * height / 2)
    size = (round(width * by), round(height * by))
    return np.asarray(cv2.warpAffine(pixels, matrix, size, borderValue=(25, 25, 25)), dtype=np.uint8)
