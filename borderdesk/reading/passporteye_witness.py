"""PassportEye as third witness, asked only where the first two leave doubt: it takes a second or more.

It finds the zone its own way, which makes its answer independent of our locating; it reads with our
Tesseract model, because stock `eng` reads 6 of 40 specimens where an OCR-B model reads 28.
"""

from __future__ import annotations

import io
import logging
import shlex
import warnings

import cv2
import pytesseract

import resources
from borderdesk.imaging.blobs import Grey
from borderdesk.reading.tesseract import LANGUAGE, TesseractError
from models.reading import MRZ_ALPHABET

_WIDTH = 960
"""Pixels; a zone less than 700 wide it would enlarge in four ways by itself and start Tesseract for each."""

logger = logging.getLogger(__name__)


def read_zone(picture: Grey) -> tuple[str, ...]:
    """The lines that PassportEye reads in a picture.

    Args:
        picture: (h, w) uint8 grey, the zone upright with some page around it.

    Returns:
        Its lines, or nothing where it found none.

    Raises:
        TesseractError: Tesseract is not installed.
    """
    larger = max(1.0, _WIDTH / max(1, picture.shape[1]))
    enlarged = cv2.resize(picture, None, fx=larger, fy=larger, interpolation=cv2.INTER_CUBIC)
    found, encoded = cv2.imencode(".png", enlarged, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not found:
        return ()
    folder = shlex.quote(str(resources.path("tessdata")))
    import passporteye  # only now: it brings scikit-image along, which takes a second and 100 MB

    try:
        with warnings.catch_warnings():
            # It calls scikit-image in ways that newer editions warn of; nothing here can change that.
            warnings.simplefilter("ignore")
            zone = passporteye.read_mrz(
                io.BytesIO(encoded.tobytes()),
                save_roi=False,
                extra_cmdline_params=f"--tessdata-dir {folder} -l {LANGUAGE} --oem 1",
            )
    except pytesseract.TesseractNotFoundError as error:
        raise TesseractError("error.tesseract_missing") from error
    except Exception:
        # Seen: KeyError 'method' where its second try finds no more than its first, IndexError and ValueError
        # on empty regions, and what scikit-image raises on pictures of a few pixels.
        logger.info("PassportEye could not read a region", exc_info=True)
        return ()
    if zone is None:
        return ()
    raw = str(zone.aux.get("text", ""))
    lines = ("".join(c for c in line.upper() if c in MRZ_ALPHABET) for line in raw.splitlines())
    return tuple(line for line in lines if len(line) > 20)
