"""Pages out of files, decoded in a process of their own (`borderdesk.imaging.opener`)."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from borderdesk.imaging.decode import BYTES_AT_MOST, PictureError
from borderdesk.imaging.opener import shared
from models.cancel import CancelToken
from models.image import Light, PageImage

SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".pdf")
"""Endings by which folders are searched; a file named otherwise is still opened by its content."""


def load_pages(
    path: Path, *, light: Light = Light.VISIBLE, cancel: CancelToken | None = None
) -> tuple[PageImage, ...]:
    """All pages of a file.

    Args:
        path: A file.
        light: The light under which it was taken.
        cancel: Asked while the file is decoded.

    Returns:
        At least one page, upright by EXIF.

    Raises:
        PictureError: Missing, locked, a folder, a pipe, too large, no picture, or damaged; says what to do.
        Cancelled: Stopping was asked for.
    """
    try:
        if path.is_dir():
            raise PictureError("error.picture_is_folder", file=path.name)
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe may never end, or never begin
            raise PictureError("error.picture_no_file", file=str(path))
        if found.st_size > BYTES_AT_MOST:
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
    return load_bytes(data, path.name, light=light, cancel=cancel)


def load_bytes(
    data: bytes, name: str, *, light: Light = Light.VISIBLE, cancel: CancelToken | None = None
) -> tuple[PageImage, ...]:
    """All pages of a picture or PDF held in memory (pasted, received).

    Args:
        data: The file's content.
        name: What to call it in messages and records.
        light: The light under which it was taken.
        cancel: Asked while the file is decoded.

    Returns:
        At least one page.

    Raises:
        PictureError: Too large, no picture, or damaged; says what to do.
        Cancelled: Stopping was asked for.
    """
    if not data:
        raise PictureError("error.picture_empty", file=name)
    pages = shared().decode(data, name, cancel)
    return tuple(PageImage(pixels, light, dpi, name, number) for number, (pixels, dpi) in enumerate(pages))
