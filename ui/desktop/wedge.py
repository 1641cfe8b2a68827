"""A swipe reader that plays a keyboard: what it types is taken before any widget sees it.

Rules, which `borderdesk.swiping.burst` reckons:

* keys that come as fast as no hand types are held back, for 0.05 s at most where they prove to be a person's;
* what proves to be a swipe is swallowed whole, wherever the focus is: no letter of it lands in a reason, and
  no Enter of it decides on a document;
* what proves to be none is given to the window as it was typed and in its order. An Enter on the heels of
  letters is left out where no line of text has the focus, or where a machine typed them;
* F-keys, Esc, arrows and whatever else types nothing end the waiting at once and go their way.

It listens to the window itself, which gets every key first; in dialogs of their own, such as the one that
opens files, keys stay what they are.
"""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from borderdesk.swiping.burst import Burst, is_enter

_MOST_HELD = 512
_LATE = 0.02
_LOOK_AGAIN_MS = 10
_LINES_OF_TEXT = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)
_SHIFTS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)


class Wedge(QObject):
    """Filters the keys of one window.

    Args:
        window: Its window handle is made where there is none yet.
    """

    heard = Signal(object)
    """A `Swiped`, or the `SwipeError` of a swipe that came to nothing."""

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        window.winId()
        self._target = window.windowHandle()
        self._burst = Burst()
        self._held: list[tuple[QKeyEvent, float]] = []
        self._swallowed: set[int] = set()
        self._sending = False
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._wait_is_over)
        self._target.installEventFilter(self)

    @property
    def holding(self) -> bool:
        """Whether keys are being held back or swallowed."""
        return self._burst.held

    def close(self) -> None:
        """Leave the keys alone from now on."""
        self._conclude()
        if isValid(self._target):
            self._target.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold, swallow or let through a key."""
        if not isinstance(event, QKeyEvent):
            return False
        if self._sending:
            self._sending = False
            return False
        if event.type() == QEvent.Type.KeyPress:
            return self._pressed(event)
        if event.type() == QEvent.Type.KeyRelease:
            return self._released(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        now = event.timestamp() / 1000 if event.timestamp() else monotonic()
        if event.key() in _SHIFTS:
            return False
        text = _typed(event)
        if self._burst.over(text, now) or len(self._held) >= _MOST_HELD:
            self._conclude()
        if not self._burst.takes(text):
            self._conclude()
            return False
        heard = self._burst.add(text, now)
        self._held.append((_copy(event), now))
        if self._burst.recognised:
            self._swallow()
        self._wait(self._burst.patience)
        for each in heard:
            self.heard.emit(each)
        return True

    def _released(self, event: QKeyEvent) -> bool:
        if event.key() in self._swallowed:
            if not event.isAutoRepeat():
                self._swallowed.discard(event.key())
            return True
        if any(held.key() == event.key() for held, _ in self._held):
            self._held.append((_copy(event), 0.0))
            return True
        return False

    def _swallow(self) -> None:
        for held, _ in self._held:
            if held.type() == QEvent.Type.KeyPress:
                self._swallowed.add(held.key())
            else:
                self._swallowed.discard(held.key())
        self._held = []

    def _wait(self, seconds: float) -> None:
        self._due = monotonic() + seconds
        self._timer.start(round(seconds * 1000))

    @Slot()
    def _wait_is_over(self) -> None:
        """The keys are judged, unless the window was busy: then more of them may lie ready."""
        if monotonic() - self._due > _LATE:
            self._due = monotonic() + _LOOK_AGAIN_MS / 1000
            self._timer.start(_LOOK_AGAIN_MS)
        else:
            self._conclude()

    def _conclude(self) -> None:
        """The burst is over: it was a swipe, or its keys are given back."""
        self._timer.stop()
        if not self._burst.held:
            return
        heard = self._burst.end()
        if self._burst.recognised:
            self._swallow()
        held, self._held = self._held, []
        allowed = [not _enters(event) or self._may_enter(now) for event, now in held]
        self._burst.forget()
        for (event, _), may in zip(held, allowed, strict=True):
            if may and isValid(self._target):
                self._sending = True
                QCoreApplication.sendEvent(self._target, event)
                self._sending = False
        for each in heard:
            self.heard.emit(each)

    def _may_enter(self, now: float) -> bool:
        writing = isinstance(QApplication.focusWidget(), _LINES_OF_TEXT)
        return self._burst.lets_enter_through(now, writing=writing)


def _typed(event: QKeyEvent) -> str:
    """What a key types; nothing where it is held down, and for Esc."""
    if event.isAutoRepeat() or event.key() == Qt.Key.Key_Escape:
        return ""
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    if held == Qt.KeyboardModifier.ControlModifier and Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z:
        return chr(event.key() - Qt.Key.Key_A + 1)  # STX is Ctrl+B, and not every system says so itself
    return event.text()


def _enters(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and is_enter(_typed(event))


def _copy(event: QKeyEvent) -> QKeyEvent:
    """The same key, ours to keep."""
    return QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
