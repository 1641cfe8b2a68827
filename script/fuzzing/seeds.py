"""What the fuzzer begins with, all drawn here: a small file of every kind, as mutations need a start."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
from PIL import Image, ImageDraw, ImageFont

import resources
from script.fuzzing.pdf import pdf
from watchlist.importers import csv_lists

PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
CARD = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
_VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
_PUBLIC = Path(__file__).resolve().parents[2] / "tests" / "watchlist" / "official" / "samples"
"""Invented lists in the forms of those that are public."""
_LONG = ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<")


def strip(lines: Sequence[str] = PASSPORT, *, capital: int = 14) -> Image.Image:
    """A zone alone, a little paper around it."""
    pitch = capital * 723 / 713
    size = (int(pitch * (len(lines[0]) + 4)), int(pitch * (2.5 * len(lines) + 1)))
    picture = Image.new("L", size, 235)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(resources.path("fonts", "OCRB.otf")), round(capital * 1000 / 713))
    for row, line in enumerate(lines):
        for place, symbol in enumerate(line):
            draw.text(((2 + place) * pitch, (0.5 + 2.5 * row) * pitch), symbol, font=font, fill=25)
    return picture


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of that kind."""
    buffer = io.BytesIO()
    picture.copy().save(buffer, kind, **options)  # saving leaves settings of the kind in the picture
    return buffer.getvalue()


def pictures() -> dict[str, bytes]:
    """A small file of every kind that is opened, and of every way in which such files differ."""
    red = Image.new("RGB", (24, 16), (255, 255, 255))
    red.paste((255, 0, 0), (0, 0, 8, 8))
    zone = strip(CARD, capital=7)
    found = {}
    for kind in ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "PDF"):
        found[f"red.{kind}"] = encoded(red, kind)
        found[f"zone.{kind}"] = encoded(zone, kind)
    for orientation in range(2, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        found[f"turned-{orientation}.JPEG"] = encoded(red, "JPEG", exif=exif)
        found[f"turned-{orientation}.TIFF"] = encoded(red, "TIFF", exif=exif)
    exif = Image.Exif()
    exif[0x0112] = 6
    found["turned.PNG"] = encoded(red, "PNG", exif=exif)
    found["turned.WEBP"] = encoded(red, "WEBP", exif=exif, lossless=True)
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        found[f"{mode.replace(';', '-')}.PNG"] = encoded(red.convert("L" if ";" in mode else mode), "PNG")
    found["sixteen.PNG"] = encoded(Image.new("I;16", (9, 9), 40_000), "PNG")
    found["float.TIFF"] = encoded(Image.new("F", (9, 9), 0.5), "TIFF")
    found["inks.TIFF"] = encoded(red.convert("CMYK"), "TIFF")
    found["inks.JPEG"] = encoded(red.convert("CMYK"), "JPEG")
    found["steps.JPEG"] = encoded(red, "JPEG", progressive=True)
    for way in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "zstd"):
        found[f"{way}.TIFF"] = encoded(red, "TIFF", compression=way)
    for way in ("group3", "group4"):
        found[f"{way}.TIFF"] = encoded(red.convert("1"), "TIFF", compression=way)
    found["pages.TIFF"] = encoded(red, "TIFF", save_all=True, append_images=[zone.copy(), red.rotate(180)])
    found["pages.PDF"] = encoded(red, "PDF", save_all=True, append_images=[red])
    found["moving.WEBP"] = encoded(red, "WEBP", save_all=True, append_images=[red.rotate(90)])
    found["moving.PNG"] = encoded(red, "PNG", save_all=True, append_images=[red.rotate(90)])
    found["palette.BMP"] = encoded(red.convert("P"), "BMP")
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>"
    found["text.PDF"] = pdf(b"BT /F 9 Tf 5 9 Td (I<UTOD231458907) Tj ET", more=font)
    found["lines.PDF"] = pdf(b"1 0 0 rg 2 2 9 9 re f 0 0 m 50 30 l S", pages=3)
    return found


def pixels() -> dict[str, bytes]:
    """Recipes of pixels, as `targets.pixels` reads them."""
    return {
        f"{kind}-{shape}-{filling}": bytes([kind, shape, filling, 128, 7, 200, 30, 255])
        for kind in range(7)
        for shape in range(12)
        for filling in range(3)
        if (kind + shape) % 3 == filling
    }


def zones() -> dict[str, bytes]:
    """Code lines as typed or swiped."""
    return {
        str(number): "\n".join(lines).encode() for number, lines in enumerate((PASSPORT, CARD, _VISA, _LONG))
    }


def swipes() -> dict[str, bytes]:
    """Code lines as readers send them: in a frame with a check byte, one after the other, all in one."""
    found = {}
    for number, lines in enumerate((PASSPORT, CARD, _VISA, _LONG)):
        found[f"framed-{number}"] = b"\x02" + b"".join(line.encode() + b"\r" for line in lines) + b"\x03"
        found[f"lines-{number}"] = b"".join(line.encode() + b"\r\n" for line in lines)
        found[f"one-{number}"] = b"".join(line.encode() for line in lines) + b"\r"
    return found


def lists() -> dict[str, bytes]:
    """Lists of both kinds (docs/watchlist-csv.md)."""
    persons = ",".join(csv_lists.PERSON_COLUMNS)
    documents = ",".join(csv_lists.DOCUMENT_COLUMNS)
    return {
        "persons": f"{persons}\n{_PERSON}\n".encode(),
        "semicolons": f"\ufeff{persons}\n1,A{',' * 18}\n".replace(",", ";").encode(),
        "documents": f"{documents}\r\n1,L898902C3,,UTO,P,stolen,2026-01-02,A B,stop,,,,,,,,\r\n".encode(),
        "blanks": b"document_number,last_number,issuing_state\nA100,A199,UTO\n",
    }


_PERSON = (
    '7,"ERIKSSON, ANNA",ANA|A\\|B,Annie,1974-08-12|1975|~1970|1960..1965,F,UTO,L8/UTO,Zenith,"1, Street",,'
    'stop,x,wanted|crime.terror,ABC,Warrant,quiet,"a ""b""",2027-12-31,2026-12-31'
)


def formats() -> dict[str, bytes]:
    """Lists of every other form, invented (docs/lists.md)."""
    person = {
        "id": "Q-1",
        "caption": "Anna Eriksson",
        "schema": "Person",
        "datasets": ["invented"],
        "properties": {
            "name": ["ERIKSSON Anna"],
            "alias": ["Ana"],
            "weakAlias": ["Annie"],
            "birthDate": ["1974-08-12", "1975"],
            "gender": ["female"],
            "nationality": ["ne", "zz"],
            "passportNumber": ["L8-9"],
            "topics": ["sanction", "role.pep"],
            "notes": ["x"],
        },
    }
    properties = {"holder": ["Q-1"], "number": ["A 1"], "country": ["ne"]}
    paper = {"id": "Q-2", "schema": "Passport", "properties": properties}
    header = (
        "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset\n"
    )
    return {
        **lists(),
        "ftm": "\n".join(map(json.dumps, (person, paper))).encode(),
        "simple": f"{header}Q-1,Person,Anna E,Ana;An E,1974;1975-01,ne;zz,x,L8;?,Act,,,PEPs\n".encode(),
        "workbook": _workbook(),
        **{file.name: file.read_bytes() for file in sorted(_PUBLIC.iterdir())},
    }


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["entry_id", "name", "date_of_birth", "valid_until"])
    book.active.append([1, "Anna Eriksson", 1974, date(2027, 1, 2)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
