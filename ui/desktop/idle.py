"""When nobody has touched the desk for a while.

Two clocks are asked and the one that went further counts: the running time of the program stands still while
a laptop sleeps, and the clock on the wall can be set back. What is pressed after the time was over does not
count: it wakes the screen, and whoever presses it proves first who they are.
"""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from time import monotonic, time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

_LOOK_MS = 1_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.Drop,
    }
)


class IdleWatch(QObject):
    """Watches the keys and the mouse of one window, and of the dialog that stands over it.

    Args:
        window: Its window handle is made where there is none yet.
        limit: So long nobody may touch it.
        clocks: Each tells seconds.
    """

    lapsed = Signal()

    def __init__(
        self,
        window: QWidget,
        limit: timedelta,
        parent: QObject | None = None,
        *,
        clocks: Sequence[Callable[[], float]] = (monotonic, time),
        look_ms: int = _LOOK_MS,
    ) -> None:
        super().__init__(parent)
        window.winId()
        self._limit, self._clocks = limit.total_seconds(), tuple(clocks)
        self._touched = self._now()
        self._dialog: QWindow | None = None
        self._window = window.windowHandle()
        self._window.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setInterval(look_ms)
        self._timer.timeout.connect(self._look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._follow)

    @property
    def watching(self) -> bool:
        """Whether the time runs."""
        return self._timer.isActive()

    def begin(self) -> None:
        """From now on the time runs."""
        self.touch()
        self._timer.start()

    def end(self) -> None:
        """The time runs no more."""
        self._timer.stop()

    @Slot()
    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count a touch; where the time was already over it is swallowed."""
        if event.type() not in _TOUCHES or not self.watching:
            return False
        if self._over():
            self._lapse()
            return True
        self.touch()
        return False

    def close(self) -> None:
        """Leave the windows alone from now on."""
        self.end()
        for window in (self._window, self._dialog):
            if window is not None and isValid(window):
                window.removeEventFilter(self)

    @Slot()
    def _look(self) -> None:
        if self._over():
            self._lapse()

    @Slot(object)
    def _follow(self, window: QWindow | None) -> None:
        """Watch the dialog that has the keys, too."""
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.removeEventFilter(self)
        self._dialog = window if window is not self._window else None
        if self._dialog is not None:
            self._dialog.installEventFilter(self)

    def _lapse(self) -> None:
        self.end()
        self.lapsed.emit()

    def _over(self) -> bool:
        return any(
            now - before >= self._limit for now, before in zip(self._now(), self._touched, strict=True)
        )

    def _now(self) -> tuple[float, ...]:
        return tuple(clock() for clock in self._clocks)
