"""The live camera: its picture with the zone outlined, what to do, and how near it is to certain."""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ui.desktop import theme
from ui.desktop.views.live import LiveView
from ui.desktop.views.marks import Mark

_PARTS = 1000


class LivePanel(QWidget):
    """Stands in the place of the document while the camera runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: LiveView | None = None
        self.shown = 0
        self.picture = _Picture(self)
        self._hint = QLabel(self)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setWordWrap(True)
        font = self._hint.font()
        font.setPointSize(font.pointSize() + 5)
        font.setBold(True)
        self._hint.setFont(font)
        # Room for two lines always: a hint that comes and goes must not make the picture jump.
        self._hint.setMinimumHeight(2 * self._hint.fontMetrics().lineSpacing())
        self._bar = QProgressBar(self)
        self._bar.setRange(0, _PARTS)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(14)
        self._bar.setAccessibleName(self.tr("How near it is to certain"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.picture, 1)
        column.addWidget(self._hint)
        column.addWidget(self._bar)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Live camera"))

    @property
    def view(self) -> LiveView | None:
        """The frame that is shown."""
        return self._view

    @property
    def hint(self) -> str:
        """What is said to do."""
        return self._hint.text()

    def show_view(self, view: LiveView | None) -> None:
        """Show another frame, or none."""
        self._view = view
        self.shown = 0 if view is None else self.shown + 1
        hint = view.hint if view is not None else ""
        if hint != self._hint.text():
            self._hint.setText(hint)
            self.setAccessibleDescription(hint)
        self._bar.setValue(round(view.part * _PARTS) if view is not None else 0)
        self.picture.show_view(view)


class _Picture(QWidget):
    """Paints the frame as large as it fits; never turned or mirrored, whatever the language."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: LiveView | None = None
        self.setMinimumSize(120, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Picture of the camera"))

    def show_view(self, view: LiveView | None) -> None:
        """Paint another frame."""
        self._view = view
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame and the outline of its zone."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.DARK))
        view = self._view
        if view is None:
            return
        height, width = view.pixels.shape[:2]
        scale = min(self.width() / width, self.height() / height)
        left, top = (self.width() - width * scale) / 2, (self.height() - height * scale) / 2
        image = QImage(view.pixels.data, width, height, 3 * width, QImage.Format.Format_BGR888)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(left, top, width * scale, height * scale), image)
        if view.zone is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPolygonF([QPointF(left + x * scale, top + y * scale) for x, y in view.zone])
        for ink, thick in ((QColor(0, 0, 0, 150), 5.0), (QColor(theme.ON_PICTURE[Mark.GOOD]), 2.5)):
            pen = QPen(ink, thick)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolygon(frame)
