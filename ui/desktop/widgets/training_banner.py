"""Says, above everything else, that nothing here is real; on an exercise also what should be seen."""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.desktop import theme
from ui.desktop.widgets.elided import ElidedLabel

_STRIPE = 14


class TrainingBanner(QWidget):
    """A striped band with the word TRAINING in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = QLabel(self.tr("TRAINING"), self)
        self._said = ElidedLabel(self)
        font = self._word.font()
        font.setBold(True)
        self._word.setFont(font)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(12)
        row.addSpacing(_STRIPE * 3)  # the stripes; spacings turn with the direction, margins don't
        row.addWidget(self._word)
        row.addWidget(self._said, 1)
        self.setStyleSheet(f"QLabel {{ color: {theme.TRAINING.ink}; }}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Training station: nothing here is real."))
        self.show_lesson("")

    @property
    def text(self) -> str:
        """What is said beside the word."""
        return self._said.whole_text

    def show_lesson(self, lesson: str) -> None:
        """Say what should be seen on an exercise, or that nothing here is real."""
        nothing_real = self.tr(
            "Nothing here is real: invented holders, drawn documents, an invented watchlist."
        )
        self._said.show_text(
            self.tr("You should see {lesson}").format(lesson=lesson) if lesson else nothing_real
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the stripes at its beginning."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.TRAINING.ground))
        painter.setClipRect(self.rect())
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QBrush(QColor(theme.TRAINING.ink)))
        height = self.height()
        right_to_left = self.layoutDirection() is self.layoutDirection().RightToLeft
        for stripe in range(3):
            left = stripe * _STRIPE * 1.2
            if right_to_left:
                left = self.width() - left - _STRIPE * 1.2
            painter.save()
            painter.translate(left, 0)
            painter.shear(-0.5, 0)
            painter.drawRect(int(height / 2), 0, _STRIPE // 2, height)
            painter.restore()
