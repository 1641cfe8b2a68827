"""Pages out of files: JPEG, PNG, TIFF (several pages), BMP, WebP and PDF.

The header tells the size before a pixel is decoded, so that a picture made to exhaust the memory is
refused unopened. EXIF orientation is applied here and nowhere else.
"""

from __future__ import annotations

import errno
import io
import warnings
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from models.errors import KnownError
from models.image import Light, PageImage, Pixels

MEGAPIXELS_AT_MOST = 120
"""An A3 page at 600 dpi has 70; a decoded picture of 120 takes 360 MB."""
BYTES_AT_MOST = 256 * 1024 * 1024
PAGES_AT_MOST = 40
PDF_DPI = 300
FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")
SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".pdf")
"""Endings by which folders are searched; a file named otherwise is still opened by its content."""


class PictureError(KnownError):
    """A file or its content cannot be taken as a picture."""


def load_pages(path: Path, *, light: Light = Light.VISIBLE) -> tuple[PageImage, ...]:
    """All pages of a file.

    Args:
        path: A file.
        light: The light under which it was taken.

    Returns:
        At least one page, upright by EXIF.

    Raises:
        PictureError: Missing, locked, a folder, too large, no picture, or damaged; says what to do.
    """
    try:
        if path.is_dir():
            raise PictureError("error.picture_is_folder", file=path.name)
        if path.stat().st_size > BYTES_AT_MOST:
            raise PictureError(
                "error.file_too_large", file=path.name, limit=f"{BYTES_AT_MOST // (1024 * 1024)} MB"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise PictureError("error.picture_missing", file=str(path)) from error
    except PermissionError as error:
        raise PictureError("error.picture_locked", file=str(path)) from error
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, "unknown")
        raise PictureError("error.picture_unreadable", file=str(path), reason=reason) from error
    return load_bytes(data, path.name, light=light)


def load_bytes(data: bytes, name: str, *, light: Light = Light.VISIBLE) -> tuple[PageImage, ...]:
    """All pages of a picture or PDF held in memory (pasted, received).

    Args:
        data: The file's content.
        name: What to call it in messages and records.
        light: The light under which it was taken.

    Returns:
        At least one page.

    Raises:
        PictureError: Too large, no picture, or damaged; says what to do.
    """
    if not data:
        raise PictureError("error.picture_empty", file=name)
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _pdf_pages(data, name, light)
    return _picture_pages(data, name, light)


def _picture_pages(data: bytes, name: str, light: Light) -> tuple[PageImage, ...]:
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures and odd metadata; the size is checked here, by our own limit.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
                if frames > PAGES_AT_MOST:
                    raise PictureError("error.too_many_pages", file=name, limit=PAGES_AT_MOST)
                pages = []
                for number, frame in enumerate(ImageSequence.Iterator(picture)):
                    if number >= frames:
                        break
                    _refuse_oversize(frame.width, frame.height, name)
                    dpi = _believable_dpi(frame.info.get("dpi"))
                    pages.append(PageImage(_bgr(frame), light, dpi, name, number))
                return tuple(pages)
    except Image.DecompressionBombError as error:
        raise PictureError("error.picture_too_large", file=name, limit=MEGAPIXELS_AT_MOST) from error
    except UnidentifiedImageError as error:
        raise PictureError("error.no_picture", file=name) from error
    except PictureError:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, OverflowError) as error:
        # What Pillow's decoders raise on broken data; each of them means the same to the officer.
        raise PictureError("error.picture_damaged", file=name) from error
    except MemoryError as error:
        raise PictureError("error.picture_too_large", file=name, limit=MEGAPIXELS_AT_MOST) from error


def _pdf_pages(data: bytes, name: str, light: Light) -> tuple[PageImage, ...]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        key = "error.pdf_locked" if "password" in str(error).lower() else "error.picture_damaged"
        raise PictureError(key, file=name) from error
    try:
        count = len(document)
        if count == 0:
            raise PictureError("error.picture_empty", file=name)
        if count > PAGES_AT_MOST:
            raise PictureError("error.too_many_pages", file=name, limit=PAGES_AT_MOST)
        pages = []
        for number in range(count):
            page = document[number]
            scale = PDF_DPI / 72
            _refuse_oversize(int(page.get_width() * scale), int(page.get_height() * scale), name)
            bitmap = page.render(scale=scale, rev_byteorder=False)
            pixels = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
            pages.append(PageImage(pixels.copy(), light, float(PDF_DPI), name, number))
            bitmap.close()
            page.close()
        return tuple(pages)
    except pypdfium2.PdfiumError as error:
        raise PictureError("error.picture_damaged", file=name) from error
    finally:
        document.close()


def _refuse_oversize(width: int, height: int, name: str) -> None:
    if width * height > MEGAPIXELS_AT_MOST * 1_000_000:
        raise PictureError("error.picture_too_large", file=name, limit=MEGAPIXELS_AT_MOST)


def _believable_dpi(value: object) -> float | None:
    """Cameras write 72 whatever they saw; only what a scanner would say is believed."""
    try:
        dpi = float(value[0])  # type: ignore[index]
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return dpi if 100 <= dpi <= 1200 else None


def _bgr(frame: Image.Image) -> Pixels:
    """Any Pillow mode to (h, w, 3) uint8 blue green red; transparent parts become white."""
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        values = np.asarray(upright, dtype=np.float64)
        top = 65535.0 if values.max(initial=0.0) > 255 else 255.0
        grey = np.clip(values * (255.0 / top), 0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if upright.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        white = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        upright = Image.alpha_composite(white, layer)
    rgb = np.asarray(upright.convert("RGB"))
    return np.ascontiguousarray(rgb[:, :, ::-1])
