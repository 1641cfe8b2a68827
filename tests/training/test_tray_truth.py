"""The tray's pictures are what `truth.toml` says, and what the recipes draw."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest

import resources
from borderdesk.mrz import detect_format, parse
from borderdesk.training.press import draw
from borderdesk.training.recipes import recipes
from borderdesk.training.tray import TrayItem, tray
from models.document import DocumentFormat
from models.verdict import Advice

ITEMS = {item.path.name: item for item in tray()}
EACH = pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS.keys())
ALTERED = "02-altered-expiry.jpg"
TODAY = date(2026, 11, 24)


def _check_digit(text: str) -> str:
    """Doc 9303-3, 4.9, written down a second time."""
    values = [0 if symbol == "<" else int(symbol, 36) for symbol in text]
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def _wrong(kind: DocumentFormat, lines: tuple[str, ...]) -> list[str]:
    """Names of the check digits that are wrong, by the tables of 9303-4 to 9303-7, 4.2."""
    if kind is DocumentFormat.TD1:
        upper, middle = lines[0], lines[1]
        summed = {
            "number": (upper[5:14], upper[14]), "birth": (middle[:6], middle[6]),
            "expiry": (middle[8:14], middle[14]),
            "composite": (upper[5:] + middle[:7] + middle[8:15] + middle[18:29], middle[29]),
        }  # fmt: skip
    else:
        line = lines[1]
        summed = {
            "number": (line[:9], line[9]), "birth": (line[13:19], line[19]),
            "expiry": (line[21:27], line[27]),
            "composite": (line[:10] + line[13:20] + line[21:-1], line[-1]),
        }  # fmt: skip
        if kind in (DocumentFormat.MRV_A, DocumentFormat.MRV_B):
            del summed["composite"]
    return [name for name, (text, digit) in summed.items() if _check_digit(text) != digit]


def test_the_tray_holds_every_promised_exercise() -> None:
    assert {item.advice for item in tray()} == {Advice.CLEAR, Advice.REFER, Advice.STOP, Advice.RESCAN}
    kinds = {item.format for item in tray()}
    assert kinds == {DocumentFormat.TD1, DocumentFormat.TD2, DocumentFormat.TD3, DocumentFormat.MRV_A}
    assert [item.advice for item in tray()][:4] == [Advice.CLEAR, Advice.REFER, Advice.STOP, Advice.STOP]
    assert len({item.title for item in tray()}) == len(tray())


def test_every_picture_lies_in_the_tray_and_none_besides() -> None:
    folder = Path(resources.__file__).parent / "tray"
    assert {file.name for file in folder.iterdir()} == {*ITEMS, "truth.toml"}


@EACH
def test_a_picture_is_small_enough_to_ship(item: TrayItem) -> None:
    assert item.path.stat().st_size < 350_000


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.file)
def test_the_press_still_draws_what_lies_in_the_tray(recipe) -> None:  # type: ignore[no-untyped-def]
    item = ITEMS[recipe.file]
    drawn = draw(recipe.specimen, seed=recipe.seed, capture=recipe.capture)
    assert (drawn.lines, recipe.title, recipe.advice) == (item.lines, item.title, item.advice)
    stored = cv2.imread(str(item.path))
    assert stored is not None
    assert stored.shape == drawn.pixels.shape
    # Compression and another release of the font renderer move shades, never a line: measured 2.0 to 2.7.
    assert np.abs(stored.astype(int) - drawn.pixels.astype(int)).mean() < 4.5


@EACH
def test_the_printed_lines_are_a_zone_of_their_format(item: TrayItem) -> None:
    if not item.lines:
        assert item.path.name == "05-identity-card-front.jpg"
        return
    assert detect_format(item.lines) is item.format
    zone = parse(item.lines, today=TODAY)
    assert zone.fields.issuing_state == "UTO"
    assert {digit.name for digit in zone.check_digits if not digit.agrees} == (
        {"date_of_expiry", "composite"} if item.path.name == ALTERED else set()
    )


@EACH
def test_check_digits_are_right_but_for_the_altered_passport(item: TrayItem) -> None:
    wrong = _wrong(item.format, item.lines) if item.lines else []
    assert wrong == (["expiry", "composite"] if item.path.name == ALTERED else [])


@EACH
def test_the_tray_stays_useful_for_years(item: TrayItem) -> None:
    if item.lines and item.path.name != "11-expired-passport.jpg":
        expiry = parse(item.lines, today=TODAY).fields.date_of_expiry
        assert expiry is not None
        assert expiry.year is not None
        assert expiry.year >= 2034


def test_drawing_the_tray_writes_pictures_and_truth(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "borderdesk.training.drawing_tray", str(tmp_path)], check=True)
    shipped = Path(resources.__file__).parent / "tray"
    assert {file.name for file in tmp_path.iterdir()} == {file.name for file in shipped.iterdir()}
    assert (tmp_path / "truth.toml").read_text() == (shipped / "truth.toml").read_text()
