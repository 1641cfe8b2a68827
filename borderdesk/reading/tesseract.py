"""Tesseract as a process of its own: the only place that knows its flags.

It is the second, independent witness of the zone, and the only reader of what is printed for people
(`reading.printed`). All lines go through one process (pages of one TIFF), because starting Tesseract costs
more than reading a line. They go in by a pipe and come out by one: what is written into a temporary file
would lie on the disk in the clear after a power cut. Its confidences are not calibrated (a runner-up can
outscore the winner), so of a zone it is asked for text only; `fusion` weighs what it says.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Sequence

import cv2
import numpy as np
import pytesseract
from PIL import Image

import resources
from borderdesk.imaging.blobs import Grey
from models.errors import KnownError
from models.reading import MRZ_ALPHABET

LANGUAGE = "mrz"
_SECONDS = 20
# The model drops the last character of tight crops; a quarter of the height of paper all round mends it.
_MARGIN = 0.25
_PAGE_SEPARATOR = "\f"
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows a program without a window would open a console for each read."""


class TesseractError(KnownError):
    """Tesseract is missing or does not work."""


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
    framed = []
    for strip in strips:
        margin = int(_MARGIN * strip.shape[0])
        wide = cv2.copyMakeBorder(strip, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
        framed.append(np.asarray(wide, dtype=np.uint8))
    own_model = ["--tessdata-dir", str(resources.path("tessdata")), "-l", LANGUAGE]
    answers = ask(as_tiff(framed), ["--psm", "13", *own_model]).split(_PAGE_SEPARATOR)
    lines = ["".join(symbol for symbol in answer if symbol in MRZ_ALPHABET) for answer in answers]
    return tuple((lines + [""] * len(strips))[: len(strips)])


def as_tiff(pictures: Sequence[Grey]) -> bytes:
    """Pictures as the pages of one file."""
    pages = io.BytesIO()
    first, *others = (Image.fromarray(picture) for picture in pictures)
    first.save(pages, "TIFF", save_all=True, append_images=others)
    return pages.getvalue()


def ask(pages: bytes, flags: Sequence[str], *kinds: str) -> str:
    """What Tesseract says of the pages of a TIFF; it makes no guess at inverted print.

    Args:
        pages: The file.
        flags: Beside those that always hold.
        kinds: Of the answer; plain text where none is named.
    """
    command = [pytesseract.pytesseract.tesseract_cmd, "stdin", "stdout", "--oem", "1", *flags]
    command += ["-c", "tessedit_do_invert=0", *kinds]
    try:
        done = subprocess.run(
            command,
            input=pages,
            capture_output=True,
            timeout=_SECONDS,
            # Its own threads slow short lines down: 2 cores, 1 line at a time.
            env={"OMP_THREAD_LIMIT": "1", **os.environ},
            creationflags=_NO_WINDOW,
            check=True,
        )
    except FileNotFoundError as error:
        raise TesseractError("error.tesseract_missing") from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode("utf-8", "replace")
        raise TesseractError("error.tesseract_failed", reason=reason[:200]) from error
    except (subprocess.TimeoutExpired, OSError) as error:
        raise TesseractError("error.tesseract_failed", reason=str(error)[:200]) from error
    return done.stdout.decode("utf-8", "replace")


def version() -> str:
    """Version of the installed program, such as `5.3.0`.

    Raises:
        TesseractError: It is not installed.
    """
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit) as error:
        raise TesseractError("error.tesseract_missing") from error
