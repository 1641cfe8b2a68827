"""Draws the tray into `resources/tray` (`script/draw-tray`): pictures, and the truth beside them."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2

import resources
from borderdesk.training.press import draw
from borderdesk.training.recipes import recipes
from borderdesk.training.tray import TrayItem, truth_text

JPEG_QUALITY = 78


def draw_tray(folder: Path) -> tuple[TrayItem, ...]:
    """Draw every recipe into a folder, with `truth.toml`.

    Args:
        folder: Is made where it is missing; pictures of the same name are replaced.

    Raises:
        OSError: A file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    items = []
    for recipe in recipes():
        drawn = draw(recipe.specimen, seed=recipe.seed, capture=recipe.capture)
        done, data = cv2.imencode(".jpg", drawn.pixels, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
        if not done:
            raise RuntimeError("OpenCV wrote no JPEG")
        picture = folder / recipe.file
        picture.write_bytes(_with_density(data.tobytes(), round(drawn.dpi)))
        items.append(
            TrayItem(picture, recipe.title, recipe.see, recipe.specimen.format, drawn.lines, recipe.advice)
        )
    (folder / "truth.toml").write_text(truth_text(items), encoding="utf-8")
    return tuple(items)


def _with_density(jpeg: bytes, dpi: int) -> bytes:
    """Put the dots per inch into the file's JFIF header, which OpenCV leaves blank (JFIF 1.02, page 5)."""
    if jpeg[6:11] != b"JFIF\0":
        raise RuntimeError("OpenCV wrote a JPEG without a JFIF header")
    inches = b"\x01"
    return jpeg[:13] + inches + dpi.to_bytes(2, "big") * 2 + jpeg[18:]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(resources.__file__).parent / "tray"
    draw_tray(target)
