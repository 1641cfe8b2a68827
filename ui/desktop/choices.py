"""What is chosen at this desk and kept: the folder that the scanner saves into, and the camera."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from models.errors import KnownError
from ui.desktop.settings import DeskSettings
from ui.desktop.standing import Standing
from ui.desktop.watched import WatchedFolder
from ui.desktop.window import Window


class Choices(QObject):
    """Takes a choice over at once and keeps it for the next start.

    Args:
        window: Asks for them.
        home: Folder in which they are kept.
        watched: Watches the folder that is chosen.
        standing: Shows which one it is.
    """

    failed = Signal(object)
    """A `KnownError`: a choice was not kept, or the folder is out of reach."""

    def __init__(self, window: Window, home: Path, watched: WatchedFolder, standing: Standing) -> None:
        super().__init__(window)
        self._window, self._home, self._watched, self._standing = window, home, watched, standing
        window.folder_chosen.connect(self.watch)
        window.camera_chosen.connect(self.take_camera)
        watched.lost.connect(
            lambda folder: self.failed.emit(KnownError("error.window.folder_lost", folder=folder))
        )
        watched.locked.connect(
            lambda folder: self.failed.emit(KnownError("error.window.folder_locked", folder=folder))
        )

    def begin(self) -> None:
        """Take over what was chosen before."""
        chosen = DeskSettings.read(self._home)
        self._window.camera = chosen.camera
        self._watch(chosen.watched_folder)

    @Slot(Path)
    def watch(self, folder: Path) -> None:
        """Watch another folder from now on."""
        self._keep(replace(DeskSettings.read(self._home), watched_folder=folder))
        self._watch(folder)

    @Slot(int)
    def take_camera(self, number: int) -> None:
        """Start another camera from now on."""
        self._window.camera = number
        self._keep(replace(DeskSettings.read(self._home), camera=number))

    def _watch(self, folder: Path | None) -> None:
        self._watched.watch(folder)
        self._standing.show_watched(folder)

    def _keep(self, chosen: DeskSettings) -> None:
        try:
            chosen.write(self._home)
        except OSError:
            self.failed.emit(KnownError("error.window.settings_lost", folder=self._home))
