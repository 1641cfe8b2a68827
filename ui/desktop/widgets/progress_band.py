"""What runs, how far it is, and how to stop it; shown only where it takes longer than a blink."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from ui.desktop.widgets.elided import ElidedLabel

SHOWN_AFTER_MS = 300


class ProgressBand(QFrame):
    """Tells of the running job."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._step = ElidedLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(320)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop = QPushButton(self.tr("Stop (Esc)"), self)
        self._stop.clicked.connect(self.cancel_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 6, 3)
        row.addWidget(self._step, 1)
        row.addWidget(self._bar)
        row.addWidget(self._stop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SHOWN_AFTER_MS)
        self._delay.timeout.connect(self.show)
        self.hide()

    @property
    def step(self) -> str:
        """What runs."""
        return self._step.whole_text

    def begin(self, step: str) -> None:
        """Something runs; shown in a moment unless it ends before."""
        self._step.show_text(step)
        self._bar.setRange(0, 0)  # moves, but says no part, until something is known
        self._stop.setEnabled(True)
        if self.isHidden():
            self._delay.start()

    def advance(self, part: float) -> None:
        """How far it is, 0 to 1."""
        if part > 0:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(part * 1000))

    def stopping(self) -> None:
        """Stopping was asked for and will come with the next step."""
        self._step.show_text(self.tr("Stopping …"))
        self._stop.setEnabled(False)

    def end(self) -> None:
        """Nothing runs."""
        self._delay.stop()
        self.hide()
