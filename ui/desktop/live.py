"""Between the thread that reads a camera and the window: frames that the window has time for, no more."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

from borderdesk.reading.live import LiveState, Show
from ui.desktop.jobs import Report
from ui.desktop.views.live import live_view
from ui.desktop.views.wording import Wording

FRAMES_A_SECOND = 15.0


class FrameGate:
    """Lets a frame pass where the window has painted the last one and a moment has gone by.

    Frames that come meanwhile are dropped, so none ever waits in a queue behind a window that is busy.

    Args:
        clock: Tells seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._under_way = False
        self._next = clock()

    def opens(self) -> bool:
        """Whether a frame may pass; asked in the thread that reads."""
        with self._lock:
            now = self._clock()
            if self._under_way or now < self._next:
                return False
            self._under_way = True
            self._next = now + 1.0 / FRAMES_A_SECOND
            return True

    def taken(self) -> None:
        """The window has shown what passed; told in the window's own thread."""
        with self._lock:
            self._under_way = False


class Frames:
    """Frames of what is read now, on their way to the window.

    Args:
        wording: Language of the window.
    """

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._gate = FrameGate()

    def shower(self, report: Report) -> Show:
        """Called with every frame, in the thread that reads; the window gets what it has time to paint."""
        gate = self._gate = FrameGate()

        def show(state: LiveState) -> None:
            if gate.opens():
                report(live_view(state, self._wording))

        return show

    def taken(self) -> None:
        """The window has shown what passed; told in the window's own thread."""
        self._gate.taken()
