"""The folder into which a scanner saves: each new file is told of once, as soon as it is complete.

A file counts as complete when its size and time have not changed for a moment; a scanner writes in
pieces, and a half-written picture would be told to be damaged.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".pdf"})
STABLE_MS = 400
POLL_MS = 2_000
"""How often the folder is looked at without being told: network drives tell nothing, some scanners write
every picture under one name, and a drive may be unplugged and plugged in again."""


def pictures_in(folder: Path) -> tuple[Path, ...]:
    """Pictures and PDF files of a folder by name.

    Raises:
        OSError: It is not there, is no folder, or may not be read.
    """
    return tuple(sorted(path for path in folder.iterdir() if _is_picture(path)))


@dataclass(frozen=True, slots=True)
class _State:
    size: int
    changed: int


class WatchedFolder(QObject):
    """Watches one folder.

    Files that lie there when watching begins are not told of: they may be yesterday's.
    """

    arrived = Signal(Path)
    lost = Signal(Path)
    locked = Signal(Path)
    """It is there, but may not be read."""
    found_again = Signal(Path)

    def __init__(
        self, parent: QObject | None = None, *, stable_ms: int = STABLE_MS, poll_ms: int = POLL_MS
    ) -> None:
        super().__init__(parent)
        self._stable_ms, self._poll_ms = stable_ms, poll_ms
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._folder: Path | None = None
        self._out_of_reach = False
        self._told: dict[Path, _State] = {}
        self._growing: dict[Path, tuple[_State, float]] = {}

    @property
    def folder(self) -> Path | None:
        """What is watched, None where nothing is."""
        return self._folder

    def watch(self, folder: Path | None) -> None:
        """Watch another folder, or none."""
        self._timer.stop()
        if watched := self._watcher.directories():
            self._watcher.removePaths(watched)
        self._folder, self._out_of_reach = folder, False
        self._growing, self._told = {}, {}
        if folder is None:
            return
        try:
            self._told = _states(folder)
        except OSError:
            pass  # told of below, and looked for again from time to time
        else:
            self._watcher.addPath(str(folder))
        self._look()

    @Slot()
    def _look(self) -> None:
        folder = self._folder
        if folder is None:
            return
        try:
            present = _states(folder)
        except OSError as error:
            self._timer.start(self._poll_ms)
            if not self._out_of_reach:
                self._out_of_reach = True
                (self.locked if isinstance(error, PermissionError) else self.lost).emit(folder)
            return
        if self._out_of_reach:
            self._out_of_reach = False
            self._watcher.addPath(str(folder))
            self.found_again.emit(folder)
        now = monotonic()
        growing = {
            path: self._since(path, state, now)
            for path, state in present.items()
            if self._told.get(path) != state
        }
        complete = [
            path
            for path, (state, since) in growing.items()
            if state.size and now - since >= self._stable_ms / 1000
        ]
        self._told = {path: state for path, state in self._told.items() if path in present}
        for path in complete:
            self._told[path] = growing.pop(path)[0]
        self._growing = growing
        self._timer.start(self._stable_ms if growing else self._poll_ms)
        for path in complete:
            self.arrived.emit(path)

    def _since(self, path: Path, state: _State, now: float) -> tuple[_State, float]:
        """A file's state with the moment at which it was first seen in it."""
        before = self._growing.get(path)
        return before if before is not None and before[0] == state else (state, now)


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURES and not path.name.startswith(".")


def _states(folder: Path) -> dict[Path, _State]:
    found = {}
    for path in pictures_in(folder):
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = _State(status.st_size, status.st_mtime_ns)
    return found
