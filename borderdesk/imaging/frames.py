"""Frames out of a camera or out of a film (AVI, MP4, MOV, MKV, WebM), through one door.

Rules of this module:

* a film is told by its first bytes before OpenCV sees it, and opened by its absolute path with one named
  backend: OpenCV would else take a name for an address in a network or for a numbered row of pictures;
* a frame that is larger than a film of a document needs is refused;
* a camera or film is let go of however the work with it ends.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np

from borderdesk.imaging.decode import PictureError
from models.errors import KnownError
from models.image import PageImage, Pixels

FILM_SUFFIXES = (".avi", ".mp4", ".mov", ".m4v", ".mkv", ".webm")
"""Endings by which a dialog offers films; a film named otherwise is still told by its content."""
MEGAPIXELS_A_FRAME = 16
"""4K has 8.3."""
MINUTES_AT_MOST = 5
FRAMES_AT_MOST = MINUTES_AT_MOST * 60 * 30
CAMERA_SIZE = (1280, 720)
"""Asked of a camera: at 1280 pixels a passport that fills the picture has capitals of 20 pixels."""
PREVIEW_LONGEST = 960
CAMERA_SECONDS_AT_MOST = 120.0
"""After so long a camera is let go of: nobody seems to need it."""
_HEAD = 16
# Films whose frames stop so far before the number that their head promises were cut short.
_COMPLETE = 0.9
# A camera that is unplugged is noticed after so long; OpenCV itself would wait for 10.
_CAMERA_SECONDS = "3"

Clock: TypeAlias = Callable[[], float]
"""Tells seconds that only ever grow."""


class FilmError(PictureError):
    """A file cannot be taken as a film."""


class CameraError(KnownError):
    """A camera is not there, belongs to another program, or has gone."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of many.

    Attributes:
        page: Its pixels; `page.page` is its number in the film, from 0.
        seconds: Since the first one.
    """

    page: PageImage
    seconds: float


def is_film(path: Path) -> bool:
    """Whether a file begins like a film; False too where it cannot be looked into, opening it will tell why.

    Args:
        path: A file.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return _begins_as_film(file.read(_HEAD))
    except OSError:
        return False


def _begins_as_film(head: bytes) -> bool:
    """RIFF AVI, ISO base media (ISO/IEC 14496-12) or EBML (RFC 8794); no list of other files is among them.

    >>> _begins_as_film(b"RIFF....AVI LIST"), _begins_as_film(b"RIFF....WEBPVP8 ")
    (True, False)
    """
    return (
        (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
        or head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide")
        or head[:4] == b"\x1a\x45\xdf\xa3"
    )


@contextmanager
def film(path: Path) -> Iterator[Iterator[Frame]]:
    """The frames of a film, in a `with` that lets go of the file.

    Args:
        path: A file.

    Yields:
        Its frames in order. Asking for the next one raises `FilmError` where the film was cut short, is too
        long, or its frames are too large.

    Raises:
        FilmError: Missing, locked, a folder, no film, empty, or damaged; says what to do.
    """
    _look_into(path)
    capture = _opened(str(path.resolve()), cv2.CAP_FFMPEG)
    try:
        if not capture.isOpened():
            raise FilmError("error.film_damaged", file=path.name)
        yield _film_frames(capture, path.name)
    finally:
        capture.release()


@contextmanager
def camera(number: int, *, clock: Clock = time.monotonic) -> Iterator[Iterator[Frame]]:
    """The frames of a camera as they come, in a `with` that lets go of it.

    Args:
        number: Which camera, from 0.
        clock: Tells when a frame came.

    Yields:
        Its frames, for `CAMERA_SECONDS_AT_MOST`. Asking for the next one raises `CameraError` where it was
        unplugged.

    Raises:
        CameraError: There is none of this number, or another program has it; says what to do.
    """
    device = Path(f"/dev/video{number}")
    on_linux = sys.platform.startswith("linux")
    if number < 0 or (on_linux and not device.exists()):
        raise CameraError("error.camera_missing", number=number)
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", _CAMERA_SECONDS)
    capture = _opened(number, cv2.CAP_V4L2 if on_linux else cv2.CAP_ANY)
    try:
        if not capture.isOpened():
            raise CameraError("error.camera_taken" if on_linux else "error.camera_missing", number=number)
        # Compressed frames: USB 2 carries only few plain ones a second at this size.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, CAMERA_SIZE[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, CAMERA_SIZE[1])
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # what was filmed seconds ago is of no use
        yield camera_frames(capture, number, clock)
    finally:
        capture.release()


def camera_frames(capture: cv2.VideoCapture, number: int, clock: Clock) -> Iterator[Frame]:
    """Frames of an open camera.

    Raises:
        CameraError: It gives no picture, or gives none any more.
    """
    count, began = 0, clock()
    while True:
        pixels = _next(capture)
        if pixels is None:
            raise CameraError("error.camera_lost" if count else "error.camera_taken", number=number)
        if pixels.size > MEGAPIXELS_A_FRAME * 3_000_000:
            raise CameraError("error.camera_too_large", number=number, limit=MEGAPIXELS_A_FRAME)
        seconds = clock() - began
        if seconds > CAMERA_SECONDS_AT_MOST:
            return
        yield Frame(PageImage(pixels, source=f"camera-{number}", page=count), seconds)
        count += 1


def preview(pixels: Pixels) -> tuple[Pixels, float]:
    """A frame no larger than a window shows it, in memory of its own, and its scale.

    Args:
        pixels: (h, w, 3) uint8.
    """
    factor = min(1.0, PREVIEW_LONGEST / max(pixels.shape[:2]))
    if factor == 1.0:
        return pixels.copy(), 1.0
    size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), factor


def _film_frames(capture: cv2.VideoCapture, name: str) -> Iterator[Frame]:
    promised = capture.get(cv2.CAP_PROP_FRAME_COUNT)
    width, height = capture.get(cv2.CAP_PROP_FRAME_WIDTH), capture.get(cv2.CAP_PROP_FRAME_HEIGHT)
    if width * height > MEGAPIXELS_A_FRAME * 1_000_000:
        raise FilmError("error.film_too_large", file=name, limit=MEGAPIXELS_A_FRAME)
    count = 0
    while (pixels := _next(capture)) is not None:
        if count >= FRAMES_AT_MOST:
            raise FilmError("error.film_too_long", file=name, limit=MINUTES_AT_MOST)
        if pixels.size > MEGAPIXELS_A_FRAME * 3_000_000:
            raise FilmError("error.film_too_large", file=name, limit=MEGAPIXELS_A_FRAME)
        seconds = max(0.0, capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0)
        yield Frame(PageImage(pixels, source=name, page=count), seconds)
        count += 1
    if not count:
        raise FilmError("error.film_damaged", file=name)
    if promised > 0 and count < int(_COMPLETE * promised):
        raise FilmError("error.film_cut_short", file=name, count=count, promised=int(promised))


def _next(capture: cv2.VideoCapture) -> Pixels | None:
    """The next frame as (h, w, 3) uint8, None where there is none."""
    try:
        there, pixels = capture.read()
    except cv2.error:  # what OpenCV's decoders raise on broken data
        return None
    if not there or pixels is None:
        return None
    if pixels.ndim == 2:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR)
    return np.asarray(pixels[:, :, :3], dtype=np.uint8)


def _opened(source: str | int, backend: int) -> cv2.VideoCapture:
    """Opened quietly: what is wrong is told by our own sentences, not by FFmpeg's on standard error."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    level = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        return cv2.VideoCapture(source, backend)
    finally:
        cv2.utils.logging.setLogLevel(level)


def _look_into(path: Path) -> None:
    """Refuse what is no film before it is opened.

    Raises:
        FilmError: Says why.
    """
    try:
        if path.is_dir():
            raise FilmError("error.picture_is_folder", file=path.name)
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe may never end, or never begin
            raise FilmError("error.picture_no_file", file=str(path))
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError as error:
        raise FilmError("error.picture_missing", file=str(path)) from error
    except PermissionError as error:
        raise FilmError("error.picture_locked", file=str(path)) from error
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, "unknown")
        raise FilmError("error.picture_unreadable", file=str(path), reason=reason) from error
    if not head:
        raise FilmError("error.film_empty", file=path.name)
    if not _begins_as_film(head):
        raise FilmError("error.no_film", file=path.name)
