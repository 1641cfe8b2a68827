"""Tesseract through pytesseract: the only place that knows its flags.

It is the second, independent witness. All lines go through one process (a list of pictures), because
starting Tesseract costs more than reading a line. Its confidences are not calibrated (a runner-up can
outscore the winner), so it is asked for text only; `fusion` weighs what it says.
"""

from __future__ import annotations

import os
import shlex
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import pytesseract

import resources
from borderdesk.imaging.blobs import Grey
from models.errors import KnownError
from models.reading import MRZ_ALPHABET

LANGUAGE = "mrz"
_SECONDS = 20
# The model drops the last character of tight crops; a quarter of the height of paper all round mends it.
_MARGIN = 0.25
_PAGE_SEPARATOR = "\f"


class TesseractError(KnownError):
    """Tesseract is missing or does not work."""


def configuration() -> str:
    """Flags for one raw line of print, without dictionaries or a guess at inverted print."""
    folder = shlex.quote(str(resources.path("tessdata")))
    return f"--tessdata-dir {folder} --oem 1 --psm 13 -c tessedit_do_invert=0"


def read_lines(strips: Sequence[Grey]) -> tuple[str, ...]:
    """The text of each strip.

    Args:
        strips: (h, w) uint8 each, one line of print laid flat, dark on light.

    Returns:
        One string a strip; whatever is no symbol of a zone is left out.

    Raises:
        TesseractError: It is not installed, or did not answer in time.
    """
    if not strips:
        return ()
    with tempfile.TemporaryDirectory(prefix="borderdesk-") as folder:
        names = []
        for number, strip in enumerate(strips):
            margin = int(_MARGIN * strip.shape[0])
            framed = cv2.copyMakeBorder(strip, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
            name = Path(folder) / f"{number}.png"
            cv2.imwrite(str(name), framed, [cv2.IMWRITE_PNG_COMPRESSION, 1])
            names.append(str(name))
        listing = Path(folder) / "lines.txt"
        listing.write_text("\n".join(names) + "\n", encoding="utf-8")
        text = _run(listing)
    pages = text.split(_PAGE_SEPARATOR)
    lines = ["".join(symbol for symbol in page if symbol in MRZ_ALPHABET) for page in pages]
    return tuple((lines + [""] * len(strips))[: len(strips)])


def _run(listing: Path) -> str:
    # Tesseract's own threads slow short lines down: 2 cores, 1 line at a time.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        text: str = pytesseract.image_to_string(
            str(listing), lang=LANGUAGE, config=configuration(), timeout=_SECONDS
        )
    except pytesseract.TesseractNotFoundError as error:
        raise TesseractError("error.tesseract_missing") from error
    except (RuntimeError, OSError) as error:  # pytesseract's own errors and its time-out are RuntimeErrors
        raise TesseractError("error.tesseract_failed", reason=str(error)[:200]) from error
    return text


def version() -> str:
    """Version of the installed program, such as `5.3.0`.

    Raises:
        TesseractError: It is not installed.
    """
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit) as error:
        raise TesseractError("error.tesseract_missing") from error
