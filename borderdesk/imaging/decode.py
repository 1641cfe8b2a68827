"""Pages out of bytes: JPEG, PNG, TIFF (several pages), BMP, WebP and PDF.

The header tells the size before a pixel is decoded, so that a picture made to exhaust the memory is
refused unopened. EXIF orientation is applied here and nowhere else. Pixels are converted strip by strip, so
that the largest picture taken needs little more than its decoded form and its page.

What a header cannot tell (a PDF that draws without end, a JPEG of thousands of scans) is not seen here: the
limits of time and memory are those of the process in which `borderdesk.imaging.opener` runs this.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
import pypdfium2
from PIL import ExifTags, Image, ImageSequence, UnidentifiedImageError

from models.errors import KnownError
from models.image import Pixels

Decoded: TypeAlias = tuple[Pixels, float | None]
"""A page's pixels as `PageImage` wants them, and its dots per inch where they are believable."""

MEGAPIXELS_AT_MOST = 120
"""An A3 page at 600 dpi has 70; a decoded picture of 120 takes 360 MB."""
MEGAPIXELS_IN_ALL = 240
"""Of all pages of a file together: 27 A4 pages at 300 dpi. Decoded they take 720 MB."""
BYTES_AT_MOST = 256 * 1024 * 1024
PAGES_AT_MOST = 40
PDF_DPI = 300
FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")


class PictureError(KnownError):
    """A file or its content cannot be taken as a picture."""


def decode(data: bytes, name: str) -> Iterator[Decoded]:
    """The pages of a picture or PDF, one after the other.

    Args:
        data: The file's content.
        name: What to call it in messages.

    Raises:
        PictureError: Too large, no picture, or damaged; says what to do. Pages before the bad one were given.
    """
    if not data:
        raise PictureError("error.picture_empty", file=name)
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _pdf_pages(data, name)
    return _picture_pages(data, name)


def _picture_pages(data: bytes, name: str) -> Iterator[Decoded]:
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures and odd metadata; the size is checked here, by our own limit.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
                if frames > PAGES_AT_MOST:
                    raise PictureError("error.too_many_pages", file=name, limit=PAGES_AT_MOST)
                room = _Room(name)
                for number, frame in enumerate(ImageSequence.Iterator(picture)):
                    if number >= frames:
                        break
                    room.take(frame.width, frame.height)
                    yield _bgr(frame), _believable_dpi(frame.info.get("dpi"))
    except Image.DecompressionBombError as error:
        raise PictureError("error.picture_too_large", file=name, limit=MEGAPIXELS_AT_MOST) from error
    except UnidentifiedImageError as error:
        raise PictureError("error.no_picture", file=name) from error
    except PictureError:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, ArithmeticError, LookupError) as error:
        # What Pillow's decoders raise on broken data; each of them means the same to the officer.
        raise PictureError("error.picture_damaged", file=name) from error
    except MemoryError as error:
        raise PictureError("error.picture_costly", file=name) from error


def _pdf_pages(data: bytes, name: str) -> Iterator[Decoded]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # A wrong password, or a lock that PDFium does not know, as one opened by a certificate.
        locked = any(word in str(error).lower() for word in ("password", "security"))
        raise PictureError("error.pdf_locked" if locked else "error.picture_damaged", file=name) from error
    try:
        count = len(document)
        if count == 0:
            raise PictureError("error.picture_empty", file=name)
        if count > PAGES_AT_MOST:
            raise PictureError("error.too_many_pages", file=name, limit=PAGES_AT_MOST)
        room = _Room(name)
        for number in range(count):
            page = document[number]
            scale = PDF_DPI / 72
            room.take(page.get_width() * scale, page.get_height() * scale)
            bitmap = page.render(scale=scale, rev_byteorder=False)
            pixels = bitmap.to_numpy()[:, :, :3].copy()  # the bitmap's own memory is given back below
            bitmap.close()
            page.close()
            yield pixels, float(PDF_DPI)
    except pypdfium2.PdfiumError as error:
        raise PictureError("error.picture_damaged", file=name) from error
    except MemoryError as error:
        raise PictureError("error.picture_costly", file=name) from error
    finally:
        document.close()


class _Room:
    """How many pixels the pages of a file may still have."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._taken = 0.0

    def take(self, width: float, height: float) -> None:
        """Make room for a page.

        Raises:
            PictureError: It is too large, or all pages together are.
        """
        self._taken += width * height
        # Turned round, as a page of a PDF may be infinite, or infinite and nothing, which is no number.
        if not width * height <= MEGAPIXELS_AT_MOST * 1_000_000:
            raise PictureError("error.picture_too_large", file=self._name, limit=MEGAPIXELS_AT_MOST)
        if self._taken > MEGAPIXELS_IN_ALL * 1_000_000:
            raise PictureError("error.pages_too_large", file=self._name, limit=MEGAPIXELS_IN_ALL)


def _believable_dpi(value: object) -> float | None:
    """Cameras write 72 whatever they saw; only what a scanner would say is believed."""
    try:
        dpi = float(value[0])  # type: ignore[index]
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return dpi if 100 <= dpi <= 1200 else None


_STRIP = 256
"""Rows that are converted at once."""
_DEEP = frozenset({"I;16", "I;16B", "I;16L", "I", "F"})
"""Pillow's modes of one channel with more than 8 bits."""
_AS_STORED: dict[int, Callable[[Pixels], Pixels]] = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.transpose(1, 0, 2),
    6: lambda upright: np.rot90(upright, 1),
    7: lambda upright: upright[::-1, ::-1].transpose(1, 0, 2),
    8: lambda upright: np.rot90(upright, -1),
}
"""By EXIF orientation: the upright page seen the way it is stored in the file."""


def _bgr(frame: Image.Image) -> Pixels:
    """Any Pillow mode to (h, w, 3) uint8 blue green red, upright; transparent parts become white."""
    frame.load()
    orientation = _orientation(frame)
    width, height = frame.size
    turned = orientation in (5, 6, 7, 8)
    upright = np.empty((width, height, 3) if turned else (height, width, 3), dtype=np.uint8)
    stored = _AS_STORED[orientation](upright)
    to_pixels = _deep_pixels(frame) if frame.mode in _DEEP else _pixels
    for top in range(0, height, _STRIP):
        bottom = min(top + _STRIP, height)
        stored[top:bottom] = to_pixels(frame.crop((0, top, width, bottom)))
    return upright


def _orientation(frame: Image.Image) -> int:
    """1 to 8 by EXIF, 1 where it says nothing sensible; asked after loading, which turns a TIFF itself."""
    found = frame.getexif().get(ExifTags.Base.Orientation)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _deep_pixels(frame: Image.Image) -> Callable[[Image.Image], Pixels]:
    """How strips of a picture of more than 8 bits become pixels: by the range that the whole picture uses."""
    _, highest = frame.getextrema()
    top = 65535.0 if float(highest) > 255 else 255.0  # type: ignore[arg-type]

    def pixels(strip: Image.Image) -> Pixels:
        values = np.asarray(strip, dtype=np.float64)
        grey = np.clip(values * (255.0 / top), 0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)

    return pixels


def _pixels(strip: Image.Image) -> Pixels:
    if strip.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in strip.info:
        layer = strip.convert("RGBA")
        white = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        strip = Image.alpha_composite(white, layer)
    return np.asarray(strip.convert("RGB"))[:, :, ::-1]
