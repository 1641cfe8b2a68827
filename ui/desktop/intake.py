"""What was dropped on the window or lies in the clipboard: files, or a picture in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from ui.desktop.watched import pictures_in


@dataclass(frozen=True, slots=True)
class Intake:
    """What can be inspected.

    Attributes:
        files: In the order in which they were given; folders opened.
        picture: A picture in memory as PNG, or empty.
        empty_folders: Folders that hold nothing to inspect.
    """

    files: tuple[Path, ...] = ()
    picture: bytes = b""
    empty_folders: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.picture or self.empty_folders)


def from_paths(paths: Iterable[Path]) -> Intake:
    """Files as they are; a folder stands for the pictures in it."""
    files: list[Path] = []
    empty: list[Path] = []
    for path in paths:
        try:
            inside = pictures_in(path)
        except OSError:  # a file, or whatever else; opening it will tell
            files.append(path)
            continue
        files.extend(inside)
        if not inside:
            empty.append(path)
    return Intake(tuple(files), b"", tuple(empty))


def from_mime(data: QMimeData | None) -> Intake:
    """What was dropped or copied: files before a picture, because a file keeps its name and resolution."""
    if data is None:
        return Intake()
    if data.hasUrls():
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            return from_paths(paths)
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Intake(picture=_png(image))
    return Intake()


def _png(image: QImage) -> bytes:
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes either
    buffer.close()
    return bytes(store.data())
