"""The second witness: what it reads, and that it leaves nothing behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

import resources
from borderdesk.imaging.blobs import Grey
from borderdesk.reading import tesseract
from borderdesk.reading.tesseract import TesseractError, read_lines

LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def strip(text: str) -> Grey:
    font = ImageFont.truetype(str(resources.path("fonts", "OCRB.otf")), 44)
    picture = Image.new("L", (32 * len(text) + 40, 48), 240)
    for place, symbol in enumerate(text):
        ImageDraw.Draw(picture).text((20 + 32 * place, 2), symbol, font=font, fill=25)
    return np.asarray(picture, np.uint8)


def test_lines_come_back_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # No folder for temporary files is there: a traveller's lines must not lie on the disk in the clear.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "missing"))
    said = read_lines([strip(line) for line in LINES])
    # It takes a look-alike now and then, and may miscount fillers.
    for line, printed in zip(said, LINES, strict=True):
        assert sum(a == b for a, b in zip(line, printed, strict=False)) > 38


def test_without_tesseract_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract.pytesseract.pytesseract, "tesseract_cmd", "tesseract-that-is-not-there")
    with pytest.raises(TesseractError) as caught:
        read_lines([strip(LINES[0])])
    assert caught.value.message.key == "error.tesseract_missing"


def test_a_model_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "LANGUAGE", "nothing")
    with pytest.raises(TesseractError) as caught:
        read_lines([strip(LINES[0])])
    assert caught.value.message.key == "error.tesseract_failed"
