"""Portraits that lie beside a list: taken in and written out.

* A list names them by where they lie below its own folder; a way out of that folder, be it by `..`, from the
  root or over a link, is refused.
* JPEG or PNG, 200 kB and 4,096 pixels a side at most, told by their headers alone: nothing is decoded here
  (docs/adr/0010-foreign-bytes-have-their-own-process.md).
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from models.watchlist import Picture
from watchlist.importers.cells import CellError

MAX_BYTES = 200_000
MAX_SIDE = 4_096
_PART = re.compile(r"[^./\\:\x00-\x1f][^/\\:\x00-\x1f]*")
_PARTS_AT_MOST = 4
_PNG = b"\x89PNG\r\n\x1a\n"
_NO_SIZE = frozenset((0xC4, 0xC8, 0xCC))
"""Markers among those of frames that hold no size: tables and what is reserved (ITU-T T.81, B.1.1.3)."""
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))


class Beside:
    """Pictures beside the file of a list, each taken once.

    Args:
        path: Of the list.
    """

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._known: dict[str, str] = {}
        self._given: set[str] = set()
        self._new: list[Picture] = []

    def digest(self, name: str) -> str:
        """The digest of a picture by the name that the list has for it.

        Raises:
            CellError: There is none, it lies elsewhere, or it is no picture that is taken.
        """
        if name not in self._known:
            picture = self._read(name)
            self._new.append(picture)
            self._known[name] = picture.digest
        return self._known[name]

    def taken(self) -> Iterator[Picture]:
        """The pictures that were read since this was asked last, each once for all of the list."""
        for picture in self._new:
            if picture.digest not in self._given:
                self._given.add(picture.digest)
                yield picture
        self._new.clear()

    def _read(self, name: str) -> Picture:
        parts = name.split("/")
        if len(parts) > _PARTS_AT_MOST or not all(map(_PART.fullmatch, parts)):
            raise CellError("picture_elsewhere", name)
        file = self._folder.joinpath(*parts)
        try:
            if not file.resolve().is_relative_to(self._folder.resolve()):
                raise CellError("picture_elsewhere", name)
            if not file.is_file():
                raise CellError("no_picture", name)
            with file.open("rb") as opened:
                data = opened.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            raise CellError("no_picture", name) from error
        return picture_of(data, name)


class Kept:
    """Pictures of a list that is written out, in a folder beside it.

    Args:
        path: Of the list.
    """

    def __init__(self, path: Path) -> None:
        self._folder = path.with_name(f"{path.stem}-pictures")
        self._names: dict[str, str] = {}

    def keep(self, picture: Picture) -> None:
        """Write a picture; once written it stays as it is, as its name is that of its content."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        ending = "png" if picture.data.startswith(_PNG) else "jpg"
        file = self._folder / f"{picture.digest}.{ending}"
        file.touch(mode=0o600)
        file.write_bytes(picture.data)
        self._names[picture.digest] = f"{self._folder.name}/{file.name}"

    def name_of(self, digest: str) -> str:
        """By what name the list refers to a picture."""
        return self._names[digest]


def picture_of(data: bytes, name: str) -> Picture:
    """A picture out of a file's content.

    Args:
        data: Of a JPEG or PNG file.
        name: What to call it in errors.

    Raises:
        CellError: It is none, or too large.
    """
    if len(data) > MAX_BYTES:
        raise CellError("picture_large", name)
    size = _png_size(data) if data.startswith(_PNG) else _jpeg_size(data)
    if size is None or min(size) < 1:
        raise CellError("no_picture", name)
    if max(size) > MAX_SIDE:
        raise CellError("picture_large", name)
    return Picture(hashlib.sha256(data).hexdigest(), data)


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the header, which comes first (ISO/IEC 15948, 11.2.2)."""
    if data[12:16] != b"IHDR" or len(data) < 33 or b"IEND" not in data[-12:]:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return int(width), int(height)


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the header of the frame (ITU-T T.81, B.2.2)."""
    if not data.startswith(b"\xff\xd8"):
        return None
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF or marker in _ALONE:
            place += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return int(width), int(height)
        if marker == 0xDA:
            return None
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None
