"""The machine-readable zone as printed, always from left to right, in OCR-B.

A doubtful character stands on amber with a wavy line below, a corrected one with a double line, a wrong check
digit in a red frame: three shapes, so that none is told by colour alone.
"""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.desktop import theme
from ui.desktop.views.marks import Mark
from ui.desktop.views.zone import CellView, ZoneView

Place = tuple[int, int]
_LARGEST, _SMALLEST = 27, 11
_MARGIN = 8
_WIDEST_LINE = 44


class MrzStrip(QWidget):
    """Shows the zone; arrow keys walk through it, and each character tells what is known of it."""

    character_chosen = Signal(object)
    """The `CellView` that the officer looks at."""

    def __init__(self, family: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._family = family
        self._view = ZoneView()
        self._place: Place | None = None
        self._compact = False
        self.show_view(ZoneView())

    @property
    def view(self) -> ZoneView:
        """What is shown."""
        return self._view

    def show_view(self, view: ZoneView) -> None:
        """Show another zone."""
        self._view, self._place = view, None
        self.setAccessibleName(self.tr("Machine-readable zone"))
        self.setAccessibleDescription(view.text or self.tr("Nothing was read."))
        self._fit()

    def set_compact(self, compact: bool) -> None:
        """Use less room."""
        self._compact = compact
        self._fit()

    def cell_at(self, point: QPoint) -> Place | None:
        """Line and position of the character at a point of the widget, None beside them."""
        step, height = self._step()
        row = int((point.y() - _MARGIN / 2) // height)
        column = int((point.x() - self._left()) // step)
        if 0 <= row < len(self._view.lines) and 0 <= column < len(self._view.lines[row]):
            return (row, column)
        return None

    def rect_of(self, place: Place) -> QRectF:
        """Where a character is drawn."""
        step, height = self._step()
        return QRectF(self._left() + place[1] * step, _MARGIN / 2 + place[0] * height, step, height)

    def sizeHint(self) -> QSize:
        """Lines high, as wide as there is room."""
        _, height = self._step()
        return QSize(600, round(height * max(2, len(self._view.lines)) + _MARGIN))

    def event(self, event: QEvent) -> bool:
        """Tell of the character under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.cell_at(event.pos())
            if place is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._cell(place).tip, self)
            return True
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the character under the pointer."""
        place = self.cell_at(event.position().toPoint())
        if place is not None:
            self._go(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the characters."""
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._view.lines:
            super().keyPressEvent(event)
            return
        row, column = self._place or (0, -1 if step == (0, 1) else 0)
        row = min(max(row + step[0], 0), len(self._view.lines) - 1)
        self._go((row, min(max(column + step[1], 0), len(self._view.lines[row]) - 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, marks and characters."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.PAPER))
        painter.setPen(
            QPen(QColor(theme.FOCUS if self.hasFocus() else theme.LINE), 2 if self.hasFocus() else 1)
        )
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if not self._view.lines:
            painter.setPen(QColor(theme.QUIET))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("The machine-readable zone is shown here.")
            )
            return
        painter.setFont(self._font())
        # Without it < stands as > in a right-to-left program: it is neutral and has a mirrored form.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for row, line in enumerate(self._view.lines):
            for column, cell in enumerate(line):
                self._paint_cell(painter, (row, column), cell)

    def _paint_cell(self, painter: QPainter, place: Place, cell: CellView) -> None:
        box = self.rect_of(place)
        if cell.doubtful or cell.corrected:
            painter.fillRect(box, QColor(theme.MARK_GROUND[Mark.DOUBTFUL]))
        if cell.wrong:
            painter.fillRect(box, QColor(theme.MARK_GROUND[Mark.BAD]))
        if place == self._place:
            painter.fillRect(box, QColor("#CFE3F7"))
        painter.setPen(QColor(theme.MARK[Mark.BAD] if cell.wrong else theme.INK))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cell.symbol)
        low = box.bottom() - 2
        if cell.corrected:
            painter.setPen(QPen(QColor(theme.MARK[Mark.DOUBTFUL]), 1.6))
            for y in (low - 3, low):
                painter.drawLine(QPointF(box.left() + 1.5, y), QPointF(box.right() - 1.5, y))
        elif cell.doubtful:
            painter.setPen(QPen(QColor(theme.MARK[Mark.DOUBTFUL]), 1.6))
            painter.drawPath(_wave(box, low - 1))
        if cell.wrong:
            painter.setPen(QPen(QColor(theme.MARK[Mark.BAD]), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))

    def _go(self, place: Place) -> None:
        self._place = place
        cell = self._cell(place)
        self.setAccessibleDescription(cell.tip)
        self.update()
        corner = self.rect_of(place).bottomLeft().toPoint()
        QToolTip.showText(self.mapToGlobal(corner), cell.tip, self)
        self.character_chosen.emit(cell)

    def _cell(self, place: Place) -> CellView:
        return self._view.lines[place[0]][place[1]]

    def _font(self) -> QFont:
        font = QFont(self._family)
        longest = max((len(line) for line in self._view.lines), default=_WIDEST_LINE)
        largest = 17 if self._compact else 22 if len(self._view.lines) > 2 else _LARGEST
        for pixels in range(largest, _SMALLEST, -1):
            font.setPixelSize(pixels)
            if QFontMetricsF(font).horizontalAdvance("0") * longest * 1.06 <= self.width() - 2 * _MARGIN:
                break
        return font

    def _step(self) -> tuple[float, float]:
        metrics = QFontMetricsF(self._font())
        return metrics.horizontalAdvance("0") * 1.06, metrics.height() * 1.12

    def _left(self) -> float:
        longest = max((len(line) for line in self._view.lines), default=0)
        return max(_MARGIN, (self.width() - longest * self._step()[0]) / 2)

    def _fit(self) -> None:
        height = self.sizeHint().height()
        if self.height() != height:
            self.setFixedHeight(height)
        self.update()


def _wave(box: QRectF, y: float) -> QPainterPath:
    path = QPainterPath(QPointF(box.left() + 1.5, y))
    steps = 4
    width = (box.width() - 3) / steps
    for step in range(steps):
        x = box.left() + 1.5 + step * width
        path.quadTo(QPointF(x + width / 2, y + (3 if step % 2 else -3)), QPointF(x + width, y))
    return path
